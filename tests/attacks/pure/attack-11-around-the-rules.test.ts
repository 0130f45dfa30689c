/** Attack 11: a leader that goes around the rules of a state, by sending it whole to whoever asks. */

import { describe, expect, it } from 'vitest';
import { branded, type Hash, type Key } from '../../../crypto/brands.ts';
import { present, underOf } from '../../../crypto/group/member.ts';
import { NO_RANK, type Roster, rosterHashOf } from '../../../crypto/group/roster.ts';
import { type Header, secretHashOf, signHeader } from '../../../crypto/group/state.ts';
import { randomBytes, signingPair } from '../../../crypto/sodium.ts';
import { granted } from '../../crypto/making.ts';
import { leads, memberOf, namesAt, rankOf, sit, until, whisperAs } from '../../crypto/group/seats.ts';
import type { Device, World } from '../../crypto/group/world.ts';

/** Sends a later state whole, as an answer to somebody who lacks some. */
function sendWhole(
  world: World,
  by: Device,
  to: Device,
  change: (roster: Roster) => Roster,
  rules: Partial<Header> = {},
): void {
  const member = memberOf(by);
  const epoch = present(member);
  const roster = change(granted(epoch.roster));
  const secret = branded<Key>(randomBytes(32));
  const n = branded<Header['n']>(epoch.n + 3);
  const { meetingId } = member.seat;
  const header: Header = {
    ...epoch.signed.header,
    n,
    parent: branded<Hash>(randomBytes(32)),
    nextIndex: branded<Header['nextIndex']>(40),
    rosterHash: rosterHashOf(roster),
    secretHash: secretHashOf({ meetingId, n }, secret),
    ...rules,
  };
  const { bytes, signature } = signHeader(header, member.seat.signing.signingKey);
  expect(underOf(member, epoch).n).toBe(epoch.n);
  const whole = { header: bytes, signature, secret, removed: [], roster };
  whisperAs(world, by, to, { type: 'catchUp', renews: [], ...whole });
  world.pass(500);
}

/** A meeting that an ordinary member leads. */
function hostless() {
  const { world, ada, named } = sit(['Bob', 'Carol', 'Dan']);
  const [bob, carol] = [named('Bob'), named('Carol')];
  world.leave(ada);
  until(world, () => leads(bob));
  world.pass(15_000);
  return { world, bob, carol };
}

describe('attack 11: a leader without authority', () => {
  it('lets nobody in by sending the state whole', () => {
    const { world, bob, carol } = hostless();
    const index = branded<Header['leader']>(39);
    const mallory = { index, rank: NO_RANK, signKey: signingPair().verifyKey, name: 'Mallory' };
    sendWhole(world, bob, carol, (roster) => [...roster, mallory]);
    expect(namesAt(carol)).not.toContain('Mallory');
  });

  it('changes no rules by sending the state whole', () => {
    const { world, bob, carol } = hostless();
    sendWhole(world, bob, carol, (roster) => roster, { locked: true });
    expect(present(memberOf(carol)).signed.header.locked).toBe(false);
  });

  it('makes nobody a host by sending the state whole', () => {
    const { world, bob, carol } = hostless();
    const grant = randomBytes(153);
    sendWhole(world, bob, carol, (roster) =>
      roster.map((member) => (member.name === 'Bob' ? { ...member, rank: 0, grant } : member)),
    );
    const bobs = present(memberOf(carol)).roster?.find(({ name }) => name === 'Bob');
    expect(bobs?.rank).toBe(NO_RANK);
    expect(rankOf(carol)).toBe(NO_RANK);
  });
});
