/** What is preferred on this device, as all of the page sees it; and the theme, which is all of the page. */

import { keep, kept, onKeptElsewhere } from './kept.ts';
import { chosenIn, defaultsFor, type Preferences } from './preferences.ts';
import { showIn } from './showIn.ts';

export class Settings {
  readonly #defaults = defaultsFor(navigator.userAgent);
  #chosen = $state.raw(chosenIn(kept('settings')));
  #forNow = $state.raw<Partial<Preferences>>({});
  readonly #now = $derived<Preferences>({ ...this.#defaults, ...this.#chosen, ...this.#forNow });

  get now(): Preferences {
    return this.#now;
  }

  /** From here on this is preferred; what is not named stays as it is. */
  change = (change: Partial<Preferences>): void => {
    this.#chosen = { ...this.#chosen, ...change };
    this.#forNow = Object.fromEntries(Object.entries(this.#forNow).filter(([key]) => !(key in change)));
    keep('settings', chosenIn(this.#chosen));
  };

  /** What holds instead until the person chooses it anew, or something else holds for now: kept nowhere. */
  forNow = (instead: Partial<Preferences>): void => {
    this.#forNow = instead;
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
