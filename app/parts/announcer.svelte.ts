/** What a screen reader is told about things that happen out of sight. `App.svelte` holds the live region. */

import { untrack } from 'svelte';

/** Long enough for any screen reader to have taken the text up. */
const KEPT_MS = 5000;

class Announcer {
  #lines = $state.raw<readonly { readonly id: number; readonly text: string }[]>([]);
  #next = 0;

  /** The texts to have in the live region now. */
  get lines(): readonly { readonly id: number; readonly text: string }[] {
    return this.#lines;
  }

  /** Says `text` as soon as the screen reader is done with what it says now. */
  say = (text: string): void => {
    const line = { id: this.#next++, text };
    // An effect that says something is not to run again when that is gone.
    this.#lines = [...untrack(() => this.#lines), line];
    setTimeout(() => {
      this.#lines = this.#lines.filter((other) => other !== line);
    }, KEPT_MS);
  };
}

export const announcer = new Announcer();
