/** The table of `npm run bite` against the tree: what a row takes out is still there, and no attack is forgotten. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { placeOf } from './attacks/bite/copy.ts';
import { mutations } from './attacks/mutations.ts';

const ROOT = join(import.meta.dirname, '..');

/** Attacks that the tree claims to withstand so far. */
const WITHSTOOD = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 41, 42,
];

describe('protections that are taken out', () => {
  test.each(mutations.map((row) => [`attack ${row.attack}: ${row.what}`, row] as const))(
    '%s',
    (_title, row) => {
      const source = readFileSync(join(ROOT, row.file), 'utf8');
      expect(placeOf(source, row.find)).toBeTypeOf('object');
      expect(row.replace).not.toBe(row.find);
      if (row.test !== undefined) expect(existsSync(join(ROOT, row.test))).toBe(true);
    },
  );

  test('are there for every attack', () => {
    const covered = new Set(mutations.map(({ attack }) => attack));
    expect(WITHSTOOD.filter((attack) => !covered.has(attack))).toEqual([]);
  });

  test('are told apart by what is said of them', () => {
    const said = mutations.map(({ what }) => what);
    expect(new Set(said).size).toBe(said.length);
  });
});
