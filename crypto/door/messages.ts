/** What travels through the door (§4): envelopes of one size, and the eight bodies inside them. */

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
import { decode, isCleanText, lv, type Reader, u16, u32, u8, utf8 } from '../codec.ts';
import { LABELS } from '../labels.ts';
import { giveUp, isRefusal, refuse, type Refusal } from '../refusal.ts';
import { box, BOX_OVERHEAD, unbox, xwing } from '../sodium.ts';
import { HEADER_BYTES_MAX } from '../group/state.ts';
import { NAME_BYTES_MAX } from '../group/roster.ts';
import { encodePeople, type People, readPeople } from '../group/whole.ts';
import { DOOR_VERSION } from './transcript.ts';

/** Bytes of every envelope, so that their size tells nothing. */
export const ENVELOPE_BYTES = 2048;
const TEXT_BYTES = ENVELOPE_BYTES - BOX_OVERHEAD;

/** Who speaks: part of the envelope's associated data, so that nothing can be reflected. */
export const DIRECTION = { fromJoiner: 0, fromLeader: 1 } as const;
type Direction = (typeof DIRECTION)[keyof typeof DIRECTION];

const TYPE = {
  knock: 1,
  challenge: 2,
  proof: 3,
  admit: 4,
  deny: 5,
  note: 6,
  answer: 6,
  moved: 7,
  ping: 8,
} as const;

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

/** Text between host (`note`) and guest (`answer`): sealed to the other, with the next number of its direction. */
export interface Note<Type extends 'note' | 'answer' = 'note'> {
  readonly type: Type;
  readonly sid: Sid;
  readonly seq: number;
  readonly sealed: Bytes;
}

/** Who waits is still there: sealed to the leader, with the next number of its direction. An admit answers the newest. */
export interface DoorPing {
  readonly type: 'ping';
  readonly sid: Sid;
  readonly seq: number;
  readonly sealed: Bytes;
}

/** In answer to a knock with an old link: the meeting has another one. An authority signs it. */
export interface Moved {
  readonly type: 'moved';
  readonly sid: Sid;
  /** 153 bytes. */
  readonly grant: Bytes;
  /** Over the roomId and the sid. */
  readonly signature: Signature;
}

export type FromJoiner = Knock | Proof | Note<'answer'> | DoorPing;
export type FromLeader = Challenge | Verdict | Note | Moved;

const SEALED_MAX = TEXT_BYTES;
/** What an envelope has room for besides type, sid, length and number. */
const ADMIT_TEXT_MAX = TEXT_BYTES - 1 - 16 - 2 - 4 - BOX_OVERHEAD;

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
    case 'note':
    case 'answer':
    case 'ping':
      return concat(u32(message.seq), message.sealed);
    case 'moved':
      return concat(message.grant, message.signature);
  }
}

/** An envelope of 2048 bytes; throws if the body is too long for one, which none of ours is. */
export function sealEnvelope(key: Key, roomId: RoomId, message: FromJoiner | FromLeader): Bytes {
  const body = bodyOf(message);
  const text = new Uint8Array(TEXT_BYTES);
  text.set(concat(u8(TYPE[message.type]), message.sid, u16(body.length), body));
  return box(key, LABELS.doorEnvelope, [roomId, u8(directionOf(message))], text);
}

function directionOf({ type }: FromJoiner | FromLeader): Direction {
  const byJoiner = type === 'knock' || type === 'proof' || type === 'answer' || type === 'ping';
  return byJoiner ? DIRECTION.fromJoiner : DIRECTION.fromLeader;
}

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
      case TYPE.answer:
        return { type: 'answer', sid, seq: reader.u32(), sealed: rest(reader) };
      case TYPE.ping:
        return { type: 'ping', sid, seq: reader.u32(), sealed: rest(reader) };
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
      case TYPE.note:
        return { type: 'note', sid, seq: reader.u32(), sealed: rest(reader) };
      case TYPE.moved:
        return {
          type: 'moved',
          sid,
          grant: reader.bytes(GRANT_BYTES),
          signature: branded<Signature>(reader.bytes(64)),
        };
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
  /** Of that state; undefined where an envelope has no room for all of them. */
  readonly people: People | undefined;
}

/** Bytes of what a ping gives the leader to give back. */
export const TOKEN_BYTES = 16;
/** In place of the token where no ping came: none has it. */
const NO_TOKEN: Bytes = new Uint8Array(TOKEN_BYTES);

/**
 * Seals an admit, without its people where they are too many for an envelope. `token` is that of the joiner's newest
 * ping, 16 bytes.
 */
export function sealAdmit(key: Key, T: Hash, seq: number, text: AdmitText, token = NO_TOKEN): Bytes {
  const { index, secret, roomKey, header, signature } = text;
  const bytes = concat(token, u16(index), secret, roomKey, lv(header), signature);
  const people = text.people ? encodePeople(text.people) : new Uint8Array();
  const fits = bytes.length + people.length <= ADMIT_TEXT_MAX;
  return box(key, LABELS.doorAdmit, [T, u32(seq)], fits ? concat(bytes, people) : bytes);
}

export function openAdmit(
  key: Key,
  T: Hash,
  { seq, sealed }: Verdict,
): (AdmitText & { readonly token: Bytes }) | Refusal {
  const bytes = unbox(key, LABELS.doorAdmit, [T, u32(seq)], sealed);
  if (isRefusal(bytes)) return bytes;
  return decode(bytes, (reader) => ({
    token: reader.bytes(TOKEN_BYTES),
    index: branded<MemberIndex>(reader.u16()),
    secret: branded<Key>(reader.bytes(32)),
    roomKey: branded<Key>(reader.bytes(32)),
    header: reader.part(1, HEADER_BYTES_MAX),
    signature: branded<Signature>(reader.bytes(64)),
    people: reader.left === 0 ? undefined : readPeople(reader),
  }));
}

/**
 * Why somebody was turned away: `declined` by a host; the meeting is `locked`, or `full`; it has `moved` to a new
 * link, or a new passphrase came while this one was being proved (`wrongPassphrase`).
 */
export type DenyReason = 'declined' | 'locked' | 'full' | 'moved' | 'wrongPassphrase';

/** On the wire. */
export const DENY_NUMBERS: Readonly<Record<DenyReason, number>> = {
  declined: 1,
  locked: 2,
  full: 3,
  moved: 4,
  wrongPassphrase: 5,
};
const DENY_REASONS = new Map(
  Object.entries(DENY_NUMBERS).map(([reason, number]) => [number, reason as DenyReason]),
);

export function sealDeny(key: Key, T: Hash, seq: number, reason: DenyReason = 'declined'): Bytes {
  return box(key, LABELS.doorDeny, [T, u32(seq)], u8(DENY_NUMBERS[reason]));
}

/** The reason of a deny that the leader sealed. */
export function openDeny(key: Key, T: Hash, { seq, sealed }: Verdict): DenyReason | Refusal {
  const bytes = unbox(key, LABELS.doorDeny, [T, u32(seq)], sealed);
  if (isRefusal(bytes)) return bytes;
  return decode(bytes, (reader) => DENY_REASONS.get(reader.u8()) ?? giveUp('unknownType'));
}

/** Longest note, in bytes. */
export const NOTE_BYTES_MAX = 1000;

/** Whether this text can be a note: 1 to 1000 bytes of clean text, line feeds allowed. */
export function isNote(text: string): boolean {
  const { length } = utf8(text);
  return length > 0 && length <= NOTE_BYTES_MAX && isCleanText(text, true);
}

/** Seals a note of the leader (`key` = kL) or an answer of the joiner (kJ); the text is one that `isNote` takes. */
export function sealNote(key: Key, T: Hash, seq: number, text: string): Bytes {
  return box(key, LABELS.doorNote, [T, u32(seq)], lv(utf8(text)));
}

/** The text of a note; refuses `notOpened`, `malformed`, `badText`. */
export function openNote(key: Key, T: Hash, { seq, sealed }: Note<'note' | 'answer'>): string | Refusal {
  const bytes = unbox(key, LABELS.doorNote, [T, u32(seq)], sealed);
  return isRefusal(bytes) ? bytes : decode(bytes, (reader) => reader.text(1, NOTE_BYTES_MAX, true));
}

/** Seals a ping; `token` is 16 random bytes. */
export const sealDoorPing = (key: Key, T: Hash, seq: number, token: Bytes): Bytes =>
  box(key, LABELS.doorPing, [T, u32(seq)], token);

/** The token of a ping; refuses `notOpened`, `malformed`. */
export function openDoorPing(key: Key, T: Hash, { seq, sealed }: DoorPing): Bytes | Refusal {
  const bytes = unbox(key, LABELS.doorPing, [T, u32(seq)], sealed);
  return isRefusal(bytes) ? bytes : decode(bytes, (reader) => reader.bytes(TOKEN_BYTES));
}
