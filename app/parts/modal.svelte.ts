/** Whether a dialog stands over the call: what is under it takes no clicks and no keys meanwhile. */

class Modal {
  #dialogs = $state(0);

  get open(): boolean {
    return this.#dialogs > 0;
  }

  /** A dialog is on screen; gives what to call when it is gone. */
  enter = (): (() => void) => {
    this.#dialogs += 1;
    let inside = true;
    return () => {
      if (inside) this.#dialogs -= 1;
      inside = false;
    };
  };
}

export const modal = new Modal();
