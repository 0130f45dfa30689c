/**
 * The encoding of §2: integers big-endian and of fixed width, `lv` for parts of any length, text in UTF-8
 * and NFC. A reader gives up on whatever a writer would not have written.
 */

import type { Bytes } from './brands.ts';
import { concat } from './bytes.ts';
import { attempt, giveUp, type Refusal } from './refusal.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const U16_MAX = 0xffff;
export const U32_MAX = 0xffffffff;

function integer(value: number, width: 1 | 2 | 4): Bytes {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** (8 * width)) {
    throw new RangeError(`${value} does not fit ${width} bytes`);
  }
  const bytes = new Uint8Array(width);
  for (let at = width - 1, rest = value; at >= 0; at--, rest = Math.floor(rest / 256)) bytes[at] = rest % 256;
  return bytes;
}

export const u8 = (value: number): Bytes => integer(value, 1);
export const u16 = (value: number): Bytes => integer(value, 2);
export const u32 = (value: number): Bytes => integer(value, 4);

/** 8 bytes; takes a bigint or a safe integer, 0 … 2^64 − 1. */
export function u64(value: bigint | number): Bytes {
  const big = BigInt(value);
  if (big < 0n || big >= 1n << 64n) throw new RangeError(`${big} does not fit 8 bytes`);
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, big);
  return bytes;
}

export const utf8 = (text: string): Bytes => encoder.encode(text);

/** For each part its length (u32) and its bytes. */
export function lv(...parts: readonly Uint8Array[]): Bytes {
  return concat(...parts.flatMap((part) => [u32(part.length), part]));
}

// Control, private-use, surrogate and unassigned characters; the controls of the bidirectional algorithm, with
// which a name could be drawn over its neighbours; line and paragraph separators.
const FORBIDDEN = /[\p{Cc}\p{Co}\p{Cs}\p{Cn}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const FORBIDDEN_EXCEPT_NEWLINE =
  /(?!\n)[\p{Cc}\p{Co}\p{Cs}\p{Cn}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Whether this text may travel: NFC and without forbidden characters. `lines` allows line feeds. */
export function isCleanText(text: string, lines = false): boolean {
  return (
    text.isWellFormed() &&
    text.normalize('NFC') === text &&
    !(lines ? FORBIDDEN_EXCEPT_NEWLINE : FORBIDDEN).test(text)
  );
}

function readText(bytes: Uint8Array, lines: boolean): string {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return giveUp('badText');
  }
  return isCleanText(text, lines) ? text : giveUp('badText');
}

/** Reads what the functions above wrote. Every method gives up (see `attempt`) when the bytes do not allow it. */
export class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** The next `length` bytes, copied. */
  bytes(length: number): Bytes {
    if (length > this.left) giveUp('malformed');
    this.#at += length;
    return this.#bytes.slice(this.#at - length, this.#at);
  }

  #integer(width: 1 | 2 | 4): number {
    return this.bytes(width).reduce((value, byte) => value * 256 + byte, 0);
  }

  u8(): number {
    return this.#integer(1);
  }

  u16(): number {
    return this.#integer(2);
  }

  u32(): number {
    return this.#integer(4);
  }

  u64(): bigint {
    return new DataView(this.bytes(8).buffer).getBigUint64(0);
  }

  /** A u64 that a number can hold exactly. */
  safeU64(): number {
    const value = this.u64();
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) giveUp('malformed');
    return Number(value);
  }

  /** A part written by `lv`, of `min` to `max` bytes. */
  part(min = 0, max = U32_MAX): Bytes {
    const length = this.u32();
    if (length < min || length > max) giveUp('malformed');
    return this.bytes(length);
  }

  /** A part that is clean text of `min` to `max` bytes. */
  text(min: number, max: number, lines = false): string {
    return readText(this.part(min, max), lines);
  }

  /** All that is left, as clean text of `min` to `max` bytes. */
  restAsText(min: number, max: number, lines = false): string {
    if (this.left < min || this.left > max) return giveUp('malformed');
    return readText(this.bytes(this.left), lines);
  }

  /** A boolean as 0 or 1. */
  flag(): boolean {
    const value = this.u8();
    return value === 0 || value === 1 ? value === 1 : giveUp('malformed');
  }

  /** The rest, which must be zeros: the padding of an envelope. */
  zeros(): void {
    if (this.bytes(this.left).some((byte) => byte !== 0)) giveUp('malformed');
  }

  /** Gives up unless all bytes are read. */
  end(): void {
    if (this.left !== 0) giveUp('malformed');
  }
}

/** Runs `read` over the bytes and insists that it reads them all; what it gives, or its refusal. */
export function decode<T>(bytes: Uint8Array, read: (reader: Reader) => T): T | Refusal {
  return attempt(() => {
    const reader = new Reader(bytes);
    const value = read(reader);
    reader.end();
    return value;
  });
}
