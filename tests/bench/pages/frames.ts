/** Runs the frame bench in a worker of its own: where the product seals too. */

import type { FramesReport } from './frames.worker.ts';

export type FromBench =
  | { readonly bench: 'report'; readonly report: FramesReport }
  | { readonly bench: 'failed'; readonly why: string };

declare global {
  interface Window {
    benchFrames(seconds: number): Promise<FramesReport>;
  }
}

const isFromBench = (data: unknown): data is FromBench =>
  typeof data === 'object' && data !== null && 'bench' in data;

/** Runs for about this many seconds. */
window.benchFrames = (seconds) => {
  const worker = new Worker(new URL('./frames.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<FramesReport>((resolve, reject) => {
    // Both workers inside it speak to their page as well: what is not the bench's is left alone.
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!isFromBench(data)) return;
      if (data.bench === 'report') resolve(data.report);
      else reject(new Error(data.why));
    });
    worker.addEventListener('error', ({ message }) => reject(new Error(message)));
    worker.postMessage({ bench: 'run', seconds });
  }).finally(() => worker.terminate());
};
