/** The language in use. */

import { en } from './en.ts';

/** What every language must have: the same keys, the same parts in each sentence. */
export type Words = typeof en;

export const words: Words = en;
