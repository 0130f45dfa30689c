/** An SFU of our own that dies: it is started again where browsers know it to be. */

import { afterAll, expect, it } from 'vitest';
import { startConclave } from '../../relay/conclave.ts';
import { sfuApi } from '../../relay/tokens.ts';
import { sfuBinary } from '../calls/sfuBinary.ts';

const lines: string[] = [];
const started = startConclave({
  port: 0,
  sfuBinary: await sfuBinary(),
  log: (line) => lines.push(line),
});
afterAll(async () => (await started).close());

it('comes back on its port, with its key', { timeout: 60_000 }, async () => {
  const { sfu } = await started;
  const api = sfuApi(sfu.access);
  await api.check();
  const pid = await sfuPid(sfu.access.apiUrl);
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => lines.length, { timeout: 20_000 }).toBeGreaterThan(0);
  await expect
    .poll(
      () =>
        api.check().then(
          () => true,
          () => false,
        ),
      { timeout: 30_000, interval: 250 },
    )
    .toBe(true);
  expect(await sfuPid(sfu.access.apiUrl)).not.toBe(pid);
});

/** The process that listens where this API is. */
async function sfuPid(apiUrl: string): Promise<number> {
  const { readdir, readFile, readlink } = await import('node:fs/promises');
  const port = Number(new URL(apiUrl).port).toString(16).toUpperCase().padStart(4, '0');
  const table = await readFile('/proc/net/tcp', 'utf8');
  const row = table.split('\n').find((line) => line.includes(`:${port} 00000000:0000 0A`));
  const inode = row?.trim().split(/\s+/)[9] ?? '';
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const sockets = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const fd of sockets) {
      const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '');
      if (target === `socket:[${inode}]`) return Number(pid);
    }
  }
  throw new Error(`nobody listens at ${apiUrl}`);
}
