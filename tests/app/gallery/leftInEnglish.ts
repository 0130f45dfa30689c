/** Finds what a page in another language still says in English. */

import type { Page } from 'puppeteer-core';
import * as de from '../../../app/words/de.ts';
import * as en from '../../../app/words/en.ts';
import * as es from '../../../app/words/es.ts';
import * as fr from '../../../app/words/fr.ts';
import * as hi from '../../../app/words/hi.ts';
import type { Language } from '../../../app/words/languages.ts';

const CATALOGUES = { en, de, fr, es, hi } satisfies Record<Language, object>;

const textsOf = (part: object): readonly string[] =>
  Object.values(part).flatMap((value: unknown) => {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? textsOf(value) : [];
  });

/** English sentences of the catalogue that stand on the page, or name or describe something on it, as they are. */
export async function leftInEnglish(page: Page, language: Language): Promise<readonly string[]> {
  const own = new Set(textsOf(CATALOGUES[language]));
  const english = textsOf(en).filter((text) => text !== '' && !own.has(text));
  return page.evaluate((sentences) => {
    const said = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node instanceof Text) said.push(node.data.trim());
      if (node instanceof Element)
        for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
          said.push(node.getAttribute(name) ?? '');
    }
    return sentences.filter((sentence) => said.includes(sentence));
  }, english);
}
