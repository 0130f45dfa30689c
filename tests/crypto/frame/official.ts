/** The official SFrame vectors (github.com/sframe-wg/sframe, RFC 9605 appendix C). */

import { readFileSync } from 'node:fs';
import { fromHex } from '../../../crypto/bytes.ts';
import type { Bytes } from '../../../crypto/brands.ts';

const FILE = new URL('../../vectors/sframe-test-vectors.json', import.meta.url);

interface Vectors {
  readonly header: readonly { readonly kid: bigint; readonly ctr: bigint; readonly encoded: string }[];
  readonly sframe: readonly Readonly<Record<string, bigint | string>>[];
}

const isVectors = (value: unknown): value is Vectors =>
  typeof value === 'object' && value !== null && 'header' in value && 'sframe' in value;

/** KID and CTR reach 2^64 − 1, where JSON.parse rounds: they are quoted first, and read as bigints. */
function read(): Vectors {
  const quoted = readFileSync(FILE, 'utf8').replace(/"(kid|ctr|cipher_suite)": (\d+)/g, '"$1": "$2n"');
  const value: unknown = JSON.parse(quoted, (_key, one: unknown) =>
    typeof one === 'string' && /^\d+n$/.test(one) ? BigInt(one.slice(0, -1)) : one,
  );
  if (!isVectors(value)) throw new Error('not the vectors');
  return value;
}

export const VECTORS = read();

/** The vector of suite 5, AES_256_GCM_SHA512_128. */
const SUITE_5 = VECTORS.sframe.find((vector) => vector['cipher_suite'] === 5n) ?? {};

/** A byte string of that vector. */
export function bytesOf(name: string): Bytes {
  const hex = SUITE_5[name];
  if (typeof hex !== 'string') throw new Error(`no ${name}`);
  return fromHex(hex);
}

export function numberOf(name: string): number {
  return Number(SUITE_5[name]);
}
