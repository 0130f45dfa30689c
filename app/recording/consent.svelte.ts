/** Whose recording this person agreed to be in: asked once for each, from its beginning to its end. */

import type { MemberIndex } from '../../crypto/brands.ts';
import type { RosterEntry } from '../../crypto/workers/protocol.ts';

export class Consent {
  readonly #recorders: () => readonly RosterEntry[];
  #given = $state.raw<ReadonlySet<string>>(new Set());
  /** Of those, who was told. */
  #told: ReadonlySet<string> = new Set();

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

  /** Tells those who are agreed with and do not know yet. */
  tell(say: (recorder: MemberIndex) => void): void {
    const due = this.#recorders().filter(
      ({ participantId }) => this.#given.has(participantId) && !this.#told.has(participantId),
    );
    this.#told = new Set([...this.#told, ...due.map(({ participantId }) => participantId)]);
    for (const { index } of due) say(index);
  }

  /** Who ended a recording and begins another is asked about anew. */
  forget(): void {
    const now = new Set<string>(this.#recorders().map(({ participantId }) => participantId));
    const still = [...this.#given].filter((id) => now.has(id));
    if (still.length === this.#given.size) return;
    this.#given = new Set(still);
    this.#told = new Set([...this.#told].filter((id) => now.has(id)));
  }
}
