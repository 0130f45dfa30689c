/** The hostile relay of other attacks: what it can do to messages, with the real relay behind it. */

import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startServer, type Server } from '../../../relay/server.ts';
import type { Site } from '../../../relay/site.ts';
import { lieToRelay } from '../hosting.ts';
import { startProxy, type Proxy } from '../proxy.ts';

const ROOM = Buffer.alloc(16, 7).toString('base64url');
const OTHER_ROOM = Buffer.alloc(16, 8).toString('base64url');
const TOO_LATE_MS = 300;

const nothing = { status: '404 Not Found', headers: [], body: '' };
const site: Site = { get: () => nothing, plain: () => nothing };

/** A page's line to the relay: what it hears, by type. */
function page(proxy: Proxy) {
  const heard: string[] = [];
  const socket = new WebSocket(`${proxy.url.replace('http', 'ws')}/relay`, { origin: proxy.url });
  socket.on('message', (bytes: Buffer) => {
    const said: { type?: unknown } = JSON.parse(bytes.toString());
    heard.push(String(said.type));
  });
  return {
    heard,
    socket,
    say: (message: object) => socket.send(JSON.stringify(message)),
    hears: (...types: readonly string[]) => expect.poll(() => heard).toEqual(types),
  };
}

describe('a hostile relay', () => {
  let server: Server;
  let proxy: Proxy;

  beforeEach(async () => {
    proxy = await startProxy('http://127.0.0.1:9');
    server = await startServer({
      host: '127.0.0.1',
      port: 0,
      origins: new Map([[proxy.url, 'ws://127.0.0.1:9']]),
      site,
      sfu: { apiUrl: 'http://127.0.0.1:9', apiKey: 'key', apiSecret: 'secret' },
      log: () => undefined,
    });
    proxy.aim(`http://127.0.0.1:${server.port}`);
  });
  afterEach(async () => {
    await proxy.close();
    await server.close();
  });

  test('passes the truth on while it does not lie', async () => {
    const liar = lieToRelay(proxy, {});
    const ada = page(proxy);
    await ada.hears('nonce');
    ada.say({ type: 'wait', room: ROOM });
    await ada.hears('nonce', 'host');
    expect(liar.heard.map(({ from, message }) => `${from} ${message.type}`)).toEqual([
      'relay nonce',
      'page wait',
      'relay host',
    ]);
  });

  test('drops what pages say', async () => {
    lieToRelay(proxy, { fromPage: (said) => (said.type === 'wait' ? [] : [said]) });
    const ada = page(proxy);
    await ada.hears('nonce');
    ada.say({ type: 'wait', room: ROOM });
    await new Promise((resolve) => setTimeout(resolve, TOO_LATE_MS));
    await ada.hears('nonce');
  });

  test('changes what pages say, each on its own line', async () => {
    const liar = lieToRelay(proxy, {
      fromPage: (said) => (said.type === 'wait' ? [{ ...said, room: OTHER_ROOM }] : [said]),
    });
    const [ada, bo] = [page(proxy), page(proxy)];
    await Promise.all([ada.hears('nonce'), bo.hears('nonce')]);
    ada.say({ type: 'wait', room: ROOM });
    await ada.hears('nonce', 'host');
    expect(new Set(liar.heard.map(({ line }) => line.number))).toEqual(new Set([0, 1]));
    expect(bo.heard).toEqual(['nonce']);
  });

  test('delays, doubles and makes up what the relay says', async () => {
    const liar = lieToRelay(proxy, {
      fromRelay: (said) =>
        said.type === 'host' ? [{ type: 'ended' }, { message: said, afterMs: TOO_LATE_MS }] : [said, said],
    });
    const ada = page(proxy);
    await ada.hears('nonce', 'nonce');
    ada.say({ type: 'wait', room: ROOM });
    await ada.hears('nonce', 'nonce', 'ended');
    await ada.hears('nonce', 'nonce', 'ended', 'host');
    const [line] = proxy.lines;
    liar.toPage(line!, { type: 'ended' });
    await ada.hears('nonce', 'nonce', 'ended', 'host', 'ended');
  });

  test('replays, also to the relay, and tells the truth again when it likes', async () => {
    const liar = lieToRelay(proxy, { fromPage: () => [] });
    const ada = page(proxy);
    await ada.hears('nonce');
    ada.say({ type: 'wait', room: ROOM });
    await expect.poll(() => liar.heard.length).toBe(2);
    liar.lie({});
    liar.replay(liar.heard[1]!);
    await ada.hears('nonce', 'host');
    liar.replay(liar.heard[0]!);
    await ada.hears('nonce', 'host', 'nonce');
  });

  test('swallows requests, which then look as if they had been carried out', async () => {
    proxy.swallow((method, path) => method === 'POST' && path === '/livekit/webhook');
    const hook = `${proxy.url}/livekit/webhook`;
    const swallowed = await fetch(hook, { method: 'POST', body: '{}' });
    expect([swallowed.status, await swallowed.text()]).toEqual([200, '{}']);
    proxy.swallow(() => false);
    const passed = await fetch(hook, { method: 'POST', body: '{}' });
    expect(passed.status).toBe(404);
  });
});

describe('pings through the middle', () => {
  test('are answered by the page itself, so that a dead one is noticed', async () => {
    const pongs: string[] = [];
    const far = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(far, 'listening');
    const address = far.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    far.on('connection', (socket) => {
      socket.on('pong', (data) => pongs.push(data.toString()));
      socket.on('message', (text: Buffer) => socket.ping(text));
    });
    const proxy = await startProxy(`http://127.0.0.1:${port}`);
    const url = proxy.url.replace('http', 'ws');
    const [alive, deaf] = [new WebSocket(url), new WebSocket(url, { autoPong: false })];
    alive.on('open', () => alive.send('alive'));
    deaf.on('open', () => deaf.send('deaf'));
    await expect.poll(() => pongs).toEqual(['alive']);
    await new Promise((resolve) => setTimeout(resolve, TOO_LATE_MS));
    expect(pongs).toEqual(['alive']);
    await proxy.close();
    far.close();
  });
});
