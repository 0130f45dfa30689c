/**
 * Starts Conclave as its environment says; the only file of the relay that reads it.
 *
 *   PORT                 8080                          HOST                127.0.0.1
 *   PUBLIC_URL           what browsers see             LIVEKIT_PUBLIC_URL  the SFU, where browsers see it elsewhere
 *   LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET   an SFU that runs apart
 *   MAX_PARTICIPANTS     50, in one meeting; 2 to 400
 *   TRUSTED_PROXY_HEADER the header in which a proxy, the only one to reach us, tells addresses: x-forwarded-for
 */

import { fileURLToPath } from 'node:url';
import {
  checkSfu,
  refuseTakenPort,
  startConclave,
  startRelay,
  type RelayOptions,
  type Running,
} from './conclave.ts';
import { Problem } from './problem.ts';
import { findSfu, type Environment } from './sfu.ts';
import { isLoopback } from './sfuProcess.ts';
import { LIST_LENGTH } from './wire.ts';

const SITE_FOLDER = fileURLToPath(new URL('../.build/site', import.meta.url));

const say = (line: string): void => console.log(line);

/** What the environment says; a Problem for what makes no sense. */
export function settingsOf(environment: Environment): RelayOptions & { readonly host: string } {
  const { PORT, HOST, PUBLIC_URL, LIVEKIT_PUBLIC_URL, MAX_PARTICIPANTS, TRUSTED_PROXY_HEADER } = environment;
  const port = PORT ? Number(PORT) : 8080;
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Problem(`PORT must be a number from 0 to 65535, not "${PORT}".`);
  }
  if (PUBLIC_URL && !/^https?:\/\/[^/?#]+\/?$/.test(PUBLIC_URL)) {
    throw new Problem('PUBLIC_URL must read like https://meet.example.org, without a path.');
  }
  if (LIVEKIT_PUBLIC_URL && !/^wss?:\/\/[^/?#]+\/?$/.test(LIVEKIT_PUBLIC_URL)) {
    throw new Problem('LIVEKIT_PUBLIC_URL must read like wss://sfu.example.org, without a path.');
  }
  const maxParticipants = MAX_PARTICIPANTS ? Number(MAX_PARTICIPANTS) : undefined;
  if (
    maxParticipants !== undefined &&
    (!Number.isInteger(maxParticipants) || maxParticipants < 2 || maxParticipants > LIST_LENGTH)
  ) {
    throw new Problem(
      `MAX_PARTICIPANTS must be a number from 2 to ${LIST_LENGTH}, not "${MAX_PARTICIPANTS}".`,
    );
  }
  return {
    port,
    host: HOST || '127.0.0.1',
    ...(maxParticipants !== undefined && { maxParticipants }),
    ...(PUBLIC_URL && { publicUrl: PUBLIC_URL }),
    ...(LIVEKIT_PUBLIC_URL && { sfuPublicUrl: LIVEKIT_PUBLIC_URL }),
    ...(TRUSTED_PROXY_HEADER && { proxyHeader: TRUSTED_PROXY_HEADER }),
  };
}

/** Starts the relay, and an SFU unless one is named. `changes` go over what the environment says. */
export async function start(environment: Environment, changes: Partial<RelayOptions> = {}): Promise<Running> {
  const options = { siteFolder: SITE_FOLDER, log: say, ...settingsOf(environment), ...changes };
  if (options.port !== 0) await refuseTakenPort(options.host, options.port);
  if (!isLoopback(options.host) && !options.publicUrl?.startsWith('https:')) {
    say(
      `Listening on ${options.host}. Browsers give camera and microphone to https pages and to localhost only:`,
    );
    say(
      'put a proxy with a certificate in front, and set PUBLIC_URL and LIVEKIT_PUBLIC_URL to its addresses.',
    );
  }
  const found = await findSfu(environment, say);
  if (found.is === 'apart') {
    await checkSfu(found);
    return startRelay({ ...options, sfu: found });
  }
  return startConclave({
    ...options,
    sfuBinary: found.binary,
    // It was started again as often as makes sense: whoever runs us must know.
    onSfuDeath: (lastWords) => {
      console.error(`The SFU stops again and again, and with it every call. The SFU's last words:`);
      console.error(lastWords || '(none)');
      process.exit(1);
    },
  });
}

/** Prints the sentence of a Problem, or the whole of what nobody expected, and ends this process. */
export function giveUp(error: unknown): never {
  console.error(error instanceof Problem ? error.message : error);
  process.exit(1);
}

/** Runs what `starting` gives until a signal comes, or until `config/node22.mjs`, which started us, is gone. */
export function runUntilSignal(starting: () => Promise<Running>): void {
  let running: Running | undefined;
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    // While it starts, an SFU of ours ends with this process by itself.
    if (running === undefined) process.exit(0);
    running.close().then(() => process.exit(0), giveUp);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
  starting().then((started) => {
    running = started;
    say(`Conclave is ready: ${started.url}`);
  }, giveUp);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) runUntilSignal(() => start(process.env));
