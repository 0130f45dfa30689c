/** A state (§5): a header, signed by the leader, that fixes the roster, the rules and the epoch's secret. */

import {
  branded,
  type Bytes,
  type EpochNumber,
  type Hash,
  type Key,
  type MeetingId,
  type MemberIndex,
  type ParticipantId,
  type RoomId,
  type Signature,
  type SigningKey,
} from '../brands.ts';
import { concat } from '../bytes.ts';
import { decode, u16, u32, u8, utf8 } from '../codec.ts';
import { LABELS } from '../labels.ts';
import { giveUp, refuse, type Refusal } from '../refusal.ts';
import { decodePolicy, encodePolicy, type Policy } from './policy.ts';
import { H, K, sign, verify } from '../sodium.ts';

const VERSION = 1;
export const HEADER_BYTES_MAX = 1024;

/** `renew`: a fresh secret, wrapped for every member. `advance`: derived from the last, for entries only. */
export const KINDS = { renew: 0, advance: 1 } as const;
export type Kind = keyof typeof KINDS;

const FLAGS = { locked: 1, history: 2 } as const;

export interface Header {
  readonly roomId: RoomId;
  readonly meetingId: MeetingId;
  readonly n: EpochNumber;
  /** Hash of state n − 1; zeros before state 0. */
  readonly parent: Hash;
  readonly leader: MemberIndex;
  /** The index the next newcomer gets; rises only. */
  readonly nextIndex: MemberIndex;
  readonly kind: Kind;
  readonly policy: Policy;
  /** Nobody is let in for now. */
  readonly locked: boolean;
  /** Newcomers are given the chat from before they came. */
  readonly history: boolean;
  /** Challenges at the door that ended without a valid proof, since the passphrase was made. */
  readonly failedGuesses: number;
  /** Counts up with each new passphrase. */
  readonly generation: number;
  /** H("epoch/secret", meetingId, n, secret). */
  readonly secretHash: Hash;
  readonly rosterHash: Hash;
  /** Of the identities that authorities removed from this meeting, sorted: none of them comes back. */
  readonly removedHash: Hash;
}

/** A header with the bytes that were signed. */
export interface SignedHeader {
  readonly header: Header;
  readonly bytes: Bytes;
  readonly signature: Signature;
  /** H("state/hash", header): the state's name. */
  readonly hash: Hash;
}

export const NO_PARENT: Hash = branded<Hash>(new Uint8Array(32));

export function encodeHeader(header: Header): Bytes {
  return concat(
    u8(VERSION),
    header.roomId,
    header.meetingId,
    u32(header.n),
    header.parent,
    u16(header.leader),
    u16(header.nextIndex),
    u8(KINDS[header.kind]),
    u16(encodePolicy(header.policy)),
    u8((header.locked ? FLAGS.locked : 0) | (header.history ? FLAGS.history : 0)),
    u32(header.failedGuesses),
    u32(header.generation),
    header.secretHash,
    header.rosterHash,
    header.removedHash,
  );
}

/** Refuses `unknownVersion` and `malformed`; a policy that nobody can set is malformed. */
export function decodeHeader(bytes: Uint8Array): Header | Refusal {
  return decode(bytes, (reader) => {
    if (reader.u8() !== VERSION) return giveUp('unknownVersion');
    const start = {
      roomId: branded<RoomId>(reader.bytes(16)),
      meetingId: branded<MeetingId>(reader.bytes(16)),
      n: branded<EpochNumber>(reader.u32()),
      parent: branded<Hash>(reader.bytes(32)),
      leader: branded<MemberIndex>(reader.u16()),
      nextIndex: branded<MemberIndex>(reader.u16()),
      kind: kindOf(reader.u8()),
      policy: decodePolicy(reader.u16()),
    };
    const flags = reader.u8();
    if (flags > (FLAGS.locked | FLAGS.history)) return giveUp('malformed');
    return {
      ...start,
      locked: (flags & FLAGS.locked) !== 0,
      history: (flags & FLAGS.history) !== 0,
      failedGuesses: reader.u32(),
      generation: reader.u32(),
      secretHash: branded<Hash>(reader.bytes(32)),
      rosterHash: branded<Hash>(reader.bytes(32)),
      removedHash: branded<Hash>(reader.bytes(32)),
    };
  });
}

function kindOf(value: number): Kind {
  if (value === KINDS.renew) return 'renew';
  return value === KINDS.advance ? 'advance' : giveUp('malformed');
}

export function signHeader(header: Header, signingKey: SigningKey): SignedHeader {
  const bytes = encodeHeader(header);
  return {
    header,
    bytes,
    signature: sign(signingKey, LABELS.stateSign, bytes),
    hash: H(LABELS.stateHash, bytes),
  };
}

/** Reads a header and its signature by `signKey` (32 bytes); refuses as `decodeHeader` does, and `badSignature`. */
export function openHeader(bytes: Bytes, signature: Signature, signKey: Uint8Array): SignedHeader | Refusal {
  const header = decodeHeader(bytes);
  if ('refused' in header) return header;
  if (!verify(signKey, signature, LABELS.stateSign, bytes)) return refuse('badSignature');
  return { header, bytes, signature, hash: H(LABELS.stateHash, bytes) };
}

/** H("state/removed", identities in order). */
export const removedHashOf = (removed: ReadonlySet<ParticipantId>): Hash =>
  H(LABELS.removedHash, ...[...removed].sort().map(utf8));

/** H("epoch/secret", meetingId, n, secret). */
export function secretHashOf({ meetingId, n }: Pick<Header, 'meetingId' | 'n'>, secret: Key): Hash {
  return H(LABELS.epochSecret, meetingId, u32(n), secret);
}

/** secret(n+1) of an advance = K(secret(n), "epoch/advance", H(roster n+1)). */
export const advancedSecret = (secret: Key, rosterHash: Hash): Key =>
  K(secret, LABELS.epochAdvance, rosterHash);
