import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InPicture } from '../../../app/stage/inPicture.svelte.ts';

/** A window as a browser makes it: it says that it goes only some time after it was closed. */
class SmallWindow extends EventTarget {
  readonly document = {
    body: {},
    title: '',
    adoptedStyleSheets: [],
    documentElement: { setAttribute: () => undefined },
  };
  readonly close = (): void => void setTimeout(() => this.dispatchEvent(new Event('pagehide')));
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('the small window', () => {
  let windows: SmallWindow[];
  let filled: number;
  const load = (): Promise<() => () => void> =>
    Promise.resolve(() => {
      filled += 1;
      return () => {
        filled -= 1;
      };
    });

  beforeEach(() => {
    windows = [];
    filled = 0;
    const requestWindow = (): Promise<SmallWindow> => {
      const made = new SmallWindow();
      windows.push(made);
      return Promise.resolve(made);
    };
    vi.stubGlobal('window', { documentPictureInPicture: { requestWindow } });
    vi.stubGlobal('document', { documentElement: { attributes: [] }, styleSheets: [], title: 'Conclave' });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('is filled while it is open, and emptied when it goes', async () => {
    const small = new InPicture();
    expect(await small.show(load, null)).toBe(true);
    expect([small.open, filled]).toEqual([true, 1]);
    small.close();
    await settle();
    expect([small.open, filled]).toEqual([false, 0]);
  });

  it('opened again at once is open, though the one before goes only then', async () => {
    const small = new InPicture();
    await small.show(load, null);
    small.close();
    await small.show(load, null);
    await settle();
    expect([windows.length, small.open, filled]).toEqual([2, true, 1]);
  });

  it('closed before what fills it has come stays empty', async () => {
    const small = new InPicture();
    await small.show(async () => {
      small.close();
      await settle();
      return load();
    }, null);
    expect([small.open, filled]).toEqual([false, 0]);
  });

  it('that cannot be filled is closed again', async () => {
    const small = new InPicture();
    expect(await small.show(() => Promise.reject(new Error('no network')), null)).toBe(false);
    await settle();
    expect(small.open).toBe(false);
  });
});
