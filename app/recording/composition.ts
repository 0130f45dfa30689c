/** The meeting as one picture: all tiles on a canvas, screens large, each with its name. */

import { initials } from '../parts/initials.ts';
import type { TileView } from '../phase.ts';
import { layout, type Rect } from '../stage/layout.ts';
import { shown, watched } from '../stage/showing.ts';
import { words } from '../words/words.ts';

/** Pixels of the picture, and pictures a second. */
const WIDTH = 1280;
const HEIGHT = 720;
const RATE = 20;
/** More tiles than this would be too small to see: those who speak and show a picture come first. */
export const TILES_MAX = 25;

const COLOURS = { behind: '#14171c', tile: '#262b33', name: '#ffffff', plate: 'rgb(0 0 0 / 65%)' } as const;
const FONT = 'system-ui, sans-serif';

const isScreen = (tile: TileView): boolean => tile.kind === 'screen';

/** Which tiles are drawn: all screens, then people, those before the others who speak or show themselves. */
export function drawn(tiles: readonly TileView[]): {
  screens: readonly TileView[];
  people: readonly TileView[];
} {
  const screens = tiles.filter(isScreen).slice(0, TILES_MAX);
  const people = tiles.filter((tile) => !isScreen(tile));
  const room = TILES_MAX - screens.length;
  if (people.length <= room) return { screens, people };
  const weight = ({ speaking, camera }: TileView): number => (speaking ? 2 : 0) + (camera ? 1 : 0);
  const first = new Set(people.toSorted((a, b) => weight(b) - weight(a)).slice(0, room));
  // In their usual order: a picture in which everybody jumps about is not to be watched.
  return { screens, people: people.filter((tile) => first.has(tile)) };
}

/** Where in a picture of this size a tile's rectangle is filled: whole (a screen) or cut to it (a face). */
export function placed(width: number, height: number, rect: Rect, whole: boolean): { from: Rect; to: Rect } {
  const scale = whole
    ? Math.min(rect.width / width, rect.height / height)
    : Math.max(rect.width / width, rect.height / height);
  const from = { width: Math.min(width, rect.width / scale), height: Math.min(height, rect.height / scale) };
  const to = { width: from.width * scale, height: from.height * scale };
  return {
    from: { x: (width - from.width) / 2, y: (height - from.height) / 2, ...from },
    to: { x: rect.x + (rect.width - to.width) / 2, y: rect.y + (rect.height - to.height) / 2, ...to },
  };
}

/** Has this picture sent at this size (pixels), though no element on the page shows it; gives what ends that. */
export type Draw = (
  track: MediaStreamTrack,
  size: { readonly width: number; readonly height: number },
) => () => void;

/** A track that is drawn. */
interface Source {
  readonly video: HTMLVideoElement;
  readonly width: number;
  readonly height: number;
  readonly end: () => void;
}

export class Composition {
  readonly #canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D;
  readonly #tiles: () => readonly TileView[];
  readonly #ask: Draw;
  readonly #sources = new Map<MediaStreamTrack, Source>();
  readonly #drawing: ReturnType<typeof setInterval>;
  readonly track: MediaStreamTrack | undefined;

  /** `tiles`: who is to be seen now; asked for every picture. Throws where the browser gives no canvas. */
  constructor(tiles: () => readonly TileView[], ask: Draw) {
    this.#tiles = tiles;
    this.#ask = ask;
    this.#canvas.width = WIDTH;
    this.#canvas.height = HEIGHT;
    const context = this.#canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('no canvas');
    this.#context = context;
    this.#draw();
    this.track = this.#canvas.captureStream(RATE).getVideoTracks()[0];
    // Not by animation frames: there are none while another tab is in front.
    this.#drawing = setInterval(() => {
      this.#draw();
    }, 1000 / RATE);
  }

  end(): void {
    clearInterval(this.#drawing);
    this.track?.stop();
    for (const track of [...this.#sources.keys()]) this.#drop(track);
  }

  #draw(): void {
    const { screens, people } = drawn(this.#tiles());
    const { large, others } = layout({
      large: screens.length,
      screens: true,
      others: people.length,
      page: 0,
      width: WIDTH,
      height: HEIGHT,
      foot: false,
    });
    const rects = [...large, ...others];
    this.#context.fillStyle = COLOURS.behind;
    this.#context.fillRect(0, 0, WIDTH, HEIGHT);
    const used = new Set<MediaStreamTrack>();
    for (const [place, tile] of [...screens, ...people].entries()) {
      const rect = rects[place];
      if (!rect) continue;
      const track = watched(tile);
      if (track) {
        used.add(track);
        this.#take(track, rect);
      }
      this.#drawTile(tile, rect);
    }
    for (const track of [...this.#sources.keys()]) if (!used.has(track)) this.#drop(track);
  }

  #drawTile(tile: TileView, rect: Rect): void {
    const context = this.#context;
    context.save();
    context.beginPath();
    context.roundRect(rect.x, rect.y, rect.width, rect.height, 10);
    context.clip();
    context.fillStyle = COLOURS.tile;
    context.fillRect(rect.x, rect.y, rect.width, rect.height);
    const track = shown(tile);
    const video = track && this.#sources.get(track)?.video;
    if (video && video.videoWidth > 0) {
      const { from, to } = placed(video.videoWidth, video.videoHeight, rect, isScreen(tile));
      context.drawImage(video, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height);
    } else if (!isScreen(tile)) this.#drawInitials(tile, rect);
    const { label } = tile.member;
    this.#drawName(isScreen(tile) ? words.call.screenOf(label) : label, rect);
    context.restore();
  }

  #drawInitials({ member }: TileView, { x, y, width, height }: Rect): void {
    this.#context.fillStyle = COLOURS.name;
    this.#context.font = `600 ${Math.round(Math.min(width, height) / 4)}px ${FONT}`;
    this.#context.textAlign = 'center';
    this.#context.textBaseline = 'middle';
    this.#context.fillText(initials(member.name), x + width / 2, y + height / 2);
  }

  #drawName(label: string, { x, y, width, height }: Rect): void {
    const context = this.#context;
    const size = Math.max(12, Math.min(18, width / 14));
    context.font = `500 ${size}px ${FONT}`;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    const most = width - 4 * size;
    const text = Math.min(most, context.measureText(label).width);
    context.fillStyle = COLOURS.plate;
    context.fillRect(x, y + height - 2 * size, text + 1.5 * size, 2 * size);
    context.fillStyle = COLOURS.name;
    context.fillText(label, x + 0.75 * size, y + height - size, Math.max(1, most));
  }

  /** Has a track played, and sent at the size of its place. Before it may be shown: it does not open unless it comes. */
  #take(track: MediaStreamTrack, { width, height }: Rect): void {
    const known = this.#sources.get(track);
    if (known?.width === width && known.height === height) return;
    const end = this.#ask(track, { width, height });
    known?.end();
    this.#sources.set(track, { video: known?.video ?? playing(track), width, height, end });
  }

  #drop(track: MediaStreamTrack): void {
    const source = this.#sources.get(track);
    if (!source) return;
    source.video.srcObject = null;
    source.end();
    this.#sources.delete(track);
  }
}

function playing(track: MediaStreamTrack): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  void video.play().catch(() => undefined);
  return video;
}
