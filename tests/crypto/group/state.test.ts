/** Rosters, headers and the key schedule (§5). */

import { describe, expect, it } from 'vitest';
import {
  branded,
  type EpochNumber,
  type Hash,
  type Key,
  type MeetingId,
  type MemberIndex,
  type ParticipantId,
  type RoomId,
} from '../../../crypto/brands.ts';
import { concat, toHex } from '../../../crypto/bytes.ts';
import { lv } from '../../../crypto/codec.ts';
import {
  epochKeyOf,
  mediaBaseOf,
  messageKeyOf,
  pairKeysOf,
  stepPair,
  unwrapSecret,
  WRAP_BYTES,
  wrapSecret,
} from '../../../crypto/group/keySchedule.ts';
import {
  applyChange,
  type Change,
  decodeMembers,
  encodeMember,
  encodeMembers,
  EVERYONE,
  type Leaver,
  likeness,
  NO_RANK,
  type Roster,
  rosterHashOf,
  type RosterMember,
  shownNames,
} from '../../../crypto/group/roster.ts';
import {
  advancedSecret,
  decodeHeader,
  encodeHeader,
  type Header,
  HEADER_BYTES_MAX,
  openHeader,
  removedHashOf,
  secretHashOf,
  signHeader,
} from '../../../crypto/group/state.ts';
import { OPEN_POLICY } from '../../../crypto/group/policy.ts';
import { isRefusal, refuse } from '../../../crypto/refusal.ts';
import { randomBytes, signingPair } from '../../../crypto/sodium.ts';
import { flips } from '../making.ts';

const index = (value: number) => branded<MemberIndex>(value);
const epoch = (value: number) => branded<EpochNumber>(value);
const key = () => branded<Key>(randomBytes(32));
const person = (at: number, name = `Person ${at}`): RosterMember => ({
  index: index(at),
  rank: NO_RANK,
  signKey: signingPair().verifyKey,
  name,
});
const host: RosterMember = {
  ...person(0, 'Ada'),
  rank: 0,
  grant: randomBytes(153),
};

describe('a roster', () => {
  const roster: Roster = [host, person(1), person(7)];

  it('comes back', () => {
    expect(decodeMembers(encodeMembers(roster))).toEqual(roster);
    expect(decodeMembers(new Uint8Array())).toEqual([]);
  });

  it.each([
    ['indices that fall', [person(2), person(1)]],
    ['an index that stands twice', [person(1), person(1)]],
    ['a signKey that stands twice', [host, { ...person(1), signKey: host.signKey }]],
    ['an index that means everyone', [person(EVERYONE)]],
    ['a name that is empty', [person(1, '')]],
    ['a name of 65 bytes', [person(1, 'x'.repeat(65))]],
    ['a name that is not clean', [person(1, 'Ada\u202e')]],
  ])('with %s is refused', (_name, members) => {
    expect(decodeMembers(encodeMembers(members))).toSatisfy(isRefusal);
  });

  it('with an entry cut, longer, or a rank without its grant is refused', () => {
    const entry = encodeMember(host);
    expect(decodeMembers(lv(entry.slice(0, -1)))).toBe(refuse('malformed'));
    expect(decodeMembers(lv(concat(entry, new Uint8Array(1))))).toBe(refuse('malformed'));
    expect(decodeMembers(lv(encodeMember(person(1)).with(2, 0)))).toBe(refuse('malformed'));
    expect(() => encodeMember({ ...host, rank: NO_RANK })).toThrow(TypeError);
    expect(() => encodeMember({ ...person(1), rank: 1 })).toThrow(TypeError);
  });

  it('hashes to another value for every other field', () => {
    const [first, ...rest] = roster;
    const changed = [
      roster,
      rest,
      [{ ...host, name: 'Eda' }, ...rest],
      [{ ...host, rank: 1 }, ...rest],
      [{ ...host, signKey: signingPair().verifyKey }, ...rest],
      [{ ...host, grant: randomBytes(153) }, ...rest],
      [...(first ? [first] : []), person(1), person(7)],
    ];
    expect(new Set(changed.map((one) => toHex(rosterHashOf(one)))).size).toBe(changed.length);
  });

  it('changes by who leaves, who enters and whose rank is another', () => {
    const newcomer = { member: person(8), by: index(0) };
    const gone = (at: number): Leaver => ({ index: index(at), how: 'left', by: index(at) });
    const none: Change = { left: [], entered: [], changed: [] };
    const [, first] = roster;
    const raised: RosterMember = { ...(first ?? person(1)), rank: 1, grant: randomBytes(153) };
    const changed = (change: Partial<Change>) => applyChange(roster, { ...none, ...change });
    expect(changed({ left: [gone(1)], entered: [newcomer] })?.map((one) => one.index)).toEqual([0, 7, 8]);
    expect(changed({ changed: [raised] })?.[1]).toEqual(raised);
    expect(changed({ left: [gone(2)] })).toBeUndefined();
    expect(changed({ left: [gone(1), gone(1)] })).toBeUndefined();
    expect(changed({ entered: [{ ...newcomer, member: person(7) }] })).toBeUndefined();
    expect(
      changed({ entered: [{ ...newcomer, member: { ...person(8), signKey: host.signKey } }] }),
    ).toBeUndefined();
    expect(changed({ changed: [{ ...raised, index: index(2) }] })).toBeUndefined();
    expect(changed({ changed: [{ ...raised, signKey: signingPair().verifyKey }] })).toBeUndefined();
    expect(changed({ changed: [{ ...raised, name: 'Another' }] })).toBeUndefined();
    expect(changed({ left: [gone(1)], changed: [raised] })).toBeUndefined();
  });

  it.each([
    ['Ada', 'ADA'],
    ['Zoë', 'Zoe'],
    ['Ａｄａ', 'Ada'],
    ['Ada', ' Ada '],
    ['A\u200bda', 'Ada'],
    ['Ada\u2060', 'Ada'],
    ['A\u00adda', 'Ada'],
    ['Ad\u034fa', 'Ada'],
  ])('tells %j and %j apart', (one, two) => {
    expect(likeness(one)).toBe(likeness(two));
    expect([...shownNames([person(0, one), person(1, two), person(2, 'Bob')]).values()]).toEqual([
      one,
      `${two} (2)`,
      'Bob',
    ]);
  });
});

const secret = key();
const header: Header = {
  roomId: branded<RoomId>(randomBytes(16)),
  meetingId: branded<MeetingId>(randomBytes(16)),
  n: epoch(5),
  parent: branded<Hash>(randomBytes(32)),
  leader: index(0),
  nextIndex: index(9),
  kind: 'renew',
  policy: OPEN_POLICY,
  locked: false,
  history: true,
  failedGuesses: 3,
  generation: 0,
  secretHash: branded<Hash>(randomBytes(32)),
  rosterHash: branded<Hash>(randomBytes(32)),
  removedHash: branded<Hash>(randomBytes(32)),
};

describe('a header', () => {
  const { signingKey, verifyKey } = signingPair();
  const signed = signHeader(header, signingKey);

  it('comes back, with its signature and its hash', () => {
    expect(decodeHeader(encodeHeader(header))).toEqual(header);
    expect(openHeader(signed.bytes, signed.signature, verifyKey)).toEqual(signed);
    expect(signed.bytes.length).toBeLessThanOrEqual(HEADER_BYTES_MAX);
  });

  it('by another key, or with any bit flipped, is refused', () => {
    expect(openHeader(signed.bytes, signed.signature, signingPair().verifyKey)).toBe(refuse('badSignature'));
    for (const forged of flips(signed.bytes))
      expect(openHeader(forged, signed.signature, verifyKey)).toSatisfy(isRefusal);
  });

  it('of a version, kind or policy that nobody can have set is refused', () => {
    const bytes = encodeHeader(header);
    expect(decodeHeader(bytes.with(0, 2))).toBe(refuse('unknownVersion'));
    expect(decodeHeader(bytes.with(0, 0))).toBe(refuse('unknownVersion'));
    const kindAt = 1 + 16 + 16 + 4 + 32 + 2 + 2;
    expect(decodeHeader(bytes.with(kindAt, 1))).toMatchObject({ kind: 'advance' });
    expect(decodeHeader(bytes.with(kindAt, 2))).toBe(refuse('malformed'));
    const policyAt = kindAt + 1;
    // Bits that no rule has, and a rule for nobody there is.
    expect(decodeHeader(bytes.with(policyAt, 0xff))).toBe(refuse('malformed'));
    expect(decodeHeader(bytes.with(policyAt + 1, 0b11))).toBe(refuse('malformed'));
    const flagsAt = policyAt + 2;
    expect(decodeHeader(bytes.with(flagsAt, 3))).toMatchObject({ locked: true, history: true });
    expect(decodeHeader(bytes.with(flagsAt, 4))).toBe(refuse('malformed'));
    expect(decodeHeader(bytes.slice(1))).toSatisfy(isRefusal);
    expect(decodeHeader(concat(bytes, new Uint8Array(1)))).toBe(refuse('malformed'));
  });
});

describe('the identities that were removed', () => {
  const ids = (...list: string[]) => new Set(list.map((id) => branded<ParticipantId>(id)));

  it('hash to one value in whatever order they came, and to another with one more or less', () => {
    expect(removedHashOf(ids('b', 'a'))).toEqual(removedHashOf(ids('a', 'b')));
    const all = [ids(), ids('a'), ids('a', 'b'), ids('ab'), ids('b')];
    expect(new Set(all.map((one) => toHex(removedHashOf(one)))).size).toBe(all.length);
  });
});

describe('keys', () => {
  it('of an epoch follow from its secret, its state and the room', () => {
    const [hash, roomKey] = [branded<Hash>(randomBytes(32)), key()];
    const all = [
      epochKeyOf(secret, hash, roomKey),
      epochKeyOf(key(), hash, roomKey),
      epochKeyOf(secret, branded<Hash>(randomBytes(32)), roomKey),
      epochKeyOf(secret, hash, key()),
    ];
    expect(new Set(all.map(toHex)).size).toBe(4);
    expect(messageKeyOf(epochKeyOf(secret, hash, roomKey))).not.toEqual(all[0]);
  });

  it('of media are another for every sender and slot', () => {
    const all = new Set<string>();
    for (let at = 0; at < 300; at++)
      for (let slot = 0; slot < 4; slot++) all.add(toHex(mediaBaseOf(secret, index(at), slot)));
    expect(all.size).toBe(1200);
  });

  it('of two advances of one secret with different rosters differ, and do not lead back', () => {
    const [a, b] = [branded<Hash>(randomBytes(32)), branded<Hash>(randomBytes(32))];
    expect(advancedSecret(secret, a)).not.toEqual(advancedSecret(secret, b));
    expect(advancedSecret(secret, a)).not.toEqual(secret);
    expect(advancedSecret(secret, a)).toEqual(advancedSecret(secret, a));
  });

  it('hash to a value that fixes secret, number and meeting', () => {
    const all = [
      secretHashOf(header, secret),
      secretHashOf(header, key()),
      secretHashOf({ ...header, n: epoch(6) }, secret),
      secretHashOf({ ...header, meetingId: branded<MeetingId>(randomBytes(16)) }, secret),
    ];
    expect(new Set(all.map(toHex)).size).toBe(4);
  });

  it('between two go one way each, and step with each renew', () => {
    const pair = pairKeysOf(key(), epoch(1));
    const next = stepPair(pair, epoch(4));
    expect(next.step).toBe(4);
    const all = [
      pair.toLeader,
      pair.fromLeader,
      next.toLeader,
      next.fromLeader,
      stepPair(pair, epoch(5)).toLeader,
    ];
    expect(new Set(all.map(toHex)).size).toBe(5);
  });
});

describe('a wrapped secret', () => {
  const wrapping = key();
  const wrapFor = { meetingId: header.meetingId, n: epoch(6), leader: index(0), member: index(3) };
  const wrap = wrapSecret(wrapping, secret, wrapFor);

  it('opens for the one it is for', () => {
    expect(wrap).toHaveLength(WRAP_BYTES);
    expect(unwrapSecret(wrapping, wrap, wrapFor)).toEqual(secret);
  });

  it.each([
    ['another meeting', { meetingId: branded<MeetingId>(randomBytes(16)) }],
    ['another number', { n: epoch(7) }],
    ['another leader', { leader: index(1) }],
    ['another member', { member: index(4) }],
  ])('does not for %s', (_name, change) => {
    expect(unwrapSecret(wrapping, wrap, { ...wrapFor, ...change })).toBe(refuse('notOpened'));
  });

  it('does not with a bit flipped, or under another key', () => {
    for (const forged of flips(wrap))
      expect(unwrapSecret(wrapping, forged, wrapFor)).toBe(refuse('notOpened'));
    expect(unwrapSecret(key(), wrap, wrapFor)).toBe(refuse('notOpened'));
  });
});
