import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sendable } from '../../../app/chat/sendable.ts';
import { isCleanText } from '../../../crypto/codec.ts';

/** Any code unit, lone surrogates among them, and often one of those that matter here. */
const anything = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'\t\r\n\v\f\0\u0085\u2028\u2029\u200e\u202e\ue000\ud800\udc00\u0301\u200de'),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

describe('what is sent of what was typed', () => {
  it('is clean, or empty, whatever it was', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const sent = sendable(text);
        expect(isCleanText(sent, true)).toBe(true);
        expect([sent.trim(), sendable(sent)]).toEqual([sent, sent]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is what was typed, where that is clean', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((one) => isCleanText(one, true));
    fc.assert(
      fc.property(text, (one) => {
        expect(sendable(one)).toBe(one.trim());
      }),
    );
  });

  it.each([
    ['a table', 'a\tb\r\nc\td\r\n', 'a    b\nc    d'],
    ['lines of a word processor', 'a\vb\u2028c\u2029d\fe\rf\u0085g', 'a\nb\nc\nd\ne\nf\ng'],
    ['marks of the writing direction', '\u200eשלום\u200f \u202ehi\u202c', 'שלום hi'],
    ['control and private-use characters', 'a\0b\u001bc\ue000d\u{f0000}e', 'abcde'],
    ['halves of a surrogate pair', 'a\ud800b\udc00c', 'abc'],
    ['halves that would meet', 'a\ud83d\u200e\ude42b', 'ab'],
    ['a letter apart from its accent', 'e\u0301 e\u200e\u0301', 'é é'],
    ['nothing that can be sent', ' \u200e\0 ', ''],
  ])('of %s', (_name, typed, sent) => {
    expect(sendable(typed)).toBe(sent);
  });

  it('keeps what holds emoji and letters together', () => {
    for (const text of ['👩‍👩‍👧', '❤️', '👍🏽', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', 'क्‍ष', 'می‌خواهم']) expect(sendable(text)).toBe(text);
  });
});
