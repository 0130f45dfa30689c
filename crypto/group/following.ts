/** A member that does not lead (§5): takes states, one that was missed too, and takes over from the leader. */

import type { Bytes, EpochNumber, MemberIndex, Milliseconds } from '../brands.ts';
import { same, wipe } from '../bytes.ts';
import { HOST_RANK, participantIdOf } from '../claim.ts';
import { isRefusal, type Reason } from '../refusal.ts';
import { makePair, placeOf } from './going.ts';
import { install } from './installing.ts';
import { pairKeysOf, stepPair, unwrapSecret, wipePairs } from './keySchedule.ts';
import { takeOver } from './leading.ts';
import { leaderIndex, type Member, type NextState, othersOf, ownEntry, present } from './member.ts';
import type { GroupMessage } from './messages.ts';
import { ask, judge, pairOf, ping, pingSoon, setPair } from './pinging.ts';
import { compareStanding, inOrder, standingOf, stateRefusal, wholeRefusal } from './powers.ts';
import { applyChange, isAuthority, memberAt, type RosterMember } from './roster.ts';
import { advancedSecret, type Header, openHeader, secretHashOf } from './state.ts';
import type { Turn } from './turn.ts';
import { warrantOf } from './warrant.ts';
import { openWhole, type People } from './whole.ts';

/** A leader that left a ping unanswered for this long is taken over from; each further in the order waits longer. */
export const TAKE_OVER_MS: Milliseconds = 15_000;
export const TAKE_OVER_STEP_MS: Milliseconds = 5_000;
/** One that did not answer this member for so long is not defended against somebody who takes over. */
const FOLLOW_MS: Milliseconds = 10_000;
/** States or wraps whose other half has not come. */
const HALVES_MAX = 4;

type Message<Type extends GroupMessage['type']> = Extract<GroupMessage, { type: Type }>;

/** A `state` message from `sender`, a member of the present roster. */
export function onState(
  turn: Turn,
  sender: MemberIndex,
  message: Message<'state'>,
  until = turn.now + TAKE_OVER_MS,
): void {
  const { member } = turn;
  const { roster, n } = present(member);
  const signer = roster && memberAt(roster, sender);
  if (!roster || !signer) return;
  const signed = openHeader(message.header, message.signature, signer.signKey);
  if (isRefusal(signed)) return turn.alarm(signed.refused);
  const { header } = signed;
  const ofLeader = sender === leaderIndex(member);
  if (header.n <= n) {
    // A state that a catch-up already brought is no news; another one of its number is another branch.
    const known = member.hashes.get(header.n);
    return known && !same(known, signed.hash) && ofLeader ? turn.alarm('notNext') : undefined;
  }
  if (header.n > n + 1) return ofLeader ? ask(turn) : undefined;
  const next = nextOf(turn, signer, message);
  if (!next) return;
  if (!ofLeader && !mayFollow(turn, signer)) {
    turn.set({ claims: [...member.claims, { sender, message, until }].slice(-HALVES_MAX) });
    // Is the leader there? The next ping tells.
    return pingSoon(turn);
  }
  if (!memberAt(next.roster, member.seat.index)) return putOut(turn, next);
  if (header.kind === 'advance') {
    const secret = advancedSecret(member.secret, header.rosterHash);
    if (!same(secretHashOf(header, secret), header.secretHash)) return turn.alarm('notNext');
    return takeNext(turn, next, secret);
  }
  const wrap = member.halves.wraps.get(header.n);
  if (wrap) return takeRenew(turn, next, wrap);
  const states = new Map([...member.halves.states, [header.n, next] as const].slice(-HALVES_MAX));
  turn.set({ halves: { ...member.halves, states } });
}

/** The state a message makes of the present one, if its signer may make it. */
function nextOf(turn: Turn, signer: RosterMember, message: Message<'state'>): NextState | undefined {
  const { member } = turn;
  const { signed: parent, roster } = present(member);
  const signed = openHeader(message.header, message.signature, signer.signKey);
  if (!roster || isRefusal(signed)) return undefined;
  const next = applyChange(roster, message);
  if (!next) {
    turn.alarm('malformed');
    return undefined;
  }
  const out = message.left.filter(({ how }) => how === 'removed');
  const keys = out.flatMap(({ index }) => memberAt(roster, index) ?? []);
  const ids = keys.map(({ signKey }) => participantIdOf(signKey));
  const removed = new Set([...member.removed, ...message.barred, ...ids]);
  const before = {
    header: parent.header,
    hash: parent.hash,
    roster,
    removed: member.removed,
    barred: member.barred,
  };
  const step = { header: signed.header, change: message, roster: next, removed, barred: message.barred };
  const refusal = stateRefusal(before, signer, step);
  if (refusal) turn.alarm(refusal);
  if (refusal) return undefined;
  const { left, entered, changed, kemKey } = message;
  return { signed, roster: next, removed, change: { left, entered, changed }, signer, kemKey };
}

/** Whether somebody may lead in place of the leader, as far as this member can tell (§5, "Leader"). */
function mayFollow(turn: Turn, signer: RosterMember): boolean {
  const { pings, leaderLeft } = turn.member;
  const leader = memberAt(present(turn.member).roster ?? [], leaderIndex(turn.member));
  if (!leader || leaderLeft !== undefined) return true;
  if (compareStanding(standingOf(signer), standingOf(leader)) < 0) return true;
  const unanswered = pings[0]?.sentAt;
  return unanswered !== undefined && turn.now - unanswered >= FOLLOW_MS;
}

/** States of somebody who took over, heard while the leader still seemed to be there: looked at again. */
function lookAtClaims(turn: Turn): void {
  const { claims } = turn.member;
  if (claims.length === 0) return;
  turn.set({ claims: [] });
  for (const { sender, message, until } of claims)
    if (until > turn.now) onState(turn, sender, message, until);
}

/** Makes a state the present one; with a new leader come new keys for the two. */
function takeNext(turn: Turn, next: NextState, secret: Parameters<typeof install>[2]): void {
  const newLeader = !same(next.signer.signKey, turn.member.leaderSignKey);
  install(turn, next, secret);
  turn.set({ halves: { states: new Map(), wraps: new Map() } });
  if (newLeader) greet(turn, next);
}

/** Makes keys with a leader that took over, and pings it. */
function greet(turn: Turn, { signer, kemKey }: NextState): void {
  const { seat, name, going, pairs, root } = turn.member;
  wipe(root);
  for (const keys of pairs.values()) wipePairs(keys);
  // On the way there already: two pairs at once, and each side might hold another.
  const arrived = going !== undefined && same(going.to, signer.signKey);
  if (arrived) wipe(going.root);
  turn.set({
    leaderSignKey: signer.signKey,
    leaderLeft: undefined,
    pairs: new Map(),
    root: undefined,
    pings: [],
    claims: [],
    going: arrived ? undefined : going,
  });
  const between = { meetingId: seat.meetingId, member: seat.signing.verifyKey, leader: signer.signKey };
  const pair =
    kemKey && makePair(between, kemKey, { name, grant: ownEntry(turn.member)?.grant }, placeOf(turn));
  if (!pair || isRefusal(pair)) return;
  turn.call(pair.message);
  const keys = pairKeysOf(pair.root, present(turn.member).n);
  turn.set({ root: pair.root, pairs: new Map([[signer.index, [keys]]]) });
  ping(turn);
}

/** The wraps of a renew: this member's, if it is among them. */
export function onWraps(
  turn: Turn,
  n: EpochNumber,
  leader: MemberIndex,
  wraps: ReadonlyMap<MemberIndex, Bytes>,
): void {
  const { member } = turn;
  const wrap = wraps.get(member.seat.index);
  if (!wrap || leader !== leaderIndex(member) || n <= present(member).n) return;
  const half = member.halves.states.get(n);
  if (half) return takeRenew(turn, half, wrap);
  const kept = new Map([...member.halves.wraps, [n, wrap] as const].slice(-HALVES_MAX));
  turn.set({ halves: { ...member.halves, wraps: kept } });
}

function takeRenew(turn: Turn, next: NextState, wrap: Bytes): void {
  const { member } = turn;
  const { header } = next.signed;
  const { n, meetingId } = header;
  const pair = pairOf(turn);
  if (!pair || n !== present(member).n + 1) return;
  const secret = unwrapSecret(pair.fromLeader, wrap, {
    meetingId,
    n,
    leader: leaderIndex(member),
    member: member.seat.index,
  });
  // The wraps packet is not signed: a false one must not cost the state, which can be asked for.
  if (isRefusal(secret) || !same(secretHashOf(header, secret), header.secretHash)) return ask(turn);
  setPair(turn, stepPair(pair, n));
  takeNext(turn, next, secret);
}

/** The present state whole, from the leader alone: for newcomers, and after a gap. */
export function onCatchUp(turn: Turn, message: Message<'catchUp'>): void {
  const { member } = turn;
  const now = present(member);
  const signed = openWhole(message, member.leaderSignKey, member.seat);
  if (isRefusal(signed)) return turn.alarm(signed.refused);
  const { header } = signed;
  if (message.roster.some(({ signKey }) => member.barred.has(participantIdOf(signKey))))
    return turn.alarm('removedReturns');
  const refusal = jumpRefusal(member, signed.header, message, rankOf(member));
  if (refusal) return turn.alarm(refusal);
  const self = memberAt(message.roster, member.seat.index);
  const removed = new Set(message.removed);
  const signer = memberAt(message.roster, header.leader);
  if (!signer) return;
  const next: NextState = {
    signed,
    roster: message.roster,
    removed,
    change: undefined,
    signer,
    kemKey: undefined,
  };
  if (!self || !same(self.signKey, member.seat.signing.verifyKey)) return putOut(turn, next);

  if (header.n === now.n) {
    if (!same(signed.hash, now.signed.hash)) return turn.alarm('notNext');
    return now.roster ? undefined : meetPeople(turn, message);
  }
  if (header.n < now.n) return;
  let pair = pairOf(turn);
  for (const n of message.renews) if (pair && n > pair.step && n <= header.n) pair = stepPair(pair, n);
  if (pair) setPair(turn, pair);
  install(turn, next, message.secret);
  turn.set({ halves: { states: new Map(), wraps: new Map() } });
}

/** A newcomer's first roster, which fits its present state: the keys were there before. */
export function meetPeople(turn: Turn, { roster, removed: ids }: People): void {
  const { member } = turn;
  const now = present(member);
  const { signed } = now;
  const signer = memberAt(roster, signed.header.leader);
  const removed = new Set(ids);
  const [first, ...rest] = member.epochs.map((epoch) => (epoch === now ? { ...epoch, roster } : epoch));
  const proven = (signer && warrantOf(signed, signer, roster, removed)) ?? member.proven;
  if (first) turn.set({ epochs: [first, ...rest], removed, barred: removed, proven });
  turn.emit({ type: 'roster' });
}

/** The rank of the leader, as this member knows it. */
const rankOf = (member: Member): number =>
  memberAt(present(member).roster ?? [], leaderIndex(member))?.rank ?? HOST_RANK;

/** Why a leader of this rank may not have brought the meeting from the present state to a later one, if it may not. */
export function jumpRefusal(member: Member, header: Header, whole: People, rank: number): Reason | undefined {
  const { roster, signed } = present(member);
  if (!roster || header.n === signed.header.n) return undefined;
  const was = { header: signed.header, roster, removed: member.removed };
  return wholeRefusal(was, { header, roster: whole.roster, removed: new Set(whole.removed) }, rank);
}

/** Pings when it is time, takes over when nobody answers, and judges. */
export function passFollowerTime(turn: Turn): void {
  if (turn.member.nextPing !== undefined && turn.member.nextPing <= turn.now) ping(turn);
  lookAtClaims(turn);
  if (isDue(turn)) return takeOver(turn);
  judge(turn);
}

/** Whether it is this member's turn to lead. */
function isDue({ member, now }: Turn): boolean {
  const { roster } = present(member);
  const own = ownEntry(member);
  if (!roster || !own || member.going) return false;
  const isSure = member.confirmedAt !== undefined && member.membership !== 'waiting';
  // Whoever let this member in may be gone before it answers: a host, or who hears the goodbye, does not wait for ever.
  if (!isSure && own.rank !== HOST_RANK && member.leaderLeft === undefined) return false;
  const leader = memberAt(roster, leaderIndex(member));
  const unanswered = member.pings[0]?.sentAt;
  // Who stands before the leader leads as soon as the meeting is sure of it: a host that is back.
  if (
    isSure &&
    unanswered === undefined &&
    leader &&
    compareStanding(standingOf(own), standingOf(leader)) < 0
  )
    return isAuthority(own);
  const order = inOrder(
    othersOf(member)
      .filter(({ index }) => index !== leader?.index)
      .concat(own),
  );
  const wait = TAKE_OVER_STEP_MS * order.findIndex(({ index }) => index === own.index);
  if (member.leaderLeft !== undefined) return now - member.leaderLeft >= wait;
  return unanswered !== undefined && now - unanswered >= TAKE_OVER_MS + wait;
}

/** This member is not in the meeting any more, as this state says. */
function putOut(turn: Turn, { removed }: NextState): void {
  if (removed.has(participantIdOf(turn.member.seat.signing.verifyKey))) return turn.over('removed');
  // Dropped, while it was out of reach: the way back is open.
  turn.set({ outside: true });
}
