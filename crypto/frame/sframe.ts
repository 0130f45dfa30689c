/**
 * SFrame (RFC 9605) with suite 0x0005, AES_256_GCM_SHA512_128, and no other (§7). A sealed frame is
 * clear bytes ‖ header ‖ ciphertext ‖ tag; header and metadata are authenticated, and the clear bytes are
 * part of the metadata. WebCrypto only; its keys cannot be exported.
 */

import type { Bytes } from '../brands.ts';

/** Nt of the suite: bytes of the tag. */
export const TAG_BYTES = 16;

const SUITE = 0x0005;
const KEY_BITS = 256;
const NONCE_BYTES = 12;
const U32 = 2 ** 32;

/** A u64: a number where a number holds it exactly, else a bigint. */
export type U64 = number | bigint;

export interface Header {
  readonly kid: U64;
  readonly ctr: U64;
  /** Bytes of the encoded header, 1 … 17. */
  readonly length: number;
}

/** Key and salt of one KID (RFC 9605 §4.4.2). */
export interface MediaKey {
  readonly kid: U64;
  readonly key: CryptoKey;
  /** 12 bytes. */
  readonly salt: Bytes;
}

// ── header (RFC 9605 §4.3) ──────────────────────────────────────────────────────────────────────────────────

/** Bytes of a value in a header: none for 0 … 7, which the config byte holds, else 1 … 8. */
function width(value: U64): number {
  if (value < 8) return 0;
  if (typeof value === 'bigint') return Math.ceil(value.toString(16).length / 2);
  let bytes = 1;
  for (let rest = value; rest >= 256; rest = Math.floor(rest / 256)) bytes++;
  return bytes;
}

/** Writes a value in `length` bytes, big-endian, at `at`. */
function writeValue(into: Uint8Array, at: number, length: number, value: U64): void {
  if (typeof value === 'bigint') {
    for (let byte = length - 1, rest = value; byte >= 0; byte--, rest >>= 8n)
      into[at + byte] = Number(rest & 0xffn);
  } else {
    for (let byte = length - 1, rest = value; byte >= 0; byte--, rest = Math.floor(rest / 256)) {
      into[at + byte] = rest % 256;
    }
  }
}

function readValue(from: Uint8Array, at: number, length: number): U64 {
  if (length <= 6) {
    let value = 0;
    for (let byte = 0; byte < length; byte++) value = value * 256 + (from[at + byte] ?? 0);
    return value;
  }
  let value = 0n;
  for (let byte = 0; byte < length; byte++) value = (value << 8n) | BigInt(from[at + byte] ?? 0);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** Three bits for a value: the value itself, or 8 and its length less one. */
const nibble = (value: U64, length: number): number => (length === 0 ? Number(value) : 8 | (length - 1));

const headerLength = (kid: U64, ctr: U64): number => 1 + width(kid) + width(ctr);

function writeHeader(into: Uint8Array, at: number, kid: U64, ctr: U64): void {
  const kidBytes = width(kid);
  const ctrBytes = width(ctr);
  into[at] = (nibble(kid, kidBytes) << 4) | nibble(ctr, ctrBytes);
  writeValue(into, at + 1, kidBytes, kid);
  writeValue(into, at + 1 + kidBytes, ctrBytes, ctr);
}

/** The header of KID and CTR, both 0 … 2^64 − 1. */
export function encodeHeader(kid: U64, ctr: U64): Bytes {
  const header = new Uint8Array(headerLength(kid, ctr));
  writeHeader(header, 0, kid, ctr);
  return header;
}

/** The header at `at`; undefined when it is cut short or longer than it need be. */
export function decodeHeader(bytes: Uint8Array, at = 0): Header | undefined {
  const config = bytes[at];
  if (config === undefined) return undefined;
  const kidBytes = config & 0x80 ? ((config >> 4) & 7) + 1 : 0;
  const ctrBytes = config & 0x08 ? (config & 7) + 1 : 0;
  const length = 1 + kidBytes + ctrBytes;
  if (bytes.length - at < length) return undefined;
  const kid = kidBytes === 0 ? config >> 4 : readValue(bytes, at + 1, kidBytes);
  const ctr = ctrBytes === 0 ? config & 7 : readValue(bytes, at + 1 + kidBytes, ctrBytes);
  // Two encodings of one header would be two frames of one (KID, CTR).
  return width(kid) === kidBytes && width(ctr) === ctrBytes ? { kid, ctr, length } : undefined;
}

// ── keys and nonces (RFC 9605 §4.4.2, §4.4.3) ───────────────────────────────────────────────────────────────

const latin = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));
const KEY_LABEL = latin('SFrame 1.0 Secret key ');
const SALT_LABEL = latin('SFrame 1.0 Secret salt ');

/** label ‖ KID as u64 ‖ suite as u16. */
function info(label: readonly number[], kid: U64): Bytes {
  const bytes = new Uint8Array(label.length + 10);
  bytes.set(label);
  writeValue(bytes, label.length, 8, kid);
  writeValue(bytes, label.length + 8, 2, SUITE);
  return bytes;
}

/** The media key of a base key (16 bytes or more; ours have 32) and a KID. */
export async function deriveMediaKey(baseKey: Bytes, kid: U64): Promise<MediaKey> {
  const secret = await crypto.subtle.importKey('raw', baseKey, 'HKDF', false, ['deriveKey', 'deriveBits']);
  const hkdf = (label: readonly number[]): HkdfParams => ({
    name: 'HKDF',
    hash: 'SHA-512',
    salt: new Uint8Array(0),
    info: info(label, kid),
  });
  const [key, salt] = await Promise.all([
    crypto.subtle.deriveKey(hkdf(KEY_LABEL), secret, { name: 'AES-GCM', length: KEY_BITS }, false, [
      'encrypt',
      'decrypt',
    ]),
    crypto.subtle.deriveBits(hkdf(SALT_LABEL), secret, NONCE_BYTES * 8),
  ]);
  return { kid, key, salt: new Uint8Array(salt) };
}

/** salt XOR CTR, the counter as 12 bytes big-endian; written into `nonce`, a fresh array unless one is given. */
export function nonceOf(salt: Uint8Array, ctr: U64, nonce: Bytes = new Uint8Array(NONCE_BYTES)): Bytes {
  nonce.set(salt);
  if (typeof ctr === 'bigint') {
    for (let at = NONCE_BYTES - 1, rest = ctr; rest > 0n; at--, rest >>= 8n) {
      nonce[at] = (nonce[at] ?? 0) ^ Number(rest & 0xffn);
    }
    return nonce;
  }
  for (let at = NONCE_BYTES - 1, low = ctr % U32; low > 0; at--, low >>>= 8)
    nonce[at] = (nonce[at] ?? 0) ^ (low & 0xff);
  for (let at = NONCE_BYTES - 5, high = Math.floor(ctr / U32); high > 0; at--, high >>>= 8) {
    nonce[at] = (nonce[at] ?? 0) ^ (high & 0xff);
  }
  return nonce;
}

// WebCrypto copies what it is given before `encrypt` and `decrypt` return, so nonce and associated data are
// written into the same small arrays for every frame: a fresh array each would cost more than a small frame's
// sealing. They are filled right before the call, with no `await` between.
const scratchNonce = new Uint8Array(NONCE_BYTES);
const scratchData: Bytes[] = [];

/** header ‖ codec u8 ‖ clear bytes: what is authenticated beside the ciphertext. Good until the next call. */
function associatedData(header: Uint8Array, codec: number, clear: Uint8Array): Bytes {
  const length = header.length + 1 + clear.length;
  const data = (scratchData[length] ??= new Uint8Array(length));
  data.set(header);
  data[header.length] = codec;
  data.set(clear, header.length + 1);
  return data;
}

// ── frames ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Gives memory back now, not when it is collected: for large frames fresh memory costs more than the sealing. */
const free = (spent: ArrayBuffer): void => void spent.transfer(0);

/**
 * The first `clearLength` bytes of `frame` as they are ‖ header ‖ the rest sealed ‖ tag. No (key, ctr) may
 * ever be used twice: who calls has taken `ctr` for this frame alone.
 */
export async function sealFrame(
  key: MediaKey,
  ctr: U64,
  codec: number,
  frame: Bytes,
  clearLength: number,
): Promise<Bytes> {
  const clear = frame.subarray(0, clearLength);
  const header = encodeHeader(key.kid, ctr);
  const sealed = await crypto.subtle.encrypt(
    {
      name: 'AES-GCM',
      iv: nonceOf(key.salt, ctr, scratchNonce),
      additionalData: associatedData(header, codec, clear),
    },
    key.key,
    clearLength === 0 ? frame : frame.subarray(clearLength),
  );
  const wire = new Uint8Array(clearLength + header.length + sealed.byteLength);
  wire.set(clear);
  wire.set(header, clearLength);
  wire.set(new Uint8Array(sealed), clearLength + header.length);
  free(sealed);
  return wire;
}

/** What `sealFrame` sealed; undefined when the tag does not hold. `header` was read at `clearLength`. */
export async function openFrame(
  key: MediaKey,
  header: Header,
  codec: number,
  wire: Bytes,
  clearLength: number,
): Promise<Bytes | undefined> {
  const clear = wire.subarray(0, clearLength);
  const start = clearLength + header.length;
  let opened: ArrayBuffer;
  try {
    opened = await crypto.subtle.decrypt(
      {
        name: 'AES-GCM',
        iv: nonceOf(key.salt, header.ctr, scratchNonce),
        additionalData: associatedData(wire.subarray(clearLength, start), codec, clear),
      },
      key.key,
      wire.subarray(start),
    );
  } catch {
    return undefined;
  }
  if (clearLength === 0) return new Uint8Array(opened);
  const frame = new Uint8Array(clearLength + opened.byteLength);
  frame.set(clear);
  frame.set(new Uint8Array(opened), clearLength);
  free(opened);
  return frame;
}
