/** Whose recording this person agreed to stay in: asked once for each, from its beginning to its end. */

import type { RosterEntry } from '../../crypto/workers/protocol.ts';

export class Consent {
  readonly #recorders: () => readonly RosterEntry[];
  #given = $state.raw<ReadonlySet<string>>(new Set());

  /** `recorders`: the others who record now. */
  constructor(recorders: () => readonly RosterEntry[]) {
    this.#recorders = recorders;
  }

  /** Those about whom it must be asked. */
  get asked(): readonly RosterEntry[] {
    return this.#recorders().filter(({ participantId }) => !this.#given.has(participantId));
  }

  stay = (): void => {
    this.#given = new Set(this.#recorders().map(({ participantId }) => participantId));
  };

  /** Who ended a recording and begins another is asked about anew. */
  forget(): void {
    const now = new Set<string>(this.#recorders().map(({ participantId }) => participantId));
    const still = [...this.#given].filter((id) => now.has(id));
    if (still.length < this.#given.size) this.#given = new Set(still);
  }
}
