/** Attacks 1 and 2: somebody in the SFU room whom nobody let in, with a stock client and a valid token. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { among } from '../calls/hearing.ts';
import { LOOKS } from '../calls/looks.ts';
import { Stack } from '../calls/stack.ts';
import { nobodyRemoved } from './hosting.ts';
import { pause, twoInACall, type TwoInACall } from './meetings.ts';
import { servePages, type PageServer } from './pageServer.ts';
import { announceGhost } from './signalProxy.ts';
import { StockClient } from './stock.ts';

let pages: PageServer;
beforeAll(async () => {
  pages = await servePages();
});
afterAll(() => pages.close());

/** Names of all tiles on this person's screen. */
const tiles = ({ ada }: TwoInACall): Promise<readonly string[]> =>
  ada.page.$$eval('[role="group"][data-state]', (all) =>
    all.map((tile) => tile.getAttribute('aria-label') ?? ''),
  );

describe('attack 1: a stranger at an SFU that lets strangers stay', () => {
  let stack: Stack;
  let call: TwoInACall;
  let stranger: StockClient;

  beforeAll(async () => {
    stack = await Stack.start({ noWebhooks: true });
    nobodyRemoved(stack);
    [call, stranger] = await Promise.all([twoInACall(stack), StockClient.arrive(pages, 'cem')]);
    await stranger.enter(stack, 'stranger');
    await stranger.publishClear();
    await pause(6000);
  });
  afterAll(async () => {
    await stranger?.goHome();
    await stack?.stop();
  });

  test('sees no name and no text', async () => {
    const witness = await stranger.witness();
    expect(witness.participants).toHaveLength(3);
    for (const { identity, name, metadata, attributes, tracks } of witness.participants) {
      expect([name, metadata, attributes]).toEqual(['', '', {}]);
      if (identity === 'stranger') continue;
      expect(identity).toMatch(/^[A-Za-z0-9_-]{22}$/);
      for (const track of tracks) expect(track.name).toBe('');
    }
    expect([witness.roomMetadata, /^[A-Za-z0-9_-]{43}$/.test(witness.roomName)]).toEqual(['', true]);
    expect(JSON.stringify(witness)).not.toMatch(/\bAda\b|\bBo\b/);
    for (const { topic } of witness.packets) expect(topic).toBe('');
  });

  test('gets frames and decodes none', async () => {
    const decoded = await stranger.decoded();
    const video = decoded.filter(({ kind }) => kind === 'video');
    expect(video).toHaveLength(2);
    expect((await stranger.witness()).framesRecorded).toBeGreaterThan(200);
    for (const { framesDecoded } of video) expect(framesDecoded).toBe(0);
    // Noise has any tone in it at some time; somebody's is there all the time.
    const heard = [
      await stranger.tones(),
      await stranger.tones(),
      await stranger.tones(),
      await stranger.tones(),
    ];
    for (const { hertz } of [LOOKS.ada, LOOKS.bo]) {
      expect(heard.every((tones) => among(tones, hertz))).toBe(false);
    }
  });

  test('is reported by every page itself, without a word of the relay', async () => {
    for (const person of [call.ada, call.bo]) await person.reads('alert', 'whom nobody let in');
  });

  test('is never shown and never heard, whatever it publishes', async () => {
    expect([...(await tiles(call))].sort()).toEqual(['Ada (you)', 'Bo']);
    expect(await call.ada.hearsNow(call.bo)).toBe(true);
    const heard = await call.ada.hearsTone(LOOKS.cem.hertz);
    expect(heard).toBe(false);
  });

  test('a ghost that the SFU only speaks of is no tile either', async () => {
    announceGhost(stack.sfuProxy, { sid: 'PA_ghost', identity: 'ghost', name: 'Bo' });
    await pause(1500);
    expect([...(await tiles(call))].sort()).toEqual(['Ada (you)', 'Bo']);
    await call.ada.tileBecomes('Bo', { state: 'live' });
  });
});

describe('attack 1: a stranger at an SFU that tells the relay', () => {
  let stack: Stack;
  let stranger: StockClient;

  beforeAll(async () => {
    stack = await Stack.start();
  });
  afterAll(async () => {
    await stranger?.goHome();
    await stack?.stop();
  });

  test('is thrown out and reported', async () => {
    const [{ ada }, arrived] = await Promise.all([twoInACall(stack), StockClient.arrive(pages, 'cem')]);
    stranger = arrived;
    await stranger.enter(stack, 'stranger').catch(() => undefined);
    await ada.reads('alert', 'whom nobody let in');
    await ada.until(
      'the stranger to be out',
      async () => (await stranger.witness()).connection === 'disconnected',
    );
    const present = (await stack.sfu.participants()).map(({ identity }) => identity);
    expect(present).toHaveLength(2);
    expect(present).not.toContain('stranger');
    await ada.tileBecomes('Bo', { state: 'live' });
  });
});
