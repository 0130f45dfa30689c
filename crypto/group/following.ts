/** A member that does not lead (§5): takes states, asks for missed ones, pings the leader. */

import type { Bytes, EpochNumber, MemberIndex, Milliseconds } from '../brands.ts';
import { same, wipe } from '../bytes.ts';
import { isRefusal, type Reason } from '../refusal.ts';
import { randomBelow, randomBytes } from '../sodium.ts';
import { install } from './installing.ts';
import { stepPair, unwrapSecret } from './keySchedule.ts';
import { leaderIndex, present, type Turn, underOf } from './member.ts';
import type { GroupMessage } from './messages.ts';
import { applyChange, memberAt, NO_RANK, type Roster, rosterHashOf } from './roster.ts';
import { advancedSecret, openHeader, secretHashOf, type SignedHeader } from './state.ts';

/** Every member pings the leader this often, give or take `PING_JITTER_MS`. */
export const PING_MS: Milliseconds = 10_000;
export const PING_JITTER_MS: Milliseconds = 2_000;
/** Without an answer for this long: membership cannot be confirmed. */
export const UNSURE_MS: Milliseconds = 15_000;
/** Without one for this long: nothing is sent. */
export const SILENCED_MS: Milliseconds = 30_000;
/** Where a state seems to be missing, the next ping comes this soon. */
const PING_SOON_MS: Milliseconds = 1_000;
/** Pings whose answer is still waited for. */
const OPEN_PINGS_MAX = 8;
/** States or wraps whose other half has not come. */
const HALVES_MAX = 4;

type Message<Type extends GroupMessage['type']> = Extract<GroupMessage, { type: Type }>;

/** A `state` message from the leader. */
export function onState(turn: Turn, message: Message<'state'>): void {
  const { member } = turn;
  const { signed: parent, roster, n } = present(member);
  if (!roster) return;
  const signed = openHeader(message.header, message.signature, member.leaderSignKey);
  if (isRefusal(signed)) return turn.alarm(signed.refused);
  const { header } = signed;
  if (header.n <= n) {
    // A state that a catch-up already brought is no news; another one of its number is a fork.
    const known = member.hashes.get(header.n);
    return known && !same(known, signed.hash) ? turn.alarm('notNext') : undefined;
  }
  if (header.n > n + 1) return ask(turn);
  const next = applyChange(roster, message);
  const refusal = next && refusalOf(turn, parent, signed, message.entered, message.left, next);
  if (!next || refusal) return turn.alarm(refusal ?? 'malformed');
  if (!memberAt(next, member.seat.index)) return dropped(turn);

  if (header.kind === 'advance') {
    const secret = advancedSecret(member.secret, header.rosterHash);
    if (!same(secretHashOf(header, secret), header.secretHash)) return turn.alarm('notNext');
    return install(turn, signed, next, secret);
  }
  const wrap = member.halves.wraps.get(header.n);
  if (wrap) return takeRenew(turn, signed, next, wrap);
  const states = new Map(
    [...member.halves.states, [header.n, { signed, roster: next }] as const].slice(-HALVES_MAX),
  );
  turn.set({ halves: { ...member.halves, states } });
}

/** Why the leader may not follow `parent` with this state, if it may not (§5, "Accepted"). */
function refusalOf(
  turn: Turn,
  parent: SignedHeader,
  { header }: SignedHeader,
  entered: Roster,
  left: readonly MemberIndex[],
  roster: Roster,
): Reason | undefined {
  const { seat } = turn.member;
  const before = parent.header;
  if (!same(header.roomId, seat.roomId) || !same(header.meetingId, seat.meetingId)) return 'wrongRoom';
  if (!same(header.parent, parent.hash)) return 'notNext';
  if (header.leader !== before.leader || left.includes(header.leader)) return 'notAllowed';
  if (header.kind === 'advance' && left.length > 0) return 'notAllowed';
  if (
    entered.some(
      ({ index, rank }) => index < before.nextIndex || index >= header.nextIndex || rank !== NO_RANK,
    )
  ) {
    return 'notAllowed';
  }
  if (header.nextIndex < before.nextIndex || header.failedGuesses < before.failedGuesses) return 'notAllowed';
  return same(header.rosterHash, rosterHashOf(roster)) ? undefined : 'malformed';
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
  if (half) return takeRenew(turn, half.signed, half.roster, wrap);
  const kept = new Map([...member.halves.wraps, [n, wrap] as const].slice(-HALVES_MAX));
  turn.set({ halves: { ...member.halves, wraps: kept } });
}

function takeRenew(turn: Turn, signed: SignedHeader, roster: Roster, wrap: Bytes): void {
  const { member } = turn;
  const { n, meetingId } = signed.header;
  const pair = pairOf(turn);
  if (!pair) return;
  const secret = unwrapSecret(pair.fromLeader, wrap, {
    meetingId,
    n,
    leader: leaderIndex(member),
    member: member.seat.index,
  });
  // The wraps packet is not signed: a false one must not cost the state, which can be asked for.
  if (isRefusal(secret) || !same(secretHashOf(signed.header, secret), signed.header.secretHash))
    return ask(turn);
  setPair(turn, stepPair(pair, n));
  wipe(pair.toLeader, pair.fromLeader);
  install(turn, signed, roster, secret);
  turn.set({ halves: { states: new Map(), wraps: new Map() } });
}

/** The present state whole, from the leader alone: for newcomers, and after a gap. */
export function onCatchUp(turn: Turn, message: Message<'catchUp'>): void {
  const { member } = turn;
  const now = present(member);
  const signed = openHeader(message.header, message.signature, member.leaderSignKey);
  if (isRefusal(signed)) return turn.alarm(signed.refused);
  const { header } = signed;
  if (!same(header.roomId, member.seat.roomId) || !same(header.meetingId, member.seat.meetingId)) {
    return turn.alarm('wrongRoom');
  }
  if (!same(rosterHashOf(message.roster), header.rosterHash)) return turn.alarm('malformed');
  if (!same(secretHashOf(header, message.secret), header.secretHash)) return turn.alarm('notNext');
  const self = memberAt(message.roster, member.seat.index);
  if (!self || !same(self.signKey, member.seat.signing.verifyKey)) return dropped(turn);

  if (header.n === now.n) {
    if (!same(signed.hash, now.signed.hash)) return turn.alarm('notNext');
    if (now.roster) return;
    // The newcomer's first roster: its keys are there already, from `admit`.
    const [first, ...rest] = member.epochs.map((epoch) =>
      epoch === now ? { ...epoch, roster: message.roster } : epoch,
    );
    if (first) turn.set({ epochs: [first, ...rest] });
    return turn.emit({ type: 'roster' });
  }
  if (header.n < now.n) return;
  let pair = pairOf(turn);
  for (const n of message.renews) if (pair && n > pair.step && n <= header.n) pair = stepPair(pair, n);
  if (pair) setPair(turn, pair);
  install(turn, signed, message.roster, message.secret);
}

/** Asks the leader for the present state. */
export function ask(turn: Turn): void {
  const pair = pairOf(turn);
  const epoch = present(turn.member);
  if (pair)
    turn.whisper({ type: 'ask', n: epoch.n }, leaderIndex(turn.member), pair, underOf(turn.member, epoch));
}

/** Pings now, and plans the next. */
export function ping(turn: Turn): void {
  const { member, now } = turn;
  const pair = pairOf(turn);
  if (!pair) return;
  const epoch = present(member);
  const number = member.pingNumber + 1;
  const token = randomBytes(16);
  const message = { type: 'ping', token, number, n: epoch.n } as const;
  turn.whisper(message, leaderIndex(member), pair, underOf(member, epoch));
  turn.set({
    pingNumber: number,
    pings: [...member.pings, { token, number, sentAt: now }].slice(-OPEN_PINGS_MAX),
    nextPing: now + PING_MS - PING_JITTER_MS + randomBelow(2 * PING_JITTER_MS),
  });
}

/** Pings before it is time: there seems to be a state that is not here. */
export function pingSoon(turn: Turn): void {
  const { nextPing } = turn.member;
  if (nextPing !== undefined) turn.set({ nextPing: Math.min(nextPing, turn.now + PING_SOON_MS) });
}

/** The leader's answer: membership is confirmed as of when that ping was *sent*. */
export function onPong(turn: Turn, pong: Message<'pong'>): void {
  const { member } = turn;
  const open = member.pings.find(({ number, token }) => number === pong.number && same(token, pong.token));
  if (!open) return;
  const known = member.hashes.get(pong.n);
  if (known && !same(known, pong.hash)) return turn.alarm('notNext');
  turn.set({ pings: member.pings.filter(({ number }) => number > pong.number) });
  if (!known || !present(member).roster) {
    // Whoever holds a state back could let the answers through: one that names a state not here confirms nothing.
    ask(turn);
    return pingSoon(turn);
  }
  turn.set({ confirmedAt: Math.max(open.sentAt, member.confirmedAt ?? 0) });
  judge(turn);
}

/** Says how sure membership is, from the time of the newest answered ping. */
export function judge(turn: Turn): void {
  const { confirmedAt, leaderLeft } = turn.member;
  if (confirmedAt === undefined || leaderLeft) return;
  const since = turn.now - confirmedAt;
  turn.membership(since >= SILENCED_MS ? 'silenced' : since >= UNSURE_MS ? 'unsure' : 'confirmed');
}

/** Pings when it is time, and judges. */
export function passFollowerTime(turn: Turn): void {
  if (turn.member.leaderLeft) return;
  if (turn.member.nextPing !== undefined && turn.member.nextPing <= turn.now) ping(turn);
  judge(turn);
}

function dropped(turn: Turn): void {
  turn.set({ over: 'dropped' });
  turn.emit({ type: 'silence' });
  turn.emit({ type: 'over', how: 'dropped' });
}

const pairOf = (turn: Turn) => turn.member.pairs.get(leaderIndex(turn.member))?.at(-1);

function setPair(turn: Turn, pair: NonNullable<ReturnType<typeof pairOf>>): void {
  turn.set({ pairs: new Map(turn.member.pairs).set(leaderIndex(turn.member), [pair]) });
}
