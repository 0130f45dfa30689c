/** A browser with the stock page in it, and whatever token the SFU's operator makes for it. */

import type { Page } from 'puppeteer-core';
import type { VideoGrant } from 'livekit-server-sdk';
import { launchBrowser, type Launched } from '../calls/browser.ts';
import { listen, tones, type Tone } from '../calls/hearing.ts';
import { LOOKS, type LookName } from '../calls/looks.ts';
import type { Stack } from '../calls/stack.ts';
import type { PageServer } from './pageServer.ts';
import type { RecordedFrame } from './pages/frameTap.ts';
import type { Decoded, Witness } from './pages/stock.ts';

/** Frames fetched from the page at a time. */
const BATCH = 500;

/** A recorded frame with its bytes. */
export type Frame = Omit<RecordedFrame, 'data'> & { readonly data: Buffer };

export class StockClient {
  readonly page: Page;
  readonly #launched: Launched;

  private constructor(launched: Launched, page: Page) {
    this.#launched = launched;
    this.page = page;
  }

  static async arrive(pages: PageServer, look: LookName): Promise<StockClient> {
    const launched = await launchBrowser('chromium', { look: LOOKS[look] });
    const page = await launched.browser.newPage();
    await listen(page);
    await page.goto(`${pages.url}stock.html`);
    // Browsers hold sound back on a page that nobody touched.
    await page.mouse.click(5, 5);
    return new StockClient(launched, page);
  }

  /** Enters the only room of the stack's SFU, past the door, by a token of the operator. */
  async enter(stack: Stack, identity: string, grant: VideoGrant = {}): Promise<void> {
    const [room] = await stack.sfu.rooms();
    if (room === undefined) throw new Error('there is no room at the SFU');
    const token = await stack.sfu.token(identity, room, grant);
    await this.page.evaluate(
      (to, by) => window.stock.join(to, by),
      stack.sfu.url.replace('http', 'ws'),
      token,
    );
  }

  /** Enters so that no participant is told: what an SFU's operator can always do. Webhooks do tell of it. */
  hide(stack: Stack): Promise<void> {
    return this.enter(stack, 'recorder', { hidden: true, recorder: true, canPublish: false });
  }

  leave(): Promise<void> {
    return this.page.evaluate(() => window.stock.leave());
  }

  publishClear(): Promise<void> {
    return this.page.evaluate(() => window.stock.publishClear());
  }

  witness(): Promise<Witness> {
    return this.page.evaluate(() => window.stock.witness());
  }

  decoded(): Promise<readonly Decoded[]> {
    return this.page.evaluate(() => window.stock.decoded());
  }

  tones(): Promise<readonly Tone[]> {
    return tones(this.page);
  }

  frames(from = 0): Promise<readonly Frame[]> {
    return framesOf(this.page, from);
  }

  goHome(): Promise<void> {
    return this.#launched.close();
  }
}

/** All frames that a stock page has recorded, from number `from` on. */
export async function framesOf(page: Page, from = 0): Promise<readonly Frame[]> {
  const frames: Frame[] = [];
  for (;;) {
    const batch = await page.evaluate(
      (first, count) => window.stock.frames(first, count),
      from + frames.length,
      BATCH,
    );
    frames.push(...batch.map((frame) => ({ ...frame, data: Buffer.from(frame.data, 'base64') })));
    if (batch.length < BATCH) return frames;
  }
}
