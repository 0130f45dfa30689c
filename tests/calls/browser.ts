/** Finds and starts real browsers: Chromium over the DevTools protocol, Firefox over WebDriver BiDi. */

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, type Browser, type Page } from 'puppeteer-core';
import { SMALL, USUAL, writeCamera } from './cameras.ts';
import type { Look } from './looks.ts';

export type BrowserName = 'chromium' | 'firefox';

const PLACES = {
  chromium: {
    variable: 'CHROMIUM_PATH',
    paths: [
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
  },
  firefox: {
    variable: 'FIREFOX_PATH',
    paths: ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'],
  },
} as const satisfies Record<BrowserName, { variable: string; paths: readonly string[] }>;

/** The environment variable that says where this browser is. */
export const variableFor = (name: BrowserName): string => PLACES[name].variable;

/** Where this browser is; undefined if it is nowhere, or not where its variable says. */
export function findBrowser(name: BrowserName): string | undefined {
  const told = process.env[variableFor(name)];
  if (told) return existsSync(told) ? told : undefined;
  return PLACES[name].paths.find((path) => existsSync(path));
}

export interface LaunchOptions {
  /** What the camera shows and the microphone hears. Firefox shows a colour that changes, and hears `hertz`. */
  readonly look: Look;
  /** Chromium only: this many cameras with its own test picture, in place of the look's. */
  readonly cameras?: number;
  /** Neither camera nor microphone (Chromium: no camera), or both refused by the person. */
  readonly devices?: 'none' | 'refused';
  /** Chromium only: the look's picture small and slow. */
  readonly small?: boolean;
  /** Port on loopback of a SOCKS proxy for everything, also for what is on this machine. */
  readonly socksPort?: number;
  /** Chromium only: folder of a profile that outlives the browser, in place of an empty one. */
  readonly profile?: string;
}

export interface Launched {
  readonly browser: Browser;
  close(): Promise<void>;
}

const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  // People in a story sit each before a window of their own: none is hidden behind another.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  // The stories look for English names, whatever the system speaks.
  '--accept-lang=en-US',
];

const FIREFOX_PREFS = {
  // A system set to little movement: what is asked of a view does not come in the midst of a change.
  'ui.prefersReducedMotion': 1,
  'intl.accept_languages': 'en-US, en',
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
  'app.update.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'extensions.update.enabled': false,
};

/** Which of the two a page is in. */
export const isFirefox = async (page: Page): Promise<boolean> =>
  /^firefox/i.test(await page.browser().version());

/** Starts a browser, with an empty profile of its own unless told otherwise. Throws when there is none to start. */
export async function launchBrowser(name: BrowserName, options: LaunchOptions): Promise<Launched> {
  const executablePath = findBrowser(name);
  if (!executablePath) throw new Error(`No ${name} here: set ${variableFor(name)} to its executable.`);
  const directory = mkdtempSync(join(tmpdir(), `conclave-${name}-`));
  const shared = { executablePath, headless: true, defaultViewport: { width: 1100, height: 720 } };
  const browser =
    name === 'firefox'
      ? await launch({
          ...shared,
          browser: 'firefox',
          extraPrefsFirefox: {
            ...FIREFOX_PREFS,
            'media.navigator.audio.fake_frequency': options.look.hertz,
            ...firefoxDevices(options),
            ...firefoxNetwork(options),
          },
        })
      : await launch({
          ...shared,
          browser: 'chrome',
          userDataDir: options.profile ?? join(directory, 'profile'),
          args: [...CHROMIUM_ARGS, ...chromiumDevices(directory, options), ...chromiumNetwork(options)],
        });
  return {
    browser,
    async close() {
      await browser.close();
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function chromiumDevices(directory: string, { look, cameras, devices, small }: LaunchOptions): string[] {
  const files = writeCamera(directory, look, small ? SMALL : USUAL);
  const count = devices === 'none' ? 0 : cameras;
  return [
    devices === 'refused' ? '--deny-permission-prompts' : '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${files.audio}`,
    ...(count === undefined
      ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${files.video}`]
      : [`--use-fake-device-for-media-stream=device-count=${count},fps=15`]),
  ];
}

function firefoxDevices({ devices }: LaunchOptions): Record<string, string | number | boolean> {
  if (devices === 'refused')
    return {
      'media.navigator.permission.disabled': false,
      'permissions.default.camera': 2,
      'permissions.default.microphone': 2,
    };
  if (devices !== 'none') return {};
  return {
    'media.navigator.streams.fake': false,
    // Only devices of these names are looked for.
    'media.video_loopback_dev': 'none',
    'media.audio_loopback_dev': 'none',
  };
}

function chromiumNetwork({ socksPort }: LaunchOptions): string[] {
  if (socksPort === undefined) return [];
  return [`--proxy-server=socks5://127.0.0.1:${socksPort}`, '--proxy-bypass-list=<-loopback>'];
}

function firefoxNetwork({ socksPort }: LaunchOptions): Record<string, string | number | boolean> {
  if (socksPort === undefined) return {};
  return {
    'network.proxy.type': 1,
    'network.proxy.socks': '127.0.0.1',
    'network.proxy.socks_port': socksPort,
    'network.proxy.socks_version': 5,
    'network.proxy.socks_remote_dns': true,
    'network.proxy.no_proxies_on': '',
    'network.proxy.allow_hijacking_localhost': true,
  };
}
