/** Numbers and lists, as a Spanish sentence has them. */

import { grammarOf } from '../grammar.ts';

export const { number, plural, counted, list } = grammarOf('es');

/** "1 persona", "3 personas". */
export const people = (count: number): string => counted(count, { one: 'persona', other: 'personas' });
