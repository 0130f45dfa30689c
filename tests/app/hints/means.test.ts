/** Badge, notification and chime, each beside a browser that only looks like one. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { badgedIcon } from '../../../app/hints/badgedIcon.ts';
import { Chime } from '../../../app/hints/chime.ts';
import { SystemNotice } from '../../../app/hints/systemNotice.svelte.ts';
import { TabBadge } from '../../../app/hints/tabBadge.svelte.ts';
import { words } from '../../../app/words/words.ts';

describe('the badge', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is on the icon and the installed page for as long as it counts', () => {
    const shown: unknown[] = [];
    const badge = new TabBadge({
      icon: (address) => shown.push(address),
      app: (count) => shown.push(count),
    });
    badge.show(0);
    expect(shown).toEqual([]);
    badge.show(2);
    badge.show(2);
    expect(badge.count).toBe(2);
    badge.show(0);
    expect(shown).toEqual([badgedIcon(2), 2]);
    vi.advanceTimersByTime(1_000);
    expect(shown).toEqual([badgedIcon(2), 2, undefined, 0]);
    expect(badge.count).toBe(0);
  });

  it('does not go for a moment, when somebody else comes', () => {
    const shown: unknown[] = [];
    const badge = new TabBadge({ icon: (address) => shown.push(address), app: () => undefined });
    badge.show(1);
    badge.show(0);
    vi.advanceTimersByTime(900);
    badge.show(1);
    vi.advanceTimersByTime(5_000);
    expect(shown).toEqual([badgedIcon(1)]);
  });

  it('is a picture with the number on it', () => {
    const drawn = (count: number): string => decodeURIComponent(badgedIcon(count).split(',')[1] ?? '');
    expect(badgedIcon(3)).toMatch(/^data:image\/svg\+xml,%3Csvg/);
    expect(drawn(3)).toContain('>3</text></svg>');
    expect(drawn(10)).toContain('>9+</text></svg>');
  });

  it('is in the title, before what the title says', () => {
    expect(words.hints.counted(2, 'In a meeting')).toBe('(2) In a meeting');
    expect(words.hints.counted(250, 'In a meeting')).toBe('(99+) In a meeting');
  });
});

describe('a notification of the system', () => {
  let permission: NotificationPermission;
  let answers: NotificationPermission;
  let fails: boolean;
  let asked: number;
  let open: Kind[];
  class Kind {
    static get permission(): NotificationPermission {
      return permission;
    }
    static requestPermission(): Promise<NotificationPermission> {
      asked += 1;
      return Promise.resolve((permission = answers));
    }
    onclick: ((event: Event) => void) | null = null;
    readonly said: readonly [string, NotificationOptions | undefined];
    constructor(title: string, options?: NotificationOptions) {
      if (fails) throw new TypeError('Illegal constructor');
      this.said = [title, options];
      open.push(this);
    }
    close(): void {
      open = open.filter((one) => one !== this);
    }
  }

  beforeEach(() => {
    permission = 'default';
    answers = 'granted';
    fails = false;
    asked = 0;
    open = [];
  });

  it('is asked for when somebody wants it, and not by itself', async () => {
    const notice = new SystemNotice(Kind);
    notice.show('Somebody is waiting');
    expect([asked, open.length, notice.leave]).toEqual([0, 0, 'unasked']);
    expect(await notice.ask()).toBe('allowed');
    notice.show('Somebody is waiting');
    expect(open.map(({ said }) => said[0])).toEqual(['Somebody is waiting']);
    expect(open[0]?.said[1]?.body).toBeUndefined();
  });

  it('is one at a time, and gone when it is closed or clicked', () => {
    permission = 'granted';
    vi.stubGlobal('focus', () => undefined);
    const notice = new SystemNotice(Kind);
    notice.show('one');
    notice.show('two');
    expect(open.map(({ said }) => said[0])).toEqual(['two']);
    open[0]?.onclick?.(new Event('click'));
    expect(open).toEqual([]);
    notice.show('three');
    notice.close();
    expect(open).toEqual([]);
    vi.unstubAllGlobals();
  });

  it('is none where it was refused, or where the browser has none for pages', async () => {
    answers = 'denied';
    const refused = new SystemNotice(Kind);
    expect(await refused.ask()).toBe('refused');
    refused.show('x');
    permission = 'granted';
    fails = true;
    const unable = new SystemNotice(Kind);
    unable.show('x');
    expect(unable.leave).toBe('unable');
    expect(open).toEqual([]);
    expect(new SystemNotice(undefined).leave).toBe('unable');
  });
});

describe('the chime', () => {
  const made: { notes: number[]; sinks: string[]; closed: boolean }[] = [];
  let resumes: () => Promise<void>;

  beforeEach(() => {
    made.length = 0;
    resumes = () => Promise.resolve();
    vi.useFakeTimers();
    vi.stubGlobal('AudioContext', Sound);
    const gain = {
      setValueAtTime: () => undefined,
      exponentialRampToValueAtTime: () => undefined,
    };
    vi.stubGlobal(
      'GainNode',
      class {
        gain = gain;
        connect(): void {}
      },
    );
    vi.stubGlobal(
      'OscillatorNode',
      class {
        readonly #of: { notes: number[] };
        readonly #frequency: number;
        constructor(of: { notes: number[] }, { frequency }: { frequency: number }) {
          this.#of = of;
          this.#frequency = frequency;
        }
        connect = (to: unknown): unknown => to;
        start(): void {
          this.#of.notes.push(Math.round(this.#frequency));
        }
        stop(): void {}
      },
    );
    return () => {
      vi.useRealTimers();
      vi.unstubAllGlobals();
    };
  });

  /** The sound of a browser, as far as anybody can count it. */
  class Sound {
    readonly notes: number[] = [];
    readonly sinks: string[] = [];
    closed = false;
    readonly currentTime = 0;
    readonly destination = {};
    constructor() {
      made.push(this);
    }
    setSinkId = (id: string) => Promise.resolve(void this.sinks.push(id));
    resume = () => resumes();
    close = () => Promise.resolve(void (this.closed = true));
  }

  it('rings on the chosen speaker, falling at a knock and rising at the own entry; many at once are one', async () => {
    const chime = new Chime(() => 'headphones');
    await chime.ring('knock');
    await chime.ring('knock');
    expect(made).toMatchObject([{ notes: [880, 659], sinks: ['headphones'] }]);
    vi.advanceTimersByTime(5_000);
    await chime.ring('letIn');
    expect(made).toMatchObject([{ notes: [880, 659, 659, 880] }]);
    chime.end();
    expect(made[0]?.closed).toBe(true);
  });

  it('does not ring late, nor after its end', async () => {
    let allow = (): void => undefined;
    resumes = () => new Promise((resolve) => (allow = resolve));
    const chime = new Chime();
    const late = chime.ring('knock');
    await vi.advanceTimersByTimeAsync(60_000);
    allow();
    await late;
    const ended = chime.ring('knock');
    await vi.advanceTimersByTimeAsync(0);
    chime.end();
    allow();
    await ended;
    expect(made[0]?.notes).toEqual([]);
  });

  it('says nothing where there is no sound', async () => {
    vi.stubGlobal(
      'AudioContext',
      class {
        constructor() {
          throw new DOMException('none', 'NotSupportedError');
        }
      },
    );
    const chime = new Chime();
    await expect(chime.ring('knock')).resolves.toBeUndefined();
  });
});
