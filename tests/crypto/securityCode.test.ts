import { describe, expect, it } from 'vitest';
import { branded, type MeetingId, type MemberIndex, type VerifyKey } from '../../crypto/brands.ts';
import { toHex } from '../../crypto/bytes.ts';
import { NO_RANK, type RosterMember } from '../../crypto/group/roster.ts';
import { codeStretch, formatCode } from '../../crypto/securityCode.ts';
import { argon2id, randomBytes, signingPair } from '../../crypto/sodium.ts';
import { makeRoom } from './making.ts';
import { Meeting } from './meeting.ts';

const { roomId } = makeRoom();
const meetingId = branded<MeetingId>(randomBytes(16));
const member = (index: number, name: string, signKey: VerifyKey = signingPair().verifyKey): RosterMember => ({
  index: branded<MemberIndex>(index),
  rank: NO_RANK,
  signKey,
  name,
});
const ada = member(0, 'Ada');
const bob = member(1, 'Bob');

const hashed = (...roster: RosterMember[]): string => toHex(codeStretch(roomId, meetingId, roster).password);

describe('a security code', () => {
  it('is six groups of five digits', () => {
    expect(formatCode(new Uint8Array(30))).toBe('00000 00000 00000 00000 00000 00000');
    expect(formatCode(new Uint8Array(30).fill(255))).toBe('27775 27775 27775 27775 27775 27775');
    const counted = Uint8Array.from({ length: 30 }, (_, at) => (at % 5 === 4 ? at : 0));
    expect(formatCode(counted)).toBe('00004 00009 00014 00019 00024 00029');
    expect(() => formatCode(new Uint8Array(29))).toThrow(RangeError);
  });

  it('stretches 30 bytes, salted by the meeting', () => {
    const job = codeStretch(roomId, meetingId, [ada, bob]);
    expect(job).toMatchObject({ salt: meetingId, length: 30 });
    const code = formatCode(argon2id(job.password, job.salt, job.length));
    expect(code).toMatch(/^\d{5}( \d{5}){5}$/);
  });

  it('is another for every other room, meeting, person, key, name, rank, index and order', () => {
    const all = [
      hashed(ada, bob),
      hashed(ada),
      hashed(bob, ada),
      hashed(ada, bob, member(2, 'Eve')),
      hashed(ada, { ...bob, name: 'Rob' }),
      hashed(ada, { ...bob, index: branded<MemberIndex>(2) }),
      hashed(ada, { ...bob, rank: 0 }),
      hashed(ada, member(1, 'Bob')),
      // A letter that moves from one name to the next must not give the same bytes.
      hashed({ ...ada, name: 'AdaB' }, { ...bob, name: 'ob' }),
      toHex(codeStretch(makeRoom().roomId, meetingId, [ada, bob]).password),
      toHex(codeStretch(roomId, branded<MeetingId>(randomBytes(16)), [ada, bob]).password),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('is the same for everyone, changes with who is in, and not with a re-key', async () => {
    const meeting = await Meeting.open();
    const bobs = await meeting.enter('Bob');
    const before = await bobs.code();
    expect(await meeting.host.code()).toBe(before);
    meeting.pass(3 * 60_000);
    expect(bobs.n).toBeGreaterThan(1);
    expect(await bobs.code()).toBe(before);
    const carol = await meeting.enter('Carol');
    const codes = [await carol.code(), await bobs.code(), await meeting.host.code()];
    expect(new Set(codes).size).toBe(1);
    expect(codes[0]).not.toBe(before);
  });
});
