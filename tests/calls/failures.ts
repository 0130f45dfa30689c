/** What a failed story leaves behind: a picture of the page and its text, in `.build/failures`. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';

const DIRECTORY = join(import.meta.dirname, '../../.build/failures');

/** Gives where it put the picture. The text stands beside it, with the same name. */
export async function keepEvidence(page: Page, who: string): Promise<string> {
  mkdirSync(DIRECTORY, { recursive: true });
  const path = join(DIRECTORY, `${new Date().toISOString().replace(/[:.]/g, '-')}-${who}`);
  try {
    writeFileSync(`${path}.html`, await page.evaluate(() => document.body.outerHTML));
    await page.screenshot({ path: `${path}.png` });
  } catch {
    return 'no picture: the page does not answer any more';
  }
  return `${path}.png`;
}
