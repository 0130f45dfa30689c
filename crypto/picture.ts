/**
 * A picture of the chat (§6): a JPEG with nothing in it but the picture. Its marks are read here before any decoder of
 * a browser sees it, at who sends it and at who takes it: no camera, no place, no time, no thumbnail, no huge sides.
 */

import type { Bytes } from './brands.ts';
import { concat } from './bytes.ts';
import { Reader } from './codec.ts';
import { attempt, giveUp, refuse, type Refusal } from './refusal.ts';

/** Bytes of one picture: sealed and signed it still fits the 64 parts of one message. */
export const PICTURE_BYTES_MAX = 700_000;
/** Pixels of either side. */
export const PICTURE_SIDE_MAX = 2048;
/** Segments before, between and after the scans of a picture. A browser writes about ten. */
const SEGMENTS_MAX = 200;

export interface Picture {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** The same picture with all else left out. */
  readonly bare: Bytes;
}

const MARK = { start: 0xd8, end: 0xd9, scan: 0xda, app0: 0xe0 } as const;
/** Quantisation, Huffman tables and restart interval. */
const TABLES: readonly number[] = [0xdb, 0xc4, 0xdd];
/** Baseline, extended and progressive; other frames are of no browser. */
const FRAMES: readonly number[] = [0xc0, 0xc1, 0xc2];
/** What programs and cameras add (APP1 to APP15) and comments: left out. */
const isAdded = (mark: number): boolean => (mark > MARK.app0 && mark <= 0xef) || mark === 0xfe;
/** JFIF without a thumbnail, length included. */
const JFIF_BYTES = 16;

/**
 * Reads a JPEG of at most 700 000 bytes and 2048 × 2048 pixels, grey or in colour, that ends where its picture does.
 * Refuses `tooLong` (bytes, pixels or segments), `malformed` (no such JPEG).
 */
export function readPicture(bytes: Uint8Array): Picture | Refusal {
  if (bytes.length > PICTURE_BYTES_MAX) return refuse('tooLong');
  return attempt(() => {
    const reader = new Reader(bytes);
    if (reader.u8() !== 0xff || reader.u8() !== MARK.start) return giveUp('malformed');
    const kept: Uint8Array[] = [Uint8Array.of(0xff, MARK.start)];
    let size: Omit<Picture, 'bare'> | undefined;
    let scans = 0;
    for (let segments = 0; segments < SEGMENTS_MAX; segments += 1) {
      const mark = readMark(reader);
      if (mark === MARK.end) {
        reader.end();
        if (!size || scans === 0) return giveUp('malformed');
        return { ...size, bare: concat(...kept, Uint8Array.of(0xff, MARK.end)) };
      }
      const body = readBody(reader);
      const whole = concat(Uint8Array.of(0xff, mark, (body.length + 2) >> 8, (body.length + 2) & 0xff), body);
      if (FRAMES.includes(mark)) {
        if (size) return giveUp('malformed');
        size = readFrame(body);
        kept.push(whole);
      } else if (mark === MARK.scan) {
        if (!size) return giveUp('malformed');
        scans += 1;
        kept.push(whole, readScan(reader, bytes));
      } else if (TABLES.includes(mark)) kept.push(whole);
      else if (mark === MARK.app0) {
        if (segments === 0 && whole.length === JFIF_BYTES + 2) kept.push(whole);
      } else if (!isAdded(mark)) return giveUp('malformed');
    }
    return giveUp('tooLong');
  });
}

function readMark(reader: Reader): number {
  return reader.u8() === 0xff ? reader.u8() : giveUp('malformed');
}

/** What a segment holds after its own length. */
function readBody(reader: Reader): Bytes {
  const length = reader.u16();
  return length < 2 ? giveUp('malformed') : reader.bytes(length - 2);
}

function readFrame(body: Bytes): Omit<Picture, 'bare'> {
  const reader = new Reader(body);
  const precision = reader.u8();
  const height = reader.u16();
  const width = reader.u16();
  const components = reader.u8();
  const fits = reader.left === 3 * components && (components === 1 || components === 3);
  if (precision !== 8 || !fits || width === 0 || height === 0) return giveUp('malformed');
  return Math.max(width, height) > PICTURE_SIDE_MAX ? giveUp('tooLong') : { width, height };
}

/** The coded picture up to the next mark that is none of its own: a stuffed zero, or a restart. */
function readScan(reader: Reader, all: Uint8Array): Bytes {
  const from = all.length - reader.left;
  let at = from;
  while (at + 1 < all.length) {
    const next = all[at + 1] ?? 0;
    if (all[at] === 0xff && next !== 0 && (next < 0xd0 || next > 0xd7)) break;
    at += 1;
  }
  return reader.bytes(at - from);
}
