/** Builds pages of the tests' own and serves them: a plain http server, without the product's headers. */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { build, type PluginOption } from 'vite';
import { closing, listening } from './attacks/proxy.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** With these a page is isolated from other origins: its clocks are finer then. */
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

export interface PageServer {
  /** `http://localhost:PORT/`. */
  readonly url: string;
  close(): Promise<void>;
}

export interface Pages {
  /** The folder they are in. */
  readonly root: string;
  /** Names of html files in it. */
  readonly pages: readonly string[];
  /** Where they are built: a folder of their own below `.build`. */
  readonly into: string;
  readonly isolated?: boolean;
  readonly plugins?: readonly PluginOption[];
}

export async function servePages({
  root,
  pages,
  into,
  isolated = false,
  plugins = [],
}: Pages): Promise<PageServer> {
  const built = join(import.meta.dirname, '../.build', into);
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [...plugins],
    worker: { format: 'es' },
    build: {
      outDir: built,
      emptyOutDir: true,
      // As the product is built.
      target: 'es2022',
      chunkSizeWarningLimit: 1_000,
      rolldownOptions: { input: pages.map((page) => join(root, page)) },
    },
  });
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    readFile(join(built, path)).then(
      (bytes) => response.writeHead(200, { 'content-type': type, ...(isolated && ISOLATED) }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  const port = await listening(server);
  return { url: `http://localhost:${port}/`, close: () => closing(server) };
}
