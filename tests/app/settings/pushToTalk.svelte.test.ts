import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { modal } from '../../../app/parts/modal.svelte.ts';
import { pushToTalk } from '../../../app/settings/pushToTalk.svelte.ts';
import { settings } from '../../../app/settings/settings.svelte.ts';

describe('push to talk', () => {
  let page: EventTarget;
  let on = $state(true);
  let allowed = true;
  let stop = (): void => undefined;
  /** What the bar is pressed on. */
  class FakeElement extends EventTarget {
    matches = (): boolean => true;
  }
  const effects = async (): Promise<void> => {
    for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
  };
  /** Whether the page still does with the key what it does by itself. */
  const key = (type: 'keydown' | 'keyup', more: object = {}): boolean =>
    page.dispatchEvent(
      Object.defineProperties(
        new Event(type, { cancelable: true }),
        Object.getOwnPropertyDescriptors({ code: 'Space', ...more }),
      ),
    );

  beforeEach(async () => {
    page = new EventTarget();
    vi.stubGlobal('Element', FakeElement);
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
    on = allowed = true;
    const devices = {
      get microphoneOn() {
        return on;
      },
      switchMicrophone: (wanted: boolean) => Promise.resolve(void (on = wanted)),
    };
    settings.change({ pushToTalk: true });
    stop = $effect.root(() => pushToTalk({ devices, may: () => allowed }));
    await effects();
  });

  afterEach(() => {
    stop();
    settings.change({ pushToTalk: false });
    vi.unstubAllGlobals();
  });

  it('mutes to begin with, and is heard only while the bar is down', () => {
    expect(on).toBe(false);
    expect(key('keydown')).toBe(false);
    expect(on).toBe(true);
    key('keydown', { repeat: true });
    expect(on).toBe(true);
    key('keyup');
    expect(on).toBe(false);
  });

  it('is over when another window comes in front, or the preference goes', async () => {
    key('keydown');
    page.dispatchEvent(new Event('blur'));
    expect(on).toBe(false);
    key('keydown');
    settings.change({ pushToTalk: false });
    await effects();
    expect(on).toBe(false);
    expect(key('keydown')).toBe(true);
    expect(on).toBe(false);
  });

  it('leaves the bar to who writes, to questions, and to other keys', () => {
    expect(key('keydown', { target: new FakeElement() })).toBe(true);
    expect(key('keydown', { ctrlKey: true })).toBe(true);
    expect(key('keydown', { code: 'KeyA' })).toBe(true);
    const leave = modal.enter();
    expect(key('keydown')).toBe(true);
    leave();
    expect(on).toBe(false);
  });

  it('does not get around the rules, nor end what the switch began', () => {
    allowed = false;
    key('keydown');
    expect(on).toBe(false);
    allowed = on = true;
    key('keydown');
    key('keyup');
    expect(on).toBe(true);
  });
});
