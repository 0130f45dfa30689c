/**
 * `npm start`: builds the app if it changed, then starts relay and SFU. `npm run dev` (`--dev`): the app comes from
 * Vite instead, with hot reload and without the security headers; the relay stands behind it.
 */

import { createServer as createViteServer } from 'vite';
import { refuseTakenPort, type Running } from '../relay/conclave.ts';
import { runUntilSignal, settingsOf, start } from '../relay/main.ts';
import { buildSite, siteIsFresh } from './build.ts';
import { viteConfig } from './vite.config.ts';

async function startBuilt(): Promise<Running> {
  const { host, port } = settingsOf(process.env);
  if (port !== 0) await refuseTakenPort(host, port);
  if (!(await siteIsFresh())) {
    console.log('Building the app: a few seconds.');
    await buildSite();
  }
  return start(process.env);
}

async function startDevelopment(): Promise<Running> {
  const { host, port: wanted } = settingsOf(process.env);
  const port = wanted === 0 ? 8080 : wanted;
  await refuseTakenPort(host, port);
  // Without a folder the relay serves no app: Vite does, and hands the WebSocket on.
  const relay = await start(process.env, { port: 0, seenPort: port, siteFolder: undefined });
  const vite = await createViteServer({
    ...viteConfig,
    server: {
      host,
      port,
      strictPort: true,
      proxy: { '/relay': { target: `ws://${host}:${relay.port}`, ws: true } },
    },
  });
  await vite.listen();
  return {
    ...relay,
    port,
    async close() {
      await vite.close();
      await relay.close();
    },
  };
}

runUntilSignal(process.argv.includes('--dev') ? startDevelopment : startBuilt);
