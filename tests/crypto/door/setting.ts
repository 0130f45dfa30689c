/** One room with its host at the door, for the tests of both machines. */

import { branded, type EpochNumber, type Hash, type Key, type MemberIndex } from '../../../crypto/brands.ts';
import { makeKnock } from '../../../crypto/door/joiner.ts';
import type { Doorkeeper } from '../../../crypto/door/keeper.ts';
import { type DoorState, emptyDoor } from '../../../crypto/door/knocks.ts';
import { stepDoor } from '../../../crypto/door/leader.ts';
import type { AdmitText } from '../../../crypto/door/messages.ts';
import { OPEN_POLICY } from '../../../crypto/group/policy.ts';
import { type Header, secretHashOf, signHeader } from '../../../crypto/group/state.ts';
import { randomBytes } from '../../../crypto/sodium.ts';
import { callerOf, granted, LinkHolder, makeKeeper, makeRoom, NOW, sent } from '../making.ts';

export const room = makeRoom();
export const link = new LinkHolder(room);
export const keeper = makeKeeper(room);

export const deliver = (door: DoorState, data: Uint8Array, waiter = 1, now = NOW, by = keeper) =>
  stepDoor(door, by, { type: 'envelope', waiter, data }, now);

/** A knock and the challenge to it, both as they travel. */
export function challenged(by: Doorkeeper = keeper, caller = callerOf(room)) {
  const made = makeKnock(caller);
  const answered = deliver(emptyDoor, granted(made.send), 1, NOW, by);
  return { made, door: answered.state, challenge: granted(sent(answered)[0]) };
}

export const secret = branded<Key>(randomBytes(32));
export const headerOf = (change: Partial<Header> = {}): Header => {
  const n = branded<EpochNumber>(1);
  const { meetingId } = keeper.grant;
  return {
    roomId: room.roomId,
    meetingId,
    n,
    parent: branded<Hash>(randomBytes(32)),
    leader: branded<MemberIndex>(0),
    nextIndex: branded<MemberIndex>(2),
    kind: 'advance',
    policy: OPEN_POLICY,
    locked: false,
    history: false,
    failedGuesses: 0,
    generation: 0,
    secretHash: secretHashOf({ meetingId, n }, secret),
    rosterHash: branded<Hash>(randomBytes(32)),
    removedHash: branded<Hash>(randomBytes(32)),
    ...change,
  };
};
export const admitText = (change: Partial<Header> = {}, signing = keeper.signing): AdmitText => {
  const { bytes, signature } = signHeader(headerOf(change), signing.signingKey);
  return {
    index: branded<MemberIndex>(1),
    secret,
    roomKey: room.roomKey,
    header: bytes,
    signature,
    people: undefined,
  };
};
