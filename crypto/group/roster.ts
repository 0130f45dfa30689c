/** Who is in (§5): the signed list, by index. The list of people a person sees comes from here alone. */

import {
  branded,
  type Bytes,
  type Hash,
  type MemberIndex,
  type ParticipantId,
  type VerifyKey,
} from '../brands.ts';
import { concat, same, toHex } from '../bytes.ts';
import { GRANT_BYTES, participantIdOf } from '../claim.ts';
import { decode, lv, Reader, u16, U16_MAX, u8, utf8 } from '../codec.ts';
import { LABELS } from '../labels.ts';
import { NO_RANK } from './policy.ts';
import { giveUp, type Refusal } from '../refusal.ts';
import { H } from '../sodium.ts';

export const NAME_BYTES_MAX = 64;
export { NO_RANK };
/** Stands for "everyone" where a receiver's index is asked for; so no member has it. */
export const EVERYONE = branded<MemberIndex>(U16_MAX);

export interface RosterMember {
  readonly index: MemberIndex;
  /** 0 for a host's device, 1 for whom it handed over to, 2 … for co-hosts, 255 for everyone else. */
  readonly rank: number;
  readonly signKey: VerifyKey;
  /** 1 to 64 bytes of clean text. */
  readonly name: string;
  /** Of authorities only, 153 bytes. */
  readonly grant?: Bytes;
}

/** Members in rising order of their index. */
export type Roster = readonly RosterMember[];

export function encodeMember({ index, rank, signKey, name, grant }: RosterMember): Bytes {
  if ((rank === NO_RANK) !== (grant === undefined)) throw new TypeError('a rank goes with a grant');
  const known = concat(u16(index), u8(rank), signKey, lv(utf8(name)));
  return grant ? concat(known, grant) : known;
}

/** Reads one entry. */
export function readMember(reader: Reader): RosterMember {
  const index = branded<MemberIndex>(reader.u16());
  if (index === EVERYONE) return giveUp('malformed');
  const rank = reader.u8();
  const signKey = branded<VerifyKey>(reader.bytes(32));
  const name = reader.text(1, NAME_BYTES_MAX);
  return rank === NO_RANK
    ? { index, rank, signKey, name }
    : { index, rank, signKey, name, grant: reader.bytes(GRANT_BYTES) };
}

/** lv of the entries. */
export const encodeMembers = (members: Roster): Bytes => lv(...members.map(encodeMember));

/** Reads entries to the end; gives up unless the indices rise and no signKey stands twice. */
export function readMembers(reader: Reader): RosterMember[] {
  const members: RosterMember[] = [];
  const keys = new Set<string>();
  while (reader.left > 0) {
    const inner = new Reader(reader.part());
    const member = readMember(inner);
    inner.end();
    const last = members.at(-1);
    if (last && last.index >= member.index) return giveUp('malformed');
    const key = toHex(member.signKey);
    if (keys.has(key)) return giveUp('malformed');
    keys.add(key);
    members.push(member);
  }
  return members;
}

export const decodeMembers = (bytes: Uint8Array): RosterMember[] | Refusal => decode(bytes, readMembers);

/** The identities of these, sorted. */
export const idsOf = (roster: Roster): ParticipantId[] =>
  roster.map(({ signKey }) => participantIdOf(signKey)).sort();

/** H("state/entries", lv of the entries). */
export const entriesHashOf = (roster: Roster): Hash => H(LABELS.entriesHash, encodeMembers(roster));

/** H("state/roster", entries' hash, all identities, those with a rank): who was in can be shown without their names. */
export const rosterHashFrom = (
  entriesHash: Hash,
  inside: readonly ParticipantId[],
  ranked: readonly ParticipantId[],
): Hash => H(LABELS.rosterHash, entriesHash, utf8(inside.join('')), utf8(ranked.join('')));

export const rosterHashOf = (roster: Roster): Hash =>
  rosterHashFrom(entriesHashOf(roster), idsOf(roster), idsOf(roster.filter(isAuthority)));

/** How somebody went: said goodbye, was silent for too long, was removed by an authority. */
export const HOWS = ['left', 'dropped', 'removed'] as const;
export type How = (typeof HOWS)[number];

export interface Leaver {
  readonly index: MemberIndex;
  readonly how: How;
  /** Who removed them; of others their own index. */
  readonly by: MemberIndex;
}

export interface Entrant {
  readonly member: RosterMember;
  /** Who let them in. */
  readonly by: MemberIndex;
}

/** What changes from one roster to the next. */
export interface Change {
  /** In rising order of the index. */
  readonly left: readonly Leaver[];
  /** In rising order of the index. */
  readonly entered: readonly Entrant[];
  /** Same index, key and name; another rank or grant. */
  readonly changed: Roster;
}

/** The roster after a change; undefined if it does not fit: unknown indices, or a key that is there already. */
export function applyChange(roster: Roster, { left, entered, changed }: Change): Roster | undefined {
  const gone = new Set<number>(left.map(({ index }) => index));
  if (gone.size !== left.length || left.some(({ index }) => !memberAt(roster, index))) return undefined;
  const others = new Map(changed.map((member) => [member.index, member] as const));
  for (const member of changed) {
    const before = memberAt(roster, member.index);
    if (!before || gone.has(member.index)) return undefined;
    if (!same(before.signKey, member.signKey) || before.name !== member.name) return undefined;
  }
  const stay = roster
    .filter(({ index }) => !gone.has(index))
    .map((member) => others.get(member.index) ?? member);
  const keys = new Set(roster.map(({ signKey }) => toHex(signKey)));
  const indices = new Set<number>(roster.map(({ index }) => index));
  for (const { member } of entered) {
    if (keys.has(toHex(member.signKey)) || indices.has(member.index)) return undefined;
  }
  return [...stay, ...entered.map(({ member }) => member)].sort((a, b) => a.index - b.index);
}

export const isAuthority = ({ rank }: RosterMember): boolean => rank !== NO_RANK;

export const memberAt = (roster: Roster, index: number): RosterMember | undefined =>
  roster.find((member) => member.index === index);

/** What a name is compared by: NFKC, lower case, without marks and characters that draw nothing. Names that are equal so are told apart (§4). */
export const likeness = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '')
    .normalize('NFKC')
    .trim();

/** Each member's name as it is shown: the second of like names gets "(2)", the third "(3)". */
export function shownNames(roster: Roster): Map<MemberIndex, string> {
  const times = new Map<string, number>();
  return new Map(
    roster.map(({ index, name }) => {
      const time = (times.get(likeness(name)) ?? 0) + 1;
      times.set(likeness(name), time);
      return [index, time === 1 ? name : `${name} (${time})`];
    }),
  );
}
