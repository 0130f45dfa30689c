/** `npm run check`: types and import law, components, lint, format. Runs them all, says which ones failed. */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const STEPS: readonly (readonly [title: string, script: string, ...args: string[]])[] = [
  ['types, and who may import whom', 'typescript/bin/tsc', '--build'],
  [
    'components',
    'svelte-check/bin/svelte-check',
    ...['--workspace', 'app', '--tsconfig', 'tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  ],
  ['lint', 'eslint/bin/eslint.js', '--config', 'config/eslint.config.js', '--max-warnings', '0', '.'],
  ['format', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
];

const failed: string[] = [];
for (const [title, script, ...args] of STEPS) {
  console.log(`── ${title}`);
  const { status } = spawnSync(process.execPath, [join(ROOT, 'node_modules', script), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) failed.push(title);
}
console.log(failed.length === 0 ? 'The tree is sound.' : `Failed: ${failed.join('; ')}`);
process.exit(failed.length === 0 ? 0 : 1);
