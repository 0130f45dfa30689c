/** Attack 22: points, keys, scalars, signatures and ciphertexts that no honest library makes. */

import { describe, expect, it } from 'vitest';
import { branded, type Bytes, type Key } from '../../../crypto/brands.ts';
import { concat, fromHex, toHex } from '../../../crypto/bytes.ts';
import { utf8 } from '../../../crypto/codec.ts';
import { finish } from '../../../crypto/door/cpace.ts';
import { emptyDoor } from '../../../crypto/door/knocks.ts';
import { stepDoor } from '../../../crypto/door/leader.ts';
import { makeKnock } from '../../../crypto/door/joiner.ts';
import { LABELS } from '../../../crypto/labels.ts';
import { isRefusal, refuse } from '../../../crypto/refusal.ts';
import {
  box,
  randomBytes,
  ristretto255,
  sign,
  signingPair,
  unbox,
  verify,
  xwing,
} from '../../../crypto/sodium.ts';
import { callerOf, granted, LinkHolder, makeKeeper, makeRoom, NOW } from '../../crypto/making.ts';
import { Vector } from '../../crypto/vectors.ts';

const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

const littleEndian = (value: bigint): Bytes =>
  Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 255n));
const fromLittleEndian = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);

describe('attack 22: Ed25519', () => {
  const { signingKey, verifyKey } = signingPair();
  const message = utf8('text');
  const signature = sign(signingKey, LABELS.stateSign, message);
  const holds = (key: Uint8Array, tried: Uint8Array) => verify(key, tried, LABELS.stateSign, message);

  it('has one signature for each nonce: S beyond the order is refused', () => {
    const S = fromLittleEndian(signature.subarray(32));
    expect(holds(verifyKey, signature)).toBe(true);
    for (const times of [1n, 2n, 4n, 8n, 15n]) {
      if (S + times * ORDER < 2n ** 256n) {
        expect(holds(verifyKey, concat(signature.subarray(0, 32), littleEndian(S + times * ORDER)))).toBe(
          false,
        );
      }
    }
  });

  // Every encoding of a point whose order divides eight, the not canonical ones among them.
  it.each([
    ['0100000000000000000000000000000000000000000000000000000000000000'],
    ['0100000000000000000000000000000000000000000000000000000000000080'],
    ['ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
    ['ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff'],
    ['0000000000000000000000000000000000000000000000000000000000000000'],
    ['0000000000000000000000000000000000000000000000000000000000000080'],
    ['26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
    ['26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85'],
    ['c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
    ['c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'],
    ['eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
    ['edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
  ])('takes no key of small order: %s', (hex) => {
    const weak = fromHex(hex);
    for (const R of [weak, fromHex('01'.padEnd(64, '0')), new Uint8Array(32)]) {
      for (const S of [0n, 1n, ORDER]) expect(holds(weak, concat(R, littleEndian(S)))).toBe(false);
    }
  });

  it('takes no signature of the wrong length, of zeros, or over an R that is no point', () => {
    for (const length of [0, 32, 63, 65, 128]) expect(holds(verifyKey, new Uint8Array(length))).toBe(false);
    expect(holds(verifyKey, new Uint8Array(64))).toBe(false);
    expect(holds(verifyKey, concat(new Uint8Array(32).fill(255), signature.subarray(32)))).toBe(false);
    expect(holds(new Uint8Array(32).fill(255), signature)).toBe(false);
  });
});

describe('attack 22: CPace’s invalid cases', () => {
  const points = Vector.file('cpace-testvectors.json').at('G_Coffee25519_points');
  it.each(['Invalid Y1', 'Invalid Y2'])('%s is refused by name', (name) => {
    const scalar = points.at('Valid', 's').bytes;
    const run = { sid: scalar, Ya: scalar, ADa: scalar, Yb: points.at(name).bytes, ADb: scalar };
    expect(finish(scalar, points.at(name).bytes, run)).toBe(refuse('badPoint'));
  });

  it('a point not reduced modulo p, or of the other sign, is refused', () => {
    const p = 2n ** 255n - 19n;
    for (const value of [p, p + 1n, p + 2n, 2n ** 255n - 1n, 2n ** 256n - 1n, 1n, 3n]) {
      expect(ristretto255.multiply(ristretto255.randomScalar(), littleEndian(value))).toBe(
        refuse('badPoint'),
      );
    }
  });

  it('every other encoding of a valid point is refused', () => {
    const X = points.at('Valid', 'X').bytes;
    const value = fromLittleEndian(X);
    const p = 2n ** 255n - 19n;
    for (const other of [p - value, value | (1n << 255n)]) {
      expect(ristretto255.multiply(points.at('Valid', 's').bytes, littleEndian(other))).toBe(
        refuse('badPoint'),
      );
    }
  });
});

describe('attack 22: X-Wing', () => {
  it('refuses keys whose ML-KEM part is not reduced modulo q', () => {
    const { publicKey } = xwing.keyPair();
    // 1184 bytes of ML-KEM-768: 1152 of coefficients, twelve bits each; 0xfff is beyond q = 3329.
    for (const at of [0, 3, 600, 1149]) {
      const bad = new Uint8Array(publicKey);
      bad.set([0xff, 0xff, 0xff], at);
      expect(xwing.encapsulate(bad)).toBe(refuse('badPoint'));
    }
  });

  it('gives an X25519 part of small order no power: the secret is still that of ML-KEM', () => {
    const { publicKey, secretKey } = xwing.keyPair();
    const bad = concat(publicKey.subarray(0, 1184), new Uint8Array(32));
    const made = xwing.encapsulate(bad);
    if (isRefusal(made)) return expect(made).toBe(refuse('badPoint'));
    expect(toHex(granted(xwing.decapsulate(made.ciphertext, secretKey)))).not.toBe(toHex(made.sharedSecret));
    expect(toHex(granted(xwing.encapsulate(bad)).sharedSecret)).not.toBe(toHex(made.sharedSecret));
    return undefined;
  });

  it('at the door drops a knock with such a key', () => {
    const room = makeRoom();
    const eve = new LinkHolder(room);
    const knock = eve.knock(makeKnock(callerOf(room)).send);
    const kemKey = new Uint8Array(knock.kemKey);
    kemKey.set([0xff, 0xff, 0xff], 300);
    const step = stepDoor(
      emptyDoor,
      makeKeeper(room),
      { type: 'envelope', waiter: 1, data: eve.seal({ ...knock, kemKey }) },
      NOW,
    );
    expect(step.effects).toEqual([]);
    expect(step.state.knocks.size).toBe(0);
  });
});

it('attack 22: XChaCha20-Poly1305 opens nothing short, and nothing whose tag was cut', () => {
  const key = branded<Key>(randomBytes(32));
  const sealed = box(key, LABELS.msgBox, [], utf8('text'));
  for (let length = 0; length < sealed.length; length++) {
    expect(unbox(key, LABELS.msgBox, [], sealed.slice(0, length))).toBe(refuse('notOpened'));
  }
  expect(unbox(key, LABELS.msgBox, [], concat(sealed, new Uint8Array(1)))).toBe(refuse('notOpened'));
});
