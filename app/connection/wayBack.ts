/** How somebody who left, or was lost, gets back in: in the memory of this page until they choose otherwise. */

import type { Hosting } from './remembered.ts';

export type Back =
  /** The invite link by which they came. It is half of what one needs: the passphrase is not kept. */
  | { readonly by: 'knock'; readonly link: string }
  /** A room that this device remembers. */
  | { readonly by: 'host'; readonly hosting: Hosting };

export class WayBack {
  #back: Back | undefined;

  /** The way back after this end; of none where the meeting is over, or one was thrown out. */
  after(how: 'left' | 'ended' | 'removed' | 'lost'): Back | undefined {
    if (how === 'ended' || how === 'removed') this.#back = undefined;
    return this.#back;
  }

  /** The newest thing known. */
  keep(back: Back): void {
    this.#back = back;
  }

  forget(): void {
    this.#back = undefined;
  }
}
