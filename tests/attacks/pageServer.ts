/** The attacker's pages. */

import { join } from 'node:path';
import { servePages as serve, type PageServer } from '../pageServer.ts';

export type { PageServer };

/** Serves `tests/attacks/pages`: `stock.html`. */
export const servePages = (): Promise<PageServer> =>
  serve({ root: join(import.meta.dirname, 'pages'), pages: ['stock.html'], into: 'attack-pages' });
