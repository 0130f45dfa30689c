import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ReplayWindow, WINDOW } from '../../../crypto/frame/replayWindow.ts';

/** The same in few words: remembers everything. */
class Naive {
  readonly #taken = new Set<number>();
  #highest = -1;

  take(ctr: number): boolean {
    if (this.#taken.has(ctr) || ctr <= this.#highest - WINDOW) return false;
    this.#taken.add(ctr);
    this.#highest = Math.max(this.#highest, ctr);
    return true;
  }
}

const steps = fc.array(
  fc.oneof(
    fc.record({ by: fc.integer({ min: -1100, max: 40 }) }),
    fc.record({ by: fc.integer({ min: 900, max: 3000 }) }),
    fc.record({ by: fc.integer({ min: -3, max: 3 }) }),
  ),
  { maxLength: 300 },
);

describe('replay window', () => {
  test('attack 7: takes what a naive one takes, wherever it starts', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 5, 31, 1023, 1024, 2 ** 32 - 7, 2 ** 40, 3 * 2 ** 40 + 2 ** 33),
        steps,
        (start, all) => {
          const window = new ReplayWindow();
          const naive = new Naive();
          let highest = start;
          for (const { by } of all) {
            const ctr = Math.max(0, highest + by);
            highest = Math.max(highest, ctr);
            const isNew = window.isNew(ctr);
            expect(window.take(ctr)).toBe(isNew);
            expect(naive.take(ctr)).toBe(isNew);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('asking changes nothing', () => {
    const window = new ReplayWindow();
    for (let time = 0; time < 3; time++) expect(window.isNew(2 ** 50)).toBe(true);
    expect(window.take(0)).toBe(true);
  });

  test('attack 8: 1023 back passes once, 1024 back does not', () => {
    const window = new ReplayWindow();
    window.take(5000);
    expect(window.take(5000 - WINDOW + 1)).toBe(true);
    expect(window.take(5000 - WINDOW + 1)).toBe(false);
    expect(window.take(5000 - WINDOW)).toBe(false);
  });
});
