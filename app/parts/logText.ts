/** The meeting log as a text to keep. Pure. */

import type { LogEntry } from '../../crypto/workers/protocol.ts';
import { words } from '../words/words.ts';

/** One line an entry: the time (UTC, to the second) and the sentence. Ends with a line feed. */
export const logText = (log: readonly LogEntry[]): string =>
  log
    .map((entry) => `${new Date(entry.at).toISOString().slice(0, 19)}Z  ${oneLine(words.logged(entry))}\n`)
    .join('');

/** A name cannot make a line of its own. */
const oneLine = (sentence: string): string => sentence.replaceAll(/\p{Cc}+/gu, ' ');
