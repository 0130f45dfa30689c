/**
 * Attacks 32 and 34: everything that relay and SFU see after their own decryption is searched for what is
 * nobody's but the participants'.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stack } from '../calls/stack.ts';
import { nobodyRemoved } from './hosting.ts';
import { endAll, pause } from './meetings.ts';
import { find } from './needles.ts';
import { servePages, type PageServer } from './pageServer.ts';
import { signals } from './signalProxy.ts';
import { StockClient } from './stock.ts';

/** Names that nothing else could contain by chance. */
const HOST = 'Adalbertina Quastenflosser';
const GUEST = 'Bonifatius Wunderlich';

describe('what the servers see', () => {
  let pages: PageServer;
  let stack: Stack;
  let recorder: StockClient;
  let hay: Record<string, readonly (string | Uint8Array)[]>;
  let secrets: Record<string, Uint8Array | string>;
  let roomId: Uint8Array;

  beforeAll(async () => {
    pages = await servePages();
    stack = await Stack.start({ noWebhooks: true });
    nobodyRemoved(stack);
    const [ada, bo, arrived] = await Promise.all([
      stack.person({ name: HOST, look: 'ada', browser: 'chromium' }),
      stack.person({ name: GUEST, look: 'bo', browser: 'chromium' }),
      StockClient.arrive(pages, 'cem'),
    ]);
    recorder = arrived;
    const { link, passphrase } = await ada.newMeeting(stack.origin);
    await ada.press('button', 'More');
    const hostLink = await ada.text('Host link');
    await ada.startMeeting();
    await recorder.hide(stack);
    await bo.knock(link, 'four words that are wrong');
    await bo.reads('alert', 'passphrase');
    await bo.tryAgain(passphrase);
    await ada.admit(GUEST);
    await bo.enter();
    await Promise.all([ada.tileBecomes(GUEST, { state: 'live' }), bo.tileBecomes(HOST, { state: 'live' })]);
    await bo.turn('Microphone', false);
    await bo.turn('Microphone', true);
    await ada.securityCode();
    const participants = JSON.stringify(await stack.sfu.participants());
    await pause(3000);
    const witness = await recorder.witness();
    const frames = await recorder.frames();
    await bo.leave();
    await ada.until('the guest to be gone', async () => (await ada.tile(GUEST)) === undefined);

    const invite = Buffer.from(new URL(link).hash.slice(1), 'base64url');
    const host = Buffer.from(new URL(hostLink).hash.slice(1), 'base64url');
    roomId = invite.subarray(1, 17);
    secrets = {
      'name of the host': HOST,
      'name of the guest': GUEST,
      passphrase,
      'passphrase, joined': passphrase.replaceAll(' ', '-'),
      'wrong passphrase': 'four words that are wrong',
      'link secret': invite.subarray(17, 33),
      'host seed': host.subarray(1, 33),
      'invite link': new URL(link).hash.slice(1),
    };
    hay = {
      'relay: requests and WebSockets': stack.relayProxy.recorded
        .filter(({ direction, socket }) => direction === 'up' || socket >= 0)
        .map(({ message }) => message),
      'relay: webhooks': stack.webhooks,
      'relay: log': stack.relayLog,
      'SFU: WebSockets': stack.sfuProxy.recorded.map(({ message }) => message),
      'SFU: signals': signals(stack.sfuProxy),
      'SFU: participants': [participants],
      'SFU: log at debug level': [stack.sfu.log()],
      'SFU: what a participant is told': [JSON.stringify(witness)],
      'SFU: data packets': witness.packets.map(({ data }) => Buffer.from(data, 'base64')),
      'SFU: frames': frames.map(({ data }) => data),
    };
  });
  afterAll(() => endAll([recorder], stack, pages));

  test('there is much to search, in every place', () => {
    for (const [name, straws] of Object.entries(hay)) {
      if (name !== 'relay: log') expect(straws.length, name).toBeGreaterThan(0);
    }
    expect(hay['SFU: frames']?.length).toBeGreaterThan(200);
    expect(hay['SFU: data packets']?.length).toBeGreaterThan(3);
  });

  test('what the relay does see is found: the search works', () => {
    expect(find(roomId, hay)).toContain('relay: requests and WebSockets');
  });

  test('nothing of the people is there', () => {
    const found = Object.entries(secrets).flatMap(([what, secret]) =>
      find(secret, hay).map((where) => `${what} in ${where}`),
    );
    expect(found).toEqual([]);
  });
});
