/** How much waits for this person, as a tab can say it: a number in the title, on the favicon and on the icon of the installed page. */

import { badgedIcon } from './badgedIcon.ts';

/** What a badge does beyond this page's title. */
export interface BadgeOutlets {
  /** The address of the favicon; undefined: the usual one. */
  icon(address: string | undefined): void;
  /** On the icon of the installed page; 0 takes it away. */
  app(count: number): void;
}

/** So many milliseconds later a number goes down: the browser draws icons just when whoever was let in wants to be seen. */
const LATER_MS = 1_000;

export class TabBadge {
  readonly #outlets: BadgeOutlets;
  #count = $state.raw(0);
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor(outlets: BadgeOutlets = ofBrowser) {
    this.#outlets = outlets;
  }

  get count(): number {
    return this.#count;
  }

  /** Shows this number everywhere, a smaller one a second later; 0 takes it away. */
  show = (count: number): void => {
    clearTimeout(this.#later);
    if (count >= this.#count) this.#show(count);
    else this.#later = setTimeout(() => this.#show(count), LATER_MS);
  };

  #show(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    this.#outlets.icon(count === 0 ? undefined : badgedIcon(count));
    this.#outlets.app(count);
  }
}

const ICON = '/favicon.svg';

const ofBrowser: BadgeOutlets = {
  icon(address) {
    document.querySelector('link[rel="icon"]')?.setAttribute('href', address ?? ICON);
  },
  app(count) {
    // Not everywhere can an installed page have a badge, nor is this one always installed.
    if ('setAppBadge' in navigator) navigator.setAppBadge(count).catch(() => undefined);
  },
};

/** The page's one. `App.svelte` puts the number into the title. */
export const tabBadge = new TabBadge();
