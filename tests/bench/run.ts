/**
 * `npm run bench`: what sealing costs per frame, in time and in bytes, what a change of epoch costs, how long it
 * is from "Admit" to the first picture, how much processor time a call takes, how long it is until all have changed
 * keys in a call, and what a change costs with sixty tiles. `npm run bench -- NAME …` runs only those: `frames`,
 * `epochs`, `call`, `processor`, `change-over`, `tiles`. Numbers are shown, not judged: it exits with 0 whenever it
 * could measure.
 */

import { benchCalls } from './call.ts';
import { benchChangeOver } from './changeOver.ts';
import { benchEpochs } from './epochs.ts';
import { benchFrames } from './frames.ts';
import { servePages } from './pageServer.ts';
import { makeReady } from './ready.ts';
import { benchProcessor } from './processor.ts';
import { benchTiles } from './tiles.ts';

/** Seconds of sealing and opening. */
const FRAMES_SECONDS = 60;
/** Entries into a call. */
const ENTRIES = 11;
/** Calls whose processor time is taken, of each kind. */
const CALLS = 3;
/** Entries and removals in a call. */
const CHANGES = 5;
/** Tiles on screen, and how often each change is made. */
const TILES = 60;
const ROUNDS = 12;

const IN_BROWSERS = ['frames', 'call', 'processor', 'change-over', 'tiles'] as const;

const asked = process.argv.slice(2);
const wanted = (name: 'epochs' | (typeof IN_BROWSERS)[number]): boolean =>
  asked.length === 0 || asked.includes(name);

if (wanted('epochs')) benchEpochs();
if (IN_BROWSERS.some(wanted)) await benchPages();

/** What is measured in browsers. */
async function benchPages(): Promise<void> {
  await makeReady();
  const pages = await servePages();
  try {
    if (wanted('frames')) await benchFrames(pages, FRAMES_SECONDS);
    if (wanted('tiles')) await benchTiles(pages, TILES, ROUNDS);
    if (wanted('call')) await benchCalls(pages, ENTRIES);
    if (wanted('processor')) await benchProcessor(pages, CALLS);
    if (wanted('change-over')) await benchChangeOver(CHANGES);
  } finally {
    await pages.close();
  }
}
// Whatever a library has left ticking.
process.exit(0);
