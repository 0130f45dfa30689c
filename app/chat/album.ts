/** The pictures of the chat, kept while the call lasts: the newest, and of nobody so many that the others have no room. */

import type { MemberIndex } from '../../crypto/brands.ts';
import type { Heard } from '../../crypto/workers/protocol.ts';

/** Of one person, and over all. */
export const OF_ONE_MAX = 12;
export const ALL_MAX = 60;

type Image = Extract<Heard, { say: 'image' }>;

interface Kept {
  readonly id: string;
  readonly index: MemberIndex;
  readonly url: string;
}

export class Album {
  #kept: readonly Kept[] = [];

  /** Keeps this one; its address in this page, and which lines have none any more for it. */
  add({ id, index, picture }: Image): { readonly url: string; readonly gone: ReadonlySet<string> } {
    // The vault gives nothing that is not a JPEG; the browser is told to take it for nothing else.
    const url = URL.createObjectURL(new Blob([picture], { type: 'image/jpeg' }));
    const all = [...this.#kept, { id, index, url }];
    const own = all.filter((one) => one.index === index);
    const over = [...own.slice(0, -OF_ONE_MAX), ...all.slice(0, -ALL_MAX)];
    const gone = new Set(over.map((one) => one.id));
    for (const one of all) if (gone.has(one.id)) URL.revokeObjectURL(one.url);
    this.#kept = all.filter((one) => !gone.has(one.id));
    return { url, gone };
  }

  end(): void {
    for (const { url } of this.#kept) URL.revokeObjectURL(url);
    this.#kept = [];
  }
}
