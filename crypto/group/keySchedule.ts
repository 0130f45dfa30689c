/** From an epoch's secret to its keys, and the pairwise keys of a member and the leader (§5, §6, §7). */

import {
  branded,
  type Bytes,
  type EpochNumber,
  type Hash,
  type Key,
  type MeetingId,
  type MemberIndex,
} from '../brands.ts';
import { wipe } from '../bytes.ts';
import { u16, u32, u8 } from '../codec.ts';
import { LABELS } from '../labels.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import { box, K, unbox } from '../sodium.ts';

/** Epoch key = K(secret, "epoch/key", state hash, room key): another view of the roster is another key. */
export function epochKeyOf(secret: Key, stateHash: Hash, roomKey: Key): Key {
  return K(secret, LABELS.epochKey, stateHash, roomKey);
}

/** The key of the epoch's messages. */
export const messageKeyOf = (epochKey: Key): Key => K(epochKey, LABELS.msgKey);

/** base_key (32 bytes) of one sender and slot, for RFC 9605 §4.4.2. */
export function mediaBaseOf(epochKey: Key, index: MemberIndex, slot: number): Key {
  return K(epochKey, LABELS.mediaBase, u16(index), u8(slot));
}

/** The keys between one member and the leader, one for each direction, as they stand since state `step`. */
export interface PairKeys {
  readonly step: EpochNumber;
  readonly toLeader: Key;
  readonly fromLeader: Key;
}

/** The first pairwise keys, from the root the door gave (§4), for a member that enters with state `step`. */
export function pairKeysOf(root: Key, step: EpochNumber): PairKeys {
  return { step, toLeader: K(root, LABELS.pairToLeader), fromLeader: K(root, LABELS.pairFromLeader) };
}

/** Wipes keys that are not used any more. */
export function wipePairs(spent: readonly PairKeys[] | undefined): void {
  for (const { toLeader, fromLeader } of spent ?? []) wipe(toLeader, fromLeader);
}

/** k ← K(k, "pair/next", n) for both directions, at the renew that makes state `n`. */
export function stepPair({ toLeader, fromLeader }: PairKeys, n: EpochNumber): PairKeys {
  return {
    step: n,
    toLeader: K(toLeader, LABELS.pairNext, u32(n)),
    fromLeader: K(fromLeader, LABELS.pairNext, u32(n)),
  };
}

interface WrapFor {
  readonly meetingId: MeetingId;
  readonly n: EpochNumber;
  readonly leader: MemberIndex;
  readonly member: MemberIndex;
}

const wrapParts = ({ meetingId, n, leader, member }: WrapFor): Bytes[] => [
  meetingId,
  u32(n),
  u16(leader),
  u16(member),
];

/** Bytes of a wrapped secret. */
export const WRAP_BYTES = 24 + 32 + 16;

/** The secret of a renew (32 bytes) for one member: 72 bytes. */
export function wrapSecret(key: Key, secret: Key, wrapFor: WrapFor): Bytes {
  return box(key, LABELS.epochWrap, wrapParts(wrapFor), secret);
}

/** Opens what `wrapSecret` made; refuses `notOpened`. */
export function unwrapSecret(key: Key, wrapped: Uint8Array, wrapFor: WrapFor): Key | Refusal {
  const secret = unbox(key, LABELS.epochWrap, wrapParts(wrapFor), wrapped);
  return isRefusal(secret) ? secret : branded<Key>(secret);
}
