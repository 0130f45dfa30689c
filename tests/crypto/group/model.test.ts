/**
 * Random lives of a meeting (fast-check commands): entries, leaves, removals, deaths, cut networks, hosts that come
 * back, messages lost, late, twice, out of order and played again. What must hold is in `plays.ts`.
 * `MODEL_RUNS` and `MODEL_LENGTH` make it longer.
 */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KINDS, type Op, Play } from './plays.ts';

const RUNS = Number(process.env['MODEL_RUNS'] ?? 12);
const LENGTH = Number(process.env['MODEL_LENGTH'] ?? 14);

class Happening implements fc.Command<object, Play> {
  readonly op: Op;

  constructor(op: Op) {
    this.op = op;
  }

  check(): boolean {
    return true;
  }

  run(_: object, play: Play): void {
    play.do(this.op);
  }

  toString(): string {
    const { kind, pick, other, ms } = this.op;
    return `${kind}(${pick}, ${other}) ${ms} ms`;
  }
}

const happenings = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    pick: fc.nat(1_000),
    other: fc.nat(1_000),
    ms: fc.constantFrom(250, 1_000, 3_000, 9_000, 26_000),
  })
  .map((op) => new Happening(op));

describe('a meeting, whatever happens to it', () => {
  it(
    'ends with everybody in one state, nobody removed among them, and no key twice',
    { timeout: 60_000 + RUNS * 10_000 },
    () => {
      fc.assert(
        fc.property(fc.commands([happenings], { maxCommands: LENGTH, size: 'max' }), (commands) => {
          const play = new Play();
          fc.modelRun(() => ({ model: {}, real: play }), commands);
          expect(play.settle(), play.show()).toEqual([]);
        }),
        // A failure is told as it happened: smaller ones need other keys and seldom fail.
        { numRuns: RUNS, endOnFailure: true },
      );
    },
  );
});
