/** Whether this tab is out of sight, or its person elsewhere. */

import { createSubscriber } from 'svelte/reactivity';

class Visibility {
  readonly #subscribe = createSubscriber((update) => {
    const listening = new AbortController();
    const { signal } = listening;
    document.addEventListener('visibilitychange', update, { signal });
    addEventListener('focus', update, { signal });
    addEventListener('blur', update, { signal });
    return () => listening.abort();
  });

  /** Nothing of the page is to be seen. Reactive. */
  get hidden(): boolean {
    this.#subscribe();
    return document.hidden;
  }

  /** The person is not here: the tab is out of sight, or another window has the keyboard. Reactive. */
  get away(): boolean {
    this.#subscribe();
    return document.hidden || !document.hasFocus();
  }
}

export const visibility = new Visibility();
