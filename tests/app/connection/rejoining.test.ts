import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Way } from '../../../app/connection/line.ts';
import { Rejoining, SEAT_KEPT_MS, type RejoiningOptions } from '../../../app/connection/rejoining.ts';

type Handlers = Parameters<RejoiningOptions['ask']>[0];

const WAY: Way = { url: 'ws://sfu', token: 'a.b.c', move: 1 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Every try of it, and what became of it. */
function rejoining(enter: RejoiningOptions['enter'] = () => Promise.resolve()) {
  const tries: (Handlers & { closed: boolean })[] = [];
  const done = vi.fn();
  const lost = vi.fn();
  const failed = vi.fn();
  const it = new Rejoining({
    ask: (handlers) => {
      const one = { ...handlers, closed: false };
      tries.push(one);
      return { close: () => (one.closed = true) };
    },
    enter,
    failed,
    done,
    lost,
  });
  return { it, tries, failed, done, lost };
}

describe('the way back', () => {
  test('is asked for at once, and gone when there is a token', async () => {
    const entered: Way[] = [];
    const { tries, done } = rejoining((way) => {
      entered.push(way);
      return Promise.resolve();
    });
    expect(tries).toHaveLength(1);
    tries[0]!.asked();
    tries[0]!.token(WAY);
    await vi.advanceTimersByTimeAsync(0);
    expect(entered).toEqual([WAY]);
    expect(done).toHaveBeenCalledTimes(1);
    expect(tries[0]!.closed).toBe(true);
    await vi.advanceTimersByTimeAsync(SEAT_KEPT_MS);
    expect(tries).toHaveLength(1);
  });

  test('is tried again and again, each try a new one, with at most eight seconds between', async () => {
    const { tries, lost } = rejoining();
    for (let times = 1; times <= 20; times++) {
      expect(tries).toHaveLength(times);
      tries[times - 1]!.failed(false);
      expect(tries[times - 1]!.closed).toBe(true);
      await vi.advanceTimersByTimeAsync(8_000);
    }
    expect(lost).not.toHaveBeenCalled();
  });

  test('is given up after ten minutes, not before', async () => {
    const { tries, lost } = rejoining();
    const failing = setInterval(() => tries.at(-1)?.failed(false), 100);
    await vi.advanceTimersByTimeAsync(SEAT_KEPT_MS - 1_000);
    expect(lost).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2_000);
    clearInterval(failing);
    expect(lost).toHaveBeenCalledTimes(1);
    const { length } = tries;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(tries).toHaveLength(length);
  });

  test('is tried anew where no relay answers within ten seconds', async () => {
    const { tries } = rejoining();
    await vi.advanceTimersByTimeAsync(9_900);
    expect(tries).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(tries).toHaveLength(2);
  });

  test('waits a minute for a relay that waits for an authority', async () => {
    const { tries } = rejoining();
    tries[0]!.asked();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(tries).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(tries).toHaveLength(2);
  });

  test('goes on where a token leads nowhere', async () => {
    const enter = vi.fn().mockRejectedValueOnce(new Error('no SFU')).mockResolvedValue(undefined);
    const { tries, done } = rejoining(enter);
    tries[0]!.token(WAY);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(tries).toHaveLength(2);
    tries[1]!.token(WAY);
    await vi.advanceTimersByTimeAsync(0);
    expect(done).toHaveBeenCalledTimes(1);
  });

  test('says of each failed try whether the relay denies that one is in, and of no older one', () => {
    const { it, tries, failed } = rejoining();
    tries[0]!.failed(true);
    it.hurry();
    tries[0]!.failed(false);
    expect(failed.mock.calls).toEqual([[true]]);
    tries[1]!.failed(false);
    expect(failed.mock.calls).toEqual([[true], [false]]);
  });

  test('is tried at once when the network is back, but not while somebody enters', async () => {
    const { it, tries } = rejoining(() => new Promise(() => undefined));
    tries[0]!.failed(false);
    it.hurry();
    expect(tries).toHaveLength(2);
    tries[1]!.token(WAY);
    it.hurry();
    await vi.advanceTimersByTimeAsync(0);
    expect(tries).toHaveLength(2);
  });

  test('hears nothing more of a try that was given up', async () => {
    const { it, tries, done } = rejoining();
    it.hurry();
    tries[0]!.token(WAY);
    tries[0]!.failed(false);
    await vi.advanceTimersByTimeAsync(0);
    expect(done).not.toHaveBeenCalled();
    expect(tries).toHaveLength(2);
  });

  test('is over when the meeting is', async () => {
    const { it, tries, done, lost } = rejoining();
    it.end();
    tries[0]!.token(WAY);
    await vi.advanceTimersByTimeAsync(SEAT_KEPT_MS * 2);
    expect([tries.length, done.mock.calls.length, lost.mock.calls.length]).toEqual([1, 0, 0]);
  });
});
