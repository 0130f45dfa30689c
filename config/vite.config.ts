/** How the app is built, and how the development server serves it. */

import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { UserConfig } from 'vite';
import { firstScriptAsServed } from './firstScript.ts';
import { livekitAsUsed } from './slimLivekit.ts';
import { sodiumAsCalled } from './slimSodium.ts';
import { wordListAsSent } from './slimWordList.ts';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const APP = fileURLToPath(new URL('../app', import.meta.url));

/** How long plugins took is nobody's business here: not said after a build on a busy machine. */
const checks = { bundlerTimings: false, pluginTimings: false };

export const viteConfig = {
  configFile: false,
  root: APP,
  cacheDir: fileURLToPath(new URL('../.build/vite', import.meta.url)),
  plugins: [
    svelte({ configFile: false, compilerOptions: { runes: true } }),
    firstScriptAsServed(APP),
    livekitAsUsed(APP),
    wordListAsSent(),
  ],
  build: {
    target: 'es2022',
    // No source maps, no inlined files: what is served is what was hashed.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // libsodium and livekit-client are that large, and loaded on their own.
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: { checks },
  },
  worker: { format: 'es', plugins: () => [sodiumAsCalled()], rolldownOptions: { checks } },
} satisfies UserConfig & { configFile: false };

export default viteConfig;
