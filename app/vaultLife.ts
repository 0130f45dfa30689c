/** The workers of one beginning: from the first thing asked of the vault to the end, when every key goes with them. */

import type { FromFrame } from '../crypto/workers/frameProtocol.ts';
import type { FromVault, ToVault } from '../crypto/workers/protocol.ts';
import { startWorkers, type Workers } from './media/workers.ts';

export interface VaultHandlers {
  fromVault(message: FromVault): void;
  fromFrame(message: FromFrame): void;
  /** A worker died. */
  failed(): void;
}

export class VaultLife {
  readonly #handlers: VaultHandlers;
  #workers: Promise<Workers | undefined> | undefined;
  #ended = false;

  constructor(handlers: VaultHandlers) {
    this.#handlers = handlers;
  }

  /** It is over: what comes up now is nothing any more. */
  get ended(): boolean {
    return this.#ended;
  }

  /** The workers, if they were started and came. */
  get workers(): Promise<Workers | undefined> {
    return this.#workers ?? Promise.resolve(undefined);
  }

  /** Starts the workers, if they were not; undefined when they do not come: the next time they are tried anew. */
  async start(): Promise<Workers | undefined> {
    if (this.#ended) return undefined;
    this.#workers ??= startWorkers({
      fromVault: (message) => {
        if (!this.#ended) this.#handlers.fromVault(message);
      },
      fromFrame: (message) => {
        if (!this.#ended) this.#handlers.fromFrame(message);
      },
      failed: () => {
        if (!this.#ended) this.#handlers.failed();
      },
    }).catch(() => (this.#workers = undefined));
    return this.#workers;
  }

  /** Says it to the vault, if there is one. */
  tell(message: ToVault): void {
    void this.workers.then((workers) => {
      if (!this.#ended) workers?.toVault(message);
    });
  }

  /** Runs a slow job beside the vault. One that fails is asked for again. */
  stretch({ job, port }: Extract<FromVault, { type: 'stretch' }>): void {
    void this.workers.then((workers) => workers?.stretch(job, port)).catch(() => undefined);
  }

  end(): void {
    this.#ended = true;
    void this.workers.then((workers) => {
      workers?.end();
    });
  }
}
