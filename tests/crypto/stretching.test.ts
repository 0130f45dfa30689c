/** Stretching elsewhere: a worker that does not come, or dies, holds nothing up for good. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { STRETCH_AGAIN_MS, stretchElsewhere } from '../../crypto/workers/stretching.ts';

let given: MessagePort[];
const give = (port: MessagePort): void => void given.push(port);
const answer = (place: number, ...bytes: number[]): void => given[place]?.postMessage(Uint8Array.from(bytes));

beforeEach(() => {
  given = [];
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  for (const port of given) port.close();
  vi.useRealTimers();
});

test('gives what came to the port, and asks once', async () => {
  const stretched = stretchElsewhere(give);
  answer(0, 1, 2, 3);
  expect(await stretched).toEqual(Uint8Array.of(1, 2, 3));
  vi.advanceTimersByTime(3 * STRETCH_AGAIN_MS);
  expect(given).toHaveLength(1);
});

test('is asked for again, and again, until somebody does it; one who was slow may still', async () => {
  const stretched = stretchElsewhere(give);
  vi.advanceTimersByTime(STRETCH_AGAIN_MS - 1);
  expect(given).toHaveLength(1);
  vi.advanceTimersByTime(1 + STRETCH_AGAIN_MS);
  expect(given).toHaveLength(3);
  answer(1, 7);
  expect(await stretched).toEqual(Uint8Array.of(7));
  vi.advanceTimersByTime(3 * STRETCH_AGAIN_MS);
  expect(given).toHaveLength(3);
});
