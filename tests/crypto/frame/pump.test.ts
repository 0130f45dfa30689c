import { describe, expect, test } from 'vitest';
import { pump, QUEUE } from '../../../crypto/workers/pump.ts';

/** A stream to push into, and one that remembers. */
function ends() {
  let push: ReadableStreamDefaultController<number> | undefined;
  const readable = new ReadableStream<number>({ start: (controller) => void (push = controller) });
  const came: number[] = [];
  const writable = new WritableStream<number>({ write: (frame) => void came.push(frame) });
  if (!push) throw new Error('no controller');
  return { readable, writable, came, push };
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 200; turn++) await Promise.resolve();
};

describe('pump', () => {
  test('keeps the order, however long each frame takes', async () => {
    const { readable, writable, came, push } = ends();
    for (let frame = 0; frame < 20; frame++) push.enqueue(frame);
    push.close();
    const slow = (frame: number) =>
      new Promise<number>((resolve) => setTimeout(() => resolve(frame), 20 - frame));
    await pump(readable, writable, slow, () => expect.unreachable());
    expect(came).toEqual([...Array(20).keys()]);
  });

  test('attack 3: passes on only what it was given back, and nothing when handling fails', async () => {
    const { readable, writable, came, push } = ends();
    const pumping = pump(
      readable,
      writable,
      (frame) =>
        frame === 2 ? Promise.reject(new Error('no')) : Promise.resolve(frame % 2 ? undefined : frame * 10),
      () => expect.unreachable(),
    );
    for (let frame = 0; frame < 6; frame++) push.enqueue(frame);
    await turns();
    push.close();
    await pumping;
    expect(came).toEqual([0, 40]);
  });

  test(`beyond ${QUEUE} waiting frames the newest are dropped and told`, async () => {
    const { readable, writable, came, push } = ends();
    const dropped: number[] = [];
    let go: () => void = () => undefined;
    const key = new Promise<void>((resolve) => void (go = resolve));
    void pump(
      readable,
      writable,
      (frame) => key.then(() => frame),
      (frame) => dropped.push(frame),
    );
    for (let frame = 0; frame < QUEUE + 10; frame++) push.enqueue(frame);
    await turns();
    await turns();
    go();
    await turns();
    await turns();
    await turns();
    expect(dropped).toEqual([...Array(9).keys()].map((at) => at + QUEUE + 1));
    expect(came).toHaveLength(QUEUE + 1);
  });

  test('stops reading when the far end is gone', async () => {
    let cancelled = false;
    const readable = new ReadableStream<number>({
      pull: (c) => c.enqueue(1),
      cancel: () => void (cancelled = true),
    });
    const writable = new WritableStream<number>({
      write: (_frame, controller) => controller.error(new Error('closed')),
    });
    await pump(
      readable,
      writable,
      (frame) => Promise.resolve(frame),
      () => undefined,
    );
    expect(cancelled).toBe(true);
  });
});
