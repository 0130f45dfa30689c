/**
 * libsodium as browsers are sent it: the same tests as for the whole of it, the official vectors among them, run
 * against the files of the build.
 */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test, vi } from 'vitest';
import { slimSodium } from '../../config/slimSodium.ts';
import { ROOT } from '../../config/vite.config.ts';

type Sodium = Record<string, unknown> & { readonly ready: Promise<void> };

const slim = await slimSodium();
await mkdir(join(ROOT, '.build'), { recursive: true });
const folder = await mkdtemp(join(ROOT, '.build', 'sodium-'));
afterAll(() => rm(folder, { recursive: true }));

vi.mock('libsodium-wrappers-sumo', async (importOriginal) => {
  const bytes = `(await import('node:fs')).readFileSync(new URL('./libsodium.wasm', import.meta.url))`;
  await writeFile(join(folder, 'libsodium.wasm'), slim.wasm);
  await writeFile(join(folder, 'glue.mjs'), slim.glue(bytes));
  const wrappers = slim.wrappers.replace('"libsodium-sumo"', '"./glue.mjs"');
  await writeFile(join(folder, 'wrappers.mjs'), wrappers);
  const { default: sent } = (await import(
    /* @vite-ignore */ pathToFileURL(join(folder, 'wrappers.mjs')).href
  )) as { default: Sodium };
  await sent.ready;
  const { default: whole } = await importOriginal<{ default: Sodium }>();
  await whole.ready;
  // The tests make with it what a browser only takes.
  const name = 'crypto_kem_xwing_enc_deterministic';
  expect(sent).not.toHaveProperty(name);
  return { default: Object.assign(sent, { [name]: whole[name] }) };
});

await import('../crypto/sodium.test.ts');
await import('../crypto/cpace.test.ts');
await import('../crypto/passphrase.test.ts');

test('little more stays than what is called', async () => {
  const { default: sodium } = await import('libsodium-wrappers-sumo');
  expect(sodium).toHaveProperty('crypto_pwhash');
  expect(sodium).not.toHaveProperty('crypto_box_easy');
  const { exports } = await WebAssembly.compile(slim.wasm).then((module) => ({
    exports: WebAssembly.Module.exports(module),
  }));
  expect(exports.length).toBeLessThan(60);
});
