/** A calendar file with one event (RFC 5545). Pure: clock and randomness are passed in. */

/** §3.1: octets in a line, without its end. */
const LINE_OCTETS = 75;

export interface CalendarEvent {
  /** Unique in the world (§3.8.4.7). */
  readonly uid: string;
  /** When the file is made, in milliseconds since 1970. */
  readonly madeAt: number;
  /** When the event begins, in milliseconds since 1970. */
  readonly startsAt: number;
  /** How long it lasts, in milliseconds; whole seconds, more than none. */
  readonly lasts: number;
  readonly summary: string;
  readonly description: string;
  /** Where it takes place: an address of printable ASCII, as `URL` writes it. */
  readonly url: string;
}

/**
 * The event as the text of an `.ics` file, every line at most 75 octets of UTF-8 and ended by CRLF. Times are in UTC:
 * every calendar shows them in its own zone. The event is private, so that a shared calendar shows no link.
 */
export function calendarFile({ uid, madeAt, startsAt, lasts, ...said }: CalendarEvent): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Conclave//Conclave//EN',
    'CALSCALE:GREGORIAN',
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}`,
    `DTSTAMP:${utc(madeAt)}`,
    `DTSTART:${utc(startsAt)}`,
    `DTEND:${utc(startsAt + lasts)}`,
    `SUMMARY:${escaped(said.summary)}`,
    `DESCRIPTION:${escaped(said.description)}`,
    // §3.3.13: an address is not text, nothing in it is escaped.
    `URL:${new URL(said.url).href}`,
    'CLASS:PRIVATE',
    'END:VEVENT',
    'END:VCALENDAR',
  ]
    .map((line) => `${folded(line)}\r\n`)
    .join('');
}

/** §3.3.5, form 2: `20260512T093000Z`. */
const utc = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');

/** §3.3.11: what has a meaning in a text, and no control characters but the line break and the tab. */
const escaped = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n');

/** §3.1: a line too long goes on in the next one, after a space. No character is torn apart. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let whole = '';
  let octets = 0;
  for (const character of line) {
    const { length } = encoder.encode(character);
    if (octets + length > LINE_OCTETS) {
      whole += '\r\n ';
      octets = 1;
    }
    whole += character;
    octets += length;
  }
  return whole;
}
