/**
 * Builds the app into `.build/site`, as `relay/site.ts` serves it: hashed files, their brotli and gzip copies, an
 * import map that gives every script its hash (`Integrity-Policy` refuses those without), and `site.json`.
 */

import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rename, rm, stat, writeFile, mkdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build as viteBuild } from 'vite';
import { SITE_LIST, type SiteList } from '../relay/site.ts';
import { APP, ROOT, viteConfig } from './vite.config.ts';

const BUILD = join(ROOT, '.build');
export const SITE_FOLDER = join(BUILD, 'site');

/** Whatever a build depends on. */
const SOURCES = ['app', 'crypto', 'relay/wire.ts', 'config', 'package-lock.json', 'package.json'];

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.tflite': 'application/octet-stream',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};
const COMPRESSED = new Set([
  '.html',
  '.js',
  '.css',
  '.json',
  '.webmanifest',
  '.svg',
  '.txt',
  '.wasm',
  '.tflite',
]);

const hash = (algorithm: 'sha256' | 'sha384', bytes: Uint8Array | string): string =>
  `${algorithm}-${createHash(algorithm).update(bytes).digest('base64')}`;

/** As `app/parts/build.ts` shows it. */
export const fingerprintOf = (importMap: string): string =>
  (createHash('sha256').update(importMap).digest('hex').slice(0, 32).match(/.{4}/g) ?? []).join(' ');

/** Paths of all files below a folder, from `/` on, in a fixed order. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length))
    .sort();
}

/** Gives scripts and styles of the page their hashes, and all scripts theirs in an import map. */
function sealPage(
  html: string,
  integrity: ReadonlyMap<string, string>,
): { html: string; importMap: string; scriptHash: string } {
  const scripts = [...integrity].filter(([path]) => path.endsWith('.js'));
  const importMap = JSON.stringify({ integrity: Object.fromEntries(scripts) });
  const sealed = html
    .replace(/<(?:script|link)\b[^>]*\b(?:src|href)="([^"]+)"[^>]*>/g, (tag, path: string) => {
      const value = /\brel="(?:modulepreload|stylesheet)"|^<script/.test(tag)
        ? integrity.get(path)
        : undefined;
      return value === undefined ? tag : tag.replace(/>$/, ` integrity="${value}">`);
    })
    // An import map counts for what comes after it.
    .replace(
      /<script type="module"|<link rel="modulepreload"/,
      `<script type="importmap">${importMap}</script>\n    $&`,
    );
  if (!sealed.includes(importMap)) throw new Error('index.html has no module script');
  return { html: sealed, importMap, scriptHash: `'${hash('sha256', importMap)}'` };
}

async function compress(path: string, bytes: Uint8Array): Promise<void> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, { params }));
  await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
}

/** Builds the app in `app` into a folder of its own, and puts that in the place of `site`; gives its fingerprint. */
export async function buildSite(app = APP, site = SITE_FOLDER): Promise<string> {
  await mkdir(BUILD, { recursive: true });
  const folder = await mkdtemp(join(BUILD, 'building-'));
  try {
    await viteBuild({
      ...viteConfig,
      root: app,
      logLevel: 'warn',
      build: { ...viteConfig.build, outDir: folder, emptyOutDir: true },
    });
    const integrity = new Map<string, string>();
    const files: SiteList['files'] = {};
    for (const path of await filesOf(folder)) {
      const extension = extname(path);
      const type = TYPES[extension];
      if (type === undefined) throw new Error(`No media type is known for ${path}`);
      if (extension === '.js' || extension === '.css') {
        integrity.set(path, hash('sha384', await readFile(join(folder, path))));
      }
      files[path] = { type, immutable: path.startsWith('/assets/'), compressed: COMPRESSED.has(extension) };
    }
    const page = join(folder, 'index.html');
    const { html, importMap, scriptHash } = sealPage(await readFile(page, 'utf8'), integrity);
    await writeFile(page, html);
    for (const [path, { compressed }] of Object.entries(files)) {
      if (compressed) await compress(join(folder, path), await readFile(join(folder, path)));
    }
    const list: SiteList = { files, scriptHashes: [scriptHash] };
    await writeFile(join(folder, SITE_LIST), JSON.stringify(list, undefined, 2));
    await rm(site, { recursive: true, force: true });
    await rename(folder, site);
    return fingerprintOf(importMap);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Time of the last change below these paths, in milliseconds since 1970. */
async function lastChange(paths: readonly string[]): Promise<number> {
  let last = 0;
  for (const path of paths.map((name) => join(ROOT, name))) {
    const found = await stat(path);
    last = Math.max(last, found.mtimeMs);
    if (!found.isDirectory()) continue;
    // A folder's own time tells of files that went.
    for (const entry of await readdir(path, { recursive: true })) {
      last = Math.max(last, (await stat(join(path, entry))).mtimeMs);
    }
  }
  return last;
}

/** Whether the site stands and nothing it was built from changed since. */
export async function siteIsFresh(): Promise<boolean> {
  const built = await stat(join(SITE_FOLDER, SITE_LIST)).catch(() => undefined);
  return built !== undefined && (await lastChange(SOURCES)) < built.mtimeMs;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(`Build ${await buildSite()}`);
