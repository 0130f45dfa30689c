/**
 * The leader's side of the door (§4): one machine for all that wait. A knock is shown to the host only when
 * its proof holds: who rings knows link *and* passphrase.
 *
 *   (nothing)  ── knock ──▶  challenged  ── proof that holds ──▶  shown  ── admit, deny ──▶  (nothing)
 *                            challenged  ── no proof in 10 s ──▶  (nothing), one failed guess more
 */

import type { Bytes, Key, Milliseconds, RoomId, VerifyKey } from '../brands.ts';
import { same, toHex, wipe } from '../bytes.ts';
import { encodeGrant, type Grant } from '../claim.ts';
import { LABELS } from '../labels.ts';
import { isRefusal } from '../refusal.ts';
import { randomBelow, sameSecret, sign, type SigningPair, verify, xwing } from '../sodium.ts';
import { finish, generator, makeShare } from './cpace.ts';
import {
  type AdmitText,
  type Knock,
  openFromJoiner,
  openProof,
  type Proof,
  sealAdmit,
  sealDeny,
  sealEnvelope,
} from './messages.ts';
import { channelIdentifier, type DoorKeys, doorKeys, joinerData, transcriptOf } from './transcript.ts';

/** How long a challenge stays open. */
export const CHALLENGE_MS: Milliseconds = 10_000;
/** Challenges open at once: every one is a chance to guess. */
export const CHALLENGES_MAX = 64;
/** Knocks kept for a place; further ones push a random one out. */
const QUEUE_MAX = 256;

/** The relay's number for one waiting connection. */
export type Waiter = number;

/** What the leader answers the door with. */
export interface Doorkeeper {
  readonly roomId: RoomId;
  readonly envelopeKey: Key;
  readonly prs: Key;
  readonly grant: Grant;
  readonly signing: SigningPair;
}

interface Challenged {
  readonly at: 'challenged';
  readonly knock: Knock;
  readonly keys: DoorKeys;
  readonly until: Milliseconds;
}

/** A knock the host may see. */
export interface Shown {
  readonly at: 'shown';
  readonly sid: Bytes;
  readonly signKey: VerifyKey;
  readonly name: string;
  readonly keys: DoorKeys;
}

export interface DoorState {
  readonly knocks: ReadonlyMap<Waiter, Challenged | Shown>;
  /** Knocks without a challenge, for want of a free place. */
  readonly queue: ReadonlyMap<Waiter, Knock>;
  /** Every sid and signKey of this meeting: none is taken twice. */
  readonly seen: ReadonlySet<string>;
  /** Challenges that ended without a valid proof. */
  readonly failedGuesses: number;
}

export type DoorEvent =
  | { readonly type: 'envelope'; readonly waiter: Waiter; readonly data: Uint8Array }
  | { readonly type: 'gone'; readonly waiter: Waiter }
  | { readonly type: 'tick' }
  | { readonly type: 'deny'; readonly waiter: Waiter }
  /** The newcomer's place is in the state: hand over the keys. */
  | { readonly type: 'admit'; readonly waiter: Waiter; readonly text: AdmitText };

export type DoorEffect =
  | { readonly type: 'send'; readonly waiter: Waiter; readonly envelope: Bytes }
  | { readonly type: 'shown'; readonly waiter: Waiter; readonly name: string }
  | { readonly type: 'gone'; readonly waiter: Waiter };

export interface DoorStep {
  readonly state: DoorState;
  readonly effects: readonly DoorEffect[];
}

export const emptyDoor: DoorState = {
  knocks: new Map(),
  queue: new Map(),
  seen: new Set(),
  failedGuesses: 0,
};

/** One event at the door. What does not open, or comes out of turn, changes nothing. */
export function stepDoor(
  state: DoorState,
  keeper: Doorkeeper,
  event: DoorEvent,
  now: Milliseconds,
): DoorStep {
  switch (event.type) {
    case 'envelope': {
      const message = openFromJoiner(keeper.envelopeKey, keeper.roomId, event.data);
      if (isRefusal(message)) return { state, effects: [] };
      return message.type === 'knock'
        ? onKnock(state, keeper, event.waiter, message, now)
        : onProof(state, event.waiter, message);
    }
    case 'gone':
      return forget(state, event.waiter);
    case 'tick':
      return fill(expire(state, now), keeper, now);
    case 'deny':
      return answer(state, keeper, event.waiter, 'deny', ({ keys }) => sealDeny(keys.leaderKey, keys.T, 0));
    case 'admit':
      return answer(state, keeper, event.waiter, 'admit', ({ keys }) =>
        sealAdmit(keys.leaderKey, keys.T, 0, event.text),
      );
  }
}

/** The knock this waiter is shown with, if it is. */
export function shownKnock(state: DoorState, waiter: Waiter): Shown | undefined {
  const knock = state.knocks.get(waiter);
  return knock?.at === 'shown' ? knock : undefined;
}

function onKnock(
  state: DoorState,
  keeper: Doorkeeper,
  waiter: Waiter,
  knock: Knock,
  now: Milliseconds,
): DoorStep {
  const names = [toHex(knock.sid), toHex(knock.signKey)];
  if (names.some((name) => state.seen.has(name))) return { state, effects: [] };
  const seen = new Set([...state.seen, ...names]);
  // One knock a connection: a new one takes the place of the old, whose open challenge was a guess.
  const { state: rest, effects } = forget({ ...state, seen }, waiter);
  const queue = new Map(rest.queue).set(waiter, knock);
  if (queue.size > QUEUE_MAX) queue.delete(pickRandom(queue));
  const filled = fill({ ...rest, queue }, keeper, now);
  return { state: filled.state, effects: [...effects, ...filled.effects] };
}

/** Draws at random from those who wait for a challenge, while there is a place: nobody can push in front. */
function fill(state: DoorState, keeper: Doorkeeper, now: Milliseconds): DoorStep {
  const knocks = new Map(state.knocks);
  const queue = new Map(state.queue);
  const effects: DoorEffect[] = [];
  let open = [...knocks.values()].filter(({ at }) => at === 'challenged').length;
  while (open < CHALLENGES_MAX && queue.size > 0) {
    const waiter = pickRandom(queue);
    const knock = queue.get(waiter);
    queue.delete(waiter);
    const challenged = knock && challenge(keeper, knock, now);
    if (!challenged) continue;
    knocks.set(waiter, challenged.knock);
    effects.push({ type: 'send', waiter, envelope: challenged.envelope });
    open++;
  }
  return { state: { ...state, knocks, queue }, effects };
}

function pickRandom(waiting: ReadonlyMap<Waiter, unknown>): Waiter {
  const waiters = [...waiting.keys()];
  return waiters[randomBelow(waiters.length)] ?? 0;
}

/** Undefined for a knock with an invalid point or key: dropped, it could not have been a guess. */
function challenge(
  keeper: Doorkeeper,
  knock: Knock,
  now: Milliseconds,
): { knock: Challenged; envelope: Bytes } | undefined {
  const { roomId, envelopeKey, prs, signing } = keeper;
  const share = makeShare(generator(prs, channelIdentifier(roomId), knock.sid));
  const encapsulated = xwing.encapsulate(knock.kemKey);
  if (isRefusal(encapsulated)) return undefined;
  const { ciphertext: ct, sharedSecret } = encapsulated;
  const grant = encodeGrant(keeper.grant);
  const run = { sid: knock.sid, Ya: knock.Ya, ADa: joinerData(knock), Yb: share.point, ADb: grant };
  const isk = finish(share.scalar, knock.Ya, run);
  if (isRefusal(isk)) return undefined;

  const T = transcriptOf(roomId, knock, { type: 'challenge', sid: knock.sid, Yb: share.point, grant, ct });
  const keys = doorKeys(isk, sharedSecret, T);
  wipe(isk, sharedSecret, share.scalar);
  const signature = sign(signing.signingKey, LABELS.doorChallenge, T, keys.Tb);
  const message = {
    type: 'challenge',
    sid: knock.sid,
    Yb: share.point,
    grant,
    ct,
    Tb: keys.Tb,
    signature,
  } as const;
  return {
    knock: { at: 'challenged', knock, keys, until: now + CHALLENGE_MS },
    envelope: sealEnvelope(envelopeKey, roomId, message),
  };
}

function onProof(state: DoorState, waiter: Waiter, proof: Proof): DoorStep {
  const open = state.knocks.get(waiter);
  if (open?.at !== 'challenged' || !same(open.knock.sid, proof.sid)) return { state, effects: [] };
  const { keys, knock } = open;
  const text = sameSecret(keys.Ta, proof.Ta) ? openProof(keys.joinerKey, keys.T, proof) : undefined;
  // A challenge is good for one answer: a wrong one is a failed guess.
  if (!text || isRefusal(text) || !verify(knock.signKey, text.signature, LABELS.doorProof, keys.T, keys.Tb)) {
    return forget(state, waiter);
  }
  const shown: Shown = { at: 'shown', sid: knock.sid, signKey: knock.signKey, name: text.name, keys };
  const knocks = new Map(state.knocks).set(waiter, shown);
  return { state: { ...state, knocks }, effects: [{ type: 'shown', waiter, name: text.name }] };
}

/** Seals the verdict for a knock that is shown, and forgets the knock. */
function answer(
  state: DoorState,
  keeper: Doorkeeper,
  waiter: Waiter,
  type: 'admit' | 'deny',
  seal: (shown: Shown) => Bytes,
): DoorStep {
  const shown = shownKnock(state, waiter);
  if (!shown) return { state, effects: [] };
  const message = { type, sid: shown.sid, seq: 0, sealed: seal(shown) } as const;
  const envelope = sealEnvelope(keeper.envelopeKey, keeper.roomId, message);
  const forgotten = forget(state, waiter);
  return { state: forgotten.state, effects: [{ type: 'send', waiter, envelope }, ...forgotten.effects] };
}

function forget(state: DoorState, waiter: Waiter): DoorStep {
  const knocks = new Map(state.knocks);
  const queue = new Map(state.queue);
  const gone = knocks.get(waiter);
  knocks.delete(waiter);
  queue.delete(waiter);
  if (gone) wipe(gone.keys.joinerKey, gone.keys.leaderKey, gone.keys.pairRoot);
  const failedGuesses = state.failedGuesses + (gone?.at === 'challenged' ? 1 : 0);
  return {
    state: { ...state, knocks, queue, failedGuesses },
    effects: gone?.at === 'shown' ? [{ type: 'gone', waiter }] : [],
  };
}

function expire(state: DoorState, now: Milliseconds): DoorState {
  let next = state;
  for (const [waiter, knock] of state.knocks) {
    if (knock.at === 'challenged' && knock.until <= now) next = forget(next, waiter).state;
  }
  return next;
}
