/** Reads a recording that a page has in its own store, as a player would: what is seen and heard in it, and when. */

import type { Page } from 'puppeteer-core';
import type { Look, Rgb } from './looks.ts';

/** A picture every so often. */
const STEP_SECONDS = 0.25;
const COLUMNS = 64;
const ROWS = 36;
/** How far a colour may be from the one the camera showed, per channel, after two encoders. */
const TOLERANCE = 60;
/** Columns to either side of a picture's middle in which something moves: less than half of it. */
const AROUND = 10;

export interface Film {
  readonly seconds: number;
  /** Rows of colours, and when in the film. */
  readonly pictures: readonly { readonly at: number; readonly rows: readonly (readonly Rgb[])[] }[];
  /** How loud each of the tones asked for is, in steps of `STEP_SECONDS`, from 0 on. */
  readonly tones: ReadonlyMap<number, readonly number[]>;
}

/** Takes a page's answer to "where to?": the file goes into the page's own store. Before the page's own code. */
export async function keepFilms(page: Page, file: string): Promise<void> {
  await page.evaluateOnNewDocument((name) => {
    Object.defineProperty(window, 'showSaveFilePicker', {
      value: async () => (await navigator.storage.getDirectory()).getFileHandle(name, { create: true }),
    });
  }, file);
}

/** Plays it to its end. Chromium only. */
export async function filmOf(page: Page, file: string, hertz: readonly number[]): Promise<Film> {
  const read = await page.evaluate(
    async (name, tones, step, columns, rows) => {
      const root = await navigator.storage.getDirectory();
      const film = await (await root.getFileHandle(name)).getFile();
      const video = document.createElement('video');
      video.muted = true;
      video.src = URL.createObjectURL(film);
      const canvas = Object.assign(document.createElement('canvas'), { width: columns, height: rows });
      const context = canvas.getContext('2d', { willReadFrequently: true });
      const pictures: { at: number; data: number[] }[] = [];
      const look = (): void => {
        const at = video.currentTime;
        if (context && at >= (pictures.at(-1)?.at ?? -step) + step) {
          context.drawImage(video, 0, 0, columns, rows);
          pictures.push({ at, data: Array.from(context.getImageData(0, 0, columns, rows).data) });
        }
        video.requestVideoFrameCallback(look);
      };
      video.requestVideoFrameCallback(look);
      video.playbackRate = 2;
      const over = new Promise((resolve, reject) => {
        video.onended = resolve;
        video.onerror = () => reject(new Error(video.error?.message));
      });
      await video.play();
      await over;
      const sound = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(await film.arrayBuffer());
      const samples = sound.getChannelData(0);
      const size = step * sound.sampleRate;
      /** Goertzel: the strength of one tone in one stretch. */
      const strength = (from: number, tone: number): number => {
        const turn = 2 * Math.cos((2 * Math.PI * tone) / sound.sampleRate);
        let [before, last] = [0, 0];
        for (const sample of samples.subarray(from, from + size))
          [before, last] = [last, sample + turn * last - before];
        return Math.sqrt(Math.max(0, last * last + before * before - turn * last * before)) / size;
      };
      const starts = Array.from({ length: Math.floor(samples.length / size) }, (_, at) => at * size);
      const loud = tones.map((tone) => starts.map((from) => strength(from, tone)));
      return { seconds: video.currentTime, pictures, loud };
    },
    file,
    [...hertz],
    STEP_SECONDS,
    COLUMNS,
    ROWS,
  );
  return {
    seconds: read.seconds,
    pictures: read.pictures.map(({ at, data }) => ({ at, rows: rowsOf(data) })),
    tones: new Map(hertz.map((tone, at) => [tone, read.loud[at] ?? []])),
  };
}

function rowsOf(data: readonly number[]): Rgb[][] {
  return Array.from({ length: ROWS }, (_row, y) =>
    Array.from({ length: COLUMNS }, (_column, x): Rgb => {
      const at = (y * COLUMNS + x) * 4;
      return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
    }),
  );
}

type Picture = Film['pictures'][number];

/** Where somebody of this look is in a picture: the column in which their upper two colours meet. */
function middleOf({ rows }: Picture, { quarters }: Look): number | undefined {
  const found = rows.map((row) =>
    row.findIndex(
      (rgb, at) =>
        near(rgb, quarters[0]) && row.slice(at + 1, at + 4).some((next) => near(next, quarters[1])),
    ),
  );
  return found.find((at) => at >= 0);
}

/** Whether somebody of this look is to be seen in a picture of a film. */
export const isIn = (picture: Picture, look: Look): boolean => middleOf(picture, look) !== undefined;

/** In how many of these pictures somebody of this look is, and moved since the one before. */
export function moves(pictures: readonly Picture[], look: Look): number {
  return pictures.filter((picture, at) => {
    const before = pictures[at - 1];
    const middle = middleOf(picture, look);
    if (!before || middle === undefined || !isIn(before, look)) return false;
    return picture.rows.some((row, y) =>
      row
        .slice(Math.max(0, middle - AROUND), middle + AROUND)
        .some((rgb, x) => !near(rgb, before.rows[y]?.[x + Math.max(0, middle - AROUND)] ?? rgb)),
    );
  }).length;
}

const near = (one: Rgb, other: Rgb): boolean =>
  one.every((value, channel) => Math.abs(value - (other[channel] ?? 0)) <= TOLERANCE);
