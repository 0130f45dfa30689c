/** RFC 5545, read by a parser that knows nothing but its rules. */

import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { calendarFile, type CalendarEvent } from '../../../app/sharing/calendarFile.ts';

const LINK = `https://meet.example.org/#1.${'q7VwH2l0nZkYtT3cR9m4xA.'.repeat(4)}`;
const event: CalendarEvent = {
  uid: '6f1b0c1e-1f4e-4a0e-9d7c-0d9c0f4c2a11',
  madeAt: Date.UTC(2026, 4, 11, 23, 59, 58, 765),
  startsAt: Date.UTC(2026, 4, 12, 9, 30),
  lasts: 3_600_000,
  summary: 'Budget; then, the move\\end',
  description: `Open this:\n${LINK}\r\nGrüße 👩‍👧`,
  url: LINK,
};

/** §3.1: lines end with CRLF, and one that begins with a space goes on with the one before. */
function lines(file: string): string[] {
  expect(file.endsWith('\r\n')).toBe(true);
  expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  return file.replaceAll('\r\n ', '').split('\r\n').slice(0, -1);
}

const property = (file: string, name: string): string | undefined =>
  lines(file)
    .find((line) => line.startsWith(`${name}:`))
    ?.slice(name.length + 1);

/** §3.3.11. */
const unescaped = (value: string | undefined): string | undefined =>
  value?.replace(/\\([\\;,nN])/g, (_, character: string) => (/n/i.test(character) ? '\n' : character));

describe('a calendar file', () => {
  it('is one event in one calendar, with what both must have', () => {
    const all = lines(calendarFile(event));
    expect(all[0]).toBe('BEGIN:VCALENDAR');
    expect(all[1]).toBe('VERSION:2.0');
    expect(all.slice(-2)).toEqual(['END:VEVENT', 'END:VCALENDAR']);
    const names = all.map((line) => line.slice(0, line.indexOf(':')));
    expect(names).toEqual([
      ...['BEGIN', 'VERSION', 'PRODID', 'CALSCALE', 'BEGIN', 'UID', 'DTSTAMP', 'DTSTART', 'DTEND'],
      ...['SUMMARY', 'DESCRIPTION', 'URL', 'CLASS', 'END', 'END'],
    ]);
  });

  it('has its times in UTC, to the second', () => {
    const file = calendarFile(event);
    expect(property(file, 'DTSTAMP')).toBe('20260511T235958Z');
    expect(property(file, 'DTSTART')).toBe('20260512T093000Z');
    expect(property(file, 'DTEND')).toBe('20260512T103000Z');
  });

  it('escapes texts, and an address not', () => {
    const file = calendarFile(event);
    expect(property(file, 'SUMMARY')).toBe('Budget\\; then\\, the move\\\\end');
    expect(property(file, 'DESCRIPTION')).toBe(`Open this:\\n${LINK}\\nGrüße 👩‍👧`);
    expect(property(file, 'URL')).toBe(LINK);
    expect(property(file, 'UID')).toBe(event.uid);
  });

  it('is private in a calendar that others see', () => {
    expect(property(calendarFile(event), 'CLASS')).toBe('PRIVATE');
  });

  it('folds at 75 octets, between characters, whatever is written', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 400 });
    fc.assert(
      fc.property(text, text, (summary, description) => {
        const file = calendarFile({ ...event, summary, description });
        for (const line of file.split('\r\n')) {
          expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
          expect(line.isWellFormed()).toBe(true);
        }
        expect(unescaped(property(file, 'SUMMARY'))).toBe(plain(summary));
        expect(unescaped(property(file, 'DESCRIPTION'))).toBe(plain(description));
      }),
    );
  });

  it('fills a line to its 75th octet, and no line holds nothing but a space', () => {
    const at = (length: number): string[] =>
      calendarFile({ ...event, summary: '+'.repeat(length) })
        .split('\r\n')
        .filter((line) => /^(?:SUMMARY| \+)/.test(line));
    expect(at(67).map(({ length }) => length)).toEqual([75]);
    expect(at(68).map(({ length }) => length)).toEqual([75, 2]);
  });

  it('lets nobody slip in a line of their own', () => {
    const file = calendarFile({ ...event, summary: 'A\r\nATTENDEE:mailto:eve@example.org\rX\u0000' });
    expect(property(file, 'ATTENDEE')).toBeUndefined();
    expect(property(file, 'SUMMARY')).toBe('A\\nATTENDEE:mailto:eve@example.org\\nX');
  });
});

/** What a text of the format can hold: no control characters but the tab, one kind of line break. */
const plain = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
