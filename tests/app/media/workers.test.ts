/** The start of the workers: both, or none. */

import { afterEach, expect, test, vi } from 'vitest';

const workers: FakeWorker[] = [];
let failing: RegExp;

class FakeWorker extends EventTarget {
  readonly url: string;
  ended = false;
  constructor(url: string) {
    super();
    this.url = url;
    workers.push(this);
    const says = failing.test(url) ? 'error' : 'message';
    setTimeout(() => this.dispatchEvent(new Event(says)));
  }
  postMessage(): void {
    // what it is told does not matter here
  }
  terminate(): void {
    this.ended = true;
  }
}

afterEach(() => {
  vi.unstubAllGlobals();
  workers.length = 0;
});

test.each([/vault/, /frame/])('where one does not start, the other does not stay: %s', async (fails) => {
  failing = fails;
  vi.stubGlobal('Worker', FakeWorker);
  const { startWorkers } = await import('../../../app/media/workers.ts');
  const handlers = { fromVault: vi.fn(), fromFrame: vi.fn(), failed: vi.fn() };
  await expect(startWorkers(handlers)).rejects.toThrow('did not start');
  await vi.waitFor(() => {
    expect(workers.map(({ ended }) => ended)).toEqual([true, true]);
  });
  expect(handlers.failed).not.toHaveBeenCalled();
});
