/** What a leader answers the door with, and the two things it signs there (§4): challenges, and "moved". */

import type { Bytes, Key, Milliseconds, RoomId } from '../brands.ts';
import { wipe } from '../bytes.ts';
import { encodeGrant, type Grant } from '../claim.ts';
import { LABELS } from '../labels.ts';
import { isRefusal } from '../refusal.ts';
import { sign, type SigningPair, xwing } from '../sodium.ts';
import { finish, generator, makeShare } from './cpace.ts';
import { type FromJoiner, type Knock, openFromJoiner, sealEnvelope, type Sid } from './messages.ts';
import { channelIdentifier, type DoorKeys, doorKeys, joinerData, transcriptOf } from './transcript.ts';

export interface Doorkeeper {
  readonly roomId: RoomId;
  readonly envelopeKey: Key;
  readonly prs: Key;
  readonly grant: Grant;
  readonly signing: SigningPair;
  /** The passphrase is of the host's own making: fewer guesses are allowed. */
  readonly own: boolean;
  /** Nobody is let in; who proves link and passphrase is told. */
  readonly locked: boolean;
  /** No place is left; who proves link and passphrase is told. */
  readonly full: boolean;
  /** Envelope keys of links before this one: a knock under them is told `moved`, until then. */
  readonly former: readonly { readonly envelopeKey: Key; readonly until: Milliseconds }[];
}

/** An opened envelope, and the link it came by. */
export interface Arrived {
  readonly message: FromJoiner;
  readonly envelopeKey: Key;
}

/** What a joiner said, by this link or one that held before; undefined for what does not open. */
export function arrived(keeper: Doorkeeper, data: Uint8Array, now: Milliseconds): Arrived | undefined {
  const former = keeper.former.filter(({ until }) => until > now).map(({ envelopeKey }) => envelopeKey);
  for (const envelopeKey of [keeper.envelopeKey, ...former]) {
    const message = openFromJoiner(envelopeKey, keeper.roomId, data);
    if (!isRefusal(message)) return { message, envelopeKey };
  }
  return undefined;
}

/** To who knocks by an old link: sign("door/moved", roomId, sid), so that only an authority can say it. */
export function sealMoved(keeper: Doorkeeper, envelopeKey: Key, sid: Sid): Bytes {
  const { roomId, signing, grant } = keeper;
  const signature = sign(signing.signingKey, LABELS.doorMoved, roomId, sid);
  return sealEnvelope(envelopeKey, roomId, { type: 'moved', sid, grant: encodeGrant(grant), signature });
}

/** The keys and the envelope of a challenge; undefined for a knock with an invalid point or key: it could not have been a guess. */
export function makeChallenge(
  keeper: Doorkeeper,
  knock: Knock,
): { readonly keys: DoorKeys; readonly envelope: Bytes } | undefined {
  const { roomId, envelopeKey, prs, signing } = keeper;
  const share = makeShare(generator(prs, channelIdentifier(roomId), knock.sid));
  const encapsulated = xwing.encapsulate(knock.kemKey);
  if (isRefusal(encapsulated)) return undefined;
  const { ciphertext: ct, sharedSecret } = encapsulated;
  const grant = encodeGrant(keeper.grant);
  const run = { sid: knock.sid, Ya: knock.Ya, ADa: joinerData(knock), Yb: share.point, ADb: grant };
  const isk = finish(share.scalar, knock.Ya, run);
  if (isRefusal(isk)) return undefined;

  const { sid } = knock;
  const T = transcriptOf(roomId, knock, { type: 'challenge', sid, Yb: share.point, grant, ct });
  const keys = doorKeys(isk, sharedSecret, T);
  wipe(isk, sharedSecret, share.scalar);
  const signature = sign(signing.signingKey, LABELS.doorChallenge, T, keys.Tb);
  const message = { type: 'challenge', sid, Yb: share.point, grant, ct, Tb: keys.Tb, signature } as const;
  return { keys, envelope: sealEnvelope(envelopeKey, roomId, message) };
}
