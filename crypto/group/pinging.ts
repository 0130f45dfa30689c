/** How a member and the leader hear of each other (§5): pings, their answers, and how sure membership is by them. */

import type { Milliseconds } from '../brands.ts';
import { same, wipe } from '../bytes.ts';
import { HOST_RANK, participantIdOf } from '../claim.ts';
import { randomBelow, randomBytes } from '../sodium.ts';
import { SEAT_KEPT_MS } from './installing.ts';
import { type PairKeys, wipePairs } from './keySchedule.ts';
import { authorityLeads, leaderIndex, ownRank, present, underOf } from './member.ts';
import type { GroupMessage } from './messages.ts';
import type { Turn } from './turn.ts';

/** Every member pings the leader this often, give or take `PING_JITTER_MS`; sooner while one is unanswered. */
export const PING_MS: Milliseconds = 10_000;
export const PING_JITTER_MS: Milliseconds = 2_000;
const PING_AGAIN_MS: Milliseconds = 3_000;
/** Without an answer for this long: membership cannot be confirmed. */
export const UNSURE_MS: Milliseconds = 15_000;
/** Without one for this long: nothing is sent. */
export const SILENCED_MS: Milliseconds = 30_000;
/** Where a state seems to be missing, the next ping comes this soon. */
const PING_SOON_MS: Milliseconds = 1_000;
/** Pings whose answer is still waited for. */
const OPEN_PINGS_MAX = 8;

/** The newest keys with the leader, if there are any. */
export const pairOf = (turn: Turn) => turn.member.pairs.get(leaderIndex(turn.member))?.at(-1);

/** From here on these are the keys with the leader; those before them go. */
export function setPair(turn: Turn, pair: PairKeys): void {
  const index = leaderIndex(turn.member);
  wipePairs(turn.member.pairs.get(index)?.filter((old) => old !== pair));
  turn.set({ pairs: new Map(turn.member.pairs).set(index, [pair]) });
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
  const unanswered = member.pings.length > 0;
  // The oldest unanswered one stays: it says since when nobody answers.
  const [oldest, ...newer] = member.pings;
  const open = { token, number, sentAt: now };
  turn.set({
    pingNumber: number,
    pings: oldest ? [oldest, ...newer.slice(2 - OPEN_PINGS_MAX), open] : [open],
    nextPing: now + (unanswered ? PING_AGAIN_MS : PING_MS - PING_JITTER_MS + randomBelow(2 * PING_JITTER_MS)),
  });
}

/** Pings before it is time: there seems to be a state that is not here. */
export function pingSoon(turn: Turn): void {
  const { nextPing } = turn.member;
  if (nextPing !== undefined) turn.set({ nextPing: Math.min(nextPing, turn.now + PING_SOON_MS) });
}

/** The leader's answer: membership is confirmed as of when that ping was *sent*. */
export function onPong(turn: Turn, pong: Extract<GroupMessage, { type: 'pong' }>): void {
  const { member } = turn;
  const open = member.pings.find(({ number, token }) => number === pong.number && same(token, pong.token));
  if (!open) return;
  remind(turn);
  const known = member.hashes.get(pong.n);
  if (known && !same(known, pong.hash)) return turn.alarm('notNext');
  turn.set({ pings: member.pings.filter(({ number }) => number > pong.number) });
  if (!known || !present(member).roster) {
    // Whoever holds a state back could let the answers through: one that names a state not here confirms nothing.
    ask(turn);
    return pingSoon(turn);
  }
  wipe(turn.member.root);
  turn.set({ confirmedAt: Math.max(open.sentAt, member.confirmedAt ?? 0), root: undefined });
  judge(turn);
}

/**
 * A host that comes back remembers removals of which the leader may never have heard, and it takes no state that lists
 * them. Where it does not lead itself, since another host does, it has that one carry them out.
 */
function remind(turn: Turn): void {
  const { member } = turn;
  const epoch = present(member);
  const pair = pairOf(turn);
  if (!pair || !epoch.roster || ownRank(member) !== HOST_RANK || !authorityLeads(member)) return;
  for (const { index, rank, signKey } of epoch.roster) {
    if (rank === HOST_RANK || !member.barred.has(participantIdOf(signKey))) continue;
    const order = { do: 'remove', index } as const;
    turn.whisper({ type: 'order', order }, leaderIndex(member), pair, underOf(member, epoch));
  }
}

/** Says how sure membership is, from the time of the newest answered ping. */
export function judge(turn: Turn): void {
  const { confirmedAt, leaderLeft, pings } = turn.member;
  const since = turn.now - (confirmedAt ?? pings[0]?.sentAt ?? turn.now);
  if (since >= SEAT_KEPT_MS) return turn.over('dropped');
  if (confirmedAt === undefined) return;
  if (since >= SILENCED_MS) return turn.membership('silenced');
  if (leaderLeft !== undefined || !authorityLeads(turn.member)) return turn.membership('hostless');
  turn.membership(since >= UNSURE_MS ? 'unsure' : 'confirmed');
}
