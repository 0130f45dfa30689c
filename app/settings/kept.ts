/**
 * What outlives the page in the browser's own storage, which lies open: how this person likes the page, and nothing
 * about anybody or any meeting. Nobody else writes there.
 */

/** Each thing that is kept, by its key. */
export const KEYS = {
  settings: 'conclave/settings',
  language: 'conclave/language',
  stage: 'conclave/stage',
} as const;

export type Kept = keyof typeof KEYS;

// eslint-disable-next-line no-restricted-globals -- the one door to it
const storage = (): Storage => localStorage;

/** What was kept, whatever it is by now: another build, or a person, may have written it. Undefined where there is nothing. */
export function kept(what: Kept): unknown {
  try {
    return JSON.parse(storage().getItem(KEYS[what]) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it as JSON, undefined takes it away; where the browser keeps nothing, it holds for as long as the page lives. */
export function keep(what: Kept, value: unknown): void {
  try {
    if (value === undefined) storage().removeItem(KEYS[what]);
    else storage().setItem(KEYS[what], JSON.stringify(value));
  } catch {
    // Full, or not there at all in some private windows.
  }
}

/** Calls `changed` when another tab keeps something else; gives what ends that. */
export function onKeptElsewhere(what: Kept, changed: () => void): () => void {
  const heard = ({ key }: StorageEvent): void => {
    if (key === KEYS[what] || key === null) changed();
  };
  addEventListener('storage', heard);
  return () => removeEventListener('storage', heard);
}
