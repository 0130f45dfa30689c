/** A passphrase is stretched in a second vault worker, which is then ended with all the memory that it took (§3). */

import type { Bytes } from '../brands.ts';
import { wipe } from '../bytes.ts';

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

/**
 * Gives a job away, with the port that its result (bytes) is to come to, until somebody did it: a worker may not start,
 * or die. `again` calls what it is given from time to time, until what it gives back is called.
 */
export function stretchElsewhere(
  give: (port: MessagePort) => void,
  again: (ask: () => void) => () => void,
): Promise<Bytes> {
  return new Promise((resolve) => {
    let done = false;
    const ask = (): void => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }: MessageEvent<Bytes>) => {
        port1.close();
        if (done) return wipe(data);
        done = true;
        stopAsking();
        resolve(data);
      };
      give(port2);
    };
    const stopAsking = again(ask);
    ask();
  });
}
