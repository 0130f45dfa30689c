/** Builds the attacker's pages and serves them: no security headers, a plain http server. */

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { build } from 'vite';
import { closing, listening } from './proxy.ts';

const ROOT = join(import.meta.dirname, 'pages');
const BUILT = join(import.meta.dirname, '../../.build/attack-pages');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

export interface PageServer {
  /** `http://localhost:PORT/`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves `tests/attacks/pages`: `stock.html`. */
export async function servePages(): Promise<PageServer> {
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: BUILT,
      emptyOutDir: true,
      target: 'es2024',
      rollupOptions: { input: join(ROOT, 'stock.html') },
    },
  });
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    readFile(join(BUILT, path)).then(
      (bytes) => response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? '' }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  const port = await listening(server);
  return {
    url: `http://localhost:${port}/`,
    close: () => closing(server),
  };
}
