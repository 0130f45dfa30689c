/** Carries frames from a transform's readable to its writable, in their order, one at a time. */

/** Frames that may wait for the one in hand; what comes beyond is dropped (§5). */
export const QUEUE = 64;

/**
 * Gives each frame to `handle`, and on what it gives back; nothing is given on that `handle` did not give.
 * A full queue drops the newest frame and tells `overflow`. Ends quietly when either end closes.
 */
export async function pump<Frame>(
  readable: ReadableStream<Frame>,
  writable: WritableStream<Frame>,
  handle: (frame: Frame) => Promise<Frame | undefined>,
  overflow: (frame: Frame) => void,
): Promise<void> {
  const reader = readable.getReader();
  const writer = writable.getWriter();
  const queue: Frame[] = [];
  let busy = false;
  let working = Promise.resolve();

  const work = async (): Promise<void> => {
    busy = true;
    for (let frame = queue.shift(); frame !== undefined; frame = queue.shift()) {
      const passed = await handle(frame).catch(() => undefined);
      // Not awaited: the sink takes a frame at once, and its errors show as `writer.closed` below.
      if (passed !== undefined) writer.write(passed).catch(() => undefined);
    }
    busy = false;
  };

  const stop = (): void => void reader.cancel().catch(() => undefined);
  writer.closed.catch(() => undefined).then(stop, stop);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (queue.length >= QUEUE) overflow(value);
      else {
        queue.push(value);
        if (!busy) working = work();
      }
    }
    await working;
    await writer.close();
  } catch {
    // The track ended, or its connection closed: there is nothing left to carry.
  }
}
