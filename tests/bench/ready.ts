/** What bench and scales need before they start: a Chromium, an SFU, the app as it is now. */

import { buildSite, siteIsFresh } from '../../config/build.ts';
import { findBrowser } from '../calls/browser.ts';
import { ensureBrowsers } from '../calls/ensureBrowsers.ts';
import { sfuBinary } from '../calls/sfuBinary.ts';

/** Gets what is missing; throws with what to do where that cannot be. */
export async function makeReady(): Promise<void> {
  if (findBrowser('chromium') === undefined) ensureBrowsers();
  await sfuBinary();
  if (await siteIsFresh()) return;
  console.log('Building the app …');
  await buildSite();
}
