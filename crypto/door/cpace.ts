/**
 * CPace-RISTR255-SHA512 (draft-irtf-cfrg-cpace-21), in its initiator/responder form: two people who know the
 * same PRS get the same key; who does not learns nothing and can test one guess a run.
 */

import type { Bytes } from '../brands.ts';
import { concat, wipe } from '../bytes.ts';
import { utf8 } from '../codec.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import { ristretto255, sha512 } from '../sodium.ts';

const DSI = utf8('CPaceRistretto255');
const DSI_ISK = utf8('CPaceRistretto255_ISK');
/** Input block of SHA-512, in bytes: PRS and padding fill the first, so that hashing takes the same time. */
const HASH_BLOCK = 128;

/** Length in LEB128, then the bytes: `prepend_len` of the draft. */
export function prependLength(bytes: Uint8Array): Bytes {
  const length: number[] = [];
  for (let rest = bytes.length; ; rest >>>= 7) {
    if (rest < 128) {
      length.push(rest);
      return concat(Uint8Array.from(length), bytes);
    }
    length.push((rest & 127) | 128);
  }
}

/** `lv_cat` of the draft. */
export const lvCat = (...parts: readonly Uint8Array[]): Bytes => concat(...parts.map(prependLength));

/** `generator_string`: what the generator is hashed from. */
export function generatorString(prs: Uint8Array, ci: Uint8Array, sid: Uint8Array): Bytes {
  const padding = Math.max(0, HASH_BLOCK - 1 - prependLength(prs).length - prependLength(DSI).length);
  return lvCat(DSI, prs, new Uint8Array(padding), ci, sid);
}

/** `calculate_generator`: the encoded point (32 bytes) both sides multiply. */
export function generator(prs: Uint8Array, ci: Uint8Array, sid: Uint8Array): Bytes {
  const string = generatorString(prs, ci, sid);
  const point = ristretto255.fromHash(sha512(string));
  wipe(string);
  return point;
}

/** One side's share of a run. */
export interface Share {
  /** Secret, 32 bytes; used once, then wiped. */
  readonly scalar: Bytes;
  /** Ya or Yb, 32 bytes. */
  readonly point: Bytes;
}

/** A fresh share for this generator; a given scalar (32 bytes) is for test vectors alone. */
export function makeShare(g: Uint8Array, scalar: Bytes = ristretto255.randomScalar()): Share {
  const point = ristretto255.multiply(scalar, g);
  // A scalar is never zero and a generator never the identity: only a broken one of ours comes here.
  if (isRefusal(point)) throw new RangeError('not a generator');
  return { scalar, point };
}

export interface Run {
  readonly sid: Uint8Array;
  /** The initiator's point (32 bytes) and associated data. */
  readonly Ya: Uint8Array;
  readonly ADa: Uint8Array;
  /** The responder's. */
  readonly Yb: Uint8Array;
  readonly ADb: Uint8Array;
}

/** ISK_IR (64 bytes) from K and the run's transcript. */
export function iskOf(k: Uint8Array, run: Run): Bytes {
  const transcript = concat(lvCat(run.Ya, run.ADa), lvCat(run.Yb, run.ADb));
  return sha512(concat(lvCat(DSI_ISK, run.sid, k), transcript));
}

/** ISK (64 bytes) of whoever holds `scalar`, facing `theirs`; refuses `badPoint`: invalid, or K the identity. */
export function finish(scalar: Bytes, theirs: Uint8Array, run: Run): Bytes | Refusal {
  const k = ristretto255.multiply(scalar, theirs);
  if (isRefusal(k)) return k;
  const isk = iskOf(k, run);
  wipe(k);
  return isk;
}
