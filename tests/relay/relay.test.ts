/** The relay as it runs: real sockets, real SFU. What needs a browser is in `tests/calls` and `tests/attacks`. */

import { createHash, createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { SignalResponse } from '@livekit/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { toBase64url } from '../../crypto/bytes.ts';
import { startRelay, type Running, type SfuApart } from '../../relay/conclave.ts';
import type { Limits } from '../../relay/limits.ts';
import { Problem } from '../../relay/problem.ts';
import { findSfuBinary } from '../../relay/sfu.ts';
import { startSfu, type SfuProcess } from '../../relay/sfuProcess.ts';
import { sfuApi, sfuRoomOf, type SfuRoom } from '../../relay/tokens.ts';
import { ENVELOPE_BYTES, MESSAGE_BYTES } from '../../relay/wire.ts';
import { makeAuthority, somebody, type Authority } from './authority.ts';
import { RelayPage } from './page.ts';

let process_: SfuProcess;
let sfu: SfuApart;
let relay: Running;
const log: string[] = [];
const pages: RelayPage[] = [];
const sockets: WebSocket[] = [];

const MANY: Partial<Limits> = { socketsPerMinute: 10_000, socketBurst: 10_000, openSockets: 10_000 };
const startAgain = (port = 0, limits: Partial<Limits> = MANY): Promise<Running> =>
  startRelay({ port, sfu, limits, log: (line) => log.push(line) });

beforeAll(async () => {
  process_ = await startSfu({
    binary: await findSfuBinary(process.env, (line) => console.log(line)),
    host: '127.0.0.1',
    onDeath: (lastWords) => log.push(lastWords),
  });
  sfu = { access: process_.access, url: process_.access.apiUrl.replace('http', 'ws') };
  relay = await startAgain();
});
afterEach(() => {
  for (const page of pages.splice(0)) page.close();
  for (const socket of sockets.splice(0)) socket.terminate();
});
afterAll(async () => {
  await relay.close();
  await process_.close();
});

async function page(origin = relay.url, port = relay.port): Promise<RelayPage> {
  const connected = await RelayPage.connect(port, origin);
  pages.push(connected);
  return connected;
}

const api = () => sfuApi(sfu.access);
const roomOf = (authority: Authority): SfuRoom => sfuRoomOf(sfu.access.apiSecret, authority.roomId, 0);
const inside = async (authority: Authority): Promise<string[]> =>
  (await api().participants(roomOf(authority))).sort();

/** Joins the SFU as far as its signalling goes; gives the identity it was let in as, or the refusal's status. */
function join(token: string): Promise<string | number> {
  const socket = new WebSocket(`${sfu.url}/rtc?access_token=${token}&protocol=15&auto_subscribe=1`);
  sockets.push(socket);
  return new Promise((resolve, reject) => {
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
    socket.once('message', (data: Buffer) => {
      const { message } = SignalResponse.fromBinary(new Uint8Array(data));
      resolve(message.case === 'join' ? (message.value.participant?.identity ?? '') : (message.case ?? ''));
    });
  });
}

/** A token such as the SFU's operator, or a relay that lies, could make. */
function forgedToken(room: string, identity: string): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: sfu.access.apiKey,
    sub: identity,
    nbf: now - 5,
    exp: now + 60,
    video: { room, roomJoin: true },
  };
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', sfu.access.apiSecret).update(signed).digest('base64url')}`;
}

function webhook(body: string, secret = sfu.access.apiSecret): Promise<number> {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const sha256 = createHash('sha256').update(body).digest('base64');
  const claims = { iss: sfu.access.apiKey, exp: Math.floor(Date.now() / 1000) + 60, sha256 };
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  const authorization = `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  const url = `http://127.0.0.1:${relay.port}/livekit/webhook`;
  return fetch(url, { method: 'POST', body, headers: { authorization } }).then((answer) => answer.status);
}

const joined = (authority: Authority, identity: string): string =>
  JSON.stringify({
    event: 'participant_joined',
    room: { name: roomOf(authority) },
    participant: { identity },
  });

describe('admission', () => {
  test('goes from a knock to a place in the SFU room', async () => {
    const host = makeAuthority();
    const leader = await (await page()).lead(host);
    const joiner = await page();
    joiner.say({ type: 'wait', room: host.room });
    const { waiter } = await leader.next('waiting');
    expect(await joiner.next('host')).toEqual({ type: 'host', present: true });

    const knock = toBase64url(new Uint8Array(ENVELOPE_BYTES).fill(1));
    joiner.say({ type: 'envelope', data: knock });
    expect(await leader.next('envelopeFrom')).toEqual({ type: 'envelopeFrom', waiter, data: knock });
    const challenge = toBase64url(new Uint8Array(ENVELOPE_BYTES).fill(2));
    leader.say({ type: 'envelopeTo', waiter, data: challenge });
    expect(await joiner.next('envelope')).toEqual({ type: 'envelope', data: challenge });

    const participant = somebody();
    leader.say({ type: 'admit', participant, waiter });
    const { token, url } = await joiner.next('token');
    expect(url).toBe(sfu.url);
    expect(await join(token)).toBe(participant);
    leader.say({ type: 'admit', participant: host.participant });
    expect(await join((await leader.next('token')).token)).toBe(host.participant);
    await expect.poll(() => inside(host)).toEqual([participant, host.participant].sort());
  });

  test('is the only way into an SFU room: none comes into being by joining', async () => {
    const nowhere = makeAuthority();
    expect(await join(forgedToken(roomOf(nowhere), somebody()))).toBe(404);
  });

  test('finds the SFU room again after the SFU has closed it', async () => {
    const host = makeAuthority();
    const leader = await (await page()).lead(host);
    await api().deleteRoom(roomOf(host));
    leader.say({ type: 'admit', participant: host.participant });
    expect(await join((await leader.next('token')).token)).toBe(host.participant);
  });
});

describe('strangers', () => {
  test('that are inside when an authority opens the room are thrown out', async () => {
    const host = makeAuthority();
    const [admitted, stranger] = [somebody(), somebody()];
    await api().openRoom(roomOf(host));
    for (const identity of [admitted, stranger]) await join(forgedToken(roomOf(host), identity));
    await expect.poll(() => inside(host)).toEqual([admitted, stranger].sort());
    const leader = await (await page()).lead(host, [admitted]);
    await leader.next('stranger');
    await expect.poll(() => inside(host)).toEqual([admitted]);
  });

  test('that come later are thrown out on the word of the SFU, and only of the SFU', async () => {
    const host = makeAuthority();
    const leader = await (await page()).lead(host);
    const stranger = somebody();
    await join(forgedToken(roomOf(host), stranger));
    await expect.poll(() => inside(host)).toEqual([stranger]);
    expect(await webhook(joined(host, stranger), 'not the secret of this SFU, not at all')).toBe(401);
    expect(await inside(host)).toEqual([stranger]);
    expect(await webhook(joined(host, stranger))).toBe(200);
    await leader.next('stranger');
    await expect.poll(() => inside(host)).toEqual([]);
  });

  test('include somebody who was removed', async () => {
    const host = makeAuthority();
    const member = somebody();
    const leader = await (await page()).lead(host, [member]);
    await join(forgedToken(roomOf(host), member));
    await expect.poll(() => inside(host)).toEqual([member]);
    leader.say({ type: 'remove', participant: member });
    await expect.poll(() => inside(host)).toEqual([]);
    await join(forgedToken(roomOf(host), member));
    await expect.poll(() => inside(host)).toEqual([member]);
    expect(await webhook(joined(host, member))).toBe(200);
    await leader.next('stranger');
    await expect.poll(() => inside(host)).toEqual([]);
  });
});

test('the end deletes the SFU room, tells who waits, and closes', async () => {
  const host = makeAuthority();
  const leader = await (await page()).lead(host);
  const joiner = await page();
  joiner.say({ type: 'wait', room: host.room });
  await leader.next('waiting');
  await join(forgedToken(roomOf(host), host.participant));
  leader.say({ type: 'end' });
  await joiner.next('ended');
  await Promise.all([joiner.gone(), leader.gone()]);
  expect(await join(forgedToken(roomOf(host), host.participant))).toBe(404);
});

test('a relay that starts again leaves calls alone until the host is back', async () => {
  const host = makeAuthority();
  const member = somebody();
  const leader = await (await page()).lead(host, [member]);
  const joiner = await page();
  joiner.say({ type: 'wait', room: host.room });
  await leader.next('waiting');
  await join(forgedToken(roomOf(host), member));
  await expect.poll(() => inside(host)).toEqual([member]);

  const { port } = relay;
  await relay.close();
  await Promise.all([leader.gone(), joiner.gone()]);
  expect(await leader.next('refused')).toEqual({ type: 'refused', reason: 'shuttingDown' });
  relay = await startAgain(port);
  expect(await inside(host)).toEqual([member]);
  expect(await webhook(joined(host, member))).toBe(200);
  expect(await inside(host)).toEqual([member]);

  const waiting = await page();
  waiting.say({ type: 'wait', room: host.room });
  expect(await waiting.next('host')).toEqual({ type: 'host', present: false });
  await (await page()).lead(host, [member]);
  expect(await waiting.next('host')).toEqual({ type: 'host', present: true });
  expect(await inside(host)).toEqual([member]);
});

describe('the socket', () => {
  test.each([
    'http://evil.example',
    'null',
    '',
    'http://localhost',
    'http://LOCALHOST:1',
    'https://localhost:1',
  ])('is refused to a page of "%s"', async (origin) => {
    await expect(page(origin.replace(':1', `:${relay.port}`))).rejects.toThrow('403');
  });

  test('is given to own pages under both names of loopback', async () => {
    for (const name of ['localhost', '127.0.0.1']) {
      await (await page(`http://${name}:${relay.port}`)).next('nonce');
    }
  });

  test.each<[string, string | Buffer]>([
    ['text that is no message', '{"type":"shutdown"}'],
    ['a message with a field too many', `{"type":"wait","room":"${'A'.repeat(22)}","x":1}`],
    ['binary', Buffer.from(`{"type":"wait","room":"${'A'.repeat(22)}"}`)],
  ])('takes no %s', async (_, text) => {
    const rude = await page();
    rude.socket.send(text);
    expect(await rude.next('refused')).toEqual({ type: 'refused', reason: 'malformed' });
    await rude.gone();
  });

  test('takes nothing longer than a message', async () => {
    const rude = await page();
    rude.socket.send('x'.repeat(MESSAGE_BYTES + 1));
    await rude.gone();
  });

  test('offers no compression', async () => {
    expect((await page()).socket.extensions).toBe('');
  });

  test('is closed on a page that says nothing', async () => {
    const impatient = await startAgain(0, { ...MANY, helloMs: 200 });
    const silent = await page(impatient.url, impatient.port);
    expect(await silent.next('refused')).toEqual({ type: 'refused', reason: 'tooSlow' });
    await silent.gone();
    await impatient.close();
  });

  test('is refused when too many come from one place', async () => {
    const strict = await startAgain(0, { socketBurst: 2, socketsPerMinute: 1 });
    await page(strict.url, strict.port);
    await page(strict.url, strict.port);
    await expect(page(strict.url, strict.port)).rejects.toThrow('429');
    await strict.close();
  });
});

describe('over http', () => {
  const get = (path: string, init?: RequestInit): Promise<Response> =>
    fetch(`http://127.0.0.1:${relay.port}${path}`, init);

  test('says that it is well', async () => {
    const answer = await get('/healthz');
    expect([answer.status, await answer.text()]).toEqual([200, 'ok\n']);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('answers HEAD without a body, and nothing but GET and HEAD', async () => {
    const head = await get('/nowhere', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([404, '']);
    expect((await get('/', { method: 'POST' })).status).toBe(405);
    expect((await get('/', { method: 'PUT', body: 'x' })).status).toBe(405);
  });

  test('takes no webhook that is too long', async () => {
    expect(await webhook('x'.repeat(70_000))).toBe(413);
  });

  test('survives a webhook that stops in the middle', async () => {
    const socket = connect(relay.port, '127.0.0.1');
    socket.write('POST /livekit/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf');
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    expect((await get('/healthz')).status).toBe(200);
  });
});

test('a taken port is a problem with a sentence', async () => {
  await expect(startAgain(relay.port)).rejects.toThrow(Problem);
  await expect(startAgain(relay.port)).rejects.toThrow(/is taken.*PORT=/);
});

test('the relay logs nothing about anyone', () => {
  expect(log).toEqual([]);
});
