/** A whole state and the keys of two (§5): what does not fit together is refused. */

import { describe, expect, it } from 'vitest';
import {
  branded,
  type Hash,
  type Key,
  type MeetingId,
  type MemberIndex,
  type ParticipantId,
  type RoomId,
} from '../../../crypto/brands.ts';
import { makePair } from '../../../crypto/group/going.ts';
import { present } from '../../../crypto/group/member.ts';
import { openWhole, type Whole } from '../../../crypto/group/whole.ts';
import { rosterHashOf } from '../../../crypto/group/roster.ts';
import { type Header, secretHashOf, signHeader } from '../../../crypto/group/state.ts';
import { isRefusal, refuse } from '../../../crypto/refusal.ts';
import { randomBytes, signingPair, xwing } from '../../../crypto/sodium.ts';
import { granted } from '../making.ts';
import { memberOf, sit } from './seats.ts';

const { ada, named } = sit(['Bob', 'Carol']);
const { secret, seat } = memberOf(ada);
const { signed, roster } = present(memberOf(ada));
const whole: Whole = {
  header: signed.bytes,
  signature: signed.signature,
  secret,
  removed: [],
  roster: granted(roster),
};
const leader = ada.signing.verifyKey;

/** The same state with another header, signed anew. */
function resigned(change: Partial<Header>, more: Partial<Whole> = {}, by = ada.signing): Whole {
  const { bytes, signature } = signHeader({ ...signed.header, ...change }, by.signingKey);
  return { ...whole, header: bytes, signature, ...more };
}

describe('attack 42: a whole state', () => {
  it('is taken where all of it fits', () => {
    expect(openWhole(whole, leader, seat)).toEqual(signed);
  });

  it.each<[string, Whole, ReturnType<typeof refuse>]>([
    ['of another roster', { ...whole, roster: whole.roster.slice(1) }, refuse('malformed')],
    [
      'of other people removed',
      { ...whole, removed: [branded<ParticipantId>('a'.repeat(22))] },
      refuse('malformed'),
    ],
    ['with another secret', { ...whole, secret: branded<Key>(randomBytes(32)) }, refuse('notNext')],
    ['of another room', resigned({ roomId: branded<RoomId>(randomBytes(16)) }), refuse('wrongRoom')],
    ['of another meeting', resigned({ meetingId: branded<MeetingId>(randomBytes(16)) }), refuse('wrongRoom')],
    ['by another key', resigned({}, {}, signingPair()), refuse('badSignature')],
    ['that another member leads', resigned({ leader: branded<MemberIndex>(1) }), refuse('notInRoster')],
    ['that nobody in it leads', resigned({ leader: branded<MemberIndex>(77) }), refuse('notInRoster')],
    ['cut', { ...whole, header: signed.bytes.slice(1) }, refuse('unknownVersion')],
  ])('%s is refused', (_what, forged, refusal) => {
    const opened = openWhole(forged, leader, seat);
    expect(isRefusal(opened)).toBe(true);
    if (refusal !== refuse('unknownVersion')) expect(opened).toBe(refusal);
  });

  it('of a leader that is not the one who signed is refused', () => {
    const bobs = named('Bob').signing;
    const list = whole.roster.filter(({ index }) => index !== 0);
    const header = { rosterHash: rosterHashOf(list), secretHash: secretHashOf(signed.header, secret) };
    expect(openWhole(resigned(header, { roster: list }, bobs), bobs.verifyKey, seat)).toBe(
      refuse('notInRoster'),
    );
  });
});

describe('keys of two', () => {
  const between = { meetingId: seat.meetingId, member: named('Bob').signing.verifyKey, leader };
  const at = { n: signed.header.n, hash: branded<Hash>(signed.hash) };
  const hello = { name: 'Bob', grant: undefined };

  it('are others each time, and for a key that is none there are none', () => {
    const { publicKey } = xwing.keyPair();
    const [one, two] = [makePair(between, publicKey, hello, at), makePair(between, publicKey, hello, at)];
    expect(granted(one).root).not.toEqual(granted(two).root);
    expect(granted(one).message.ct).not.toEqual(granted(two).message.ct);
    expect(makePair(between, publicKey.slice(1), hello, at)).toSatisfy(isRefusal);
  });
});
