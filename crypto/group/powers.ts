/** Who may lead, and what a leader of which rank may change (§5). */

import type { MemberIndex, ParticipantId, RoomId, VerifyKey } from '../brands.ts';
import { same, toHex } from '../bytes.ts';
import { checkGrantSignature, decodeGrant, HOST_RANK, participantIdOf } from '../claim.ts';
import { isRefusal, type Reason } from '../refusal.ts';
import type { Order } from './orders.ts';
import { encodePolicy } from './policy.ts';
import {
  type Change,
  isAuthority,
  memberAt,
  NO_RANK,
  type Roster,
  type RosterMember,
  rosterHashOf,
} from './roster.ts';
import { type Header, removedHashOf } from './state.ts';

/** A place in the order of leaders: rank first, then index; the key where two branches gave one index twice. */
export interface Standing {
  readonly rank: number;
  readonly index: number;
  readonly key: string;
}

export const standingOf = ({
  rank,
  index,
  signKey,
}: Pick<RosterMember, 'rank' | 'index' | 'signKey'>): Standing => ({
  rank,
  index,
  key: toHex(signKey),
});

/** Below zero where `a` stands before `b`. */
export const compareStanding = (a: Standing, b: Standing): number =>
  a.rank - b.rank || a.index - b.index || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** All members in the order in which they lead. */
export const inOrder = (roster: Roster): RosterMember[] =>
  roster.toSorted((a, b) => compareStanding(standingOf(a), standingOf(b)));

/** Whether this grant, as its bytes, is the host's word that `signKey` has `rank` in this meeting. Its time is the door's and the relay's to judge. */
export function grantHolds(
  grant: Uint8Array | undefined,
  of: { readonly signKey: VerifyKey; readonly rank: number },
  meeting: { readonly roomId: RoomId; readonly meetingId: Uint8Array },
): boolean {
  const decoded = grant && decodeGrant(grant);
  if (!decoded || isRefusal(decoded)) return false;
  return (
    decoded.rank === of.rank &&
    same(decoded.signKey, of.signKey) &&
    same(decoded.meetingId, meeting.meetingId) &&
    checkGrantSignature(decoded, meeting.roomId) === undefined
  );
}

/** Why `by` may not order this, if they may not. */
export function orderRefusal(order: Order, by: RosterMember, roster: Roster): Reason | undefined {
  if (!isAuthority(by)) return 'notAllowed';
  if (order.do === 'lock' || order.do === 'history' || order.do === 'policy') return undefined;
  const target = memberAt(roster, order.index);
  if (!target || target.index === by.index) return 'notAllowed';
  if (order.do === 'remove' && !isAuthority(target)) return undefined;
  if (by.rank !== HOST_RANK || target.rank === HOST_RANK) return 'notAllowed';
  return order.do === 'dismiss' && !isAuthority(target) ? 'notAllowed' : undefined;
}

/** What a state is judged by: the one before it, and what is known of whoever is gone. */
export interface Before {
  readonly header: Header;
  readonly hash: Uint8Array;
  readonly roster: Roster;
  readonly removed: ReadonlySet<ParticipantId>;
  /** Identities that this device saw removed, on any branch. */
  readonly barred: ReadonlySet<ParticipantId>;
}

export interface Step {
  readonly header: Header;
  readonly change: Change;
  readonly roster: Roster;
  readonly removed: ReadonlySet<ParticipantId>;
  readonly barred: readonly ParticipantId[];
}

/** Why `signer` may not follow a state with this one, if they may not (§5, "Accepted"). */
export function stateRefusal(before: Before, signer: RosterMember, next: Step): Reason | undefined {
  const { header, change, roster } = next;
  const was = before.header;
  if (!same(header.roomId, was.roomId) || !same(header.meetingId, was.meetingId)) return 'wrongRoom';
  if (!same(header.parent, before.hash)) return 'notNext';
  if (!same(header.rosterHash, rosterHashOf(roster))) return 'malformed';
  if (!same(header.removedHash, removedHashOf(next.removed))) return 'malformed';
  if (header.leader !== signer.index || !memberAt(roster, signer.index)) return 'notAllowed';
  if (header.kind === 'advance' && change.left.length > 0) return 'notAllowed';
  if (header.nextIndex < was.nextIndex) return 'notAllowed';
  const outside = ({ index }: RosterMember): boolean => index < was.nextIndex || index >= header.nextIndex;
  if (change.entered.some(({ member }) => outside(member))) return 'notAllowed';
  if (roster.some(({ signKey }) => before.barred.has(participantIdOf(signKey)))) return 'removedReturns';
  if (!isAuthority(signer) && rulesDiffer(was, header)) return 'notAllowed';
  if (header.generation < was.generation) return 'notAllowed';
  const allowed =
    change.left.every((leaver) => mayTakeOut(before.roster, signer, leaver)) &&
    change.entered.every(({ member, by }) => mayLetIn(was, before.roster, signer, member, by)) &&
    change.changed.every((member) => mayChange(was, before.roster, signer, member)) &&
    (next.barred.length === 0 || isAuthority(signer));
  return allowed ? undefined : 'notAllowed';
}

/** A state whole, as it is judged where the steps to it are not here. */
export type Judged = Pick<Before, 'header' | 'roster' | 'removed'>;

/**
 * Why leaders of whom the best has this rank may not have led from one state to a later one of the same meeting, if
 * they may not: a whole state must not go around what its steps are judged by.
 */
export function wholeRefusal(was: Judged, next: Judged, rank: number): Reason | undefined {
  const { header, roster } = next;
  if (header.generation < was.header.generation) return 'notAllowed';
  if (rank === NO_RANK && rulesDiffer(was.header, header)) return 'notAllowed';
  const gone = [...next.removed].filter((id) => !was.removed.has(id));
  if (rank === NO_RANK && gone.length > 0) return 'notAllowed';
  return roster.every((member) => mayStand(was, member, rank)) ? undefined : 'notAllowed';
}

/** Whether an entry may have come about under leaders of this rank. */
function mayStand({ header, roster }: Judged, member: RosterMember, rank: number): boolean {
  if (member.rank !== NO_RANK && !grantHolds(member.grant, member, header)) return false;
  const before = roster.find(({ signKey }) => same(signKey, member.signKey));
  if (!before || before.index !== member.index) return rank !== NO_RANK || member.rank === HOST_RANK;
  if (before.name !== member.name) return false;
  return before.rank === member.rank || rank === HOST_RANK;
}

/** Whether the rules of two states differ; the guesses that failed are among them. */
export const rulesDiffer = (a: Header, b: Header): boolean =>
  encodePolicy(a.policy) !== encodePolicy(b.policy) ||
  a.locked !== b.locked ||
  a.history !== b.history ||
  a.generation !== b.generation ||
  a.failedGuesses !== b.failedGuesses;

function mayTakeOut(
  roster: Roster,
  signer: RosterMember,
  { index, how, by }: Change['left'][number],
): boolean {
  if (how !== 'removed') return true;
  const target = memberAt(roster, index);
  const remover = memberAt(roster, by);
  if (!target || !remover || !isAuthority(signer) || !isAuthority(remover)) return false;
  return !isAuthority(target) || (remover.rank === HOST_RANK && signer.rank === HOST_RANK);
}

/** Without authority nobody lets anybody in but a host, whom a grant proves. */
function mayLetIn(
  meeting: Header,
  roster: Roster,
  signer: RosterMember,
  member: RosterMember,
  by: MemberIndex,
): boolean {
  if (member.rank !== NO_RANK && !grantHolds(member.grant, member, meeting)) return false;
  if (member.rank === HOST_RANK) return true;
  const host = memberAt(roster, by);
  return isAuthority(signer) && host !== undefined && isAuthority(host);
}

function mayChange(meeting: Header, roster: Roster, signer: RosterMember, member: RosterMember): boolean {
  const was = memberAt(roster, member.index);
  if (signer.rank !== HOST_RANK || !was || was.rank === HOST_RANK || member.rank === HOST_RANK) return false;
  return member.rank === NO_RANK || grantHolds(member.grant, member, meeting);
}
