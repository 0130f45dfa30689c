/**
 * Makes of a camera's track one in which everything behind the person is blurred. All of it happens on this device,
 * in a worker, with files of this site: the model of MediaPipe, run by our own code.
 */

import { startBlurWorker } from '../workers.ts';

export type BlurTrouble = 'unable' | 'slow';

export interface ToBlur {
  readonly frames: ReadableStream<VideoFrame>;
  readonly blurred: WritableStream<VideoFrame>;
  /** Anything that is said on it ends the blurring. */
  readonly port: MessagePort;
}

/** `running`: the first blurred frame is there. All else is the end of it. */
export type FromBlur = 'running' | BlurTrouble;

export interface Blurring {
  readonly track: MediaStreamTrack;
  end(): void;
}

/** What takes a track apart into frames and makes one of frames; of the DOM's types, TypeScript knows neither. */
interface Breakout {
  readonly MediaStreamTrackProcessor: new (init: { readonly track: MediaStreamTrack }) => {
    readonly readable: ReadableStream<VideoFrame>;
  };
  readonly MediaStreamTrackGenerator: new (init: { readonly kind: 'video' }) => MediaStreamTrack & {
    readonly writable: WritableStream<VideoFrame>;
  };
}

const hasBreakout = (scope: object): scope is Breakout =>
  'MediaStreamTrackProcessor' in scope && 'MediaStreamTrackGenerator' in scope;

/**
 * Resolves when there is something to see; rejects where this browser cannot do it. `failed` is called when it stops
 * later on, and the camera goes on.
 */
export async function blur(camera: MediaStreamTrack, failed: (why: BlurTrouble) => void): Promise<Blurring> {
  const scope: object = globalThis;
  if (!hasBreakout(scope)) throw new Error('no way to the frames of a camera');
  const worker = await startBlurWorker();
  try {
    return await blurIn(worker, scope, camera, failed);
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

function blurIn(
  worker: Worker,
  scope: Breakout,
  camera: MediaStreamTrack,
  failed: (why: BlurTrouble) => void,
): Promise<Blurring> {
  const { port1: port, port2 } = new MessageChannel();
  const { readable: frames } = new scope.MediaStreamTrackProcessor({ track: camera });
  const track = new scope.MediaStreamTrackGenerator({ kind: 'video' });
  track.contentHint = 'motion';
  const end = (): void => {
    port.onmessage = worker.onerror = null;
    port.postMessage('end');
    track.stop();
  };
  return new Promise((resolve, reject) => {
    let running = false;
    const over = (why: BlurTrouble): void => {
      end();
      if (!running) reject(new Error(why));
      else if (camera.readyState === 'live') failed(why);
    };
    worker.onerror = () => over('unable');
    port.onmessage = ({ data }: MessageEvent<FromBlur>) => {
      if (data !== 'running') return over(data);
      running = true;
      resolve({ track, end });
    };
    const task: ToBlur = { frames, blurred: track.writable, port: port2 };
    worker.postMessage(task, [frames, track.writable, port2]);
  });
}
