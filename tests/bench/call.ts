/** From the click to the first picture: ours from "Admit", a stock livekit-client from its own "Join". */

import type { Page } from 'puppeteer-core';
import type { Person } from '../calls/person.ts';
import { Stack } from '../calls/stack.ts';
import type { PageServer } from './pageServer.ts';
import { pause } from './pause.ts';
import { inStockRoom } from './stock.ts';
import { MARKS, time, timesUntil, type MarkName, type Marks } from './stopwatch.ts';
import { median, printTable } from './table.ts';

/** Times of one entry, as seen by who comes and by who is there. */
interface Entry {
  readonly joiner: Marks;
  readonly host: Marks;
}

/** As long as a person takes who reads a name and presses "Admit". */
const READ_MS = 1_000;

const SAID: Readonly<Record<MarkName, string>> = {
  click: 'click',
  token: 'joiner has the token',
  admitted: 'joiner’s vault has the state',
  dialled: 'SFU is called',
  signalling: 'SFU’s first answer',
  connected: 'media connection stands',
  roster: 'roster given out',
  confirmed: 'first ping answered',
  tile: 'tile of the other',
  received: 'first video frame received',
  opened: 'first frame opened',
  decoded: 'first picture decoded',
  live: 'tile says live',
  picture: 'first picture on screen',
};

/** Runs both and prints them side by side. */
export async function benchCalls(pages: PageServer, runs: number): Promise<void> {
  const ours = await ourEntries(runs);
  const stock = await stockEntries(pages, runs);
  const cell = (entries: readonly Entry[], side: keyof Entry, name: MarkName): string => {
    const times = entries.flatMap((entry) => {
      const [at, began] = [entry[side][name], entry.joiner.click ?? entry.host.click];
      return at === undefined || began === undefined ? [] : [at - began];
    });
    return times.length < entries.length || name === 'click' ? '' : median(times).toFixed(0);
  };
  printTable(
    `Milliseconds from the click to the first picture: medians of ${runs} entries. Ours from “Admit” at the host, through\n` +
      `the door; livekit-client with its own encryption from “Join” with a token in its hand. One SFU binary, one machine.`,
    ['', 'ours: joiner', 'ours: host', 'stock: joiner', 'stock: other'],
    MARKS.filter((name) => name !== 'click').map((name) => [
      SAID[name],
      cell(ours, 'joiner', name),
      cell(ours, 'host', name),
      cell(stock, 'joiner', name),
      // Their connection stood before; when it came is no part of this.
      name === 'live' || name === 'tile' ? '' : cell(stock, 'host', name),
    ]),
  );
}

/** The connections' counters tell of a picture later than the screen does. */
const timesOf = async (page: Page): Promise<Marks> => {
  await timesUntil(page, 'picture');
  return timesUntil(page, 'decoded');
};

// ── ours ────────────────────────────────────────────────────────────────────────────────────────────────────

async function ourEntries(runs: number): Promise<Entry[]> {
  const stack = await Stack.start({ direct: true });
  try {
    const [ada, bo] = await stack.people('Ada', 'Bo');
    await Promise.all([time(ada.page), time(bo.page)]);
    const { link, passphrase } = await ada.newMeeting(stack.origin);
    await ada.startMeeting();
    await ada.open('People');
    const entries: Entry[] = [];
    for (let run = 0; run < runs; run++) {
      await bo.page.goto('about:blank');
      await ada.until('nobody else here', async () => !(await ada.has('group', 'Bo')));
      await bo.knock(link, passphrase);
      await ada.find('button', 'Admit Bo');
      await pause(READ_MS);
      await settle(ada, bo);
      await ada.admit('Bo');
      const [host, joiner] = await Promise.all([timesOf(ada.page), timesOf(bo.page)]);
      entries.push({ host, joiner });
      await bo.leave();
      // Their last words must be out before their page goes.
      await bo.reads('heading', 'left');
    }
    return entries;
  } finally {
    await stack.stop();
  }
}

async function settle(...people: readonly Person[]): Promise<void> {
  for (const { page } of people) await page.evaluate(() => window.stopwatch.reset());
}

// ── stock ───────────────────────────────────────────────────────────────────────────────────────────────────

function stockEntries(pages: PageServer, runs: number): Promise<Entry[]> {
  return inStockRoom(pages, async (room) => {
    const prepare = async (page: Page, identity: string): Promise<void> => {
      await room.prepare(page, identity);
      await page.evaluate(() => window.stopwatch.reset());
    };
    const [other, joiner] = await Promise.all([room.open('ada'), room.open('bo')]);
    await prepare(other, 'other');
    await other.click('button');
    await timesUntil(other, 'connected');
    const entries: Entry[] = [];
    for (let run = 0; run < runs; run++) {
      await prepare(joiner, `joiner ${run}`);
      await pause(READ_MS);
      await other.evaluate(() => window.stopwatch.reset());
      await joiner.click('button');
      const [there, here] = await Promise.all([timesOf(other), timesOf(joiner)]);
      entries.push({ joiner: here, host: there });
      await joiner.evaluate(() => window.stockCall.leave());
      await other.evaluate(() =>
        document
          .querySelectorAll('[role="group"]:not([aria-label$="(you)"])')
          .forEach((tile) => tile.remove()),
      );
    }
    return entries;
  });
}
