import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { branded, type ParticipantId } from '../../crypto/brands.ts';
import { joinToken, readWebhook, sfuRoomOf } from '../../relay/tokens.ts';
import { ALL_SOURCES, SOURCE_BITS } from '../../relay/wire.ts';
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

describe('a join token', () => {
  const sfuRoom = sfuRoomOf(access.apiSecret, makeAuthority().roomId, 0);
  const participant = branded<ParticipantId>(somebody());
  const read = async (sources: number) => {
    const token = await joinToken(access, sfuRoom, participant, sources);
    const [header = '', claims = '', signature] = token.split('.');
    const signed = createHmac('sha256', access.apiSecret).update(`${header}.${claims}`);
    expect(signed.digest('base64url')).toBe(signature);
    return JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
  };

  test('holds identity, one room and explicit sources for 60 s, and nothing else', async () => {
    const { exp, nbf, ...rest } = await read(ALL_SOURCES);
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

  test.each([
    [SOURCE_BITS.microphone, ['microphone']],
    [SOURCE_BITS.camera, ['camera']],
    [SOURCE_BITS.screen, ['screen_share']],
    [SOURCE_BITS.screenAudio, ['screen_share_audio']],
    [SOURCE_BITS.microphone + SOURCE_BITS.screen, ['microphone', 'screen_share']],
  ])('for the sources %i allows these alone', async (sources, canPublishSources) => {
    expect((await read(sources))['video']).toMatchObject({ canPublish: true, canPublishSources });
  });

  test('for no source allows none: an empty list alone would allow all', async () => {
    expect((await read(0))['video']).toMatchObject({ canPublish: false, canPublishSources: [] });
  });
});

describe('a webhook', () => {
  const body = JSON.stringify({
    event: 'participant_joined',
    room: { name: 'the room' },
    participant: { identity: 'somebody', permission: { canPublish: true, canPublishSources: ['CAMERA'] } },
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
      who: { participant: 'somebody', sources: SOURCE_BITS.camera },
    });
  });

  test.each<[object | undefined, number | undefined]>([
    [{ canPublish: true, canPublishSources: ['MICROPHONE', 'SCREEN_SHARE_AUDIO'] }, 9],
    [{ canPublish: false, canPublishSources: ['MICROPHONE'] }, 0],
    [{ canPublish: true }, undefined],
    [undefined, 0],
  ])('says what who joined may publish: %o', async (permission, sources) => {
    const said = JSON.stringify({
      event: 'participant_joined',
      room: { name: 'the room' },
      participant: { identity: 'somebody', permission },
    });
    const news = await readWebhook(access, said, jwt(claims({ sha256: hash(said) })));
    expect(news).toMatchObject({ type: 'joined', who: { sources } });
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
