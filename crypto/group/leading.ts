/** The leader (§5): makes states, wraps secrets, answers pings, notices who is gone. */

import {
  branded,
  type Bytes,
  type EpochNumber,
  type Key,
  type MemberIndex,
  type Milliseconds,
} from '../brands.ts';
import { randomBytes } from '../sodium.ts';
import { install } from './installing.ts';
import { type PairKeys, pairKeysOf, stepPair, wrapSecret } from './keySchedule.ts';
import {
  type Entry,
  type Leading,
  othersOf,
  present,
  sealToEveryone,
  type Turn,
  type Member,
} from './member.ts';
import type { GroupMessage } from './messages.ts';
import { applyChange, type Change, memberAt, NO_RANK, type Roster, rosterHashOf } from './roster.ts';
import { packWraps, type Under } from './sealedMessage.ts';
import { advancedSecret, type Header, POLICY_EVERYONE, secretHashOf, signHeader } from './state.ts';

/** Least time between two states, so that at most nine epochs are live; with many people entries wait longer. */
export const STATE_GAP_MS: Milliseconds = 500;
export const CROWD_GAP_MS: Milliseconds = 2_000;
export const CROWD = 50;
/** A fresh secret at least this often, a derived one at least that often. */
export const RENEW_MS: Milliseconds = 10 * 60_000;
export const ADVANCE_MS: Milliseconds = 2 * 60_000;
/** Who has not pinged for this long is dropped. */
export const DROP_MS: Milliseconds = 60_000;
/** A leader that nobody pinged for this long stops sending: it may be alone in a cut network. */
export const UNHEARD_MS: Milliseconds = 30_000;

type Message<Type extends GroupMessage['type']> = Extract<GroupMessage, { type: Type }>;

export const newLeading = (now: Milliseconds): Leading => ({
  entries: [],
  leavers: [],
  heard: new Map(),
  lastIssued: now,
  lastRenewed: now,
  renews: [],
  failedGuesses: 0,
});

/** Lets somebody in with the next state. */
export function enter(turn: Turn, leading: Leading, entry: Entry): void {
  turn.set({ leading: { ...leading, entries: [...leading.entries, entry] } });
  issueWhenDue(turn);
}

/** Takes a member out with the next state. */
export function takeOut(turn: Turn, leading: Leading, index: MemberIndex): void {
  const gone =
    leading.leavers.includes(index) || !othersOf(turn.member).some((other) => other.index === index);
  if (!gone) turn.set({ leading: { ...leading, leavers: [...leading.leavers, index] } });
  issueWhenDue(turn);
}

/** Notices who is silent, makes the state that is due, and judges itself. */
export function passLeaderTime(turn: Turn): void {
  const { leading } = turn.member;
  if (!leading) return;
  const silent = othersOf(turn.member).filter(
    ({ index }) => heardAt(turn, leading, index) <= turn.now - DROP_MS,
  );
  for (const { index } of silent) if (turn.member.leading) takeOut(turn, turn.member.leading, index);
  issueWhenDue(turn);

  const others = othersOf(turn.member);
  const last = Math.max(...others.map(({ index }) => heardAt(turn, turn.member.leading ?? leading, index)));
  turn.membership(others.length > 0 && last <= turn.now - UNHEARD_MS ? 'silenced' : 'confirmed');
}

const heardAt = (turn: Turn, leading: Leading, index: MemberIndex): Milliseconds =>
  leading.heard.get(index) ?? turn.now;

function issueWhenDue(turn: Turn): void {
  const { leading } = turn.member;
  if (!leading) return;
  const { entries, leavers, lastIssued, lastRenewed } = leading;
  const since = turn.now - lastIssued;
  const crowd = (present(turn.member).roster?.length ?? 0) > CROWD && leavers.length === 0;
  const change = entries.length > 0 || leavers.length > 0;
  const renew = leavers.length > 0 || turn.now - lastRenewed >= RENEW_MS;
  if (since < (crowd ? CROWD_GAP_MS : STATE_GAP_MS)) return;
  if (change || renew || since >= ADVANCE_MS) issue(turn, leading, renew);
}

/** Makes, sends and installs the next state. */
function issue(turn: Turn, leading: Leading, renew: boolean): void {
  const { member } = turn;
  const { seat } = member;
  const epoch = present(member);
  const { header: before, hash: parent } = epoch.signed;
  const n = branded<EpochNumber>(epoch.n + 1);
  const entered: Roster = leading.entries.map(({ signKey, name }, at) => ({
    index: branded<MemberIndex>(before.nextIndex + at),
    rank: NO_RANK,
    signKey,
    name,
  }));
  const change: Change = { left: leading.leavers.toSorted((a, b) => a - b), entered };
  const roster = epoch.roster && applyChange(epoch.roster, change);
  if (!roster) throw new RangeError('a change that does not fit the roster');

  const rosterHash = rosterHashOf(roster);
  const secret = renew ? branded<Key>(randomBytes(32)) : advancedSecret(member.secret, rosterHash);
  const header: Header = {
    roomId: seat.roomId,
    meetingId: seat.meetingId,
    n,
    parent,
    leader: seat.index,
    nextIndex: branded<MemberIndex>(before.nextIndex + entered.length),
    kind: renew ? 'renew' : 'advance',
    policy: POLICY_EVERYONE,
    failedGuesses: leading.failedGuesses,
    generation: before.generation,
    secretHash: secretHashOf({ meetingId: seat.meetingId, n }, secret),
    rosterHash,
  };
  const signed = signHeader(header, seat.signing.signingKey);

  const message = { type: 'state', header: signed.bytes, signature: signed.signature, ...change } as const;
  turn.emit({ type: 'packets', packets: sealToEveryone(member, message, epoch, member.seq) });
  turn.set({ seq: member.seq + 1 });
  const gone = othersOf(member).filter(({ index }) => change.left.includes(index));
  if (renew) sendWraps(turn, roster, n, secret);

  const pairs = new Map(turn.member.pairs);
  for (const index of change.left) pairs.delete(index);
  const heard = new Map([...leading.heard].filter(([index]) => !change.left.includes(index)));
  for (const [at, { pairRoot }] of leading.entries.entries()) {
    const index = branded<MemberIndex>(before.nextIndex + at);
    pairs.set(index, [pairKeysOf(pairRoot, n)]);
    heard.set(index, turn.now);
  }
  turn.set({
    pairs,
    leading: {
      ...leading,
      entries: [],
      leavers: [],
      heard,
      lastIssued: turn.now,
      lastRenewed: renew ? turn.now : leading.lastRenewed,
      renews: renew ? [...leading.renews, n] : leading.renews,
    },
  });
  install(turn, signed, roster, secret);

  for (const [at, { waiter, signKey }] of leading.entries.entries()) {
    const index = branded<MemberIndex>(before.nextIndex + at);
    const text = { index, secret, roomKey: seat.roomKey, header: signed.bytes, signature: signed.signature };
    turn.emit({ type: 'admitted', waiter, signKey, text });
  }
  for (const old of gone) turn.emit({ type: 'dropped', member: old });
}

/** Wraps the fresh secret for everyone who was in and stays, and steps the pairwise keys. */
function sendWraps(turn: Turn, roster: Roster, n: EpochNumber, secret: Key): void {
  const { seat, pairs: old } = turn.member;
  const pairs = new Map(old);
  const wraps: [MemberIndex, Bytes][] = [];
  for (const { index: member } of roster) {
    const steps = old.get(member);
    const newest = steps?.at(-1);
    if (!steps || !newest) continue;
    const wrapFor = { meetingId: seat.meetingId, n, leader: seat.index, member };
    wraps.push([member, wrapSecret(newest.fromLeader, secret, wrapFor)]);
    pairs.set(member, [...steps, stepPair(newest, n)]);
  }
  turn.set({ pairs });
  if (wraps.length > 0) turn.emit({ type: 'packets', packets: packWraps(n, seat.index, wraps) });
}

/** Answers a ping, and notes that the member is there. */
export function onPing(
  turn: Turn,
  from: MemberIndex,
  pair: PairKeys,
  under: Under,
  ping: Message<'ping'>,
): void {
  const { leading } = turn.member;
  if (!leading) return;
  moveOn(turn, from, pair);
  turn.set({ leading: { ...leading, heard: new Map(leading.heard).set(from, turn.now) } });
  const { n, signed } = present(turn.member);
  turn.whisper(
    { type: 'pong', token: ping.token, number: ping.number, n, hash: signed.hash },
    from,
    pair,
    under,
  );
}

/** Sends the present state whole, if the member is in it. */
export function onAsk(turn: Turn, from: MemberIndex, pair: PairKeys, under: Under): void {
  const { member } = turn;
  const { signed, roster } = present(member);
  if (!member.leading || !roster || !memberAt(roster, from)) return;
  moveOn(turn, from, pair);
  const message = {
    type: 'catchUp',
    header: signed.bytes,
    signature: signed.signature,
    secret: member.secret,
    renews: member.leading.renews.filter((n) => n > pair.step),
    roster,
  } as const;
  turn.whisper(message, from, pair, under);
}

/** A member that spoke under newer keys has no use for the older ones any more. */
function moveOn(turn: Turn, from: MemberIndex, pair: PairKeys): void {
  const steps = (turn.member.pairs.get(from) ?? []).filter(({ step }) => step >= pair.step);
  turn.set({ pairs: new Map(turn.member.pairs).set(from, steps) });
}

/** How many guesses at the door have failed so far: part of the next state. */
export function countGuesses(member: Member, failedGuesses: number): Member {
  return member.leading ? { ...member, leading: { ...member.leading, failedGuesses } } : member;
}
