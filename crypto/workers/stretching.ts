/** A passphrase is stretched in a second vault worker, which is then ended with all the memory that it took (§3). */

import type { Bytes, Milliseconds } from '../brands.ts';
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

/** A job that nobody did is given anew after this long: its worker did not start, or died. Slow devices take seconds. */
export const STRETCH_AGAIN_MS: Milliseconds = 30_000;

/** Gives a job away, with the port that its result (bytes) is to come to, until somebody did it. */
export function stretchElsewhere(give: (port: MessagePort) => void): Promise<Bytes> {
  return new Promise((resolve) => {
    let done = false;
    const ask = (): void => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }: MessageEvent<Bytes>) => {
        port1.close();
        if (done) return wipe(data);
        done = true;
        clearInterval(again);
        resolve(data);
      };
      give(port2);
    };
    const again = setInterval(ask, STRETCH_AGAIN_MS);
    ask();
  });
}
