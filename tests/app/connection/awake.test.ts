import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stayAwake } from '../../../app/connection/awake.ts';

describe('staying awake', () => {
  let locks: { released: boolean; release: () => Promise<void> }[];
  let refuses: boolean;
  let page: EventTarget & { hidden: boolean };
  const settle = async (): Promise<void> => {
    for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
  };
  const shown = async (seen: boolean): Promise<void> => {
    page.hidden = !seen;
    // The browser takes every lock from a page that is not seen.
    if (!seen) for (const lock of locks) lock.released = true;
    page.dispatchEvent(new Event('visibilitychange'));
    await settle();
  };
  const held = (): number => locks.filter(({ released }) => !released).length;

  beforeEach(() => {
    locks = [];
    refuses = false;
    page = Object.assign(new EventTarget(), { hidden: false });
    vi.stubGlobal('document', page);
    const request = () => {
      if (refuses) return Promise.reject(new DOMException('', 'NotAllowedError'));
      const lock = { released: false, release: () => Promise.resolve(void (lock.released = true)) };
      locks.push(lock);
      return Promise.resolve(lock);
    };
    vi.stubGlobal('navigator', { wakeLock: { request } });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('holds one lock, takes it again when the page is seen again, and lets go at the end', async () => {
    const stop = stayAwake();
    await settle();
    expect(held()).toBe(1);
    await shown(false);
    expect(held()).toBe(0);
    await shown(true);
    expect([held(), locks.length]).toEqual([1, 2]);
    page.dispatchEvent(new Event('visibilitychange'));
    await settle();
    expect(locks.length).toBe(2);
    stop();
    await settle();
    expect(held()).toBe(0);
    await shown(true);
    expect(held()).toBe(0);
  });

  it('lets go of a lock that comes after the end', async () => {
    stayAwake()();
    await settle();
    expect([held(), locks.length]).toEqual([0, 1]);
  });

  it('goes without where the browser refuses, or has none', async () => {
    refuses = true;
    const stop = stayAwake();
    await settle();
    refuses = false;
    await shown(true);
    expect(held()).toBe(1);
    stop();
    vi.stubGlobal('navigator', {});
    stayAwake()();
  });
});
