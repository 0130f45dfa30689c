/** Runs test files in a copy of the tree, and says which attacks went through. */

import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as v from 'valibot';

/** The parts of vitest's JSON report that count here. */
const Report = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      message: v.optional(v.string()),
      assertionResults: v.array(
        v.object({
          fullName: v.string(),
          status: v.string(),
          failureMessages: v.nullish(v.array(v.string())),
        }),
      ),
    }),
  ),
});

export interface Ran {
  /** From the root of the tree. */
  readonly file: string;
  readonly title: string;
  /** Attacks this test stands for. */
  readonly attacks: readonly number[];
  readonly state: 'held' | 'fell' | 'broken' | 'skipped';
}

export interface Outcome {
  readonly tests: readonly Ran[];
  /** Test files that broke before or beside their tests, each with its first line of why. */
  readonly broken: readonly string[];
}

/**
 * The attacks a test stands for: those its innermost title with "attack" names ("attack 2 and 25: …"), else those
 * of its file ("attack-05-….test.ts").
 */
function attacksOf(title: string, file: string): number[] {
  const named = [...title.matchAll(/\battacks? (\d+(?:(?:, | and )\d+)*)/gi)].at(-1)?.[1];
  const of = named ?? /(?:^|\/)attack((?:-\d+)+)/.exec(file)?.[1] ?? '';
  return [...of.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}

// Code that does not run, or a test that never ended, is no proof that anything was noticed.
const BROKEN =
  /^(?:\w*Error: )?(?:SyntaxError|ReferenceError|Failed to (?:resolve|load)|Cannot find|(?:Test|Hook) timed out)/;

const running = new Set<ChildProcess>();

/** Runs Node on a script in `root`; its exit code, and all it printed. */
export function runNode(
  root: string,
  args: readonly string[],
): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let said = '';
    const hear = (chunk: Buffer): void => void (said += chunk.toString());
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code, said });
    });
  });
}

/** Ends what runs. */
export function endAll(): void {
  for (const child of running) child.kill();
}

/** Runs these test files of the tree at `root`. */
export async function runTests(root: string, files: readonly string[]): Promise<Outcome> {
  const report = join(root, '.bite.json');
  rmSync(report, { force: true });
  const { said } = await runNode(root, [
    'node_modules/vitest/vitest.mjs',
    'run',
    ...['--config', 'config/vitest.config.ts', '--reporter', 'json', '--outputFile', report],
    ...files,
  ]);
  let text: string;
  try {
    text = readFileSync(report, 'utf8');
  } catch {
    return { tests: [], broken: [`vitest gave no report: ${lastLine(said)}`] };
  }
  const { testResults } = v.parse(Report, JSON.parse(text));
  const tests = testResults.flatMap(({ name, assertionResults }) => {
    const file = relative(root, name);
    return assertionResults.map(({ fullName, status, failureMessages }) => ({
      file,
      title: fullName,
      attacks: attacksOf(fullName, file),
      state: stateOf(status, failureMessages ?? []),
    }));
  });
  const broken = testResults
    .filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
    )
    .map(({ name, message }) => `${relative(root, name)}: ${firstLine(message ?? '')}`);
  return { tests, broken };
}

function stateOf(status: string, messages: readonly string[]): Ran['state'] {
  if (status === 'passed') return 'held';
  if (status !== 'failed') return 'skipped';
  return messages.length > 0 && messages.every((message) => BROKEN.test(message)) ? 'broken' : 'fell';
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
