/** The catalogue in use. English comes with the page; each other one is fetched when it is asked for. */

import { en } from './en.ts';
import { type Language, localeFor } from './languages.ts';
import type { Words } from './words.ts';

type Loaders = { readonly [L in Exclude<Language, 'en'>]: () => Promise<Words> };

const loaders: Loaders = {
  de: async () => (await import('./de.ts')).de,
  fr: async () => (await import('./fr.ts')).fr,
  es: async () => (await import('./es.ts')).es,
  hi: async () => (await import('./hi.ts')).hi,
};

class Catalogue {
  #words = $state.raw<Words>(en);
  #language = $state.raw<Language>('en');
  /** Counts what was asked for: what comes late, after something else was asked for, is not taken. */
  #asked = 0;

  get words(): Words {
    return this.#words;
  }

  get language(): Language {
    return this.#language;
  }

  /** The tag by which dates and numbers are written. */
  get locale(): string {
    return localeFor(this.#language, navigator.languages);
  }

  /**
   * Puts a language in use, in every view at once. Resolves to whether it is: where it cannot be fetched, the one
   * before stays.
   */
  async use(language: Language): Promise<boolean> {
    const asked = ++this.#asked;
    try {
      const words = language === 'en' ? en : await loaders[language]();
      if (asked !== this.#asked) return false;
      this.#words = words;
      this.#language = language;
      return true;
    } catch {
      return false;
    }
  }
}

export const catalogue = new Catalogue();
