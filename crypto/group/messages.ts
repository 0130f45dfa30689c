/** The messages inside the call (§6): type, encoder and decoder of each. Sealing and signing is `sealedMessage.ts`. */

import {
  branded,
  type Bytes,
  type EpochNumber,
  type Hash,
  type MemberIndex,
  type ParticipantId,
  type Signature,
} from '../brands.ts';
import { concat } from '../bytes.ts';
import { decode, lv, Reader, u16, u32, u8, utf8 } from '../codec.ts';
import { giveUp, type Refusal } from '../refusal.ts';
import { xwing } from '../sodium.ts';
import { type Confidence, encodeConfidence, readConfidence } from './confidences.ts';
import { readIds } from './identities.ts';
import { encodeOrder, type Order, readOrder } from './orders.ts';
import {
  type Change,
  encodeMember,
  encodeMembers,
  type Entrant,
  HOWS,
  type Leaver,
  readMember,
  readMembers,
} from './roster.ts';
import { encodeSaying, readSaying, readSlots, type Saying } from './sayings.ts';
import { HEADER_BYTES_MAX } from './state.ts';
import { encodeWhole, readWhole, type Whole } from './whole.ts';

export type GroupMessage =
  /**
   * The next state: its header, the leader's signature over it, what changes in the roster, whom it bars besides,
   * and from a leader that took over its X-Wing key (1216 bytes).
   */
  | ({
      readonly type: 'state';
      readonly header: Bytes;
      readonly signature: Signature;
      readonly barred: readonly ParticipantId[];
      readonly kemKey: Bytes | undefined;
    } & Change)
  /** To the leader: are you there, and is this still the state? 16 random bytes, a rising number. */
  | { readonly type: 'ping'; readonly token: Bytes; readonly number: number; readonly n: EpochNumber }
  /** Back to the member: the same bytes and number, with the state as the leader has it. */
  | {
      readonly type: 'pong';
      readonly token: Bytes;
      readonly number: number;
      readonly n: EpochNumber;
      readonly hash: Hash;
    }
  /** To the leader: the newest state this member has is `n`; send the present one whole. */
  | { readonly type: 'ask'; readonly n: EpochNumber }
  /** The present state whole, its secret, and the renews since the member's pairwise keys last stepped. */
  | ({ readonly type: 'catchUp'; readonly renews: readonly EpochNumber[] } & Whole)
  /** An authority's wish for the next state. */
  | { readonly type: 'order'; readonly order: Order }
  | Confidence
  /** The last word of whoever leaves. */
  | { readonly type: 'leave' }
  /** The host ends the meeting for everyone. */
  | { readonly type: 'end' }
  /** Which of its slots the sender has switched on: bit s for slot s. */
  | { readonly type: 'media'; readonly on: number }
  /** These numbers of the sender at this index did not come. */
  | { readonly type: 'missing'; readonly index: MemberIndex; readonly seqs: readonly number[] }
  | ({ readonly type: 'say' } & Saying)
  /** A saying that somebody missed, under its old number. */
  | ({ readonly type: 'again'; readonly was: number } & Saying);

export type MessageType = GroupMessage['type'];

/** Numbers on the wire; each goes with a label of its own (`messageLabel`). */
export const TYPE_NUMBERS: Readonly<Record<MessageType, number>> = {
  state: 1,
  ping: 2,
  pong: 3,
  ask: 4,
  catchUp: 5,
  leave: 6,
  end: 7,
  media: 8,
  order: 10,
  words: 11,
  knocks: 12,
  door: 13,
  history: 14,
  say: 15,
  again: 16,
  missing: 17,
};

const TYPES = new Map(Object.entries(TYPE_NUMBERS).map(([type, number]) => [number, type as MessageType]));

/** Which messages go to one receiver under a pairwise key; all others go to everyone. */
export const PAIRWISE: ReadonlySet<MessageType> = new Set<MessageType>([
  'ping',
  'pong',
  'ask',
  'catchUp',
  'order',
  'words',
  'knocks',
  'door',
  'history',
]);

const RENEWS_MAX = 4096;
export const MISSING_MAX = 64;

export function encodeContent(message: GroupMessage): Bytes {
  switch (message.type) {
    case 'state':
      return concat(
        lv(
          message.header,
          concat(...message.left.map(encodeLeaver)),
          lv(...message.entered.map(({ member, by }) => concat(u16(by), encodeMember(member)))),
          encodeMembers(message.changed),
          utf8(message.barred.join('')),
          message.kemKey ?? new Uint8Array(),
        ),
        message.signature,
      );
    case 'ping':
      return concat(message.token, u32(message.number), u32(message.n));
    case 'pong':
      return concat(message.token, u32(message.number), u32(message.n), message.hash);
    case 'ask':
      return u32(message.n);
    case 'catchUp':
      return concat(lv(concat(...message.renews.map(u32))), encodeWhole(message));
    case 'order':
      return encodeOrder(message.order);
    case 'words':
    case 'knocks':
    case 'door':
    case 'history':
      return encodeConfidence(message);
    case 'leave':
    case 'end':
      return new Uint8Array();
    case 'media':
      return u8(message.on);
    case 'missing':
      return concat(u16(message.index), ...message.seqs.map(u32));
    case 'say':
      return encodeSaying(message);
    case 'again':
      return concat(u32(message.was), encodeSaying(message));
  }
}

const encodeLeaver = ({ index, how, by }: Leaver): Bytes =>
  concat(u16(index), u8(HOWS.indexOf(how)), u16(by));

/** The message of this type number; refuses `unknownType`, `malformed`, `badText`, `tooLong`. */
export function decodeContent(type: number, content: Uint8Array): GroupMessage | Refusal {
  return decode(content, (reader): GroupMessage => {
    const name = TYPES.get(type);
    switch (name) {
      case 'state':
        return readState(reader);
      case 'ping':
        return { type: name, token: reader.bytes(16), number: reader.u32(), n: epoch(reader) };
      case 'pong':
        return {
          type: name,
          token: reader.bytes(16),
          number: reader.u32(),
          n: epoch(reader),
          hash: branded<Hash>(reader.bytes(32)),
        };
      case 'ask':
        return { type: name, n: epoch(reader) };
      case 'catchUp':
        return { type: name, renews: numbers(reader, 4, epoch), ...readWhole(reader) };
      case 'order':
        return { type: name, order: readOrder(reader) };
      case 'words':
      case 'knocks':
      case 'door':
      case 'history':
        return readConfidence(name, reader);
      case 'leave':
      case 'end':
        return { type: name };
      case 'media':
        return { type: name, on: readSlots(reader) };
      case 'missing':
        return { type: name, index: branded<MemberIndex>(reader.u16()), seqs: rest(reader) };
      case 'say':
        return { type: name, ...readSaying(reader) };
      case 'again':
        return { type: name, was: reader.u32(), ...readSaying(reader) };
      case undefined:
        return giveUp('unknownType');
    }
  });
}

function readState(reader: Reader): GroupMessage {
  const header = reader.part(1, HEADER_BYTES_MAX);
  const left = listOf(reader, readLeaver);
  const entered = listOf(reader, (inner) => readEntrant(new Reader(inner.part())));
  const changed = readMembers(new Reader(reader.part()));
  const barred = readIds(reader);
  const kemKey = reader.part(0, xwing.PUBLIC_KEY_BYTES);
  if (kemKey.length !== 0 && kemKey.length !== xwing.PUBLIC_KEY_BYTES) return giveUp('malformed');
  const signature = branded<Signature>(reader.bytes(64));
  rising(left.map(({ index }) => index));
  rising(entered.map(({ member }) => member.index));
  return {
    type: 'state',
    header,
    signature,
    left,
    entered,
    changed,
    barred,
    kemKey: kemKey.length === 0 ? undefined : kemKey,
  };
}

function readLeaver(reader: Reader): Leaver {
  const index = branded<MemberIndex>(reader.u16());
  const how = HOWS[reader.u8()] ?? giveUp('malformed');
  return { index, how, by: branded<MemberIndex>(reader.u16()) };
}

function readEntrant(reader: Reader): Entrant {
  const by = branded<MemberIndex>(reader.u16());
  const member = readMember(reader);
  reader.end();
  return { by, member };
}

const epoch = (reader: Reader): EpochNumber => branded<EpochNumber>(reader.u32());

/** Rising numbers to the end, 1 to 64 of them. */
function rest(reader: Reader): number[] {
  const list: number[] = [];
  while (reader.left > 0) list.push(reader.u32());
  rising(list);
  return list.length > 0 && list.length <= MISSING_MAX ? list : giveUp('malformed');
}

function rising(list: readonly number[]): void {
  if (list.some((value, at) => at > 0 && (list[at - 1] ?? 0) >= value)) giveUp('malformed');
}

/** A part read to its end. */
function listOf<T>(reader: Reader, read: (inner: Reader) => T): T[] {
  const inner = new Reader(reader.part());
  const list: T[] = [];
  while (inner.left > 0) list.push(read(inner));
  return list;
}

/** A part of rising numbers of `width` bytes each. */
function numbers<N extends number>(reader: Reader, width: number, read: (reader: Reader) => N): N[] {
  const list = listOf(new Reader(lv(reader.part(0, RENEWS_MAX * width))), read);
  rising(list);
  return list;
}
