/** The words in the language in use. */

import { catalogue } from './catalogue.svelte.ts';
import type * as en from './en.ts';
import type * as first from './en/first.ts';

/** What every language must have: the same parts, in them the same keys, and in each sentence the same things told. */
export type Words = typeof en;

/** What of it must be there before anything is shown. */
export type First = typeof first;

/**
 * Reads each word when it is asked for: a part of this may be kept in a constant, and what shows a word of it
 * shows the new one as soon as another language is in use. Views beside the start page are loaded with their words;
 * nothing else may ask for theirs before `catalogue.complete()`.
 */
export const words: Words = live(() => catalogue.words, { withParts: true });

/** An object whose values are those that `read` gives at the time; `withParts`: what is not there yet will be a part. */
function live<T extends object>(read: () => T, { withParts }: { readonly withParts: boolean }): T {
  const parts = new Map<PropertyKey, object>();
  const valueOf = (key: PropertyKey): unknown => {
    const value: unknown = Reflect.get(read(), key);
    const isPart = value === undefined ? withParts : typeof value === 'object' && !Array.isArray(value);
    if (!isPart) return value;
    const part = parts.get(key) ?? live(() => Reflect.get(read(), key) as object, { withParts: false });
    parts.set(key, part);
    return part;
  };
  return new Proxy<T>({} as T, {
    get: (_, key) => valueOf(key),
    ownKeys: () => Reflect.ownKeys(read()),
    getOwnPropertyDescriptor: (_, key) =>
      Object.hasOwn(read(), key) ? { configurable: true, enumerable: true, value: valueOf(key) } : undefined,
  });
}
