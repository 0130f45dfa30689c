/** Builds the bench's own pages and serves them, isolated from other origins: clocks are finer then. */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';
import { listening } from '../attacks/proxy.ts';

const ROOT = join(import.meta.dirname, 'pages');
const BUILT = join(import.meta.dirname, '../../.build/bench-pages');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

export interface PageServer {
  /** `http://localhost:PORT/`. */
  readonly url: string;
  close(): Promise<void>;
}

const PAGES = ['frames.html', 'stockCall.html', 'tiles.html'];

/** Serves these pages. */
export async function servePages(): Promise<PageServer> {
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
    worker: { format: 'es' },
    build: {
      outDir: BUILT,
      emptyOutDir: true,
      // As the product is built.
      target: 'es2022',
      chunkSizeWarningLimit: 1_000,
      rolldownOptions: { input: PAGES.map((page) => join(ROOT, page)) },
    },
  });
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    readFile(join(BUILT, path)).then(
      (bytes) =>
        response
          .writeHead(200, {
            'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
            'cross-origin-opener-policy': 'same-origin',
            'cross-origin-embedder-policy': 'require-corp',
          })
          .end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  const port = await listening(server);
  return {
    url: `http://localhost:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
