/**
 * `npm test`: everything. Gets browsers and SFU if they are not there, builds the app, checks types and style,
 * runs all suites. `npm test -- NAME…` runs only test files with NAME in their path; `check` is the check.
 * Its last line is always `N passed, N failed`.
 */

import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { startVitest, type TestModule } from 'vitest/node';
import { ensureBrowsers } from './calls/ensureBrowsers.ts';
import { sfuBinary } from './calls/sfuBinary.ts';

const ROOT = join(import.meta.dirname, '..');

const tally = { passed: 0, failed: 0 };

/** Counts as one test. */
async function step(title: string, run: () => Promise<void> | void): Promise<boolean> {
  console.log(`\n── ${title}`);
  try {
    await run();
    tally.passed++;
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    tally.failed++;
    return false;
  }
}

function script(path: string): void {
  const { status } = spawnSync(process.execPath, [join(ROOT, path)], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`${path} failed`);
}

/** A test that did not run has not passed. A file that broke before its first test counts as one failure. */
function count(modules: readonly TestModule[]): void {
  for (const module of modules) {
    const states = [...module.children.allTests()].map((test) => test.result().state);
    const passed = states.filter((state) => state === 'passed').length;
    const failed = states.length - passed;
    tally.passed += passed;
    tally.failed += failed === 0 && !module.ok() ? 1 : failed;
  }
}

async function suites(filters: readonly string[]): Promise<void> {
  const vitest = await startVitest('test', [...filters], {
    config: join(ROOT, 'config/vitest.config.ts'),
    run: true,
    watch: false,
    reporters: ['verbose'],
    passWithNoTests: false,
  });
  const modules = vitest.state.getTestModules();
  count(modules);
  tally.failed += vitest.state.getUnhandledErrors().length;
  if (modules.length === 0) {
    console.error(`There is no test file with ${filters.join(' or ')} in its path.`);
    tally.failed++;
  }
  await vitest.close();
}

/** Whether any of the test files that drive a browser was asked for. */
function needsBrowsers(filters: readonly string[]): boolean {
  const files = globSync('tests/{calls,attacks}/**/*.test.ts', { cwd: ROOT });
  return filters.length === 0 || files.some((file) => filters.some((filter) => file.includes(filter)));
}

const asked = process.argv.slice(2);
const names = asked.filter((name) => name !== 'check');

if (asked.length === 0 || asked.includes('check')) {
  await step('Types and style', () => script('config/check.ts'));
}
if (asked.length === 0 || names.length > 0) {
  let ready = true;
  if (needsBrowsers(names)) {
    ready = (await step('Browsers', ensureBrowsers)) && ready;
    ready = (await step('SFU', async () => console.log(await sfuBinary()))) && ready;
    ready = (await step('The built app', () => script('config/build.ts'))) && ready;
  }
  if (!ready) console.error('Stories in browsers cannot pass without these; they run all the same and fail.');
  await suites(names);
}

console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
