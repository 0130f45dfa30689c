/**
 * What is said across epochs (§5): between two branches of a meeting that cannot read each other's epochs, and
 * with whoever comes back. Sealed under a key that everyone has who was ever let in, so nothing that an ex-member
 * must not know is in it: no name, no secret; those are sealed once more. Signed by the speaker's signKey.
 *
 *   packet = kind u8 ‖ box(commonKey, …; id 8 ‖ part u8 ‖ of u8 ‖ slice)
 *   whole  = type u8 ‖ signKey 32 ‖ seq u32 ‖ content ‖ signature 64
 */

import {
  branded,
  type Bytes,
  type EpochNumber,
  type Hash,
  type Key,
  type MeetingId,
  type RoomId,
  type Signature,
  type VerifyKey,
} from '../brands.ts';
import { concat } from '../bytes.ts';
import { GRANT_BYTES } from '../claim.ts';
import { decode, lv, Reader, u32, u8 } from '../codec.ts';
import { LABELS, messageLabel } from '../labels.ts';
import { giveUp, isRefusal, refuse, type Refusal } from '../refusal.ts';
import {
  box,
  BOX_OVERHEAD,
  K,
  randomBytes,
  sign,
  type SigningPair,
  unbox,
  verify,
  xwing,
} from '../sodium.ts';
import { PACKET_BYTES_MAX, PARTS_MAX } from './sealedMessage.ts';
import { HEADER_BYTES_MAX } from './state.ts';
import { encodeWarrant, type Warrant, readWarrant } from './warrant.ts';

/** A state in a chain: header, signature, who signed. */
export interface ChainLink {
  readonly header: Bytes;
  readonly signature: Signature;
  readonly signKey: VerifyKey;
  /** 153 bytes, of a signer that is an authority. */
  readonly grant: Bytes | undefined;
}

export type CommonMessage =
  /** Whoever leads, every few seconds: the newest state. */
  | { readonly type: 'beacon'; readonly meetingId: MeetingId; readonly n: EpochNumber; readonly hash: Hash }
  /** To a leader: show how your state came about. `known` are states the asker has: n and 8 bytes of the hash. */
  | {
      readonly type: 'askChain';
      readonly to: VerifyKey;
      readonly known: readonly { readonly n: number; readonly start: Bytes }[];
    }
  /** The states since one that the asker has, or the newest alone; what proves their branch; the leader's X-Wing key. */
  | {
      readonly type: 'chain';
      readonly to: VerifyKey;
      readonly meetingId: MeetingId;
      readonly kemKey: Bytes;
      readonly links: readonly ChainLink[];
      readonly warrant: Warrant;
    }
  /** To a leader: keys for the two of us. `sealed` is the `PairHello`, under what `ct` holds. */
  | {
      readonly type: 'pair';
      readonly to: VerifyKey;
      readonly n: EpochNumber;
      readonly hash: Hash;
      readonly ct: Bytes;
      readonly sealed: Bytes;
    }
  /** From the leader: the receiver's place and the present state, sealed under the pair's root. */
  | { readonly type: 'welcome'; readonly to: VerifyKey; readonly sealed: Bytes }
  /** From the leader: there is no place for this key any more. */
  | { readonly type: 'gone'; readonly to: VerifyKey };

const TYPE = { beacon: 33, askChain: 34, chain: 35, pair: 36, welcome: 37, gone: 38 } as const;

export const COMMON_KIND = 4;
const ID_BYTES = 8;
const SLICE_BYTES = PACKET_BYTES_MAX - 1 - BOX_OVERHEAD - ID_BYTES - 2;
const KNOWN_MAX = 256;
/** States in a chain: nobody keeps more of them. */
export const LINKS_MAX = 256;
export const HASH_START = 8;

/** The key of what is said across epochs. */
export const commonKeyOf = (roomKey: Key, roomId: RoomId): Key => K(roomKey, LABELS.commonKey, roomId);

function encode(message: CommonMessage): Bytes {
  switch (message.type) {
    case 'beacon':
      return concat(message.meetingId, u32(message.n), message.hash);
    case 'askChain':
      return concat(message.to, ...message.known.flatMap(({ n, start }) => [u32(n), start]));
    case 'chain':
      return concat(
        message.to,
        message.meetingId,
        message.kemKey,
        lv(lv(...message.links.map(encodeLink))),
        encodeWarrant(message.warrant),
      );
    case 'pair':
      return concat(message.to, u32(message.n), message.hash, message.ct, message.sealed);
    case 'welcome':
      return concat(message.to, message.sealed);
    case 'gone':
      return message.to;
  }
}

const encodeLink = ({ header, signature, signKey, grant }: ChainLink): Bytes =>
  concat(lv(header), signature, signKey, grant ?? new Uint8Array());

function read(type: number, reader: Reader): CommonMessage {
  switch (type) {
    case TYPE.beacon:
      return {
        type: 'beacon',
        meetingId: branded<MeetingId>(reader.bytes(16)),
        n: branded<EpochNumber>(reader.u32()),
        hash: branded<Hash>(reader.bytes(32)),
      };
    case TYPE.askChain: {
      const to = branded<VerifyKey>(reader.bytes(32));
      const known: { n: number; start: Bytes }[] = [];
      while (reader.left > 0) known.push({ n: reader.u32(), start: reader.bytes(HASH_START) });
      return known.length <= KNOWN_MAX ? { type: 'askChain', to, known } : giveUp('malformed');
    }
    case TYPE.chain:
      return {
        type: 'chain',
        to: branded<VerifyKey>(reader.bytes(32)),
        meetingId: branded<MeetingId>(reader.bytes(16)),
        kemKey: reader.bytes(xwing.PUBLIC_KEY_BYTES),
        links: readLinks(new Reader(reader.part())),
        warrant: readWarrant(reader),
      };
    case TYPE.pair:
      return {
        type: 'pair',
        to: branded<VerifyKey>(reader.bytes(32)),
        n: branded<EpochNumber>(reader.u32()),
        hash: branded<Hash>(reader.bytes(32)),
        ct: reader.bytes(xwing.CIPHERTEXT_BYTES),
        sealed: reader.bytes(reader.left),
      };
    case TYPE.welcome:
      return {
        type: 'welcome',
        to: branded<VerifyKey>(reader.bytes(32)),
        sealed: reader.bytes(reader.left),
      };
    case TYPE.gone:
      return { type: 'gone', to: branded<VerifyKey>(reader.bytes(32)) };
    default:
      return giveUp('unknownType');
  }
}

function readLinks(reader: Reader): ChainLink[] {
  const links: ChainLink[] = [];
  while (reader.left > 0) {
    const inner = new Reader(reader.part());
    const header = inner.part(1, HEADER_BYTES_MAX);
    const signature = branded<Signature>(inner.bytes(64));
    const signKey = branded<VerifyKey>(inner.bytes(32));
    const grant = inner.left === 0 ? undefined : inner.bytes(GRANT_BYTES);
    inner.end();
    if (links.length === LINKS_MAX) return giveUp('malformed');
    links.push({ header, signature, signKey, grant });
  }
  return links;
}

export interface CommonUnder {
  readonly key: Key;
  readonly roomId: RoomId;
}

/** The packets of one message; `seq` rises over all that this signKey says so. */
export function sealCommon(
  { key, roomId }: CommonUnder,
  { verifyKey, signingKey }: SigningPair,
  seq: number,
  message: CommonMessage,
): Bytes[] {
  const content = encode(message);
  const type = TYPE[message.type];
  const signature = sign(signingKey, messageLabel(type), roomId, verifyKey, u32(seq), content);
  const whole = concat(u8(type), verifyKey, u32(seq), content, signature);
  const parts = Math.ceil(whole.length / SLICE_BYTES);
  if (parts > PARTS_MAX) throw new RangeError(`a message of ${whole.length} bytes`);
  const id = randomBytes(ID_BYTES);
  const clear = u8(COMMON_KIND);
  return Array.from({ length: parts }, (_, part) => {
    const slice = whole.subarray(part * SLICE_BYTES, (part + 1) * SLICE_BYTES);
    return concat(clear, box(key, LABELS.commonBox, [roomId, clear], concat(id, u8(part), u8(parts), slice)));
  });
}

export interface CommonSlice {
  readonly id: Bytes;
  readonly part: number;
  readonly of: number;
  readonly bytes: Bytes;
}

/** Opens one packet whose kind is `COMMON_KIND`; refuses `notOpened`, `malformed`. */
export function openCommonSlice({ key, roomId }: CommonUnder, data: Uint8Array): CommonSlice | Refusal {
  if (data.length > PACKET_BYTES_MAX) return refuse('tooLong');
  const text = unbox(key, LABELS.commonBox, [roomId, u8(COMMON_KIND)], data.subarray(1));
  if (isRefusal(text)) return text;
  return decode(text, (reader) => {
    const slice = {
      id: reader.bytes(ID_BYTES),
      part: reader.u8(),
      of: reader.u8(),
      bytes: reader.bytes(reader.left),
    };
    const fits = slice.of >= 1 && slice.of <= PARTS_MAX && slice.part < slice.of && slice.bytes.length > 0;
    return fits ? slice : giveUp('malformed');
  });
}

export interface CommonHeard {
  readonly from: VerifyKey;
  readonly seq: number;
  readonly message: CommonMessage;
}

/** A message in all its slices; refuses `malformed`, `unknownType`, `badSignature`. */
export function openCommon(roomId: RoomId, whole: Uint8Array): CommonHeard | Refusal {
  return decode(whole, (reader) => {
    const type = reader.u8();
    const from = branded<VerifyKey>(reader.bytes(32));
    const seq = reader.u32();
    if (reader.left < 64) return giveUp('malformed');
    const content = reader.bytes(reader.left - 64);
    const signature = reader.bytes(64);
    if (!verify(from, signature, messageLabel(type), roomId, from, u32(seq), content))
      return giveUp('badSignature');
    const inner = new Reader(content);
    const message = read(type, inner);
    inner.end();
    return { from, seq, message };
  });
}
