/** The messages inside the call (§6): type, encoder and decoder of each. Sealing and signing is `sealedMessage.ts`. */

import {
  branded,
  type Bytes,
  type EpochNumber,
  type Hash,
  type Key,
  type MemberIndex,
  type Signature,
} from '../brands.ts';
import { concat } from '../bytes.ts';
import { decode, lv, Reader, u16, u32, u8 } from '../codec.ts';
import { giveUp, type Refusal } from '../refusal.ts';
import { encodeMembers, readMembers, type Change, type Roster } from './roster.ts';
import { HEADER_BYTES_MAX } from './state.ts';

export type GroupMessage =
  /** The next state: its header, the leader's signature over it, and what changes in the roster. */
  | ({ readonly type: 'state'; readonly header: Bytes; readonly signature: Signature } & Change)
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
  | {
      readonly type: 'catchUp';
      readonly header: Bytes;
      readonly signature: Signature;
      readonly secret: Key;
      readonly renews: readonly EpochNumber[];
      readonly roster: Roster;
    }
  /** The last word of whoever leaves. */
  | { readonly type: 'leave' }
  /** The host ends the meeting for everyone. */
  | { readonly type: 'end' }
  /** Which of its slots the sender has switched on: bit s for slot s. */
  | { readonly type: 'media'; readonly on: number };

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
};

/** Which messages go to one receiver under a pairwise key; all others go to everyone. */
export const PAIRWISE: ReadonlySet<MessageType> = new Set<MessageType>(['ping', 'pong', 'ask', 'catchUp']);

const SLOT_BITS = 0b1111;
const RENEWS_MAX = 4096;

export function encodeContent(message: GroupMessage): Bytes {
  switch (message.type) {
    case 'state':
      return concat(
        lv(message.header),
        message.signature,
        lv(concat(...message.left.map(u16))),
        encodeMembers(message.entered),
      );
    case 'ping':
      return concat(message.token, u32(message.number), u32(message.n));
    case 'pong':
      return concat(message.token, u32(message.number), u32(message.n), message.hash);
    case 'ask':
      return u32(message.n);
    case 'catchUp':
      return concat(
        lv(message.header),
        message.signature,
        message.secret,
        lv(concat(...message.renews.map(u32))),
        encodeMembers(message.roster),
      );
    case 'leave':
    case 'end':
      return new Uint8Array();
    case 'media':
      return u8(message.on);
  }
}

/** The message of this type number; refuses `unknownType`, `malformed`, `badText`. */
export function decodeContent(type: number, content: Uint8Array): GroupMessage | Refusal {
  return decode(content, (reader): GroupMessage => {
    switch (type) {
      case TYPE_NUMBERS.state:
        return {
          type: 'state',
          header: reader.part(1, HEADER_BYTES_MAX),
          signature: branded<Signature>(reader.bytes(64)),
          left: numbers(reader, 2, (inner) => branded<MemberIndex>(inner.u16())),
          entered: readMembers(reader),
        };
      case TYPE_NUMBERS.ping:
        return { type: 'ping', token: reader.bytes(16), number: reader.u32(), n: epoch(reader) };
      case TYPE_NUMBERS.pong:
        return {
          type: 'pong',
          token: reader.bytes(16),
          number: reader.u32(),
          n: epoch(reader),
          hash: branded<Hash>(reader.bytes(32)),
        };
      case TYPE_NUMBERS.ask:
        return { type: 'ask', n: epoch(reader) };
      case TYPE_NUMBERS.catchUp:
        return {
          type: 'catchUp',
          header: reader.part(1, HEADER_BYTES_MAX),
          signature: branded<Signature>(reader.bytes(64)),
          secret: branded<Key>(reader.bytes(32)),
          renews: numbers(reader, 4, epoch),
          roster: readMembers(reader),
        };
      case TYPE_NUMBERS.leave:
        return { type: 'leave' };
      case TYPE_NUMBERS.end:
        return { type: 'end' };
      case TYPE_NUMBERS.media: {
        const on = reader.u8();
        return on > SLOT_BITS ? giveUp('malformed') : { type: 'media', on };
      }
      default:
        return giveUp('unknownType');
    }
  });
}

const epoch = (reader: Reader): EpochNumber => branded<EpochNumber>(reader.u32());

/** A part of rising numbers of `width` bytes each. */
function numbers<N extends number>(reader: Reader, width: number, read: (reader: Reader) => N): N[] {
  const inner = new Reader(reader.part(0, RENEWS_MAX * width));
  const list: N[] = [];
  while (inner.left > 0) {
    const value = read(inner);
    const last = list.at(-1);
    if (last !== undefined && last >= value) return giveUp('malformed');
    list.push(value);
  }
  return list;
}
