/** From one knock's public values to the keys between a joiner and the leader (§4). */

import type { Bytes, Hash, Key, RoomId } from '../brands.ts';
import { concat } from '../bytes.ts';
import { lv, u8, utf8 } from '../codec.ts';
import { LABELS } from '../labels.ts';
import { H, K } from '../sodium.ts';
import type { Challenge, Knock } from './messages.ts';

export const DOOR_VERSION = 1;

/** CI of CPace: this protocol, this room. */
export const channelIdentifier = (roomId: RoomId): Bytes => lv(utf8(LABELS.doorCpace), roomId);

/** ADa of CPace: version ‖ signKeyJ ‖ kemKeyJ. */
export const joinerData = (knock: Knock): Bytes => concat(u8(DOOR_VERSION), knock.signKey, knock.kemKey);

/** T = H("door/transcript", roomId, sid, Ya, ADa, Yb, ADb, ct): all either side said, in 32 bytes. */
export function transcriptOf(
  roomId: RoomId,
  knock: Knock,
  challenge: Omit<Challenge, 'Tb' | 'signature'>,
): Hash {
  const { sid, Ya } = knock;
  return H(
    LABELS.doorTranscript,
    roomId,
    sid,
    Ya,
    joinerData(knock),
    challenge.Yb,
    challenge.grant,
    challenge.ct,
  );
}

/** The keys of one knock. */
export interface DoorKeys {
  readonly T: Hash;
  /** What the leader confirms with, 32 bytes. */
  readonly Tb: Key;
  /** What the joiner confirms with, 32 bytes. */
  readonly Ta: Key;
  /** Seals what the joiner says. */
  readonly joinerKey: Key;
  /** Seals what the leader says. */
  readonly leaderKey: Key;
  /** The first pairwise key of the two (§5). */
  readonly pairRoot: Key;
}

/** S = H("door/session", ISK, ss, T), classical and post-quantum: whoever breaks one has nothing. */
export function doorKeys(isk: Uint8Array, ss: Uint8Array, T: Hash): DoorKeys {
  const S = H(LABELS.doorSession, isk, ss, T);
  const Tb = K(S, LABELS.doorTb, T);
  const keys = {
    T,
    Tb,
    Ta: K(S, LABELS.doorTa, T, Tb),
    joinerKey: K(S, LABELS.doorJoinerKey),
    leaderKey: K(S, LABELS.doorLeaderKey),
    pairRoot: K(S, LABELS.pairRoot, T),
  };
  S.fill(0);
  return keys;
}
