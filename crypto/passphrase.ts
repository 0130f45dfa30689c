/** The passphrase (§3): made of words, or the host's own; normalised so that how it is typed does not matter. */

import { toHex } from './bytes.ts';
import { isCleanText, utf8 } from './codec.ts';
import { PASSPHRASE_BYTES_MAX } from './invitation.ts';
import { LABELS } from './labels.ts';
import { refuse, type Refusal } from './refusal.ts';
import { H, randomBelow } from './sodium.ts';

/** Words of a made passphrase: four of 7776 are 51.7 bits. */
const MADE_WORDS = 4;
/** Shortest passphrase of the host's own, in characters after normalising. */
const OWN_CHARACTERS_MIN = 8;

/** NFKC, lower case, NFKC again; each run of blanks, dashes and underscores one space; trimmed. */
export function normalisePassphrase(typed: string): string {
  return typed
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[\s\p{Pd}_]+/gu, ' ')
    .trim();
}

/** BLAKE2b-256 of the EFF long list, one word a line: a list swapped on the way would make passphrases to guess. */
const WORDS_HASH = 'c9c1b2e5c0c78b25ff96ffbaf86ab6e35ec0a429f281697ff89db24df11d93d2';

/** Four words, drawn without bias; refuses `malformed` unless `words` is the EFF long list (7776 words). */
export function makePassphrase(words: readonly string[]): string | Refusal {
  if (toHex(H(LABELS.words, utf8(words.join('\n')))) !== WORDS_HASH) return refuse('malformed');
  const draw = (): string => words[randomBelow(words.length)] ?? '';
  return normalisePassphrase(Array.from({ length: MADE_WORDS }, draw).join(' '));
}

/** The host's own passphrase, normalised; refuses `weakPassphrase` (under 8 characters), `tooLong` and `badText` (no link could carry it). */
export function ownPassphrase(typed: string): string | Refusal {
  const passphrase = normalisePassphrase(typed);
  if (Array.from(passphrase).length < OWN_CHARACTERS_MIN) return refuse('weakPassphrase');
  if (utf8(passphrase).length > PASSPHRASE_BYTES_MAX) return refuse('tooLong');
  return isCleanText(passphrase) ? passphrase : refuse('badText');
}
