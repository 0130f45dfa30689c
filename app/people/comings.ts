/** Who came and who went between two looks at a list. */

export interface Comings<T> {
  readonly came: readonly T[];
  readonly went: readonly T[];
}

/** Compares by what `key` gives; both lists keep their order. */
export function comings<T>(
  before: readonly T[],
  now: readonly T[],
  key: (item: T) => string | number,
): Comings<T> {
  const keysBefore = new Set(before.map(key));
  const keysNow = new Set(now.map(key));
  return {
    came: now.filter((item) => !keysBefore.has(key(item))),
    went: before.filter((item) => !keysNow.has(key(item))),
  };
}
