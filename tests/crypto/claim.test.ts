import { describe, expect, it } from 'vitest';
import { branded, type MeetingId, type RoomId } from '../../crypto/brands.ts';
import { concat } from '../../crypto/bytes.ts';
import {
  checkGrant,
  checkHello,
  checkRejoin,
  decodeGrant,
  encodeGrant,
  type Grant,
  GRANT_BYTES,
  GRANT_GRACE_MS,
  makeGrant,
  makeHello,
  makeRejoin,
  NONCE_BYTES,
  participantIdOf,
  roomIdOf,
} from '../../crypto/claim.ts';
import { u64 } from '../../crypto/codec.ts';
import { isRefusal, refuse } from '../../crypto/refusal.ts';
import { randomBytes, signingPair } from '../../crypto/sodium.ts';
import { flips, granted, makeRoom, NOW } from './making.ts';

const room = makeRoom();
const member = signingPair();
const meetingId = branded<MeetingId>(randomBytes(16));
const ORIGIN = 'https://conclave.test';
const nonce = randomBytes(NONCE_BYTES);

const grantOf = (rank = 0, notAfter = NOW + 1000): Grant =>
  makeGrant(room.seed, { meetingId, signKey: member.verifyKey, rank, notAfter });

describe('names', () => {
  it('of rooms and participants are hashes of their keys', () => {
    const { verifyKey } = signingPair(room.seed);
    expect(roomIdOf(verifyKey)).toEqual(room.roomId);
    expect(roomIdOf(verifyKey)).toHaveLength(16);
    expect(participantIdOf(member.verifyKey)).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(participantIdOf(verifyKey)).not.toBe(participantIdOf(member.verifyKey));
  });
});

describe('a grant', () => {
  it('holds for its room until its end', () => {
    const grant = grantOf();
    expect(encodeGrant(grant)).toHaveLength(GRANT_BYTES);
    expect(decodeGrant(encodeGrant(grant))).toEqual(grant);
    expect(checkGrant(grant, room.roomId, NOW)).toBeUndefined();
    expect(checkGrant(grant, room.roomId, NOW + 1000)).toBeUndefined();
    expect(checkGrant(grant, room.roomId, NOW + 1001)).toBe(refuse('expired'));
  });

  it('gives grace to co-hosts only', () => {
    expect(checkGrant(grantOf(1), room.roomId, NOW + 1000 + GRANT_GRACE_MS)).toBeUndefined();
    expect(checkGrant(grantOf(1), room.roomId, NOW + 1001 + GRANT_GRACE_MS)).toBe(refuse('expired'));
    expect(checkGrant(grantOf(0), room.roomId, NOW + 1000 + GRANT_GRACE_MS)).toBe(refuse('expired'));
  });

  it('of another room, another key, no rank, is refused by name', () => {
    const other = makeRoom();
    const stranger = makeGrant(other.seed, {
      meetingId,
      signKey: member.verifyKey,
      rank: 0,
      notAfter: NOW + 1000,
    });
    expect(checkGrant(stranger, room.roomId, NOW)).toBe(refuse('wrongRoom'));
    expect(checkGrant(grantOf(), other.roomId, NOW)).toBe(refuse('wrongRoom'));
    const { hostKey } = grantOf();
    expect(checkGrant({ ...stranger, hostKey }, room.roomId, NOW)).toBe(refuse('badSignature'));
    expect(checkGrant(grantOf(255), room.roomId, NOW)).toBe(refuse('malformed'));
  });

  it('with a field changed is refused', () => {
    const grant = grantOf(1);
    const changes: Partial<Grant>[] = [
      { rank: 0 },
      { notAfter: NOW + 2000 },
      { signKey: signingPair().verifyKey },
      { meetingId: branded<MeetingId>(randomBytes(16)) },
    ];
    for (const change of changes)
      expect(checkGrant({ ...grant, ...change }, room.roomId, NOW)).toBe(refuse('badSignature'));
  });

  it('with any bit flipped, cut or longer, is refused', () => {
    const bytes = encodeGrant(grantOf());
    for (const forged of flips(bytes)) {
      const grant = decodeGrant(forged);
      expect(isRefusal(grant) ? grant : checkGrant(grant, room.roomId, NOW)).toSatisfy(isRefusal);
    }
    for (let length = 0; length < bytes.length; length++) {
      expect(decodeGrant(bytes.slice(0, length))).toBe(refuse('malformed'));
    }
    expect(decodeGrant(concat(bytes, new Uint8Array(1)))).toBe(refuse('malformed'));
  });

  it('whose end no number holds is malformed', () => {
    const bytes = encodeGrant(grantOf());
    bytes.set(u64(2n ** 63n), 32 + 16 + 32 + 1);
    expect(decodeGrant(bytes)).toBe(refuse('malformed'));
  });
});

describe('a hello', () => {
  const expected = { origin: ORIGIN, roomId: room.roomId, nonce, now: NOW };
  const hello = (grant = encodeGrant(grantOf())) => ({
    grant,
    signature: makeHello(member.signingKey, ORIGIN, room.roomId, nonce),
  });

  it('gives the grant of who says it', () => {
    expect(checkHello(hello(), expected)).toEqual(grantOf());
  });

  it.each([
    ['another origin', { origin: 'https://evil.test' }, 'badSignature'],
    ['an origin that goes on', { origin: `${ORIGIN}.evil.test` }, 'badSignature'],
    ['another nonce', { nonce: randomBytes(NONCE_BYTES) }, 'badSignature'],
    ['another room', { roomId: branded<RoomId>(randomBytes(16)) }, 'wrongRoom'],
    ['later', { now: NOW + 1001 }, 'expired'],
  ] as const)('for %s is refused', (_name, change, reason) => {
    expect(checkHello(hello(), { ...expected, ...change })).toBe(refuse(reason));
  });

  it('with a grant not one’s own, or with bits flipped, is refused', () => {
    const others = makeGrant(room.seed, {
      meetingId,
      signKey: signingPair().verifyKey,
      rank: 0,
      notAfter: NOW + 1000,
    });
    expect(checkHello(hello(encodeGrant(others)), expected)).toBe(refuse('badSignature'));
    const { grant, signature } = hello();
    for (const forged of flips(signature, 5)) {
      expect(checkHello({ grant, signature: forged }, expected)).toBe(refuse('badSignature'));
    }
    for (const forged of flips(grant, 3))
      expect(checkHello({ grant: forged, signature }, expected)).toSatisfy(isRefusal);
    expect(checkHello({ grant: new Uint8Array(), signature }, expected)).toBe(refuse('malformed'));
    expect(checkHello({ grant, signature: new Uint8Array() }, expected)).toBe(refuse('badSignature'));
  });

  it('is said over a whole nonce only', () => {
    for (const length of [0, 31, 33]) {
      expect(() => makeHello(member.signingKey, ORIGIN, room.roomId, new Uint8Array(length))).toThrow(
        RangeError,
      );
    }
    expect(granted(checkHello(hello(), expected)).rank).toBe(0);
  });
});

describe('a rejoin', () => {
  const expected = { origin: ORIGIN, roomId: room.roomId, nonce };
  const rejoin = () => ({
    signKey: member.verifyKey,
    signature: makeRejoin(member.signingKey, ORIGIN, room.roomId, nonce),
  });

  it('gives the identity of who asks', () => {
    expect(checkRejoin(rejoin(), expected)).toBe(participantIdOf(member.verifyKey));
  });

  it.each([
    ['another origin', { origin: 'https://evil.test' }],
    ['another nonce', { nonce: randomBytes(NONCE_BYTES) }],
    ['another room', { roomId: branded<RoomId>(randomBytes(16)) }],
  ] as const)('for %s is refused', (_name, change) => {
    expect(checkRejoin(rejoin(), { ...expected, ...change })).toBe(refuse('badSignature'));
  });

  it('in another’s name, or with bits flipped, is refused', () => {
    const { signKey, signature } = rejoin();
    expect(checkRejoin({ signKey: signingPair().verifyKey, signature }, expected)).toBe(
      refuse('badSignature'),
    );
    for (const forged of flips(signature, 5)) {
      expect(checkRejoin({ signKey, signature: forged }, expected)).toBe(refuse('badSignature'));
    }
    for (const length of [0, 31, 33]) {
      expect(checkRejoin({ signKey: new Uint8Array(length), signature }, expected)).toBe(refuse('malformed'));
    }
    expect(checkRejoin({ signKey, signature: new Uint8Array() }, expected)).toBe(refuse('badSignature'));
  });

  it('is no hello, and a hello is no rejoin', () => {
    const hello = makeHello(member.signingKey, ORIGIN, room.roomId, nonce);
    expect(checkRejoin({ signKey: member.verifyKey, signature: hello }, expected)).toBe(
      refuse('badSignature'),
    );
    const { signature } = rejoin();
    expect(checkHello({ grant: encodeGrant(grantOf()), signature }, { ...expected, now: NOW })).toBe(
      refuse('badSignature'),
    );
  });

  it('is signed over a whole nonce only', () => {
    expect(() => makeRejoin(member.signingKey, ORIGIN, room.roomId, new Uint8Array(31))).toThrow(RangeError);
  });
});
