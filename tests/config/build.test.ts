import { createHash } from 'node:crypto';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSite } from '../../config/build.ts';
import { ROOT } from '../../config/vite.config.ts';
import { loadSite } from '../../relay/site.ts';

const PAGE = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>A page</title></head>
  <body><script type="module" src="./main.ts"></script></body>
</html>
`;

let folder: string;
let site: string;
beforeAll(async () => {
  await mkdir(join(ROOT, '.build'), { recursive: true });
  folder = await mkdtemp(join(ROOT, '.build', 'small-app-'));
  const app = join(folder, 'app');
  site = join(folder, 'site');
  await mkdir(app);
  await writeFile(join(app, 'index.html'), PAGE);
  await writeFile(join(app, 'shared.ts'), `export const shared = () => document.title;`);
  await writeFile(
    join(app, 'later.ts'),
    `import { shared } from './shared.ts'; export const later = shared;`,
  );
  await writeFile(join(app, 'style.css'), `body { color: green }`);
  const main = `import './style.css'; import { shared } from './shared.ts';
    void import('./later.ts').then(({ later }) => later() === shared());`;
  await writeFile(join(app, 'main.ts'), main);
  await buildSite(app, site);
});
afterAll(() => rm(folder, { recursive: true }));

const list = async () => JSON.parse(await readFile(join(site, 'site.json'), 'utf8')) as { files: object };
const sha384 = async (path: string): Promise<string> =>
  `sha384-${createHash('sha384')
    .update(await readFile(join(site, path)))
    .digest('base64')}`;

test('the import map has the hash of every script, and the policy has the hash of the import map', async () => {
  const page = await readFile(join(site, 'index.html'), 'utf8');
  const [, map = ''] = /<script type="importmap">(.*?)<\/script>/.exec(page) ?? [];
  const scripts = Object.keys((await list()).files).filter((path) => path.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(1);
  const expected = Object.fromEntries(
    await Promise.all(scripts.map(async (path) => [path, await sha384(path)])),
  );
  expect(JSON.parse(map)).toEqual({ integrity: expected });
  const answer = (await loadSite(site, { https: false, sfuUrls: [] })).get('/', '');
  const policy = answer.headers.find(([name]) => name === 'Content-Security-Policy')?.[1];
  expect(policy).toContain(`'sha256-${createHash('sha256').update(map).digest('base64')}'`);
});

test('the import map comes before the first script, and every script and style of the page has its hash', async () => {
  const page = await readFile(join(site, 'index.html'), 'utf8');
  const tags = page.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  expect(tags[0]).toBe('<script type="importmap">');
  expect(tags.length).toBeGreaterThan(2);
  for (const tag of tags.slice(1)) {
    const [, path = ''] = /(?:src|href)="([^"]+)"/.exec(tag) ?? [];
    expect(tag).toContain(`integrity="${await sha384(path)}"`);
  }
});

test('the compressed copies hold the same bytes', async () => {
  for (const path of Object.keys((await list()).files)) {
    const plain = await readFile(join(site, path));
    expect(brotliDecompressSync(await readFile(join(site, `${path}.br`)))).toEqual(plain);
    expect(gunzipSync(await readFile(join(site, `${path}.gz`)))).toEqual(plain);
  }
});
