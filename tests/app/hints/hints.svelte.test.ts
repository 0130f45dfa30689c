import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  giveHints,
  giveWaitingHints,
  type HintFacts,
  type HintOutlets,
} from '../../../app/hints/hints.svelte.ts';
import { type HintPreferences, USUAL_HINTS } from '../../../app/hints/preferences.ts';
import type { KnockView, WaitingState } from '../../../app/phase.ts';
import { line, member } from '../gallery/fake.ts';

const bo = member(2, 'Bo');
const knock = (waiter: number): KnockView => ({ waiter, name: `N${waiter}`, likeAnother: false, notes: [] });
/** Effects run in microtasks. */
const effects = async (): Promise<void> => {
  for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
};

describe('hints for who looks elsewhere', () => {
  let facts = $state.raw<HintFacts>({ isHost: true, isAuthority: true, knocks: [], chat: [] });
  let hidden = $state.raw(false);
  let away = $state.raw(false);
  let preferences: HintPreferences = USUAL_HINTS;
  let rings: string[] = [];
  let badge: number | undefined;
  let notice: string | undefined;
  let ended = false;
  let stop = (): void => undefined;

  const outlets: HintOutlets = {
    chime: { ring: (melody) => rings.push(melody), end: () => (ended = true) },
    notice: { show: (text) => (notice = text), close: () => (notice = undefined) },
    badge: { show: (count) => (badge = count) },
    visibility: {
      get hidden() {
        return hidden;
      },
      get away() {
        return away;
      },
    },
  };

  const now = async (change: Partial<HintFacts>): Promise<void> => {
    facts = { ...facts, ...change };
    await effects();
  };
  const look = async (elsewhere: boolean): Promise<void> => {
    hidden = away = elsewhere;
    await effects();
  };

  beforeEach(async () => {
    facts = { isHost: true, isAuthority: true, knocks: [], chat: [line(0, bo, 'Hello')] };
    hidden = away = ended = false;
    preferences = USUAL_HINTS;
    rings = [];
    badge = notice = undefined;
    await begin();
  });

  /** Comes into the call. */
  const begin = async (): Promise<void> => {
    const live: HintFacts = {
      get isHost() {
        return facts.isHost;
      },
      get isAuthority() {
        return facts.isAuthority;
      },
      get knocks() {
        return facts.knocks;
      },
      get chat() {
        return facts.chat;
      },
    };
    stop = $effect.root(() => giveHints(live, () => preferences, outlets));
    await effects();
  };

  afterEach(() => stop());

  it('ring once for each knock, and not when somebody is let in', async () => {
    await now({ knocks: [knock(1)] });
    expect(rings).toEqual(['knock']);
    await now({ knocks: [knock(1), knock(2)] });
    expect(rings).toHaveLength(2);
    await now({ knocks: [knock(2)] });
    expect(rings).toHaveLength(2);
  });

  it('are silent where the person wants silence', async () => {
    preferences = { chime: false, notify: false, names: true };
    await look(true);
    await now({ knocks: [knock(1)] });
    expect([rings, notice, badge]).toEqual([[], undefined, 1]);
  });

  it('are for those alone who can let people in', async () => {
    await look(true);
    await now({ isAuthority: false, knocks: [knock(1)] });
    expect([rings, notice, badge]).toEqual([[], undefined, 0]);
    await now({ isAuthority: true });
    expect([rings, notice, badge]).toEqual([['knock'], 'Somebody is waiting', 1]);
  });

  it('notify while the person is away, by no name unless it is wanted', async () => {
    await now({ knocks: [knock(1)] });
    expect(notice).toBeUndefined();
    await look(true);
    await now({ knocks: [knock(1), knock(2)] });
    expect(notice).toBe('2 people are waiting to be let in');
    preferences = { ...USUAL_HINTS, names: true };
    await now({ knocks: [] });
    await now({ knocks: [knock(3)] });
    expect(notice).toBe('N3 is waiting');
  });

  it('notify also where the tab is in sight and another window has the keyboard', async () => {
    away = true;
    await now({ knocks: [knock(1)] });
    expect(notice).toBe('Somebody is waiting');
  });

  it('take the notification away when all are dealt with, or when the person is back', async () => {
    await look(true);
    await now({ knocks: [knock(1), knock(2)] });
    await now({ knocks: [knock(2)] });
    expect(notice).toBeDefined();
    await now({ knocks: [] });
    expect(notice).toBeUndefined();
    await now({ knocks: [knock(3)] });
    expect(notice).toBeDefined();
    await look(false);
    expect(notice).toBeUndefined();
  });

  it('count who waits, and what others wrote while the tab was out of sight', async () => {
    await now({ knocks: [knock(1)], chat: [...facts.chat, line(1, bo, 'Seen')] });
    expect(badge).toBe(1);
    await look(true);
    expect(badge).toBe(1);
    const own = line(2, bo, 'Mine', { own: true });
    await now({ chat: [...facts.chat, own, line(3, bo, 'New'), line(4, bo, 'Newer')] });
    expect(badge).toBe(3);
    await now({ knocks: [] });
    expect(badge).toBe(2);
    await look(false);
    expect(badge).toBe(0);
    await look(true);
    expect(badge).toBe(0);
  });

  describe('on the own entry', () => {
    /** Is let in while looking there. */
    const isLetIn = async (elsewhere: boolean, change: Partial<HintFacts> = {}): Promise<void> => {
      stop();
      facts = { ...facts, isHost: false, isAuthority: false, ...change };
      await look(elsewhere);
      await begin();
    };

    it('ring, notify and count for who was let in while looking elsewhere, until they look', async () => {
      await isLetIn(true);
      expect([rings, notice, badge]).toEqual([['letIn'], 'You were let in', 1]);
      await now({ chat: [...facts.chat, line(1, bo, 'There you are')] });
      expect([rings, notice, badge]).toEqual([['letIn'], 'You were let in', 2]);
      await look(false);
      await look(true);
      expect([rings, notice, badge]).toEqual([['letIn'], undefined, 0]);
    });

    it('go also when the window has the keyboard again, without the tab having been hidden', async () => {
      stop();
      away = true;
      facts = { ...facts, isHost: false, isAuthority: false };
      await begin();
      expect([rings, notice, badge]).toEqual([['letIn'], 'You were let in', 1]);
      away = false;
      await effects();
      expect([notice, badge]).toEqual([undefined, 0]);
    });

    it('are none for who looks, and none for hosts, whom nobody lets in', async () => {
      await isLetIn(false);
      expect([rings, notice, badge]).toEqual([[], undefined, 0]);
      await isLetIn(true, { isHost: true, isAuthority: true });
      expect([rings, notice, badge]).toEqual([[], undefined, 0]);
    });

    it('are silent where the person wants silence', async () => {
      preferences = { chime: false, notify: false, names: true };
      await isLetIn(true);
      expect([rings, notice, badge]).toEqual([[], undefined, 1]);
    });
  });

  describe('in the waiting room', () => {
    const fromHost = { from: 'host', text: 'Which firm?' } as const;
    const fromGuest = { from: 'guest', text: 'Ours' } as const;
    let state = $state.raw<WaitingState>({ at: 'knocking' });
    const becomes = async (next: WaitingState): Promise<void> => {
      state = next;
      await effects();
    };

    beforeEach(async () => {
      stop();
      state = { at: 'knocking' };
      stop = $effect.root(() =>
        giveWaitingHints(
          () => state,
          () => preferences,
          outlets,
        ),
      );
      await effects();
    });

    it('ring, notify and count for each line of the host, and not for own ones, until one looks', async () => {
      await look(true);
      await becomes({ at: 'shown', notes: [] });
      expect([rings, notice, badge]).toEqual([[], undefined, 0]);
      await becomes({ at: 'shown', notes: [fromHost] });
      expect([rings, notice, badge]).toEqual([['knock'], 'The host wrote to you', 1]);
      await becomes({ at: 'shown', notes: [fromHost, fromGuest, fromHost] });
      expect([rings, notice, badge]).toEqual([['knock', 'knock'], 'The host wrote to you', 2]);
      await becomes({ at: 'shown', notes: [fromHost, fromGuest, fromHost, fromGuest] });
      expect([rings.length, badge]).toEqual([2, 2]);
      await look(false);
      await look(true);
      expect([rings.length, notice, badge]).toEqual([2, undefined, 0]);
    });

    it('tell who was not let in, once, and begin anew with the next try', async () => {
      await look(true);
      await becomes({ at: 'refused', trouble: 'declined' });
      await becomes({ at: 'refused', trouble: 'declined' });
      expect([rings, notice, badge]).toEqual([['knock'], 'You were not let in', 1]);
      await becomes({ at: 'knocking' });
      await becomes({ at: 'shown', notes: [fromHost] });
      expect([rings.length, notice, badge]).toEqual([2, 'The host wrote to you', 2]);
    });

    it('are none for who looks, also when they look away later', async () => {
      await becomes({ at: 'shown', notes: [fromHost] });
      await look(true);
      expect([rings, notice, badge]).toEqual([[], undefined, 0]);
      await becomes({ at: 'refused', trouble: 'declined' });
      await look(false);
      stop();
      expect([notice, badge, ended]).toEqual([undefined, 0, true]);
    });

    it('are silent where the person wants silence', async () => {
      preferences = { chime: false, notify: false, names: true };
      await look(true);
      await becomes({ at: 'refused', trouble: 'declined' });
      expect([rings, notice, badge]).toEqual([[], undefined, 1]);
    });
  });

  it('leave nothing behind after the call', async () => {
    await look(true);
    await now({ knocks: [knock(1)] });
    stop();
    expect([badge, notice, ended]).toEqual([0, undefined, true]);
  });
});
