/** Makes sure that both browsers are here, or says what to do. */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findBrowser, variableFor, type BrowserName } from './browser.ts';

const PACKAGES = { chromium: 'chromium', firefox: 'firefox-esr' } as const satisfies Record<
  BrowserName,
  string
>;
const NAMES = ['chromium', 'firefox'] as const satisfies readonly BrowserName[];

/** Installs what is missing where that is possible: on Debian, as root. Throws when a browser is still missing. */
export function ensureBrowsers(): void {
  const missing = NAMES.filter((name) => findBrowser(name) === undefined);
  const wrong = missing.filter((name) => process.env[variableFor(name)]);
  if (wrong.length > 0) {
    throw new Error(wrong.map((name) => `${variableFor(name)} names a file that is not there.`).join('\n'));
  }
  if (missing.length > 0 && existsSync('/etc/debian_version') && process.getuid?.() === 0) install(missing);
  const still = missing.filter((name) => findBrowser(name) === undefined);
  if (still.length > 0) {
    throw new Error(
      `The tests need ${still.join(' and ')}, and found none. Install it (Debian: apt-get install ` +
        `${still.map((name) => PACKAGES[name]).join(' ')}), or set ${still.map(variableFor).join(' and ')}.`,
    );
  }
  for (const name of NAMES) console.log(`${name}: ${findBrowser(name) ?? ''}`);
}

function install(names: readonly BrowserName[]): void {
  const packages = names.map((name) => PACKAGES[name]);
  console.log(`Installing ${packages.join(' and ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const words of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const { status, stderr } = spawnSync('apt-get', ['-q', ...words], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    if (status !== 0) console.error(`apt-get ${words.join(' ')} failed:\n${stderr}`);
  }
}
