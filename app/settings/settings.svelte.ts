/** What is preferred on this device, as all of the page sees it; and the theme, which is all of the page. */

import { keep, kept, onKeptElsewhere } from './kept.ts';
import { chosenIn, defaultsFor, type Preferences, type Theme } from './preferences.ts';

export class Settings {
  readonly #defaults = defaultsFor(navigator.userAgent);
  #chosen = $state.raw(chosenIn(kept('settings')));
  readonly #now = $derived<Preferences>({ ...this.#defaults, ...this.#chosen });

  get now(): Preferences {
    return this.#now;
  }

  /** From here on this is preferred; what is not named stays as it is. */
  change = (change: Partial<Preferences>): void => {
    this.#chosen = { ...this.#chosen, ...change };
    keep('settings', chosenIn(this.#chosen));
  };

  /** Shows the page in the theme that is preferred, and minds what other tabs change; gives what ends it. */
  follow = (page: Document = document): (() => void) => {
    const stopHearing = onKeptElsewhere('settings', () => {
      this.#chosen = chosenIn(kept('settings'));
    });
    const stopShowing = $effect.root(() => {
      $effect(() => showIn(this.#now.theme, page));
    });
    return () => {
      stopHearing();
      stopShowing();
    };
  };
}

export const settings = new Settings();

/** `system` leaves it to the browser. The colour of the window around the page follows. */
function showIn(theme: Theme, page: Document): void {
  if (theme === 'system') delete page.documentElement.dataset['theme'];
  else page.documentElement.dataset['theme'] = theme;
  for (const meta of page.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const of = (meta.dataset['theme'] ??= meta.media.includes('dark') ? 'dark' : 'light');
    if (theme === 'system') meta.media = `(prefers-color-scheme: ${of})`;
    else meta.media = of === theme ? 'all' : 'not all';
  }
}
