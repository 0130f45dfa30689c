/**
 * The only door to libsodium. It gives the functions of §2 (`H`, `K`, `sign`, `box`), and the primitives the
 * door needs, with our types and with refusals in place of exceptions. Importing it loads libsodium's WASM:
 * in a browser only the vault worker may do that.
 */

import libsodium from 'libsodium-wrappers-sumo';
import {
  branded,
  type Bytes,
  type Hash,
  type Key,
  type Signature,
  type SigningKey,
  type VerifyKey,
} from './brands.ts';
import { concat } from './bytes.ts';
import { lv, utf8 } from './codec.ts';
import type { Label } from './labels.ts';
import { refuse, type Refusal } from './refusal.ts';

await libsodium.ready;

/** libsodium declares Uint8Array<ArrayBufferLike>; its WASM memory is copied out into an ArrayBuffer of its own. */
const own = (bytes: Uint8Array): Bytes => bytes as Bytes;

export const randomBytes = (length: number): Bytes => own(libsodium.randombytes_buf(length));

/** A number 0 ≤ n < `limit`, without bias. */
export const randomBelow = (limit: number): number => libsodium.randombytes_uniform(limit);

const labelled = (label: Label, parts: readonly Uint8Array[]): Bytes => lv(utf8(label), ...parts);

/** BLAKE2b-256 of lv(label, …). */
export function H(label: Label, ...parts: readonly Uint8Array[]): Hash {
  return branded<Hash>(own(libsodium.crypto_generichash(32, labelled(label, parts), null)));
}

/** BLAKE2b-128 of lv(label, …): 16 bytes. */
export function H16(label: Label, ...parts: readonly Uint8Array[]): Bytes {
  return own(libsodium.crypto_generichash(16, labelled(label, parts), null));
}

/** BLAKE2b-256 of lv(label, …), keyed with 16 to 64 bytes. */
export function K(key: Uint8Array, label: Label, ...parts: readonly Uint8Array[]): Key {
  if (key.length < 16 || key.length > 64) throw new RangeError(`a key of ${key.length} bytes`);
  return branded<Key>(own(libsodium.crypto_generichash(32, labelled(label, parts), key)));
}

/** SHA-512: 64 bytes. For CPace alone. */
export const sha512 = (bytes: Uint8Array): Bytes => own(libsodium.crypto_hash_sha512(bytes));

/** Whether two secrets are the same, in constant time. */
export function sameSecret(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && libsodium.memcmp(a, b);
}

export interface SigningPair {
  readonly verifyKey: VerifyKey;
  readonly signingKey: SigningKey;
}

/** An Ed25519 pair from a 32-byte seed, or from fresh randomness. */
export function signingPair(seed: Uint8Array = randomBytes(32)): SigningPair {
  const { publicKey, privateKey } = libsodium.crypto_sign_seed_keypair(seed);
  return { verifyKey: branded<VerifyKey>(own(publicKey)), signingKey: branded<SigningKey>(own(privateKey)) };
}

/** Ed25519 over lv(label, …). */
export function sign(key: SigningKey, label: Label, ...parts: readonly Uint8Array[]): Signature {
  return branded<Signature>(own(libsodium.crypto_sign_detached(labelled(label, parts), key)));
}

/** Whether `signature` (64 bytes) is that of `key` (32 bytes) over lv(label, …). Never throws. */
export function verify(
  key: Uint8Array,
  signature: Uint8Array,
  label: Label,
  ...parts: readonly Uint8Array[]
): boolean {
  if (key.length !== 32 || signature.length !== 64) return false;
  try {
    return libsodium.crypto_sign_verify_detached(signature, labelled(label, parts), key);
  } catch {
    return false;
  }
}

/** Bytes a box adds: 24 of nonce and 16 of tag. */
export const BOX_OVERHEAD = 40;

/** 24 random bytes ‖ XChaCha20-Poly1305 of `text`, with lv(label, …) as associated data. */
export function box(key: Key, label: Label, parts: readonly Uint8Array[], text: Uint8Array): Bytes {
  const nonce = randomBytes(24);
  const data = labelled(label, parts);
  return concat(nonce, libsodium.crypto_aead_xchacha20poly1305_ietf_encrypt(text, data, null, nonce, key));
}

/** Opens what `box` made with the same key, label and parts; refuses `notOpened`. */
export function unbox(
  key: Key,
  label: Label,
  parts: readonly Uint8Array[],
  sealed: Uint8Array,
): Bytes | Refusal {
  if (sealed.length < BOX_OVERHEAD) return refuse('notOpened');
  const data = labelled(label, parts);
  try {
    return own(
      libsodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        null,
        sealed.subarray(24),
        data,
        sealed.subarray(0, 24),
        key,
      ),
    );
  } catch {
    return refuse('notOpened');
  }
}

/** Argon2id (RFC 9106): 64 MiB, two passes, one lane. `salt` 16 bytes. Takes about 0.3 s on a laptop. */
export function argon2id(password: Uint8Array, salt: Uint8Array, length: number): Bytes {
  return own(
    libsodium.crypto_pwhash(
      length,
      password,
      salt,
      2,
      64 * 1024 * 1024,
      libsodium.crypto_pwhash_ALG_ARGON2ID13,
    ),
  );
}

/** The group of CPace-RISTR255-SHA512: ristretto255 (RFC 9496). */
export const ristretto255 = {
  /** The point of 64 uniform bytes. */
  fromHash: (uniform: Uint8Array): Bytes => own(libsodium.crypto_core_ristretto255_from_hash(uniform)),
  /** A uniform scalar, never zero: 32 bytes. */
  randomScalar: (): Bytes => own(libsodium.crypto_core_ristretto255_scalar_random()),
  /** `scalar` · `point`. Refuses `badPoint`: not the encoding of a point, or the identity as a result. */
  multiply(scalar: Uint8Array, point: Uint8Array): Bytes | Refusal {
    if (scalar.length !== 32 || point.length !== 32) return refuse('badPoint');
    try {
      return own(libsodium.crypto_scalarmult_ristretto255(scalar, point));
    } catch {
      return refuse('badPoint');
    }
  },
};

/** X-Wing (draft-connolly-cfrg-xwing-kem): X25519 and ML-KEM-768, both needed to break it. */
export const xwing = {
  PUBLIC_KEY_BYTES: 1216,
  CIPHERTEXT_BYTES: 1120,

  /** A key pair from a 32-byte seed, or from fresh randomness. The secret key is the seed. */
  keyPair(seed: Uint8Array = randomBytes(32)): { publicKey: Bytes; secretKey: Bytes } {
    const { publicKey, privateKey } = libsodium.crypto_kem_xwing_seed_keypair(seed);
    return { publicKey: own(publicKey), secretKey: own(privateKey) };
  },

  /** A fresh shared secret (32 bytes) and its ciphertext; refuses `badPoint` for a key of the wrong form. */
  encapsulate(publicKey: Uint8Array): { ciphertext: Bytes; sharedSecret: Bytes } | Refusal {
    try {
      const { ciphertext, sharedSecret } = libsodium.crypto_kem_xwing_enc(publicKey);
      return { ciphertext: own(ciphertext), sharedSecret: own(sharedSecret) };
    } catch {
      return refuse('badPoint');
    }
  },

  /** The shared secret of a ciphertext; a forged one gives a secret nobody else has. Refuses wrong lengths. */
  decapsulate(ciphertext: Uint8Array, secretKey: Uint8Array): Bytes | Refusal {
    try {
      return own(libsodium.crypto_kem_xwing_dec(ciphertext, secretKey));
    } catch {
      return refuse('badPoint');
    }
  },
};
