/** What the relay's port takes and what it refuses: sockets and HTTP, with no SFU behind it. */

import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startRelay, type Running, type SfuApart } from '../../relay/conclave.ts';
import type { Limits } from '../../relay/limits.ts';
import { Problem } from '../../relay/problem.ts';
import { MESSAGE_BYTES } from '../../relay/wire.ts';
import { makeAuthority } from './authority.ts';
import { RelayPage } from './page.ts';

/** On the discard port, where nobody is. */
const sfu: SfuApart = {
  access: { apiUrl: 'http://127.0.0.1:9', apiKey: 'key', apiSecret: 'a secret of at least thirty-two bytes' },
  url: 'ws://127.0.0.1:9',
};
const MANY: Partial<Limits> = { socketsPerMinute: 10_000, socketBurst: 10_000, openSockets: 10_000 };
const log: string[] = [];
const pages: RelayPage[] = [];
let relay: Running;

const startAgain = (port = 0, limits: Partial<Limits> = MANY): Promise<Running> =>
  startRelay({ port, sfu, limits, log: (line) => log.push(line) });

beforeAll(async () => {
  relay = await startAgain();
});
afterEach(() => {
  for (const page of pages.splice(0)) page.close();
});
afterAll(() => relay.close());

async function page(origin = relay.url, port = relay.port): Promise<RelayPage> {
  const connected = await RelayPage.connect(port, origin);
  pages.push(connected);
  return connected;
}

test('an authority is told that there is no SFU, and whoever runs the relay too', async () => {
  const host = makeAuthority();
  const leader = await page();
  await leader.claim(host);
  leader.say({ type: 'open', move: 0 });
  expect(await leader.next('refused')).toEqual({ type: 'refused', reason: 'sfuUnavailable' });
  await leader.gone();
  expect(log).toEqual(['The SFU did not do what the relay asked of it.']);
});

describe('ratings', () => {
  const post = (body: string, origin = relay.url, to = relay.port): Promise<Response> =>
    fetch(`http://127.0.0.1:${to}/rating`, { method: 'POST', body, headers: { origin } });

  test('are taken from the page alone, and only as what they are', async () => {
    const place = 'A'.repeat(22);
    const sealed = 'A'.repeat(1419);
    expect((await post('{"stars":5}', 'http://evil.example')).status).toBe(403);
    expect((await post('{"stars":9}')).status).toBe(400);
    expect(await (await post('{"stars":5}')).json()).toEqual([]);
    expect(await (await post(JSON.stringify({ place, sealed }))).json()).toEqual([]);
    expect(await (await post(JSON.stringify({ place }))).json()).toEqual([sealed]);
    expect(await (await post(JSON.stringify({ place }))).json()).toEqual([]);
  });

  test('are as many from one place as may be', async () => {
    const strict = await startAgain(0, { ...MANY, ratingBurst: 2, ratingsPerMinute: 1 });
    const posted = [];
    for (let times = 0; times < 3; times += 1)
      posted.push((await post('{"stars":1}', strict.url, strict.port)).status);
    await strict.close();
    expect(posted).toEqual([200, 200, 429]);
  });
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
    const body = 'x'.repeat(70_000);
    expect((await get('/livekit/webhook', { method: 'POST', body })).status).toBe(413);
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
