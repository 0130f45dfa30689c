/** Reads what a person sees: the pixels of a tile's video. */

import type { Page } from 'puppeteer-core';
import type { Look, Rgb } from './looks.ts';

/** The middle of each quarter of a picture; undefined while there is none. */
export type Seen = readonly [Rgb, Rgb, Rgb, Rgb] | undefined;

/** How far a colour may be from the one sent, per channel, after camera, encoder and colour space. */
const TOLERANCE = 40;

/** What the video inside the group of this accessible name shows. */
export async function seen(page: Page, tile: string): Promise<Seen> {
  const video = await page.$(`::-p-aria([name="${tile}"][role="group"]) >>> video`);
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

/** Whether the video inside the group of this accessible name shows new pictures within `ms`. */
export async function moves(page: Page, tile: string, ms: number): Promise<boolean> {
  const video = await page.$(`::-p-aria([name="${tile}"][role="group"]) >>> video`);
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
