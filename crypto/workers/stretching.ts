/** A passphrase is stretched in a second vault worker, which is then ended with all the memory that it took (§3). */

import type { Bytes } from '../brands.ts';

/** One slow Argon2id job. */
export interface StretchJob {
  readonly password: Bytes;
  readonly salt: Bytes;
  readonly length: number;
}

/** To a second vault worker that does this one job: its result (bytes) goes to `port`, past the page. */
export type ToStretcher = {
  readonly type: 'runStretch';
  readonly job: StretchJob;
  readonly port: MessagePort;
};

export type FromStretcher =
  | { readonly type: 'ready' }
  /** The result was posted to `port`: this worker can be ended. */
  | { readonly type: 'done' };
