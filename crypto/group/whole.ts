/** A state with all that belongs to it (§5), as it travels to one member: what must fit what, and who is in it. */

import {
  branded,
  type Bytes,
  type Key,
  type ParticipantId,
  type RoomId,
  type MeetingId,
  type Signature,
  type VerifyKey,
} from '../brands.ts';
import { concat, same } from '../bytes.ts';
import { lv, type Reader } from '../codec.ts';
import { type Reason, isRefusal, refuse, type Refusal } from '../refusal.ts';
import { encodeIds, readIds } from './identities.ts';
import { encodeMembers, memberAt, readMembers, type Roster, rosterHashOf } from './roster.ts';
import {
  type Header,
  HEADER_BYTES_MAX,
  openHeader,
  removedHashOf,
  secretHashOf,
  type SignedHeader,
} from './state.ts';

/** A state's header with its secret. */
export interface Keyed {
  readonly header: Bytes;
  readonly signature: Signature;
  /** 32 bytes. */
  readonly secret: Key;
}

/** Who is in, and who was removed. */
export interface People {
  /** Sorted. */
  readonly removed: readonly ParticipantId[];
  readonly roster: Roster;
}

export type Whole = Keyed & People;

interface Meeting {
  readonly roomId: RoomId;
  readonly meetingId: MeetingId;
}

export const encodePeople = ({ removed, roster }: People): Bytes =>
  concat(encodeIds(removed), encodeMembers(roster));

/** Reads what `encodePeople` wrote, to the end. */
export const readPeople = (reader: Reader): People => ({
  removed: readIds(reader),
  roster: readMembers(reader),
});

export const encodeWhole = ({ header, signature, secret, ...people }: Whole): Bytes =>
  concat(lv(header), signature, secret, encodePeople(people));

/** Reads what `encodeWhole` wrote, to the end. */
export const readWhole = (reader: Reader): Whole => ({
  header: reader.part(1, HEADER_BYTES_MAX),
  signature: branded<Signature>(reader.bytes(64)),
  secret: branded<Key>(reader.bytes(32)),
  ...readPeople(reader),
});

/** The header, once `leader` signed it, for this meeting (`wrongRoom`), and the secret is its own (`notNext`). */
export function openKeyed(
  { header: bytes, signature, secret }: Keyed,
  leader: VerifyKey,
  { roomId, meetingId }: Meeting,
): SignedHeader | Refusal {
  const signed = openHeader(bytes, signature, leader);
  if (isRefusal(signed)) return signed;
  const { header } = signed;
  if (!same(header.roomId, roomId) || !same(header.meetingId, meetingId)) return refuse('wrongRoom');
  return same(secretHashOf(header, secret), header.secretHash) ? signed : refuse('notNext');
}

/** Why these are not the people of a state that `leader` signed, if they are not. */
export function peopleRefusal(
  { removed, roster }: People,
  header: Header,
  leader: VerifyKey,
): Reason | undefined {
  if (!same(rosterHashOf(roster), header.rosterHash)) return 'malformed';
  if (!same(removedHashOf(new Set(removed)), header.removedHash)) return 'malformed';
  const signer = memberAt(roster, header.leader);
  return signer && same(signer.signKey, leader) ? undefined : 'notInRoster';
}

/** The header of a whole state, once all that it fixes fits it and `leader` signed it. */
export function openWhole(whole: Whole, leader: VerifyKey, meeting: Meeting): SignedHeader | Refusal {
  const signed = openKeyed(whole, leader, meeting);
  if (isRefusal(signed)) return signed;
  const refusal = peopleRefusal(whole, signed.header, leader);
  return refusal ? refuse(refusal) : signed;
}
