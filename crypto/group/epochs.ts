/**
 * The group machine (§5, §6): one member of a meeting as a value. `startMeeting`, `enterMeeting` and
 * `returning.ts` make it; `step` takes it and an event, and gives the next value with what is to be done. The
 * leader named in the state makes the next one (`leading.ts`, `issuing.ts`), everyone else takes it
 * (`following.ts`), keeps asking whether it is there (`pinging.ts`), or takes over; `crossing.ts` and `going.ts`
 * bring two branches together again.
 *
 *   event        leader                                  any other member
 *   ───────────  ──────────────────────────────────────  ──────────────────────────────────────────
 *   connected    speaks to other branches                asks for the roster, pings
 *   enter        next state has the newcomer             refused
 *   order        next state has the change               goes to the leader, signed
 *   say          to everyone, by the rules of the state, both
 *   whisper      to one member                           to the leader
 *   packet       ping, ask, order: answers, carries out  state, wraps, catchUp: next epoch
 *                leave: next state without the sender    pong: membership confirmed
 *                beacon of a branch that stands: gives way, or of one that does not: next state at once
 *   tick         drops the silent, renews, advances      pings, judges, changes over, erases, takes over
 */

import {
  branded,
  type Bytes,
  type EpochNumber,
  type Key,
  type MemberIndex,
  type Milliseconds,
  type VerifyKey,
} from '../brands.ts';
import { wipe } from '../bytes.ts';
import { encodeGrant, type Grant, HOST_RANK } from '../claim.ts';
import type { Admission } from '../door/joiner.ts';
import { randomBytes } from '../sodium.ts';
import type { Confidence } from './confidences.ts';
import { passMissing, say } from './conversing.ts';
import { passGoing } from './crossing.ts';
import { meetPeople, passFollowerTime } from './following.ts';
import { onPacket } from './hearing.ts';
import { eraseAll, linkOf, makeEpoch, passTime } from './installing.ts';
import { pairKeysOf } from './keySchedule.ts';
import { beacon, carryOut, enter, newLeading, passLeaderTime, rulesOf } from './leading.ts';
import {
  type Entry,
  type Epoch,
  epochAt,
  isSilent,
  leaderIndex,
  type Member,
  ownEntry,
  present,
  type Seat,
  underOf,
} from './member.ts';
import type { GroupMessage } from './messages.ts';
import type { Saying } from './sayings.ts';
import type { Order } from './orders.ts';
import { ask, ping, UNSURE_MS } from './pinging.ts';
import { OPEN_POLICY } from './policy.ts';
import { isAuthority, type Roster, type RosterMember, rosterHashOf } from './roster.ts';
import { NO_PARENT, removedHashOf, secretHashOf, signHeader } from './state.ts';
import { type GroupEffect, LAST_SEQ, sealToEveryone, Turn } from './turn.ts';
import { warrantOf } from './warrant.ts';

export type GroupEvent =
  /** The SFU carries packets now: at first, and again after a break. */
  | { readonly type: 'connected' }
  | { readonly type: 'packet'; readonly data: Uint8Array }
  /** Several times a second. */
  | { readonly type: 'tick' }
  /** Leader: lets this knock in. */
  | { readonly type: 'enter'; readonly entry: Entry }
  /** Own slots that are switched on. */
  | { readonly type: 'media'; readonly on: number }
  /** An authority's wish: the leader carries it out, others send it there. */
  | { readonly type: 'order'; readonly order: Order }
  | { readonly type: 'say'; readonly saying: Saying }
  /** Between the leader and one member, either way. */
  | { readonly type: 'whisper'; readonly to: MemberIndex; readonly message: Confidence }
  /** Leader: guesses at the door that failed since the passphrase was made. */
  | { readonly type: 'guesses'; readonly failed: number }
  /** Leader: a new passphrase holds. */
  | { readonly type: 'generation' }
  /** Host: ends the meeting for everyone. */
  | { readonly type: 'end' };

export interface GroupStep {
  readonly member: Member;
  readonly effects: readonly GroupEffect[];
}

/** A state names the one before it: by that hash a branch is known that parted right there. */
function hashesOf({ n, signed }: Epoch): Member['hashes'] {
  const parent = [branded<EpochNumber>(n - 1), signed.header.parent] as const;
  return new Map([...(n > 0 ? [parent] : []), [n, signed.hash] as const]);
}

/** A member that has just got its first state. Leads nothing, is sure of nothing. */
export function newMember(
  seat: Seat,
  name: string,
  first: Epoch,
  secret: Key,
  leader: { readonly signKey: VerifyKey },
): Member {
  return {
    seat,
    name,
    epochs: [first],
    secret,
    links: [],
    proven: undefined,
    hashes: hashesOf(first),
    sending: first.n,
    switchAt: undefined,
    leaderSignKey: leader.signKey,
    pairs: new Map(),
    membership: 'waiting',
    confirmedAt: undefined,
    pings: [],
    pingNumber: 0,
    nextPing: undefined,
    halves: { states: new Map(), wraps: new Map() },
    claims: [],
    outside: false,
    seq: 1,
    pairSeq: 1,
    commonSeq: 1,
    spoken: [],
    hand: undefined,
    hearsSince: undefined,
    recording: undefined,
    heardSeq: new Map(),
    heardOthers: new Map(),
    missing: new Map(),
    slices: new Map(),
    root: undefined,
    media: 0,
    leaderLeft: undefined,
    removed: new Set(),
    barred: new Set(),
    dismissed: new Set(),
    kept: new Map(),
    leaving: [],
    going: undefined,
    asked: new Map(),
    over: undefined,
    leading: undefined,
  };
}

export interface Founding {
  readonly seat: Omit<Seat, 'index'>;
  readonly grant: Grant;
  readonly name: string;
}

/** State 0, with the host alone in it; the host leads. */
export function startMeeting({ seat, grant, name }: Founding, now: Milliseconds): GroupStep {
  const index = branded<MemberIndex>(0);
  const n = branded<EpochNumber>(0);
  const { roomId, meetingId, signing, roomKey } = seat;
  const host: RosterMember = {
    index,
    rank: HOST_RANK,
    signKey: signing.verifyKey,
    name,
    grant: encodeGrant(grant),
  };
  const roster: Roster = [host];
  const secret = branded<Key>(randomBytes(32));
  const signed = signHeader(
    {
      roomId,
      meetingId,
      n,
      parent: NO_PARENT,
      leader: index,
      nextIndex: branded<MemberIndex>(1),
      kind: 'renew',
      policy: OPEN_POLICY,
      locked: false,
      history: false,
      failedGuesses: 0,
      generation: 0,
      secretHash: secretHashOf({ meetingId, n }, secret),
      rosterHash: rosterHashOf(roster),
      removedHash: removedHashOf(new Set()),
    },
    signing.signingKey,
  );
  const first = makeEpoch(signed, roster, secret, roomKey);
  const member: Member = {
    ...newMember({ ...seat, index }, name, first, secret, host),
    links: [linkOf(signed, host, now)],
    proven: warrantOf(signed, host, roster, new Set()),
    membership: 'confirmed',
    confirmedAt: now,
    leading: newLeading(now, rulesOf(signed.header)),
  };
  return {
    member,
    effects: [
      { type: 'epoch', n },
      { type: 'sendUnder', n },
      { type: 'roster' },
      { type: 'lead', is: true },
      { type: 'membership', state: 'confirmed' },
    ],
  };
}

/**
 * A newcomer, from what its `admit` held; the pair root is wiped. It sends nothing until its first ping is answered: that
 * is the last one at the door, if the admit came so soon that a member would be sure of itself.
 */
export function enterMeeting(admission: Admission, now: Milliseconds): GroupStep {
  const { state, people, askedAt, secret, roomKey, index, signing, grant, pairRoot, name } = admission;
  const { roomId, meetingId, n, leader } = state.header;
  const seat: Seat = { roomId, meetingId, index, signing, roomKey };
  const host = {
    index: leader,
    rank: grant.rank,
    signKey: grant.signKey,
    name: '',
    grant: encodeGrant(grant),
  };
  const member: Member = {
    ...newMember(seat, name, makeEpoch(state, undefined, secret, roomKey), secret, grant),
    links: [linkOf(state, host, now)],
    pairs: new Map([[leader, [pairKeysOf(pairRoot, n)]]]),
  };
  wipe(pairRoot);
  const turn = new Turn(member, now);
  turn.emit({ type: 'epoch', n });
  if (people) meetPeople(turn, people);
  if (people && askedAt !== undefined && now - askedAt < UNSURE_MS) {
    turn.set({ confirmedAt: askedAt, membership: 'confirmed' });
    // Nothing is said to the others yet: no packet leaves before there is a connection.
    turn.emit({ type: 'sendUnder', n });
    turn.emit({ type: 'membership', state: 'confirmed' });
  }
  return { member: turn.member, effects: turn.effects };
}

/** One event. A member whose meeting is over takes none. */
export function step(member: Member, event: GroupEvent, now: Milliseconds): GroupStep {
  const turn = new Turn(member, now);
  if (!member.over) handle(turn, event);
  if (turn.member.over && !member.over) eraseAll(turn.member);
  return { member: turn.member, effects: turn.effects };
}

function handle(turn: Turn, event: GroupEvent): void {
  const { leading } = turn.member;
  switch (event.type) {
    case 'connected':
      turn.set({ hearsSince: turn.member.hearsSince ?? turn.now });
      if (leading) return beacon(turn);
      if (!present(turn.member).roster) ask(turn);
      return ping(turn);
    case 'packet':
      return onPacket(turn, event.data);
    case 'tick':
      passTime(turn);
      passMissing(turn);
      passGoing(turn);
      return turn.member.leading ? passLeaderTime(turn) : passFollowerTime(turn);
    case 'enter':
      return leading
        ? enter(turn, leading, event.entry)
        : turn.emit({ type: 'refused', reason: 'notAllowed' });
    case 'media':
      turn.set({ media: event.on });
      if (!isSilent(turn.member.membership)) turn.broadcast({ type: 'media', on: event.on });
      return;
    case 'order':
      return onOrder(turn, event.order);
    case 'say':
      return say(turn, event.saying);
    case 'whisper':
      return whisper(turn, event.to, event.message);
    case 'guesses':
      return leading && turn.lead({ rules: { ...leading.rules, failedGuesses: event.failed } });
    case 'generation':
      if (!leading) return;
      return turn.lead({
        rules: { ...leading.rules, failedGuesses: 0, generation: leading.rules.generation + 1 },
      });
    case 'end':
      return end(turn);
  }
}

function onOrder(turn: Turn, order: Order): void {
  const own = ownEntry(turn.member);
  if (!own || !isAuthority(own)) return turn.emit({ type: 'refused', reason: 'notAllowed' });
  if (turn.member.leading) return carryOut(turn, order, own);
  toLeader(turn, { type: 'order', order });
}

function toLeader(turn: Turn, message: GroupMessage): void {
  const leader = leaderIndex(turn.member);
  const pair = turn.member.pairs.get(leader)?.at(-1);
  if (!pair) return turn.emit({ type: 'refused', reason: 'outOfTurn' });
  turn.whisper(message, leader, pair, underOf(turn.member, present(turn.member)));
}

function whisper(turn: Turn, to: MemberIndex, message: Confidence): void {
  const { leading, pairs } = turn.member;
  if (!leading && to !== leaderIndex(turn.member))
    return turn.emit({ type: 'refused', reason: 'notAllowed' });
  const pair = pairs.get(to)?.at(-1);
  if (!pair) return turn.emit({ type: 'refused', reason: 'outOfTurn' });
  turn.whisper(message, to, pair, underOf(turn.member, present(turn.member)));
}

function end(turn: Turn): void {
  const own = ownEntry(turn.member);
  if (own?.rank !== HOST_RANK) return turn.emit({ type: 'refused', reason: 'notAllowed' });
  // Under the newest epoch: who just entered has no other.
  turn.broadcast({ type: 'end' }, present(turn.member));
  turn.set({ over: 'ended' });
  turn.emit({ type: 'silence' });
}

/**
 * The packets of this member's goodbye, sealed ahead of time: whoever closes a tab has no time to seal. Its
 * number is the last there is; once it was sent, nothing else of this member is heard.
 */
export function sealGoodbye(member: Member): Bytes[] {
  return sealToEveryone(
    member,
    { type: 'leave' },
    epochAt(member, member.sending) ?? present(member),
    LAST_SEQ,
  );
}
