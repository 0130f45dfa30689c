/** Which language a person wants: their choice on this device, else what the browser says. */

import { catalogue } from './catalogue.svelte.ts';
import { fittingLanguage, isLanguage, type Language } from './languages.ts';

const KEY = 'conclave.language';

/** Where preferences lie open, for as long as the browser keeps them. A language is no secret. */
// eslint-disable-next-line no-restricted-globals -- no secret
const storage = (): Storage => localStorage;

/** What was chosen on this device; undefined while the browser's language is followed. */
export function chosenLanguage(): Language | undefined {
  try {
    const chosen = storage().getItem(KEY);
    return isLanguage(chosen) ? chosen : undefined;
  } catch {
    // Some browsers have no storage in private windows.
    return undefined;
  }
}

/**
 * Takes a language into use and keeps the choice; undefined: follows the browser again. Resolves to whether it is
 * in use: a language that cannot be fetched is not kept either.
 */
export async function choose(language: Language | undefined): Promise<boolean> {
  if (!(await catalogue.use(language ?? fittingLanguage(navigator.languages)))) return false;
  try {
    if (language === undefined) storage().removeItem(KEY);
    else storage().setItem(KEY, language);
  } catch {
    // It holds for as long as this page lives.
  }
  return true;
}

/** Fetches the language to begin with. Where that fails, the page is in English. */
export const beginLanguage = (): Promise<boolean> =>
  catalogue.use(chosenLanguage() ?? fittingLanguage(navigator.languages));
