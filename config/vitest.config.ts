/**
 * The test suites: `unit` runs in parallel, `calls` and `attacks`, which drive real browsers, two files at a time: of
 * the two cores of the smallest machine this runs on, a story of three people who mostly wait needs one. What needs both
 * cores, and what counts every frame, runs one file after the other.
 */

import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const root = join(import.meta.dirname, '..');

const inBrowsers = {
  pool: 'forks',
  // Longer than several waits of a person in a story: those fail with a picture, this with nothing.
  testTimeout: 180_000,
  hookTimeout: 180_000,
} as const;
/** One group, so that no core idles while the last file of the one suite ends. */
const inPairs = { ...inBrowsers, maxWorkers: 2, sequence: { groupOrder: 2 } };

/** Many people in one call, a picture that is blurred, and stories in which not one frame may be late. */
const ALONE = ['tests/calls/{devices,eight,five,hosts}.test.ts', 'tests/calls/framePath/**/*.test.ts'];

export default defineConfig({
  root,
  cacheDir: join(root, '.cache/vitest'),
  test: {
    projects: [
      {
        // Runes in `*.svelte.ts` are compiled as for a browser: on a server `$effect` does nothing.
        plugins: [svelte({ configFile: false, dynamicCompileOptions: () => ({ generate: 'client' }) })],
        resolve: {
          conditions: ['browser'],
          // Node resolves it to what is for servers: `untrack` of that tracks.
          alias: [{ find: /^svelte$/, replacement: join(root, 'node_modules/svelte/src/index-client.js') }],
        },
        root,
        test: {
          name: 'unit',
          pool: 'forks',
          include: [
            'tests/{crypto,relay,app,config}/**/*.test.ts',
            'tests/attacks/pure/*.test.ts',
            'tests/*.test.ts',
          ],
          setupFiles: ['tests/app/words/complete.ts'],
          testTimeout: 30_000,
          // By itself vitest leaves one core idle: on two of them the files would come one by one.
          maxWorkers: '100%',
          // From 1 on: files of group 0 come after all others where there is but one worker.
          sequence: { groupOrder: 1 },
        },
      },
      {
        root,
        test: { ...inPairs, name: 'calls', include: ['tests/calls/**/*.test.ts'], exclude: ALONE },
      },
      {
        root,
        test: {
          ...inPairs,
          name: 'attacks',
          include: ['tests/attacks/**/*.test.ts'],
          exclude: ['tests/attacks/pure/**'],
        },
      },
      {
        root,
        test: {
          ...inBrowsers,
          name: 'alone',
          include: ALONE,
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
