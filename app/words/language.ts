/** Which language a person wants: their choice on this device, else what the browser says. */

import { keep, kept } from '../settings/kept.ts';
import { catalogue } from './catalogue.svelte.ts';
import { fittingLanguage, isLanguage, type Language } from './languages.ts';

/** What was chosen on this device; undefined while the browser's language is followed. */
export function chosenLanguage(): Language | undefined {
  const chosen = kept('language');
  return isLanguage(chosen) ? chosen : undefined;
}

/**
 * Takes a language into use and keeps the choice; undefined: follows the browser again. Resolves to whether it is
 * in use: a language that cannot be fetched is not kept either.
 */
export async function choose(language: Language | undefined): Promise<boolean> {
  if (!(await catalogue.use(language ?? fittingLanguage(navigator.languages)))) return false;
  keep('language', language);
  return true;
}

/** Fetches the language to begin with. Where that fails, the page is in English. */
export const beginLanguage = (): Promise<boolean> =>
  catalogue.use(chosenLanguage() ?? fittingLanguage(navigator.languages));
