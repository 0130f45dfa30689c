/** Numbers and lists, as a German sentence has them. */

import { grammarOf } from '../grammar.ts';

export const { number, plural, counted, list } = grammarOf('de');

/** "1 Person", "3 Personen". */
export const people = (count: number): string => counted(count, { one: 'Person', other: 'Personen' });
