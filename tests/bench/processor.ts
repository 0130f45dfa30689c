/**
 * Processor time that a call of two takes: ours, and livekit-client by itself with its own end-to-end encryption and
 * with none, the same camera and the same SFU binary. Reads `/proc`, so only on Linux.
 */

import { readdirSync, readFileSync } from 'node:fs';
import type { Browser } from 'puppeteer-core';
import { allTogether, meet } from '../calls/hosting.ts';
import { Stack } from '../calls/stack.ts';
import type { PageServer } from './pageServer.ts';
import type { StockWay } from './pages/stockCall.ts';
import { pause } from './pause.ts';
import { inStockRoom } from './stock.ts';
import { timesUntil } from './stopwatch.ts';
import { median, printTable } from './table.ts';

/** Until the largest picture is sent. */
const SETTLED_MS = 20_000;
const MEASURED_MS = 30_000;
/** Processor times in `/proc` are hundredths of a second on every Linux. */
const TICKS_PER_SECOND = 100;

/** Parent and processor time, in seconds, of a process; undefined if it has ended. */
function processOf(pid: string): { readonly parent: string; readonly seconds: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // What comes after the name, which may have blanks and brackets: state, parent, …, user and system time.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { parent: fields[1] ?? '', seconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND };
  } catch {
    return undefined;
  }
}

/** Processor seconds that a browser and all its processes have taken. */
function secondsOf(browser: Browser): number {
  const all = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        const process = processOf(pid);
        return process ? [[pid, process] as const] : [];
      }),
  );
  const root = String(browser.process()?.pid);
  const isOurs = (pid: string): boolean => {
    for (let at: string | undefined = pid; at !== undefined; at = all.get(at)?.parent)
      if (at === root) return true;
    return false;
  };
  return [...all].reduce((sum, [pid, { seconds }]) => (isOurs(pid) ? sum + seconds : sum), 0);
}

/** Processor seconds in a minute of a call, of one of these browsers on average. */
async function callMinute(browsers: readonly Browser[]): Promise<number> {
  await pause(SETTLED_MS);
  const before = browsers.map(secondsOf);
  const began = performance.now();
  await pause(MEASURED_MS);
  const took = browsers.map((browser, at) => secondsOf(browser) - (before[at] ?? 0));
  const minutes = (performance.now() - began) / 60_000;
  return took.reduce((sum, seconds) => sum + seconds, 0) / browsers.length / minutes;
}

async function ours(): Promise<number> {
  const stack = await Stack.start();
  try {
    const people = await stack.people('Ada', 'Bo');
    await meet(stack.origin, ...people);
    await allTogether(...people);
    return await callMinute(people.map(({ page }) => page.browser()));
  } finally {
    await stack.stop();
  }
}

function stock(pages: PageServer, way: StockWay): Promise<number> {
  return inStockRoom(pages, async (room) => {
    const join = async (look: 'ada' | 'bo') => {
      const page = await room.open(look);
      await room.prepare(page, look, way);
      await page.click('button');
      return page;
    };
    const both = await Promise.all([join('ada'), join('bo')]);
    await Promise.all(both.map((page) => timesUntil(page, 'picture')));
    return callMinute(both.map((page) => page.browser()));
  });
}

/** Runs each of them `rounds` times, in turn, and prints them side by side. */
export async function benchProcessor(pages: PageServer, rounds: number): Promise<void> {
  const ways = [
    { name: 'ours', run: ours },
    { name: 'stock, sealed', run: () => stock(pages, { sealed: true }) },
    {
      name: 'stock, sealed, sound at a constant rate',
      run: () => stock(pages, { sealed: true, constantSound: true }),
    },
    { name: 'stock, not sealed', run: () => stock(pages, { sealed: false }) },
  ].map((way) => ({ ...way, seconds: [] as number[] }));
  for (let round = 0; round < rounds; round++) for (const way of ways) way.seconds.push(await way.run());
  const sealed = median(ways[1]?.seconds ?? []);
  printTable(
    `Processor seconds that a browser takes in a minute of a call of two: medians of ${rounds} calls of each kind.`,
    ['', 'seconds', 'to stock, sealed', 'each call'],
    ways.map(({ name, seconds }) => [
      name,
      median(seconds).toFixed(1),
      `${(median(seconds) / sealed).toFixed(2)}×`,
      seconds.map((one) => one.toFixed(1)).join(' '),
    ]),
  );
}
