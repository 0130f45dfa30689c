/** Who leads, and what a leader carries out (§5): take-over, roles, rules, removal, seats that are kept. */

import { describe, expect, it } from 'vitest';
import { TAKE_OVER_MS, TAKE_OVER_STEP_MS } from '../../../crypto/group/following.ts';
import { SILENCED_MS } from '../../../crypto/group/pinging.ts';
import { MEDIA_KEPT_MS, SEAT_KEPT_MS } from '../../../crypto/group/installing.ts';
import { DROP_MS } from '../../../crypto/group/leading.ts';
import { present } from '../../../crypto/group/member.ts';
import { OPEN_POLICY } from '../../../crypto/group/policy.ts';
import { NO_RANK } from '../../../crypto/group/roster.ts';
import { ADVANCE_MS } from '../../../crypto/group/issuing.ts';
import { granted } from '../making.ts';
import {
  alarmsOf,
  headerOf,
  keyOf,
  leads,
  loggedBy,
  memberOf,
  namesAt,
  nOf,
  order,
  rankOf,
  remove,
  sit,
  together,
  until,
} from './seats.ts';
import { knowsSecret } from './world.ts';

describe('a leader that is gone', () => {
  it('without a word is taken over from after fifteen seconds of silence, by the first in the order', () => {
    const { world, ada, named } = sit(['Bob', 'Carol', 'Dan'], { Dan: 1 });
    const [bob, carol, dan] = [named('Bob'), named('Carol'), named('Dan')];
    ada.alive = false;
    const since = world.now;
    until(world, () => leads(dan));
    expect(world.now - since).toBeGreaterThanOrEqual(TAKE_OVER_MS);
    expect(world.now - since).toBeLessThanOrEqual(TAKE_OVER_MS + 13_000);
    until(world, () => together(bob, carol, dan), 20);
    world.pass(3000);
    expect([bob, carol, dan].map(leads)).toEqual([false, false, true]);
    expect([bob, carol, dan].map((device) => memberOf(device).membership)).toEqual(
      Array(3).fill('confirmed'),
    );
    expect(new Set([bob, carol, dan].map(keyOf)).size).toBe(1);
    until(world, () => !namesAt(bob).includes('Ada'));
    expect(loggedBy(bob)).toContainEqual({ what: 'leads', who: 'Dan', host: true });
    expect(loggedBy(bob)).toContainEqual({ what: 'dropped', who: 'Ada' });
    expect(alarmsOf(bob, carol, dan)).toEqual([]);
  });

  it('with a goodbye is taken over from at once', () => {
    const { world, ada, named } = sit(['Bob', 'Carol'], { Carol: 1 });
    const [bob, carol] = [named('Bob'), named('Carol')];
    world.leave(ada);
    world.pass(1000);
    expect([leads(bob), leads(carol)]).toEqual([false, true]);
    world.pass(5000);
    expect(together(bob, carol)).toBe(true);
    expect(namesAt(bob)).toEqual(['Bob', 'Carol']);
    expect(headerOf(bob).kind).toBe('renew');
    expect(keyOf(bob)).toBe(keyOf(carol));
    expect(ada.keysHad.has(keyOf(bob))).toBe(false);
    expect(knowsSecret(ada, memberOf(bob))).toBe(false);
    expect(memberOf(bob).membership).toBe('confirmed');
  });

  it('is followed by co-hosts by their rank, then by members by their index', () => {
    const { world, ada, named } = sit(['Bob', 'Carol', 'Dan', 'Eve'], { Dan: 2, Eve: 1 });
    const order_ = [ada, named('Eve'), named('Dan'), named('Bob'), named('Carol')];
    for (const [at, device] of order_.entries()) {
      const rest = order_.slice(at);
      until(world, () => leads(device) && together(...rest));
      world.pass(4000);
      expect(rest.map(leads)).toEqual([true, ...rest.slice(1).map(() => false)]);
      const [authority] = [rankOf(device) !== NO_RANK];
      expect(rest.map((one) => memberOf(one).membership)).toEqual(
        rest.map(() => (authority ? 'confirmed' : 'hostless')),
      );
      world.leave(device);
    }
  });

  it('and so is the next: the one after waits five seconds longer', () => {
    const { world, ada, named } = sit(['Bob', 'Carol'], { Bob: 1 });
    const [bob, carol] = [named('Bob'), named('Carol')];
    ada.alive = bob.alive = false;
    const oldest = () => memberOf(carol).pings[0]?.sentAt;
    until(world, () => oldest() !== undefined, 20);
    const since = granted(oldest());
    until(world, () => leads(carol));
    expect(world.now - since).toBeGreaterThanOrEqual(TAKE_OVER_MS + TAKE_OVER_STEP_MS);
    // Alone, it falls silent in the time in which any member would that nobody answers.
    world.pass(250);
    expect(['hostless', 'silenced']).toContain(memberOf(carol).membership);
    world.pass(SILENCED_MS);
    expect(memberOf(carol).membership).toBe('silenced');
  });

  it('with a goodbye before it answered anybody is taken over from, and who follows does not send before that', () => {
    const { world, ada, others } = sit(['Bob', 'Carol']);
    for (const one of others) {
      one.member = { ...memberOf(one), membership: 'waiting', confirmedAt: undefined };
      one.effects.length = 0;
    }
    world.leave(ada);
    world.pass(250);
    const [bob, carol] = others;
    if (!bob || !carol) throw new Error('not there');
    expect([leads(bob), memberOf(carol).membership, carol.all('sendUnder')]).toEqual([true, 'waiting', []]);
    until(world, () => together(bob, carol), 20);
    world.pass(3000);
    expect(others.map((one) => memberOf(one).membership)).toEqual(['hostless', 'hostless']);
  });

  it('is taken over from by whoever is left, also by who stands before it', () => {
    const { world, ada, named } = sit(['Bob', 'Carol']);
    const [bob, carol] = [named('Bob'), named('Carol')];
    world.divide((device) => (device === bob ? 1 : 0));
    ada.alive = false;
    until(world, () => leads(carol));
    world.divide(() => 0);
    until(world, () => together(bob, carol) && memberOf(bob).membership === 'hostless', 60);
    const [last, left] = leads(bob) ? [carol, bob] : [bob, carol];
    left.alive = false;
    until(world, () => leads(last), 40);
  });

  it('lets nobody in where no authority is left', () => {
    const { world, ada, named } = sit(['Bob', 'Carol']);
    const [bob, carol] = [named('Bob'), named('Carol')];
    world.leave(ada);
    world.pass(5000);
    expect(leads(bob)).toBe(true);
    const signKey = carol.signing.verifyKey;
    const pairRoot = granted(carol.pairRoot);
    const entry = { waiter: 9, signKey, name: 'Mallory', pairRoot, by: memberOf(bob).seat.index };
    world.do(bob, { type: 'enter', entry });
    expect(bob.all('refused')).toEqual([{ type: 'refused', reason: 'notAllowed' }]);
    for (const wish of [
      { do: 'lock', on: true },
      { do: 'remove', index: entry.by },
    ] as const)
      order(world, bob, wish);
    expect(bob.all('refused')).toHaveLength(3);
    world.pass(5000);
    expect(namesAt(carol)).toEqual(['Bob', 'Carol']);
    expect(headerOf(carol).locked).toBe(false);
  });
});

describe('roles and rules', () => {
  it('of a co-host are the host’s to give and to take', () => {
    const { world, ada, named } = sit(['Bob', 'Carol']);
    const [bob, carol] = [named('Bob'), named('Carol')];
    world.appoint(ada, bob, 2);
    world.pass(2000);
    expect([rankOf(bob), rankOf(carol)]).toEqual([2, NO_RANK]);
    expect(loggedBy(carol)).toContainEqual({ what: 'appointed', who: 'Bob', by: 'Ada' });
    // A co-host makes no other, nor dismisses one.
    world.appoint(bob, carol, 3);
    world.pass(2000);
    expect(rankOf(carol)).toBe(NO_RANK);
    expect(alarmsOf(ada)).toEqual(['notAllowed']);
    order(world, ada, { do: 'dismiss', index: memberOf(bob).seat.index });
    world.pass(2000);
    expect(rankOf(bob)).toBe(NO_RANK);
    expect(loggedBy(carol)).toContainEqual({ what: 'dismissed', who: 'Bob', by: 'Ada' });
    expect(together(ada, bob, carol)).toBe(true);
    expect(alarmsOf(bob, carol)).toEqual([]);
  });

  it('of a co-host need the host’s word for just that key and rank', () => {
    const { world, ada, named } = sit(['Bob', 'Carol']);
    const [bob, carol] = [named('Bob'), named('Carol')];
    const { index } = memberOf(bob).seat;
    order(world, ada, { do: 'appoint', index, grant: world.grant(carol.signing, 1) });
    world.pass(2000);
    expect(rankOf(bob)).toBe(NO_RANK);
    expect(alarmsOf(ada)).toEqual(['badSignature']);
  });

  it('are in the next state, whichever authority ordered them', () => {
    const { world, ada, named } = sit(['Bob', 'Carol'], { Bob: 1 });
    const [bob, carol] = [named('Bob'), named('Carol')];
    const policy = { ...OPEN_POLICY, chat: 'authorities', screen: 'nobody' } as const;
    order(world, ada, { do: 'lock', on: true });
    world.pass(2000);
    order(world, bob, { do: 'history', on: true });
    order(world, bob, { do: 'policy', policy });
    world.pass(2000);
    expect(headerOf(carol)).toMatchObject({ locked: true, history: true, policy });
    order(world, bob, { do: 'lock', on: false });
    order(world, bob, { do: 'history', on: false });
    world.pass(2000);
    expect(headerOf(carol)).toMatchObject({ locked: false, history: false, policy });
    const told = loggedBy(carol).map(({ what }) => what);
    for (const what of ['locked', 'historyShown', 'policy', 'unlocked', 'historyHidden'])
      expect(told).toContain(what);
    expect(alarmsOf(ada, bob, carol)).toEqual([]);
  });

  it('ordered by who has no authority stay as they are', () => {
    const { world, ada, named } = sit(['Bob', 'Carol']);
    const [bob, carol] = [named('Bob'), named('Carol')];
    const n = nOf(carol);
    order(world, bob, { do: 'lock', on: true });
    remove(world, bob, carol);
    world.pass(2000);
    expect(bob.all('refused').map(({ reason }) => reason)).toEqual(['notAllowed', 'notAllowed']);
    expect([nOf(carol), headerOf(ada).locked]).toEqual([n, false]);
  });

  it('that count guesses and passphrases go into the state', () => {
    const { world, ada, named } = sit(['Bob']);
    const bob = named('Bob');
    world.do(ada, { type: 'guesses', failed: 3 });
    order(world, ada, { do: 'lock', on: true });
    world.pass(2000);
    expect(headerOf(bob)).toMatchObject({ failedGuesses: 3, generation: 0 });
    world.do(ada, { type: 'generation' });
    world.pass(2000);
    expect(headerOf(bob)).toMatchObject({ failedGuesses: 0, generation: 1 });
    expect(loggedBy(bob)).toContainEqual({ what: 'newPassphrase', generation: 1 });
  });
});

describe('attack 9: whoever is removed', () => {
  it('is told so, has none of the next keys, and erases those it had', () => {
    const { world, ada, named } = sit(['Bob', 'Eve']);
    const [bob, eve] = [named('Bob'), named('Eve')];
    const before = memberOf(eve);
    remove(world, ada, eve);
    world.pass(500);
    expect(eve.last('over')).toEqual({ type: 'over', how: 'removed' });
    expect(before.secret.every((byte) => byte === 0)).toBe(true);
    expect(present(before).epochKey?.every((byte) => byte === 0)).toBe(true);
    expect(namesAt(bob)).toEqual(['Ada', 'Bob']);
    expect(headerOf(bob).kind).toBe('renew');
    world.pass(MEDIA_KEPT_MS + 500);
    for (const device of [ada, bob])
      for (const key of device.live.values()) expect(eve.keysHad.has(key)).toBe(false);
    for (let states = 0; states < 3; states++) {
      expect(knowsSecret(bob, memberOf(ada))).toBe(true);
      expect(knowsSecret(eve, memberOf(ada))).toBe(false);
      world.pass(ADVANCE_MS);
    }
    expect(loggedBy(bob)).toContainEqual({ what: 'removed', who: 'Eve', by: 'Ada' });
  });

  it('is not sent to for a moment longer: senders change at once', () => {
    const { world, ada, named } = sit(['Bob', 'Eve']);
    const [bob, eve] = [named('Bob'), named('Eve')];
    remove(world, ada, eve);
    expect(ada.last('sendUnder')?.n).toBe(nOf(ada));
    world.pass(250);
    expect(bob.last('sendUnder')?.n).toBe(nOf(ada));
    expect(eve.keysHad.has(keyOf(bob))).toBe(false);
  });

  it('is shown as leaving until the last ping names a state without it', () => {
    const { world, ada, named } = sit(['Bob', 'Carol', 'Eve']);
    const [bob, carol, eve] = [named('Bob'), named('Carol'), named('Eve')];
    remove(world, ada, eve);
    const shown = () => ada.last('leaving')?.members.map(({ name }) => name);
    expect(shown()).toEqual(['Eve']);
    const gone = nOf(ada);
    const reached = () =>
      [bob, carol].map((device) => memberOf(ada).leading?.reached.get(memberOf(device).seat.index) ?? 0);
    for (let ticks = 0; ticks < 80; ticks++) {
      world.pass(250);
      expect(shown()).toEqual(Math.min(...reached()) >= gone ? [] : ['Eve']);
    }
    expect(Math.min(...reached())).toBeGreaterThanOrEqual(gone);
  });

  it('is shown as leaving for as long as somebody has not changed, and for half a minute at most', () => {
    const { world, ada, named } = sit(['Bob', 'Carol', 'Eve']);
    world.divide((device) => (device === named('Carol') ? 1 : 0));
    remove(world, ada, named('Eve'));
    const shown = () => ada.last('leaving')?.members.length;
    world.pass(29_000);
    expect(shown()).toBe(1);
    world.pass(1500);
    expect(shown()).toBe(0);
  });

  it('by a co-host’s order is gone as if the host had ordered it', () => {
    const { world, ada, named } = sit(['Bob', 'Carol', 'Eve'], { Bob: 1 });
    const [bob, carol, eve] = [named('Bob'), named('Carol'), named('Eve')];
    remove(world, bob, eve);
    world.pass(1000);
    expect(eve.last('over')).toEqual({ type: 'over', how: 'removed' });
    expect(loggedBy(carol)).toContainEqual({ what: 'removed', who: 'Eve', by: 'Bob' });
    expect(alarmsOf(ada, carol)).toEqual([]);
    // A host is not a co-host's to remove.
    remove(world, bob, ada);
    world.pass(1000);
    expect(namesAt(carol)).toContain('Ada');
    expect(alarmsOf(ada)).toEqual(['notAllowed']);
  });

  it('never has a seat again, and whoever leads knows it', () => {
    const { world, ada, named } = sit(['Bob', 'Eve'], { Bob: 1 });
    const [bob, eve] = [named('Bob'), named('Eve')];
    // Out of reach, so that it neither hears of it nor erases anything.
    eve.side = 1;
    remove(world, ada, eve);
    world.pass(2000);
    world.leave(ada);
    world.pass(4000);
    expect(leads(bob)).toBe(true);
    world.divide(() => 0);
    world.pass(60_000);
    expect(namesAt(bob)).toEqual(['Bob']);
    expect(eve.last('over')).toEqual({ type: 'over', how: 'removed' });
    expect(eve.keysHad.has(keyOf(bob))).toBe(false);
  });
});

describe('a seat', () => {
  /** Somebody dropped for silence, who comes back into reach after so many milliseconds. */
  function away(ms: number) {
    const { world, ada, named } = sit(['Bob', 'Eve']);
    const [bob, eve] = [named('Bob'), named('Eve')];
    const { index } = memberOf(eve).seat;
    world.divide((device) => (device === eve ? 1 : 0));
    world.pass(DROP_MS + 1000);
    expect(namesAt(bob)).toEqual(['Ada', 'Bob']);
    const lost = keyOf(bob);
    world.pass(ms - DROP_MS - 1000);
    world.divide(() => 0);
    world.pass(30_000);
    return { world, ada, bob, eve, index, lost };
  }

  it('is kept for whoever was dropped: back with a new index, without a click', () => {
    const { ada, bob, eve, index, lost } = away(SEAT_KEPT_MS - 60_000);
    expect(together(ada, bob, eve)).toBe(true);
    expect(namesAt(bob)).toEqual(['Ada', 'Bob', 'Eve']);
    expect(memberOf(eve).seat.index).toBeGreaterThan(index);
    expect(memberOf(eve).membership).toBe('confirmed');
    expect(eve.keysHad.has(lost)).toBe(false);
    expect(loggedBy(bob)).toContainEqual({ what: 'returned', who: 'Eve', by: 'Ada' });
  });

  it('is taken again without an alarm, although whoever was alone led there', () => {
    const { ada, bob, eve } = away(DROP_MS + 20_000);
    expect(alarmsOf(ada, bob, eve)).toEqual([]);
  });

  it('is taken again over a network on which every answer takes seven seconds', () => {
    const { world, ada, named } = sit(['Bob', 'Carol']);
    const carol = named('Carol');
    world.weather = () => [3_500];
    world.pass(20_000);
    world.divide((device) => (device === carol ? 1 : 0));
    until(world, () => leads(carol));
    world.divide(() => 0);
    const people = [ada, named('Bob'), carol];
    const sure = () => people.every((device) => memberOf(device).membership === 'confirmed');
    until(world, () => together(...people) && sure());
    expect(people.map(leads)).toEqual([true, false, false]);
  });

  it('is nobody’s after ten minutes', () => {
    const { bob } = away(SEAT_KEPT_MS + DROP_MS + 15_000);
    expect(namesAt(bob)).toEqual(['Ada', 'Bob']);
  });

  it('is not kept for whoever said goodbye', () => {
    const { world, ada, named } = sit(['Bob', 'Eve']);
    const eve = named('Eve');
    world.leave(eve);
    world.pass(2000);
    expect(namesAt(ada)).toEqual(['Ada', 'Bob']);
    eve.alive = true;
    world.do(eve, { type: 'connected' });
    world.pass(60_000);
    expect(namesAt(ada)).toEqual(['Ada', 'Bob']);
  });
});
