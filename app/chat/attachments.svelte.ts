/** Images that somebody picked and has not sent yet. */

import type { Bytes } from '../../crypto/brands.ts';
import type { NotSent } from './shrink.ts';

/** At once; a message each. */
export const ATTACHED_MAX = 4;

export interface Attached {
  readonly id: number;
  readonly picture: Bytes;
  /** To be looked at in this page. */
  readonly url: string;
}

export type AttachTrouble = NotSent | 'tooMany';

/** Fetched when somebody picks an image. */
const shrinkLater = async (file: Blob): Promise<Blob | NotSent> => (await import('./shrink.ts')).shrink(file);

export class Attachments {
  readonly #shrink: (file: Blob) => Promise<Blob | NotSent>;
  #list = $state.raw<readonly Attached[]>([]);
  #trouble = $state.raw<AttachTrouble | undefined>(undefined);
  #busy = $state(0);
  #next = 0;
  #cleared = 0;

  constructor(shrinking: (file: Blob) => Promise<Blob | NotSent> = shrinkLater) {
    this.#shrink = shrinking;
  }

  get list(): readonly Attached[] {
    return this.#list;
  }

  /** Why one of those picked last is not among them. */
  get trouble(): AttachTrouble | undefined {
    return this.#trouble;
  }

  get busy(): boolean {
    return this.#busy > 0;
  }

  /** Takes as many as there is room for. */
  add = async (files: readonly Blob[]): Promise<void> => {
    this.#trouble = undefined;
    const time = this.#cleared;
    for (const file of files) {
      this.#busy += 1;
      try {
        if (this.#list.length >= ATTACHED_MAX) return void (this.#trouble = 'tooMany');
        const small = await this.#shrink(file).catch(() => 'notAnImage' as const);
        if (time !== this.#cleared) return;
        if (typeof small === 'string') this.#trouble = small;
        else if (this.#list.length >= ATTACHED_MAX) this.#trouble = 'tooMany';
        else await this.#take(small);
      } finally {
        this.#busy -= 1;
      }
    }
  };

  remove = (id: number): void => {
    this.#trouble = undefined;
    for (const one of this.#list) if (one.id === id) URL.revokeObjectURL(one.url);
    this.#list = this.#list.filter((one) => one.id !== id);
  };

  clear = (): void => {
    this.#cleared += 1;
    this.#trouble = undefined;
    for (const { url } of this.#list) URL.revokeObjectURL(url);
    this.#list = [];
  };

  async #take(small: Blob): Promise<void> {
    const time = this.#cleared;
    const picture = new Uint8Array(await small.arrayBuffer());
    if (time !== this.#cleared) return;
    const id = this.#next++;
    this.#list = [...this.#list, { id, picture, url: URL.createObjectURL(small) }];
  }
}

/** The images among what was pasted, dropped or chosen. */
export const imagesOf = (files: Iterable<File> | undefined): readonly File[] =>
  [...(files ?? [])].filter(({ type }) => type.startsWith('image/'));
