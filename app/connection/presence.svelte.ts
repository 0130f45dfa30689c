/**
 * Who is in the call, by the word of the vault and by that of the SFU put side by side: who can be heard of, who
 * is away, what each says is on, and who is there that nobody admitted.
 */

import type { MemberIndex, ParticipantId } from '../../crypto/brands.ts';
import type { FromVault, Membership, RosterEntry } from '../../crypto/workers/protocol.ts';
import type { TrackFacts } from '../people/tiles.ts';
import { KeptSeats } from './keptSeats.ts';
import { silentOnes, speakingFrom } from './silence.ts';
import { Strangers } from './strangers.ts';

/** After that long without trouble a member that was cut off knows again who is in. */
const SHAKEN_MS = 30_000;

const IN_DOUBT: readonly Membership[] = ['unsure', 'silenced', 'hostless'];

/** Times are in milliseconds of `performance`. */
export class Presence {
  readonly #strangers = new Strangers();
  readonly #keptSeats = new KeptSeats();
  #roster: readonly RosterEntry[] = [];
  #leaving: readonly RosterEntry[] = [];
  #membership: Membership = 'waiting';
  /** When the connection was last away, or the membership in doubt. */
  #shakenAt = -Infinity;
  /** Since when each member's microphone is on. */
  #speakingSince: ReadonlyMap<MemberIndex, number> = new Map();
  #said = $state.raw<ReadonlyMap<MemberIndex, number>>(new Map());
  #present = $state.raw<ReadonlySet<ParticipantId>>(new Set());
  #wasPresent = $state.raw<ReadonlySet<ParticipantId>>(new Set());
  #strangersSeen = $state.raw(0);

  /** Slots each member says are on, bit s for slot s. */
  get said(): ReadonlyMap<MemberIndex, number> {
    return this.#said;
  }

  /** Who is in the SFU room, admitted or not. */
  get present(): ReadonlySet<ParticipantId> {
    return this.#present;
  }

  /** Who ever was in it. */
  get wasPresent(): ReadonlySet<ParticipantId> {
    return this.#wasPresent;
  }

  /** How many were in the SFU room that nobody admitted. */
  get strangers(): number {
    return this.#strangersSeen;
  }

  /** Who is in the SFU room and can be heard of, by what came of these tracks. */
  heardOf(tracks: readonly TrackFacts[], now: number): ReadonlySet<ParticipantId> {
    const silent = silentOnes({ members: this.#roster, tracks, speakingSince: this.#speakingSince, now });
    return new Set([...this.#present].filter((id) => !silent.has(id)));
  }

  fromVault(message: FromVault, now: number): void {
    this.#keptSeats.fromVault(message, now);
    switch (message.type) {
      case 'roster':
        return this.#seat(message.members);
      case 'leaving':
        this.#leaving = message.members;
        return;
      case 'media':
        this.#said = new Map(this.#said).set(message.index, message.on);
        this.#speakingSince = speakingFrom(this.#speakingSince, message, now);
        return;
      case 'membership':
        this.#membership = message.state;
        return;
      default:
        return;
    }
  }

  /** The SFU says that these are in its room. */
  see(present: readonly ParticipantId[]): void {
    this.#present = new Set(present);
    this.#wasPresent = new Set([...this.#wasPresent, ...present]);
  }

  /** The relay threw out one whom nobody admitted. */
  strangerReported(identity: string): void {
    this.#strangers.reported(identity);
    this.#strangersSeen = this.#strangers.count;
  }

  /** Those who are one too many now; each is given once for as long as it stays. */
  look(connected: boolean, now: number): readonly string[] {
    if (this.#roster.length === 0) return [];
    if (IN_DOUBT.includes(this.#membership) || !connected) this.#shakenAt = now;
    const ids = this.#roster.map(({ participantId }) => participantId);
    const leaving = this.#leaving.map(({ participantId }) => participantId);
    const found = this.#strangers.look({
      present: this.#present,
      known: new Set([...ids, ...leaving, ...this.#keptSeats.at(now)]),
      away: ids.some((id) => this.#wasPresent.has(id) && !this.#present.has(id)),
      shaken: now - this.#shakenAt < SHAKEN_MS,
      now,
    });
    this.#strangersSeen = this.#strangers.count;
    return found;
  }

  #seat(members: readonly RosterEntry[]): void {
    this.#roster = members;
    const indices = new Set(members.map(({ index }) => index));
    this.#said = new Map([...this.#said].filter(([index]) => indices.has(index)));
    this.#speakingSince = new Map([...this.#speakingSince].filter(([index]) => indices.has(index)));
  }
}
