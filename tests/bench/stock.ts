/** A room of an SFU of its own, for livekit-client by itself: what ours is compared with. */

import type { Page } from 'puppeteer-core';
import { launchBrowser } from '../calls/browser.ts';
import { LOOKS } from '../calls/looks.ts';
import { startOperator } from '../calls/operator.ts';
import type { PageServer } from './pageServer.ts';
import type { StockWay } from './pages/stockCall.ts';
import { time } from './stopwatch.ts';

export interface StockRoom {
  /** A Chromium with this camera and an empty tab, whose times are taken. */
  open(look: 'ada' | 'bo'): Promise<Page>;
  /** Up to its button "Join": with its own end-to-end encryption if not told otherwise. */
  prepare(page: Page, identity: string, how?: StockWay): Promise<void>;
}

/** Lets `use` have such a room, and ends it and its browsers after that. */
export async function inStockRoom<T>(pages: PageServer, use: (room: StockRoom) => Promise<T>): Promise<T> {
  const sfu = await startOperator();
  const closers: (() => Promise<void>)[] = [() => sfu.stop()];
  try {
    const name = 'bench';
    await sfu.api.createRoom({ name });
    const url = sfu.url.replace('http', 'ws');
    return await use({
      open: async (look) => {
        const launched = await launchBrowser('chromium', { look: LOOKS[look] });
        closers.unshift(() => launched.close());
        const page = await launched.browser.newPage();
        await time(page);
        return page;
      },
      prepare: async (page, identity, how = { sealed: true }) => {
        await page.goto(`${pages.url}stockCall.html`);
        const token = await sfu.token(identity, name);
        await page.evaluate((to, by, as) => window.stockCall.prepare(to, by, as), url, token, how);
      },
    });
  } finally {
    for (const close of closers) await close().catch(() => undefined);
  }
}
