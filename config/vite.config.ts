/** How the app is built, and how the development server serves it. */

import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin, UserConfig } from 'vite';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const APP = fileURLToPath(new URL('../app', import.meta.url));

/**
 * libsodium carries its WASM as base64 in its JavaScript, which compresses a third worse than the bytes do. In the
 * build they become a file of their own, fetched where the text would have been decoded.
 */
function wasmAsFile(): Plugin {
  const DECODED = /\(o\?\?=\(A=>\{.{0,400}?return E\}\)\("([A-Za-z0-9+/=]+)"\),/s;
  return {
    name: 'wasm-as-file',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('libsodium-sumo.mjs')) return undefined;
      const base64 = DECODED.exec(code)?.[1];
      if (base64 === undefined) throw new Error('libsodium carries its WASM in another way than before');
      const file = this.emitFile({
        type: 'asset',
        name: 'libsodium.wasm',
        source: Buffer.from(base64, 'base64'),
      });
      const fetched = `new Uint8Array(await (await fetch(import.meta.ROLLUP_FILE_URL_${file})).arrayBuffer())`;
      return { code: code.replace(DECODED, () => `(o??=${fetched},`), map: null };
    },
  };
}

export const viteConfig = {
  configFile: false,
  root: APP,
  cacheDir: fileURLToPath(new URL('../.build/vite', import.meta.url)),
  plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
  build: {
    target: 'es2022',
    // No source maps, no inlined files: what is served is what was hashed.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // libsodium and livekit-client are that large, and loaded on their own.
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: { checks: { bundlerTimings: false, pluginTimings: false } },
  },
  worker: { format: 'es', plugins: () => [wasmAsFile()] },
} satisfies UserConfig & { configFile: false };

export default viteConfig;
