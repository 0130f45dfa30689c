import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { branded, type ParticipantId } from '../../crypto/brands.ts';
import { joinToken, readWebhook, sfuRoomOf } from '../../relay/tokens.ts';
import { makeAuthority, somebody } from './authority.ts';

const access = {
  apiUrl: 'http://127.0.0.1:1',
  apiKey: 'key',
  apiSecret: 'a secret of at least thirty-two bytes',
};

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
function jwt(claims: object, secret = access.apiSecret): string {
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

test('a join token holds identity, one room and explicit sources for 60 s, and nothing else', async () => {
  const sfuRoom = sfuRoomOf(access.apiSecret, makeAuthority().roomId, 0);
  const participant = branded<ParticipantId>(somebody());
  const [header = '', claims = '', signature] = (await joinToken(access, sfuRoom, participant)).split('.');
  expect(createHmac('sha256', access.apiSecret).update(`${header}.${claims}`).digest('base64url')).toBe(
    signature,
  );
  const { exp, nbf, ...rest } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<
    string,
    unknown
  >;
  expect(Math.abs(Number(nbf) - Date.now() / 1000)).toBeLessThan(5);
  expect(Number(exp) - Number(nbf)).toBeLessThanOrEqual(61);
  expect(rest).toEqual({
    iss: 'key',
    sub: participant,
    video: {
      room: sfuRoom,
      roomJoin: true,
      canSubscribe: true,
      canPublish: true,
      canPublishSources: ['microphone', 'camera', 'screen_share', 'screen_share_audio'],
      canPublishData: true,
    },
  });
});

describe('a webhook', () => {
  const body = JSON.stringify({
    event: 'participant_joined',
    room: { name: 'the room' },
    participant: { identity: 'somebody' },
  });
  const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
  const claims = (changes: object = {}) => ({
    iss: 'key',
    exp: Math.floor(Date.now() / 1000) + 60,
    sha256: hash(body),
    ...changes,
  });

  test('signed by our SFU over this body is read', async () => {
    expect(await readWebhook(access, body, jwt(claims()))).toEqual({
      type: 'joined',
      sfuRoom: 'the room',
      participant: 'somebody',
    });
  });

  test('of other kinds is nothing to us', async () => {
    const other = JSON.stringify({ event: 'track_published', room: { name: 'the room' } });
    expect(await readWebhook(access, other, jwt(claims({ sha256: hash(other) })))).toEqual({ type: 'other' });
    const finished = JSON.stringify({ event: 'room_finished', room: { name: 'the room' } });
    expect(await readWebhook(access, finished, jwt(claims({ sha256: hash(finished) })))).toEqual({
      type: 'finished',
      sfuRoom: 'the room',
    });
  });

  test.each<[string, () => string, string?]>([
    ['without a signature', () => ''],
    ['signed with another secret', () => jwt(claims(), 'another secret of thirty-two bytes or so')],
    ['signed by another key', () => jwt(claims({ iss: 'other' }))],
    ['signed an hour ago', () => jwt(claims({ exp: Math.floor(Date.now() / 1000) - 3600 }))],
    ['with the hash of another body', () => jwt(claims({ sha256: hash('{}') }))],
    ['without a hash', () => jwt(claims({ sha256: undefined }))],
    ['that is no JSON', () => jwt(claims({ sha256: hash('nonsense') })), 'nonsense'],
    ['signed without an algorithm', () => `${part({ alg: 'none' })}.${part(claims())}.`],
  ])('%s is refused', async (_, authorization, text = body) => {
    expect(await readWebhook(access, text, authorization())).toBeUndefined();
  });
});
