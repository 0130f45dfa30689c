/** What somebody typed or pasted, as text that may travel. Pure. */

import { isCleanText } from '../../crypto/codec.ts';

/** For pasted code and the cells of a table. */
const TAB = '    ';
/** CRLF, vertical tab, form feed, NEL, and the separators of lines and paragraphs: pasted text ends its lines with any of them. */
const LINE_END = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

/** The text as its writer expects it to be read, trimmed: what the vault would refuse it for is put otherwise, or left out. May be empty. */
export function sendable(text: string): string {
  const plain = text.replace(LINE_END, '\n').replaceAll('\t', TAB).normalize('NFC');
  // Each once: somebody may paste a book.
  const refused = new Set([...new Set(plain)].filter((character) => !isCleanText(character, true)));
  const clean = [...plain].filter((character) => !refused.has(character)).join('');
  // Where something was left out, a letter and an accent may have met.
  return clean.normalize('NFC').trim();
}
