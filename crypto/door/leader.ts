/**
 * The leader's side of the door (§4): one machine for all that wait. A knock is shown to the host only when
 * its proof holds: who rings knows link *and* passphrase.
 *
 *   (nothing)  ── knock ──▶  queued ── a free place ──▶  challenged
 *   challenged ── proof that holds ──▶  shown     ── admit, deny ──▶  (nothing)
 *              ── the same, locked or full ──▶  (nothing), told why
 *              ── no proof in 10 s, or a wrong one ──▶  (nothing), one failed guess more
 *   shown      ── note, answer, ping ──▶  shown
 *
 * Every challenge is a chance to guess. One that failed keeps its place until 10 s after it was made: so many
 * guesses as there are places, every ten seconds, and no more.
 */

import type { Bytes, Key, Milliseconds } from '../brands.ts';
import { same, toHex } from '../bytes.ts';
import { LABELS } from '../labels.ts';
import { isRefusal } from '../refusal.ts';
import { sameSecret, verify } from '../sodium.ts';
import { arrived, type Doorkeeper, makeChallenge, sealMoved } from './keeper.ts';
import {
  type Challenged,
  CHALLENGE_MS,
  CHALLENGES_A_STEP,
  type DoorEffect,
  type DoorState,
  type DoorStep,
  expire,
  forget,
  freePlaces,
  isShut,
  pickRandom,
  QUEUE_MAX,
  type Shown,
  shownKnock,
  type Waiter,
  without,
} from './knocks.ts';
import {
  type AdmitText,
  type DenyReason,
  type DoorPing,
  isNote,
  type Knock,
  type Note,
  openDoorPing,
  openNote,
  openProof,
  type Proof,
  sealAdmit,
  sealDeny,
  sealEnvelope,
  sealNote,
} from './messages.ts';
import { alsoSeen, wasSeen } from './seen.ts';

/** Notes heard from one guest; further ones are not. */
export const ANSWERS_MAX = 50;

export type DoorEvent =
  | { readonly type: 'envelope'; readonly waiter: Waiter; readonly data: Uint8Array }
  | { readonly type: 'gone'; readonly waiter: Waiter }
  | { readonly type: 'tick' }
  | { readonly type: 'deny'; readonly waiter: Waiter }
  /** A note to who waits: text that `isNote` takes. */
  | { readonly type: 'note'; readonly waiter: Waiter; readonly text: string }
  /** A host opens the door that too many failed guesses shut. */
  | { readonly type: 'open' }
  /** The keeper has a new passphrase, and perhaps a new link: counts begin anew. */
  | { readonly type: 'renewed'; readonly link: boolean }
  /** The newcomer's place is in the state: hand over the keys. */
  | { readonly type: 'admit'; readonly waiter: Waiter; readonly text: AdmitText };

/** One event at the door. What does not open, or comes out of turn, changes nothing. */
export function stepDoor(
  state: DoorState,
  keeper: Doorkeeper,
  event: DoorEvent,
  now: Milliseconds,
): DoorStep {
  switch (event.type) {
    case 'envelope':
      return onEnvelope(state, keeper, event.waiter, event.data, now);
    case 'gone':
      return forget(state, event.waiter);
    case 'tick':
      return fill(expire(state, now), keeper, now);
    case 'deny':
      return answer(state, keeper, event.waiter, 'deny', ({ keys, out }) =>
        sealDeny(keys.leaderKey, keys.T, out),
      );
    case 'admit':
      return answer(state, keeper, event.waiter, 'admit', ({ keys, out, token }) =>
        sealAdmit(keys.leaderKey, keys.T, out, event.text, token),
      );
    case 'note':
      return writeNote(state, keeper, event.waiter, event.text);
    case 'open':
      if (!isShut(state, keeper)) return { state, effects: [] };
      return fill({ ...state, forgiven: state.failedGuesses }, keeper, now);
    case 'renewed':
      return renew(state, keeper, event.link);
  }
}

function onEnvelope(
  state: DoorState,
  keeper: Doorkeeper,
  waiter: Waiter,
  data: Uint8Array,
  now: Milliseconds,
): DoorStep {
  const came = arrived(keeper, data, now);
  if (!came) return { state, effects: [] };
  const { message, envelopeKey } = came;
  switch (message.type) {
    case 'knock':
      return onKnock(state, keeper, waiter, message, envelopeKey, now);
    case 'proof':
      return onProof(state, keeper, waiter, message, now);
    case 'answer':
      return onAnswer(state, waiter, message);
    case 'ping':
      return onPing(state, waiter, message);
  }
}

function onKnock(
  state: DoorState,
  keeper: Doorkeeper,
  waiter: Waiter,
  knock: Knock,
  envelopeKey: Key,
  now: Milliseconds,
): DoorStep {
  const names = [toHex(knock.sid), toHex(knock.signKey)];
  if (names.some((name) => wasSeen(state.seen, name))) return { state, effects: [] };
  const seen = alsoSeen(state.seen, names);
  if (envelopeKey !== keeper.envelopeKey) {
    const envelope = sealMoved(keeper, envelopeKey, knock.sid);
    return { state: { ...state, seen }, effects: [{ type: 'send', waiter, envelope }] };
  }
  // One knock a connection: a new one takes the place of the old, whose open challenge was a guess.
  const { state: rest, effects } = forget({ ...state, seen }, waiter);
  const queue = new Map(rest.queue).set(waiter, knock);
  if (queue.size > QUEUE_MAX) queue.delete(pickRandom(queue));
  const filled = fill({ ...rest, queue }, keeper, now);
  return { state: filled.state, effects: [...effects, ...filled.effects] };
}

/** Draws at random from those who wait for a challenge, while there is a place: nobody can push in front. */
function fill(state: DoorState, keeper: Doorkeeper, now: Milliseconds): DoorStep {
  let free = Math.min(freePlaces(state, keeper), CHALLENGES_A_STEP);
  if (free <= 0 || state.queue.size === 0) return { state, effects: [] };
  const knocks = new Map(state.knocks);
  const queue = new Map(state.queue);
  const effects: DoorEffect[] = [];
  while (free > 0 && queue.size > 0) {
    const waiter = pickRandom(queue);
    const knock = queue.get(waiter);
    queue.delete(waiter);
    free--;
    const made = knock && makeChallenge(keeper, knock);
    if (!knock || !made) continue;
    const { keys, envelope } = made;
    const { envelopeKey } = keeper;
    knocks.set(waiter, { at: 'challenged', knock, keys, envelopeKey, until: now + CHALLENGE_MS });
    effects.push({ type: 'send', waiter, envelope });
  }
  return { state: { ...state, knocks, queue }, effects };
}

function onProof(
  state: DoorState,
  keeper: Doorkeeper,
  waiter: Waiter,
  proof: Proof,
  now: Milliseconds,
): DoorStep {
  const open = state.knocks.get(waiter);
  if (open?.at !== 'challenged' || !same(open.knock.sid, proof.sid)) return { state, effects: [] };
  const { keys, knock, envelopeKey } = open;
  const text = sameSecret(keys.Ta, proof.Ta) ? openProof(keys.joinerKey, keys.T, proof) : undefined;
  // A challenge is good for one answer: a wrong one is a failed guess.
  if (!text || isRefusal(text) || !verify(knock.signKey, text.signature, LABELS.doorProof, keys.T, keys.Tb)) {
    return forget(state, waiter);
  }
  if (keeper.locked || keeper.full) {
    const envelope = denyOf(keeper, open, keeper.locked ? 'locked' : 'full');
    const next = fill(without(state, waiter), keeper, now);
    return { state: next.state, effects: [{ type: 'send', waiter, envelope }, ...next.effects] };
  }
  const { sid, signKey } = knock;
  const { name } = text;
  const shown: Shown = {
    at: 'shown',
    sid,
    signKey,
    name,
    keys,
    envelopeKey,
    out: 0,
    heard: proof.seq,
    answers: 0,
    token: undefined,
  };
  const knocks = new Map(state.knocks).set(waiter, shown);
  const next = fill({ ...state, knocks }, keeper, now);
  return { state: next.state, effects: [{ type: 'shown', waiter, name }, ...next.effects] };
}

/** A no to somebody who was challenged: it can read that only if it knows the passphrase. */
function denyOf({ roomId }: Doorkeeper, open: Challenged, reason: DenyReason): Bytes {
  const { keys, knock, envelopeKey } = open;
  const sealed = sealDeny(keys.leaderKey, keys.T, 0, reason);
  return sealEnvelope(envelopeKey, roomId, { type: 'deny', sid: knock.sid, seq: 0, sealed });
}

function onAnswer(state: DoorState, waiter: Waiter, note: Note<'answer'>): DoorStep {
  const shown = shownKnock(state, waiter);
  const inTurn = shown && same(shown.sid, note.sid) && note.seq > shown.heard;
  if (!inTurn || shown.answers >= ANSWERS_MAX) return { state, effects: [] };
  const text = openNote(shown.keys.joinerKey, shown.keys.T, note);
  if (isRefusal(text)) return { state, effects: [] };
  const next: Shown = { ...shown, heard: note.seq, answers: shown.answers + 1 };
  const knocks = new Map(state.knocks).set(waiter, next);
  return { state: { ...state, knocks }, effects: [{ type: 'noted', waiter, text }] };
}

function onPing(state: DoorState, waiter: Waiter, ping: DoorPing): DoorStep {
  const shown = shownKnock(state, waiter);
  if (!shown || !same(shown.sid, ping.sid) || ping.seq <= shown.heard) return { state, effects: [] };
  const token = openDoorPing(shown.keys.joinerKey, shown.keys.T, ping);
  if (isRefusal(token)) return { state, effects: [] };
  const knocks = new Map(state.knocks).set(waiter, { ...shown, heard: ping.seq, token });
  return { state: { ...state, knocks }, effects: [] };
}

function writeNote(state: DoorState, { roomId }: Doorkeeper, waiter: Waiter, text: string): DoorStep {
  const shown = shownKnock(state, waiter);
  if (!shown || !isNote(text)) return { state, effects: [] };
  const { sid, keys, envelopeKey, out: seq } = shown;
  const sealed = sealNote(keys.leaderKey, keys.T, seq, text);
  const envelope = sealEnvelope(envelopeKey, roomId, { type: 'note', sid, seq, sealed });
  const knocks = new Map(state.knocks).set(waiter, { ...shown, out: seq + 1 });
  return { state: { ...state, knocks }, effects: [{ type: 'send', waiter, envelope }] };
}

/** Seals the verdict for a knock that is shown, and forgets the knock. */
function answer(
  state: DoorState,
  { roomId }: Doorkeeper,
  waiter: Waiter,
  type: 'admit' | 'deny',
  seal: (shown: Shown) => Bytes,
): DoorStep {
  const shown = shownKnock(state, waiter);
  if (!shown) return { state, effects: [] };
  const message = { type, sid: shown.sid, seq: shown.out, sealed: seal(shown) } as const;
  const envelope = sealEnvelope(shown.envelopeKey, roomId, message);
  const forgotten = forget(state, waiter);
  return { state: forgotten.state, effects: [{ type: 'send', waiter, envelope }, ...forgotten.effects] };
}

/** Ends what was begun under the old passphrase; who was shown before stays shown. */
function renew(state: DoorState, keeper: Doorkeeper, link: boolean): DoorStep {
  const effects: DoorEffect[] = [];
  let next = state;
  for (const [waiter, knock] of state.knocks) {
    if (knock.at !== 'challenged') continue;
    const envelope = denyOf(keeper, knock, link ? 'moved' : 'wrongPassphrase');
    effects.push({ type: 'send', waiter, envelope });
    next = forget(next, waiter).state;
  }
  // Who waits for a place by an old link is told to look for the new one.
  for (const [waiter, { sid }] of link ? state.queue : []) {
    const old = keeper.former.at(-1);
    if (old) effects.push({ type: 'send', waiter, envelope: sealMoved(keeper, old.envelopeKey, sid) });
  }
  const queue = link ? new Map() : next.queue;
  return { state: { ...next, queue, failedGuesses: 0, forgiven: 0 }, effects };
}
