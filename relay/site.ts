/** The built app, served from memory with its headers. The build wrote down what there is (`site.json`). */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { Problem } from './problem.ts';

/** Name of the build's own list inside the site's folder; it is not served. */
export const SITE_LIST = 'site.json';

/** What the build says about its files; `config/build.ts` writes it. */
const siteList = v.strictObject({
  /** By path, from `/` on. */
  files: v.record(
    v.pipe(v.string(), v.startsWith('/')),
    v.strictObject({
      type: v.string(),
      /** The name changes with the content. */
      immutable: v.boolean(),
      /** Copies that stand beside the file, as `.br` and `.gz`. */
      compressed: v.boolean(),
    }),
  ),
  /** CSP sources of the inline scripts of `/index.html`: its import map. */
  scriptHashes: v.array(v.pipe(v.string(), v.regex(/^'sha256-[A-Za-z0-9+/]{43}='$/))),
});

export type SiteList = v.InferOutput<typeof siteList>;

/** How pages may be reached, for the headers that depend on it. */
export interface SiteFacts {
  /** Browsers come over https only. */
  readonly https: boolean;
  /** Browsers may come over http to an address that is not loopback: nothing of the page is to be had over https. */
  readonly plainHttp?: boolean;
  /** `ws://` or `wss://` addresses of the SFU, as browsers see it. */
  readonly sfuUrls: readonly string[];
}

type Header = readonly [name: string, value: string];

export interface Answer {
  readonly status: string;
  readonly headers: readonly Header[];
  readonly body: Uint8Array | string;
}

export interface Site {
  /** The answer to a GET of `path` from a browser that accepts these encodings. */
  get(path: string, acceptEncoding: string): Answer;
  /** An answer without content of the site, with the same headers. */
  plain(status: string, text: string): Answer;
}

const PERMISSIONS = [
  ...['camera', 'microphone', 'display-capture', 'fullscreen', 'picture-in-picture', 'screen-wake-lock'],
  ...['speaker-selection', 'autoplay', 'clipboard-write'],
].map((name) => `${name}=(self)`);
const NO_PERMISSIONS = ['clipboard-read', 'geolocation', 'usb', 'serial', 'hid', 'midi', 'payment'].map(
  (name) => `${name}=()`,
);

/** The content security policy of every answer: pages and worker scripts alike. */
export function contentSecurityPolicy(
  { sfuUrls, plainHttp }: SiteFacts,
  scriptHashes: readonly string[],
): string {
  // livekit-client asks over http why a WebSocket failed.
  const sfu = sfuUrls.map((url) => new URL(url).origin).flatMap((ws) => [ws, ws.replace(/^ws/, 'http')]);
  return [
    `default-src 'none'`,
    `script-src 'self' 'wasm-unsafe-eval'${scriptHashes.map((hash) => ` ${hash}`).join('')}`,
    `worker-src 'self'`,
    `style-src 'self'`,
    `img-src 'self' blob: data:`,
    `media-src 'self' blob:`,
    `font-src 'self'`,
    `connect-src ${["'self'", ...sfu].join(' ')}`,
    `manifest-src 'self'`,
    `frame-src 'none'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types svelte-trusted-html conclave`,
    ...(plainHttp ? [] : [`upgrade-insecure-requests`]),
  ].join('; ');
}

/** Headers of every answer. */
export function securityHeaders(facts: SiteFacts, scriptHashes: readonly string[]): readonly Header[] {
  return [
    ['Content-Security-Policy', contentSecurityPolicy(facts, scriptHashes)],
    ...(facts.https
      ? [['Strict-Transport-Security', 'max-age=63072000; includeSubDomains; preload'] as const]
      : []),
    ['Referrer-Policy', 'no-referrer'],
    ['X-Content-Type-Options', 'nosniff'],
    ['X-Frame-Options', 'DENY'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Embedder-Policy', 'require-corp'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['Origin-Agent-Cluster', '?1'],
    ['Permissions-Policy', [...PERMISSIONS, ...NO_PERMISSIONS].join(', ')],
    ['X-Robots-Tag', 'noindex, nofollow'],
  ];
}

/** The best encoding that we have and the browser takes. */
export function chooseEncoding(acceptEncoding: string): 'br' | 'gzip' | undefined {
  const accepted = new Set(
    acceptEncoding
      .toLowerCase()
      .split(',')
      .map((part) => part.split(';').map((piece) => piece.trim()))
      .filter(([, weight]) => weight === undefined || !/^q=0(?:\.0*)?$/.test(weight))
      .map(([name]) => name),
  );
  return accepted.has('br') ? 'br' : accepted.has('gzip') ? 'gzip' : undefined;
}

interface File {
  readonly headers: readonly Header[];
  readonly plain: Buffer;
  readonly br: Buffer | undefined;
  readonly gzip: Buffer | undefined;
}

/** Reads the site into memory; a folder that the build did not make is a Problem. */
export async function loadSite(folder: string, facts: SiteFacts): Promise<Site> {
  let list: SiteList;
  try {
    list = v.parse(siteList, JSON.parse(await readFile(join(folder, SITE_LIST), 'utf8')));
  } catch {
    throw new Problem(`There is no built app in ${folder}: build it with "npm run build".`);
  }
  const files = new Map<string, File>();
  for (const [path, { type, immutable, compressed }] of Object.entries(list.files)) {
    const onDisk = join(folder, path);
    const page = type.startsWith('text/html');
    files.set(page && path === '/index.html' ? '/' : path, {
      headers: [
        ['Content-Type', type],
        ['Cache-Control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache'],
        // Workers inherit nothing from an import map: on their scripts the policy would forbid their own imports.
        ...(page ? [['Integrity-Policy', 'blocked-destinations=(script)'] as const] : []),
        ...(compressed ? [['Vary', 'Accept-Encoding'] as const] : []),
      ],
      plain: await readFile(onDisk),
      br: compressed ? await readFile(`${onDisk}.br`) : undefined,
      gzip: compressed ? await readFile(`${onDisk}.gz`) : undefined,
    });
  }
  return siteOf(files, securityHeaders(facts, list.scriptHashes));
}

/** A relay without an app: everything is 404. The development server has the app then. */
export function noSite(facts: SiteFacts): Site {
  return siteOf(new Map(), securityHeaders(facts, []));
}

function siteOf(files: ReadonlyMap<string, File>, common: readonly Header[]): Site {
  const plain: Site['plain'] = (status, text) => ({
    status,
    headers: [...common, ['Content-Type', 'text/plain; charset=utf-8'], ['Cache-Control', 'no-store']],
    body: text,
  });
  return {
    plain,
    get(path, acceptEncoding) {
      const file = files.get(path);
      if (file === undefined) return plain('404 Not Found', 'There is nothing here.\n');
      const encoding = chooseEncoding(acceptEncoding);
      const body = encoding === undefined ? undefined : file[encoding];
      const headers = [...common, ...file.headers];
      if (body === undefined || encoding === undefined)
        return { status: '200 OK', headers, body: file.plain };
      return { status: '200 OK', headers: [...headers, ['Content-Encoding', encoding]], body };
    },
  };
}
