/** What derives from the room secret, link secret and passphrase (§3). */

import type { Bytes, Key, LinkSecret, RoomId } from './brands.ts';
import { utf8 } from './codec.ts';
import { LABELS } from './labels.ts';
import { normalisePassphrase } from './passphrase.ts';
import { H16, K } from './sodium.ts';

/** The room key (32 bytes): part of every epoch key, so without the link or an `admit` nobody has any. */
export function roomKeyOf(linkSecret: LinkSecret, roomId: RoomId): Key {
  return K(linkSecret, LABELS.roomKey, roomId);
}

/** The key of the door's envelopes (32 bytes): only who has the link can ring. */
export function envelopeKeyOf(linkSecret: LinkSecret, roomId: RoomId): Key {
  return K(linkSecret, LABELS.doorEnvelopeKey, roomId);
}

/** What Argon2id is to stretch for the PRS: the passphrase as typed, and the room's salt (16 bytes). */
export function stretchOf(
  passphrase: string,
  linkSecret: LinkSecret,
  roomId: RoomId,
): { password: Bytes; salt: Bytes; length: 32 } {
  const password = utf8(normalisePassphrase(passphrase));
  return { password, salt: H16(LABELS.roomSalt, roomId, linkSecret), length: 32 };
}

/** PRS = K(linkSecret, "room/prs", the stretched passphrase): 32 bytes, for CPace only. */
export function prsOf(linkSecret: LinkSecret, stretched: Uint8Array): Key {
  return K(linkSecret, LABELS.roomPrs, stretched);
}
