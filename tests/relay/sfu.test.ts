import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { originsOf } from '../../relay/conclave.ts';
import { settingsOf } from '../../relay/main.ts';
import { Problem } from '../../relay/problem.ts';
import { findSfu, findSfuBinary, LIVEKIT_VERSION } from '../../relay/sfu.ts';
import { startSfu } from '../../relay/sfuProcess.ts';

const silent = (): void => undefined;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conclave-sfu-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function executable(...path: string[]): Promise<string> {
  const file = join(folder, ...path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, '#!/bin/sh\necho "no room for you" >&2\nexit 7\n');
  await chmod(file, 0o755);
  return file;
}

describe('the SFU is looked for', () => {
  const apart = { LIVEKIT_URL: 'https://sfu.example:7880/', LIVEKIT_API_KEY: 'k', LIVEKIT_API_SECRET: 's' };

  test('where the environment says, first of all', async () => {
    const installed = await executable('bin', 'livekit-server');
    expect(await findSfu({ ...apart, PATH: join(installed, '..') }, silent)).toEqual({
      is: 'apart',
      url: 'wss://sfu.example:7880',
      access: { apiUrl: 'https://sfu.example:7880', apiKey: 'k', apiSecret: 's' },
    });
  });

  test('on the PATH, then in the cache', async () => {
    const installed = await executable('bin', 'livekit-server');
    const cached = await executable('cache', 'conclave', `livekit-server-${LIVEKIT_VERSION}`);
    const environment = { PATH: join(installed, '..'), XDG_CACHE_HOME: join(folder, 'cache') };
    expect(await findSfu(environment, silent)).toEqual({ is: 'here', binary: installed });
    expect(await findSfu({ ...environment, PATH: '' }, silent)).toEqual({ is: 'here', binary: cached });
  });

  test('in vain: every way to get one is named', async () => {
    const nothing = { PATH: join(folder, 'nothing'), XDG_CACHE_HOME: join(folder, 'empty') };
    await expect(findSfu(nothing, silent)).rejects.toThrow(Problem);
    await expect(findSfu(nothing, silent)).rejects.toThrow(/Go[^]*PATH[^]*LIVEKIT_URL/);
  });

  test.each([
    { ...apart, LIVEKIT_API_SECRET: '' },
    { ...apart, LIVEKIT_URL: 'sfu.example' },
    { ...apart, LIVEKIT_URL: 'ftp://sfu.example' },
  ])('and what makes no sense is said: %o', async (environment) => {
    await expect(findSfu(environment, silent)).rejects.toThrow(Problem);
  });
});

test('an SFU that ends while it starts is a problem with its last words', async () => {
  const binary = await executable('bin', 'broken');
  const starting = startSfu({ binary, host: '127.0.0.1', onDeath: silent });
  await expect(starting).rejects.toThrow(/ended while it started[^]*no room for you/);
});

test('an SFU of ours is told of when it dies, and not when it is stopped', async () => {
  const binary = await findSfuBinary(process.env, (line) => console.log(line));
  const deaths: string[] = [];
  const start = () => startSfu({ binary, host: '127.0.0.1', onDeath: (words) => deaths.push(words) });
  const stopped = await start();
  await stopped.close();
  await expect(fetch(stopped.access.apiUrl)).rejects.toThrow();
  expect(deaths).toEqual([]);
  const dying = await start();
  process.kill(dying.pid, 'SIGKILL');
  await expect.poll(() => deaths.length).toBe(1);
});

test('an SFU of ours ends with us even when we are killed', async () => {
  const sfuProcess = fileURLToPath(new URL('../../relay/sfuProcess.ts', import.meta.url));
  const binary = await findSfuBinary(process.env, (line) => console.log(line));
  const script = `const { startSfu } = await import(${JSON.stringify(sfuProcess)});
    const sfu = await startSfu({ binary: ${JSON.stringify(binary)}, host: '127.0.0.1', onDeath() {} });
    console.log(sfu.access.apiUrl);`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', script]);
  const url = await new Promise<string>((resolve) => {
    parent.stdout.once('data', (text: Buffer) => resolve(text.toString().trim()));
  });
  expect((await fetch(url)).status).toBeLessThan(500);
  parent.kill('SIGKILL');
  const gone = (): Promise<boolean> =>
    fetch(url).then(
      () => false,
      () => true,
    );
  await expect.poll(gone, { timeout: 5_000 }).toBe(true);
});

describe('own origins', () => {
  const sfu = 'ws://127.0.0.1:7880';

  test('are both names of loopback by default', () => {
    expect([...originsOf({ port: 8080 }, sfu)]).toEqual([
      ['http://localhost:8080', sfu],
      ['http://127.0.0.1:8080', sfu],
    ]);
  });

  test('are the public address alone where there is one', () => {
    const publicUrl = 'https://meet.example/';
    expect([...originsOf({ port: 8080, publicUrl, sfuPublicUrl: 'wss://sfu.example/' }, sfu)]).toEqual([
      ['https://meet.example', 'wss://sfu.example'],
    ]);
    expect(() => originsOf({ port: 8080, publicUrl }, sfu)).toThrow(/LIVEKIT_PUBLIC_URL/);
  });

  test('lead to the SFU under the same address', () => {
    expect([...originsOf({ port: 8080, host: '192.0.2.1' }, sfu)]).toEqual([
      ['http://192.0.2.1:8080', 'ws://192.0.2.1:7880'],
    ]);
    const everywhere = originsOf({ port: 8080, host: '0.0.0.0' }, sfu);
    expect(everywhere.get('http://localhost:8080')).toBe(sfu);
    for (const [origin, url] of everywhere) {
      if (!origin.includes('localhost')) expect(new URL(url).hostname).toBe(new URL(origin).hostname);
    }
  });
});

test.each([
  { PORT: 'http' },
  { PORT: '65536' },
  { PORT: '-1' },
  { PUBLIC_URL: 'meet.example' },
  { PUBLIC_URL: 'https://meet.example/call' },
  { LIVEKIT_PUBLIC_URL: 'https://sfu.example' },
  { MAX_PARTICIPANTS: 'many' },
  { MAX_PARTICIPANTS: '1' },
  { MAX_PARTICIPANTS: '401' },
  { MAX_PARTICIPANTS: '2.5' },
])('an environment that makes no sense is a problem: %o', (environment) => {
  expect(() => settingsOf(environment)).toThrow(Problem);
});

test('the environment says how many may be in a meeting', () => {
  expect(settingsOf({ MAX_PARTICIPANTS: '400' }).maxParticipants).toBe(400);
  expect(settingsOf({ MAX_PARTICIPANTS: '2' }).maxParticipants).toBe(2);
  expect(settingsOf({})).not.toHaveProperty('maxParticipants');
});
