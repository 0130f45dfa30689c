/** Stands where a page has its frame worker. */

import type { ToFrame } from '../../../crypto/workers/frameProtocol.ts';

/** A worker that remembers what it was told. */
export class ToldWorker extends EventTarget implements Worker {
  readonly told: ToFrame[] = [];
  postMessage(message: ToFrame): void {
    this.told.push(message);
  }
  terminate(): void {}
  onmessage = null;
  onmessageerror = null;
  onerror = null;
}
