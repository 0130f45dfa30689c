/** Times of day as a person reads them, in the language of the browser. */

const minutes = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const seconds = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayAndTime = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  hour: '2-digit',
  minute: '2-digit',
});

/** "14:05"; `at` in milliseconds since 1970. */
export const timeOf = (at: number): string => minutes.format(at);

/** "14:05:09". */
export const exactTimeOf = (at: number): string => seconds.format(at);

/** "2026-05-12 14.05", for the name of a file. */
export function fileDateOf(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString();
  return local.slice(0, 16).replace('T', ' ').replace(':', '.');
}

/** "14:05" of the day of `now`, "Friday 14:05" of another. */
export function dayTimeOf(at: number, now: number): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  return sameDay ? timeOf(at) : dayAndTime.format(at);
}
