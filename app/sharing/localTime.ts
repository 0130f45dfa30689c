/** Date and time as a `datetime-local` field has them: in the time zone of this device, to the minute. */

const pad = (number: number, digits = 2): string => String(number).padStart(digits, '0');

/** `2026-05-12T09:30`; `at` in milliseconds since 1970. */
export function fieldTime(at: number): string {
  const date = new Date(at);
  const day = [pad(date.getFullYear(), 4), pad(date.getMonth() + 1), pad(date.getDate())].join('-');
  return `${day}T${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/** What the field says, in milliseconds since 1970; undefined when it says no time. */
export function timeOfField(value: string): number | undefined {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) ? new Date(value).getTime() : NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** The next full hour by the clock of this device, later than `now`. */
export function nextFullHour(now: number): number {
  const date = new Date(now);
  return date.setHours(date.getHours() + 1, 0, 0, 0);
}
