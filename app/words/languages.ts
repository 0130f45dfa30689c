/**
 * The languages there are, and which of them fits a person. Pure. One more is a line here, and then whatever the
 * compiler asks for.
 */

/** What each language is called by those who speak it, and which way it is written. */
export const LANGUAGES = {
  en: { name: 'English', dir: 'ltr' },
  de: { name: 'Deutsch', dir: 'ltr' },
  fr: { name: 'Français', dir: 'ltr' },
  es: { name: 'Español', dir: 'ltr' },
  hi: { name: 'हिन्दी', dir: 'ltr' },
} as const satisfies Record<string, { readonly name: string; readonly dir: 'ltr' | 'rtl' }>;

export type Language = keyof typeof LANGUAGES;

/** Whether there is a catalogue by this code. */
export const isLanguage = (code: unknown): code is Language =>
  typeof code === 'string' && Object.hasOwn(LANGUAGES, code);

/** The language of a tag as browsers have it: `de` of `de-AT`, nothing of one that there is no catalogue for. */
function languageIn(tag: string): Language | undefined {
  const code = tag.toLowerCase().split('-')[0];
  return isLanguage(code) ? code : undefined;
}

/** The first of the `preferred` tags (as in `navigator.languages`) that there is a catalogue for; else English. */
export const fittingLanguage = (preferred: readonly string[]): Language =>
  preferred.map(languageIn).find((language) => language !== undefined) ?? 'en';

/** How dates and numbers are written: as in the country of the first preferred tag of this language, `de-AT` for `de`. */
export const localeFor = (language: Language, preferred: readonly string[]): string =>
  preferred.find((tag) => languageIn(tag) === language) ?? language;
