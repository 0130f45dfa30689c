/** Finds an SFU: one that runs elsewhere, one that is installed here, or one built once from LiveKit's Go module. */

import { execFile } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { Problem } from './problem.ts';
import type { SfuAccess } from './tokens.ts';

/** The version that Conclave was tested with, and builds. */
export const LIVEKIT_VERSION = 'v1.13.5';
const GO_PACKAGE = `github.com/livekit/livekit-server/cmd/server@${LIVEKIT_VERSION}`;
const BUILD_MS = 20 * 60_000;

const WAYS = `Conclave needs a LiveKit SFU. Any of these gets it one:
  - install Go 1.26 or later (https://go.dev/dl) and run the same command again: it builds LiveKit ${LIVEKIT_VERSION} once
  - put livekit-server on the PATH (https://docs.livekit.io/home/self-hosting/local)
  - name one that runs already: LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET`;

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

export type FoundSfu =
  /** Runs elsewhere. `url` is `ws(s)://…`, as browsers reach it unless told otherwise. */
  | { readonly is: 'apart'; readonly url: string; readonly access: SfuAccess }
  /** To be started: the path of an executable. */
  | { readonly is: 'here'; readonly binary: string };

/**
 * The SFU to use, in this order: LIVEKIT_URL with its credentials, `livekit-server` on the PATH, the one built into
 * the cache (built now if need be: minutes, `say` tells). A Problem names the ways when there is none.
 */
export async function findSfu(environment: Environment, say: (line: string) => void): Promise<FoundSfu> {
  const { LIVEKIT_URL: url, LIVEKIT_API_KEY: apiKey, LIVEKIT_API_SECRET: apiSecret } = environment;
  if (url) {
    if (!apiKey || !apiSecret) {
      throw new Problem('LIVEKIT_URL is set: LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be set too.');
    }
    if (!/^(?:ws|http)s?:\/\/[^/]/.test(url) || !URL.canParse(url)) {
      throw new Problem('LIVEKIT_URL must read like wss://sfu.example.org or ws://127.0.0.1:7880.');
    }
    const { origin } = new URL(url.replace(/^http/, 'ws'));
    return { is: 'apart', url: origin, access: { apiUrl: origin.replace(/^ws/, 'http'), apiKey, apiSecret } };
  }
  return { is: 'here', binary: await findSfuBinary(environment, say) };
}

/** The path of a LiveKit executable on this machine; the second and third way of `findSfu`. */
export async function findSfuBinary(environment: Environment, say: (line: string) => void): Promise<string> {
  for (const folder of (environment['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const installed = join(folder, 'livekit-server');
    if (await isExecutable(installed)) return installed;
  }
  const cache = join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'conclave');
  const built = join(cache, `livekit-server-${LIVEKIT_VERSION}`);
  if (!(await isExecutable(built))) await build(cache, built, environment, say);
  return built;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Builds into a folder of its own and renames: several starts at a time do not see each other's halves. */
async function build(
  cache: string,
  built: string,
  environment: Environment,
  say: (line: string) => void,
): Promise<void> {
  const run = promisify(execFile);
  await run('go', ['version'], { env: environment }).catch(() => {
    throw new Problem(`There is no SFU here, and no Go to build one with.\n${WAYS}`);
  });
  say(`Building the SFU (LiveKit ${LIVEKIT_VERSION}) with Go, once: this takes two to three minutes.`);
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'building-'));
  try {
    const env = { ...environment, GOBIN: folder, GOFLAGS: '-trimpath', CGO_ENABLED: '0' };
    await run('go', ['install', GO_PACKAGE], { env, timeout: BUILD_MS, maxBuffer: 64 * 1024 * 1024 });
    await rename(join(folder, 'server'), built);
  } catch (error) {
    throw new Problem(`The SFU could not be built. Go says:\n${lastWords(error)}\n${WAYS}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function lastWords(error: unknown): string {
  const said =
    error instanceof Error && 'stderr' in error && typeof error.stderr === 'string' ? error.stderr : '';
  const lines = said.split('\n').filter((line) => line !== '' && !line.startsWith('go: downloading'));
  return lines.slice(-8).join('\n') || String(error instanceof Error ? error.message : error);
}
