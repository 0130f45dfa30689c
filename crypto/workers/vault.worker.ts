/**
 * The shell of the vault: gives it a clock, timers and channels. A second instance of this worker, started for
 * one `runStretch`, is the stretcher: Argon2id takes 64 MiB, and WASM memory never shrinks while a worker lives.
 */

import type { Bytes } from '../brands.ts';
import { argon2id } from '../sodium.ts';
import type {
  FromFrameKeys,
  FromStretcher,
  FromVault,
  StretchJob,
  ToFrameKeys,
  ToStretcher,
  ToVault,
} from './protocol.ts';
import { Vault } from './vault.ts';

const TICK_MS = 250;

const scope = self as unknown as DedicatedWorkerGlobalScope;
let frames: MessagePort | undefined;

const vault = new Vault({
  now: Date.now,
  toPage: (message: FromVault) => scope.postMessage(message),
  toFrames: (message: ToFrameKeys) => frames?.postMessage(message),
  stretch,
});

function stretch(job: StretchJob): Promise<Bytes> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<Bytes>) => {
      port1.close();
      resolve(data);
    };
    const ask: FromVault = { type: 'stretch', job, port: port2 };
    scope.postMessage(ask, [port2]);
  });
}

function runStretch({ job, port }: ToStretcher): void {
  const result = argon2id(job.password, job.salt, job.length);
  port.postMessage(result, [result.buffer]);
  const done: FromStretcher = { type: 'done' };
  scope.postMessage(done);
}

let ticking = false;

scope.onmessage = ({ data }: MessageEvent<ToVault | ToStretcher>) => {
  if (data.type === 'runStretch') return runStretch(data);
  // Only the first: another frame worker would count from zero under the same keys.
  if (data.type === 'frames' && !frames) {
    frames = data.port;
    frames.onmessage = ({ data: asked }: MessageEvent<FromFrameKeys>) => vault.receiveFrames(asked);
  }
  if (!ticking) {
    ticking = true;
    setInterval(() => vault.tick(), TICK_MS);
  }
  void vault.receive(data);
};

const ready: FromVault = { type: 'ready' };
scope.postMessage(ready);
