/** A meeting with a co-host in it, and what a relay makes of anybody's claim. */

import { checkHello } from '../../crypto/claim.ts';
import { branded, type RoomId } from '../../crypto/brands.ts';
import { fromBase64url } from '../../crypto/bytes.ts';
import { randomBytes } from '../../crypto/sodium.ts';
import { granted } from './making.ts';
import { Meeting, ORIGIN, type Person, settle } from './meeting.ts';

/** The room, as its host's page was told. */
export const roomIdOf = (person: Person): RoomId =>
  branded<RoomId>(granted(fromBase64url(person.last('room')?.roomId ?? '')));

/** What a relay makes of this person's claim. */
export async function claimOf(person: Person, roomId: RoomId, now: number) {
  const nonce = randomBytes(32);
  const count = person.all('claim').length;
  await person.vault.receive({ type: 'relayNonce', nonce });
  const claim = person.all('claim')[count];
  if (!claim) return undefined;
  const checked = checkHello(claim, { origin: ORIGIN, roomId, nonce, now });
  return { ...claim, checked };
}

/** Ada hosts, Bob is a co-host, Carol a member. */
export async function withCohost() {
  const meeting = await Meeting.open();
  const bob = await meeting.enter('Bob');
  const carol = await meeting.enter('Carol');
  await meeting.host.act({ do: 'appoint', index: bob.index });
  meeting.pass(1_500);
  await settle();
  return { meeting, ada: meeting.host, bob, carol };
}
