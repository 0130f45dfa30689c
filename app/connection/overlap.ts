/** While a meeting moves from one SFU room to the next, everybody may be in both: each thing is taken once. */

import type { RemoteMedia } from '../media/subscriptions.ts';

/** How many packets are remembered: far more than come in the seconds of a move. */
const PACKETS_REMEMBERED = 4_096;

/** What tells packets apart: the nonce at their head, the tag at their end. */
const HEAD_BYTES = 48;
const TAIL_BYTES = 16;

/**
 * One track for each slot of a participant that sends it in both rooms: the newer room's as soon as its frames
 * open, so that nothing is heard twice and nothing stops. Lists by room, the newest last.
 */
export function onlyOnce(
  rooms: readonly (readonly RemoteMedia[])[],
  opens: (media: RemoteMedia) => boolean,
): readonly RemoteMedia[] {
  const [older = [], ...newer] = rooms;
  if (newer.length === 0) return older;
  const later = onlyOnce(newer, opens);
  const key = ({ participantId, slot }: RemoteMedia): string => `${participantId}/${slot}`;
  const earlier = new Set(older.map(key));
  const taken = later.filter((media) => opens(media) || !earlier.has(key(media)));
  const covered = new Set(taken.map(key));
  return [...older.filter((media) => !covered.has(key(media))), ...taken];
}

/** Says of sealed packets whether they were seen: two that are equal are one, their nonces say so. */
export class SeenPackets {
  readonly #seen = new Set<string>();

  /** Whether this packet came before; from now on it did. */
  again(packet: Uint8Array): boolean {
    const key = `${packet.length}/${packet.subarray(0, HEAD_BYTES).join()}/${packet.subarray(-TAIL_BYTES).join()}`;
    if (this.#seen.has(key)) return true;
    if (this.#seen.size >= PACKETS_REMEMBERED) this.#seen.clear();
    this.#seen.add(key);
    return false;
  }
}
