/** Known answers, so that a swapped or broken library is noticed; and X-Wing against the vectors of its draft. */

import libsodium from 'libsodium-wrappers-sumo';
import { describe, expect, it } from 'vitest';
import { branded, type Key } from '../../crypto/brands.ts';
import { concat, fromHex, toHex } from '../../crypto/bytes.ts';
import { lv, utf8 } from '../../crypto/codec.ts';
import { LABELS } from '../../crypto/labels.ts';
import { isRefusal, refuse } from '../../crypto/refusal.ts';
import {
  argon2id,
  box,
  BOX_OVERHEAD,
  H,
  H16,
  K,
  randomBytes,
  sameSecret,
  sha512,
  sign,
  signingPair,
  unbox,
  verify,
  xwing,
} from '../../crypto/sodium.ts';
import { flips, granted } from './making.ts';
import { Vector } from './vectors.ts';

const key = (): Key => branded<Key>(randomBytes(32));

describe('X-Wing', () => {
  it.each(Vector.file('xwing-test-vectors.json').list.map((vector, number) => [number, vector] as const))(
    'vector %i: seed → public key, eseed → ciphertext and secret, and back',
    (_number, vector) => {
      const { publicKey, secretKey } = xwing.keyPair(vector.at('seed').bytes);
      expect(publicKey).toEqual(vector.at('pk').bytes);
      expect(secretKey).toEqual(vector.at('sk').bytes);
      const made = libsodium.crypto_kem_xwing_enc_deterministic(publicKey, vector.at('eseed').bytes);
      expect(made.ciphertext).toEqual(vector.at('ct').bytes);
      expect(made.sharedSecret).toEqual(vector.at('ss').bytes);
      expect(xwing.decapsulate(vector.at('ct').bytes, secretKey)).toEqual(vector.at('ss').bytes);
    },
  );

  it('gives both sides the same secret, a fresh one each time', () => {
    const { publicKey, secretKey } = xwing.keyPair();
    const one = granted(xwing.encapsulate(publicKey));
    const two = granted(xwing.encapsulate(publicKey));
    expect(xwing.decapsulate(one.ciphertext, secretKey)).toEqual(one.sharedSecret);
    expect(one.sharedSecret).not.toEqual(two.sharedSecret);
    expect([publicKey.length, one.ciphertext.length]).toEqual([
      xwing.PUBLIC_KEY_BYTES,
      xwing.CIPHERTEXT_BYTES,
    ]);
  });

  it('gives a forged ciphertext a secret that nobody else has', () => {
    const { publicKey, secretKey } = xwing.keyPair();
    const { ciphertext, sharedSecret } = granted(xwing.encapsulate(publicKey));
    const secrets = [...flips(ciphertext, 331)].map((forged) =>
      granted(xwing.decapsulate(forged, secretKey)),
    );
    expect(secrets.map(toHex)).not.toContain(toHex(sharedSecret));
  });

  it('refuses wrong lengths by name', () => {
    const { publicKey, secretKey } = xwing.keyPair();
    for (const bad of [new Uint8Array(), publicKey.slice(1), concat(publicKey, new Uint8Array(1))]) {
      expect(xwing.encapsulate(bad)).toBe(refuse('badPoint'));
    }
    const { ciphertext } = granted(xwing.encapsulate(publicKey));
    expect(xwing.decapsulate(ciphertext.slice(1), secretKey)).toBe(refuse('badPoint'));
    expect(xwing.decapsulate(ciphertext, secretKey.slice(1))).toBe(refuse('badPoint'));
  });
});

describe('known answers', () => {
  it('BLAKE2b and SHA-512 of "abc" (RFC 7693, FIPS 180)', () => {
    const blake2b = libsodium.crypto_generichash(64, 'abc', null, 'hex');
    expect(blake2b).toMatch(/^ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1/);
    expect(toHex(sha512(utf8('abc')))).toMatch(/^ddaf35a193617abacc417349ae204131/);
  });

  it('Ed25519 (RFC 8032 §7.1, test 1)', () => {
    const { verifyKey, signingKey } = signingPair(
      fromHex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'),
    );
    expect(toHex(verifyKey)).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
    expect(libsodium.crypto_sign_detached('', signingKey, 'hex')).toMatch(
      /^e5564300c360ac729086e2cc806e828a84877f1e/,
    );
  });

  it('Argon2id takes 64 MiB and two passes', () => {
    const direct = libsodium.crypto_pwhash(30, 'word', new Uint8Array(16), 2, 67_108_864, 2);
    expect(argon2id(utf8('word'), new Uint8Array(16), 30)).toEqual(direct);
  });
});

describe('H, K, sign and box', () => {
  it('hash lv(label, …), so that no two lists of parts read the same', () => {
    const label = LABELS.code;
    expect(H(label, utf8('ab'), utf8('c'))).not.toEqual(H(label, utf8('a'), utf8('bc')));
    expect(H(label, utf8('a'))).not.toEqual(H(label, utf8('a'), new Uint8Array()));
    expect(H(label, utf8('a'))).toEqual(libsodium.crypto_generichash(32, lv(utf8(label), utf8('a')), null));
    expect(H16(label, utf8('a'))).not.toEqual(H(label, utf8('a')).slice(0, 16));
    expect(K(randomBytes(16), label)).not.toEqual(K(randomBytes(16), label));
  });

  it.each([0, 15, 65])('take no key of %i bytes', (length) => {
    expect(() => K(new Uint8Array(length), LABELS.code)).toThrow(RangeError);
  });

  it('open what they sealed, under the same key, label and parts only', () => {
    const sealing = key();
    const sealed = box(sealing, LABELS.msgBox, [utf8('room')], utf8('text'));
    expect(sealed.length).toBe(4 + BOX_OVERHEAD);
    expect(unbox(sealing, LABELS.msgBox, [utf8('room')], sealed)).toEqual(utf8('text'));
    expect(unbox(key(), LABELS.msgBox, [utf8('room')], sealed)).toBe(refuse('notOpened'));
    expect(unbox(sealing, LABELS.pairBox, [utf8('room')], sealed)).toBe(refuse('notOpened'));
    expect(unbox(sealing, LABELS.msgBox, [utf8('other')], sealed)).toBe(refuse('notOpened'));
    expect(unbox(sealing, LABELS.msgBox, [], sealed)).toBe(refuse('notOpened'));
    for (const forged of flips(sealed)) {
      expect(unbox(sealing, LABELS.msgBox, [utf8('room')], forged)).toBe(refuse('notOpened'));
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(isRefusal(unbox(sealing, LABELS.msgBox, [utf8('room')], sealed.slice(0, length)))).toBe(true);
    }
  });

  it('never use a nonce twice', () => {
    const sealing = key();
    const nonces = Array.from({ length: 500 }, () =>
      toHex(box(sealing, LABELS.msgBox, [], utf8('x')).slice(0, 24)),
    );
    expect(new Set(nonces).size).toBe(500);
  });

  it('verify one key, one label, one list of parts', () => {
    const { signingKey, verifyKey } = signingPair();
    const signature = sign(signingKey, LABELS.stateSign, utf8('a'), utf8('b'));
    expect(verify(verifyKey, signature, LABELS.stateSign, utf8('a'), utf8('b'))).toBe(true);
    expect(verify(verifyKey, signature, LABELS.stateSign, utf8('ab'))).toBe(false);
    expect(verify(verifyKey, signature, LABELS.grant, utf8('a'), utf8('b'))).toBe(false);
    for (const forged of flips(signature, 7)) {
      expect(verify(verifyKey, forged, LABELS.stateSign, utf8('a'), utf8('b'))).toBe(false);
    }
    expect(verify(verifyKey.slice(1), signature, LABELS.stateSign)).toBe(false);
    expect(verify(verifyKey, signature.slice(1), LABELS.stateSign)).toBe(false);
  });

  it('compare secrets of any length', () => {
    expect(sameSecret(utf8('abc'), utf8('abc'))).toBe(true);
    expect(sameSecret(utf8('abc'), utf8('abd'))).toBe(false);
    expect(sameSecret(utf8('abc'), utf8('ab'))).toBe(false);
  });
});
