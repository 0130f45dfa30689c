/**
 * Sealed, signed messages (§6): from a message to data packets and back. A packet says in clear only which
 * key opens it: the epoch and the sender's index, for pairwise ones the receiver's too.
 *
 *   packet  = kind u8 ‖ n u32 ‖ sender u16 ‖ [receiver u16 ‖ step u32] ‖ box(…; seq u32 ‖ part u8 ‖ of u8 ‖ slice)
 *   message = type u8 ‖ seq u32 ‖ content ‖ signature 64, cut into slices
 *   wraps   = kind u8 ‖ n u32 ‖ leader u16 ‖ (member u16 ‖ 72 bytes) …
 */

import {
  branded,
  type Bytes,
  type EpochNumber,
  type Hash,
  type Key,
  type MeetingId,
  type MemberIndex,
  type Signature,
  type SigningKey,
  type VerifyKey,
} from '../brands.ts';
import { concat } from '../bytes.ts';
import { decode, Reader, u16, u32, u8 } from '../codec.ts';
import { LABELS, messageLabel } from '../labels.ts';
import { attempt, giveUp, isRefusal, refuse, type Refusal } from '../refusal.ts';
import { box, BOX_OVERHEAD, sign, unbox, verify } from '../sodium.ts';
import { WRAP_BYTES } from './keySchedule.ts';
import { decodeContent, encodeContent, type GroupMessage, PAIRWISE, TYPE_NUMBERS } from './messages.ts';
import { EVERYONE } from './roster.ts';

/** Longest packet, in bytes: below the 15 000 at which the transport cuts by itself. */
export const PACKET_BYTES_MAX = 12 * 1024;
export const PARTS_MAX = 64;
/** Wraps that share a packet. */
export const WRAPS_PER_PACKET = 64;

const KIND = { everyone: 1, pairwise: 2, wraps: 3 } as const;
const PART_HEADER = 6;
const SLICE_BYTES = PACKET_BYTES_MAX - 13 - BOX_OVERHEAD - PART_HEADER;

/** The state a message is signed and judged under. */
export interface Under {
  readonly meetingId: MeetingId;
  readonly n: EpochNumber;
  readonly hash: Hash;
}

/** Whom a message is for: everyone, under the epoch's message key, or one member under a pairwise key. */
export type Audience =
  | { readonly key: Key; readonly receiver: typeof EVERYONE }
  | { readonly key: Key; readonly receiver: MemberIndex; readonly step: EpochNumber };

export interface Outgoing {
  readonly under: Under;
  readonly sender: MemberIndex;
  readonly signingKey: SigningKey;
  /** Higher than any the sender used in this meeting for this audience. */
  readonly seq: number;
  readonly message: GroupMessage;
  readonly audience: Audience;
}

const isPairwise = (audience: Audience): audience is Extract<Audience, { step: EpochNumber }> =>
  'step' in audience;

function clearOf(under: Under, sender: MemberIndex, audience: Audience): Bytes {
  const start = [u32(under.n), u16(sender)];
  return isPairwise(audience)
    ? concat(u8(KIND.pairwise), ...start, u16(audience.receiver), u32(audience.step))
    : concat(u8(KIND.everyone), ...start);
}

const signedParts = (
  under: Under,
  sender: MemberIndex,
  receiver: MemberIndex,
  seq: number,
  content: Uint8Array,
) => [under.meetingId, under.hash, u16(sender), u16(receiver), u32(seq), content] as const;

/** The packets of one message; throws if it is longer than 64 parts, which no message of ours is. */
export function sealMessage({ under, sender, signingKey, seq, message, audience }: Outgoing): Bytes[] {
  if (PAIRWISE.has(message.type) !== isPairwise(audience))
    throw new TypeError(`${message.type} to the wrong audience`);
  const type = TYPE_NUMBERS[message.type];
  const content = encodeContent(message);
  const signature = sign(
    signingKey,
    messageLabel(type),
    ...signedParts(under, sender, audience.receiver, seq, content),
  );
  const whole = concat(u8(type), u32(seq), content, signature);
  const parts = Math.ceil(whole.length / SLICE_BYTES);
  if (parts > PARTS_MAX) throw new RangeError(`a message of ${whole.length} bytes`);
  const clear = clearOf(under, sender, audience);
  const label = isPairwise(audience) ? LABELS.pairBox : LABELS.msgBox;
  return Array.from({ length: parts }, (_, part) => {
    const slice = whole.subarray(part * SLICE_BYTES, (part + 1) * SLICE_BYTES);
    const text = concat(u32(seq), u8(part), u8(parts), slice);
    return concat(clear, box(audience.key, label, [under.meetingId, clear], text));
  });
}

/** What a packet says in clear. */
export type Packet =
  | {
      readonly kind: 'everyone';
      readonly n: EpochNumber;
      readonly sender: MemberIndex;
      readonly clear: Bytes;
      readonly sealed: Bytes;
    }
  | {
      readonly kind: 'pairwise';
      readonly n: EpochNumber;
      readonly sender: MemberIndex;
      readonly receiver: MemberIndex;
      readonly step: EpochNumber;
      readonly clear: Bytes;
      readonly sealed: Bytes;
    }
  | {
      readonly kind: 'wraps';
      readonly n: EpochNumber;
      readonly leader: MemberIndex;
      readonly wraps: ReadonlyMap<MemberIndex, Bytes>;
    };

/** Refuses `malformed`, `unknownType`, `tooLong`. */
export function readPacket(data: Uint8Array): Packet | Refusal {
  if (data.length > PACKET_BYTES_MAX) return refuse('tooLong');
  return decode(data, (reader): Packet => {
    const kind = reader.u8();
    const n = branded<EpochNumber>(reader.u32());
    const sender = member(reader);
    switch (kind) {
      case KIND.everyone:
        return {
          kind: 'everyone',
          n,
          sender,
          clear: data.slice(0, 7),
          sealed: reader.bytes(reader.left),
        };
      case KIND.pairwise: {
        const receiver = member(reader);
        const step = branded<EpochNumber>(reader.u32());
        const clear = data.slice(0, 13);
        return { kind: 'pairwise', n, sender, receiver, step, clear, sealed: reader.bytes(reader.left) };
      }
      case KIND.wraps: {
        return { kind: 'wraps', n, leader: sender, wraps: readWraps(reader) };
      }
      default:
        return giveUp('unknownType');
    }
  });
}

function member(reader: Reader): MemberIndex {
  const index = branded<MemberIndex>(reader.u16());
  return index === EVERYONE ? giveUp('malformed') : index;
}

/** 1 to 64 wraps, the members' indices rising. */
function readWraps(reader: Reader): Map<MemberIndex, Bytes> {
  const wraps = new Map<MemberIndex, Bytes>();
  let last = -1;
  do {
    const index = member(reader);
    if (index <= last || wraps.size === WRAPS_PER_PACKET) return giveUp('malformed');
    wraps.set(index, reader.bytes(WRAP_BYTES));
    last = index;
  } while (reader.left > 0);
  return wraps;
}

/** The packets of the wraps of one renew, 64 members in each, in rising order of their index. */
export function packWraps(
  n: EpochNumber,
  leader: MemberIndex,
  wraps: readonly (readonly [MemberIndex, Bytes])[],
): Bytes[] {
  return Array.from({ length: Math.ceil(wraps.length / WRAPS_PER_PACKET) }, (_, packet) => {
    const those = wraps.slice(packet * WRAPS_PER_PACKET, (packet + 1) * WRAPS_PER_PACKET);
    return concat(
      u8(KIND.wraps),
      u32(n),
      u16(leader),
      ...those.flatMap(([index, wrap]) => [u16(index), wrap]),
    );
  });
}

/** One opened packet: a message's slice. */
export interface Slice {
  readonly seq: number;
  readonly part: number;
  readonly of: number;
  readonly bytes: Bytes;
}

/** Opens a packet with the key its clear part names; refuses `notOpened`, `malformed`. */
export function openPacket(
  packet: Exclude<Packet, { kind: 'wraps' }>,
  key: Key,
  meetingId: MeetingId,
): Slice | Refusal {
  const label = packet.kind === 'pairwise' ? LABELS.pairBox : LABELS.msgBox;
  const text = unbox(key, label, [meetingId, packet.clear], packet.sealed);
  if (isRefusal(text)) return text;
  return decode(text, (reader) => {
    const slice = { seq: reader.u32(), part: reader.u8(), of: reader.u8(), bytes: reader.bytes(reader.left) };
    const { part, of, bytes } = slice;
    const whole =
      of >= 1 && of <= PARTS_MAX && part < of && (part === of - 1 || bytes.length === SLICE_BYTES);
    return whole && bytes.length > 0 ? slice : giveUp('malformed');
  });
}

/** A message whose signature holds. */
export interface Heard {
  readonly seq: number;
  readonly message: GroupMessage;
}

/**
 * The message in all its slices put together, from `sender` to `receiver` (or everyone) under a state; refuses
 * `malformed`, `badSignature`, `unknownType`, `notAllowed` (a message for one sent to all, or the reverse).
 */
export function openMessage(
  whole: Uint8Array,
  under: Under,
  sender: MemberIndex,
  signKey: VerifyKey,
  receiver: MemberIndex,
): Heard | Refusal {
  return attempt(() => {
    const reader = new Reader(whole);
    const type = reader.u8();
    const seq = reader.u32();
    if (reader.left < 64) return giveUp('malformed');
    const content = reader.bytes(reader.left - 64);
    const signature = branded<Signature>(reader.bytes(64));
    const signed = signedParts(under, sender, receiver, seq, content);
    if (!verify(signKey, signature, messageLabel(type), ...signed)) return giveUp('badSignature');
    const message = decodeContent(type, content);
    if (isRefusal(message)) return giveUp(message.refused);
    if (PAIRWISE.has(message.type) !== (receiver !== EVERYONE)) return giveUp('notAllowed');
    return { seq, message };
  });
}
