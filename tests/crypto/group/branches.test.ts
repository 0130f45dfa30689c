/** Which chains hold, and which of two branches stands (§5). */

import { describe, expect, it } from 'vitest';
import { branded, type Hash, type MeetingId, type MemberIndex, type RoomId } from '../../../crypto/brands.ts';
import { encodeGrant, participantIdOf } from '../../../crypto/claim.ts';
import {
  type Chain,
  chainFor,
  knownOf,
  ownBest,
  readChain,
  stands,
  type Witness,
} from '../../../crypto/group/branches.ts';
import type { ChainLink } from '../../../crypto/group/common.ts';
import { present } from '../../../crypto/group/member.ts';
import { type Header, signHeader } from '../../../crypto/group/state.ts';
import { isRefusal, refuse } from '../../../crypto/refusal.ts';
import { randomBytes, type SigningPair, signingPair } from '../../../crypto/sodium.ts';
import { granted } from '../making.ts';
import { memberOf, order, sit } from './seats.ts';

const { world, ada, named } = sit(['Bob', 'Carol'], { Bob: 1 });
const [bob, carol] = [named('Bob'), named('Carol')];
for (const on of [true, false, true]) {
  order(world, ada, { do: 'lock', on });
  world.pass(1000);
}
const member = memberOf(ada);
const roster = granted(present(member).roster);
const links: readonly ChainLink[] = member.links.map(({ bytes, signature, signKey, grant }) => ({
  header: bytes,
  signature,
  signKey,
  grant,
}));
const from = ada.signing.verifyKey;
const tip = granted(member.links.at(-1));

/** Somebody who knows the states up to this many before the newest. */
function witness(behind: number, change: Partial<Witness> = {}): Witness {
  return {
    roomId: world.roomId,
    meetingId: world.meetingId,
    hashes: new Map(member.links.slice(0, member.links.length - behind).map(({ n, hash }) => [n, hash])),
    barred: new Set(),
    memberOf: (key) => roster.find(({ signKey }) => signKey.join() === key.join()),
    now: world.now,
    ...change,
  };
}

const read = (list: readonly ChainLink[], by = from, of = witness(2)) =>
  readChain(
    by,
    {
      type: 'chain',
      to: bob.signing.verifyKey,
      meetingId: world.meetingId,
      kemKey: new Uint8Array(),
      links: list,
    },
    of,
  );

/** A state of `by` after the newest one. */
function next(by: SigningPair, leader: number, change: Partial<Header> = {}, grant?: Uint8Array): ChainLink {
  const before = present(member).signed;
  const n = branded<Header['n']>(before.header.n + 1);
  const header = {
    ...before.header,
    n,
    parent: before.hash,
    leader: branded<MemberIndex>(leader),
    ...change,
  };
  const { bytes, signature } = signHeader(header, by.signingKey);
  return { header: bytes, signature, signKey: by.verifyKey, grant: grant && new Uint8Array(grant) };
}

describe('attack 42: a chain', () => {
  const missing = links.slice(-2);

  it('holds that follows a state which is known, or one that an authority signed', () => {
    expect(granted(read(missing)).fork).toBe(tip.n - 2);
    expect(granted(read(missing)).tip.hash).toEqual(tip.hash);
    expect(granted(read(missing, from, witness(100))).fork).toBeUndefined();
  });

  it('is what the asker lacks, and no more', () => {
    expect(chainFor(member, knownOf(member))).toEqual([]);
    // Whoever knows none is given a start that a grant proves.
    expect(chainFor(member, [])).toEqual(links.slice(-1));
    const known = knownOf(member).slice(0, -2);
    expect(chainFor(member, known)).toEqual(missing);
  });

  it.each<[string, readonly ChainLink[], ReturnType<typeof refuse>]>([
    [
      'with one left out',
      [...missing.slice(0, 1), next(ada.signing, 0, {}, member.links[0]?.grant)],
      refuse('notNext'),
    ],
    ['in another order', missing.toReversed(), refuse('notNext')],
    [
      'of another room',
      [
        ...missing,
        next(ada.signing, 0, { roomId: branded<RoomId>(randomBytes(16)) }, member.links[0]?.grant),
      ],
      refuse('wrongRoom'),
    ],
    [
      'of another meeting',
      [
        ...missing,
        next(ada.signing, 0, { meetingId: branded<MeetingId>(randomBytes(16)) }, member.links[0]?.grant),
      ],
      refuse('wrongRoom'),
    ],
    [
      'of another parent',
      [...missing, next(ada.signing, 0, { parent: branded<Hash>(randomBytes(32)) }, member.links[0]?.grant)],
      refuse('notNext'),
    ],
    [
      'with a signature of somebody else',
      [...missing.slice(0, 1), { ...granted(missing[1]), signKey: bob.signing.verifyKey }],
      refuse('badSignature'),
    ],
    ['of no states', [], refuse('malformed')],
  ])('%s is refused', (_what, list, refusal) => {
    expect(read(list)).toBe(refusal);
  });

  it('is shown by whoever signed its last state', () => {
    expect(read(missing, bob.signing.verifyKey)).toBe(refuse('malformed'));
    expect(read([...missing, next(carol.signing, 2)])).toBe(refuse('malformed'));
    expect(read([...missing, next(carol.signing, 2)], carol.signing.verifyKey)).not.toSatisfy(isRefusal);
  });

  it('by whoever is not in the roster, or was removed from it, is refused', () => {
    const stranger = signingPair();
    expect(read([...missing, next(stranger, 9)], stranger.verifyKey)).toBe(refuse('notInRoster'));
    const barred = new Set([participantIdOf(carol.signing.verifyKey)]);
    const carols = [...missing, next(carol.signing, 2)];
    expect(read(carols, carol.signing.verifyKey, witness(2, { barred }))).toBe(refuse('notInRoster'));
  });

  it('with a grant that is not the host’s word for that key is refused', () => {
    const grant = encodeGrant(world.grant(bob.signing, 0));
    const stranger = signingPair();
    expect(read([...missing, next(stranger, 9, {}, grant)], stranger.verifyKey)).toBe(refuse('notInRoster'));
    const twisted = grant.with(80, 1 ^ (grant[80] ?? 0));
    expect(read([...missing, next(bob.signing, 1, {}, twisted)], bob.signing.verifyKey)).toBe(
      refuse('notInRoster'),
    );
    const bobs = granted(read([...missing, next(bob.signing, 1, {}, grant)], bob.signing.verifyKey));
    expect(bobs.best.rank).toBe(0);
  });

  it('that begins with a state nobody knows is an authority’s, or refused', () => {
    const [first, ...rest] = missing;
    const bare = [{ ...granted(first), grant: undefined }, ...rest];
    expect(read(bare, from, witness(100))).toBe(refuse('unknownEpoch'));
    expect(read(bare)).not.toSatisfy(isRefusal);
  });
});

describe('attack 42: of two branches', () => {
  const own = ownBest(member, tip.n - 2, undefined);
  const chainOf = (change: Partial<Chain>): Chain => ({ ...granted(read(links.slice(-2))), ...change });
  const standing = { rank: 255, index: 3, key: 'a' };

  it('the one stands whose best is before the other’s in the order', () => {
    expect(own?.rank).toBe(0);
    expect(stands(chainOf({ best: { ...standing, rank: 1 } }), member, own)).toBe(false);
    expect(stands(chainOf({ best: { ...standing, rank: 0, index: -1 } }), member, own)).toBe(true);
    expect(stands(chainOf({ best: standing }), member, { ...standing, index: 4 })).toBe(true);
    expect(stands(chainOf({ best: standing }), member, { ...standing, index: 2 })).toBe(false);
    expect(stands(chainOf({ best: standing }), member, undefined)).toBe(true);
  });

  it('by one leader the longer stands, and of equal length the same one for both sides', () => {
    const best = granted(own);
    const longer = { ...tip, n: branded<Header['n']>(tip.n + 1) };
    const shorter = { ...tip, n: branded<Header['n']>(tip.n - 1) };
    expect(stands(chainOf({ best, tip: longer }), member, own)).toBe(true);
    expect(stands(chainOf({ best, tip: shorter }), member, own)).toBe(false);
    const small = { ...tip, hash: branded<Hash>(new Uint8Array(32)) };
    const large = { ...tip, hash: branded<Hash>(new Uint8Array(32).fill(255)) };
    expect(stands(chainOf({ best, tip: small }), member, own)).toBe(true);
    expect(stands(chainOf({ best, tip: large }), member, own)).toBe(false);
  });

  it('the leader counts for its own while it is there', () => {
    const leader = { rank: 0, index: 0, key: 'a' };
    expect(ownBest(member, tip.n, leader)).toEqual(leader);
    expect(ownBest(member, tip.n, undefined)).toBeUndefined();
  });
});
