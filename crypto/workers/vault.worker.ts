/**
 * The shell of the vault: gives it a clock, timers and channels. A second instance of this worker, started for
 * one `runStretch`, is the stretcher: Argon2id takes 64 MiB, and WASM memory never shrinks while a worker lives.
 */

import type { Bytes } from '../brands.ts';
import { argon2id } from '../sodium.ts';
import type { FromFrameKeys, ToFrameKeys } from './frameProtocol.ts';
import type { FromVault, ToVault } from './protocol.ts';
import { type FromStretcher, type StretchJob, stretchElsewhere, type ToStretcher } from './stretching.ts';
import type { RecordStore } from './surroundings.ts';
import { Vault } from './vault.ts';

const TICK_MS = 100;
/** A slow device takes seconds for a job. */
const STRETCH_AGAIN_MS = 30_000;

const DATABASE = 'conclave';
const KEYS = 'keys';
const RECORDS = 'records';
const THE_KEY = 'records';

declare const self: DedicatedWorkerGlobalScope;

let frames: MessagePort | undefined;

const vault = new Vault({
  now: Date.now,
  toPage: (message: FromVault) => self.postMessage(message),
  toFrames: (message: ToFrameKeys) => frames?.postMessage(message),
  stretch,
  records: recordStore(),
});

/** The host's sealed records in this browser, with the key that seals them: one that cannot be read out. */
function recordStore(): RecordStore {
  const inStore = async <T>(
    name: string,
    mode: IDBTransactionMode,
    use: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> => {
    const database = await opened(DATABASE);
    try {
      return await settled(use(database.transaction(name, mode).objectStore(name)));
    } finally {
      database.close();
    }
  };
  return {
    key: async () => {
      const key = await inStore<unknown>(KEYS, 'readonly', (store) => store.get(THE_KEY));
      return key instanceof CryptoKey ? key : undefined;
    },
    keepKey: async (key) => void (await inStore(KEYS, 'readwrite', (store) => store.put(key, THE_KEY))),
    all: async () => {
      const names = await inStore(RECORDS, 'readonly', (store) => store.getAllKeys());
      const values = await inStore<unknown[]>(RECORDS, 'readonly', (store) => store.getAll());
      return names.flatMap((name, at) => {
        const sealed = values[at];
        return typeof name === 'string' && sealed instanceof Uint8Array
          ? [[name, new Uint8Array(sealed)] as const]
          : [];
      });
    },
    put: async (roomId, sealed) =>
      void (await inStore(RECORDS, 'readwrite', (store) => store.put(sealed, roomId))),
    remove: (roomId) => inStore(RECORDS, 'readwrite', (store) => store.delete(roomId)),
  };
}

function opened(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    for (const store of [KEYS, RECORDS]) request.result.createObjectStore(store);
  };
  return settled(request);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(new Error('the storage of this browser failed'));
    };
  });
}

function stretch(job: StretchJob): Promise<Bytes> {
  const give = (port: MessagePort): void => {
    const ask: FromVault = { type: 'stretch', job, port };
    self.postMessage(ask, [port]);
  };
  return stretchElsewhere(give, (ask) => {
    const timer = setInterval(ask, STRETCH_AGAIN_MS);
    return () => clearInterval(timer);
  });
}

function runStretch({ job, port }: ToStretcher): void {
  const result = argon2id(job.password, job.salt, job.length);
  port.postMessage(result, [result.buffer]);
  const done: FromStretcher = { type: 'done' };
  self.postMessage(done);
}

let ticking = false;

self.onmessage = ({ data }: MessageEvent<ToVault | ToStretcher>) => {
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
self.postMessage(ready);
