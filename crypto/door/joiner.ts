/**
 * The joiner's side of the door (§4), one knock as a machine: `step` takes the state and an event and gives
 * the next state with what to send. A knock is made once, with fresh keys; after any end a new one is made.
 *
 *   knocking  ── challenge that holds ──▶  proved     ── admit ──▶  admitted
 *             ── challenge that does not ▶ refused    ── deny  ──▶  refused
 *             ── moved ─────────────────▶  refused    ── note, answer, ping ──▶  proved
 *
 * Pings are what they are inside (§5): an admit answers the newest, so that one held back can be told from a fresh one.
 */

import type { Bytes, Key, MemberIndex, Milliseconds, RoomId } from '../brands.ts';
import { same, wipe } from '../bytes.ts';
import { checkGrant, decodeGrant, type Grant } from '../claim.ts';
import { LABELS } from '../labels.ts';
import { isRefusal, type Reason, refuse, type Refusal } from '../refusal.ts';
import { randomBytes, sameSecret, sign, type SigningPair, signingPair, verify, xwing } from '../sodium.ts';
import { memberAt } from '../group/roster.ts';
import type { SignedHeader } from '../group/state.ts';
import { openKeyed, type People, peopleRefusal } from '../group/whole.ts';
import { finish, generator, makeShare, type Share } from './cpace.ts';
import {
  type Challenge,
  type DenyReason,
  isNote,
  type Knock,
  type Moved,
  type Note,
  openAdmit,
  openDeny,
  openFromLeader,
  openNote,
  sealDoorPing,
  sealEnvelope,
  sealNote,
  sealProof,
  TOKEN_BYTES,
  type Verdict,
} from './messages.ts';
import { channelIdentifier, type DoorKeys, doorKeys, joinerData, transcriptOf } from './transcript.ts';

/** Pings whose answer is still taken. */
const PINGS_MAX = 4;

/** What a joiner knows before it knocks. */
export interface Caller {
  readonly roomId: RoomId;
  readonly envelopeKey: Key;
  /** 32 bytes. */
  readonly prs: Key;
  /** 1 to 64 bytes of clean text. */
  readonly name: string;
}

/** All that an `admit` gives. */
export interface Admission {
  /** As it was given in the proof. */
  readonly name: string;
  readonly index: MemberIndex;
  readonly secret: Key;
  readonly roomKey: Key;
  readonly state: SignedHeader;
  /** Of that state; undefined where they have to be asked for. */
  readonly people: People | undefined;
  /** When the ping was sent that the admit answers; undefined if it answers none. */
  readonly askedAt: Milliseconds | undefined;
  /** Of the leader that admitted. */
  readonly grant: Grant;
  readonly pairRoot: Key;
  readonly signing: SigningPair;
}

export type JoinerState =
  | {
      readonly at: 'knocking';
      readonly caller: Caller;
      readonly knock: Knock;
      readonly share: Share;
      readonly signing: SigningPair;
      /** X-Wing, 32 bytes; spent with the challenge. */
      readonly kemSecret: Bytes;
    }
  | {
      readonly at: 'proved';
      readonly caller: Caller;
      readonly sid: Bytes;
      readonly keys: DoorKeys;
      readonly grant: Grant;
      readonly signing: SigningPair;
      /** Number of the leader's last sealed message. */
      readonly heard: number;
      /** Number of the next sealed message to it. */
      readonly out: number;
      /** The newest, oldest first. */
      readonly pings: readonly { readonly token: Bytes; readonly sentAt: Milliseconds }[];
    }
  | { readonly at: 'admitted' }
  | { readonly at: 'refused' };

export interface JoinerStep {
  readonly state: JoinerState;
  /** An envelope to send, 2048 bytes. */
  readonly send?: Bytes;
  readonly admission?: Admission;
  /** The leader wrote: 1 to 1000 bytes of clean text. */
  readonly noted?: string;
  /** The knock is over, and why; `declined` is the host's own no. */
  readonly refused?: Reason | DenyReason;
}

/** A fresh knock: every key of it new. */
export function makeKnock(caller: Caller): JoinerStep {
  const sid = randomBytes(16);
  const share = makeShare(generator(caller.prs, channelIdentifier(caller.roomId), sid));
  const signing = signingPair();
  const kem = xwing.keyPair();
  const knock: Knock = {
    type: 'knock',
    sid,
    Ya: share.point,
    signKey: signing.verifyKey,
    kemKey: kem.publicKey,
  };
  return {
    state: { at: 'knocking', caller, knock, share, signing, kemSecret: kem.secretKey },
    send: sealEnvelope(caller.envelopeKey, caller.roomId, knock),
  };
}

/**
 * One envelope (2048 bytes) that came through the relay. What does not open, belongs to another knock or comes
 * out of turn changes nothing: who could send it has no power here.
 */
export function stepJoiner(state: JoinerState, envelope: Uint8Array, now: Milliseconds): JoinerStep {
  if (state.at === 'admitted' || state.at === 'refused') return { state };
  const { envelopeKey, roomId } = state.caller;
  const message = openFromLeader(envelopeKey, roomId, envelope);
  if (isRefusal(message)) return { state };
  const sid = state.at === 'knocking' ? state.knock.sid : state.sid;
  if (!same(message.sid, sid)) return { state };

  if (state.at === 'knocking' && message.type === 'challenge') return onChallenge(state, message, now);
  if (state.at === 'knocking' && message.type === 'moved') return onMoved(state, message, now);
  if (state.at === 'proved' && message.type === 'note') return onNote(state, message);
  if (state.at === 'proved' && (message.type === 'admit' || message.type === 'deny')) {
    return onVerdict(state, message);
  }
  return { state };
}

/** Writes to the leader; refuses `outOfTurn` before the proof, and `badText`: not what `isNote` takes. */
export function writeAnswer(state: JoinerState, text: string): JoinerStep | Refusal {
  if (state.at !== 'proved') return refuse('outOfTurn');
  if (!isNote(text)) return refuse('badText');
  const { caller, sid, keys, out: seq } = state;
  const sealed = sealNote(keys.joinerKey, keys.T, seq, text);
  const send = sealEnvelope(caller.envelopeKey, caller.roomId, { type: 'answer', sid, seq, sealed });
  return { state: { ...state, out: seq + 1 }, send };
}

/** Says that this joiner still waits; nothing before the proof. */
export function pingLeader(state: JoinerState, now: Milliseconds): JoinerStep {
  if (state.at !== 'proved') return { state };
  const { caller, sid, keys, out: seq } = state;
  const token = randomBytes(TOKEN_BYTES);
  const sealed = sealDoorPing(keys.joinerKey, keys.T, seq, token);
  const send = sealEnvelope(caller.envelopeKey, caller.roomId, { type: 'ping', sid, seq, sealed });
  const pings = [...state.pings.slice(1 - PINGS_MAX), { token, sentAt: now }];
  return { state: { ...state, out: seq + 1, pings }, send };
}

/** Ends a knock that is no longer wanted; wipes what is left of it. */
export function abandonKnock(state: JoinerState): JoinerState {
  if (state.at === 'knocking') wipe(state.share.scalar, state.kemSecret, state.signing.signingKey);
  if (state.at === 'proved') {
    const { joinerKey, leaderKey, pairRoot } = state.keys;
    wipe(joinerKey, leaderKey, pairRoot, state.signing.signingKey);
  }
  return { at: 'refused' };
}

function stop(state: JoinerState, refused: Reason | DenyReason): JoinerStep {
  return { state: abandonKnock(state), refused };
}

type Knocking = Extract<JoinerState, { at: 'knocking' }>;
type Proved = Extract<JoinerState, { at: 'proved' }>;

/** The checks of §4, in their order: first that this is the host, then the points, then the passphrase. */
function onChallenge(state: Knocking, challenge: Challenge, now: Milliseconds): JoinerStep {
  const { caller, knock, share, signing, kemSecret } = state;
  const T = transcriptOf(caller.roomId, knock, challenge);

  const grant = decodeGrant(challenge.grant);
  if (isRefusal(grant) || checkGrant(grant, caller.roomId, now)) return stop(state, 'notYourHost');
  if (!verify(grant.signKey, challenge.signature, LABELS.doorChallenge, T, challenge.Tb)) {
    return stop(state, 'notYourHost');
  }

  const run = {
    sid: knock.sid,
    Ya: knock.Ya,
    ADa: joinerData(knock),
    Yb: challenge.Yb,
    ADb: challenge.grant,
  };
  const isk = finish(share.scalar, challenge.Yb, run);
  if (isRefusal(isk)) return stop(state, isk.refused);
  const ss = xwing.decapsulate(challenge.ct, kemSecret);
  if (isRefusal(ss)) return stop(state, ss.refused);

  const keys = doorKeys(isk, ss, T);
  wipe(isk, ss, share.scalar, kemSecret);
  if (!sameSecret(keys.Tb, challenge.Tb)) return stop(state, 'wrongPassphrase');

  const signature = sign(signing.signingKey, LABELS.doorProof, T, keys.Tb);
  const sealed = sealProof(keys.joinerKey, T, 0, { signature, name: caller.name, capabilities: 0 });
  return {
    state: { at: 'proved', caller, sid: knock.sid, keys, grant, signing, heard: -1, out: 1, pings: [] },
    send: sealEnvelope(caller.envelopeKey, caller.roomId, {
      type: 'proof',
      sid: knock.sid,
      Ta: keys.Ta,
      seq: 0,
      sealed,
    }),
  };
}

/** The meeting has a new link, if an authority of this room says so; anybody with the old link could make it up. */
function onMoved(state: Knocking, { sid, grant: bytes, signature }: Moved, now: Milliseconds): JoinerStep {
  const { roomId } = state.caller;
  const grant = decodeGrant(bytes);
  if (isRefusal(grant) || checkGrant(grant, roomId, now)) return { state };
  return verify(grant.signKey, signature, LABELS.doorMoved, roomId, sid) ? stop(state, 'moved') : { state };
}

function onNote(state: Proved, note: Note): JoinerStep {
  if (note.seq <= state.heard) return { state };
  const text = openNote(state.keys.leaderKey, state.keys.T, note);
  return isRefusal(text) ? { state } : { state: { ...state, heard: note.seq }, noted: text };
}

function onVerdict(state: Proved, verdict: Verdict): JoinerStep {
  if (verdict.seq <= state.heard) return { state };
  const { keys } = state;
  if (verdict.type === 'deny') {
    const reason = openDeny(keys.leaderKey, keys.T, verdict);
    return isRefusal(reason) ? { state } : stop(state, reason);
  }
  const admission = openAdmission(state, verdict);
  if (isRefusal(admission))
    return admission.refused === 'notOpened' ? { state } : stop(state, admission.refused);
  wipe(keys.joinerKey, keys.leaderKey);
  return { state: { at: 'admitted' }, admission };
}

/** The admit's text, once its header is the leader's, of this room and meeting, and all the rest fits it. */
function openAdmission(
  { keys, grant, caller, signing, pings }: Proved,
  verdict: Verdict,
): Admission | Refusal {
  const text = openAdmit(keys.leaderKey, keys.T, verdict);
  if (isRefusal(text)) return text;
  const { index, secret, roomKey, people } = text;
  const meeting = { roomId: caller.roomId, meetingId: grant.meetingId };
  const state = openKeyed(text, grant.signKey, meeting);
  if (isRefusal(state)) return state;
  const refusal = people && admittedRefusal(people, index, state, grant, signing);
  if (refusal) return refuse(refusal);
  return {
    name: caller.name,
    index,
    secret,
    roomKey,
    state,
    people,
    askedAt: pings.find(({ token }) => same(token, text.token))?.sentAt,
    grant,
    pairRoot: keys.pairRoot,
    signing,
  };
}

/** Why these people are not those of the state, or the place in it is not this joiner's. */
function admittedRefusal(
  people: People,
  index: MemberIndex,
  { header }: SignedHeader,
  grant: Grant,
  { verifyKey }: SigningPair,
): Reason | undefined {
  const own = memberAt(people.roster, index);
  return (
    peopleRefusal(people, header, grant.signKey) ??
    (own && same(own.signKey, verifyKey) ? undefined : 'notInRoster')
  );
}
