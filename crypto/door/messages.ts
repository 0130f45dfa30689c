/** What travels through the door (§4): envelopes of one size, and the five bodies inside them. */

import {
  branded,
  type Bytes,
  type Hash,
  type Key,
  type MemberIndex,
  type RoomId,
  type Signature,
  type VerifyKey,
} from '../brands.ts';
import { concat } from '../bytes.ts';
import { GRANT_BYTES } from '../claim.ts';
import { decode, lv, type Reader, u16, u32, u8, utf8 } from '../codec.ts';
import { LABELS } from '../labels.ts';
import { giveUp, isRefusal, refuse, type Refusal } from '../refusal.ts';
import { box, BOX_OVERHEAD, unbox, xwing } from '../sodium.ts';
import { HEADER_BYTES_MAX } from '../group/state.ts';
import { NAME_BYTES_MAX } from '../group/roster.ts';
import { DOOR_VERSION } from './transcript.ts';

/** Bytes of every envelope, so that their size tells nothing. */
export const ENVELOPE_BYTES = 2048;
const TEXT_BYTES = ENVELOPE_BYTES - BOX_OVERHEAD;

/** Who speaks: part of the envelope's associated data, so that nothing can be reflected. */
export const DIRECTION = { fromJoiner: 0, fromLeader: 1 } as const;
type Direction = (typeof DIRECTION)[keyof typeof DIRECTION];

const TYPE = { knock: 1, challenge: 2, proof: 3, admit: 4, deny: 5 } as const;

/** Names one knock: 16 random bytes of the joiner. */
export type Sid = Bytes;

export interface Knock {
  readonly type: 'knock';
  readonly sid: Sid;
  /** The joiner's CPace point, 32 bytes. */
  readonly Ya: Bytes;
  /** 32 bytes. */
  readonly signKey: VerifyKey;
  /** X-Wing, 1216 bytes. */
  readonly kemKey: Bytes;
}

export interface Challenge {
  readonly type: 'challenge';
  readonly sid: Sid;
  /** The leader's CPace point, 32 bytes. */
  readonly Yb: Bytes;
  /** 153 bytes. */
  readonly grant: Bytes;
  /** X-Wing ciphertext, 1120 bytes. */
  readonly ct: Bytes;
  /** 32 bytes. */
  readonly Tb: Bytes;
  readonly signature: Signature;
}

export interface Proof {
  readonly type: 'proof';
  readonly sid: Sid;
  /** 32 bytes. */
  readonly Ta: Bytes;
  readonly seq: number;
  readonly sealed: Bytes;
}

/** `admit` and `deny`: sealed to the one joiner, each with the next number of its direction. */
export interface Verdict {
  readonly type: 'admit' | 'deny';
  readonly sid: Sid;
  readonly seq: number;
  readonly sealed: Bytes;
}

export type FromJoiner = Knock | Proof;
export type FromLeader = Challenge | Verdict;

const SEALED_MAX = TEXT_BYTES;

function bodyOf(message: FromJoiner | FromLeader): Bytes {
  switch (message.type) {
    case 'knock':
      return concat(u8(DOOR_VERSION), message.Ya, message.signKey, message.kemKey);
    case 'challenge':
      return concat(message.Yb, message.grant, message.ct, message.Tb, message.signature);
    case 'proof':
      return concat(message.Ta, u32(message.seq), message.sealed);
    case 'admit':
    case 'deny':
      return concat(u32(message.seq), message.sealed);
  }
}

/** An envelope of 2048 bytes; throws if the body is too long for one, which none of ours is. */
export function sealEnvelope(key: Key, roomId: RoomId, message: FromJoiner | FromLeader): Bytes {
  const body = bodyOf(message);
  const text = new Uint8Array(TEXT_BYTES);
  text.set(concat(u8(TYPE[message.type]), message.sid, u16(body.length), body));
  return box(key, LABELS.doorEnvelope, [roomId, u8(directionOf(message))], text);
}

const directionOf = (message: FromJoiner | FromLeader): Direction =>
  message.type === 'knock' || message.type === 'proof' ? DIRECTION.fromJoiner : DIRECTION.fromLeader;

function openEnvelope<Message>(
  key: Key,
  roomId: RoomId,
  direction: Direction,
  envelope: Uint8Array,
  readBody: (type: number, sid: Sid, reader: Reader) => Message,
): Message | Refusal {
  if (envelope.length !== ENVELOPE_BYTES) return refuse('malformed');
  const text = unbox(key, LABELS.doorEnvelope, [roomId, u8(direction)], envelope);
  if (isRefusal(text)) return text;
  return decode(text, (reader) => {
    const type = reader.u8();
    const sid = reader.bytes(16);
    const length = reader.u16();
    const body = decode(reader.bytes(length), (inner) => readBody(type, sid, inner));
    reader.zeros();
    return isRefusal(body) ? giveUp(body.refused) : body;
  });
}

/** What a joiner said; refuses `notOpened`, `malformed`, `unknownType`, `unknownVersion`. */
export function openFromJoiner(key: Key, roomId: RoomId, envelope: Uint8Array): FromJoiner | Refusal {
  return openEnvelope<FromJoiner>(key, roomId, DIRECTION.fromJoiner, envelope, (type, sid, reader) => {
    switch (type) {
      case TYPE.knock:
        if (reader.u8() !== DOOR_VERSION) return giveUp('unknownVersion');
        return {
          type: 'knock',
          sid,
          Ya: reader.bytes(32),
          signKey: branded<VerifyKey>(reader.bytes(32)),
          kemKey: reader.bytes(xwing.PUBLIC_KEY_BYTES),
        };
      case TYPE.proof:
        return { type: 'proof', sid, Ta: reader.bytes(32), seq: reader.u32(), sealed: rest(reader) };
      default:
        return giveUp('unknownType');
    }
  });
}

/** What the leader said; refuses as `openFromJoiner` does. */
export function openFromLeader(key: Key, roomId: RoomId, envelope: Uint8Array): FromLeader | Refusal {
  return openEnvelope<FromLeader>(key, roomId, DIRECTION.fromLeader, envelope, (type, sid, reader) => {
    switch (type) {
      case TYPE.challenge:
        return {
          type: 'challenge',
          sid,
          Yb: reader.bytes(32),
          grant: reader.bytes(GRANT_BYTES),
          ct: reader.bytes(xwing.CIPHERTEXT_BYTES),
          Tb: reader.bytes(32),
          signature: branded<Signature>(reader.bytes(64)),
        };
      case TYPE.admit:
      case TYPE.deny:
        return { type: type === TYPE.admit ? 'admit' : 'deny', sid, seq: reader.u32(), sealed: rest(reader) };
      default:
        return giveUp('unknownType');
    }
  });
}

function rest(reader: Reader): Bytes {
  if (reader.left < BOX_OVERHEAD || reader.left > SEALED_MAX) return giveUp('malformed');
  return reader.bytes(reader.left);
}

// ── the sealed bodies ───────────────────────────────────────────────────────────────────────────────────────

/** Inside a proof: who knocks. */
export interface ProofText {
  readonly signature: Signature;
  /** 1 to 64 bytes of clean text. */
  readonly name: string;
  /** Bits for what a client can do; none is defined. */
  readonly capabilities: number;
}

export function sealProof(key: Key, T: Hash, seq: number, text: ProofText): Bytes {
  const bytes = concat(text.signature, lv(utf8(text.name)), u32(text.capabilities));
  return box(key, LABELS.doorProofBox, [T, u32(seq)], bytes);
}

export function openProof(key: Key, T: Hash, { seq, sealed }: Proof): ProofText | Refusal {
  const bytes = unbox(key, LABELS.doorProofBox, [T, u32(seq)], sealed);
  if (isRefusal(bytes)) return bytes;
  return decode(bytes, (reader) => ({
    signature: branded<Signature>(reader.bytes(64)),
    name: reader.text(1, NAME_BYTES_MAX),
    capabilities: reader.u32(),
  }));
}

/** Inside an admit: a place in the roster, and everything a member has. */
export interface AdmitText {
  readonly index: MemberIndex;
  /** The epoch secret of the state in `header`, 32 bytes. */
  readonly secret: Key;
  /** 32 bytes. */
  readonly roomKey: Key;
  readonly header: Bytes;
  readonly signature: Signature;
}

export function sealAdmit(key: Key, T: Hash, seq: number, text: AdmitText): Bytes {
  const bytes = concat(u16(text.index), text.secret, text.roomKey, lv(text.header), text.signature);
  return box(key, LABELS.doorAdmit, [T, u32(seq)], bytes);
}

export function openAdmit(key: Key, T: Hash, { seq, sealed }: Verdict): AdmitText | Refusal {
  const bytes = unbox(key, LABELS.doorAdmit, [T, u32(seq)], sealed);
  if (isRefusal(bytes)) return bytes;
  return decode(bytes, (reader) => ({
    index: branded<MemberIndex>(reader.u16()),
    secret: branded<Key>(reader.bytes(32)),
    roomKey: branded<Key>(reader.bytes(32)),
    header: reader.part(1, HEADER_BYTES_MAX),
    signature: branded<Signature>(reader.bytes(64)),
  }));
}

/** Why a host turned somebody away; the only reason so far is that they did. */
const DECLINED = 1;

export function sealDeny(key: Key, T: Hash, seq: number): Bytes {
  return box(key, LABELS.doorDeny, [T, u32(seq)], u8(DECLINED));
}

/** True for a deny that the leader sealed. */
export function openDeny(key: Key, T: Hash, { seq, sealed }: Verdict): true | Refusal {
  const bytes = unbox(key, LABELS.doorDeny, [T, u32(seq)], sealed);
  if (isRefusal(bytes)) return bytes;
  return decode(bytes, (reader) => reader.u8() === DECLINED || giveUp('unknownType'));
}
