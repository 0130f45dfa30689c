/**
 * `npm test`: everything. Gets browsers and SFU if they are not there, builds the app, checks types and style,
 * runs all suites. `npm test -- NAME…` runs only test files with NAME in their path; `check` is the check.
 *
 * Browsers, an SFU and a relay share the machine with whatever else it does. So files that drive browsers and fail
 * run once more when all others are done, alone, on a machine that has calmed down (`again: FILE`). What comes out
 * then counts, for the whole file; those that passed only so are named (`passed at the second try: …`): a
 * file that is there often has a fault. Files without browsers run once.
 *
 * Its last line is always `N passed, N failed`, each test counted once.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, relative } from 'node:path';
import { startVitest, type TestModule } from 'vitest/node';
import { ensureBrowsers } from './calls/ensureBrowsers.ts';
import { sfuBinary } from './calls/sfuBinary.ts';

const ROOT = join(import.meta.dirname, '..');

/** Processes that wait for a core, on average over a minute: below that, a second try is fair. */
const CALM_LOAD = 1.5;
const CALM_WAIT_MS = 60_000;
/** How many of the slowest files are named at the end. */
const SLOWEST = 10;

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

async function script(path: string): Promise<void> {
  const child = spawn(process.execPath, [join(ROOT, path)], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [status] = (await once(child, 'exit')) as [number | null];
  if (status !== 0) throw new Error(`${path} failed`);
}

/** What became of one test file. */
interface FileResult {
  /** From the root of the tree. */
  readonly path: string;
  readonly inBrowser: boolean;
  readonly seconds: number;
  readonly passed: number;
  readonly failed: number;
}

/** A test that did not run has not passed. A file that broke before its first test counts as one failure. */
function resultOf(module: TestModule, errors: number): FileResult {
  const states = [...module.children.allTests()].map((test) => test.result().state);
  const passed = states.filter((state) => state === 'passed').length;
  const failed = states.length - passed + errors;
  const { environmentSetupDuration, prepareDuration, collectDuration, setupDuration, duration } =
    module.diagnostic();
  return {
    path: relative(ROOT, module.moduleId),
    inBrowser: module.project.name !== 'unit',
    seconds: (environmentSetupDuration + prepareDuration + collectDuration + setupDuration + duration) / 1000,
    passed,
    failed: failed === 0 && !module.ok() ? 1 : failed,
  };
}

/** Runs the test files with one of these in their path, all without any; gives what became of each. */
async function runFiles(filters: readonly string[]): Promise<readonly FileResult[]> {
  const vitest = await startVitest('test', [...filters], {
    config: join(ROOT, 'config/vitest.config.ts'),
    run: true,
    watch: false,
    reporters: ['verbose'],
    passWithNoTests: false,
  });
  const modules = vitest.state.getTestModules();
  const errors = vitest.state.getUnhandledErrors().map(fileOfError);
  const results = modules.map((module) =>
    resultOf(module, errors.filter((file) => file === module.moduleId).length),
  );
  tally.failed += errors.filter((file) => modules.every(({ moduleId }) => moduleId !== file)).length;
  await vitest.close();
  return results;
}

/** The file that ran when an error came that nobody caught; vitest writes it on the error. */
function fileOfError(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, 'VITEST_TEST_PATH') : undefined;
}

async function suites(filters: readonly string[], browsersReady: boolean): Promise<void> {
  const results = new Map((await runFiles(filters)).map((result) => [result.path, result]));
  if (results.size === 0) {
    console.error(`There is no test file with ${filters.join(' or ')} in its path.`);
    tally.failed++;
  }
  const again = [...results.values()].filter(({ inBrowser, failed }) => inBrowser && failed > 0);
  const better: string[] = [];
  if (browsersReady && again.length > 0) {
    for (const { path } of again) console.log(`again: ${path}`);
    await calm();
    for (const { path } of again)
      for (const result of await runFiles([join(ROOT, path)])) {
        results.set(result.path, result);
        if (result.failed === 0) better.push(result.path);
      }
  }
  for (const { passed, failed } of results.values()) {
    tally.passed += passed;
    tally.failed += failed;
  }
  tellSlowest([...results.values()]);
  if (better.length > 0) console.log(`\npassed at the second try: ${better.join(', ')}`);
}

/** Waits until the machine has little to do, a minute at most. */
async function calm(): Promise<void> {
  const until = Date.now() + CALM_WAIT_MS;
  while ((loadavg()[0] ?? 0) >= CALM_LOAD && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

function tellSlowest(results: readonly FileResult[]): void {
  const slowest = results.toSorted((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
  console.log('\nslowest:');
  for (const { path, seconds } of slowest) console.log(`${seconds.toFixed(1).padStart(7)} s  ${path}`);
}

/** Whether any of the test files that drive a browser was asked for. */
function needsBrowsers(filters: readonly string[]): boolean {
  const files = globSync('tests/{calls,attacks}/**/*.test.ts', { cwd: ROOT });
  return filters.length === 0 || files.some((file) => filters.some((filter) => file.includes(filter)));
}

const asked = process.argv.slice(2);
const names = asked.filter((name) => name !== 'check');

const stories = (asked.length === 0 || names.length > 0) && needsBrowsers(names);
// Where it has to be built that takes a minute or two, and the check does not need both cores.
const sfu = stories ? sfuBinary() : undefined;
sfu?.catch(() => undefined);

if (asked.length === 0 || asked.includes('check')) {
  await step('Types and style', () => script('config/check.ts'));
}
if (asked.length === 0 || names.length > 0) {
  let ready = true;
  if (stories) {
    ready = (await step('The built app', () => script('config/build.ts'))) && ready;
    ready = (await step('SFU', async () => console.log(await sfu))) && ready;
    ready = (await step('Browsers', ensureBrowsers)) && ready;
  }
  if (!ready) console.error('Stories in browsers cannot pass without these; they run all the same and fail.');
  await suites(names, ready);
}

console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
