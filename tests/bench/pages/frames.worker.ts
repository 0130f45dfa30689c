/**
 * The frame bench: every contestant seals and opens the same frames in the same thread, in short turns one after
 * the other, so that whatever else the machine does meets all of them alike.
 */

import { encodeHeader, TAG_BYTES } from '../../../crypto/frame/sframe.ts';
import { kidOf } from '../../../crypto/workers/keyRing.ts';
import { branded } from '../../../crypto/brands.ts';
import { SLOTS } from '../../../crypto/workers/frameProtocol.ts';
import { bytesOf, frameOf, type FakeFrame, type Kind } from './fakeFrames.ts';
import { bare, keyRing, liveKits, mediaOf, ours, streamed, type Pair } from './contestants.ts';
import type { FromBench } from './frames.ts';

/** `ring` is ours without streams, `streamed` is `bare` with them. */
export type Name = 'ours' | 'liveKit' | 'bare' | 'ring' | 'streamed';
export type Way = 'seal' | 'open';
export type Feeding = 'oneByOne' | 'atOnce';

/** Microseconds per frame, one number for each round, in the order of the rounds. */
export type Times = Readonly<Record<Name, readonly number[]>>;

export interface FramesReport {
  readonly runs: readonly {
    readonly kind: Kind;
    readonly size: number;
    readonly way: Way;
    readonly feeding: Feeding;
    readonly times: Times;
  }[];
  /** Bytes that sealing adds to a frame, as measured on sealed frames. */
  readonly overhead: readonly { readonly kind: Kind; readonly ours: number; readonly liveKit: number }[];
  /** Bytes that a frame of ours gets later in a call, by its header: counters grow. */
  readonly later: readonly {
    readonly frames: number;
    readonly startedBefore: number;
    readonly bytes: number;
  }[];
}

const FRAMES: readonly { readonly kind: Kind; readonly size: number; readonly turn: number }[] = [
  { kind: 'audio', size: 80, turn: 40 },
  { kind: 'delta', size: 1_000, turn: 40 },
  { kind: 'delta', size: 10_000, turn: 40 },
  { kind: 'key', size: 100_000, turn: 20 },
];
const NAMES: readonly Name[] = ['ours', 'liveKit', 'bare', 'ring', 'streamed'];
/** A member whose KID takes two bytes, as most do in a large meeting. */
const INDEX = 5;
/** Rounds before anything is written down: until the compiler has done its work. */
const WARM_UP = 15;

type Contestants = Readonly<Record<Name, Record<'audio' | 'video', Pair>>>;

let clock = 0;
const framesFrom = (kind: Kind, contents: readonly ArrayBuffer[]): FakeFrame[] =>
  contents.map((data) => frameOf(kind, data, (clock += kind === 'audio' ? 960 : 3000)));

/** One turn of everybody, first the sealing, then the opening of what was sealed. */
async function round(
  contestants: Contestants,
  { kind, size, turn }: (typeof FRAMES)[number],
  feeding: Feeding,
  first: number,
): Promise<Record<Way, Map<Name, number>>> {
  const contents = Array.from({ length: turn }, () => bytesOf(kind, size));
  const order = NAMES.map((_, at) => NAMES[(at + first) % NAMES.length] ?? 'bare');
  const took: Record<Way, Map<Name, number>> = { seal: new Map(), open: new Map() };
  const sealed = new Map<Name, FakeFrame[]>();
  for (const name of order) {
    const frames = framesFrom(
      kind,
      contents.map((data) => data.slice(0)),
    );
    const ms = await contestants[name][mediaOf(kind)].seal[feeding](frames);
    took.seal.set(name, (ms * 1000) / turn);
    sealed.set(name, frames);
  }
  for (const name of order) {
    // Frames of a receiver's own, in memory of their own.
    const frames = framesFrom(
      kind,
      (sealed.get(name) ?? []).map(({ data }) => data.slice(0)),
    );
    const ms = await contestants[name][mediaOf(kind)].open[feeding](frames);
    took.open.set(name, (ms * 1000) / turn);
    frames.forEach(({ data }, at) => same(data, contents[at], `${name}, ${kind} of ${size} bytes`));
  }
  return took;
}

/** Nobody is fast by doing something else. Looks at length and at both ends: all of 100 kB would take longer than opening. */
function same(got: ArrayBuffer, wanted: ArrayBuffer | undefined, whose: string): void {
  if (!wanted || got.byteLength !== wanted.byteLength) throw new Error(`${whose}: another length came back`);
  const [a, b] = [new Uint8Array(got), new Uint8Array(wanted)];
  for (let at = 0; at < Math.min(32, a.length); at++) {
    const end = a.length - 1 - at;
    if (a[at] !== b[at] || a[end] !== b[end]) throw new Error(`${whose}: other bytes came back`);
  }
}

const noTimes = (): Record<Name, number[]> => ({ ours: [], liveKit: [], bare: [], ring: [], streamed: [] });

/** Rounds of all sizes in turn, until the time is up. */
async function race(
  contestants: Contestants,
  feeding: Feeding,
  seconds: number,
): Promise<FramesReport['runs']> {
  const runs = FRAMES.map((frames) => ({ frames, seal: noTimes(), open: noTimes() }));
  const end = performance.now() + seconds * 1000;
  for (let rounds = -WARM_UP; performance.now() < end; rounds++) {
    for (const run of runs) {
      const took = await round(contestants, run.frames, feeding, rounds + WARM_UP);
      if (rounds < 0) continue;
      for (const name of NAMES) {
        run.seal[name].push(took.seal.get(name) ?? NaN);
        run.open[name].push(took.open.get(name) ?? NaN);
      }
    }
  }
  return runs.flatMap(({ frames: { kind, size }, seal, open }) => [
    { kind, size, way: 'seal', feeding, times: seal },
    { kind, size, way: 'open', feeding, times: open },
  ]);
}

async function addedBytes(contestants: Contestants): Promise<FramesReport['overhead']> {
  const overhead: FramesReport['overhead'][number][] = [];
  for (const kind of ['audio', 'delta', 'key'] as const) {
    const added = async (name: Name): Promise<number> => {
      const [frame] = framesFrom(kind, [bytesOf(kind, 1_000)]);
      if (!frame) throw new Error('no frame');
      await contestants[name][mediaOf(kind)].seal.oneByOne([frame]);
      return frame.data.byteLength - 1_000;
    };
    overhead.push({ kind, ours: await added('ours'), liveKit: await added('liveKit') });
  }
  return overhead;
}

function bytesLater(): FramesReport['later'] {
  const kid = kidOf(branded(1), branded(INDEX), SLOTS.microphone);
  return [
    { frames: 50, startedBefore: 0 },
    { frames: 50 * 60 * 60, startedBefore: 0 },
    { frames: 50 * 60 * 60 * 24, startedBefore: 0 },
    { frames: 50, startedBefore: 1 },
  ].map(({ frames, startedBefore }) => ({
    frames,
    startedBefore,
    bytes: encodeHeader(kid, startedBefore * 2 ** 40 + frames).length + TAG_BYTES,
  }));
}

async function run(seconds: number): Promise<FramesReport> {
  const contestants: Contestants = {
    ours: await ours(INDEX),
    liveKit: await liveKits(),
    bare: await bare(),
    ring: keyRing(INDEX),
    streamed: await streamed(),
  };
  const oneByOne = await race(contestants, 'oneByOne', seconds * 0.7);
  const atOnce = await race(contestants, 'atOnce', seconds * 0.3);
  return { runs: [...oneByOne, ...atOnce], overhead: await addedBytes(contestants), later: bytesLater() };
}

self.addEventListener('message', ({ data }: MessageEvent<{ bench?: string; seconds?: number }>) => {
  if (data.bench !== 'run') return;
  const say = (message: FromBench): void => self.postMessage(message);
  run(data.seconds ?? 10).then(
    (report) => say({ bench: 'report', report }),
    (error: unknown) =>
      say({ bench: 'failed', why: error instanceof Error ? (error.stack ?? '') : String(error) }),
  );
});
