/**
 * `npm run bench`: what sealing costs per frame, in time and in bytes, what a change of epoch costs, how long it
 * is from "Admit" to the first picture, how long until all have changed keys in a call, and what a change costs with
 * sixty tiles. `npm run bench -- frames`, `-- epochs`, `-- call`, `-- change-over` or `-- tiles` runs one of the five. Numbers are shown, not judged: it exits with 0
 * whenever it could measure.
 */

import { benchCalls } from './call.ts';
import { benchChangeOver } from './changeOver.ts';
import { benchEpochs } from './epochs.ts';
import { benchFrames } from './frames.ts';
import { servePages } from './pageServer.ts';
import { makeReady } from './ready.ts';
import { benchTiles } from './tiles.ts';

/** Seconds of sealing and opening. */
const FRAMES_SECONDS = 60;
/** Entries into a call. */
const ENTRIES = 5;
/** Entries and removals in a call. */
const CHANGES = 5;
/** Tiles on screen, and how often each change is made. */
const TILES = 60;
const ROUNDS = 12;

const asked = process.argv.slice(2);
const wanted = (name: 'frames' | 'epochs' | 'call' | 'change-over' | 'tiles'): boolean =>
  asked.length === 0 || asked.includes(name);

if (wanted('epochs')) benchEpochs();
if ((['frames', 'call', 'change-over', 'tiles'] as const).some(wanted)) await benchPages();

/** What is measured in browsers. */
async function benchPages(): Promise<void> {
  await makeReady();
  const pages = await servePages();
  try {
    if (wanted('frames')) await benchFrames(pages, FRAMES_SECONDS);
    if (wanted('tiles')) await benchTiles(pages, TILES, ROUNDS);
    if (wanted('call')) await benchCalls(pages, ENTRIES);
    if (wanted('change-over')) await benchChangeOver(CHANGES);
  } finally {
    await pages.close();
  }
}
// Whatever a library has left ticking.
process.exit(0);
