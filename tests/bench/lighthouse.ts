/**
 * `npm run lighthouse`: the built start page on Lighthouse's phone profile, three times; prints the median of each
 * score beside its aim, and ends with an error when one is missed. Lighthouse is fetched when it is asked for: nothing
 * else needs it.
 */

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../relay/sfuProcess.ts';
import { startServer } from '../../relay/server.ts';
import { loadSite } from '../../relay/site.ts';
import { findBrowser } from '../calls/browser.ts';
import { makeReady } from './ready.ts';
import { median, printTable } from './table.ts';

const SITE = join(import.meta.dirname, '../../.build/site');
const LIGHTHOUSE = 'lighthouse@12.8.2';
const RUNS = 3;

/** In hundredths, as Lighthouse shows them. */
const AIMS = { accessibility: 100, 'best-practices': 100, performance: 95 } as const;
type Category = keyof typeof AIMS;
const CATEGORIES = Object.keys(AIMS) as Category[];

interface Report {
  readonly categories: Readonly<Record<Category, { readonly score: number | null }>>;
  readonly audits: Readonly<Record<string, { readonly title: string; readonly score: number | null }>>;
}

/** Lets the server of this process go on answering meanwhile. */
async function examine(url: string, into: string): Promise<Report> {
  await promisify(execFile)(
    'npx',
    [
      '--yes',
      LIGHTHOUSE,
      url,
      '--quiet',
      '--output=json',
      `--output-path=${into}`,
      `--only-categories=${CATEGORIES.join(',')}`,
      '--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage',
    ],
    { env: { ...process.env, CHROME_PATH: findBrowser('chromium') ?? '' } },
  );
  return JSON.parse(readFileSync(into, 'utf8')) as Report;
}

const scoreOf = (report: Report, category: Category): number =>
  Math.round((report.categories[category].score ?? 0) * 100);

await makeReady();
const folder = mkdtempSync(join(tmpdir(), 'conclave-lighthouse-'));
const port = await freePort('127.0.0.1');
const origin = `http://localhost:${port}`;
const sfuUrl = 'ws://localhost:1';
const server = await startServer({
  host: '127.0.0.1',
  port,
  origins: new Map([[origin, sfuUrl]]),
  site: await loadSite(SITE, { https: false, sfuUrls: [sfuUrl] }),
  // No call is made: there is no SFU.
  sfu: { apiUrl: 'http://localhost:1', apiKey: 'none', apiSecret: 'none'.repeat(8) },
  log: (line) => console.error(line),
});
try {
  const reports: Report[] = [];
  for (let run = 0; run < RUNS; run++) reports.push(await examine(origin, join(folder, `${run}.json`)));
  printTable(
    `The start page on a phone, as Lighthouse sees it: medians of ${RUNS}`,
    ['category', 'score', 'aim', ''],
    CATEGORIES.map((category) => {
      const score = median(reports.map((report) => scoreOf(report, category)));
      const kept = score >= AIMS[category];
      if (!kept) process.exitCode = 1;
      return [category, String(score), String(AIMS[category]), kept ? 'kept' : 'MISSED'];
    }),
  );
  const wrong = Object.values(reports[0]?.audits ?? {}).filter(({ score }) => score !== null && score < 0.9);
  for (const { title, score } of wrong) console.log(`${String(score).padStart(5)}  ${title}`);
} finally {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
