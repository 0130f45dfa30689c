/** Numbers and lists, as a Hindi sentence has them. */

import { grammarOf } from '../grammar.ts';

export const { number, plural, counted, list } = grammarOf('hi');

/** "1 व्यक्ति", "3 लोग". */
export const people = (count: number): string => counted(count, { one: 'व्यक्ति', other: 'लोग' });
