/** Starts the workers and connects them with each other. The page keeps no end of the port between them. */

import frameWorkerUrl from '../../crypto/workers/frame.worker.ts?worker&url';
import vaultWorkerUrl from '../../crypto/workers/vault.worker.ts?worker&url';
import blurWorkerUrl from './blur/blur.worker.ts?worker&url';
import type { FromFrame, ToFrame } from '../../crypto/workers/frameProtocol.ts';
import type { FromVault, ToVault } from '../../crypto/workers/protocol.ts';
import type { FromStretcher, StretchJob, ToStretcher } from '../../crypto/workers/stretching.ts';

/** The part of Trusted Types that is used here; the DOM's types have none of it. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}
declare global {
  var trustedTypes: TrustedTypes | undefined;
}

const OWN_SCRIPTS: readonly string[] = [frameWorkerUrl, vaultWorkerUrl, blurWorkerUrl];

/** The page's one policy: it lets through the scripts of our workers. */
const policy = globalThis.trustedTypes?.createPolicy('conclave', {
  createScriptURL(url) {
    if (!OWN_SCRIPTS.includes(url)) throw new TypeError('not a script of ours');
    return url;
  },
});

/** Starts a worker of ours and waits until it listens; rejects when it cannot be started. */
function start(url: string): Promise<Worker> {
  const worker = new Worker(policy ? policy.createScriptURL(url) : url, { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', () => resolve(worker), { once: true });
    worker.addEventListener(
      'error',
      () => {
        worker.terminate();
        reject(new Error('a worker did not start'));
      },
      { once: true },
    );
  });
}

/** A frame worker whose base keys come from `vault`, the far end of its port. */
export async function startFrameWorker(): Promise<{ readonly worker: Worker; readonly vault: MessagePort }> {
  const worker = await start(frameWorkerUrl);
  const { port1, port2 } = new MessageChannel();
  // A vault gets one frame worker in its life, and a new vault means new keys: none sealed under these before.
  const keys: ToFrame = { type: 'keys', port: port1, startedBefore: 0 };
  worker.postMessage(keys, [port1]);
  return { worker, vault: port2 };
}

/** A worker that blurs a camera: it has no key, and nothing to do with those that have. */
export const startBlurWorker = (): Promise<Worker> => start(blurWorkerUrl);

export interface WorkerHandlers {
  readonly fromVault: (message: FromVault) => void;
  readonly fromFrame: (message: FromFrame) => void;
  /** A worker died. Nothing is sealed or opened by another: the call is over, and is entered anew. */
  readonly failed: () => void;
}

export interface Workers {
  /** For `attachTransform`. */
  readonly frame: Worker;
  toVault(message: ToVault, transfer?: Transferable[]): void;
  /** Runs a slow job in a worker of its own, whose memory goes with it; the result goes straight to `port` (§3). */
  stretch(job: StretchJob, port: MessagePort): Promise<void>;
  /** Ends both workers, and with them every key. */
  end(): void;
}

/** Both workers, listening and connected; rejects when one cannot be started. */
export async function startWorkers({ fromVault, fromFrame, failed }: WorkerHandlers): Promise<Workers> {
  const [starting, startingFrame] = [start(vaultWorkerUrl), startFrameWorker()];
  const [vault, { worker: frame, vault: port }] = await Promise.all([starting, startingFrame]).catch(
    (error: unknown) => {
      // The other may have come, or come yet.
      void starting.then((worker) => worker.terminate()).catch(() => undefined);
      void startingFrame.then(({ worker }) => worker.terminate()).catch(() => undefined);
      throw error;
    },
  );
  vault.onmessage = ({ data }: MessageEvent<FromVault>) => fromVault(data);
  frame.onmessage = ({ data }: MessageEvent<FromFrame>) => fromFrame(data);
  const toVault = (message: ToVault, transfer: Transferable[] = []): void =>
    vault.postMessage(message, transfer);
  const end = (): void => {
    vault.terminate();
    frame.terminate();
  };
  vault.onerror = frame.onerror = () => {
    end();
    failed();
  };
  toVault({ type: 'frames', port }, [port]);
  return { frame, toVault, stretch, end };
}

async function stretch(job: StretchJob, port: MessagePort): Promise<void> {
  const worker = await start(vaultWorkerUrl);
  const run: ToStretcher = { type: 'runStretch', job, port };
  await new Promise<void>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromStretcher>) => {
      if (data.type === 'done') resolve();
    };
    worker.onerror = () => reject(new Error('a worker failed'));
    worker.postMessage(run, [port]);
  }).finally(() => worker.terminate());
}
