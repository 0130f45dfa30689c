/** A transform's two streams, with the encoder's end and the packetiser's end in the bench's hands. */

import type { FakeFrame } from './fakeFrames.ts';

export class Lane {
  /** Where the transform reads. */
  readonly readable: ReadableStream<FakeFrame>;
  /** Where it writes. */
  readonly writable: WritableStream<FakeFrame>;
  #in: ReadableStreamDefaultController<FakeFrame> | undefined;
  #out: ((frame: FakeFrame) => void) | undefined;

  constructor() {
    this.readable = new ReadableStream<FakeFrame>({ start: (controller) => void (this.#in = controller) });
    this.writable = new WritableStream<FakeFrame>({ write: (frame) => this.#out?.(frame) });
  }

  /** Each frame goes in once the one before has come out. Gives milliseconds. */
  async oneByOne(frames: readonly FakeFrame[]): Promise<number> {
    const began = performance.now();
    for (const frame of frames) {
      await new Promise<void>((resolve) => {
        this.#out = () => resolve();
        this.#in?.enqueue(frame);
      });
    }
    return performance.now() - began;
  }

  /** All frames go in at once; gives milliseconds until the last has come out. */
  async atOnce(frames: readonly FakeFrame[]): Promise<number> {
    let left = frames.length;
    const began = performance.now();
    await new Promise<void>((resolve) => {
      this.#out = () => {
        if (--left === 0) resolve();
      };
      for (const frame of frames) this.#in?.enqueue(frame);
    });
    return performance.now() - began;
  }
}
