/** Times of day as a person reads them, in the language in use. */

import { catalogue } from './catalogue.svelte.ts';

const MINUTES = { hour: '2-digit', minute: '2-digit' } as const;
const SECONDS = { ...MINUTES, second: '2-digit' } as const;
const DAY_AND_TIME = { ...MINUTES, weekday: 'long' } as const;

/** Made once for each language: making one takes longer than using it a hundred times. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatted(at: number, options: Intl.DateTimeFormatOptions): string {
  const { locale } = catalogue;
  const key = `${locale} ${Object.keys(options).join()}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, format);
  return format.format(at);
}

/** "14:05"; `at` in milliseconds since 1970. */
export const timeOf = (at: number): string => formatted(at, MINUTES);

/** "14:05:09". */
export const exactTimeOf = (at: number): string => formatted(at, SECONDS);

/** "2026-05-12 14.05", for the name of a file. */
export function fileDateOf(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString();
  return local.slice(0, 16).replace('T', ' ').replace(':', '.');
}

/** "14:05" of the day of `now`, "Friday 14:05" of another. */
export function dayTimeOf(at: number, now: number): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  return sameDay ? timeOf(at) : formatted(at, DAY_AND_TIME);
}
