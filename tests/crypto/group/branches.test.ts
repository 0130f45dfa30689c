/** Which chains hold, and which of two branches stands (§5). */

import { describe, expect, it } from 'vitest';
import { branded, type Hash, type MeetingId, type MemberIndex, type RoomId } from '../../../crypto/brands.ts';
import { participantIdOf } from '../../../crypto/claim.ts';
import {
  type Branch,
  chainFor,
  isVoid,
  knownOf,
  NOBODY,
  readChain,
  standsOver,
  type Witness,
} from '../../../crypto/group/branches.ts';
import type { ChainLink } from '../../../crypto/group/common.ts';
import { ownEntry, present } from '../../../crypto/group/member.ts';
import { type Header, openHeader, signHeader } from '../../../crypto/group/state.ts';
import { encodeWarrant, openWarrant, type Warrant, warrantOf } from '../../../crypto/group/warrant.ts';
import { isRefusal, refuse } from '../../../crypto/refusal.ts';
import { randomBytes, type SigningPair, signingPair } from '../../../crypto/sodium.ts';
import { granted } from '../making.ts';
import { memberOf, order, remove, sit } from './seats.ts';
import type { Device } from './world.ts';

const { world, ada, named } = sit(['Bob', 'Carol', 'Eve'], { Bob: 1 });
const [bob, carol] = [named('Bob'), named('Carol')];
const eve = named('Eve');
const eves = structuredClone(eve.signing);
const before = granted(memberOf(ada).proven);
remove(world, ada, eve);
world.pass(1000);
for (const on of [true, false, true]) {
  order(world, ada, { do: 'lock', on });
  world.pass(1000);
}
const member = memberOf(ada);
const proven = granted(member.proven);
const links: readonly ChainLink[] = member.links.map(({ bytes, signature, signKey, grant }) => ({
  header: bytes,
  signature,
  signKey,
  grant,
}));
const from = ada.signing.verifyKey;
const grantOf = (device: Device) => ownEntry(memberOf(device))?.grant;
const tip = granted(member.links.at(-1));

/** Somebody who knows the states up to this many before the newest. */
function witness(behind: number, change: Partial<Witness> = {}): Witness {
  return {
    roomId: world.roomId,
    meetingId: world.meetingId,
    hashes: new Map(member.links.slice(0, member.links.length - behind).map(({ n, hash }) => [n, hash])),
    barred: new Set(),
    dismissed: new Set(),
    now: world.now,
    ...change,
  };
}

const read = (list: readonly ChainLink[], by = from, of = witness(2), warrant = proven.warrant) =>
  readChain(
    by,
    {
      type: 'chain',
      to: bob.signing.verifyKey,
      meetingId: world.meetingId,
      kemKey: new Uint8Array(),
      links: list,
      warrant,
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

  it('holds that follows a state which is known, or none', () => {
    expect(granted(read(missing)).fork).toBe(tip.n - 2);
    expect(granted(read(missing)).tip.hash).toEqual(tip.hash);
    expect(granted(read(missing, from, witness(100))).fork).toBeUndefined();
  });

  it('is what the asker lacks, and no more', () => {
    expect(chainFor(member, knownOf(member))).toEqual([]);
    // Whoever knows none is given the newest: the warrant proves it.
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
      [...missing, next(carol.signing, 2, { parent: branded<Hash>(randomBytes(32)) })],
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

  it('goes on from a state that is known without a gap', () => {
    const [known, , last] = links.slice(-3);
    expect(read([granted(known), granted(last)], from, witness(1))).toBe(refuse('notNext'));
    expect(read(links.slice(-3), from, witness(1))).not.toSatisfy(isRefusal);
  });

  it('has the power of who signed since the branches parted, not of an authority from before', () => {
    const first = next(carol.signing, 2);
    const { header, hash } = granted(openHeader(first.header, first.signature, carol.signing.verifyKey));
    const second = next(carol.signing, 2, { n: branded(header.n + 1), parent: hash });
    const by = carol.signing.verifyKey;
    // Somebody who was in when the host signed, and has not kept that state.
    const chain = granted(read([second], by, witness(0, { hashes: new Map([[header.n, hash]]) })));
    expect([chain.fork, chain.rank]).toEqual([header.n, 255]);
    const own = { ...proven, by: { ...proven.by, rank: 1 }, warrant: { ...proven.warrant, signKey: by } };
    expect(isVoid(own, chain)).toBe(false);
    expect(granted(read([first, second], by, witness(1))).rank).toBe(0);
  });

  it('is shown by whoever signed its last state', () => {
    expect(read(missing, bob.signing.verifyKey)).toBe(refuse('malformed'));
    expect(read([...missing, next(carol.signing, 2)])).toBe(refuse('malformed'));
    expect(read([...missing, next(carol.signing, 2)], carol.signing.verifyKey)).not.toSatisfy(isRefusal);
  });

  it('may have a gap on the way, which is not shown', () => {
    const gap = { ...member, links: member.links.filter(({ n }) => n !== tip.n - 1) };
    expect(chainFor(gap, knownOf(member).slice(0, -3))).toEqual(links.slice(-1));
    expect(read(links.slice(-1))).not.toSatisfy(isRefusal);
  });
});

describe('attack 42: a warrant', () => {
  const missing = links.slice(-2);
  const twist = (change: Partial<Warrant>): Warrant => ({ ...proven.warrant, ...change });

  it('shows who was in and who was removed, and no name', () => {
    const { inside, removed } = granted(openWarrant(proven.warrant, witness(0)));
    expect([...inside]).toEqual([ada, bob, carol].map(({ id }) => id).toSorted());
    expect([...removed]).toEqual([eve.id]);
    expect(Buffer.from(encodeWarrant(proven.warrant)).includes('Carol')).toBe(false);
  });

  it.each<[string, Warrant]>([
    [
      'of others inside',
      twist({ inside: [...proven.warrant.inside, participantIdOf(eves.verifyKey)].sort() }),
    ],
    ['of others removed', twist({ removed: [] })],
    ['by another key', twist({ signKey: bob.signing.verifyKey })],
    ['without the host’s word', twist({ grant: new Uint8Array(153) })],
    ['with the host’s word for somebody else', twist({ grant: granted(grantOf(bob)) })],
    ['with another list of entries', twist({ entriesHash: branded<Hash>(randomBytes(32)) })],
  ])('%s is refused, and the chain with it', (_what, warrant) => {
    expect(openWarrant(warrant, witness(0))).toSatisfy(isRefusal);
    expect(read(missing, from, witness(2), warrant)).toSatisfy(isRefusal);
  });

  it('of another meeting is refused', () => {
    const elsewhere = { roomId: world.roomId, meetingId: branded<MeetingId>(randomBytes(16)) };
    expect(openWarrant(proven.warrant, elsewhere)).toBe(refuse('wrongRoom'));
  });

  it('lets lead whoever was in, known or not, and nobody else', () => {
    const carols = [...missing, next(carol.signing, 2)];
    expect(granted(read(carols, carol.signing.verifyKey)).leader.rank).toBe(255);
    const stranger = signingPair();
    expect(read([...missing, next(stranger, 9)], stranger.verifyKey)).toBe(refuse('notInRoster'));
    const barred = new Set([participantIdOf(carol.signing.verifyKey)]);
    expect(read(carols, carol.signing.verifyKey, witness(2, { barred }))).toBe(refuse('notInRoster'));
  });

  it('does not let lead who was removed, but on what was signed before', () => {
    const eveLeads = [...missing, next(eves, 3)];
    expect(read(eveLeads, eves.verifyKey)).toBe(refuse('notInRoster'));
    expect(read(eveLeads, eves.verifyKey, witness(2), before.warrant)).toSatisfy(isRefusal);
    const old = granted(member.links.find(({ n }) => n === before.header.n));
    const fork = next(eves, 3, {
      ...before.header,
      n: branded(old.n + 1),
      parent: old.hash,
      leader: branded(3),
    });
    const chain = granted(read([fork], eves.verifyKey, witness(100), before.warrant));
    // Which falls before any later one.
    const own: Branch = { tip, leader: NOBODY, proven };
    expect([standsOver(chain, own), standsOver(own, chain)]).toEqual([false, true]);
  });

  it.each<[string, Partial<Header>]>([
    ['other rules', { locked: !present(member).signed.header.locked }],
    ['others removed', { removedHash: branded<Hash>(randomBytes(32)) }],
    ['another passphrase', { generation: 9 }],
  ])('does not cover a state with %s', (_what, change) => {
    const changed = [...missing, next(carol.signing, 2, change)];
    expect(read(changed, carol.signing.verifyKey)).toBe(refuse('notAllowed'));
  });

  it('by somebody who was removed where it is judged proves nothing', () => {
    const barred = new Set([participantIdOf(from)]);
    expect(read(missing, from, witness(2, { barred }))).toBe(refuse('notInRoster'));
  });

  it('by a co-host that was dismissed where it is judged proves nothing', () => {
    const led = next(bob.signing, 1, {}, grantOf(bob));
    const header = openHeader(new Uint8Array(led.header), led.signature, bob.signing.verifyKey);
    const roster = granted(present(member).roster);
    const signer = granted(roster.find(({ name }) => name === 'Bob'));
    const bobs = granted(warrantOf(granted(header), signer, roster, member.removed)).warrant;
    const chain = [...missing, led];
    expect(granted(read(chain, bob.signing.verifyKey, witness(2), bobs)).leader.rank).toBe(1);
    const dismissed = new Set([participantIdOf(bob.signing.verifyKey)]);
    const judged = read(chain, bob.signing.verifyKey, witness(2, { dismissed }), bobs);
    expect(judged).toBe(refuse('notInRoster'));
  });

  it('says nothing of a state from before it', () => {
    const stranger = signingPair();
    const n = branded<Header['n']>(proven.header.n - 1);
    const old = next(stranger, 9, { n });
    expect(read([old], stranger.verifyKey, witness(100))).toBe(refuse('notNext'));
  });

  it('is the newest there is: a state of an authority after it is refused', () => {
    expect(read(missing, from, witness(2), before.warrant)).toSatisfy(isRefusal);
  });
});

describe('attack 42: of two branches', () => {
  const standing = { rank: 255, index: 3, key: 'a' };
  const branch = (change: Partial<Branch>): Branch => ({ tip, leader: standing, proven, ...change });
  const over = (a: Partial<Branch>, b: Partial<Branch>): boolean => {
    const [one, two] = [branch(a), branch(b)];
    // Both sides judge alike.
    expect(standsOver(two, one)).toBe(!standsOver(one, two));
    return standsOver(one, two);
  };
  const n = (by: number) => branded<Header['n']>(tip.n + by);

  it('the one stands whose leader is first in the order', () => {
    expect(over({ leader: { ...standing, rank: 0 } }, { leader: { ...standing, rank: 1 } })).toBe(true);
    expect(over({ leader: { ...standing, rank: 1 } }, { leader: standing })).toBe(true);
    expect(over({ leader: { ...standing, rank: 1, index: 2 } }, { leader: { ...standing, rank: 1 } })).toBe(
      true,
    );
    expect(over({ leader: { ...standing, index: 4 } }, {})).toBe(false);
    expect(over({}, { leader: NOBODY })).toBe(true);
  });

  it('whichever an authority leads stands over one that none leads, however late that was signed', () => {
    expect(over({ leader: { ...standing, rank: 1 }, proven: before }, {})).toBe(true);
  });

  it('without authority the later warrant stands, whoever leads', () => {
    expect(over({ proven: before, leader: { ...standing, index: 1 } }, {})).toBe(false);
    const later = { ...before, header: { ...proven.header, n: n(5) }, removed: proven.removed };
    expect(over({ proven: { ...later, inside: proven.inside } }, {})).toBe(true);
  });

  it('without authority the one falls that lists whom the other removed, however late it was signed', () => {
    const late = { ...before, header: { ...before.header, n: n(50) } };
    expect(over({ proven: late }, {})).toBe(false);
  });

  it('by one leader the longer stands, and of equal length the same one for both sides', () => {
    expect(over({ tip: { ...tip, n: n(1) } }, {})).toBe(true);
    expect(over({ tip: { ...tip, n: n(-1) } }, {})).toBe(false);
    expect(over({ tip: { ...tip, hash: branded<Hash>(new Uint8Array(32)) } }, {})).toBe(true);
    expect(over({ tip: { ...tip, hash: branded<Hash>(new Uint8Array(32).fill(255)) } }, {})).toBe(false);
  });
});
