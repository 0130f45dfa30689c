/**
 * Who knocks, as the leader's door has them (§4): challenged, shown, or waiting for a place among the challenged; and
 * the guesses that failed. What happens at the door is `leader.ts`.
 */

import type { Bytes, Key, Milliseconds, VerifyKey } from '../brands.ts';
import { wipe } from '../bytes.ts';
import { randomBelow } from '../sodium.ts';
import type { Doorkeeper } from './keeper.ts';
import type { Knock } from './messages.ts';
import { noneSeen, type Seen } from './seen.ts';
import type { DoorKeys } from './transcript.ts';

/** How long a challenge stays open. */
export const CHALLENGE_MS: Milliseconds = 10_000;
/** Challenges open at once: 6.4 guesses a second at most. */
export const CHALLENGES_MAX = 64;
/** The same where the passphrase is the host's own. */
export const OWN_CHALLENGES_MAX = 8;
/** Failed guesses at an own passphrase that shut the door. */
export const FAILURES_MAX = 100;
/** Challenges made in one step: each is about a millisecond's work, and a crowd must not hold the rest up. */
export const CHALLENGES_A_STEP = 8;
/** Knocks kept for a place; further ones push a random one out. */
export const QUEUE_MAX = 512;

/** The relay's number for one waiting connection. */
export type Waiter = number;

export interface Challenged {
  readonly at: 'challenged';
  readonly knock: Knock;
  readonly keys: DoorKeys;
  readonly envelopeKey: Key;
  readonly until: Milliseconds;
}

/** A knock the host may see. */
export interface Shown {
  readonly at: 'shown';
  readonly sid: Bytes;
  readonly signKey: VerifyKey;
  readonly name: string;
  readonly keys: DoorKeys;
  /** Of the link it came by: a newer one may hold by now. */
  readonly envelopeKey: Key;
  /** Number of the next sealed message to it. */
  readonly out: number;
  /** Number of the last one from it. */
  readonly heard: number;
  readonly answers: number;
  /** Of its newest ping, 16 bytes; undefined before the first. */
  readonly token: Bytes | undefined;
}

export interface DoorState {
  readonly knocks: ReadonlyMap<Waiter, Challenged | Shown>;
  /** Knocks without a challenge, for want of a free place. */
  readonly queue: ReadonlyMap<Waiter, Knock>;
  /** Every sid and signKey of this meeting: none is taken twice. */
  readonly seen: Seen;
  /** Until when each failed challenge keeps its place. */
  readonly held: readonly Milliseconds[];
  /** Challenges that ended without a valid proof, since the passphrase was made. */
  readonly failedGuesses: number;
  /** So many of them were there when a host opened the door again. */
  readonly forgiven: number;
}

export type DoorEffect =
  | { readonly type: 'send'; readonly waiter: Waiter; readonly envelope: Bytes }
  | { readonly type: 'shown'; readonly waiter: Waiter; readonly name: string }
  /** The guest wrote. */
  | { readonly type: 'noted'; readonly waiter: Waiter; readonly text: string }
  | { readonly type: 'gone'; readonly waiter: Waiter };

export interface DoorStep {
  readonly state: DoorState;
  readonly effects: readonly DoorEffect[];
}

export const emptyDoor: DoorState = {
  knocks: new Map(),
  queue: new Map(),
  seen: noneSeen,
  held: [],
  failedGuesses: 0,
  forgiven: 0,
};

/** The door of who takes over from a leader that had counted so many failed guesses. */
export function doorAfter(failedGuesses: number): DoorState {
  // A shut door is opened at a hundred, two hundred, …: all before the last hundred is forgiven.
  const forgiven = Math.max(0, Math.ceil(failedGuesses / FAILURES_MAX) - 1) * FAILURES_MAX;
  return { ...emptyDoor, failedGuesses, forgiven };
}

/** The knock this waiter is shown with, if it is. */
export function shownKnock(state: DoorState, waiter: Waiter): Shown | undefined {
  const knock = state.knocks.get(waiter);
  return knock?.at === 'shown' ? knock : undefined;
}

/** Whether too many guesses at an own passphrase have failed: nobody is challenged until a host opens. */
export const isShut = (state: DoorState, { own }: Doorkeeper): boolean =>
  own && state.failedGuesses - state.forgiven >= FAILURES_MAX;

/** How many challenges may be made now: none at a door that is shut. */
export function freePlaces(state: DoorState, keeper: Doorkeeper): number {
  let taken = state.held.length;
  for (const { at } of state.knocks.values()) if (at === 'challenged') taken++;
  const places = keeper.own ? OWN_CHALLENGES_MAX : CHALLENGES_MAX;
  // What is open now can fail: no more of it than there are failures left.
  const left = keeper.own ? FAILURES_MAX - (state.failedGuesses - state.forgiven) : places;
  return Math.min(places - taken, left - (taken - state.held.length));
}

export function pickRandom(waiting: ReadonlyMap<Waiter, unknown>): Waiter {
  const waiters = [...waiting.keys()];
  return waiters[randomBelow(waiters.length)] ?? 0;
}

/** Ends this connection's knock, whatever it has come to; an open challenge is a failed guess. */
export function forget(state: DoorState, waiter: Waiter): DoorStep {
  const gone = state.knocks.get(waiter);
  const failed = gone?.at === 'challenged' ? [gone.until] : [];
  return {
    state: {
      ...without(state, waiter),
      held: [...state.held, ...failed],
      failedGuesses: state.failedGuesses + failed.length,
    },
    effects: gone?.at === 'shown' ? [{ type: 'gone', waiter }] : [],
  };
}

export function without(state: DoorState, waiter: Waiter): DoorState {
  const knocks = new Map(state.knocks);
  const queue = new Map(state.queue);
  const gone = knocks.get(waiter);
  knocks.delete(waiter);
  queue.delete(waiter);
  if (gone) wipe(gone.keys.joinerKey, gone.keys.leaderKey, gone.keys.pairRoot);
  return { ...state, knocks, queue };
}

export function expire(state: DoorState, now: Milliseconds): DoorState {
  let next = state;
  for (const [waiter, knock] of state.knocks) {
    if (knock.at === 'challenged' && knock.until <= now) next = forget(next, waiter).state;
  }
  return { ...next, held: next.held.filter((until) => until > now) };
}
