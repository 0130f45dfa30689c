/**
 * `npm run weigh`: what a browser with an empty cache is sent until the start page can be used, and until it shows
 * the first picture of somebody else; for a host and for a joiner, request by request. Ends with an error when a sum of
 * bodies misses its aim.
 */

import { join } from 'node:path';
import { startServer } from '../../relay/server.ts';
import { loadSite } from '../../relay/site.ts';
import { startOperator } from '../calls/operator.ts';
import { Person } from '../calls/person.ts';
import { makeReady } from './ready.ts';
import { startScales, type Weighed } from './scales.ts';
import { time, timesUntil } from './stopwatch.ts';
import { printTable, verdict } from './table.ts';

const SITE = join(import.meta.dirname, '../../.build/site');
/** Bytes. 1 kB = 1000 bytes. */
const AIM_START = 60_000;
const AIM_PICTURE = 350_000;

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
const sum = (answers: readonly Weighed[], part: 'body' | 'head'): number =>
  answers.reduce((all, answer) => all + answer[part], 0);

/** Has documents of this page note when they first show this, with this text and not disabled. */
async function noteUsable({ page }: Person, selector: string, text: string): Promise<void> {
  await page.evaluateOnNewDocument(
    (what, named) => {
      const look = (): void => {
        const found = [...document.querySelectorAll(what)];
        if (found.some(({ textContent }) => textContent.trim() === named)) {
          window.usableAt ??= performance.timeOrigin + performance.now();
        }
      };
      new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
    },
    selector,
    text,
  );
}

async function usableAt({ page }: Person): Promise<number> {
  await page.waitForFunction(() => window.usableAt !== undefined);
  return page.evaluate(() => window.usableAt ?? NaN);
}

declare global {
  interface Window {
    usableAt?: number;
  }
}

interface Load {
  readonly who: string;
  readonly answers: readonly Weighed[];
  /** Milliseconds since 1970. */
  readonly usable: number;
  readonly picture: number;
  readonly usableSaid: string;
  /** Bytes until then, where there is such an aim. */
  readonly usableAim?: number;
  /** Bytes of WebSockets. */
  readonly sockets: number;
}

/** Prints what was weighed; gives whether every aim is kept. */
function print({ who, answers, usable, picture, usableSaid, usableAim, sockets }: Load): boolean {
  const before = answers.filter(({ asked }) => asked < usable);
  const all = answers.filter(({ asked }) => asked < picture);
  const began = answers[0]?.asked ?? 0;
  printTable(
    `${who}: what the relay sent, in the order asked for, until the first picture of somebody else`,
    ['path', 'asked for after', 'encoding', 'body', 'head'],
    all.flatMap((answer) => {
      const { path, encoding, body, head, asked } = answer;
      const row = [path, `${asked - began} ms`, encoding || '–', kB(body), kB(head)];
      return answer === before.at(-1) ? [row, [`── ${usableSaid}`]] : [row];
    }),
  );
  const total = (answered: readonly Weighed[], aim: number | undefined): string[] => {
    const body = sum(answered, 'body');
    const withHeads = body + sum(answered, 'head');
    const sums = [kB(body), kB(withHeads)];
    return aim === undefined ? sums : [...sums, `≤ ${kB(aim)}`, verdict(body, aim)];
  };
  printTable(
    `${who}: sums (the relay’s WebSocket sent ${kB(sockets)} besides; picture and sound are not counted)`,
    ['until', 'bodies', 'with heads', 'aim for bodies', ''],
    [
      [usableSaid, ...total(before, usableAim)],
      ['the first picture of somebody else', ...total(all, AIM_PICTURE)],
    ],
  );
  return sum(before, 'body') <= (usableAim ?? Infinity) && sum(all, 'body') <= AIM_PICTURE;
}

/** Weighs; gives whether every aim is kept. */
async function weigh(): Promise<boolean> {
  const closers: (() => Promise<unknown>)[] = [];
  try {
    // One pan each: the relay knows both as its own.
    const pans = { host: await startScales(), joiner: await startScales() };
    for (const pan of Object.values(pans)) closers.push(() => pan.close());
    const sfu = await startOperator();
    closers.push(() => sfu.stop());
    const sfuUrl = sfu.url.replace('http', 'ws');
    const relay = await startServer({
      host: '127.0.0.1',
      port: 0,
      origins: new Map([pans.host, pans.joiner].map(({ url }) => [url, sfuUrl])),
      site: await loadSite(SITE, { https: false, sfuUrls: [sfuUrl] }),
      sfu: sfu.access,
      log: () => undefined,
    });
    closers.push(() => relay.close());
    for (const pan of Object.values(pans)) pan.aim(relay.port);
    const arrive = async (name: string, look: 'ada' | 'bo'): Promise<Person> => {
      const person = await Person.arrive({ name, look, browser: 'chromium' });
      closers.push(() => person.goHome());
      await time(person.page);
      return person;
    };
    const [ada, bo] = await Promise.all([arrive('Ada', 'ada'), arrive('Bo', 'bo')]);
    await noteUsable(ada, 'button:enabled', 'New meeting');
    await noteUsable(bo, 'label', 'Your name');
    const { link, passphrase } = await ada.newMeeting(pans.host.url);
    const startUsable = await usableAt(ada);
    await ada.startMeeting();
    await bo.knock(link.replace(pans.host.url, pans.joiner.url), passphrase);
    const nameUsable = await usableAt(bo);
    await ada.admit('Bo');
    const pictures = await Promise.all([timesUntil(ada.page, 'picture'), timesUntil(bo.page, 'picture')]);
    const [atHost = NaN, atJoiner = NaN] = pictures.map(({ picture }) => picture);
    console.log(
      'Bytes as the relay sends them to a Chromium with an empty cache, which takes brotli. Heads are those of\n' +
        'HTTP/1.1, in full for every answer; over HTTP/2 repeated ones shrink to a few bytes each.',
    );
    const host = print({
      who: 'Host',
      answers: pans.host.weighed(),
      usable: startUsable,
      picture: atHost,
      usableSaid: 'the start page can be used',
      usableAim: AIM_START,
      sockets: pans.host.sockets(),
    });
    const joiner = print({
      who: 'Joiner',
      answers: pans.joiner.weighed(),
      usable: nameUsable,
      picture: atJoiner,
      usableSaid: 'the name can be typed',
      sockets: pans.joiner.sockets(),
    });
    return host && joiner;
  } finally {
    for (const close of closers.reverse()) await close().catch(() => undefined);
  }
}

await makeReady();
const kept = await weigh();
// Also ends whatever a library has left ticking.
process.exit(kept ? 0 : 1);
