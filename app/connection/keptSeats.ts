/**
 * Whose seat is kept (§5): whoever was dropped for silence may come back under the same key. In the SFU room they
 * are no strangers, though no roster names them.
 */

import type { ParticipantId } from '../../crypto/brands.ts';
import type { FromVault, RosterEntry } from '../../crypto/workers/protocol.ts';
import { SEAT_KEPT_MS } from './rejoining.ts';

export class KeptSeats {
  #roster: readonly RosterEntry[] = [];
  /** The last who went, under each label. */
  readonly #gone = new Map<string, ParticipantId>();
  /** Until when each seat is kept. */
  readonly #until = new Map<ParticipantId, number>();

  /** What the vault says of who is in, who went, and how; `now` in milliseconds of any one clock. */
  fromVault(message: FromVault, now: number): void {
    switch (message.type) {
      case 'roster': {
        const inside = new Set(message.members.map(({ participantId }) => participantId));
        for (const { label, participantId } of this.#roster)
          if (!inside.has(participantId)) this.#gone.set(label, participantId);
        for (const id of inside) this.#until.delete(id);
        this.#roster = message.members;
        return;
      }
      case 'leaving':
        for (const { participantId } of message.members) this.#until.delete(participantId);
        return;
      case 'log': {
        const { entry } = message;
        if (entry.what !== 'dropped') return;
        const id = this.#roster.find(({ label }) => label === entry.who)?.participantId;
        const dropped = id ?? this.#gone.get(entry.who);
        if (dropped !== undefined) this.#until.set(dropped, now + SEAT_KEPT_MS);
        return;
      }
      default:
        return;
    }
  }

  /** Those whose seat is kept now. */
  at(now: number): readonly ParticipantId[] {
    for (const [id, until] of this.#until) if (until <= now) this.#until.delete(id);
    return [...this.#until.keys()];
  }
}
