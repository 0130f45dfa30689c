import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../../crypto/bytes.ts';
import {
  decodeHeader,
  deriveMediaKey,
  encodeHeader,
  nonceOf,
  openFrame,
  sealFrame,
  type U64,
} from '../../../crypto/frame/sframe.ts';
import { bytesOf, numberOf, VECTORS } from './official.ts';

const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
/** As our decoder gives it. */
const exact = (value: bigint): U64 => (value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value);

describe('RFC 9605 header', () => {
  test('all 289 official vectors, both ways', () => {
    expect(VECTORS.header).toHaveLength(289);
    for (const { kid, ctr, encoded } of VECTORS.header) {
      expect(toHex(encodeHeader(exact(kid), exact(ctr)))).toBe(encoded);
      expect(toHex(encodeHeader(kid, ctr))).toBe(encoded);
      expect(decodeHeader(fromHex(encoded))).toEqual({
        kid: exact(kid),
        ctr: exact(ctr),
        length: encoded.length / 2,
      });
    }
  });

  test('any KID and CTR come back, wherever the header starts', () => {
    fc.assert(
      fc.property(u64, u64, fc.nat(20), (kid, ctr, at) => {
        const header = encodeHeader(kid, ctr);
        const bytes = new Uint8Array(at + header.length + 5);
        bytes.set(header, at);
        expect(decodeHeader(bytes, at)).toEqual({ kid: exact(kid), ctr: exact(ctr), length: header.length });
      }),
    );
  });

  test.each([
    ['KID 5 in a byte', '8005'],
    ['KID 255 in two bytes', '9000ff'],
    ['CTR 7 in a byte', '0807'],
    ['CTR 256 in three bytes', '0a000100'],
    ['CTR 0 in eight bytes', '0f0000000000000000'],
  ])('refuses a header longer than it need be: %s', (_name, hex) => {
    expect(decodeHeader(fromHex(hex))).toBeUndefined();
  });

  test('whatever is decoded encodes to the same bytes, and no bytes throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        const header = decodeHeader(bytes);
        if (header) expect(encodeHeader(header.kid, header.ctr)).toEqual(bytes.slice(0, header.length));
      }),
      { numRuns: 2000 },
    );
  });

  test('refuses a header cut short', () => {
    const whole = encodeHeader(2n ** 60n, 2n ** 60n);
    for (let length = 0; length < whole.length; length++)
      expect(decodeHeader(whole.slice(0, length))).toBeUndefined();
  });
});

describe('suite 5, AES_256_GCM_SHA512_128', () => {
  const kid = numberOf('kid');
  const ctr = numberOf('ctr');

  test('official vector: salt and nonce', async () => {
    const { salt } = await deriveMediaKey(bytesOf('base_key'), kid);
    expect(salt).toEqual(bytesOf('sframe_salt'));
    expect(nonceOf(salt, ctr)).toEqual(bytesOf('nonce'));
    expect(nonceOf(salt, BigInt(ctr))).toEqual(bytesOf('nonce'));
  });

  // Its metadata has no codec byte; its first byte is taken for one, the rest goes as clear bytes.
  test('official vector: seals and opens', async () => {
    const key = await deriveMediaKey(bytesOf('base_key'), kid);
    const [codec = 0, ...clear] = bytesOf('metadata');
    const frame = Uint8Array.from([...clear, ...bytesOf('pt')]);
    const wire = await sealFrame(key, ctr, codec, frame, clear.length);
    expect(wire.slice(clear.length)).toEqual(bytesOf('ct'));
    const header = decodeHeader(wire, clear.length);
    expect(header && (await openFrame(key, header, codec, wire, clear.length))).toEqual(frame);
  });

  test('the key cannot be exported', async () => {
    const { key } = await deriveMediaKey(bytesOf('base_key'), kid);
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
  });

  test('nonces of numbers and of bigints agree', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.uint8Array({ minLength: 12, maxLength: 12 }), (ctr, salt) => {
        expect(nonceOf(salt, ctr)).toEqual(nonceOf(salt, BigInt(ctr)));
      }),
    );
  });

  test('what is sealed opens, at any size and with any number of clear bytes', async () => {
    const key = await deriveMediaKey(new Uint8Array(32).fill(3), 70);
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 3000 }),
        fc.nat(10),
        fc.maxSafeNat(),
        async (bytes, clearBytes, ctr) => {
          const frame = new Uint8Array(bytes);
          const clear = Math.min(clearBytes, frame.length);
          const wire = await sealFrame(key, ctr, 2, frame, clear);
          expect(wire.slice(0, clear)).toEqual(frame.slice(0, clear));
          const header = decodeHeader(wire, clear);
          expect(header && (await openFrame(key, header, 2, wire, clear))).toEqual(frame);
        },
      ),
    );
  });
});
