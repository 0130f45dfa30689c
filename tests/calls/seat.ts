/** What is before somebody in a story: an empty tab in a browser of their own, or in another window of somebody's. */

import type { Page } from 'puppeteer-core';
import { launchBrowser, type BrowserName } from './browser.ts';
import { countFrames } from './counting.ts';
import { holdDevices } from './devices.ts';
import { listen } from './hearing.ts';
import { LOOKS, type LookName } from './looks.ts';
import { watchForViolations, type Complaints } from './violations.ts';
import type { Wire } from './wire.ts';

const SMALL_WINDOW = { width: 920, height: 480 } as const;
const PHONE = { width: 360, height: 740, isMobile: true, hasTouch: true } as const;

export interface SeatOptions {
  /** Chromium by default. */
  readonly browser?: BrowserName;
  /** Chromium only: this many cameras, all with the browser's own test picture; the one in use can be unplugged. */
  readonly cameras?: number;
  /** Neither camera nor microphone (Chromium: no camera), or both refused by the person. */
  readonly devices?: 'none' | 'refused';
  /** Chromium only: the camera's picture and the window are small, the picture slow. */
  readonly small?: boolean;
  /** Chromium only: folder of a profile that outlives the browser. */
  readonly profile?: string;
  /** Chromium only: a phone held upright, which is touched and has no mouse. */
  readonly phone?: boolean;
}

export interface Seat {
  readonly page: Page;
  /** What the browser objects to: CSP violations, errors on the console, exceptions. */
  readonly complaints: Complaints;
  close(): Promise<void>;
}

/** A tab that is listened to, whose frames are counted; all its traffic runs through `wire`, if there is one. */
export async function takeSeat(look: LookName, options: SeatOptions, wire?: Wire): Promise<Seat> {
  const { browser = 'chromium', profile, cameras, devices, small } = options;
  const launched = await launchBrowser(browser, {
    look: LOOKS[look],
    ...(profile !== undefined && { profile }),
    ...(cameras !== undefined && { cameras }),
    ...(devices && { devices }),
    ...(small && { small }),
    ...(wire && { socksPort: wire.socksPort }),
  });
  return prepare(await launched.browser.newPage(), options, () => launched.close());
}

/** Another window of the browser that `page` is in, as somebody else: the camera shows the same. */
export async function takeSeatBeside(page: Page, options: SeatOptions): Promise<Seat> {
  const context = await page.browser().createBrowserContext();
  return prepare(await context.newPage(), options, () => context.close());
}

async function prepare(
  page: Page,
  { small, phone, cameras }: SeatOptions,
  close: () => Promise<void>,
): Promise<Seat> {
  if (small) await page.setViewport(SMALL_WINDOW);
  if (phone) await page.setViewport(PHONE);
  const complaints = await watchForViolations(page);
  await listen(page);
  await countFrames(page);
  if (cameras !== undefined) await holdDevices(page);
  return { page, complaints, close };
}
