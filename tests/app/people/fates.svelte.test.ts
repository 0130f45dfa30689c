import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Fates } from '../../../app/people/fates.svelte.ts';
import { NO_FRAMES, type OpenCounts } from '../../../crypto/workers/frameProtocol.ts';

const ID = 'camera of Bo';

let fates: Fates;
let told: number;
let end: () => void;

/** Effects run in a microtask. */
const effects = (): Promise<void> => Promise.resolve();

/** Looked at by a tile that counts how often it is told. */
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  fates = new Fates();
  told = -1;
  end = $effect.root(() => {
    $effect(() => {
      fates.of(ID);
      told += 1;
    });
  });
  await effects();
});

afterEach(() => {
  end();
  vi.useRealTimers();
});

async function report(counts: Partial<OpenCounts>, afterMs = 250): Promise<void> {
  vi.advanceTimersByTime(afterMs);
  fates.count(ID, { ...NO_FRAMES, ...counts });
  await effects();
}

describe('what became of frames', () => {
  it('is unknown of whom nothing was reported', () => {
    expect(fates.of(ID)).toEqual({ counts: undefined, openedAt: undefined, failedAt: undefined });
    expect(fates.opens(ID)).toBe(false);
  });

  it('is told when the first one opens, and known to the last without a word', async () => {
    await report({ opened: 1 });
    expect(told).toBe(1);
    for (const opened of [8, 16, 24]) await report({ opened });
    expect(told).toBe(1);
    expect(fates.of(ID)).toMatchObject({ counts: { opened: 24 }, openedAt: performance.now() });
    expect(fates.opens(ID)).toBe(true);
  });

  it('is told with each report of frames that cannot be opened', async () => {
    await report({ opened: 8 });
    await report({ opened: 8, noKey: 3 });
    await report({ opened: 8, noKey: 9 });
    expect(told).toBe(3);
    expect(fates.of(ID).failedAt).toBe(performance.now());
    expect(fates.of(ID).openedAt).toBe(performance.now() - 500);
  });

  it('is told when one opens after a second without', async () => {
    await report({ opened: 8 });
    await report({ opened: 9 }, 1_001);
    expect(told).toBe(2);
  });

  it('of others is not told to whom it is no concern of, where they go on as before', async () => {
    fates.count('another', { ...NO_FRAMES, opened: 1 });
    fates.count('another', { ...NO_FRAMES, opened: 2 });
    await effects();
    expect(told).toBe(1);
  });
});
