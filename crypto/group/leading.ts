/** The leader (§5): takes over, lets in and takes out, answers pings, notices who is gone. */

import type { EpochNumber, MemberIndex, Milliseconds } from '../brands.ts';
import { wipe } from '../bytes.ts';
import { encodeGrant, HOST_RANK, participantIdOf } from '../claim.ts';
import { xwing } from '../sodium.ts';
import { issue, issueWhenDue, settleReached } from './issuing.ts';
import { type PairKeys, wipePairs } from './keySchedule.ts';
import {
  authorityLeads,
  type Entry,
  type Leading,
  othersOf,
  ownEntry,
  present,
  type Rules,
  underOf,
} from './member.ts';
import type { GroupMessage } from './messages.ts';
import type { Order } from './orders.ts';
import { grantHolds, orderRefusal } from './powers.ts';
import { isAuthority, type Leaver, memberAt, NO_RANK, type RosterMember } from './roster.ts';
import type { Under } from './sealedMessage.ts';
import type { Header } from './state.ts';
import type { Turn } from './turn.ts';

/** Who has not pinged for this long is dropped; where no authority leads, only after a kept seat's time. */
export const DROP_MS: Milliseconds = 60_000;
const HOSTLESS_DROP_MS: Milliseconds = 10 * 60_000;
/** A leader that nobody pinged for this long stops sending: it may be alone in a cut network. */
export const UNHEARD_MS: Milliseconds = 30_000;
/** How often a leader says, for other branches to hear, which state it has. */
const BEACON_MS: Milliseconds = 5_000;

type Message<Type extends GroupMessage['type']> = Extract<GroupMessage, { type: Type }>;

export const newLeading = (now: Milliseconds, rules: Rules): Leading => ({
  since: now,
  kem: xwing.keyPair(),
  entries: [],
  leavers: [],
  changes: new Map(),
  rules,
  barred: new Set(),
  heard: new Map(),
  reached: new Map(),
  lastHeard: undefined,
  lastIssued: now,
  lastRenewed: now,
  lastBeacon: 0,
  urgent: false,
  renews: [],
  vouched: new Map(),
  rivalAt: undefined,
});

export const rulesOf = ({ policy, locked, history, failedGuesses, generation }: Header): Rules => ({
  policy,
  locked,
  history,
  failedGuesses,
  generation,
});

/**
 * Leads from now on: the next state, an advance that everybody can follow, says so. The leader before, if it said
 * goodbye, is taken out by the first renew, once there are keys to wrap with.
 */
export function takeOver(turn: Turn): void {
  const { member, now } = turn;
  const { roster, signed } = present(member);
  const own = ownEntry(member);
  if (!roster || !own || member.leading) return;
  const { leader } = signed.header;
  const left: Leaver[] = member.leaderLeft === undefined ? [] : [{ index: leader, how: 'left', by: leader }];
  // A host that comes back may remember what those who let it in never heard.
  const out = roster.filter(
    ({ signKey, rank }) =>
      own.rank === HOST_RANK && rank !== HOST_RANK && member.barred.has(participantIdOf(signKey)),
  );
  const removed = out.map(({ index }) => ({ index, how: 'removed', by: own.index }) as const);
  // Nobody has been heard since the leader's last answer: a member that is alone falls silent in the same time.
  const since = member.confirmedAt ?? now;
  const heard = new Map(othersOf(member).map(({ index }) => [index, since] as const));
  const leading = { ...newLeading(now, rulesOf(signed.header)), heard };
  wipe(member.root, member.going?.root);
  for (const keys of member.pairs.values()) wipePairs(keys);
  turn.set({
    leading,
    leaderSignKey: member.seat.signing.verifyKey,
    leaderLeft: undefined,
    pairs: new Map(),
    root: undefined,
    pings: [],
    nextPing: undefined,
    going: undefined,
    claims: [],
    halves: { states: new Map(), wraps: new Map() },
  });
  issue(turn, leading, roster, false);
  turn.lead({ leavers: [...left, ...removed] });
  turn.emit({ type: 'lead', is: true });
  turn.membership(isAuthority(own) ? 'confirmed' : 'hostless');
  beacon(turn);
}

/** Lets somebody in with the next state. */
export function enter(turn: Turn, leading: Leading, entry: Entry): void {
  if (!authorityLeads(turn.member)) return turn.emit({ type: 'refused', reason: 'notAllowed' });
  turn.lead({ entries: [...leading.entries, entry] });
  issueWhenDue(turn);
}

/** Takes a member out with the next state. Whoever is removed stays removed, however else they might go. */
export function takeOut(turn: Turn, leaver: Leaver): void {
  const { leading } = turn.member;
  if (!leading || !othersOf(turn.member).some((other) => other.index === leaver.index)) return;
  const known = leading.leavers.find(({ index }) => index === leaver.index);
  if (!known || (known.how !== 'removed' && leaver.how === 'removed')) {
    turn.lead({ leavers: [...leading.leavers.filter((other) => other !== known), leaver] });
  }
  issueWhenDue(turn);
}

/** Does what `by` orders, if they may. */
export function carryOut(turn: Turn, order: Order, by: RosterMember): void {
  const { leading } = turn.member;
  const { roster } = present(turn.member);
  if (!leading || !roster) return;
  const own = ownEntry(turn.member);
  const refusal = own && isAuthority(own) ? orderRefusal(order, by, roster) : 'notAllowed';
  if (refusal) {
    if (by.index === turn.member.seat.index) turn.emit({ type: 'refused', reason: refusal });
    else turn.alarm(refusal);
    return;
  }
  const { rules } = leading;
  switch (order.do) {
    case 'lock':
      turn.lead({ rules: { ...rules, locked: order.on } });
      break;
    case 'history':
      turn.lead({ rules: { ...rules, history: order.on } });
      break;
    case 'policy':
      turn.lead({ rules: { ...rules, policy: order.policy } });
      break;
    case 'remove':
      return takeOut(turn, { index: order.index, how: 'removed', by: by.index });
    case 'appoint':
    case 'dismiss':
      changeRole(turn, order);
  }
  issueWhenDue(turn);
}

function changeRole(turn: Turn, order: Extract<Order, { do: 'appoint' | 'dismiss' }>): void {
  const { leading, seat } = turn.member;
  const target = memberAt(present(turn.member).roster ?? [], order.index);
  if (!leading || !target) return;
  const { index, signKey, name } = target;
  const rank = order.do === 'appoint' ? order.grant.rank : NO_RANK;
  const grant = order.do === 'appoint' ? encodeGrant(order.grant) : undefined;
  if (grant && !grantHolds(grant, { signKey, rank }, seat)) return turn.alarm('badSignature');
  const changed = { index, rank, signKey, name, ...(grant && { grant }) };
  turn.lead({ changes: new Map(leading.changes).set(index, changed) });
}

/** Notices who is silent, makes the state that is due, speaks to other branches, and judges itself. */
export function passLeaderTime(turn: Turn): void {
  const { leading } = turn.member;
  if (!leading) return;
  const limit = authorityLeads(turn.member) ? DROP_MS : HOSTLESS_DROP_MS;
  const heardAt = (index: MemberIndex): Milliseconds => leading.heard.get(index) ?? turn.now;
  for (const { index } of othersOf(turn.member)) {
    if (heardAt(index) <= turn.now - limit) takeOut(turn, { index, how: 'dropped', by: index });
  }
  issueWhenDue(turn);
  settleReached(turn);
  if (turn.now - leading.lastBeacon >= BEACON_MS) beacon(turn);

  const others = othersOf(turn.member);
  const last = Math.max(...others.map(({ index }) => turn.member.leading?.heard.get(index) ?? turn.now));
  const unheard = others.length > 0 && last <= turn.now - UNHEARD_MS;
  turn.membership(unheard ? 'silenced' : authorityLeads(turn.member) ? 'confirmed' : 'hostless');
}

/** Says which state this leader has. */
export function beacon(turn: Turn): void {
  const { n, signed } = present(turn.member);
  turn.lead({ lastBeacon: turn.now });
  turn.call({ type: 'beacon', meetingId: turn.member.seat.meetingId, n, hash: signed.hash });
}

/** A branch that does not stand over this one was heard: a state of this leader's ends it. */
export function answerRival(turn: Turn): void {
  turn.lead({ urgent: true, rivalAt: turn.now });
  issueWhenDue(turn);
  beacon(turn);
}

/**
 * Answers a ping, and notes that the member is there. A newcomer missed what was made before it was connected: it gets
 * that first, since it could open nothing that is confided to it under a state it does not have.
 */
export function onPing(
  turn: Turn,
  from: MemberIndex,
  pair: PairKeys,
  under: Under,
  ping: Message<'ping'>,
): void {
  const { leading } = turn.member;
  if (!leading) return;
  const isNew = !leading.reached.has(from);
  moveOn(turn, from, pair);
  turn.lead({
    heard: new Map(leading.heard).set(from, turn.now),
    reached: new Map(leading.reached).set(from, ping.n),
    lastHeard: turn.now,
  });
  const epoch = present(turn.member);
  const { n, signed } = epoch;
  const caughtUp = isNew && ping.n < n && sendState(turn, from, pair, under);
  // That state took it to the newest keys, and away from those of its ping.
  const newest = caughtUp ? turn.member.pairs.get(from)?.at(-1) : undefined;
  turn.whisper(
    { type: 'pong', token: ping.token, number: ping.number, n, hash: signed.hash },
    from,
    newest ?? pair,
    newest ? underOf(turn.member, epoch) : under,
  );
  if (isNew) turn.emit({ type: 'arrived', index: from });
  settleReached(turn);
}

/** Sends the present state whole. What was confided meanwhile may have been lost with that state. */
export function onAsk(turn: Turn, from: MemberIndex, pair: PairKeys, under: Under): void {
  if (!turn.member.leading) return;
  moveOn(turn, from, pair);
  if (sendState(turn, from, pair, under)) turn.emit({ type: 'arrived', index: from });
}

/** Sends the present state, with its secret, to who is in it; gives whether they are. */
function sendState(turn: Turn, to: MemberIndex, pair: PairKeys, under: Under): boolean {
  const { member } = turn;
  const { signed, roster } = present(member);
  if (!member.leading || !roster || !memberAt(roster, to)) return false;
  const message = {
    type: 'catchUp',
    header: signed.bytes,
    signature: signed.signature,
    secret: member.secret,
    renews: member.leading.renews.filter((n: EpochNumber) => n > pair.step),
    removed: [...member.removed].sort(),
    roster,
  } as const;
  turn.whisper(message, to, pair, under);
  return true;
}

/** A member that spoke under newer keys has no use for the older ones any more. */
function moveOn(turn: Turn, from: MemberIndex, pair: PairKeys): void {
  const keys = turn.member.pairs.get(from) ?? [];
  wipePairs(keys.filter(({ step }) => step < pair.step));
  turn.set({
    pairs: new Map(turn.member.pairs).set(
      from,
      keys.filter(({ step }) => step >= pair.step),
    ),
  });
}
