/** Numbers and lists, as an English sentence has them. */

/** "1 person", "3 people". */
export const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);

/** "a", "a and b", "a, b and c". */
export const list = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
