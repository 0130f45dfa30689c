/** A meeting that was split (§5): which branch stands, who goes over, who is let in again, who never comes back. */

import { describe, expect, it } from 'vitest';
import { branded, type EpochNumber } from '../../../crypto/brands.ts';
import { granted } from '../../crypto/making.ts';
import { commonKeyOf, sealCommon } from '../../../crypto/group/common.ts';
import { present } from '../../../crypto/group/member.ts';
import { randomBytes, signingPair, xwing } from '../../../crypto/sodium.ts';
import {
  alarmsOf,
  callAs,
  hashOf,
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
} from '../../crypto/group/seats.ts';
import type { Device, World } from '../../crypto/group/world.ts';

/** Cuts these off from all others until they lead themselves, and for so many seconds more. */
function cut(world: World, apart: readonly Device[], seconds = 30): void {
  world.divide((device) => (apart.includes(device) ? 1 : 0));
  until(world, () => apart.some(leads));
  world.pass(seconds * 1000);
}

function mend(world: World, ...all: readonly Device[]): number {
  world.divide(() => 0);
  return until(world, () => together(...all) && all.every((one) => memberOf(one).membership === 'confirmed'));
}

describe('attack 42: a meeting that was cut in two', () => {
  it('is one again: the branch of the first in the order stands, and the log says so', () => {
    const { world, ada, named } = sit(['Bob', 'Carol', 'Dan']);
    const [bob, carol, dan] = [named('Bob'), named('Carol'), named('Dan')];
    cut(world, [carol, dan]);
    expect([leads(ada), leads(carol)]).toEqual([true, true]);
    expect(keyOf(bob)).not.toBe(keyOf(dan));
    const lost = keyOf(dan);
    expect(mend(world, ada, bob, carol, dan)).toBeLessThanOrEqual(20);
    expect([ada, bob, carol, dan].map(leads)).toEqual([true, false, false, false]);
    expect(new Set([ada, bob, carol, dan].map(keyOf)).size).toBe(1);
    for (const one of [carol, dan]) {
      expect([...one.live.values()]).not.toContain(lost);
      expect(loggedBy(one).map(({ what }) => what)).toContain('split');
    }
    world.pass(5000);
    expect(namesAt(bob).toSorted()).toEqual(['Ada', 'Bob', 'Carol', 'Dan']);
  });

  it('with both sides silent for a while has everybody back, those in between dropped or not', () => {
    const { world, ada, named } = sit(['Bob', 'Carol', 'Dan']);
    const [bob, carol, dan] = [named('Bob'), named('Carol'), named('Dan')];
    cut(world, [carol, dan], 150);
    expect(namesAt(bob)).toEqual(['Ada', 'Bob']);
    expect(namesAt(dan)).toContain('Ada');
    mend(world, ada, bob, carol, dan);
    expect(namesAt(bob).toSorted()).toEqual(['Ada', 'Bob', 'Carol', 'Dan']);
  });

  it('keeps whom a co-host let in on the branch that gives way', () => {
    const { world, ada, named } = sit(['Bob', 'Carol'], { Carol: 1 });
    const [bob, carol] = [named('Bob'), named('Carol')];
    cut(world, [carol]);
    const fay = world.admit(carol, 'Fay');
    world.pass(3000);
    if (!fay) throw new Error('not let in');
    expect(namesAt(fay)).toContain('Fay');
    mend(world, ada, bob, carol, fay);
    expect(namesAt(bob).toSorted()).toEqual(['Ada', 'Bob', 'Carol', 'Fay']);
    expect(headerOf(fay).leader).toBe(memberOf(ada).seat.index);
  });

  it('keeps out whom a co-host removed on the branch that gives way', () => {
    const { world, ada, named } = sit(['Bob', 'Carol', 'Eve'], { Carol: 1 });
    const [bob, carol, eve] = [named('Bob'), named('Carol'), named('Eve')];
    cut(world, [carol, eve]);
    remove(world, carol, eve);
    world.pass(2000);
    expect(namesAt(bob)).toContain('Eve');
    mend(world, ada, bob, carol);
    world.pass(5000);
    expect(namesAt(bob)).toEqual(['Ada', 'Bob', 'Carol']);
    expect(memberOf(bob).removed.has(eve.id)).toBe(true);
    expect(eve.keysHad.has(keyOf(bob))).toBe(false);
  });

  it('keeps out whom the branch that gives way removed, though they sit on the other', () => {
    const { world, ada, named } = sit(['Bob', 'Carol', 'Eve'], { Carol: 1 });
    const [bob, carol, eve] = [named('Bob'), named('Carol'), named('Eve')];
    cut(world, [carol], 5);
    remove(world, carol, eve);
    world.pass(2000);
    mend(world, ada, bob, carol);
    world.pass(3000);
    expect(namesAt(bob)).toEqual(['Ada', 'Bob', 'Carol']);
    expect(eve.last('over')).toEqual({ type: 'over', how: 'removed' });
    expect(eve.keysHad.has(keyOf(bob))).toBe(false);
  });

  it('keeps out whom the branch that stands removed, though the other lists them', () => {
    const { world, ada, named } = sit(['Bob', 'Carol', 'Eve']);
    const [bob, carol, eve] = [named('Bob'), named('Carol'), named('Eve')];
    cut(world, [carol, eve]);
    expect(namesAt(carol)).toContain('Eve');
    remove(world, ada, eve);
    world.pass(2000);
    world.divide(() => 0);
    until(world, () => together(ada, bob, carol));
    world.pass(30_000);
    expect(namesAt(bob)).toEqual(['Ada', 'Bob', 'Carol']);
    expect(eve.last('over')).toEqual({ type: 'over', how: 'removed' });
    expect(eve.keysHad.has(keyOf(bob))).toBe(false);
  });

  it('tells a co-host that leads there that the host removed it', () => {
    const { world, ada, named } = sit(['Bob', 'Carol'], { Carol: 1 });
    const [bob, carol] = [named('Bob'), named('Carol')];
    cut(world, [carol], 1);
    remove(world, ada, carol);
    world.pass(2000);
    world.divide(() => 0);
    world.pass(10_000);
    expect(carol.last('over')).toEqual({ type: 'over', how: 'removed' });
    expect(namesAt(bob)).toEqual(['Ada', 'Bob']);
  });

  it('has who hears of a new leader twice over, by its state and by its chain, in keys with it', () => {
    const { world, ada, named } = sit(['Bob', 'Carol']);
    const [bob, carol] = [named('Bob'), named('Carol')];
    ada.alive = false;
    for (const one of [bob, carol]) world.do(one, { type: 'connected' });
    // Bob's first state is late: his beacon, and what follows from it, pass it on the way.
    let isLate = false;
    world.weather = () => {
      if (isLate || !leads(bob)) return [20];
      isLate = true;
      return [800];
    };
    let went = false;
    for (let ticks = 0; ticks < 100; ticks++) {
      world.pass(250);
      went ||= memberOf(carol).going !== undefined;
    }
    expect([went, leads(bob), together(bob, carol)]).toEqual([true, true, true]);
    expect(memberOf(carol).membership).toBe('hostless');
  });

  it('without a host on either side is led by the first in the order of both', () => {
    const { world, ada, named } = sit(['Bob', 'Carol', 'Dan', 'Eve']);
    const [bob, carol, dan, eve] = ['Bob', 'Carol', 'Dan', 'Eve'].map(named);
    if (!bob || !carol || !dan || !eve) throw new Error('not there');
    world.leave(ada);
    until(world, () => leads(bob) && together(bob, carol, dan, eve));
    cut(world, [dan, eve]);
    expect([leads(bob), leads(dan)]).toEqual([true, true]);
    world.divide(() => 0);
    until(world, () => together(bob, carol, dan, eve));
    expect([bob, carol, dan, eve].map(leads)).toEqual([true, false, false, false]);
  });

  it('and left by everybody with authority is one again, although nobody there knows who leads the other', () => {
    const { world, ada, named } = sit(['Bob', 'Carol', 'Dan']);
    const [bob, carol, dan] = [named('Bob'), named('Carol'), named('Dan')];
    cut(world, [bob, dan], 2);
    const [yan, zoe] = ['Yan', 'Zoe'].map((name) => granted(world.admit(ada, name)));
    world.pass(3000);
    if (!yan || !zoe) throw new Error('not let in');
    world.leave(carol);
    world.pass(1000);
    world.leave(ada);
    until(world, () => leads(yan) && together(yan, zoe));
    expect([leads(bob), together(bob, dan), namesAt(bob).includes('Yan')]).toEqual([true, true, false]);
    world.divide(() => 0);
    until(world, () => together(bob, dan, yan, zoe), 30);
    world.pass(10_000);
    expect([bob, dan, yan, zoe].filter(leads)).toHaveLength(1);
    expect(new Set([bob, dan, yan, zoe].map(keyOf)).size).toBe(1);
    expect(memberOf(dan).membership).toBe('hostless');
    expect(alarmsOf(bob, dan, yan, zoe)).toEqual([]);
  });

  it('does not go on with a co-host that was dismissed, and has not heard it', () => {
    const { world, ada, named } = sit(['Bob', 'Carol', 'Dan'], { Carol: 1 });
    const [bob, carol, dan] = [named('Bob'), named('Carol'), named('Dan')];
    cut(world, [carol, dan], 3);
    order(world, ada, { do: 'dismiss', index: memberOf(carol).seat.index });
    world.pass(2000);
    world.leave(ada);
    until(world, () => leads(bob));
    expect([memberOf(dan).membership, rankOf(carol)]).toEqual(['confirmed', 1]);
    world.divide(() => 0);
    until(world, () => together(bob, carol, dan), 40);
    world.pass(10_000);
    expect([leads(bob), rankOf(carol), together(bob, carol, dan)]).toEqual([true, 255, true]);
  });

  it('gives whoever was dismissed and then dropped its place back without a rank', () => {
    const { world, ada, named } = sit(['Bob', 'Carol'], { Carol: 1 });
    const [bob, carol] = [named('Bob'), named('Carol')];
    cut(world, [carol], 1);
    order(world, ada, { do: 'dismiss', index: memberOf(carol).seat.index });
    world.pass(70_000);
    expect(namesAt(bob)).toEqual(['Ada', 'Bob']);
    expect(rankOf(carol)).toBe(1);
    mend(world, ada, bob, carol);
    expect(namesAt(bob)).toContain('Carol');
    expect(rankOf(carol)).toBe(255);
  });

  it('and left by everybody with authority lets nobody in: who was dropped there stays where it is', () => {
    const { world, ada, named } = sit(['Bob', 'Carol', 'Dan']);
    const [bob, carol, dan] = [named('Bob'), named('Carol'), named('Dan')];
    cut(world, [bob, dan], 70);
    expect(namesAt(carol)).toEqual(['Ada', 'Carol']);
    world.leave(ada);
    until(world, () => leads(carol));
    world.divide(() => 0);
    world.pass(60_000);
    expect(together(bob, dan)).toBe(true);
    expect([memberOf(bob).membership, memberOf(dan).membership]).toEqual(['hostless', 'hostless']);
    expect(namesAt(carol)).toEqual(['Carol']);
  });

  it('has out whom the last authority removed, as soon as anything of its branch is heard', () => {
    const { world, ada, named } = sit(['Bob', 'Carol', 'Eve']);
    const [bob, carol, eve] = [named('Bob'), named('Carol'), named('Eve')];
    // The servers carry nothing to Bob but what Eve says, who was removed.
    world.divide((device) => (device === bob || device === eve ? 1 : 0));
    remove(world, ada, eve);
    const yan = granted(world.admit(ada, 'Yan'));
    world.pass(3000);
    world.leave(carol);
    world.pass(1000);
    world.leave(ada);
    until(world, () => leads(yan));
    until(world, () => leads(bob) && together(bob, eve), 60);
    expect(memberOf(bob).membership).toBe('hostless');
    world.divide(() => 0);
    until(world, () => together(bob, yan), 30);
    world.pass(30_000);
    expect(namesAt(bob)).toEqual(['Bob', 'Yan']);
    expect(memberOf(bob).barred.has(branded(eve.id))).toBe(true);
    expect(eve.keysHad.has(keyOf(bob))).toBe(false);
  });

  it('by one leader that signs two states: everybody is on the same one in the end', () => {
    const { world, ada, named } = sit(['Bob', 'Carol']);
    const [bob, carol] = [named('Bob'), named('Carol')];
    const twin = structuredClone(memberOf(ada));
    world.divide((device) => (device === carol ? 1 : 0));
    world.do(ada, { type: 'order', order: { do: 'lock', on: true } });
    world.pass(1000);
    const first = ada.member;
    ada.member = { ...twin, seq: twin.seq + 100, commonSeq: twin.commonSeq + 100 };
    ada.side = 1;
    world.do(ada, { type: 'order', order: { do: 'history', on: true } });
    world.pass(1000);
    expect(hashOf(bob)).not.toBe(hashOf(carol));
    expect(keyOf(bob)).not.toBe(keyOf(carol));
    if (first) ada.member = { ...first, seq: first.seq + 200, commonSeq: first.commonSeq + 200 };
    world.divide(() => 0);
    until(world, () => together(ada, bob, carol));
    expect(new Set([ada, bob, carol].map(keyOf)).size).toBe(1);
  });
});

/** What shows a device's branch, whoever signed it. */
function chainOf(device: Device) {
  const { links, proven } = memberOf(device);
  const shown = links.map(({ bytes: header, signature, signKey, grant }) => ({
    header,
    signature,
    signKey,
    grant,
  }));
  return { links: shown, warrant: granted(proven).warrant };
}

describe('attack 42: what is said across epochs', () => {
  it('by whoever has the room key and no place moves nobody', () => {
    const { world, ada, named } = sit(['Bob', 'Eve']);
    const [bob, eve] = [named('Bob'), named('Eve')];
    const eves = structuredClone(eve.signing);
    remove(world, ada, eve);
    world.pass(6000);
    const before = hashOf(bob);
    const { meetingId } = world;
    const to = bob.signing.verifyKey;
    const n = branded<EpochNumber>(nOf(bob) + 40);
    for (const as of [eves, signingPair()]) {
      const hash = present(memberOf(bob)).signed.hash;
      callAs(world, as, bob, { type: 'beacon', meetingId, n, hash: branded(randomBytes(32)) });
      callAs(world, as, bob, { type: 'gone', to });
      callAs(world, as, bob, { type: 'welcome', to, sealed: randomBytes(400) });
      const kemKey = xwing.keyPair().publicKey;
      callAs(world, as, bob, { type: 'chain', to, meetingId, kemKey, ...chainOf(bob) });
      callAs(world, as, ada, {
        type: 'pair',
        to: ada.signing.verifyKey,
        n,
        hash,
        ct: randomBytes(xwing.CIPHERTEXT_BYTES),
        sealed: randomBytes(60),
      });
    }
    world.pass(5000);
    expect(hashOf(bob)).toBe(before);
    expect(memberOf(bob).over).toBeUndefined();
    expect(memberOf(bob).going).toBeUndefined();
    expect(namesAt(ada)).toEqual(['Ada', 'Bob']);
    expect(memberOf(bob).membership).toBe('confirmed');
  });

  it('of no place is not believed by a host that comes back, whom no co-host removes', () => {
    const { world, ada, named } = sit(['Bob']);
    const bob = named('Bob');
    world.appoint(ada, bob, 1);
    until(world, () => together(ada, bob));
    ada.alive = false;
    until(world, () => leads(bob));
    const home = world.comeHome('Eda');
    for (let tries = 0; home.member === undefined && tries < 2_000; tries++) world.pass(10);
    expect(leads(home)).toBe(false);
    callAs(world, bob.signing, home, { type: 'gone', to: home.signing.verifyKey });
    until(world, () => leads(home) && together(home, bob));
    expect(home.last('over')).toBeUndefined();
  });

  it('of no place is not believed by anybody of who leads without authority', () => {
    const { world, ada, named } = sit(['Bob', 'Carol']);
    const [bob, carol] = [named('Bob'), named('Carol')];
    ada.alive = false;
    until(world, () => leads(bob) && together(bob, carol));
    callAs(world, bob.signing, carol, { type: 'gone', to: carol.signing.verifyKey });
    world.pass(250);
    expect(memberOf(carol).over).toBeUndefined();
    expect(together(bob, carol)).toBe(true);
  });

  it('is believed of an authority that leads, and of nobody else', () => {
    const { world, ada, named } = sit(['Bob', 'Carol']);
    const [bob, carol] = [named('Bob'), named('Carol')];
    callAs(world, carol.signing, bob, { type: 'gone', to: bob.signing.verifyKey });
    callAs(world, ada.signing, bob, { type: 'gone', to: carol.signing.verifyKey });
    expect(memberOf(bob).over).toBeUndefined();
    const again = { ...memberOf(ada), commonSeq: 2_000_000 };
    ada.member = again;
    const { roomId, roomKey } = world;
    const to = bob.signing.verifyKey;
    const under = { key: commonKeyOf(roomKey, roomId), roomId };
    for (const data of sealCommon(under, ada.signing, 2_000_001, { type: 'gone', to }))
      world.deliver(ada, bob, data);
    world.pass(250);
    expect(memberOf(bob).over).toBe('removed');
  });

  it('by a member cannot name itself the leader: its chain is signed by who led', () => {
    const { world, ada, named } = sit(['Bob', 'Carol']);
    const [bob, carol] = [named('Bob'), named('Carol')];
    const { meetingId } = world;
    const to = bob.signing.verifyKey;
    world.do(bob, { type: 'connected' });
    // Carol asks to be asked, and shows the states of Ada as hers.
    callAs(world, carol.signing, bob, {
      type: 'beacon',
      meetingId,
      n: branded<EpochNumber>(nOf(bob) + 1),
      hash: branded(randomBytes(32)),
    });
    const kemKey = xwing.keyPair().publicKey;
    callAs(world, carol.signing, bob, { type: 'chain', to, meetingId, kemKey, ...chainOf(bob) });
    world.pass(2000);
    expect(memberOf(bob).going).toBeUndefined();
    expect(together(ada, bob, carol)).toBe(true);
    expect(alarmsOf(bob)).toEqual([]);
  });
});
