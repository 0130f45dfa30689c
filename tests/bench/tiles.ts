/**
 * Milliseconds that a change costs with sixty people on screen, in Chromium: script, and styles with layout. The latter
 * in time of the page's own thread, so that nothing else on the machine counts.
 */

import type { CDPSession, Page } from 'puppeteer-core';
import { launchBrowser } from '../calls/browser.ts';
import { LOOKS } from '../calls/looks.ts';
import type { PageServer } from './pageServer.ts';
import type { Change, Cost } from './pages/tiles.svelte.ts';
import { median, printTable, verdict } from './table.ts';

/** Of layout, for one change. */
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
  /** Milliseconds of styles, and of layout, for the change itself. */
  readonly styles: number;
  readonly layout: number;
  /** Milliseconds of layout until everything stands still, what runs anyway taken off. */
  readonly settled: number;
}

/** Measures each change this many times and prints it; throws when a picture stopped on the way. */
export async function benchTiles(pages: PageServer, people: number, rounds: number): Promise<void> {
  const launched = await launchBrowser('chromium', { look: LOOKS.ada });
  try {
    const page = await launched.browser.newPage();
    await page.setViewport(WINDOW);
    // On a machine of two cores nothing would glide: what gliding costs is measured, too.
    await page.evaluateOnNewDocument(() => {
      Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { value: 4 });
    });
    await page.goto(`${pages.url}tiles.html`);
    await page.waitForSelector('main h1');
    await page.evaluate((count) => window.benchTiles.ready(count), people);
    const metrics = await page.createCDPSession();
    await metrics.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' });
    await metrics.send('Performance.enable');
    const before = await spent(metrics);
    await settle();
    const idle = (await spent(metrics)).layout - before.layout;
    const costs = new Map<Change, Measured[]>(CHANGES.map((change) => [change, []]));
    for (let round = 0; round < rounds; round += 1)
      for (const change of CHANGES) costs.get(change)?.push(await measured(page, metrics, change, idle));
    print(people, rounds, costs);
  } finally {
    await launched.close();
  }
}

async function measured(page: Page, metrics: CDPSession, change: Change, idle: number): Promise<Measured> {
  const before = await spent(metrics);
  const cost = await page.evaluate((what) => window.benchTiles.measure(what), change);
  const laid = await spent(metrics);
  await settle();
  const settled = await spent(metrics);
  if (cost.anew + cost.stopped > 0)
    throw new Error(`${change}: ${cost.anew} elements were made anew, ${cost.stopped} pictures stopped`);
  return {
    ...cost,
    styles: laid.styles - before.styles,
    layout: laid.layout - before.layout,
    settled: Math.max(0, settled.layout - before.layout - idle),
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, SETTLED_MS));

/** Milliseconds that the page has spent so far. */
async function spent(session: CDPSession): Promise<{ readonly styles: number; readonly layout: number }> {
  const { metrics } = await session.send('Performance.getMetrics');
  const ms = (name: string): number => (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1000;
  return { styles: ms('RecalcStyleDuration'), layout: ms('LayoutDuration') };
}

function print(people: number, rounds: number, costs: ReadonlyMap<Change, readonly Measured[]>): void {
  printTable(
    `Milliseconds per change with ${people} people on one page of ${WINDOW.width} × ${WINDOW.height}, each fed by a canvas:\n` +
      `medians of ${rounds} rounds. Aim: layout ≤ ${AIM_MS}. No element was made anew, no picture stopped.`,
    ['change', 'tiles', 'script', 'styles', 'layout', 'worst', '', 'layout until all stands still'],
    CHANGES.map((change) => {
      const all = costs.get(change) ?? [];
      const layout = median(all.map((cost) => cost.layout));
      return [
        SAID[change],
        String(all[0]?.tiles ?? 0),
        median(all.map(({ script }) => script)).toFixed(1),
        median(all.map(({ styles }) => styles)).toFixed(1),
        layout.toFixed(1),
        Math.max(...all.map((cost) => cost.layout)).toFixed(1),
        verdict(layout, AIM_MS),
        median(all.map(({ settled }) => settled)).toFixed(1),
      ];
    }),
  );
}
