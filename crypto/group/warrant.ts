/**
 * The warrant of a branch (§5): the last state on it that an authority signed, opened as far as who was in, and who was
 * removed. Without authority nobody is let in but a host, so whoever leads since then was in it. It holds no name, and
 * no identity that the SFU does not know.
 */

import type { Bytes, Hash, MeetingId, ParticipantId, RoomId, Signature, VerifyKey } from '../brands.ts';
import { branded } from '../brands.ts';
import { concat, same } from '../bytes.ts';
import { decodeGrant, GRANT_BYTES, HOST_RANK, participantIdOf } from '../claim.ts';
import { lv, type Reader } from '../codec.ts';
import { isRefusal, type Reason, refuse, type Refusal } from '../refusal.ts';
import { encodeIds, readIds } from './identities.ts';
import { grantHolds, rulesDiffer, type Standing, standingOf } from './powers.ts';
import {
  entriesHashOf,
  idsOf,
  isAuthority,
  type Roster,
  type RosterMember,
  rosterHashFrom,
} from './roster.ts';
import { type Header, HEADER_BYTES_MAX, openHeader, removedHashOf, type SignedHeader } from './state.ts';

export interface Warrant {
  readonly header: Bytes;
  readonly signature: Signature;
  readonly signKey: VerifyKey;
  /** 153 bytes. */
  readonly grant: Bytes;
  /** With the identities it makes the header's roster hash. */
  readonly entriesHash: Hash;
  /** Sorted. */
  readonly inside: readonly ParticipantId[];
  /** Those of them with a rank, sorted. */
  readonly ranked: readonly ParticipantId[];
  /** Sorted. */
  readonly removed: readonly ParticipantId[];
}

/** What a warrant that holds says. */
export interface Proven {
  readonly warrant: Warrant;
  readonly header: Header;
  readonly hash: Hash;
  /** Where the authority stood that signed. */
  readonly by: Standing;
  readonly inside: ReadonlySet<ParticipantId>;
  readonly ranked: ReadonlySet<ParticipantId>;
  readonly removed: ReadonlySet<ParticipantId>;
}

type Meeting = { readonly roomId: RoomId; readonly meetingId: MeetingId };

/** What a state proves; undefined where its signer has no authority. */
export function warrantOf(
  { header, bytes, signature, hash }: SignedHeader,
  signer: RosterMember,
  roster: Roster,
  removed: ReadonlySet<ParticipantId>,
): Proven | undefined {
  const { signKey, grant } = signer;
  if (!grant) return undefined;
  const inside = idsOf(roster);
  const ranked = idsOf(roster.filter(isAuthority));
  const warrant = {
    header: bytes,
    signature,
    signKey,
    grant,
    entriesHash: entriesHashOf(roster),
    inside,
    ranked,
    removed: [...removed].sort(),
  };
  return {
    warrant,
    header,
    hash,
    by: standingOf(signer),
    inside: new Set(inside),
    ranked: new Set(ranked),
    removed,
  };
}

export const encodeWarrant = (warrant: Warrant): Bytes =>
  concat(
    lv(warrant.header),
    warrant.signature,
    warrant.signKey,
    warrant.grant,
    warrant.entriesHash,
    encodeIds(warrant.inside),
    encodeIds(warrant.ranked),
    encodeIds(warrant.removed),
  );

export const readWarrant = (reader: Reader): Warrant => ({
  header: reader.part(1, HEADER_BYTES_MAX),
  signature: branded<Signature>(reader.bytes(64)),
  signKey: branded<VerifyKey>(reader.bytes(32)),
  grant: reader.bytes(GRANT_BYTES),
  entriesHash: branded<Hash>(reader.bytes(32)),
  inside: readIds(reader),
  ranked: readIds(reader),
  removed: readIds(reader),
});

/**
 * Refuses what no authority of this meeting signed, and lists that are not those of the header: `badSignature`,
 * `wrongRoom`, `notInRoster`, `malformed`, `unknownVersion`.
 */
export function openWarrant(warrant: Warrant, meeting: Meeting): Proven | Refusal {
  const { signKey, grant } = warrant;
  const signed = openHeader(warrant.header, warrant.signature, signKey);
  if (isRefusal(signed)) return signed;
  const { header, hash } = signed;
  if (!same(header.roomId, meeting.roomId) || !same(header.meetingId, meeting.meetingId))
    return refuse('wrongRoom');
  const decoded = decodeGrant(grant);
  if (isRefusal(decoded) || !grantHolds(grant, { signKey, rank: decoded.rank }, meeting))
    return refuse('notInRoster');
  const removed = new Set(warrant.removed);
  if (!same(rosterHashFrom(warrant.entriesHash, warrant.inside, warrant.ranked), header.rosterHash))
    return refuse('malformed');
  if (!same(removedHashOf(removed), header.removedHash)) return refuse('malformed');
  const [inside, ranked] = [new Set(warrant.inside), new Set(warrant.ranked)];
  const by = standingOf({ rank: decoded.rank, index: header.leader, signKey });
  return ranked.has(participantIdOf(signKey))
    ? { warrant, header, hash, by, inside, ranked, removed }
    : refuse('notInRoster');
}

/** Why a state cannot have come about without authority since the one that is proven, if it cannot: rules and removals are as they were. */
export function headerRefusal({ header }: Proven, later: Header): Reason | undefined {
  if (later.n <= header.n) return 'notNext';
  return rulesDiffer(header, later) || !same(header.removedHash, later.removedHash)
    ? 'notAllowed'
    : undefined;
}

/** The same of its roster: everybody was in it then, or is a host. */
export function rosterRefusal({ inside }: Proven, roster: Roster, meeting: Meeting): Reason | undefined {
  const holds = (member: RosterMember): boolean =>
    inside.has(participantIdOf(member.signKey)) ||
    (member.rank === HOST_RANK && grantHolds(member.grant, member, meeting));
  return roster.every(holds) ? undefined : 'notInRoster';
}
