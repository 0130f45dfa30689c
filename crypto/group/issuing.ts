/** How a leader makes the next state (§5): what it holds, who is told, who gets the secret. */

import {
  branded,
  type Bytes,
  type EpochNumber,
  type Key,
  type MemberIndex,
  type Milliseconds,
} from '../brands.ts';
import { same, wipe } from '../bytes.ts';
import { participantIdOf } from '../claim.ts';
import { randomBytes } from '../sodium.ts';
import { sendWelcome } from './going.ts';
import { install, settleLeaving } from './installing.ts';
import { pairKeysOf, stepPair, wipePairs, wrapSecret } from './keySchedule.ts';
import { type Entry, type Leading, ownEntry, present } from './member.ts';
import { encodePolicy } from './policy.ts';
import {
  applyChange,
  type Change,
  memberAt,
  NO_RANK,
  type Roster,
  type RosterMember,
  rosterHashOf,
} from './roster.ts';
import { packWraps } from './sealedMessage.ts';
import { advancedSecret, type Header, removedHashOf, secretHashOf, signHeader } from './state.ts';
import { sealToEveryone, type Turn } from './turn.ts';

/** Least time between two states, so that at most nine epochs are live; with many people entries wait longer. */
export const STATE_GAP_MS: Milliseconds = 500;
export const CROWD_GAP_MS: Milliseconds = 2_000;
const CROWD = 50;
/** A fresh secret at least this often, a derived one at least that often. */
const RENEW_MS: Milliseconds = 10 * 60_000;
export const ADVANCE_MS: Milliseconds = 2 * 60_000;
/** Who has just taken over waits this long for keys with everybody before it renews. */
const GATHER_MS: Milliseconds = 1_500;

/** Makes the next state, if one is due. */
export function issueWhenDue(turn: Turn): void {
  const { leading } = turn.member;
  const { roster, signed } = present(turn.member);
  if (!leading || !roster) return;
  const { entries, leavers, changes, rules, barred, urgent, lastIssued, lastRenewed } = leading;
  const since = turn.now - lastIssued;
  const { header } = signed;
  const rulesChange =
    encodePolicy(rules.policy) !== encodePolicy(header.policy) ||
    rules.locked !== header.locked ||
    rules.history !== header.history ||
    rules.generation !== header.generation;
  const crowd = roster.length > CROWD && leavers.length === 0 && changes.size === 0 && !rulesChange;
  if (since < (crowd ? CROWD_GAP_MS : STATE_GAP_MS)) return;
  const renew = leavers.length > 0 || turn.now - lastRenewed >= RENEW_MS;
  if (renew && turn.now - leading.since < GATHER_MS && !hasAllKeys(turn, roster)) return;
  const change = entries.length + leavers.length + changes.size + barred.size > 0 || rulesChange;
  if (change || renew || urgent || since >= ADVANCE_MS) issue(turn, leading, roster, renew);
}

/** Whether this leader has keys with everybody who stays. */
const hasAllKeys = ({ member }: Turn, roster: Roster): boolean =>
  roster.every(
    ({ index }) =>
      index === member.seat.index ||
      member.pairs.has(index) ||
      member.leading?.leavers.some((leaver) => leaver.index === index),
  );

/** Makes, sends and installs the next state. A leader that took over says its KEM key in its first one. */
export function issue(turn: Turn, leading: Leading, roster: Roster, renew: boolean): void {
  const { member } = turn;
  const { seat } = member;
  const epoch = present(member);
  const signer = ownEntry(member);
  if (!signer) throw new RangeError('a leader without a place');
  const before = epoch.signed.header;
  const n = branded<EpochNumber>(epoch.n + 1);
  const takesOver = before.leader !== seat.index;
  const { change, entries } = changeOf(roster, leading, before);
  const next = applyChange(roster, change);
  if (!next) throw new RangeError('a change that does not fit the roster');

  const barred = [...leading.barred].filter((id) => !member.removed.has(id)).sort();
  const out = change.left.filter(({ how }) => how === 'removed');
  const removed = new Set([
    ...member.removed,
    ...barred,
    ...out
      .flatMap(({ index }) => memberAt(roster, index) ?? [])
      .map(({ signKey }) => participantIdOf(signKey)),
  ]);
  const rosterHash = rosterHashOf(next);
  const secret = renew ? branded<Key>(randomBytes(32)) : advancedSecret(member.secret, rosterHash);
  const header: Header = {
    roomId: seat.roomId,
    meetingId: seat.meetingId,
    n,
    parent: epoch.signed.hash,
    leader: seat.index,
    nextIndex: branded<MemberIndex>(before.nextIndex + entries.length),
    kind: renew ? 'renew' : 'advance',
    ...leading.rules,
    secretHash: secretHashOf({ meetingId: seat.meetingId, n }, secret),
    rosterHash,
    removedHash: removedHashOf(removed),
  };
  const signed = signHeader(header, seat.signing.signingKey);
  const kemKey = takesOver ? leading.kem.publicKey : undefined;
  const message = {
    type: 'state',
    header: signed.bytes,
    signature: signed.signature,
    ...change,
    barred,
    kemKey,
  } as const;
  // First of all: whoever stands at the door waits for nothing but this.
  const people = { removed: [...removed].sort(), roster: next };
  for (const { index, entry } of entries) {
    if (entry.waiter === undefined) continue;
    const { bytes: bytesOfState, signature } = signed;
    const text = { index, secret, roomKey: seat.roomKey, header: bytesOfState, signature, people };
    turn.emit({ type: 'admitted', waiter: entry.waiter, signKey: entry.signKey, text });
  }
  turn.emit({ type: 'packets', packets: sealToEveryone(member, message, epoch, member.seq) });
  turn.set({ seq: member.seq + 1 });
  if (renew) sendWraps(turn, next, n, secret);

  const gone = change.left.flatMap(({ index, how }) => {
    const old = memberAt(roster, index);
    return old ? [{ old, how }] : [];
  });
  settle(turn, leading, change, entries, n, renew);
  install(turn, { signed, roster: next, removed, change, signer, kemKey }, secret);
  for (const { index, entry } of entries) {
    if (entry.waiter === undefined) sendWelcome(turn, index, entry);
    wipe(entry.pairRoot);
  }
  for (const { old, how } of gone) turn.emit({ type: 'dropped', member: old, how });
  settleReached(turn);
}

interface Placed {
  readonly index: MemberIndex;
  readonly entry: Entry;
}

/** What the next state changes; entries that were waiting for what is not to be had any more are left out. */
function changeOf(
  roster: Roster,
  { entries: all, leavers, changes }: Leading,
  before: Header,
): { readonly change: Change; readonly entries: readonly Placed[] } {
  const left = leavers.filter(({ index }) => memberAt(roster, index)).toSorted((a, b) => a.index - b.index);
  const isGone = (index: number): boolean => left.some((leaver) => leaver.index === index);
  const fresh = all.filter(({ signKey }) => !roster.some((member) => same(member.signKey, signKey)));
  const entries = fresh.map((entry, at) => ({ index: branded<MemberIndex>(before.nextIndex + at), entry }));
  const entered = entries.map(({ index, entry }) => ({
    member: {
      index,
      rank: entry.rank ?? NO_RANK,
      signKey: entry.signKey,
      name: entry.name,
      ...(entry.grant && { grant: entry.grant }),
    } satisfies RosterMember,
    by: entry.by,
  }));
  const changed = [...changes.values()]
    .filter(({ index }) => memberAt(roster, index) && !isGone(index))
    .toSorted((a, b) => a.index - b.index);
  return { change: { left, entered, changed }, entries };
}

/** What the leader keeps once the state is made. */
function settle(
  turn: Turn,
  leading: Leading,
  change: Change,
  entries: readonly Placed[],
  n: EpochNumber,
  renew: boolean,
): void {
  const pairs = new Map(turn.member.pairs);
  const heard = new Map(leading.heard);
  const reached = new Map(leading.reached);
  for (const { index } of change.left) {
    wipePairs(pairs.get(index));
    for (const map of [pairs, heard, reached]) map.delete(index);
  }
  for (const { index, entry } of entries) {
    pairs.set(index, [pairKeysOf(entry.pairRoot, n)]);
    heard.set(index, turn.now);
  }
  turn.set({ pairs });
  turn.lead({
    entries: [],
    leavers: [],
    changes: new Map(),
    barred: new Set(),
    urgent: false,
    heard,
    reached,
    lastIssued: turn.now,
    lastRenewed: renew ? turn.now : leading.lastRenewed,
    renews: renew ? [...leading.renews, n] : leading.renews,
  });
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

/** Those who were removed have left once the slowest member's ping names a state without them. */
export function settleReached(turn: Turn): void {
  const { leading, leaving, seat } = turn.member;
  if (!leading || leaving.length === 0) return;
  const others = (present(turn.member).roster ?? []).filter(({ index }) => index !== seat.index);
  const slowest = Math.min(
    present(turn.member).n,
    ...others.map(({ index }) => leading.reached.get(index) ?? 0),
  );
  settleLeaving(turn, branded<EpochNumber>(slowest));
}
