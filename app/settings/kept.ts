/** Where preferences outlive the page: the browser's own storage, which lies open. Nothing else is put into it. */

import { chosenIn, type Preferences } from './preferences.ts';

/** `public/theme.js` reads it too, before anything else is there. */
export const KEY = 'conclave/settings';

// eslint-disable-next-line no-restricted-globals -- no secret, nobody's name: see `Preferences`
const storage = (): Storage => localStorage;

/** What was chosen on this device; nothing where the browser keeps nothing. */
export function kept(): Partial<Preferences> {
  try {
    return chosenIn(JSON.parse(storage().getItem(KEY) ?? '{}'));
  } catch {
    return {};
  }
}

/** Keeps what was chosen; without storage it holds for as long as the page lives. */
export function keep(chosen: Partial<Preferences>): void {
  try {
    storage().setItem(KEY, JSON.stringify(chosenIn(chosen)));
  } catch {
    // Full, or not there at all in some private windows.
  }
}

/** Calls `changed` when another tab keeps something else; gives what ends that. */
export function onKeptElsewhere(changed: () => void): () => void {
  const heard = ({ key }: StorageEvent): void => {
    if (key === KEY || key === null) changed();
  };
  addEventListener('storage', heard);
  return () => removeEventListener('storage', heard);
}
