/**
 * A host on its way into a meeting that may be running (§5, "host back"): with a link, or after a reload. Once the
 * SFU has told whether anybody is there, it begins state 0 or asks whoever leads to take it in.
 */

import { branded, type Bytes, type MeetingId, type Milliseconds } from '../brands.ts';
import { type Grant, participantIdOf } from '../claim.ts';
import type { GroupStep } from '../group/epochs.ts';
import { comeBack, type ReturnState, type ReturnStep, stepReturn } from '../group/returning.ts';
import { randomBytes, type SigningPair, signingPair } from '../sodium.ts';
import type { Speaker } from './authority.ts';
import type { Known } from './hostRecords.ts';
import type { Room } from './room.ts';
import type { Surroundings } from './surroundings.ts';

/** Without an answer for so long, an empty SFU room is believed: it may have held what was left of this device. */
const ALONE_MS: Milliseconds = 20_000;

export interface ArrivingNeeds {
  readonly around: Surroundings;
  readonly room: Room;
  readonly name: string;
  readonly known: Known | undefined;
  readonly grantFor: (speaker: Speaker) => Grant | undefined;
  /** Nobody is there: the meeting begins. */
  readonly alone: (signing: SigningPair) => void;
  readonly entered: (step: GroupStep) => void;
}

export class Arriving {
  readonly #needs: ArrivingNeeds;
  readonly #signing = signingPair();
  readonly #meetingId: MeetingId;
  #return: ReturnState | undefined;
  #since: Milliseconds = 0;
  #done = false;

  constructor(needs: ArrivingNeeds) {
    this.#needs = needs;
    // The relay asks for a grant before anybody has said which meeting it is: any does there.
    this.#meetingId = needs.known?.meetingId ?? branded<MeetingId>(randomBytes(16));
    const participantId = participantIdOf(this.#signing.verifyKey);
    needs.around.toPage({ type: 'seated', participantId, host: true });
  }

  /** Who claims the room before the relay. */
  get speaker(): Speaker {
    return { signing: this.#signing, meetingId: this.#meetingId };
  }

  /** The SFU carries packets; so many others are there, as it says. */
  connected(others: number): void {
    if (this.#done) return;
    const now = this.#needs.around.now();
    const alone = others === 0 && (!this.#return || now >= this.#since + ALONE_MS);
    if (alone) {
      this.#done = true;
      return this.#needs.alone(this.#signing);
    }
    if (this.#return) return;
    this.#since = now;
    this.#needs.around.toPage({ type: 'returning' });
    this.#take(this.#ask());
  }

  packet(data: Bytes): void {
    if (this.#return)
      this.#take(stepReturn(this.#return, { type: 'packet', data }, this.#needs.around.now()));
  }

  tick(): void {
    if (this.#return) this.#take(stepReturn(this.#return, { type: 'tick' }, this.#needs.around.now()));
  }

  #ask(): ReturnStep {
    const { room, name, known, grantFor } = this.#needs;
    const signing = this.#signing;
    const makeGrant = (meetingId: MeetingId): Grant => {
      const grant = grantFor({ signing, meetingId });
      if (!grant) throw new TypeError('a host without its key');
      return grant;
    };
    const { roomId, roomKey } = room;
    return comeBack({ roomId, roomKey, signing, makeGrant, name, ...(known && { known }) });
  }

  #take({ state, packets, entered }: ReturnStep): void {
    if (this.#done) return;
    this.#return = state;
    for (const data of packets) this.#needs.around.toPage({ type: 'packet', data });
    if (!entered) return;
    this.#done = true;
    this.#needs.entered(entered);
  }
}
