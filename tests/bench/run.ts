/**
 * `npm run bench`: what sealing costs per frame, in time and in bytes, and how long it is from "Admit" to the first
 * picture. `npm run bench -- frames` or `-- call` runs one of the two. Numbers are shown, not judged: it exits
 * with 0 whenever it could measure.
 */

import { benchCalls } from './call.ts';
import { benchFrames } from './frames.ts';
import { servePages } from './pageServer.ts';
import { makeReady } from './ready.ts';

/** Seconds of sealing and opening. */
const FRAMES_SECONDS = 60;
/** Entries into a call. */
const ENTRIES = 5;

const asked = process.argv.slice(2);
const wanted = (name: 'frames' | 'call'): boolean => asked.length === 0 || asked.includes(name);

await makeReady();
const pages = await servePages();
try {
  if (wanted('frames')) await benchFrames(pages, FRAMES_SECONDS);
  if (wanted('call')) await benchCalls(pages, ENTRIES);
} finally {
  await pages.close();
}
// Whatever a library has left ticking.
process.exit(0);
