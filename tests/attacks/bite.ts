/**
 * `npm run bite`: do the attack tests bite? Takes out one protection after the other in a copy of the tree and
 * expects the tests of that attack to fail, and no other attack's. `npm run bite -- 6 41` takes only these
 * attacks, `--pure` only what needs no browser, `--browsers` only what does. Exits with 1 if a protection could go unnoticed.
 */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ensureBrowsers } from '../calls/ensureBrowsers.ts';
import { sfuBinary } from '../calls/sfuBinary.ts';
import { loadedBy, read } from '../house.ts';
import { Copy } from './bite/copy.ts';
import { endAll, runNode, runTests, type Outcome, type Ran } from './bite/suite.ts';
import { mutations, type Mutation } from './mutations.ts';

const ROOT = join(import.meta.dirname, '../..');

const sources = globSync('{crypto,relay,app,tests}/**/*.{ts,svelte}', { cwd: ROOT }).map((path) =>
  read(path, readFileSync(join(ROOT, path), 'utf8')),
);

/** Test files that need no browser and have an attack in them, with all that each loads. */
const PURE = new Map(
  sources
    .filter(({ path }) => /^tests\/(?:attacks\/pure|crypto|relay|app)\/.*\.test\.ts$/.test(path))
    .filter(({ path, text }) => /attack-\d|['"`]attacks? \d/i.test(path + text))
    .map(({ path }) => [path, loadedBy(path, sources)]),
);

const isPure = ({ test }: Mutation): boolean => test === undefined || PURE.has(test);

/** What came of one row: undefined if the attack's tests fell and no others, else why that is no bite. */
type Verdict = string | undefined;

const asked = process.argv.slice(2);
const chosen = new Set(asked.filter((word) => !word.startsWith('--')).map(Number));
const rows = mutations.filter(
  (row) =>
    (chosen.size === 0 || chosen.has(row.attack)) && !asked.includes(isPure(row) ? '--browsers' : '--pure'),
);
if (rows.length === 0) {
  console.error(
    'There is no row for that. Usage: npm run bite -- [--pure | --browsers] [NUMBER OF AN ATTACK …]',
  );
  process.exit(1);
}

const copy = new Copy(ROOT);
process.on('exit', () => copy.remove());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    endAll();
    process.exit(1);
  });
}

/** What a row's tests say with no protection taken out, by the files that run. */
const whole = new Map<string, Outcome>();

/**
 * Runs the row's test file in a browser that gets what is built now; or all pure ones that load what the row
 * changes, or `all` there are. A sentence on why that was impossible.
 */
async function run(row: Mutation, all = false): Promise<Outcome | string> {
  if (isPure(row)) {
    const files = [...PURE].filter(([, loaded]) => all || loaded.has(row.file)).map(([file]) => file);
    return files.length > 0 ? runTests(copy.root, files) : 'no test loads this file';
  }
  const { code, said } = await runNode(copy.root, ['config/build.ts']);
  if (code !== 0) return `the app does not build: ${said.trim().split('\n', 1)[0] ?? ''}`;
  return runTests(copy.root, [row.test ?? '']);
}

async function runWhole(row: Mutation): Promise<Outcome | string> {
  const name = isPure(row) ? 'pure' : (row.test ?? '');
  const known = whole.get(name);
  if (known) return known;
  const outcome = await run(row, true);
  if (typeof outcome !== 'string') whole.set(name, outcome);
  return outcome;
}

/** Whether the tests of a row are those that are asked. */
const isAsked =
  ({ attack, test, named }: Mutation) =>
  (ran: Ran): boolean =>
    ran.attacks.includes(attack) &&
    (test === undefined || ran.file === test) &&
    (named === undefined || ran.title.includes(named));

const nameOf = ({ file, title }: Ran): string => `${file}: ${title}`;

async function tryRow(row: Mutation): Promise<Verdict> {
  const before = await runWhole(row);
  if (typeof before === 'string') return before;
  const tests = before.tests.filter(isAsked(row));
  if (tests.length === 0) return 'this attack has no such test';
  const unsound = tests.find(({ state }) => state !== 'held');
  if (unsound) return `fails with all protections in place: ${nameOf(unsound)}`;

  const repair = copy.damage(row);
  if (typeof repair === 'string') return repair;
  try {
    const fault = faultIn(join(copy.root, row.file));
    if (fault !== undefined) return `does not compile: ${fault}`;
    const after = await run(row);
    return typeof after === 'string' ? after : judge(row, before, after);
  } finally {
    repair();
  }
}

/** What the compiler has against the syntax of a TypeScript file. */
function faultIn(path: string): string | undefined {
  if (!path.endsWith('.ts')) return undefined;
  const { diagnostics } = ts.transpileModule(readFileSync(path, 'utf8'), {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  const [first] = diagnostics ?? [];
  return first && ts.flattenDiagnosticMessageText(first.messageText, ' ');
}

function judge(row: Mutation, before: Outcome, after: Outcome): Verdict {
  const [broken] = after.broken;
  if (broken !== undefined) return `broke before it was tested: ${broken}`;
  const fell = after.tests.filter(({ state }) => state === 'fell');
  if (!fell.some(isAsked(row))) {
    const stuck = after.tests.filter(isAsked(row)).find(({ state }) => state !== 'held');
    return stuck ? `broke, or did not end: ${nameOf(stuck)}` : 'no test of this attack noticed';
  }
  if (!isPure(row)) return undefined;
  const held = new Set(before.tests.filter(({ state }) => state === 'held').map(nameOf));
  const shared = new Set([row.attack, ...(row.alsoFails ?? [])]);
  const others = new Set(
    fell
      .filter((ran) => held.has(nameOf(ran)) && !ran.attacks.some((attack) => shared.has(attack)))
      .flatMap(({ attacks }) => attacks),
  );
  if (others.size === 0) return undefined;
  return `so did tests of attack ${[...others].sort((a, b) => a - b).join(', ')}`;
}

if (rows.some((row) => !isPure(row))) {
  ensureBrowsers();
  await sfuBinary();
}

const notBitten: string[] = [];
console.log(`\nattack            s  what is taken out`);
for (const row of rows) {
  const since = performance.now();
  const verdict = await tryRow(row);
  const seconds = ((performance.now() - since) / 1000).toFixed(0);
  const line = `${String(row.attack).padStart(6)}  ${verdict === undefined ? 'bitten    ' : 'NOT BITTEN'} ${seconds.padStart(4)}  ${row.what}`;
  console.log(verdict === undefined ? line : `${line}\n${' '.repeat(25)}${row.file}: ${verdict}`);
  if (verdict !== undefined) notBitten.push(line);
}
console.log(`\n${rows.length - notBitten.length} bitten, ${notBitten.length} not`);
process.exit(notBitten.length === 0 ? 0 : 1);
