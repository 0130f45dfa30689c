/** Stretching elsewhere: a worker that does not come, or dies, holds nothing up for good. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { stretchElsewhere } from '../../crypto/workers/stretching.ts';

let given: MessagePort[];
let asksAgain: (() => void) | undefined;
const give = (port: MessagePort): void => void given.push(port);
const again = (ask: () => void): (() => void) => {
  asksAgain = ask;
  return () => (asksAgain = undefined);
};
const answer = (place: number, byte: number): void => given[place]?.postMessage(Uint8Array.of(byte));

beforeEach(() => {
  given = [];
  asksAgain = undefined;
});
afterEach(() => {
  for (const port of given) port.close();
});

test('gives what came to the port, and asks no more', async () => {
  const stretched = stretchElsewhere(give, again);
  expect(asksAgain).toBeDefined();
  answer(0, 1);
  expect(await stretched).toEqual(Uint8Array.of(1));
  expect(given).toHaveLength(1);
  expect(asksAgain).toBeUndefined();
});

test('is asked for again until somebody does it: another, or one who was slow', async () => {
  for (const first of [0, 1, 2]) {
    given = [];
    const stretched = stretchElsewhere(give, again);
    asksAgain?.();
    asksAgain?.();
    expect(given).toHaveLength(3);
    answer(first, first);
    expect(await stretched).toEqual(Uint8Array.of(first));
    expect(asksAgain).toBeUndefined();
  }
});
