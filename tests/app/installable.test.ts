/** What a browser asks of a page that it shall install. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { words } from '../../app/words/words.ts';

const APP = join(import.meta.dirname, '../../app');
const served = (path: string): string => join(APP, 'public', path);
const page = readFileSync(join(APP, 'index.html'), 'utf8');

interface Manifest {
  readonly id: string;
  readonly name: string;
  readonly start_url: string;
  readonly scope: string;
  readonly display: string;
  readonly theme_color: string;
  readonly icons: readonly {
    readonly src: string;
    readonly type: string;
    readonly sizes: string;
    readonly purpose: string;
  }[];
}
const manifest = JSON.parse(readFileSync(served('/manifest.webmanifest'), 'utf8')) as Manifest;

/** Width and height, as the first chunk of a PNG says. */
function sizeOf(path: string): string {
  const bytes = readFileSync(served(path));
  expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

describe('the manifest', () => {
  it('is named by the page, and starts it where nobody’s link stands', () => {
    expect(page).toContain('<link rel="manifest" href="/manifest.webmanifest" />');
    expect(manifest).toMatchObject({ id: '/', start_url: '/', scope: '/', display: 'standalone' });
    expect(manifest.name).toBe(words.page.product);
  });

  it('has the icons that browsers ask for, as large as it says', () => {
    const has = (sizes: string, purpose: string): boolean =>
      manifest.icons.some((icon) => icon.sizes === sizes && icon.purpose === purpose);
    expect([has('192x192', 'any'), has('512x512', 'any'), has('512x512', 'maskable')]).toEqual([
      true,
      true,
      true,
    ]);
    for (const { src, type, sizes } of manifest.icons) {
      expect(existsSync(served(src)), src).toBe(true);
      if (type === 'image/png') expect(sizeOf(src)).toBe(sizes);
      else expect(readFileSync(served(src), 'utf8')).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    }
    expect(sizeOf('/apple-touch-icon.png')).toBe('180x180');
  });

  it('has the colours of the page, which has one for each scheme', () => {
    const tokens = readFileSync(join(APP, 'styles/tokens.css'), 'utf8');
    const [, light, dark] = /--paper: light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/.exec(tokens) ?? [];
    const themes = [...page.matchAll(/name="theme-color" content="(#[0-9a-f]{6})"/g)].map(
      ([, colour]) => colour,
    );
    expect(themes).toEqual([light, dark]);
    expect(manifest.theme_color).toBe(light);
  });
});

it('who waits in vain is told so by the page itself', () => {
  expect(page).toMatch(/<div id="app">\s*<p class="late">/);
  expect(readFileSync(join(APP, 'main.ts'), 'utf8')).toContain('target.replaceChildren()');
});
