/** The bench's own pages. */

import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { servePages as serve, type PageServer } from '../pageServer.ts';

export type { PageServer };

/** Serves `frames.html`, `stockCall.html` and `tiles.html`. */
export const servePages = (): Promise<PageServer> =>
  serve({
    root: join(import.meta.dirname, 'pages'),
    pages: ['frames.html', 'stockCall.html', 'tiles.html'],
    into: 'bench-pages',
    isolated: true,
    plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
  });
