/** Whether this tab is out of sight. */

import { createSubscriber } from 'svelte/reactivity';

class Visibility {
  readonly #subscribe = createSubscriber((update) => {
    document.addEventListener('visibilitychange', update);
    return () => document.removeEventListener('visibilitychange', update);
  });

  /** Nothing of the page is to be seen. Reactive. */
  get hidden(): boolean {
    this.#subscribe();
    return document.hidden;
  }

  /** The person is not here: the tab is out of sight, or another window has the keyboard. At this moment. */
  get away(): boolean {
    return document.hidden || !document.hasFocus();
  }
}

export const visibility = new Visibility();
