/** What fills the whole screen, if anything does. */

import { createSubscriber } from 'svelte/reactivity';

const subscribe = createSubscriber((update) => {
  document.addEventListener('fullscreenchange', update);
  return () => document.removeEventListener('fullscreenchange', update);
});

export const fullScreen = {
  /** Phones fill the screen with a video alone, and not with a page. */
  get possible(): boolean {
    return document.fullscreenEnabled;
  },

  /** The element that fills the screen. */
  get element(): Element | undefined {
    subscribe();
    return document.fullscreenElement ?? undefined;
  },

  /** Fills the screen with `element`, or with nothing where it does so already. After a click only. */
  async toggle(element: Element): Promise<void> {
    try {
      if (document.fullscreenElement === element) await document.exitFullscreen();
      else await element.requestFullscreen();
    } catch {
      // The browser does not want to: everything stays as it is.
    }
  },
};
