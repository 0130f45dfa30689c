/**
 * Takes a picture of every scene, on a desktop in light and dark and on a phone, into `.build/shots`, and asks axe about
 * each. `node config/node22.mjs tests/app/gallery/shoot.ts [--in=LANGUAGE] [--browser=firefox] [words of scene names …]`
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { ElementHandle, Page, Viewport } from 'puppeteer-core';
import { createServer, type ViteDevServer } from 'vite';
import { axeFindings } from '../../calls/axe.ts';
import { launchBrowser } from '../../calls/browser.ts';
import { lookFor } from '../../calls/finding.ts';
import { LOOKS } from '../../calls/looks.ts';
import { isLanguage } from '../../../app/words/languages.ts';
import type { Scene } from './cast.ts';
import { leftInEnglish } from './leftInEnglish.ts';
import { SCENES } from './scenes.ts';
import { writeSheet } from './sheet.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SHOTS = join(ROOT, '.build/shots');

const SIZES = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 360, height: 740, deviceScaleFactor: 1.5, isMobile: true, hasTouch: true },
  smallest: { width: 320, height: 568 },
  tall: { width: 420, height: 1900 },
} as const satisfies Record<string, Viewport>;

/** After the last movement of what was opened. */
const SETTLED_MS = 350;
/** How long something to press may take to appear. */
const FOUND_MS = 5_000;

async function serve(): Promise<ViteDevServer> {
  const server = await createServer({
    configFile: false,
    root: import.meta.dirname,
    cacheDir: join(ROOT, '.build/gallery'),
    publicDir: join(ROOT, 'app/public'),
    plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
    server: { host: '127.0.0.1', fs: { allow: [ROOT] }, hmr: false, watch: null },
    logLevel: 'error',
  });
  return server.listen();
}

async function open(page: Page, address: string, { press = [] }: Scene): Promise<void> {
  await page.goto(address, { waitUntil: 'networkidle2' });
  await page.waitForSelector('h1');
  for (const what of press) {
    if (typeof what === 'object' && 'key' in what) {
      await page.keyboard.press(what.key);
      continue;
    }
    const name = typeof what === 'string' ? what : what.box;
    const thing = await find(page, name);
    if (typeof what === 'string') await thing.evaluate((element) => (element as HTMLElement).click());
    else await thing.type(what.type);
  }
  await settle();
}

async function find(page: Page, name: string): Promise<ElementHandle> {
  for (const until = Date.now() + FOUND_MS; Date.now() < until;) {
    const thing = await lookFor(page, undefined, name);
    if (thing) return thing;
  }
  throw new Error(`There is no “${name}”.`);
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, SETTLED_MS));

/** What stands out to the right of the window, or of a part of it that scrolls down alone. */
const tooWide = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const parts = [
      document.documentElement,
      ...document.querySelectorAll('aside, [role="log"], .banners, .stage'),
    ];
    return parts
      .filter((part) => part.scrollWidth > part.clientWidth)
      .map((part) => `${part.tagName} ${part.className}: ${part.scrollWidth} px in ${part.clientWidth}`);
  });

/** Nothing, or what the view asked of the meeting in place of what it should have. */
async function amiss(page: Page, asks: readonly unknown[]): Promise<readonly string[]> {
  const asked = JSON.stringify(await page.evaluate(() => Reflect.get(globalThis, 'asked')));
  return asked === JSON.stringify(asks) ? [] : [`asked ${asked} in place of ${JSON.stringify(asks)}`];
}

/** Switches the open page: scenes press things by their English names, and what was opened must change too. */
async function speak(page: Page): Promise<void> {
  if (language === undefined) return;
  const spoken = await page.evaluate(async (code) => Reflect.get(globalThis, 'speak')(code), language);
  if (spoken !== true) throw new Error(`${language} is not spoken here`);
  await settle();
}

/** Firefox has a window as wide as a phone's, but takes nobody for a phone. */
const setSize = (page: Page, size: Viewport): Promise<void> =>
  page.setViewport(browser === 'firefox' ? { width: size.width, height: size.height } : size);

/** What the device asks for; where that cannot be feigned, what the settings would. */
async function setTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  if (browser === 'firefox')
    await page.evaluate((scheme) => void (document.documentElement.style.colorScheme = scheme), theme);
  else await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
}

async function shoot(page: Page, origin: string, name: string, scene: Scene): Promise<readonly string[]> {
  const wrong: string[] = [];
  const failed = (error: unknown): void => void wrong.push(`${name}: ${String(error)}`);
  page.on('pageerror', failed);
  for (const [size, viewport] of Object.entries(SIZES)) {
    if (size === 'tall' && !scene.tall) continue;
    await setSize(page, viewport);
    await open(page, `${origin}/?${name}`, scene);
    if (scene.asks !== undefined) {
      wrong.push(...(await amiss(page, scene.asks)).map((what) => `${name}: ${what}`));
      break;
    }
    await speak(page);
    for (const theme of size === 'desktop' ? (['light', 'dark'] as const) : (['light'] as const)) {
      await setTheme(page, theme);
      await settle();
      const kind = browser === 'firefox' ? 'firefox' : [];
      const file = [name, language ?? [], kind, size, theme].flat().join('-');
      await page.screenshot({ path: join(SHOTS, `${file}.png`) });
    }
    if (language !== undefined)
      wrong.push(...(await leftInEnglish(page, language)).map((what) => `${name} still says: ${what}`));
    wrong.push(...(await tooWide(page)).map((what) => `${name} ${size} is too wide: ${what}`));
    if (size !== 'smallest')
      wrong.push(...(await axeFindings(page)).map((line) => `${name} ${size} ${line}`));
  }
  page.off('pageerror', failed);
  return wrong;
}

const { values, positionals: wanted } = parseArgs({
  options: { in: { type: 'string' }, browser: { type: 'string', default: 'chromium' } },
  allowPositionals: true,
});
if (values.in !== undefined && !isLanguage(values.in)) throw new Error(`There is no catalogue ${values.in}.`);
const language = values.in;
const { browser } = values;
if (browser !== 'chromium' && browser !== 'firefox') throw new Error(`There is no browser ${browser} here.`);
const server = await serve();
const launched = await launchBrowser(browser, { look: Object.values(LOOKS)[0]! });
let wrong = 0;
try {
  mkdirSync(SHOTS, { recursive: true });
  const origin = (server.resolvedUrls?.local[0] ?? '').replace(/\/$/, '');
  const page = await launched.browser.newPage();
  for (const [name, scene] of Object.entries(SCENES)) {
    if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
    const findings = await shoot(page, origin, name, scene).catch((error: unknown) => [
      `${name}: ${String(error)}`,
    ]);
    for (const finding of findings) console.log(finding);
    wrong += findings.length;
  }
  if (browser === 'chromium' && (await writeSheet(page, SHOTS, join(SHOTS, 'sheet.jpg'))))
    console.log('.build/shots/sheet.jpg is written.');
} finally {
  await launched.close();
  await server.close();
}
console.log(wrong === 0 ? 'Nothing is wrong with what was looked at.' : `${wrong} findings.`);
process.exitCode = wrong === 0 ? 0 : 1;
