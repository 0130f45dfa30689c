/** Puts relay, site and SFU together, for `main.ts` and for tests. */

import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Limits } from './limits.ts';
import { Problem } from './problem.ts';
import { portTaken, startServer } from './server.ts';
import {
  freePort,
  isEveryAddress,
  isLoopback,
  startSfu,
  type SfuProcess,
  type SfuProcessOptions,
} from './sfuProcess.ts';
import { loadSite, noSite } from './site.ts';
import { sfuApi, type SfuAccess } from './tokens.ts';

/** How browsers come to us and to the SFU. */
export interface Addresses {
  /** To listen on; loopback by default. */
  readonly host?: string;
  /** 0 for any free one. */
  readonly port: number;
  /** `https://meet.example.org`: then this is the only origin. By default localhost and the addresses listened on. */
  readonly publicUrl?: string;
  /** `wss://sfu.example.org`: the SFU, as browsers see it, where that is not how we see it. */
  readonly sfuPublicUrl?: string;
  /** The port browsers come to, where it is not ours: the development server's. */
  readonly seenPort?: number;
}

export interface RelayOptions extends Addresses {
  /** The built app; without it there is the WebSocket only. */
  readonly siteFolder?: string | undefined;
  readonly limits?: Partial<Limits>;
  /** How many may be in one meeting: 2 … 400. */
  readonly maxParticipants?: number;
  readonly proxyHeader?: string;
  readonly log?: (line: string) => void;
}

/** An SFU that runs apart from us. */
export interface SfuApart {
  readonly access: SfuAccess;
  /** `ws(s)://…`, as browsers see it unless `sfuPublicUrl` says otherwise. */
  readonly url: string;
}

export interface Running {
  /** Where to open the app: `http://localhost:PORT`, or the public address. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** The relay alone, with an SFU that runs apart: it may stop and start again on its port while calls go on. */
export async function startRelay(options: RelayOptions & { readonly sfu: SfuApart }): Promise<Running> {
  const { sfu, siteFolder, limits, maxParticipants, proxyHeader, log = () => undefined } = options;
  const host = options.host ?? LOOPBACK;
  const port = options.port === 0 ? await freePort(host) : options.port;
  const origins = originsOf({ ...options, host, port }, sfu.url);
  const facts = {
    https: [...origins.keys()].every((origin) => origin.startsWith('https:')),
    plainHttp: [...origins.keys()].some(
      (origin) => origin.startsWith('http:') && !isLoopback(new URL(origin).hostname),
    ),
    sfuUrls: [...new Set(origins.values())],
  };
  const server = await startServer({
    host,
    port,
    origins,
    site: siteFolder === undefined ? noSite(facts) : await loadSite(siteFolder, facts),
    sfu: sfu.access,
    log,
    ...(limits && { limits }),
    ...(maxParticipants !== undefined && { maxParticipants }),
    ...(proxyHeader && { proxyHeader }),
  });
  const [url = ''] = origins.keys();
  return { url, port: server.port, close: () => server.close() };
}

/** A relay with an SFU of its own, which ends with it. */
export async function startConclave(
  options: RelayOptions & {
    readonly sfuBinary: string;
    readonly sfuLog?: SfuProcessOptions['log'];
    /** It cannot be kept running. */
    readonly onSfuDeath?: (lastWords: string) => void;
  },
): Promise<Running & { readonly sfu: SfuApart }> {
  const host = options.host ?? LOOPBACK;
  const port = options.port === 0 ? await freePort(host) : options.port;
  await refuseTakenPort(host, port);
  const from = isEveryAddress(host) ? (host === '::' ? '[::1]' : LOOPBACK) : bracketed(host);
  const process = await startLastingSfu(
    {
      binary: options.sfuBinary,
      host,
      webhook: `http://${from}:${port}/livekit/webhook`,
      ...(options.sfuLog && { log: options.sfuLog }),
    },
    options,
  );
  const sfu: SfuApart = { access: process.access, url: process.access.apiUrl.replace(/^http/, 'ws') };
  try {
    const relay = await startRelay({ ...options, host, port, sfu });
    return {
      url: relay.url,
      port,
      sfu,
      async close() {
        await relay.close();
        await process.close();
      },
    };
  } catch (error) {
    await process.close();
    throw error;
  }
}

/** An SFU that ends so often in so short a time ends for good. */
const DEATHS_MAX = 5;
const DEATHS_MS = 10 * 60_000;

/** An SFU that is started again in its place when it ends by itself: the calls in it come back. */
async function startLastingSfu(
  options: Omit<SfuProcessOptions, 'onDeath' | 'inPlaceOf'>,
  { log = () => undefined, onSfuDeath }: Pick<Parameters<typeof startConclave>[0], 'log' | 'onSfuDeath'>,
): Promise<Pick<SfuProcess, 'access' | 'close'>> {
  let deaths: number[] = [];
  let closed = false;
  let running: Promise<SfuProcess>;
  const onDeath = (lastWords: string): void => {
    if (closed) return;
    const now = Date.now();
    deaths = [...deaths.filter((at) => now - at < DEATHS_MS), now];
    if (deaths.length > DEATHS_MAX) {
      onSfuDeath?.(lastWords);
      return;
    }
    log('The SFU stopped, and is started again.');
    running = startSfu({ ...options, inPlaceOf: first, onDeath });
    running.catch((error: unknown) => onSfuDeath?.(error instanceof Error ? error.message : lastWords));
  };
  const first = await startSfu({ ...options, onDeath });
  running = Promise.resolve(first);
  return {
    access: first.access,
    async close() {
      closed = true;
      await running.then(
        (sfu) => sfu.close(),
        () => undefined,
      );
    },
  };
}

/** Asks an SFU that runs apart whether it is there and knows our key; a Problem says what is wrong. */
export async function checkSfu({ access }: SfuApart): Promise<void> {
  try {
    await sfuApi(access).check();
  } catch (error) {
    const status = error instanceof Error && 'status' in error ? error.status : undefined;
    throw new Problem(
      status === 401 || status === 403
        ? `The SFU at ${access.apiUrl} does not accept LIVEKIT_API_KEY with LIVEKIT_API_SECRET. Check both against its configuration.`
        : `The SFU at ${access.apiUrl} does not answer. Start it, or correct LIVEKIT_URL.`,
    );
  }
}

/** A Problem if somebody listens on this port already. Said early, before anything that takes long. */
export function refuseTakenPort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND'
          ? new Problem(
              `${host} is not an address of this machine: choose another HOST, or none for loopback.`,
            )
          : portTaken(host, port),
      );
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** Origins that count as ours, each with the SFU's address for its pages; the one to tell people of comes first. */
export function originsOf(
  { host = LOOPBACK, port, seenPort = port, publicUrl, sfuPublicUrl }: Addresses,
  sfuUrl: string,
): Map<string, string> {
  const sfu = new URL(sfuPublicUrl ?? sfuUrl).origin;
  if (publicUrl !== undefined) {
    const { origin, protocol } = new URL(publicUrl);
    if (protocol === 'https:' && sfu.startsWith('ws:')) {
      throw new Problem(
        `PUBLIC_URL is https, so browsers will not connect to the SFU at ${sfu}: set LIVEKIT_PUBLIC_URL to its wss:// address.`,
      );
    }
    return new Map([[origin, sfu]]);
  }
  const names = isLoopback(host) || isEveryAddress(host) ? ['localhost', LOOPBACK] : [bracketed(host)];
  if (isEveryAddress(host)) {
    for (const addresses of Object.values(networkInterfaces())) {
      for (const { address, internal, scopeid } of addresses ?? []) {
        if (!internal && !scopeid) names.push(bracketed(address));
      }
    }
  }
  // An SFU of our own listens where we do: a page finds it under the name by which it came to us.
  const own = sfuPublicUrl === undefined && isLoopback(new URL(sfu).hostname);
  const sfuFor = (name: string): string =>
    own && name !== 'localhost' && !isLoopback(host) ? sfu.replace(new URL(sfu).hostname, name) : sfu;
  return new Map(names.map((name) => [`http://${name}:${seenPort}`, sfuFor(name)]));
}
