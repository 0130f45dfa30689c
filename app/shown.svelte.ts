/** What the page shows: one phase at a time. */

import type { Phase } from './phase.ts';

export class Shown {
  #phase = $state.raw<Phase>({ at: 'start' });

  get phase(): Phase {
    return this.#phase;
  }

  /** From here on this phase. */
  show(phase: Phase): void {
    this.#phase = phase;
  }
}
