/** The whole view of a call with sixty people, each a canvas, in which things happen on demand. */

import '../../../app/styles/tokens.css';
import '../../../app/styles/base.css';
import '../../../app/styles/controls.css';
import { flushSync, mount } from 'svelte';
import App from '../../../app/App.svelte';
import type { TileView } from '../../../app/phase.ts';
import { fakeMeeting, member, tile } from '../../app/gallery/fake.ts';

/** What can happen, in the order in which it is measured. */
export const CHANGES = ['joins', 'leaves', 'speaks', 'stops', 'pins', 'unpins'] as const;
export type Change = (typeof CHANGES)[number];

export interface Cost {
  /** Milliseconds of script by the clock, up to the last change of the document. */
  readonly script: number;
  /** Tiles on screen. */
  readonly tiles: number;
  /** Elements of people who stayed that were made anew, and pictures of theirs that stopped. */
  readonly anew: number;
  readonly stopped: number;
}

declare global {
  interface Window {
    benchTiles: {
      /** Shows this many people; resolves when all their pictures run. */
      ready(people: number): Promise<void>;
      /** Makes a change and has it laid out at once. */
      measure(change: Change): Cost;
    };
  }
}

const CANVAS = { width: 64, height: 36 };
const FRAMES_PER_SECOND = 2;
/** Long after the last tile has arrived. */
const RUNNING_MS = 1_500;

function canvasTrack(place: number): MediaStreamTrack | undefined {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, CANVAS);
  const on = canvas.getContext('2d');
  if (on === null) return undefined;
  let step = 0;
  const paint = (): void => {
    on.fillStyle = `hsl(${place * 67} 40% ${40 + (step++ % 20)}%)`;
    on.fillRect(0, 0, CANVAS.width, CANVAS.height);
  };
  paint();
  setInterval(paint, 1_000 / FRAMES_PER_SECOND);
  return canvas.captureStream(FRAMES_PER_SECOND).getVideoTracks()[0];
}

const person = (place: number): TileView => {
  const of = member(place + 1, `Person ${place + 1}`);
  const own = place === 0;
  return tile(of, { video: canvasTrack(place), ...(own && { own, id: 'own', label: `${of.label} (you)` }) });
};

let tiles = $state.raw<readonly TileView[]>([]);
let next: TileView | undefined;
const meeting = fakeMeeting({ max: 400 });
Object.defineProperty(meeting, 'tiles', { get: () => tiles });
mount(App, { target: document.getElementById('app') ?? document.body, props: { meeting } });

const say = (place: number, speaking: boolean): void => {
  // As the page makes them: every tile is a new object each time something happened.
  tiles = tiles.map((one, at) => ({ ...one, ...(at === place && { speaking }) }));
};
const press = (name: string): void => document.querySelector<HTMLElement>(`[aria-label="${name}"]`)?.click();

const SOMEBODY = 30;
const DEEDS: Readonly<Record<Change, () => void>> = {
  joins: () => {
    if (next) tiles = [...tiles, next];
  },
  leaves: () => {
    tiles = tiles.filter((one) => one !== next);
  },
  speaks: () => say(SOMEBODY, true),
  stops: () => say(SOMEBODY, false),
  pins: () => press(`Pin Person ${SOMEBODY}`),
  unpins: () => press(`Unpin Person ${SOMEBODY}`),
};

const shown = (): Map<string, HTMLVideoElement> =>
  new Map(
    Array.from(document.querySelectorAll<HTMLElement>('[data-state]'), (element) => [
      element.getAttribute('aria-label') ?? '',
      element.querySelector('video') ?? document.createElement('video'),
    ]),
  );

window.benchTiles = {
  async ready(people) {
    tiles = Array.from({ length: people }, (_, place) => person(place));
    next = person(people);
    await new Promise((resolve) => setTimeout(resolve, RUNNING_MS));
    const running = [...shown().values()].filter((video) => !video.paused && video.videoWidth > 0);
    if (running.length < people) throw new Error(`${running.length} of ${people} pictures run`);
  },
  measure(change) {
    const before = shown();
    void document.body.getBoundingClientRect();
    const start = performance.now();
    DEEDS[change]();
    flushSync();
    const scripted = performance.now();
    void document.body.getBoundingClientRect();
    const after = shown();
    const stayed = [...before].filter(([name]) => after.has(name));
    return {
      script: scripted - start,
      tiles: after.size,
      anew: stayed.filter(([name, video]) => after.get(name) !== video).length,
      stopped: [...after.values()].filter((video) => video.paused && [...before.values()].includes(video))
        .length,
    };
  },
};
