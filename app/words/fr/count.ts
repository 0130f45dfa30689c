/** Numbers and lists, as a French sentence has them. */

import { grammarOf } from '../grammar.ts';

export const { number, plural, counted, list } = grammarOf('fr');

/** "1 personne", "3 personnes". */
export const people = (count: number): string => counted(count, { one: 'personne', other: 'personnes' });
