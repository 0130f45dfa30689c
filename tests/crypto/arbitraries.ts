/** What honest clients say, at random: values of every kind that is encoded, and their bytes with something done to them. */

import fc from 'fast-check';
import {
  branded,
  type Bytes,
  type EpochNumber,
  type Hash,
  type Key,
  type MeetingId,
  type MemberIndex,
  type RoomId,
  type Signature,
  type VerifyKey,
} from '../../crypto/brands.ts';
import { concat } from '../../crypto/bytes.ts';
import { type Grant, GRANT_BYTES } from '../../crypto/claim.ts';
import { isCleanText, u32, u8, utf8 } from '../../crypto/codec.ts';
import type { GroupMessage } from '../../crypto/group/messages.ts';
import { NO_RANK, type RosterMember } from '../../crypto/group/roster.ts';
import { encodeHeader, type Header, POLICY_EVERYONE } from '../../crypto/group/state.ts';

export const bytes = (length: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => new Uint8Array(array));
export const anyBytes = (maxLength: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ maxLength, size: 'max' }).map((array) => new Uint8Array(array));
export const hash = bytes(32).map((value) => branded<Hash>(value));
export const signature = bytes(64).map((value) => branded<Signature>(value));
export const epoch = fc.nat(0xffffffff).map((value) => branded<EpochNumber>(value));
export const index = fc.nat(0xfffe).map((value) => branded<MemberIndex>(value));
export const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((text) => isCleanText(text) && utf8(text).length <= 64);

export const grant: fc.Arbitrary<Grant> = fc.record({
  hostKey: bytes(32).map((value) => branded<VerifyKey>(value)),
  meetingId: bytes(16).map((value) => branded<MeetingId>(value)),
  signKey: bytes(32).map((value) => branded<VerifyKey>(value)),
  rank: fc.nat(255),
  notAfter: fc.maxSafeNat(),
  signature,
});

export const header: fc.Arbitrary<Header> = fc.record({
  roomId: bytes(16).map((value) => branded<RoomId>(value)),
  meetingId: bytes(16).map((value) => branded<MeetingId>(value)),
  n: epoch,
  parent: hash,
  leader: index,
  nextIndex: index,
  kind: fc.constantFrom('renew' as const, 'advance' as const),
  policy: fc.constant(POLICY_EVERYONE),
  failedGuesses: fc.nat(0xffffffff),
  generation: fc.nat(0xffffffff),
  secretHash: hash,
  rosterHash: hash,
});

const person = fc.record({ index, signKey: bytes(32).map((value) => branded<VerifyKey>(value)), name });
const authority = fc.record({ grant: bytes(GRANT_BYTES), kemKey: bytes(1216) });
export const member: fc.Arbitrary<RosterMember> = fc.oneof(
  { weight: 4, arbitrary: person.map((one): RosterMember => ({ ...one, rank: NO_RANK })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(person, fc.nat(254), authority)
      .map(([one, rank, given]): RosterMember => ({ ...one, rank, authority: given })),
  },
);
export const roster = fc
  .uniqueArray(member, { maxLength: 6, selector: (one) => one.index })
  .map((members) => members.toSorted((a, b) => a.index - b.index));
export const rising = <N extends number>(one: fc.Arbitrary<N>): fc.Arbitrary<N[]> =>
  fc.uniqueArray(one, { maxLength: 6 }).map((list) => list.toSorted((a, b) => a - b));
export const someHeader = header.map(encodeHeader);

export const message: fc.Arbitrary<GroupMessage> = fc.oneof(
  fc.record({
    type: fc.constant('state' as const),
    header: someHeader,
    signature,
    left: rising(index),
    entered: roster,
  }),
  fc.record({ type: fc.constant('ping' as const), token: bytes(16), number: epoch, n: epoch }),
  fc.record({ type: fc.constant('pong' as const), token: bytes(16), number: epoch, n: epoch, hash }),
  fc.record({ type: fc.constant('ask' as const), n: epoch }),
  fc.record({
    type: fc.constant('catchUp' as const),
    header: someHeader,
    signature,
    secret: bytes(32).map((value) => branded<Key>(value)),
    renews: rising(epoch),
    roster,
  }),
  fc.constant({ type: 'leave' as const }),
  fc.constant({ type: 'end' as const }),
  fc.record({ type: fc.constant('media' as const), on: fc.nat(15) }),
);

/** Honest bytes with one thing done to them. */
export const bent = (honest: fc.Arbitrary<Bytes>): fc.Arbitrary<Bytes> =>
  fc
    .tuple(
      honest,
      fc.nat(),
      fc.nat(),
      fc.constantFrom('flip', 'cut', 'grow', 'insert', 'drop', 'length', 'double'),
    )
    .map(([whole, place, value, how]) => {
      const at = whole.length === 0 ? 0 : place % whole.length;
      const [before, after] = [whole.slice(0, at), whole.slice(at)];
      switch (how) {
        case 'flip':
          return concat(
            before,
            after.map((byte, offset) => (offset === 0 ? byte ^ (1 << (value % 8)) : byte)),
          );
        case 'cut':
          return before;
        case 'grow':
          return concat(whole, u8(value % 256));
        case 'insert':
          return concat(before, u8(value % 256), after);
        case 'drop':
          return concat(before, after.slice(1));
        case 'length':
          return concat(before, u32(0xffffffff), after.slice(4));
        default:
          return concat(whole, after);
      }
    });
