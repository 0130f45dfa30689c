/** From one branch to another (§5): hears of other leaders, asks how their states came about, and goes over. */

import {
  branded,
  type EpochNumber,
  type Hash,
  type Key,
  type MemberIndex,
  type Milliseconds,
  type VerifyKey,
} from '../brands.ts';
import { same, toHex, wipe } from '../bytes.ts';
import { HOST_RANK, participantIdOf } from '../claim.ts';
import { isRefusal } from '../refusal.ts';
import {
  type Branch,
  type Chain,
  chainFor,
  isVoid,
  knownOf,
  NOBODY,
  readChain,
  standsOver,
} from './branches.ts';
import { type CommonMessage, LINKS_MAX } from './common.ts';
import { jumpRefusal } from './following.ts';
import { makePair, onPair, openWelcome, placeOf, unprovenIn, type Welcome } from './going.ts';
import { eraseEpochs, install, linkOf, makeEpoch, settled } from './installing.ts';
import { pairKeysOf, wipePairs } from './keySchedule.ts';
import { answerRival } from './leading.ts';
import { learn } from './learning.ts';
import { authorityLeads, leaderIndex, type NextState, ownEntry, ownRank, present } from './member.ts';
import { ping, pingSoon } from './pinging.ts';
import { compareStanding, type Standing, standingOf } from './powers.ts';
import { record } from './recording.ts';
import { memberAt, NO_RANK } from './roster.ts';
import { decodeHeader, type SignedHeader } from './state.ts';
import type { Turn } from './turn.ts';
import { warrantOf } from './warrant.ts';

type Said<Type extends CommonMessage['type']> = Extract<CommonMessage, { type: Type }>;

/** A chain is asked of the same leader this often at most. */
const ASK_MS: Milliseconds = 2_000;
const ASKED_MAX = 64;
/** Without an answer a `pair` is said again after this long, and given up after that. */
const TRY_MS: Milliseconds = 3_000;
const GIVE_UP_MS: Milliseconds = 15_000;
/** A leader that answered within this time is there: its standing counts for its branch. */
const THERE_MS: Milliseconds = 10_000;

/** Something said across epochs, by whoever holds `from`. */
export function onCommon(turn: Turn, from: VerifyKey, message: CommonMessage): void {
  switch (message.type) {
    case 'beacon':
      return onBeacon(turn, from, message);
    case 'askChain':
      return onAskChain(turn, from, message);
    case 'chain':
      return onChain(turn, from, message);
    case 'pair':
      return onPair(turn, from, message);
    case 'welcome':
      return onWelcome(turn, from, message);
    case 'gone':
      return onGone(turn, from, message);
  }
}

function onBeacon(turn: Turn, from: VerifyKey, { meetingId, n, hash }: Said<'beacon'>): void {
  const { seat, barred, hashes, leaderSignKey, going, pings, outside, leading } = turn.member;
  if (!same(meetingId, seat.meetingId) || barred.has(participantIdOf(from))) return;
  const known = hashes.get(n);
  if (going || (known && same(known, hash))) return;
  const now = present(turn.member);
  // Older than all this member has: whoever leads there hears of this branch by its own leader.
  if (!known && n < (turn.member.links[0]?.n ?? now.n)) return;
  if (!leading && same(from, leaderSignKey) && n > now.n && !outside) {
    pingSoon(turn);
    const unanswered = pings[0]?.sentAt;
    if (unanswered === undefined || turn.now - unanswered < ASK_MS) return;
  }
  askChain(turn, from);
}

function askChain(turn: Turn, to: VerifyKey): void {
  const key = toHex(to);
  const last = turn.member.asked.get(key);
  if (last !== undefined && turn.now - last < ASK_MS) return;
  turn.set({ asked: new Map([...turn.member.asked].slice(1 - ASKED_MAX)).set(key, turn.now) });
  turn.call({ type: 'askChain', to, known: knownOf(turn.member) });
}

function onAskChain(turn: Turn, from: VerifyKey, { to, known }: Said<'askChain'>): void {
  const { seat, leading, proven } = turn.member;
  if (!leading || !proven || !same(to, seat.signing.verifyKey)) return;
  const { meetingId } = seat;
  const links = chainFor(turn.member, known);
  const { warrant } = proven;
  turn.call({ type: 'chain', to: from, meetingId, kemKey: leading.kem.publicKey, links, warrant });
}

function onChain(turn: Turn, from: VerifyKey, message: Said<'chain'>): void {
  const { member, now } = turn;
  const { seat, hashes, barred, dismissed } = member;
  if (!same(message.to, seat.signing.verifyKey) || member.going) return;
  if (!member.asked.has(toHex(from)) || message.links.length === 0) return;
  const { roomId, meetingId } = seat;
  const chain = readChain(from, message, { roomId, meetingId, hashes, barred, dismissed, now });
  if (isRefusal(chain)) return barred.has(participantIdOf(from)) ? turn.alarm('removedReturns') : undefined;
  const givesWay = isVoid(member.proven, chain) || standsOver(chain, ownBranch(turn));
  if (givesWay && hasPlace(turn, chain)) return go(turn, from, message, chain);
  learn(turn, chain.proven);
  if (turn.member.leading && !turn.member.over && !givesWay) answerRival(turn);
}

/** The branch this member is on. */
function ownBranch(turn: Turn): Branch {
  const { n, signed } = present(turn.member);
  return { tip: { n, hash: signed.hash }, leader: leaderThere(turn) ?? NOBODY, proven: turn.member.proven };
}

/** Whether the leader of a branch may take this member in: one without authority lets in nobody but hosts. */
function hasPlace({ member }: Turn, { leader, proven }: Chain): boolean {
  const self = participantIdOf(member.seat.signing.verifyKey);
  return leader.rank !== NO_RANK || ownRank(member) === HOST_RANK || proven.inside.has(self);
}

/** Where the own leader stands, if it is there. */
function leaderThere({ member, now }: Turn): Standing | undefined {
  const { confirmedAt, leading, outside } = member;
  if (outside) return undefined;
  const leader = memberAt(present(member).roster ?? [], leaderIndex(member));
  const there = leading !== undefined || (confirmedAt !== undefined && now - confirmedAt < THERE_MS);
  return leader && there ? standingOf(leader) : undefined;
}

/** Makes keys with the leader of the branch that stands. Until it answers, this member stays where it is. */
function go(turn: Turn, to: VerifyKey, { kemKey }: Said<'chain'>, chain: Chain): void {
  const { member, now } = turn;
  const { fork } = chain;
  const since = member.links.filter(({ n }) => fork === undefined || n > fork);
  // Merely out of reach is not split: then nobody here made a state meanwhile.
  const splitAt = since[0]?.at;
  const { proven } = member;
  const warrant = proven && (fork === undefined || proven.header.n > fork) ? proven.warrant : undefined;
  if (member.leading) abdicate(turn);
  const { seat, name } = member;
  const between = { meetingId: seat.meetingId, member: seat.signing.verifyKey, leader: to };
  const hello = { name, grant: ownEntry(member)?.grant, warrant };
  const pair = makePair(between, kemKey, hello, placeOf(turn));
  if (isRefusal(pair)) return;
  turn.call(pair.message);
  turn.set({ going: { to, chain, since: now, lastTry: now, ...pair, splitAt } });
}

function abdicate(turn: Turn): void {
  const { member, now } = turn;
  wipe(member.leading?.kem.secretKey);
  for (const pairs of member.pairs.values()) wipePairs(pairs);
  turn.set({ leading: undefined, pairs: new Map(), confirmedAt: now, pings: [], nextPing: undefined });
  turn.emit({ type: 'lead', is: false });
}

/** Leads no longer, if `sender` stands before this leader and its state follows the present one. */
export function giveWay(turn: Turn, sender: MemberIndex, header: Uint8Array): boolean {
  const next = decodeHeader(header);
  const own = ownEntry(turn.member);
  const { roster, signed } = present(turn.member);
  const rival = roster && memberAt(roster, sender);
  if (isRefusal(next) || !own || !rival || !same(next.parent, signed.hash)) return false;
  if (compareStanding(standingOf(rival), standingOf(own)) >= 0) return false;
  abdicate(turn);
  return true;
}

/** Tries again for an answer, and gives up: the next beacon begins anew. */
export function passGoing(turn: Turn): void {
  const { going } = turn.member;
  if (!going) return;
  if (turn.now - going.since >= GIVE_UP_MS) return stay(turn);
  if (turn.now - going.lastTry < TRY_MS) return;
  // With other keys each time, no answer would be of use that takes longer than the next try.
  turn.call(going.message);
  turn.set({ going: { ...going, lastTry: turn.now } });
}

/** Goes nowhere: what it made keys for came to nothing. */
function stay(turn: Turn): void {
  wipe(turn.member.going?.root);
  turn.set({ going: undefined });
}

function onWelcome(turn: Turn, from: VerifyKey, { to, sealed }: Said<'welcome'>): void {
  const { seat, going, root: leaderRoot, leaderSignKey, leading, barred } = turn.member;
  if (leading || !same(to, seat.signing.verifyKey)) return;
  const fromNew = going && same(going.to, from);
  const root = fromNew ? going.root : same(leaderSignKey, from) ? leaderRoot : undefined;
  if (!root) return;
  const welcome = openWelcome(root, from, seat.signing.verifyKey, seat, sealed);
  if (isRefusal(welcome)) return;
  const { header, hash } = welcome.signed;
  // Where whoever was removed is still listed nobody goes: what was shown with the keys has them taken out.
  if (welcome.whole.roster.some(({ signKey }) => barred.has(participantIdOf(signKey)))) return stay(turn);
  const least = fromNew ? going.chain.tip : present(turn.member);
  if (header.n < least.n) return turn.alarm('notNext');
  const expected = fromNew ? going.chain.tip.hash : present(turn.member).signed.hash;
  if (header.n === least.n && !same(hash, expected)) return turn.alarm('notNext');
  // Whatever changed since this member's state, those who signed meanwhile must have had the power for it.
  const leader = memberAt(present(turn.member).roster ?? [], leaderIndex(turn.member));
  const power = fromNew ? going.chain.rank : (leader?.rank ?? NO_RANK);
  const refusal =
    (fromNew ? unprovenIn(welcome, going.chain, seat) : undefined) ??
    jumpRefusal(turn.member, welcome.signed.header, welcome.whole, power);
  if (refusal) {
    stay(turn);
    return turn.alarm(refusal);
  }
  arrive(turn, from, root, welcome, fromNew ? going : undefined);
}

/** Takes its place on the branch of `from`, with nothing kept of another one. */
function arrive(
  turn: Turn,
  from: VerifyKey,
  root: Key,
  { index, signed, whole }: Welcome,
  going: NonNullable<Turn['member']['going']> | undefined,
): void {
  const { roster, secret } = whole;
  const removed = new Set(whole.removed);
  const signer = memberAt(roster, signed.header.leader);
  if (!signer) return;
  const next: NextState = { signed, roster, removed, change: undefined, signer, kemKey: undefined };
  const { n } = signed.header;
  const keys = new Map([[signer.index, [pairKeysOf(root, n)]]]);
  for (const spent of turn.member.pairs.values()) wipePairs(spent);
  if (turn.member.root !== root) wipe(turn.member.root);
  const before = present(turn.member);
  const moved = turn.member.seat.index !== index;
  const fresh = {
    leaderSignKey: from,
    leaderLeft: undefined,
    pairs: keys,
    root,
    pings: [],
    outside: false,
  } as const;
  if (!going) {
    if (n > before.n) install(turn, next, secret);
    turn.set(fresh);
    return ping(turn);
  }
  if (going.splitAt !== undefined) {
    turn.log({ what: 'split', seconds: Math.max(1, Math.round((turn.now - going.splitAt) / 1000)) });
  }
  record(turn, before, next);
  eraseEpochs(turn);
  wipe(turn.member.secret);
  const { member, now } = turn;
  const { chain } = going;
  const shown = [...member.links.filter((link) => link.n < (chain.links[0]?.n ?? n)), ...chain.links];
  if (shown.at(-1)?.n !== n) shown.push(linkOf(signed, signer, now));
  const links = shown.slice(-LINKS_MAX);
  turn.membership('waiting');
  turn.set({
    ...fresh,
    ...settled(turn, before.roster, next),
    proven: warrantOf(signed, signer, roster, removed) ?? chain.proven,
    seat: { ...member.seat, index },
    // Where it was gone, its hand was, too.
    ...(moved && { hand: undefined, hearsSince: now }),
    epochs: [makeEpoch(signed, roster, secret, member.seat.roomKey)],
    secret,
    links,
    hashes: new Map([...hashesOf(signed), ...links.map((link) => [link.n, link.hash] as const)]),
    sending: n,
    switchAt: undefined,
    confirmedAt: undefined,
    halves: { states: new Map(), wraps: new Map() },
    claims: [],
    going: undefined,
  });
  turn.emit({ type: 'epoch', n });
  if (moved) turn.emit({ type: 'seat' });
  turn.emit({ type: 'roster' });
  ping(turn);
}

/** The hash of the state before, which a header names. */
const hashesOf = ({ header }: SignedHeader): [EpochNumber, Hash][] =>
  header.n > 0 ? [[branded<EpochNumber>(header.n - 1), header.parent]] : [];

/**
 * A leader says there is no place for this member any more. That is believed of the one it follows, or goes to, if it
 * could have removed this member: of an authority, and by no host.
 */
function onGone(turn: Turn, from: VerifyKey, { to }: Said<'gone'>): void {
  const { member } = turn;
  const { seat, leaderSignKey, going, leading } = member;
  const here = same(from, leaderSignKey) && authorityLeads(member);
  const there = going !== undefined && same(from, going.to) && going.chain.leader.rank !== NO_RANK;
  if (leading || !(here || there) || !same(to, seat.signing.verifyKey)) return;
  if (ownRank(member) !== HOST_RANK) turn.over('removed');
}
