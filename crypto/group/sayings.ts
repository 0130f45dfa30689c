/** What members say to everyone (§6): in `say`, and again in `again` for whoever missed it. */

import { branded, type Bytes, type MemberIndex, type Milliseconds } from '../brands.ts';
import { concat } from '../bytes.ts';
import { type Reader, u16, u32, u8, utf8 } from '../codec.ts';
import { PICTURE_BYTES_MAX, readPicture } from '../picture.ts';
import { giveUp, isRefusal } from '../refusal.ts';
import { CHAT_BYTES_MAX } from './confidences.ts';
import { HAND_BIT } from './policy.ts';

export type Saying =
  /** 1 to 4000 bytes, line feeds allowed. */
  | { readonly say: 'chat'; readonly text: string }
  /** `upFor`: how long it has been up when this is said; 0 of one that is down. */
  | { readonly say: 'hand'; readonly up: boolean; readonly upFor: Milliseconds }
  /** 1 to 32 bytes. */
  | { readonly say: 'reaction'; readonly emoji: string }
  /** An authority asks a member (or `EVERYONE`) to switch slots off, bit s for slot s, or with `HAND_BIT` to lower the hand. */
  | { readonly say: 'stop'; readonly index: MemberIndex; readonly slots: number }
  /** The leader: the meeting has a new SFU room. */
  | { readonly say: 'moved'; readonly move: number }
  /** Whether the speaker records the meeting on their device. */
  | { readonly say: 'recording'; readonly on: boolean }
  /** A bare JPEG, as `readPicture` has it; by the rules of the chat. */
  | { readonly say: 'image'; readonly picture: Bytes }
  /** The speaker agrees to be in what this member records now, until that ends. */
  | { readonly say: 'consent'; readonly index: MemberIndex };

const SAY = { chat: 1, hand: 2, reaction: 3, stop: 4, moved: 5, recording: 6, image: 7, consent: 8 } as const;
const SLOT_BITS = 0b1111;
const EMOJI_BYTES_MAX = 32;

export function encodeSaying(saying: Saying): Bytes {
  const kind = u8(SAY[saying.say]);
  switch (saying.say) {
    case 'chat':
      return concat(kind, utf8(saying.text));
    case 'hand':
      return concat(kind, u8(saying.up ? 1 : 0), u32(saying.upFor));
    case 'reaction':
      return concat(kind, utf8(saying.emoji));
    case 'stop':
      return concat(kind, u16(saying.index), u8(saying.slots));
    case 'moved':
      return concat(kind, u16(saying.move));
    case 'recording':
      return concat(kind, u8(saying.on ? 1 : 0));
    case 'image':
      return concat(kind, saying.picture);
    case 'consent':
      return concat(kind, u16(saying.index));
  }
}

/** Gives up `unknownType`, `malformed`, `badText`, and `tooLong` for a picture. */
export function readSaying(reader: Reader): Saying {
  switch (reader.u8()) {
    case SAY.chat:
      return { say: 'chat', text: reader.restAsText(1, CHAT_BYTES_MAX, true) };
    case SAY.hand:
      return readHand(reader);
    case SAY.reaction:
      return { say: 'reaction', emoji: reader.restAsText(1, EMOJI_BYTES_MAX) };
    case SAY.stop:
      return {
        say: 'stop',
        index: branded<MemberIndex>(reader.u16()),
        slots: readBits(reader, SLOT_BITS | HAND_BIT),
      };
    case SAY.moved:
      return { say: 'moved', move: reader.u16() };
    case SAY.recording:
      return { say: 'recording', on: reader.flag() };
    case SAY.image:
      return { say: 'image', picture: readBare(reader) };
    case SAY.consent:
      return { say: 'consent', index: branded<MemberIndex>(reader.u16()) };
    default:
      return giveUp('unknownType');
  }
}

function readHand(reader: Reader): Saying {
  const up = reader.flag();
  const upFor = reader.u32();
  return up || upFor === 0 ? { say: 'hand', up, upFor } : giveUp('malformed');
}

/** Slots as bits, bit s for slot s. */
export const readSlots = (reader: Reader): number => readBits(reader, SLOT_BITS);

function readBits(reader: Reader, allowed: number): number {
  const bits = reader.u8();
  return (bits & ~allowed) === 0 ? bits : giveUp('malformed');
}

/** A picture that has more in it than itself was sent by no client of ours. */
function readBare(reader: Reader): Bytes {
  if (reader.left > PICTURE_BYTES_MAX) return giveUp('tooLong');
  const bytes = reader.bytes(reader.left);
  const picture = readPicture(bytes);
  if (isRefusal(picture)) return giveUp(picture.refused);
  return picture.bare.length === bytes.length ? bytes : giveUp('malformed');
}
