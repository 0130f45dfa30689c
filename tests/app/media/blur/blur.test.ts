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

class Generator extends EventTarget {
  readonly writable = new WritableStream<VideoFrame>();
  contentHint = '';
  stop = vi.fn();
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
  worker.terminate.mockReset();
  failed.mockReset();
  vi.stubGlobal('MediaStreamTrackProcessor', Processor);
  vi.stubGlobal('MediaStreamTrackGenerator', Generator);
});
afterEach(() => vi.unstubAllGlobals());

describe('the worker that blurs', () => {
  test('goes on when there is something to see', async () => {
    worker.says = 'running';
    const { track, end } = await blur(camera('live'), failed);
    expect(track).toBeInstanceOf(Generator);
    expect(worker.terminate).not.toHaveBeenCalled();
    end();
    expect(track.stop).toHaveBeenCalledTimes(1);
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
