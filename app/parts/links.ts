/** Addresses in what people write: found for clicking, shown exactly as they were written. */

/** A stretch of a message; `href` where it is an address to open. */
export interface Piece {
  readonly text: string;
  readonly href?: string;
}

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`{}|\\^]+/giu;
/** What ends a sentence and not the address before it. */
const TRAILING = /[.,;:!?…»”’*_~]+$/u;
const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[' };
/** Characters that turn what follows around or cannot be seen: an address with one reads as another. */
const DECEIVING = /[\p{Cc}\p{Cf}]/u;

/**
 * Cuts a message into text and addresses; joined, the pieces give the message again. Only plain http and https
 * become addresses, and none with a name before an @, which reads like the site and is not.
 */
export function pieces(message: string): readonly Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of message.matchAll(ADDRESS)) {
    const text = trimmed(match[0]);
    const href = addressOf(text);
    if (href === undefined) continue;
    if (match.index > end) found.push({ text: message.slice(end, match.index) });
    found.push({ text, href });
    end = match.index + text.length;
  }
  if (end < message.length) found.push({ text: message.slice(end) });
  return found;
}

/** Without what belongs to the sentence: points, and a bracket that was opened before the address. */
function trimmed(text: string): string {
  let rest = text;
  for (;;) {
    const last = rest.at(-1) ?? '';
    const opens = CLOSING[last];
    if (opens !== undefined && rest.split(last).length > rest.split(opens).length) rest = rest.slice(0, -1);
    else if (TRAILING.test(rest)) rest = rest.replace(TRAILING, '');
    else return rest;
  }
}

function addressOf(text: string): string | undefined {
  if (DECEIVING.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const plain = url.protocol === 'http:' || url.protocol === 'https:';
  return plain && url.username === '' && url.password === '' ? url.href : undefined;
}
