/** What the warrant of another branch tells (§5): whom its authorities let in, and whom they removed. */

import type { ParticipantId } from '../brands.ts';
import { same, toHex } from '../bytes.ts';
import { HOST_RANK, participantIdOf } from '../claim.ts';
import { SEAT_KEPT_MS } from './installing.ts';
import { takeOut } from './leading.ts';
import { type Member, ownEntry, present } from './member.ts';
import { isAuthority, NO_RANK, type Roster, type RosterMember } from './roster.ts';
import type { Turn } from './turn.ts';
import type { Proven } from './warrant.ts';

/**
 * Takes over what another branch's authorities did: whom they removed is not let in here any more, a leader takes out
 * whom it may and lets in who comes from there, and who was removed itself goes.
 */
export function learn(turn: Turn, proven: Proven): void {
  const { member } = turn;
  const { roster } = present(member);
  if (!roster || !isTrusted(member, proven)) return;
  const listed = roster.filter((other) => proven.removed.has(participantIdOf(other.signKey)));
  const self = listed.find(({ index }) => index === member.seat.index);
  if (self) return mayRemove(proven.by.rank, self) ? turn.over('removed') : undefined;
  const own = ownEntry(member);
  // Whoever is listed is barred by the state that takes them out.
  const here = new Set<string>(listed.map(({ signKey }) => participantIdOf(signKey)));
  const barred = [...proven.removed].filter((id) => !here.has(id) && !member.barred.has(id));
  turn.set({ barred: new Set([...member.barred, ...barred]) });
  if (own && isAuthority(own)) lead(turn, own, proven, roster, barred, listed);
}

/**
 * Whether entries and removals of whoever signed are taken over: a host's, and those of whom this branch lists, or
 * keeps a seat for, as a co-host. A grant alone does not do: a co-host that was dismissed has it still.
 */
export function isTrusted(member: Member, { by, warrant }: Proven): boolean {
  if (by.rank === HOST_RANK) return true;
  const isSigner = ({ signKey }: RosterMember): boolean => same(signKey, warrant.signKey);
  const known = present(member).roster?.find(isSigner) ?? member.kept.get(toHex(warrant.signKey))?.member;
  return known !== undefined && isAuthority(known);
}

const mayRemove = (by: number, { rank }: RosterMember): boolean =>
  rank === NO_RANK || (by === HOST_RANK && rank !== HOST_RANK);

/** A leader with authority: who may come over from now on, and who goes with the next state. */
function lead(
  turn: Turn,
  own: RosterMember,
  proven: Proven,
  roster: Roster,
  barred: readonly ParticipantId[],
  listed: Roster,
): void {
  const { leading } = turn.member;
  if (!leading) return;
  const vouched = new Map([...leading.vouched].filter(([, until]) => until > turn.now));
  if (isAnother(turn.member, proven))
    for (const id of proven.inside) if (!turn.member.barred.has(id)) vouched.set(id, turn.now + SEAT_KEPT_MS);
  turn.lead({ vouched, barred: new Set([...leading.barred, ...barred]) });
  const signer = roster.find(
    ({ signKey, rank }) => rank !== NO_RANK && same(signKey, proven.warrant.signKey),
  );
  for (const out of listed) {
    if (!mayRemove(proven.by.rank, out) || !mayRemove(own.rank, out)) continue;
    const by = out.rank === NO_RANK ? (signer ?? own) : own;
    takeOut(turn, { index: out.index, how: 'removed', by: by.index });
  }
}

/** Whether the state that is proven is none of this branch: who left this one is not let in by an old state of it. */
export function isAnother({ hashes, epochs }: Member, { header, hash }: Proven): boolean {
  const known = hashes.get(header.n);
  return known ? !same(known, hash) : header.n > (epochs.at(-1)?.n ?? 0);
}
