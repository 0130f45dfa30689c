/** A host on its way back into a running meeting (§5). */

import { describe, expect, it } from 'vitest';
import { branded, type HostSeed, type Key, type ParticipantId } from '../../../crypto/brands.ts';
import { comeBack, type Homecoming } from '../../../crypto/group/returning.ts';
import { HOST_RANK, makeGrant } from '../../../crypto/claim.ts';
import { randomBytes } from '../../../crypto/sodium.ts';
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
  rankOf,
  sit,
  together,
  until,
} from './seats.ts';
import { Device, type World } from './world.ts';

/** A device on its way back, as `change` has it. */
function onItsWay(world: World, change: Partial<Homecoming>): Device {
  const device = new Device('Mallory');
  const home: Homecoming = {
    roomId: world.roomId,
    roomKey: branded<Key>(world.roomKey.slice()),
    signing: device.signing,
    name: 'Mallory',
    makeGrant: () => world.grant(device.signing, HOST_RANK),
    ...change,
  };
  device.returning = comeBack(home).state;
  world.devices.push(device);
  return device;
}

describe('a host that comes back', () => {
  it.each([
    ['a co-host', { Bob: 1 }, 'confirmed'],
    ['an ordinary member', {}, 'hostless'],
  ] as const)('while %s leads is given a place by its grant alone, and leads', (_who, ranks, meanwhile) => {
    const { world, ada, named } = sit(['Bob', 'Carol'], ranks);
    const [bob, carol] = [named('Bob'), named('Carol')];
    ada.alive = false;
    until(world, () => leads(bob) && together(bob, carol));
    world.pass(3000);
    expect(memberOf(carol).membership).toBe(meanwhile);
    const home = world.comeHome('Ada');
    until(world, () => home.member !== undefined && leads(home) && together(home, bob, carol), 30);
    world.pass(3000);
    expect(rankOf(home)).toBe(HOST_RANK);
    expect(memberOf(carol).membership).toBe('confirmed');
    expect(new Set([home, bob, carol].map(keyOf)).size).toBe(1);
    expect(loggedBy(carol)).toContainEqual({ what: 'leads', who: 'Ada', host: true });
    // It is the host: it lets people in again.
    const dan = world.admit(home, 'Dan');
    world.pass(3000);
    expect(dan && namesAt(dan)).toContain('Dan');
    expect(namesAt(carol)).toContain('Dan');
    expect(alarmsOf(home, bob, carol)).toEqual([]);
  });

  it('beside another that is there is a host too, and does not lead', () => {
    const { world, ada, named } = sit(['Bob']);
    const bob = named('Bob');
    const home = world.comeHome('Ada');
    until(world, () => home.member !== undefined && together(ada, bob, home), 30);
    world.pass(5000);
    expect([ada, bob, home].map(leads)).toEqual([true, false, false]);
    expect([rankOf(ada), rankOf(home)]).toEqual([HOST_RANK, HOST_RANK]);
    expect(namesAt(bob)).toEqual(['Ada', 'Bob', 'Ada (2)']);
  });

  it('is heard from its first word on: nothing it says as a member has an old number', () => {
    const { world, ada, named } = sit(['Bob']);
    const bob = named('Bob');
    const home = world.comeHome('Ada');
    until(world, () => home.member !== undefined, 30);
    // What it said on its way was numbered: `commonSeq` goes on from there.
    expect(memberOf(home).commonSeq).toBeGreaterThan(2);
    expect(memberOf(bob).over).toBeUndefined();
    expect(leads(ada)).toBe(true);
  });

  it('whose leader is gone before it answered leads by itself', () => {
    const { world, ada, named } = sit(['Bob']);
    const home = world.comeHome('Ada');
    while (!home.member) world.pass(250);
    expect(memberOf(home).membership).toBe('waiting');
    for (const gone of [ada, named('Bob')]) gone.alive = false;
    until(world, () => leads(home), 40);
    expect(rankOf(home)).toBe(HOST_RANK);
  });

  it('sends nothing before its first ping was answered', () => {
    const { world, named } = sit(['Bob']);
    const home = world.comeHome('Ada');
    until(world, () => home.member !== undefined, 30);
    const first = home.effects.findIndex(({ type }) => type === 'sendUnder');
    const sure = home.effects.findIndex(
      (effect) => effect.type === 'membership' && effect.state === 'confirmed',
    );
    world.pass(2000);
    expect(sure).toBeLessThanOrEqual(first === -1 ? Infinity : first);
    expect(memberOf(named('Bob')).over).toBeUndefined();
  });
});

describe('attack 11: a host that remembers', () => {
  it('comes back to what it remembers, or later', () => {
    const { world, ada, named } = sit(['Bob'], { Bob: 1 });
    const bob = named('Bob');
    const memory = structuredClone(memberOf(ada));
    ada.alive = false;
    until(world, () => leads(bob));
    const home = world.comeHome('Ada', 0, memory);
    until(world, () => home.member !== undefined && together(home, bob), 40);
    expect(nOf(home)).toBeGreaterThanOrEqual(memory.links.at(-1)?.n ?? Infinity);
  });

  it('is not led back to an earlier state of the meeting', () => {
    const { world, ada, named } = sit(['Bob'], { Bob: 1 });
    const bob = named('Bob');
    // A branch that stopped: Bob never hears of the next states.
    bob.side = 1;
    for (const on of [true, false, true]) {
      world.do(ada, { type: 'order', order: { do: 'lock', on } });
      world.pass(1000);
    }
    for (let more = 0; more < 3; more++) {
      world.do(ada, { type: 'order', order: { do: 'history', on: more % 2 === 0 } });
      world.pass(1000);
    }
    const newest = structuredClone(memberOf(ada));
    ada.alive = false;
    until(world, () => leads(bob));
    expect(nOf(bob)).toBeLessThan(newest.links.at(-1)?.n ?? 0);
    const home = world.comeHome('Ada', 1, newest);
    world.pass(20_000);
    expect(home.member).toBeUndefined();
    // Who remembers nothing is.
    const other = world.comeHome('Eda', 1);
    until(world, () => other.member !== undefined, 30);
    expect(nOf(other)).toBeGreaterThan(0);
  });
});

describe('attack 9: a host that remembers a removal', () => {
  it('has it carried out, although another host leads that never heard of it', () => {
    const { world, ada, named } = sit(['Bob', 'Eve'], { Eve: 1 });
    const [bob, eve] = [named('Bob'), named('Eve')];
    const memory = { ...memberOf(ada), barred: new Set([branded<ParticipantId>(eve.id)]) };
    granted(world.admit(ada, 'Fay'));
    const home = world.comeHome('Eda', 0, memory);
    world.pass(20_000);
    expect([leads(ada), together(ada, bob, home)]).toEqual([true, true]);
    expect(namesAt(bob)).toEqual(['Ada', 'Bob', 'Fay', 'Eda']);
    expect(eve.last('over')).toEqual({ type: 'over', how: 'removed' });
    expect(loggedBy(bob)).toContainEqual({ what: 'removed', who: 'Eve', by: 'Eda' });
  });
});

describe('attack 20: whoever has no word of the host', () => {
  const another = branded<HostSeed>(randomBytes(32));

  it.each<[string, (world: World, device: Device) => ReturnType<Homecoming['makeGrant']>]>([
    [
      'but a grant by another key',
      (world, { signing }) =>
        makeGrant(another, {
          meetingId: world.meetingId,
          signKey: signing.verifyKey,
          rank: HOST_RANK,
          notAfter: world.now + 1000,
        }),
    ],
    [
      'but the grant of somebody else',
      (world) => world.grant(world.devices[0]?.signing ?? never(), HOST_RANK),
    ],
    ['but a co-host’s grant', (world, { signing }) => world.grant(signing, 1)],
    [
      'but a grant with another rank written into it',
      (world, { signing }) => ({ ...world.grant(signing, 1), rank: HOST_RANK }),
    ],
  ])('%s is given no place', (_what, grantOf) => {
    const { world, ada, named } = sit(['Bob', 'Carol']);
    const [bob, carol] = [named('Bob'), named('Carol')];
    const mallory: Device = onItsWay(world, { makeGrant: () => grantOf(world, mallory) });
    world.pass(20_000);
    expect(mallory.member).toBeUndefined();
    expect(namesAt(bob)).toEqual(['Ada', 'Bob', 'Carol']);
    // Nor where nobody has authority to judge it by.
    world.leave(ada);
    until(world, () => leads(bob) && together(bob, carol));
    world.pass(20_000);
    expect(mallory.member).toBeUndefined();
    expect(namesAt(carol)).toEqual(['Bob', 'Carol']);
    expect(headerOf(bob).leader).toBe(memberOf(bob).seat.index);
  });

  it('and no room key hears nothing', () => {
    const { world, named } = sit(['Bob']);
    const mallory = onItsWay(world, { roomKey: branded<Key>(randomBytes(32)) });
    world.pass(20_000);
    expect(mallory.member).toBeUndefined();
    expect(mallory.returning?.heardSeq.size).toBe(0);
    expect(namesAt(named('Bob'))).toEqual(['Ada', 'Bob']);
  });
});

function never(): never {
  throw new Error('nobody there');
}
