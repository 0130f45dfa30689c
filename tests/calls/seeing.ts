/** Reads what a person sees: the pixels of a tile's video. */

import type { ElementHandle, Page } from 'puppeteer-core';
import { lookFor } from './finding.ts';
import type { Look, Rgb } from './looks.ts';

/** The middle of each quarter of a picture; undefined while there is none. */
export type Seen = readonly [Rgb, Rgb, Rgb, Rgb] | undefined;

/** How far a colour may be from the one sent, per channel, after camera, encoder and colour space. */
const TOLERANCE = 40;

/** The video inside the group of this accessible name. */
export async function videoIn(page: Page, tile: string): Promise<ElementHandle | null> {
  const group = await lookFor(page, 'group', tile);
  return (await group?.$('>>> video')) ?? null;
}

/** What the video of a tile shows. */
export async function seen(page: Page, tile: string): Promise<Seen> {
  const video = await videoIn(page, tile);
  if (!video) return undefined;
  const cells = await video.evaluate((element) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 16;
    const context = canvas.getContext('2d');
    if (!(element instanceof HTMLVideoElement) || !context || element.videoWidth === 0) return undefined;
    context.drawImage(element, 0, 0, 16, 16);
    return [
      [3, 3],
      [12, 3],
      [3, 12],
      [12, 12],
    ].map(([x, y]) => Array.from(context.getImageData(x ?? 0, y ?? 0, 1, 1).data.slice(0, 3)));
  });
  await video.dispose();
  if (!cells) return undefined;
  const rgb = (at: number): Rgb => [cells[at]?.[0] ?? 0, cells[at]?.[1] ?? 0, cells[at]?.[2] ?? 0];
  return [rgb(0), rgb(1), rgb(2), rgb(3)];
}

export interface Detail {
  /** Pixels that were received. */
  readonly height: number;
  /** The greatest step of brightness between two pixels beside each other, 0 to 255. */
  readonly sharpness: number;
}

/** How fine the picture of a tile is; undefined while there is none. */
export async function detail(page: Page, tile: string): Promise<Detail | undefined> {
  const video = await videoIn(page, tile);
  const found = await video?.evaluate((element) => {
    if (!(element instanceof HTMLVideoElement) || element.videoWidth === 0) return undefined;
    const { videoWidth: width, videoHeight: height } = element;
    const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
    if (!context) return undefined;
    context.drawImage(element, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    let sharpness = 0;
    for (let at = 4; at < data.length; at += 4) {
      if ((at / 4) % width === 0) continue;
      sharpness = Math.max(sharpness, Math.abs((data[at + 1] ?? 0) - (data[at - 3] ?? 0)));
    }
    return { height, sharpness };
  });
  await video?.dispose();
  return found;
}

/** Whether the video of a tile shows new pictures within `ms`. */
export async function moves(page: Page, tile: string, ms: number): Promise<boolean> {
  const video = await videoIn(page, tile);
  const shown = await video?.evaluate(async (element, wait) => {
    let pictures = 0;
    const count = (): void => {
      pictures++;
      if (element instanceof HTMLVideoElement) element.requestVideoFrameCallback(count);
    };
    if (element instanceof HTMLVideoElement) element.requestVideoFrameCallback(count);
    await new Promise((resolve) => setTimeout(resolve, wait));
    return pictures;
  }, ms);
  await video?.dispose();
  // One may be the picture that stands still.
  return (shown ?? 0) > 1;
}

/** Whether two pictures are the same, as far as encoders leave them so. */
export function alike(a: Seen | Look['quarters'], b: Seen | Look['quarters']): boolean {
  if (!a || !b) return false;
  return a.every((colour, quarter) =>
    colour.every((value, channel) => Math.abs(value - (b[quarter]?.[channel] ?? -1000)) <= TOLERANCE),
  );
}
