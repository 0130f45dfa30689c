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
  follow = (): (() => void) => {
    const stopHearing = onKeptElsewhere('settings', () => {
      this.#chosen = chosenIn(kept('settings'));
    });
    const stopShowing = $effect.root(() => {
      $effect(() => showIn(this.#now.theme));
    });
    return () => {
      stopHearing();
      stopShowing();
    };
  };
}

export const settings = new Settings();

/** `system` leaves it to the browser. The colour of the window around the page follows. */
function showIn(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const of = (meta.dataset['theme'] ??= meta.media.includes('dark') ? 'dark' : 'light');
    if (theme === 'system') meta.media = `(prefers-color-scheme: ${of})`;
    else meta.media = of === theme ? 'all' : 'not all';
  }
}
