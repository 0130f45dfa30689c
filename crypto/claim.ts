/**
 * What a server may check without learning anything: that a room's name is the hash of its host's key (§3),
 * that the host granted somebody authority (§4), and that this somebody, or a participant that lost its place in
 * the SFU room, is the one on the line (§8).
 */

import {
  branded,
  type Bytes,
  type HostSeed,
  type MeetingId,
  type Milliseconds,
  type ParticipantId,
  type RoomId,
  type Signature,
  type SigningKey,
  type VerifyKey,
} from './brands.ts';
import { concat, same, toBase64url } from './bytes.ts';
import { decode, u64, u8, utf8 } from './codec.ts';
import { LABELS } from './labels.ts';
import { refuse, type Refusal } from './refusal.ts';
import { H16, sign, signingPair, verify } from './sodium.ts';

export { fromBase64url, toBase64url } from './bytes.ts';
export { isRefusal, type Refusal } from './refusal.ts';
export { branded, type Bytes, type ParticipantId, type RoomId } from './brands.ts';

/** Bytes of an encoded grant. */
export const GRANT_BYTES = 32 + 16 + 32 + 1 + 8 + 64;
/** Bytes of the random value a relay opens a connection with. */
export const NONCE_BYTES = 32;
/** Rank of a host's own device; 1, 2, … are co-hosts in the order of their appointment. */
export const HOST_RANK = 0;
/** How long a joiner still takes a co-host's grant after its end: clocks differ. Not for rank 0. */
export const GRANT_GRACE_MS: Milliseconds = 5 * 60_000;

/** roomId = H16("room/id", host public key) (§3). */
export function roomIdOf(hostKey: VerifyKey): RoomId {
  return branded<RoomId>(H16(LABELS.roomId, hostKey));
}

/** A key's id is asked for again and again, for everyone in a roster several times a second. Nobody writes into keys. */
const participantIds = new WeakMap<VerifyKey, ParticipantId>();

/** participantId = base64url H16("participant/id", signKey): 22 characters, also the LiveKit identity (§3). */
export function participantIdOf(signKey: VerifyKey): ParticipantId {
  const known = participantIds.get(signKey);
  if (known !== undefined) return known;
  const id = branded<ParticipantId>(toBase64url(H16(LABELS.participantId, signKey)));
  participantIds.set(signKey, id);
  return id;
}

/** The host's word that `signKey` is an authority of this meeting until `notAfter` (§4). */
export interface Grant {
  /** 32 bytes; hashes to the roomId. */
  readonly hostKey: VerifyKey;
  /** 16 bytes. */
  readonly meetingId: MeetingId;
  /** 32 bytes. */
  readonly signKey: VerifyKey;
  /** 0 for a host's device, 1 … 254 for co-hosts. */
  readonly rank: number;
  /** Milliseconds since 1970. */
  readonly notAfter: Milliseconds;
  /** 64 bytes, by the host key: the only thing it ever signs. */
  readonly signature: Signature;
}

const granted = (roomId: RoomId, grant: Omit<Grant, 'signature' | 'hostKey'>): Bytes[] => [
  roomId,
  grant.meetingId,
  grant.signKey,
  u8(grant.rank),
  u64(grant.notAfter),
];

/** A grant signed with the host's seed (32 bytes). */
export function makeGrant(seed: HostSeed, grant: Omit<Grant, 'signature' | 'hostKey'>): Grant {
  const { verifyKey: hostKey, signingKey } = signingPair(seed);
  const signature = sign(signingKey, LABELS.grant, ...granted(roomIdOf(hostKey), grant));
  return { ...grant, hostKey, signature };
}

/** 153 bytes. */
export function encodeGrant(grant: Grant): Bytes {
  return concat(
    grant.hostKey,
    grant.meetingId,
    grant.signKey,
    u8(grant.rank),
    u64(grant.notAfter),
    grant.signature,
  );
}

/** The grant in 153 bytes; refuses `malformed`. Says nothing of its signature: see `checkGrant`. */
export function decodeGrant(bytes: Uint8Array): Grant | Refusal {
  return decode(bytes, (reader) => ({
    hostKey: branded<VerifyKey>(reader.bytes(32)),
    meetingId: branded<MeetingId>(reader.bytes(16)),
    signKey: branded<VerifyKey>(reader.bytes(32)),
    rank: reader.u8(),
    notAfter: reader.safeU64(),
    signature: branded<Signature>(reader.bytes(64)),
  }));
}

/**
 * Whether the grant is this room's host's (§4). Refuses `wrongRoom` (the key does not hash to `roomId`),
 * `badSignature`, `malformed` (rank 255 means "no authority"), `expired` at `now`; co-hosts have
 * `GRANT_GRACE_MS` more.
 */
export function checkGrant(grant: Grant, roomId: RoomId, now: Milliseconds): Refusal | undefined {
  const refusal = checkGrantSignature(grant, roomId);
  if (refusal) return refusal;
  const grace = grant.rank === HOST_RANK ? 0 : GRANT_GRACE_MS;
  return now > grant.notAfter + grace ? refuse('expired') : undefined;
}

/** `checkGrant` but for the time: whether the host ever gave it. Refuses `wrongRoom`, `badSignature`, `malformed`. */
export function checkGrantSignature(grant: Grant, roomId: RoomId): Refusal | undefined {
  if (!same(roomIdOf(grant.hostKey), roomId)) return refuse('wrongRoom');
  if (!verify(grant.hostKey, grant.signature, LABELS.grant, ...granted(roomId, grant)))
    return refuse('badSignature');
  return grant.rank === 255 ? refuse('malformed') : undefined;
}

/** The signed hello by which an authority proves itself to a relay at `origin` (§8). */
export function makeHello(
  signingKey: SigningKey,
  origin: string,
  roomId: RoomId,
  nonce: Uint8Array,
): Signature {
  return signLine(LABELS.relayHello, signingKey, origin, roomId, nonce);
}

function signLine(
  label: typeof LABELS.relayHello | typeof LABELS.relayRejoin,
  signingKey: SigningKey,
  origin: string,
  roomId: RoomId,
  nonce: Uint8Array,
): Signature {
  if (nonce.length !== NONCE_BYTES) throw new RangeError(`a relay nonce of ${nonce.length} bytes`);
  return sign(signingKey, label, utf8(origin), roomId, nonce);
}

/**
 * The grant of who says hello, once everything about it holds: the grant's bytes, its host, its time, the
 * hello's signature over this origin, room and nonce. Refuses as `decodeGrant` and `checkGrant` do, and
 * `badSignature`.
 */
export function checkHello(
  hello: { readonly grant: Uint8Array; readonly signature: Uint8Array },
  expected: {
    readonly origin: string;
    readonly roomId: RoomId;
    readonly nonce: Uint8Array;
    readonly now: Milliseconds;
  },
): Grant | Refusal {
  const grant = decodeGrant(hello.grant);
  if ('refused' in grant) return grant;
  const refusal = checkGrant(grant, expected.roomId, expected.now);
  if (refusal) return refusal;
  const signed = [utf8(expected.origin), expected.roomId, expected.nonce];
  return verify(grant.signKey, hello.signature, LABELS.relayHello, ...signed)
    ? grant
    : refuse('badSignature');
}

/** What a member signs to be let into the SFU room again by a relay at `origin` that sent this nonce (§8). */
export function makeRejoin(
  signingKey: SigningKey,
  origin: string,
  roomId: RoomId,
  nonce: Uint8Array,
): Signature {
  return signLine(LABELS.relayRejoin, signingKey, origin, roomId, nonce);
}

/**
 * The identity of who asks to be let in again: of the `signKey` (32 bytes) that signed this origin, room and
 * nonce. Whether it is a member, the relay knows from elsewhere. Refuses `malformed` (no key) and `badSignature`.
 */
export function checkRejoin(
  rejoin: { readonly signKey: Uint8Array; readonly signature: Uint8Array },
  expected: { readonly origin: string; readonly roomId: RoomId; readonly nonce: Uint8Array },
): ParticipantId | Refusal {
  if (rejoin.signKey.length !== 32) return refuse('malformed');
  const signKey = branded<VerifyKey>(Uint8Array.from(rejoin.signKey));
  const signed = [utf8(expected.origin), expected.roomId, expected.nonce];
  return verify(signKey, rejoin.signature, LABELS.relayRejoin, ...signed)
    ? participantIdOf(signKey)
    : refuse('badSignature');
}
