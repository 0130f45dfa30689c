/** How often somebody with the link may guess (§4): places, what keeps them taken, and when the door shuts. */

import { describe, expect, it } from 'vitest';
import { makeKnock, stepJoiner } from '../../../crypto/door/joiner.ts';
import type { Doorkeeper } from '../../../crypto/door/keeper.ts';
import {
  CHALLENGE_MS,
  CHALLENGES_A_STEP,
  CHALLENGES_MAX,
  doorAfter,
  type DoorState,
  emptyDoor,
  FAILURES_MAX,
  isShut,
  OWN_CHALLENGES_MAX,
} from '../../../crypto/door/knocks.ts';
import { stepDoor } from '../../../crypto/door/leader.ts';
import { alsoSeen, noneSeen, SEEN_MAX, wasSeen } from '../../../crypto/door/seen.ts';
import { callerOf, granted, makeKeeper, NOW, sent } from '../making.ts';
import { admitText, deliver, keeper, room } from './setting.ts';

const ownKeeper = makeKeeper(room, { own: true });
const rings = (): Uint8Array => granted(makeKnock(callerOf(room)).send);
const openIn = ({ knocks }: DoorState): number =>
  [...knocks.values()].filter(({ at }) => at === 'challenged').length;

/** So many knocks that nobody follows up, each from a connection of its own. */
function crowd(count: number, by: Doorkeeper, door = emptyDoor, first = 1): DoorState {
  for (let waiter = first; waiter < first + count; waiter++) {
    door = deliver(door, rings(), waiter, NOW, by).state;
  }
  return door;
}

/** Everybody who was challenged goes: each was a failed guess. */
function allGo(door: DoorState, by: Doorkeeper, now = NOW): DoorState {
  for (const [waiter, { at }] of door.knocks) {
    if (at === 'challenged') door = stepDoor(door, by, { type: 'gone', waiter }, now).state;
  }
  return door;
}

describe('guesses at the door', () => {
  it('find 64 places, eight where the passphrase is the host’s own', () => {
    const made = crowd(CHALLENGES_MAX + 10, keeper);
    expect([openIn(made), made.queue.size]).toEqual([CHALLENGES_MAX, 10]);
    const own = crowd(OWN_CHALLENGES_MAX + 10, ownKeeper);
    expect([openIn(own), own.queue.size]).toEqual([OWN_CHALLENGES_MAX, 10]);
  });

  it.each([
    ['a made passphrase', keeper, CHALLENGES_MAX],
    ['an own passphrase', ownKeeper, OWN_CHALLENGES_MAX],
  ])('that failed keep their place until ten seconds are over: %s', (_name, by, places) => {
    const failed = allGo(crowd(places + 5, by), by);
    expect([failed.failedGuesses, openIn(failed), failed.held.length]).toEqual([places, 0, places]);
    const early = stepDoor(failed, by, { type: 'tick' }, NOW + CHALLENGE_MS - 1);
    expect(sent(early)).toEqual([]);
    const late = stepDoor(failed, by, { type: 'tick' }, NOW + CHALLENGE_MS);
    expect(sent(late)).toHaveLength(5);
    expect(late.state.held).toEqual([]);
  });

  it('that were wrong keep their place too, and a new knock on the same connection gains none', () => {
    let door = emptyDoor;
    for (let guess = 0; guess < 3 * OWN_CHALLENGES_MAX; guess++) {
      door = deliver(door, rings(), 1, NOW + guess, ownKeeper).state;
    }
    expect(openIn(door) + door.held.length).toBe(OWN_CHALLENGES_MAX);
    expect(door.failedGuesses).toBe(OWN_CHALLENGES_MAX);
  });

  it('make way at once where the proof was valid', () => {
    let door = crowd(OWN_CHALLENGES_MAX - 1, ownKeeper);
    for (let waiter = 100; waiter < 130; waiter++) {
      const made = makeKnock(callerOf(room));
      const answered = deliver(door, granted(made.send), waiter, NOW, ownKeeper);
      const proved = stepJoiner(made.state, granted(sent(answered)[0]), NOW);
      const shown = deliver(answered.state, granted(proved.send), waiter, NOW, ownKeeper);
      expect(shown.effects).toContainEqual({ type: 'shown', waiter, name: 'Bob' });
      door = shown.state;
    }
    expect([door.failedGuesses, door.held.length]).toEqual([0, 0]);
  });

  it('are no more than 6.4 a second, whoever goes and comes how often ever', () => {
    let door = emptyDoor;
    let waiter = 0;
    for (let now = NOW; now < NOW + 60_000; now += 250) {
      for (let knocks = 0; knocks < 4; knocks++)
        door = deliver(door, rings(), (waiter += 1), now, keeper).state;
      door = stepDoor(door, keeper, { type: 'tick' }, now).state;
      door = allGo(door, keeper, now);
    }
    expect(door.failedGuesses).toBeLessThanOrEqual(6 * CHALLENGES_MAX);
    expect(door.failedGuesses).toBeGreaterThan(5 * CHALLENGES_MAX);
  });

  it('shut the door after a hundred failures at an own passphrase, until a host opens it', () => {
    let door = emptyDoor;
    let now = NOW;
    let challenged = 0;
    for (let round = 0; round < 20; round++, now += CHALLENGE_MS) {
      const before = new Set(door.knocks.keys());
      for (let at = 1; at <= 10; at++) {
        const step = deliver(door, rings(), round * 100 + at, now, ownKeeper);
        challenged += sent(step).length;
        door = step.state;
      }
      expect(before.size).toBe(0);
      const ticked = stepDoor(allGo(door, ownKeeper, now), ownKeeper, { type: 'tick' }, now + CHALLENGE_MS);
      challenged += sent(ticked).length;
      door = allGo(ticked.state, ownKeeper, now + CHALLENGE_MS);
    }
    expect(challenged).toBe(FAILURES_MAX);
    expect(door.failedGuesses).toBe(FAILURES_MAX);
    expect(isShut(door, ownKeeper)).toBe(true);
    expect(isShut(door, keeper)).toBe(false);
    const later = stepDoor(door, ownKeeper, { type: 'tick' }, now + 3_600_000);
    expect(sent(later)).toEqual([]);
    const opened = stepDoor(later.state, ownKeeper, { type: 'open' }, now + 3_600_000);
    expect(sent(opened).length).toBe(OWN_CHALLENGES_MAX);
    expect(opened.state.failedGuesses).toBe(FAILURES_MAX);
  });

  it('of an earlier leader count on: a door that is taken over knows them', () => {
    const shut = [FAILURES_MAX, 2 * FAILURES_MAX, 7 * FAILURES_MAX];
    for (const failed of shut) {
      expect(sent(deliver(doorAfter(failed), rings(), 1, NOW, ownKeeper))).toEqual([]);
      expect(sent(deliver(doorAfter(failed), rings(), 1, NOW, keeper))).toHaveLength(1);
    }
    for (const failed of [0, 1, FAILURES_MAX - 1, FAILURES_MAX + 1]) {
      expect(sent(deliver(doorAfter(failed), rings(), 1, NOW, ownKeeper))).toHaveLength(1);
    }
    const nearly = crowd(20, ownKeeper, doorAfter(2 * FAILURES_MAX - 3));
    expect(openIn(nearly)).toBe(3);
  });

  it('are drawn at random from those who wait: who knocks more often from one place is no nearer', () => {
    const firsts = new Set<number>();
    for (let run = 0; run < 12; run++) {
      const door = crowd(OWN_CHALLENGES_MAX + 6, ownKeeper);
      const freed = stepDoor(door, ownKeeper, { type: 'tick' }, NOW + CHALLENGE_MS);
      for (const effect of freed.effects) if (effect.type === 'send') firsts.add(effect.waiter);
      const [first] = freed.state.knocks.keys();
      if (first !== undefined) firsts.add(first * 1000);
    }
    // Twelve draws of the first of six: all the same only if nothing were drawn.
    expect([...firsts].filter((waiter) => waiter >= 1000).length).toBeGreaterThan(1);
  });
});

describe('a crowd at the door', () => {
  it('is taken eight at a time', () => {
    const door = allGo(crowd(CHALLENGES_MAX + 40, keeper), keeper);
    const next = stepDoor(door, keeper, { type: 'tick' }, NOW + CHALLENGE_MS);
    expect(sent(next)).toHaveLength(CHALLENGES_A_STEP);
  });

  it('of five hundred honest guests is shown whole in a few steps of time, with nobody counted', () => {
    let door = emptyDoor;
    const guests = Array.from({ length: 500 }, () => makeKnock(callerOf(room)));
    const waiting: { waiter: number; data: Uint8Array }[] = [];
    const take = (step: ReturnType<typeof stepDoor>): void => {
      door = step.state;
      for (const effect of step.effects) {
        if (effect.type !== 'send') continue;
        const guest = guests[effect.waiter - 1];
        const proved = guest && stepJoiner(guest.state, effect.envelope, NOW);
        if (proved?.send) waiting.push({ waiter: effect.waiter, data: proved.send });
      }
    };
    for (const [at, { send }] of guests.entries()) take(deliver(door, granted(send), at + 1));
    for (let ticks = 0; ticks < 20; ticks++) {
      for (const { waiter, data } of waiting.splice(0)) take(deliver(door, data, waiter));
      take(stepDoor(door, keeper, { type: 'tick' }, NOW + ticks * 250));
    }
    expect([...door.knocks.values()].filter(({ at }) => at === 'shown')).toHaveLength(500);
    expect([door.queue.size, door.failedGuesses, door.held.length]).toEqual([0, 0, 0]);
  });
});

describe('names that came before', () => {
  it('are known, and adding one leaves the value before as it was', () => {
    const one = alsoSeen(noneSeen, ['a', 'b']);
    const two = alsoSeen(one, ['c']);
    expect([wasSeen(one, 'a'), wasSeen(one, 'c'), wasSeen(two, 'a'), wasSeen(two, 'c')]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(wasSeen(noneSeen, 'a')).toBe(false);
  });

  it('are kept up to an end, the newest of them', () => {
    let seen = noneSeen;
    for (let name = 0; name < 2 * SEEN_MAX; name++) seen = alsoSeen(seen, [`${name}`]);
    const size = seen.young.size + seen.old.reduce((sum, block) => sum + block.size, 0);
    expect(size).toBeLessThanOrEqual(SEEN_MAX);
    expect(size).toBeGreaterThan(SEEN_MAX - 512);
    for (let back = 1; back <= size; back++) expect(wasSeen(seen, `${2 * SEEN_MAX - back}`)).toBe(true);
    expect(wasSeen(seen, '0')).toBe(false);
  });

  it('share all but a small part with the value before', () => {
    let seen = noneSeen;
    for (let name = 0; name < 2000; name++) seen = alsoSeen(seen, [`${name}`]);
    const next = alsoSeen(seen, ['new']);
    expect(next.old).toBe(seen.old);
  });
});

describe('a door that is locked, or has no place left', () => {
  const knockAt = (by: Doorkeeper) => {
    const made = makeKnock(callerOf(room));
    const answered = deliver(emptyDoor, granted(made.send), 1, NOW, by);
    const proved = stepJoiner(made.state, granted(sent(answered)[0]), NOW);
    return { proved, after: deliver(answered.state, granted(proved.send), 1, NOW, by) };
  };

  it.each([
    ['locked', { ...keeper, locked: true }],
    ['full', { ...keeper, full: true }],
    ['locked', { ...keeper, locked: true, full: true }],
  ] as const)('tells who proves link and passphrase that it is %s, and shows nobody', (reason, by) => {
    const { proved, after } = knockAt(by);
    expect(after.effects.map(({ type }) => type)).toEqual(['send']);
    expect([after.state.knocks.size, after.state.failedGuesses, after.state.held.length]).toEqual([0, 0, 0]);
    expect(stepJoiner(proved.state, granted(sent(after)[0]), NOW)).toMatchObject({
      state: { at: 'refused' },
      refused: reason,
    });
  });

  it('tells nothing to who has the link alone', () => {
    const made = makeKnock(callerOf(room, 'four wrong words here'));
    const locked = { ...keeper, locked: true };
    const answered = deliver(emptyDoor, granted(made.send), 1, NOW, locked);
    expect(stepJoiner(made.state, granted(sent(answered)[0]), NOW).refused).toBe('wrongPassphrase');
  });

  it('keeps who was shown before, and they can still be admitted', () => {
    const { after } = knockAt(keeper);
    const locked = { ...keeper, locked: true };
    const step = stepDoor(after.state, locked, { type: 'admit', waiter: 1, text: admitText() }, NOW);
    expect(sent(step)).toHaveLength(1);
  });
});
