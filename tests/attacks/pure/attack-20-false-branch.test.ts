/**
 * Attack 20: somebody who was removed goes on from the last state it had, and the servers carry its packets. Members
 * and hosts that come back are not led by it, once they have the word of an authority that it was removed.
 */

import { describe, expect, it } from 'vitest';
import { branded, type Key } from '../../../crypto/brands.ts';
import { encodeGrant, HOST_RANK } from '../../../crypto/claim.ts';
import { unprovenIn, type Welcome } from '../../../crypto/group/going.ts';
import { ownEntry, present } from '../../../crypto/group/member.ts';
import { standingOf } from '../../../crypto/group/powers.ts';
import { NO_RANK, type Roster, rosterHashOf } from '../../../crypto/group/roster.ts';
import { type Header, signHeader } from '../../../crypto/group/state.ts';
import { randomBytes, signingPair } from '../../../crypto/sodium.ts';
import {
  keyOf,
  leads,
  memberOf,
  namesAt,
  nOf,
  remove,
  sit,
  together,
  until,
} from '../../crypto/group/seats.ts';
import type { Device, World } from '../../crypto/group/world.ts';
import { granted } from '../../crypto/making.ts';

/** A host removes Eve, who hears nothing of it and goes on with `others`; then the host is gone, and Bob leads. */
function falseBranch(others: readonly string[] = []) {
  const { world, ada, named } = sit(['Bob', 'Mal', 'Eve']);
  const [bob, mal, eve] = [named('Bob'), named('Mal'), named('Eve')];
  world.divide(({ name }) => (name === 'Eve' || others.includes(name) ? 1 : 0));
  remove(world, ada, eve);
  world.pass(2000);
  const memory = structuredClone(memberOf(ada));
  ada.alive = false;
  until(world, () => leads(bob) && (leads(eve) || leads(mal)));
  return { world, memory, bob, mal, eve };
}

/** Everybody hears everybody again. */
function mend(world: World, ...all: readonly Device[]): void {
  world.divide(() => 0);
  until(world, () => together(...all) && !namesAt(granted(all[0])).includes('Eve'), 60);
  world.pass(5000);
}

describe('attack 20: a host that comes back', () => {
  it('does not take a place on a removed member’s branch', () => {
    const { world, memory, eve } = falseBranch();
    until(world, () => nOf(eve) > present(memory).n, 900);
    const home = world.comeHome('Ada', 1, memory);
    world.pass(40_000);
    expect(home.member).toBeUndefined();
    expect(namesAt(eve)).not.toContain('Ada (2)');
  });

  it('takes out whom it remembers to be removed, whoever leads where it comes', () => {
    const { world, memory, mal, eve } = falseBranch(['Mal']);
    until(world, () => leads(mal) && nOf(mal) > present(memory).n, 900);
    const home = world.comeHome('Ada', 1, memory);
    until(world, () => home.member !== undefined && leads(home) && together(home, mal), 40);
    world.pass(3000);
    expect(namesAt(home)).not.toContain('Eve');
    expect(eve.last('over')).toEqual({ type: 'over', how: 'removed' });
    expect(eve.keysHad.has(keyOf(home))).toBe(false);
  });

  it('and remembers nothing has them out as soon as anything of the true branch is heard', () => {
    const { world, bob, eve } = falseBranch();
    const home = world.comeHome('Ada', 1);
    // Nothing tells it: it sees only who is listed.
    until(world, () => home.member !== undefined && leads(home), 40);
    expect(namesAt(home)).toContain('Eve');
    mend(world, home, bob);
    expect(leads(home)).toBe(true);
    expect(namesAt(bob)).toContain('Ada');
    expect(eve.keysHad.has(keyOf(home))).toBe(false);
    expect(eve.last('over')).toEqual({ type: 'over', how: 'removed' });
  });
});

describe('attack 20: a member to whom a removal was not carried', () => {
  it('leaves the removed one as soon as anything of the true branch is heard', () => {
    const { world, bob, mal, eve } = falseBranch(['Mal']);
    until(world, () => together(mal, eve) && memberOf(mal).membership === 'hostless');
    mend(world, bob, mal);
    expect(memberOf(mal).barred.has(branded(eve.id))).toBe(true);
    expect(eve.keysHad.has(keyOf(mal))).toBe(false);
  });
});

describe('attack 20: a state that nobody with authority leads', () => {
  const { world, ada, named } = sit(['Bob', 'Carol']);
  const [bob, carol] = [named('Bob'), named('Carol')];
  world.leave(ada);
  until(world, () => leads(bob) && together(bob, carol));
  world.pass(5000);
  const member = memberOf(bob);
  const { signed, roster } = present(member);
  const proven = granted(member.proven);

  /** The welcome of Bob, with this roster and header. */
  function unproven(list: Roster, change: Partial<Header> = {}) {
    const header = { ...signed.header, rosterHash: rosterHashOf(list), ...change };
    const made = signHeader(header, bob.signing.signingKey);
    const { bytes, signature } = made;
    const secret = branded<Key>(randomBytes(32));
    const whole = { header: bytes, signature, secret, removed: [], roster: list };
    const welcome: Welcome = { index: member.seat.index, signed: made, whole };
    return unprovenIn(welcome, { proven, leader: standingOf(granted(ownEntry(member))) }, member.seat);
  }

  const newcomer = {
    index: branded<Header['leader']>(40),
    signKey: signingPair().verifyKey,
    name: 'Mallory',
  };

  it('lists who was in when the last authority signed, and hosts', () => {
    expect(unproven(granted(roster))).toBeUndefined();
    const home = signingPair();
    const host = { ...newcomer, signKey: home.verifyKey, rank: HOST_RANK };
    const grant = encodeGrant(world.grant(home, HOST_RANK));
    expect(unproven([...granted(roster), { ...host, grant }])).toBeUndefined();
    const another = encodeGrant(world.grant(signingPair(), HOST_RANK));
    expect(unproven([...granted(roster), { ...host, grant: another }])).toBe('notInRoster');
  });

  it('lists nobody else', () => {
    expect(unproven([...granted(roster), { ...newcomer, rank: NO_RANK }])).toBe('notInRoster');
  });

  it('gives its leader no rank that was not shown, although the host’s word for one holds', () => {
    const grant = encodeGrant(world.grant(bob.signing, 1));
    const list = granted(roster).map((one) => (one.name === 'Bob' ? { ...one, rank: 1, grant } : one));
    expect(unproven(list)).toBe('notAllowed');
  });

  it('changes no rules', () => {
    expect(unproven(granted(roster), { locked: true })).toBe('notAllowed');
  });
});
