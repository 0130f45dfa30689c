/**
 * `npm run bench`: what sealing costs per frame, in time and in bytes, what a change of epoch costs, how long it
 * is from "Admit" to the first picture, and how long until all have changed keys in a call. `npm run bench -- frames`,
 * `-- epochs`, `-- call` or `-- change-over` runs one of the four. Numbers are shown, not judged: it exits with 0
 * whenever it could measure.
 */

import { benchCalls } from './call.ts';
import { benchChangeOver } from './changeOver.ts';
import { benchEpochs } from './epochs.ts';
import { benchFrames } from './frames.ts';
import { servePages } from './pageServer.ts';
import { makeReady } from './ready.ts';

/** Seconds of sealing and opening. */
const FRAMES_SECONDS = 60;
/** Entries into a call. */
const ENTRIES = 5;
/** Entries and removals in a call. */
const CHANGES = 5;

const asked = process.argv.slice(2);
const wanted = (name: 'frames' | 'epochs' | 'call' | 'change-over'): boolean =>
  asked.length === 0 || asked.includes(name);

if (wanted('epochs')) benchEpochs();
if (wanted('frames') || wanted('call') || wanted('change-over')) await benchPages();

/** What is measured in browsers. */
async function benchPages(): Promise<void> {
  await makeReady();
  const pages = await servePages();
  try {
    if (wanted('frames')) await benchFrames(pages, FRAMES_SECONDS);
    if (wanted('call')) await benchCalls(pages, ENTRIES);
    if (wanted('change-over')) await benchChangeOver(CHANGES);
  } finally {
    await pages.close();
  }
}
// Whatever a library has left ticking.
process.exit(0);
