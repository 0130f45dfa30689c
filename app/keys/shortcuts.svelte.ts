/** Whether single keys count, and whether the help sheet is open. */

import { settings } from '../settings/settings.svelte.ts';

export class Shortcuts {
  #on = $state.raw(true);
  #sheetOpen = $state.raw(false);
  readonly #changed: (on: boolean) => void;

  /** `on`: what the person chose before; `changed` is told what they choose now. */
  constructor(on = true, changed: (on: boolean) => void = () => undefined) {
    this.#on = on;
    this.#changed = changed;
  }

  /** Single keys count: letters, the question mark, the space bar. */
  get on(): boolean {
    return this.#on;
  }

  get sheetOpen(): boolean {
    return this.#sheetOpen;
  }

  switch = (on: boolean): void => {
    this.#on = on;
    this.#changed(on);
  };

  showSheet = (): void => {
    this.#sheetOpen = true;
  };

  hideSheet = (): void => {
    this.#sheetOpen = false;
  };
}

/** The page's one. */
export const shortcuts = new Shortcuts(settings.now.singleKeys, (singleKeys) =>
  settings.change({ singleKeys }),
);
