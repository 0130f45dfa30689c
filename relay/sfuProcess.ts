/** Runs a LiveKit SFU of our own, which lives exactly as long as we do. */

import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { Problem } from './problem.ts';
import { sfuApi, type SfuAccess } from './tokens.ts';

export interface SfuProcessOptions {
  /** Path of the executable. */
  readonly binary: string;
  /** Address to listen on; a loopback one keeps the whole SFU on this machine. */
  readonly host: string;
  /** Where its webhooks go: `http://…/livekit/webhook`. Without, it tells nobody what happens in it. */
  readonly webhook?: string;
  /** Its log, line by line, at this level. Without: nothing of it is kept but the last words. */
  readonly log?: { readonly level: 'debug' | 'info' | 'error'; readonly write: (text: string) => void };
  /** Takes the ports and the key of one that died: browsers and relay find it where they knew the other. */
  readonly inPlaceOf?: SfuPlace;
  /** It ended although nobody asked it to; takes its last words. */
  readonly onDeath: (lastWords: string) => void;
}

/** Where an SFU is found, and by what key. */
export interface SfuPlace {
  readonly access: SfuAccess;
  readonly ports: Ports;
}

export interface SfuProcess extends SfuPlace {
  readonly pid: number;
  /** TCP port of its signalling and API. */
  readonly port: number;
  close(): Promise<void>;
}

const READY_MS = 20_000;
/** Ports may be taken between choosing and using them: then other ones are tried. */
const ATTEMPTS = 3;
/** After that long it is not asked any more. */
const KILL_MS = 3_000;
const LAST_WORDS = 2_000;

export const isLoopback = (host: string): boolean => /^127\.|^::1$|^localhost$/.test(host);
export const isEveryAddress = (host: string): boolean => host === '0.0.0.0' || host === '::';

export interface Ports {
  readonly http: number;
  readonly udp: number;
  readonly tcp: number;
}

/** What LiveKit reads as YAML. The credentials are in it: it goes by environment, never by argument or file. */
function configuration(options: SfuProcessOptions, ports: Ports, access: SfuAccess): string {
  const { host, webhook, log } = options;
  const loopback = isLoopback(host);
  const one = loopback ? '127.0.0.1' : isEveryAddress(host) ? undefined : host;
  return JSON.stringify({
    port: ports.http,
    // The API is needed on loopback even if browsers come to another address.
    bind_addresses: one === undefined ? [host] : [...new Set(['127.0.0.1', one])],
    rtc: {
      udp_port: ports.udp,
      // LiveKit opens this one on all addresses: on loopback there is nothing to gain by it.
      tcp_port: loopback ? 0 : ports.tcp,
      use_external_ip: false,
      // Only this address is told to browsers. The UDP socket is open on all of them, even for loopback: Firefox
      // sends from the machine's own address, and a socket bound to loopback does not hear it.
      ...(one === undefined ? { use_ice_lite: true } : { node_ip: one }),
      enable_loopback_candidate: loopback || one === undefined,
      // With an empty list LiveKit tells every browser to ask STUN servers of a third party. Nobody answers at
      // this one (on port 9 Firefox refuses to ask). It may not be the media port: Chromium takes all that comes from a STUN server for STUN.
      stun_servers: ['127.0.0.1:3478'],
      // A newcomer's first key frame may pass before a browser has understood the answer that announces it. It asks
      // for another every 200 ms, of which LiveKit by itself hands on one or two a second.
      pli_throttle: { low_quality: '250ms', mid_quality: '500ms', high_quality: '500ms' },
    },
    room: {
      auto_create: false,
      enabled_codecs: ['audio/opus', 'video/vp8', 'video/vp9', 'video/rtx'].map((mime) => ({ mime })),
      empty_timeout: 60,
      departure_timeout: 60,
      max_participants: 450,
    },
    // Sealed audio cannot be packed into RED by the SFU.
    audio: { active_red_encoding: false },
    keys: { [access.apiKey]: access.apiSecret },
    ...(webhook && { webhook: { api_key: access.apiKey, urls: [webhook] } }),
    logging: { level: log?.level ?? 'error', json: true },
  });
}

/** Starts it and waits until it answers; a Problem says why it does not. */
export async function startSfu(options: SfuProcessOptions): Promise<SfuProcess> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptToStart(options);
    } catch (error) {
      const taken = error instanceof Problem && error.message.includes('address already in use');
      if (!taken || attempt === ATTEMPTS) throw error;
    }
  }
}

async function attemptToStart(options: SfuProcessOptions): Promise<SfuProcess> {
  const { access, ports } = options.inPlaceOf ?? (await newPlace(options.host));
  const child = spawn(options.binary, [], {
    // A process group of its own: Ctrl-C comes to us, and we end it.
    detached: true,
    env: { PATH: '/usr/bin:/bin', LIVEKIT_CONFIG: configuration(options, ports, access) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let lastWords = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      lastWords = (lastWords + text).slice(-LAST_WORDS);
      options.log?.write(text);
    });
  }
  let closing = false;
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      lastWords = error.message;
      resolve();
    });
    child.once('exit', () => resolve());
  });
  const stopWatching = endWithUs(child);

  const close = async (): Promise<void> => {
    closing = true;
    // The second signal spares it the wait for participants to leave.
    for (let time = 0; time < 2; time++) {
      child.kill('SIGTERM');
      await Promise.race([ended, pause(100)]);
    }
    const kill = setTimeout(() => child.kill('SIGKILL'), KILL_MS);
    await ended;
    clearTimeout(kill);
    stopWatching();
  };

  const dead = ended.then(() => {
    throw new Problem(
      `The SFU (${options.binary}) ended while it started. Its last words:\n${lastWords.trim() || '(none)'}`,
    );
  });
  try {
    await Promise.race([dead, answers(access)]);
  } catch (error) {
    await close();
    throw error;
  }
  dead.catch(() => {
    stopWatching();
    if (!closing) options.onDeath(lastWords.trim());
  });
  return { access, ports, pid: child.pid ?? 0, port: ports.http, close };
}

async function newPlace(host: string): Promise<SfuPlace> {
  const ports = {
    http: await freePort(host),
    udp: await freeUdpPort(),
    tcp: await freePort('0.0.0.0'),
  };
  const local = host === '::' ? '[::1]' : '127.0.0.1';
  const access: SfuAccess = {
    apiUrl: `http://${local}:${ports.http}`,
    apiKey: `conclave${randomBytes(6).toString('hex')}`,
    apiSecret: randomBytes(32).toString('base64url'),
  };
  return { access, ports };
}

async function answers(access: SfuAccess): Promise<void> {
  const api = sfuApi(access);
  const until = Date.now() + READY_MS;
  for (;;) {
    const answered = await api.check().then(
      () => true,
      () => false,
    );
    if (answered) return;
    if (Date.now() > until) {
      throw new Problem(
        `The SFU was started but does not answer at ${access.apiUrl}. Look for a firewall on loopback, or name another one by LIVEKIT_URL.`,
      );
    }
    await pause(50);
  }
}

/**
 * Ends the child when this process is gone, however it went: a shell reads from a pipe that only we hold open,
 * and kills the child when the pipe closes.
 */
function endWithUs(child: ChildProcess): () => void {
  if (child.pid === undefined) return () => undefined;
  const script = 'cat > /dev/null; kill -9 "$1" 2> /dev/null';
  const watcher = spawn('/bin/sh', ['-c', script, 'sh', String(child.pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.unref();
  watcher.once('error', () => undefined);
  return () => {
    if (watcher.pid === undefined || watcher.exitCode !== null || watcher.signalCode !== null) return;
    // Its group: the shell and the cat it waits for. Once the child is gone its number may be another's.
    try {
      process.kill(-watcher.pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Below the ports that systems give to outgoing connections: one of those could take a free port before it is used. */
const PORTS = { first: 20_000, count: 10_000 } as const;
const TRIES = 100;

/** A TCP port of this address that nobody listens on, a moment ago; rejects where none can be had. */
export async function freePort(host: string): Promise<number> {
  for (let tries = 1; ; tries++) {
    const port = PORTS.first + randomInt(PORTS.count);
    try {
      await listenOnce(host, port);
      return port;
    } catch (error) {
      if (tries === TRIES || Reflect.get(Object(error), 'code') !== 'EADDRINUSE') throw error;
    }
  }
}

function listenOnce(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => server.close(() => resolve()));
  });
}

function freeUdpPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject);
    socket.bind(0, () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}
