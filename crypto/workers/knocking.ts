/** The joiner at the door (§4): a wish to come in, and the knocks that are made from it until one is answered. */

import type { Bytes, Key, Milliseconds } from '../brands.ts';
import {
  abandonKnock,
  type Admission,
  type JoinerState,
  type JoinerStep,
  makeKnock,
  pingLeader,
  stepJoiner,
  writeAnswer,
} from '../door/joiner.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import type { Note } from './protocol.ts';
import type { Room } from './room.ts';
import type { Surroundings } from './surroundings.ts';

/** A knock that nobody answered is made again after this long. */
export const AGAIN_MS: Milliseconds = 15_000;
/** … and one that came to a locked or full meeting after this, if nobody says before that it is open. */
export const OPEN_AGAIN_MS: Milliseconds = 60_000;

/** Who waits says so this often: an admit that answers it is no older. */
export const PING_MS: Milliseconds = 5_000;

interface Wish {
  readonly name: string;
  readonly prs: Key;
  readonly state: JoinerState | undefined;
  readonly rangAt: Milliseconds;
  readonly pingedAt: Milliseconds;
  readonly notes: readonly Note[];
}

export class Knocking {
  readonly #around: Surroundings;
  readonly #room: () => Room | undefined;
  readonly #enter: (admission: Admission) => void;
  #wish: Wish | undefined;
  /** There is somebody to knock at. */
  #placed = false;

  constructor(around: Surroundings, room: () => Room | undefined, enter: (admission: Admission) => void) {
    this.#around = around;
    this.#room = room;
    this.#enter = enter;
  }

  /** Knocks under this name (clean text), now or as soon as there is somebody to knock at. */
  knock(name: string, prs: Key): void {
    this.stop();
    this.#wish = { name, prs, state: undefined, rangAt: 0, pingedAt: 0, notes: [] };
    this.#ring();
  }

  /** The place in the waiting room is new: whatever was said there is over. */
  placed(): void {
    this.#placed = true;
    this.#ring();
  }

  stop(): void {
    if (this.#wish?.state) abandonKnock(this.#wish.state);
    this.#wish = undefined;
  }

  /** An envelope that came through the relay. */
  receive(data: Bytes): void {
    const state = this.#wish?.state;
    if (state) this.#take(stepJoiner(state, data, this.#around.now()));
  }

  /** Writes to the host; refuses what `writeAnswer` refuses. */
  answer(text: string): Refusal | undefined {
    const state = this.#wish?.state;
    const step = state ? writeAnswer(state, text) : refuse('outOfTurn');
    if (isRefusal(step)) return step;
    this.#take(step);
    this.#note({ from: 'guest', text });
    return undefined;
  }

  tick(): void {
    if (!this.#wish) return;
    const { state, rangAt } = this.#wish;
    const wait = state ? (state.at === 'knocking' ? AGAIN_MS : Infinity) : OPEN_AGAIN_MS;
    if (this.#around.now() >= rangAt + wait) this.#ring();
    this.#ping();
  }

  #ping(): void {
    const now = this.#around.now();
    const wish = this.#wish;
    if (wish?.state?.at !== 'proved' || now < wish.pingedAt + PING_MS) return;
    this.#wish = { ...wish, pingedAt: now };
    this.#take(pingLeader(wish.state, now));
  }

  /** Knocks with fresh keys, if there is a wish and somebody to knock at. */
  #ring(): void {
    const room = this.#room();
    if (!this.#wish || !this.#placed || !room) return;
    const { name, prs, state } = this.#wish;
    if (state) abandonKnock(state);
    this.#wish = { ...this.#wish, rangAt: this.#around.now() };
    if (state?.at !== 'knocking') this.#around.toPage({ type: 'door', state: { at: 'knocking' } });
    const { roomId, envelopeKey } = room;
    this.#take(makeKnock({ roomId, envelopeKey, prs, name }));
  }

  #take({ state, send, admission, noted, refused }: JoinerStep): void {
    if (!this.#wish) return;
    const { toPage } = this.#around;
    const before = this.#wish.state?.at;
    this.#wish = { ...this.#wish, state };
    if (before === 'knocking' && state.at === 'proved') toPage({ type: 'door', state: { at: 'shown' } });
    if (noted !== undefined) this.#note({ from: 'host', text: noted });
    if (refused === 'locked' || refused === 'full') {
      this.#wish = { ...this.#wish, state: undefined };
      toPage({ type: 'door', state: { at: refused } });
    } else if (refused) {
      this.#wish = undefined;
      const moved = refused === 'moved';
      toPage({ type: 'door', state: moved ? { at: 'moved' } : { at: 'refused', reason: refused } });
    }
    if (admission) {
      this.#wish = undefined;
      toPage({ type: 'door', state: { at: 'admitted' } });
      this.#enter(admission);
    }
    if (send) toPage({ type: 'envelope', data: send });
    // Once shown, at once: the host may be waiting.
    this.#ping();
  }

  #note(note: Note): void {
    if (!this.#wish) return;
    const notes = [...this.#wish.notes, note];
    this.#wish = { ...this.#wish, notes };
    this.#around.toPage({ type: 'notes', notes });
  }
}
