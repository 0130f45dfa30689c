/**
 * The way of a frame alone, on the real SFU: the product's media folder and frame worker, base keys that
 * anybody can compute, no door. What a subscriber gets must open, down to the last frame.
 */

import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NO_FRAMES, type SlotName } from '../../../crypto/workers/frameProtocol.ts';
import { servePages, type PageServer } from '../../pageServer.ts';
import { launchBrowser, type BrowserName, type Launched } from '../browser.ts';
import { LOOKS } from '../looks.ts';
import { startOperator, type Operator } from '../operator.ts';
import type { FramePath } from './page.ts';

declare global {
  interface Window {
    framePath: FramePath;
  }
}

const SEATS = { a: 0, b: 1 };
const RED = 'rgb(200,40,40)';
const GREEN = 'rgb(40,170,60)';
const BLUE = 'rgb(50,60,200)';

let server: PageServer;
let url: string;
let sfu: Operator;

beforeAll(async () => {
  server = await servePages({ root: import.meta.dirname, pages: ['page.html'], into: 'frame-path' });
  url = `${server.url}page.html`;
  sfu = await startOperator();
});

afterAll(async () => {
  await server.close();
  await sfu.stop();
});

const state = (page: Page) => page.evaluate(() => window.framePath.state());
const send = (page: Page, slot: SlotName, look: string) =>
  page.evaluate((s, l) => window.framePath.send(s, l), slot, look);
const hold = (page: Page, slot: SlotName) => page.evaluate((s) => window.framePath.hold(s), slot);
const epoch = (page: Page, n: number, index: number) =>
  page.evaluate((a, b) => window.framePath.epoch(a, b), n, index);

/** How many frames of a slot were opened on the track that is shown now; refusals of any kind must not exist. */
async function opened(page: Page, slot: SlotName): Promise<number> {
  const { media, opened: all } = await state(page);
  const transform = media.find((one) => one.slot === slot)?.transform;
  const counts = transform === undefined ? undefined : all[transform];
  if (!counts) return 0;
  const { opened: count } = counts;
  expect(counts, `${slot} on ${transform}`).toEqual({ ...NO_FRAMES, opened: count });
  return count;
}

/** Until this many more frames of the slot opened. */
async function more(page: Page, slot: SlotName, frames = 10): Promise<void> {
  const before = await opened(page, slot);
  await expect
    .poll(() => opened(page, slot), { timeout: 15_000, interval: 250 })
    .toBeGreaterThan(before + frames);
}

/** Until the picture of a slot has this colour. */
async function shows(page: Page, slot: SlotName, colour: string): Promise<void> {
  const wanted = (colour.match(/\d+/g) ?? []).map(Number);
  const distance = async (): Promise<number> => {
    const seen = await page.evaluate(() => window.framePath.pictures());
    const rgb = seen[slot];
    return rgb ? Math.max(...wanted.map((value, at) => Math.abs(value - (rgb[at] ?? 0)))) : 255;
  };
  await expect.poll(distance, { timeout: 15_000, interval: 250 }).toBeLessThan(50);
}

describe.each<[BrowserName, BrowserName]>([
  ['chromium', 'chromium'],
  ['chromium', 'firefox'],
])('%s with %s', (first, second) => {
  const launched: Launched[] = [];
  let a: Page;
  let b: Page;

  beforeAll(async () => {
    const room = `${first} ${second}`;
    await sfu.api.createRoom({ name: room, emptyTimeout: 60 });
    const pages: Page[] = [];
    for (const [name, look, identity] of [
      [first, LOOKS.ada, 'a'],
      [second, LOOKS.bo, 'b'],
    ] as const) {
      const one = await launchBrowser(name, { look });
      launched.push(one);
      const page = await one.browser.newPage();
      pages.push(page);
      await page.goto(url);
      await page.evaluate(() => window.framePath.start());
      await page.evaluate(
        (...args) => window.framePath.join(...args),
        sfu.url,
        await sfu.token(identity, room),
        SEATS[identity],
        SEATS,
      );
    }
    const [one, two] = pages;
    if (!one || !two) throw new Error('two pages');
    [a, b] = [one, two];
  });

  afterAll(async () => {
    for (const one of launched) await one.close();
  });

  test('the browser can seal: encode, encrypt, decrypt, decode', async () => {
    for (const page of [a, b]) expect(await page.evaluate(() => window.framePath.canSealFrames())).toBe(true);
  });

  test('camera and microphone, both ways', async () => {
    await Promise.all([send(a, 'camera', RED), send(a, 'microphone', 'device')]);
    await Promise.all([send(b, 'camera', BLUE), send(b, 'microphone', 'device')]);
    await Promise.all([shows(a, 'camera', BLUE), shows(b, 'camera', RED)]);
    for (const page of [a, b]) {
      await more(page, 'microphone');
      await more(page, 'camera');
      expect((await page.evaluate(() => window.framePath.energy())).microphone).toBeGreaterThan(0);
    }
  });

  test('another camera: replaceTrack', async () => {
    await Promise.all([send(a, 'camera', GREEN), send(b, 'camera', RED)]);
    await Promise.all([shows(b, 'camera', GREEN), shows(a, 'camera', RED)]);
  });

  test('a screen, both ways, and its end', async () => {
    await Promise.all([send(a, 'screen', BLUE), send(b, 'screen', GREEN)]);
    await Promise.all([shows(b, 'screen', BLUE), shows(a, 'screen', GREEN)]);
    await more(a, 'screen');
    await more(b, 'screen');
    await Promise.all([hold(a, 'screen'), hold(b, 'screen')]);
    await expect.poll(async () => (await state(b)).media.some(({ slot }) => slot === 'screen')).toBe(false);
  });

  test('attack 41: what is switched off is not sent, and nothing is put in its place', async () => {
    await Promise.all([hold(a, 'microphone'), hold(a, 'camera')]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = [await opened(b, 'microphone'), await opened(b, 'camera')];
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect([await opened(b, 'microphone'), await opened(b, 'camera')]).toEqual(before);
    await Promise.all([send(a, 'camera', RED), send(a, 'microphone', 'device')]);
    await Promise.all([shows(b, 'camera', RED), more(b, 'microphone')]);
  });

  test('a new epoch: nothing is lost', async () => {
    await Promise.all([epoch(a, 2, 0), epoch(b, 2, 1)]);
    for (const page of [a, b]) for (const slot of ['microphone', 'camera'] as const) await more(page, slot);
  });

  test('silence, and speech again', async () => {
    await a.evaluate(() => window.framePath.silence());
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = await opened(b, 'microphone');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await opened(b, 'microphone')).toBe(before);
    await Promise.all([epoch(a, 3, 0), epoch(b, 3, 1)]);
    await more(b, 'microphone');
    await more(b, 'camera');
  });

  test('a full reconnect of each', async () => {
    for (const page of [a, b]) {
      await page.evaluate(() => window.framePath.reconnect());
      await expect
        .poll(async () => (await state(page)).log.slice(-2), { timeout: 15_000 })
        .toEqual(['reconnecting', 'connected']);
      await Promise.all([shows(a, 'camera', RED), shows(b, 'camera', RED)]);
      for (const one of [a, b]) for (const slot of ['microphone', 'camera'] as const) await more(one, slot);
    }
  });

  test('attack 4: when the worker dies, nothing is sent any more', async () => {
    await b.evaluate(() => window.framePath.killWorker());
    await new Promise((resolve) => setTimeout(resolve, 700));
    const before = [await opened(a, 'microphone'), await opened(a, 'camera')];
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect([await opened(a, 'microphone'), await opened(a, 'camera')]).toEqual(before);
  });
});
