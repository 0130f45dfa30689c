/** What leader and authority tell each other alone, and what the leader tells a newcomer: under a pairwise key. */

import { branded, type Bytes, type LinkSecret } from '../brands.ts';
import { concat } from '../bytes.ts';
import { lv, Reader, u32, u8, utf8 } from '../codec.ts';
import { giveUp } from '../refusal.ts';
import {
  type DoorAsk,
  encodeAsk,
  NOTE_BYTES_MAX,
  PASSPHRASE_BYTES_MAX,
  readAsk,
  waiterBytes,
} from './orders.ts';
import { NAME_BYTES_MAX } from './roster.ts';

/** Bytes of one chat message. */
export const CHAT_BYTES_MAX = 4000;

export interface KnockLine {
  readonly waiter: number;
  readonly name: string;
  readonly likeAnother: boolean;
  readonly notes: readonly { readonly from: 'host' | 'guest'; readonly text: string }[];
}

export interface HistoryLine {
  readonly name: string;
  readonly text: string;
  /** Milliseconds since 1970, by the leader's clock. */
  readonly at: number;
}

export type Confidence =
  /** Leader → authority: what opens the door now. `own`: the passphrase is the host's own. */
  | {
      readonly type: 'words';
      readonly generation: number;
      readonly linkSecret: LinkSecret;
      readonly passphrase: string;
      readonly own: boolean;
    }
  /** Leader → authority: everybody who is shown at the door. */
  | { readonly type: 'knocks'; readonly knocks: readonly KnockLine[] }
  /** Authority → leader. */
  | { readonly type: 'door'; readonly ask: DoorAsk }
  /** Leader → newcomer: what was said before. */
  | { readonly type: 'history'; readonly lines: readonly HistoryLine[] };

export function encodeConfidence(message: Confidence): Bytes {
  switch (message.type) {
    case 'words':
      return concat(
        u32(message.generation),
        message.linkSecret,
        lv(utf8(message.passphrase)),
        u8(message.own ? 1 : 0),
      );
    case 'knocks':
      return lv(...message.knocks.map(encodeKnock));
    case 'door':
      return encodeAsk(message.ask);
    case 'history':
      return lv(
        ...message.lines.map(({ name, text, at }) => concat(waiterBytes(at), lv(utf8(name), utf8(text)))),
      );
  }
}

const encodeKnock = ({ waiter, name, likeAnother, notes }: KnockLine): Bytes =>
  concat(
    waiterBytes(waiter),
    u8(likeAnother ? 1 : 0),
    lv(utf8(name)),
    lv(...notes.map(({ from, text }) => concat(u8(from === 'host' ? 1 : 0), utf8(text)))),
  );

/** Reads the content of a confidence of this type to its end; gives up as `Reader` does. */
export function readConfidence(type: Confidence['type'], reader: Reader): Confidence {
  switch (type) {
    case 'words':
      return {
        type,
        generation: reader.u32(),
        linkSecret: branded<LinkSecret>(reader.bytes(16)),
        passphrase: reader.text(1, PASSPHRASE_BYTES_MAX),
        own: reader.flag(),
      };
    case 'knocks':
      return { type, knocks: each(reader, readKnock) };
    case 'door':
      return { type, ask: readAsk(reader) };
    case 'history':
      return {
        type,
        lines: each(reader, (line) => ({
          at: line.safeU64(),
          name: line.text(1, NAME_BYTES_MAX),
          text: line.text(1, CHAT_BYTES_MAX, true),
        })),
      };
  }
}

function readKnock(reader: Reader): KnockLine {
  const waiter = reader.safeU64();
  const likeAnother = reader.flag();
  const name = reader.text(1, NAME_BYTES_MAX);
  const notes = each(reader, (line) => {
    const from = line.flag() ? ('host' as const) : ('guest' as const);
    return { from, text: line.restAsText(1, NOTE_BYTES_MAX, true) };
  });
  return { waiter, name, likeAnother, notes };
}

/** Parts to the reader's end, each read whole. */
function each<T>(reader: Reader, read: (part: Reader) => T): T[] {
  const list: T[] = [];
  while (reader.left > 0) {
    const inner = new Reader(reader.part());
    list.push(read(inner));
    if (inner.left > 0) return giveUp('malformed');
  }
  return list;
}
