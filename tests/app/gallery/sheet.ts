/** The contact sheet: some of the pictures that `shoot.ts` took, side by side on one. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';

/** File names without their ending, in rows; those of phones are narrow. */
const ROWS: readonly (readonly string[])[] = [
  ['start-desktop-light', 'room-ready-desktop-light', 'prejoin-joiner-desktop-light'],
  ['stage-sixty-desktop-light', 'call-screen-desktop-dark', 'stage-speaker-desktop-light'],
  ['people-host-desktop-light', 'chat-images-desktop-dark', 'security-host-desktop-light'],
  [
    'start-phone-light',
    'waiting-notes-phone-light',
    'call-screen-phone-light',
    'settings-phone-light',
    'end-rate-phone-light',
  ],
];

/** Height of a row, in pixels of the sheet. */
const HEIGHT = 300;

/** Writes the sheet of the pictures in `folder` as JPEG, unless one is not there; whether it did. */
export async function writeSheet(page: Page, folder: string, path: string): Promise<boolean> {
  const file = (name: string): string => join(folder, `${name}.png`);
  if (!ROWS.flat().every((name) => existsSync(file(name)))) return false;
  const image = (name: string): string =>
    `<img height="${HEIGHT}" src="data:image/png;base64,${readFileSync(file(name)).toString('base64')}">`;
  const rows = ROWS.map((row) => `<p>${row.map(image).join('')}</p>`);
  await page.setViewport({ width: 1500, height: 400 });
  await page.setContent(
    `<style>
      body { margin: 0; padding: 12px; width: max-content; background: #6b7672; }
      p { display: flex; gap: 12px; margin: 0 0 12px; justify-content: center; }
      img { border-radius: 6px; }
    </style>${rows.join('')}`,
  );
  const body = await page.$('body');
  await body?.screenshot({ path, type: 'jpeg', quality: 82 });
  return true;
}
