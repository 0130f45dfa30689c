import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromBase64url, fromHex, same, toBase64url, toHex, wipe } from '../../crypto/bytes.ts';
import { decode, isCleanText, lv, Reader, u16, u32, u64, u8, utf8 } from '../../crypto/codec.ts';
import { attempt, giveUp, isRefusal, REASONS, refuse } from '../../crypto/refusal.ts';

describe('integers', () => {
  it('are big-endian, of fixed width', () => {
    expect(toHex(concat(u8(1), u16(0x203), u32(0x4050607), u64(0x8090a0b0c0d0e0fn)))).toBe(
      '0102030405060708090a0b0c0d0e0f',
    );
    expect(u64(Number.MAX_SAFE_INTEGER)).toEqual(u64(2n ** 53n - 1n));
  });

  it.each([
    [() => u8(256)],
    [() => u8(-1)],
    [() => u16(65_536)],
    [() => u32(2 ** 32)],
    [() => u8(1.5)],
    [() => u32(NaN)],
    [() => u64(-1n)],
    [() => u64(2n ** 64n)],
  ])('that do not fit are a fault: %s', (make) => {
    expect(make).toThrow(RangeError);
  });

  it('come back', () => {
    fc.assert(
      fc.property(
        fc.nat(255),
        fc.nat(65_535),
        fc.nat(2 ** 32 - 1),
        fc.bigInt(0n, 2n ** 64n - 1n),
        (a, b, c, d) => {
          const bytes = concat(u8(a), u16(b), u32(c), u64(d));
          expect(decode(bytes, (reader) => [reader.u8(), reader.u16(), reader.u32(), reader.u64()])).toEqual([
            a,
            b,
            c,
            d,
          ]);
        },
      ),
    );
  });

  it('of 8 bytes that a number cannot hold are refused where a number is asked for', () => {
    expect(decode(u64(2n ** 53n), (reader) => reader.safeU64())).toBe(refuse('malformed'));
    expect(decode(u64(2n ** 53n - 1n), (reader) => reader.safeU64())).toBe(2 ** 53 - 1);
  });
});

describe('lv', () => {
  it('writes for each part its length and its bytes', () => {
    expect(toHex(lv(utf8('ab'), new Uint8Array(), utf8('c')))).toBe('000000026162000000000000000163');
  });

  it('is one-to-one: two lists of parts never read the same', () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 6 }), { maxLength: 5 });
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const alike = a.length === b.length && a.every((part, at) => same(part, b[at] ?? new Uint8Array()));
        expect(same(lv(...a), lv(...b))).toBe(alike);
      }),
    );
  });

  it('gives up on a length beyond the bytes, at once and without taking memory', () => {
    for (const length of [1, 0xffff, 0xffffffff]) {
      expect(decode(u32(length), (reader) => reader.part())).toBe(refuse('malformed'));
    }
  });

  it('keeps to the least and most bytes asked for', () => {
    for (const [length, fits] of [
      [1, false],
      [2, true],
      [4, true],
      [5, false],
    ] as const) {
      expect(isRefusal(decode(lv(new Uint8Array(length)), (reader) => reader.part(2, 4)))).toBe(!fits);
    }
  });
});

describe('a reader', () => {
  it('refuses bytes left over, and bytes that are not there', () => {
    expect(decode(Uint8Array.of(1, 2), (reader) => reader.u8())).toBe(refuse('malformed'));
    expect(decode(Uint8Array.of(1), (reader) => reader.u16())).toBe(refuse('malformed'));
  });

  it('takes 0 and 1 for a flag, and zeros for padding', () => {
    expect([0, 1].map((value) => decode(u8(value), (reader) => reader.flag()))).toEqual([false, true]);
    expect(decode(u8(2), (reader) => reader.flag())).toBe(refuse('malformed'));
    expect(decode(Uint8Array.of(0, 0), (reader) => reader.zeros())).toBeUndefined();
    expect(decode(Uint8Array.of(0, 1), (reader) => reader.zeros())).toBe(refuse('malformed'));
  });

  it('copies what it gives', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const copy = new Reader(bytes).bytes(3);
    wipe(copy);
    expect(bytes).toEqual(Uint8Array.of(1, 2, 3));
  });
});

describe('text', () => {
  const read = (bytes: Uint8Array, lines = false) =>
    decode(lv(bytes), (reader) => reader.text(0, 100, lines));

  it.each(['Ada', 'Zoë', '日本語', 'عربى', '👩‍👩‍👧', 'O’Neil-Śmith', 'נועה'])('%s travels', (text) => {
    expect(read(utf8(text))).toBe(text);
  });

  it.each([
    ['not in NFC', utf8('Zoe\u0308')],
    ['a control character', utf8('a\u0007b')],
    ['delete', utf8('a\u007fb')],
    ['a C1 control', utf8('a\u0085b')],
    ['a line feed where lines are not allowed', utf8('a\nb')],
    ['a bidi override', utf8('a\u202eb')],
    ['a bidi isolate', utf8('a\u2066b')],
    ['a right-to-left mark', utf8('a\u200fb')],
    ['an Arabic letter mark', utf8('a\u061cb')],
    ['a line separator', utf8('a\u2028b')],
    ['an unassigned character', utf8('a\u0378b')],
    ['a noncharacter', utf8('a\uffffb')],
    ['a private-use character', utf8('a\ue000b')],
    ['a surrogate in UTF-8', Uint8Array.of(0xed, 0xa0, 0x80)],
    ['an overlong form', Uint8Array.of(0xc0, 0x80)],
    ['a cut sequence', Uint8Array.of(0xe2, 0x82)],
    ['a code point above U+10FFFF', Uint8Array.of(0xf4, 0x90, 0x80, 0x80)],
  ])('refuses %s', (_name, bytes) => {
    expect(read(bytes)).toBe(refuse('badText'));
  });

  it('allows line feeds and nothing else where lines are allowed', () => {
    expect(read(utf8('a\nb'), true)).toBe('a\nb');
    for (const control of ['\r', '\t', '\u0000', '\u202e', '\u2028']) {
      expect(read(utf8(`a${control}b`), true)).toBe(refuse('badText'));
    }
  });

  it('knows a lone surrogate, which UTF-8 would turn into another character', () => {
    expect(isCleanText('a\ud800')).toBe(false);
    expect(isCleanText('\udc00a')).toBe(false);
    expect(isCleanText('👩')).toBe(true);
  });

  it('keeps a byte order mark rather than dropping it: decoding stays one-to-one', () => {
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x61);
    expect(read(bytes)).toBe('\ufeffa');
  });

  it('that is accepted encodes to the same bytes', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.string({ unit: 'binary' }).map(utf8)),
        (bytes) => {
          const text = read(bytes);
          if (!isRefusal(text)) expect(utf8(text)).toEqual(bytes);
        },
      ),
    );
  });
});

describe('base64url and hexadecimal', () => {
  it('come back, and no two texts stand for the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
        expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromHex(toHex(bytes))).toEqual(bytes);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ABab09-_=+/ '), maxLength: 12 }), (text) => {
        const bytes = fromBase64url(text);
        if (bytes) expect(toBase64url(bytes)).toBe(text);
      }),
    );
  });

  it.each(['A', 'AAAAA', 'AB', 'AAB', 'AA==', 'A+A', 'A A', 'Ä'])('refuses %s', (text) => {
    expect(fromBase64url(text)).toBeUndefined();
  });

  it.each(['0', 'xx', '0 '])('refuses %s as hexadecimal', (text) => {
    expect(() => fromHex(text)).toThrow(TypeError);
  });
});

describe('refusals', () => {
  it('are values, one for each reason', () => {
    for (const reason of REASONS) {
      expect(refuse(reason)).toBe(refuse(reason));
      expect(isRefusal(refuse(reason))).toBe(true);
    }
  });

  it('are not what only looks like one', () => {
    for (const value of [
      undefined,
      null,
      'malformed',
      { refused: 'malformed' },
      { refused: '__proto__' },
      {},
    ]) {
      expect(isRefusal(value)).toBe(false);
    }
    expect(isRefusal({ refused: 'constructor' })).toBe(false);
    expect(isRefusal({ refused: 'toString' })).toBe(false);
  });

  it('end a decoder; a fault of ours passes through it', () => {
    expect(attempt(() => giveUp('tooLong'))).toBe(refuse('tooLong'));
    expect(() =>
      attempt(() => {
        throw new RangeError('a fault');
      }),
    ).toThrow('a fault');
  });
});
