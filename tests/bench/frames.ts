/** Microseconds and bytes per frame: ours, LiveKit's own cryptor, and WebCrypto alone, in one run in Chromium. */

import { launchBrowser } from '../calls/browser.ts';
import { LOOKS } from '../calls/looks.ts';
import type { PageServer } from './pageServer.ts';
import type { Kind } from './pages/fakeFrames.ts';
import type { Feeding, FramesReport, Name, Way } from './pages/frames.worker.ts';
import { inBytes, median, printTable, verdict } from './table.ts';

/** Of a frame's time, ours to LiveKit's, at every size. */
const AIM_TO_LIVEKIT = 1.05;
/** The same to WebCrypto alone, from `AIM_TO_BARE_FROM` bytes on. */
const AIM_TO_BARE = 1.5;
const AIM_TO_BARE_FROM = 1_000;
const AIM_AUDIO_BYTES = 22;
/** Beyond the time asked for: starting, warming up, a slow machine. */
const PATIENCE_MS = 60_000;

/** Runs the frame bench for about `seconds` and prints it; throws when somebody did not give back what was sealed. */
export async function benchFrames(pages: PageServer, seconds: number): Promise<void> {
  const launched = await launchBrowser('chromium', { look: LOOKS.ada });
  try {
    const page = await launched.browser.newPage();
    page.setDefaultTimeout(seconds * 1000 + PATIENCE_MS);
    await page.goto(`${pages.url}frames.html`);
    await page.waitForFunction(() => 'benchFrames' in window);
    const report = await Promise.race([
      page.evaluate((time) => window.benchFrames(time), seconds),
      new Promise<never>((_, reject) => {
        setTimeout(
          () => reject(new Error('the frame bench did not end: a frame was lost')),
          seconds * 1000 + PATIENCE_MS,
        ).unref();
      }),
    ]);
    printTimes(report, 'oneByOne', 'each frame given once the one before has come out, as an encoder does');
    printTimes(report, 'atOnce', 'a turn’s frames given all at once');
    printBytes(report);
  } finally {
    await launched.close();
  }
}

/** The median over the rounds of `a` to `b` in the same round. */
function ratio(times: FramesReport['runs'][number]['times'], a: Name, b: Name): number {
  return median(times[a].map((time, round) => time / (times[b][round] ?? NaN)));
}

function printTimes({ runs }: FramesReport, feeding: Feeding, how: string): void {
  const shown = runs.filter((run) => run.feeding === feeding);
  printTable(
    `Microseconds per frame, ${how}: medians of ${shown[0]?.times.ours.length ?? 0} rounds.\n` +
      `Aim: ours to LiveKit’s ≤ ${AIM_TO_LIVEKIT} at every size, ours to bare WebCrypto ≤ ${AIM_TO_BARE} from 1 kB on.\n` +
      `Bare WebCrypto has no streams around it; LiveKit’s key has 128 bits, all others 256.`,
    ['frame', 'ours', 'LiveKit', 'bare', 'ours/LiveKit', '', 'ours/bare', ''],
    shown.map(({ kind, size, way, times }) => {
      const toLiveKit = ratio(times, 'ours', 'liveKit');
      const toBare = ratio(times, 'ours', 'bare');
      return [
        said(kind, size, way),
        ...(['ours', 'liveKit', 'bare'] as const).map((name) => median(times[name]).toFixed(1)),
        toLiveKit.toFixed(2),
        verdict(toLiveKit, AIM_TO_LIVEKIT),
        toBare.toFixed(2),
        size < AIM_TO_BARE_FROM ? '–' : verdict(toBare, AIM_TO_BARE),
      ];
    }),
  );
  if (feeding === 'atOnce') return;
  printTable(
    'The same rounds, like with like: both without streams, and both between two streams.',
    ['frame', 'our key ring', 'bare', 'ratio', 'ours', 'bare in streams', 'ratio', 'streams alone, about'],
    shown.map(({ kind, size, way, times }) => [
      said(kind, size, way),
      median(times.ring).toFixed(1),
      median(times.bare).toFixed(1),
      ratio(times, 'ring', 'bare').toFixed(2),
      median(times.ours).toFixed(1),
      median(times.streamed).toFixed(1),
      ratio(times, 'ours', 'streamed').toFixed(2),
      median(times.streamed.map((time, round) => time - (times.bare[round] ?? NaN))).toFixed(1),
    ]),
  );
}

const said = (kind: Kind, size: number, way: Way): string =>
  `${way} ${inBytes(size)} (${kind === 'audio' ? 'Opus' : `VP8 ${kind}`})`;

const KINDS = { audio: 'audio (Opus)', delta: 'video (VP8 delta)', key: 'video (VP8 key)' } as const;

function printBytes({ overhead, later }: FramesReport): void {
  printTable(
    `Bytes added to a frame, as sealed here. Aim: ours ≤ ${AIM_AUDIO_BYTES} on an audio frame.`,
    ['frame', 'ours', 'LiveKit', ''],
    overhead.map(({ kind, ours, liveKit }) => [
      KINDS[kind],
      String(ours),
      String(liveKit),
      kind === 'audio' ? verdict(ours, AIM_AUDIO_BYTES) : '',
    ]),
  );
  printTable(
    'Bytes ours adds to an audio frame as its counter grows (50 frames a second, a KID of two bytes).',
    ['frames sealed', 'sealing workers before', 'bytes', ''],
    later.map(({ frames, startedBefore, bytes }) => [
      `${frames} (${frames < 3000 ? `${frames / 50} s` : `${frames / 180_000} h`})`,
      String(startedBefore),
      String(bytes),
      verdict(bytes, AIM_AUDIO_BYTES),
    ]),
  );
}
