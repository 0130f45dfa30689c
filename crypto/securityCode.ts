/** The security code (§5): who is in, as 30 digits that people read to each other. */

import type { Bytes, MeetingId, RoomId } from './brands.ts';
import { u16, u8, utf8 } from './codec.ts';
import type { RosterMember } from './group/roster.ts';
import { LABELS } from './labels.ts';
import { H } from './sodium.ts';

const GROUPS = 6;
const GROUP_BYTES = 5;

/**
 * What Argon2id is to stretch for the code of these members, in the order of their index. Slow on purpose:
 * whoever leads two meetings could otherwise search for names and keys that give equal codes.
 */
export function codeStretch(
  roomId: RoomId,
  meetingId: MeetingId,
  roster: readonly RosterMember[],
): { password: Bytes; salt: Bytes; length: 30 } {
  const parts = roster.flatMap(({ index, rank, signKey, name }) => [
    u16(index),
    u8(rank),
    signKey,
    utf8(name),
  ]);
  return {
    password: H(LABELS.code, roomId, meetingId, ...parts),
    salt: meetingId,
    length: (GROUPS * GROUP_BYTES) as 30,
  };
}

/** Six groups of five digits, with a space between, from the 30 stretched bytes. */
export function formatCode(stretched: Uint8Array): string {
  if (stretched.length !== GROUPS * GROUP_BYTES) throw new RangeError(`a code of ${stretched.length} bytes`);
  return Array.from({ length: GROUPS }, (_, group) => {
    const bytes = stretched.subarray(group * GROUP_BYTES, (group + 1) * GROUP_BYTES);
    const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
    return String(value % 100_000).padStart(5, '0');
  }).join(' ');
}
