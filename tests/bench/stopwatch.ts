/**
 * Notes when things happen in a page, from outside of its code: on its clicks, its tiles, its peer connections and
 * what its workers tell it. All times are milliseconds since 1970, so those of several pages compare.
 */

import type { Page } from 'puppeteer-core';

/** What is noted, in the order in which it usually happens. Each once after every `reset`. */
export const MARKS = [
  /** A button was pressed that says Admit, or Join. */
  'click',
  /** The relay's token is here: the way into the SFU's room. */
  'token',
  /** The joiner's vault opened the door's last envelope. */
  'admitted',
  /** A signalling connection to the SFU is asked for. */
  'dialled',
  /** The SFU's first words on a signalling connection. */
  'signalling',
  /** A peer connection carries media. */
  'connected',
  /** The vault gave out a roster. */
  'roster',
  /** The first ping was answered: from here on frames are sealed. */
  'confirmed',
  /** A tile of somebody else is there. */
  'tile',
  /** A whole video frame came from the SFU, before it is opened. */
  'received',
  /** The frame worker reported an opened frame: the first it reports at once. */
  'opened',
  /** The decoder gave a picture. */
  'decoded',
  /** The tile of somebody else says `live`. */
  'live',
  /** A picture of somebody else was handed to the screen. */
  'picture',
] as const;

export type MarkName = (typeof MARKS)[number];
export type Marks = Partial<Record<MarkName, number>>;

declare global {
  interface Window {
    stopwatch: { readonly marks: Marks; reset(): void };
  }
}

/** How often the connections' counters are looked at, until there is a picture. */
const GLANCE_MS = 20;

/** Has every document of this page from now on take its times. */
export async function time(page: Page): Promise<void> {
  await page.evaluateOnNewDocument((glanceMs) => {
    let marks: Marks = {};
    const now = (): number => performance.timeOrigin + performance.now();
    const mark = (name: MarkName): void => void (marks[name] ??= now());
    const connections = new Set<RTCPeerConnection>();
    Object.defineProperty(window, 'stopwatch', {
      value: {
        get marks() {
          return marks;
        },
        reset: () => void (marks = {}),
      },
    });

    addEventListener(
      'click',
      ({ target }) => {
        const button = target instanceof Element ? target.closest('button') : null;
        const name = button?.getAttribute('aria-label') ?? button?.textContent ?? '';
        if (/^\s*(?:Admit|Join)\b/.test(name)) mark('click');
      },
      true,
    );

    // What comes from vault and frame worker; the messages themselves go their way.
    globalThis.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener('message', ({ data }: MessageEvent<Record<string, unknown>>) => {
          const { type, state, opened } = data;
          if (type === 'roster') mark('roster');
          if (type === 'membership' && state === 'confirmed') mark('confirmed');
          if (type === 'door' && Reflect.get(Object(state), 'at') === 'admitted') mark('admitted');
          if (
            opened instanceof Map &&
            [...opened.values()].some((counts) => Reflect.get(Object(counts), 'opened') > 0)
          )
            mark('opened');
        });
      }
    };

    globalThis.WebSocket = class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        const toSfu = new URL(url, location.href).pathname.startsWith('/rtc');
        if (toSfu) mark('dialled');
        this.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
          if (toSfu) mark('signalling');
          else if (String(data).includes('"type":"token"')) mark('token');
        });
      }
    };

    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.add(this);
        this.addEventListener('connectionstatechange', () => {
          if (this.connectionState === 'connected') mark('connected');
        });
      }
    };
    setInterval(() => {
      if (marks.decoded !== undefined) return;
      for (const connection of connections) {
        if (connection.connectionState === 'closed') connections.delete(connection);
        else if (connection.connectionState === 'connected') void look(connection);
      }
    }, glanceMs);
    async function look(connection: RTCPeerConnection): Promise<void> {
      const during = marks;
      const report = await connection.getStats();
      if (during !== marks || connection.connectionState !== 'connected') return;
      report.forEach((entry: Record<string, unknown>) => {
        if (entry['type'] !== 'inbound-rtp' || entry['kind'] !== 'video') return;
        if (Number(entry['framesReceived']) > 0) mark('received');
        if (Number(entry['framesDecoded']) > 0) mark('decoded');
      });
    }

    const watched = new WeakSet<HTMLVideoElement>();
    const lookAtTiles = (): void => {
      for (const tile of document.querySelectorAll('[role="group"][data-state]')) {
        if (tile.getAttribute('aria-label')?.endsWith('(you)') !== false) continue;
        mark('tile');
        if (tile.getAttribute('data-state') === 'live') mark('live');
        const video = tile.querySelector('video');
        if (!video || watched.has(video)) continue;
        watched.add(video);
        video.requestVideoFrameCallback(() => mark('picture'));
      }
    };
    new MutationObserver(lookAtTiles).observe(document, { subtree: true, childList: true, attributes: true });
  }, GLANCE_MS);
}

/** Waits for this mark and gives all. */
export async function timesUntil(page: Page, name: MarkName, patience = 20_000): Promise<Marks> {
  await page.waitForFunction(
    (wanted) => window.stopwatch.marks[wanted] !== undefined,
    { timeout: patience },
    name,
  );
  return page.evaluate(() => ({ ...window.stopwatch.marks }));
}
