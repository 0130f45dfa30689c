/** Numbers and lists, as an English sentence has them. */

import { grammarOf } from '../grammar.ts';

// Of the two ways to write a list, that without a comma before "and".
export const { number, plural, counted, list } = grammarOf('en-GB');

/** "1 person", "3 people". */
export const people = (count: number): string => counted(count, { one: 'person', other: 'people' });
