/**
 * How many bytes at the start of a frame stay readable, per codec (§7): what the packetiser of the browser
 * and the SFU read, and nothing beyond. They are authenticated, and so is the codec they are judged by.
 */

import { CODECS, type CodecName } from '../workers/frameProtocol.ts';

/** VP8 payload header of a key frame: frame tag 3, start code 3, width and height 4 (RFC 6386 §9.1). */
const VP8_KEY_BYTES = 10;
/** VP8 frame tag. */
const VP8_DELTA_BYTES = 3;

/** Codecs by the MIME type that an encoded frame's metadata names. */
const BY_MIME: Readonly<Record<string, CodecName>> = {
  'audio/opus': 'opus',
  'video/vp8': 'vp8',
  'video/vp9': 'vp9',
};

/** The codec of a MIME type ("video/VP8"); undefined for one that is never sealed. */
export function codecOfMime(mimeType: string): CodecName | undefined {
  const name = mimeType.toLowerCase();
  return Object.hasOwn(BY_MIME, name) ? BY_MIME[name] : undefined;
}

/** codec u8 of the SFrame metadata. */
export const codecByte = (codec: CodecName): number => CODECS[codec];

/**
 * Clear bytes of a frame, sealed or not, judged by its own first byte; undefined when it is too short to
 * have them. Bit 0 of a VP8 frame tag is 0 for a key frame.
 */
export function clearLength(codec: CodecName, frame: Uint8Array): number | undefined {
  if (codec !== 'vp8') return 0;
  const first = frame[0];
  if (first === undefined) return undefined;
  const length = first & 1 ? VP8_DELTA_BYTES : VP8_KEY_BYTES;
  return frame.length >= length ? length : undefined;
}

/** Whether these bytes carry the start code of a VP8 key frame, 9d 01 2a after the tag. */
function startsKeyFrame(frame: Uint8Array): boolean {
  return frame[3] === 0x9d && frame[4] === 0x01 && frame[5] === 0x2a;
}

/**
 * Clear bytes of a frame about to be sealed; undefined when it is not what its codec says, and must be held
 * back. A hostile SFU chooses the codec in its answer: whatever it is called, no frame of another codec may
 * lose its first bytes to the wire as if they were a VP8 header.
 */
export function clearLengthToSeal(codec: CodecName, frame: Uint8Array): number | undefined {
  const length = clearLength(codec, frame);
  if (codec !== 'vp8' || length === undefined) return length;
  if (length === VP8_KEY_BYTES) return startsKeyFrame(frame) ? length : undefined;
  // Versions above 3 do not exist (RFC 6386 §9.1), and the first partition lies within the frame.
  const [first = 0, second = 0, third = 0] = frame;
  const version = (first >> 1) & 7;
  const firstPartition = (first >> 5) | (second << 3) | (third << 11);
  return version <= 3 && VP8_DELTA_BYTES + firstPartition <= frame.length ? length : undefined;
}
