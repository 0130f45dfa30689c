/**
 * The catalogue in use. What the start page says comes with the page in English, and is fetched in another language;
 * all else is fetched with the first view beside the start page.
 */

import * as first from './en/first.ts';
import { type Language, localeFor } from './languages.ts';
import type { First, Words } from './words.ts';

interface Loader {
  readonly first: () => Promise<First>;
  readonly whole: () => Promise<Words>;
}

const loaders: Readonly<Record<Language, Loader>> = {
  en: { first: () => Promise.resolve(first), whole: () => import('./en.ts') },
  de: { first: () => import('./de/first.ts'), whole: () => import('./de.ts') },
  fr: { first: () => import('./fr/first.ts'), whole: () => import('./fr.ts') },
  es: { first: () => import('./es/first.ts'), whole: () => import('./es.ts') },
  hi: { first: () => import('./hi/first.ts'), whole: () => import('./hi.ts') },
};

class Catalogue {
  #words = $state.raw<First | Words>(first);
  #language = $state.raw<Language>('en');
  /** Counts what was asked for: what comes late, after something else was asked for, is not taken. */
  #asked = 0;
  /** From the first view beside the start page on. */
  #wholeNeeded = false;

  /** Only those of the start page until `complete()` resolves. */
  get words(): Words {
    return this.#words as Words;
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
  use = async (language: Language): Promise<boolean> => {
    const asked = ++this.#asked;
    try {
      let words: First | Words = await loaders[language].first();
      if (this.#wholeNeeded) words = await loaders[language].whole();
      if (asked !== this.#asked) return false;
      this.#words = words;
      this.#language = language;
      return true;
    } catch {
      return false;
    }
  };

  /** Resolves when all words of the language in use are here; rejects when they cannot be fetched. */
  complete = async (): Promise<void> => {
    this.#wholeNeeded = true;
    while (!('call' in this.#words)) {
      const language = this.#language;
      const words = await loaders[language].whole();
      if (language === this.#language) this.#words = words;
    }
  };
}

export const catalogue = new Catalogue();
