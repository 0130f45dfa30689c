/** Blurs the frames of one camera, beside the page; ends when the camera does, or when it is told to. */

import modelUrl from '@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite?url';
import type { FromBlur, ToBlur } from './blur.ts';
import { readModel } from './model.ts';
import { networkOf } from './network.ts';
import { Pace } from './pace.ts';
import { Painter } from './painter.ts';

class Slow extends Error {}

async function begin({ frames, blurred, port }: ToBlur): Promise<void> {
  const tell = (what: FromBlur): void => port.postMessage(what);
  const ending = new AbortController();
  port.onmessage = () => ending.abort();
  try {
    const model = await fetch(modelUrl);
    const painter = new Painter(await networkOf(readModel(await model.arrayBuffer())));
    await frames
      .pipeThrough(
        blurring(painter, () => tell('running')),
        { signal: ending.signal },
      )
      .pipeTo(blurred);
    tell('unable');
  } catch (error) {
    tell(error instanceof Slow ? 'slow' : 'unable');
  }
  close();
}

function blurring(painter: Painter, begun: () => void): TransformStream<VideoFrame, VideoFrame> {
  const pace = new Pace();
  let first = true;
  return new TransformStream({
    transform(frame, controller) {
      try {
        if (!pace.takes(frame.timestamp)) return;
        const began = performance.now();
        controller.enqueue(painter.paint(frame));
        if (pace.isSlow(performance.now() - began)) throw new Slow();
      } finally {
        frame.close();
      }
      if (first) begun();
      first = false;
    },
  });
}

addEventListener('message', ({ data }: MessageEvent<ToBlur>) => void begin(data), { once: true });
postMessage('listening');
