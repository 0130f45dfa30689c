/** The bench's own pages. */

import { join } from 'node:path';
import { servePages as serve, type PageServer } from '../pageServer.ts';

export type { PageServer };

/** Serves `frames.html` and `stockCall.html`. */
export const servePages = (): Promise<PageServer> =>
  serve({
    root: join(import.meta.dirname, 'pages'),
    pages: ['frames.html', 'stockCall.html'],
    into: 'bench-pages',
    isolated: true,
  });
