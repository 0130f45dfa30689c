import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { pieces } from '../../app/parts/links.ts';

const hrefs = (message: string): (string | undefined)[] =>
  pieces(message).flatMap(({ href }) => (href === undefined ? [] : [href]));
const linked = (message: string): string[] =>
  pieces(message).flatMap(({ text, href }) => (href === undefined ? [] : [text]));

describe('addresses in a message', () => {
  it('gives the message again, whatever is in it', () => {
    const parts = fc.constantFrom(
      'https://',
      'HTTP://',
      'a.example',
      '/x(1)',
      ')',
      '.',
      ' ',
      '\n',
      '@',
      '\u202e',
      'é',
    );
    const messages = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(parts).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(messages, (message) => {
        const found = pieces(message);
        expect(found.map(({ text }) => text).join('')).toBe(message);
        expect(found.every(({ text }) => text !== '')).toBe(true);
      }),
    );
  });

  it('opens http and https alone', () => {
    expect(hrefs('see http://a.example and https://b.example/c?d=e#f')).toEqual([
      'http://a.example/',
      'https://b.example/c?d=e#f',
    ]);
    for (const other of [
      'javascript:alert(1)',
      'data:text/html,<p>',
      'file:///etc/passwd',
      'ftp://a.example',
      'www.a.example',
      'xhttps://a.example',
    ]) {
      expect(hrefs(other), other).toEqual([]);
    }
  });

  it('leaves out what belongs to the sentence', () => {
    expect(linked('Is it https://a.example/b?')).toEqual(['https://a.example/b']);
    expect(linked('(https://a.example/b_(c)), then')).toEqual(['https://a.example/b_(c)']);
    expect(linked('“https://a.example/b”.')).toEqual(['https://a.example/b']);
    expect(linked('https://a.example/b, https://a.example/c…')).toEqual([
      'https://a.example/b',
      'https://a.example/c',
    ]);
  });

  it('makes no address of one that reads as another', () => {
    expect(hrefs('https://bank.example@evil.example/')).toEqual([]);
    expect(hrefs('https://a.example/\u202egpj.exe')).toEqual([]);
    expect(hrefs('https://a.ex\u200bample')).toEqual([]);
    expect(hrefs('https://')).toEqual([]);
    expect(hrefs('https://[nonsense')).toEqual([]);
  });
});
