/** The words in the language in use. */

import { catalogue } from './catalogue.svelte.ts';
import { en } from './en.ts';

/** What every language must have: the same keys, the same parts in each sentence. */
export type Words = typeof en;

/**
 * Reads each word when it is asked for: a part of this may be kept in a constant, and what shows a word of it
 * shows the new one as soon as another language is in use.
 */
export const words: Words = live(en, () => catalogue.words);

/** An object with the keys of `shape`, whose values are those that `read` gives at the time. */
function live<T extends object>(shape: T, read: () => T): T {
  const whole = {};
  for (const key of Object.keys(shape) as (keyof T)[]) {
    const part = shape[key];
    const section = isSection(part) ? live(part, () => read()[key] as typeof part) : undefined;
    Object.defineProperty(whole, key, { enumerable: true, get: () => section ?? read()[key] });
  }
  return whole as T;
}

function isSection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
