/** A host and its page, as far as a relay sees them. */

import { branded, type HostSeed, type MeetingId, type RoomId } from '../../crypto/brands.ts';
import {
  encodeGrant,
  makeGrant,
  makeHello,
  makeRejoin,
  participantIdOf,
  roomIdOf,
} from '../../crypto/claim.ts';
import { fromBase64url, toBase64url } from '../../crypto/bytes.ts';
import { randomBytes, signingPair } from '../../crypto/sodium.ts';
import { ALL_SOURCES, type Lists, type ToRelay } from '../../relay/wire.ts';

export interface Authority {
  /** As it travels: base64url of the roomId. */
  readonly room: string;
  readonly roomId: RoomId;
  readonly participant: string;
  /** The claim of this page at a relay that sent `nonce` to a page of `origin`. */
  claim(
    nonce: string,
    origin: string,
    changes?: { readonly notAfter?: number; readonly room?: string },
  ): ToRelay;
  /** Asks for its way back into the SFU room, as any member may. */
  rejoin(nonce: string, origin: string, changes?: { readonly room?: string }): ToRelay;
  /** Another page of the same host: another signKey, the same room. */
  onAnotherDevice(): Authority;
  /** A page that the host made a co-host of this rank, or (255) a member's. */
  appoint(rank: number): Authority;
}

/** Lists in which everyone may everything, and the door is open. */
export const listsOf = (changes: Partial<Lists> = {}): Lists => ({
  admitted: [],
  authorities: [],
  everyone: ALL_SOURCES,
  authoritiesMay: ALL_SOURCES,
  locked: false,
  ...changes,
});

/** A room of a fresh host key, and the page of its host. */
export function makeAuthority(seed = branded<HostSeed>(randomBytes(32)), rank = 0): Authority {
  const { verifyKey, signingKey } = signingPair();
  const roomId = roomIdOf(signingPair(seed).verifyKey);
  const room = toBase64url(roomId);
  return {
    room,
    roomId,
    participant: participantIdOf(verifyKey),
    claim(nonce, origin, { notAfter = Date.now() + 3_600_000, room: claimed = room } = {}) {
      const meetingId = branded<MeetingId>(randomBytes(16));
      const grant = makeGrant(seed, { meetingId, signKey: verifyKey, rank, notAfter });
      const signature = makeHello(signingKey, origin, roomId, fromBase64url(nonce) ?? new Uint8Array());
      return {
        type: 'claim',
        room: claimed,
        grant: toBase64url(encodeGrant(grant)),
        signature: toBase64url(signature),
      };
    },
    rejoin(nonce, origin, { room: asked = room } = {}) {
      const signature = makeRejoin(signingKey, origin, roomId, fromBase64url(nonce) ?? new Uint8Array());
      return {
        type: 'rejoin',
        room: asked,
        signKey: toBase64url(verifyKey),
        signature: toBase64url(signature),
      };
    },
    onAnotherDevice: () => makeAuthority(seed, rank),
    appoint: (other) => makeAuthority(seed, other),
  };
}

/** A participant that only has an identity: 22 characters. */
export const somebody = (): string => toBase64url(randomBytes(16));
