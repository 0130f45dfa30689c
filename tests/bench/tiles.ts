/** Milliseconds that a change costs with sixty people on screen: script, and styles with layout, in Chromium. */

import type { Page } from 'puppeteer-core';
import { launchBrowser } from '../calls/browser.ts';
import { LOOKS } from '../calls/looks.ts';
import type { PageServer } from './pageServer.ts';
import type { Change, Cost } from './pages/tiles.svelte.ts';
import { median, printTable, verdict } from './table.ts';

/** Of styles and layout, for one change. */
const AIM_MS = 8;
/** So large that sixty stand on one page. */
const WINDOW = { width: 1920, height: 1080 };
/** After the last tile has glided to its place. */
const SETTLED_MS = 500;

/** There and back: after each pair everything is as it was. */
const CHANGES = ['joins', 'leaves', 'speaks', 'stops', 'pins', 'unpins'] as const satisfies readonly Change[];
const SAID: Readonly<Record<Change, string>> = {
  joins: 'somebody joins',
  leaves: 'somebody leaves',
  speaks: 'somebody begins to speak',
  stops: 'somebody stops speaking',
  pins: 'a tile is pinned',
  unpins: 'it is no longer',
};

interface Measured extends Cost {
  /** Milliseconds of styles and layout until everything stands still, what runs anyway taken off. */
  readonly settled: number;
}

/** Measures each change this many times and prints it; throws when a picture stopped on the way. */
export async function benchTiles(pages: PageServer, people: number, rounds: number): Promise<void> {
  const launched = await launchBrowser('chromium', { look: LOOKS.ada });
  try {
    const page = await launched.browser.newPage();
    await page.setViewport(WINDOW);
    await page.goto(`${pages.url}tiles.html`);
    await page.waitForSelector('main h1');
    await page.evaluate((count) => window.benchTiles.ready(count), people);
    const idle = await layoutDuring(page, async () => undefined);
    const costs = new Map<Change, Measured[]>(CHANGES.map((change) => [change, []]));
    for (let round = 0; round < rounds; round += 1)
      for (const change of CHANGES) costs.get(change)?.push(await measured(page, change, idle));
    print(people, rounds, costs);
  } finally {
    await launched.close();
  }
}

async function measured(page: Page, change: Change, idle: number): Promise<Measured> {
  let cost: Cost | undefined;
  const settled = await layoutDuring(page, async () => {
    cost = await page.evaluate((what) => window.benchTiles.measure(what), change);
  });
  if (cost === undefined) throw new Error('nothing was measured');
  if (cost.anew + cost.stopped > 0)
    throw new Error(`${change}: ${cost.anew} elements were made anew, ${cost.stopped} pictures stopped`);
  return { ...cost, settled: Math.max(0, settled - idle) };
}

/** Milliseconds that the page spends on styles and layout from `act` on until all stands still. */
async function layoutDuring(page: Page, act: () => Promise<void>): Promise<number> {
  const spent = async (): Promise<number> => {
    const { LayoutDuration = 0, RecalcStyleDuration = 0 } = await page.metrics();
    return (LayoutDuration + RecalcStyleDuration) * 1000;
  };
  const before = await spent();
  await act();
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
  return (await spent()) - before;
}

function print(people: number, rounds: number, costs: ReadonlyMap<Change, readonly Measured[]>): void {
  printTable(
    `Milliseconds per change with ${people} people on one page of ${WINDOW.width} × ${WINDOW.height}, each fed by a canvas:\n` +
      `medians of ${rounds} rounds. Aim: styles and layout ≤ ${AIM_MS}. No element was made anew, no picture stopped.`,
    ['change', 'tiles', 'script', 'layout', 'worst', '', 'layout until all stands still'],
    CHANGES.map((change) => {
      const all = costs.get(change) ?? [];
      const layout = median(all.map((cost) => cost.layout));
      return [
        SAID[change],
        String(all[0]?.tiles ?? 0),
        median(all.map(({ script }) => script)).toFixed(1),
        layout.toFixed(1),
        Math.max(...all.map((cost) => cost.layout)).toFixed(1),
        verdict(layout, AIM_MS),
        median(all.map(({ settled }) => settled)).toFixed(1),
      ];
    }),
  );
}
