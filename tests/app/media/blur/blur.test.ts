/** The worker that blurs a camera lives no longer than it is needed. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { blur, type FromBlur, type ToBlur } from '../../../../app/media/blur/blur.ts';

const worker = vi.hoisted(() => ({
  terminate: vi.fn(),
  says: undefined as FromBlur | undefined,
  onerror: null,
  postMessage({ port }: ToBlur): void {
    port.postMessage(worker.says);
  },
}));
vi.mock('../../../../app/media/workers.ts', () => ({ startBlurWorker: () => Promise.resolve(worker) }));

const stopped = vi.fn();
class Generator {
  readonly writable = new WritableStream<VideoFrame>();
  contentHint = '';
  stop = stopped;
}
/** Takes no track that has ended, as in Chromium. */
class Processor {
  readonly readable = new ReadableStream<VideoFrame>();
  constructor({ track }: { readonly track: MediaStreamTrack }) {
    if (track.readyState === 'ended') throw new TypeError('Input track cannot be ended');
  }
}
const camera = (readyState: MediaStreamTrackState) => ({ readyState }) as MediaStreamTrack;
const failed = vi.fn();

beforeEach(() => {
  for (const spy of [worker.terminate, failed, stopped]) spy.mockReset();
  vi.stubGlobal('MediaStreamTrackProcessor', Processor);
  vi.stubGlobal('MediaStreamTrackGenerator', Generator);
});
afterEach(() => vi.unstubAllGlobals());

describe('the worker that blurs', () => {
  test('goes on when there is something to see', async () => {
    worker.says = 'running';
    const blurring = await blur(camera('live'), failed);
    expect(blurring.track).toBeInstanceOf(Generator);
    expect(worker.terminate).not.toHaveBeenCalled();
    blurring.end();
    expect(stopped).toHaveBeenCalledTimes(1);
  });

  test('goes when the camera went off while it came', async () => {
    await expect(blur(camera('ended'), failed)).rejects.toThrow('ended');
    expect(worker.terminate).toHaveBeenCalledTimes(1);
  });

  test('goes when it cannot, which is told to who asked', async () => {
    worker.says = 'unable';
    await expect(blur(camera('live'), failed)).rejects.toThrow('unable');
    expect(worker.terminate).toHaveBeenCalledTimes(1);
    expect(failed).not.toHaveBeenCalled();
  });
});
