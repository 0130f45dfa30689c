import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FromVault, ToVault } from '../../../crypto/workers/protocol.ts';
import { Afterwards } from '../../../app/after/afterwards.svelte.ts';

const place = new Uint8Array(16);
const parted: FromVault = { type: 'parted', place };

/** What comes after a call; the relay and the vault do as `facts` says. */
function after(host: boolean, facts = { counts: true, keeps: true, seals: true }) {
  const told: ToVault[] = [];
  const posted: string[] = [];
  const waiting: Uint8Array<ArrayBuffer>[] = [];
  let ended = false;
  const one: Afterwards = new Afterwards(
    {
      tell: (message) => {
        told.push(message);
        if (message.type === 'rate' && facts.seals)
          queueMicrotask(() => one.fromVault({ type: 'rating', sealed: new Uint8Array([message.stars]) }));
      },
      end: () => (ended = true),
    },
    host,
    {
      count: async (stars) => {
        posted.push(`count ${stars}`);
        return facts.counts;
      },
      keep: async (_place, sealed) => {
        posted.push(`keep ${sealed.join()}`);
        return facts.keeps;
      },
      taken: async () => waiting.splice(0),
    },
  );
  return { one, told, posted, waiting, isEnded: () => ended };
}

describe('after a call', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('the vault lets go of its keys first; number and sealed rating go apart', async () => {
    const { one, told, posted } = after(false);
    expect(told).toEqual([{ type: 'part' }]);
    one.fromVault(parted);
    await one.rate(4, 'good');
    expect(posted).toEqual(['count 4', 'keep 4']);
    expect(one.state).toBe('sent');
    await one.rate(5, 'again');
    expect(posted).toHaveLength(2);
  });

  it('it is said when only the number came through', async () => {
    const lost = after(false, { counts: true, keeps: false, seals: true });
    lost.one.fromVault(parted);
    await lost.one.rate(2, '');
    const deaf = after(false, { counts: true, keeps: true, seals: false });
    deaf.one.fromVault(parted);
    const rated = deaf.one.rate(2, '');
    await vi.advanceTimersByTimeAsync(6_000);
    await rated;
    expect([lost.one.state, deaf.one.state]).toEqual(['counted', 'counted']);
  });

  it('it can be tried again when nothing came through', async () => {
    const facts = { counts: false, keeps: true, seals: true };
    const { one, posted } = after(false, facts);
    one.fromVault(parted);
    await one.rate(3, '');
    expect([one.state, posted]).toEqual(['failed', ['count 3']]);
    facts.counts = true;
    await one.rate(3, '');
    expect(one.state).toBe('sent');
  });

  it('a host sees what the others thought while it looks, and writes to nobody', async () => {
    const { one, told, posted, waiting, isEnded } = after(true);
    one.fromVault(parted);
    waiting.push(new Uint8Array([7]));
    await vi.advanceTimersByTimeAsync(11_000);
    expect(told.at(-1)).toEqual({ type: 'openRatings', sealed: [new Uint8Array([7])] });
    one.fromVault({ type: 'ratings', ratings: [{ stars: 5, comment: 'Yes' }] });
    one.fromVault({ type: 'ratings', ratings: [{ stars: 1, comment: '' }] });
    expect(one.ratings.map(({ stars }) => stars)).toEqual([5, 1]);
    await one.rate(5, '');
    expect([one.state, posted]).toEqual(['sent', ['count 5']]);
    one.end();
    waiting.push(new Uint8Array([8]));
    const before = told.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect([told.length, isEnded()]).toEqual([before, true]);
  });
});
