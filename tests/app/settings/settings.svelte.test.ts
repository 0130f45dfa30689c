import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KEYS } from '../../../app/settings/kept.ts';
import { chosenIn, defaultsFor } from '../../../app/settings/preferences.ts';
import { Settings } from '../../../app/settings/settings.svelte.ts';
import { firstScript } from '../../../config/firstScript.ts';
import { APP } from '../../../config/vite.config.ts';

const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0';

const KEY = KEYS.settings;

describe('preferences', () => {
  it('are taken from whatever was kept, each by itself', () => {
    expect(chosenIn({ theme: 'dark', blur: true, name: 'Ada' })).toEqual({
      theme: 'dark',
      blur: true,
    });
    expect(chosenIn({ theme: 'purple', blur: 'yes', dataSaver: true })).toEqual({ dataSaver: true });
    for (const garbage of [undefined, null, 7, 'dark', [], [1]]) expect(chosenIn(garbage)).toEqual({});
    expect(chosenIn(JSON.parse('{"__proto__":{"blur":true}}'))).toEqual({});
  });

  it('listen to a muted microphone by themselves only where it stays open anyway', () => {
    expect(defaultsFor(CHROME).mutedHint).toBe(true);
    expect(defaultsFor(FIREFOX).mutedHint).toBe(false);
  });
});

describe('settings', () => {
  let kept: Map<string, string>;
  let others: ((event: { key: string | null }) => void)[];
  let stop = (): void => undefined;

  beforeEach(() => {
    kept = new Map();
    others = [];
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    });
    vi.stubGlobal('addEventListener', (_type: string, heard: () => void) => void others.push(heard));
    vi.stubGlobal('removeEventListener', () => undefined);
  });

  afterEach(() => {
    stop();
    vi.unstubAllGlobals();
  });

  const meta = (media: string) => ({ media, dataset: {} as Record<string, string> });
  const page = () => {
    const metas = [meta('(prefers-color-scheme: light)'), meta('(prefers-color-scheme: dark)')];
    const dataset: Record<string, string> = {};
    return { metas, dataset, documentElement: { dataset }, querySelectorAll: () => metas };
  };
  /** Effects run in microtasks. */
  const effects = async (): Promise<void> => {
    for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
  };

  it('outlive the page, and keep only what was chosen', () => {
    const before = new Settings();
    before.change({ theme: 'dark' });
    before.change({ blur: true });
    expect(JSON.parse(kept.get(KEY) ?? '')).toEqual({ theme: 'dark', blur: true });
    expect(new Settings().now).toMatchObject({ theme: 'dark', blur: true, noiseSuppression: true });
  });

  it('hold without storage, and in spite of garbage', () => {
    kept.set(KEY, '{"theme":');
    expect(new Settings().now.theme).toBe('system');
    vi.stubGlobal('localStorage', undefined);
    const settings = new Settings();
    settings.change({ dataSaver: true });
    expect(settings.now.dataSaver).toBe(true);
  });

  it('colour the page, and the window around it', async () => {
    const shown = page();
    const settings = new Settings();
    vi.stubGlobal('document', shown);
    stop = settings.follow();
    await effects();
    expect(shown.dataset).toEqual({});
    settings.change({ theme: 'dark' });
    await effects();
    expect(shown.dataset).toEqual({ theme: 'dark' });
    expect(shown.metas.map(({ media }) => media)).toEqual(['not all', 'all']);
    settings.change({ theme: 'system' });
    await effects();
    expect(shown.dataset).toEqual({});
    expect(shown.metas.map(({ media }) => media)).toEqual([
      '(prefers-color-scheme: light)',
      '(prefers-color-scheme: dark)',
    ]);
  });

  it('hold otherwise for now, until they are chosen anew, and that is not kept', () => {
    const settings = new Settings();
    settings.change({ blur: true, dataSaver: true });
    const before = kept.get(KEY);
    settings.forNow({ blur: false });
    expect(settings.now).toMatchObject({ blur: false, dataSaver: true });
    expect(kept.get(KEY)).toBe(before);
    settings.change({ theme: 'dark' });
    expect(settings.now.blur).toBe(false);
    settings.change({ blur: true });
    expect(settings.now.blur).toBe(true);
    settings.forNow({ blur: false });
    settings.forNow({});
    expect(settings.now.blur).toBe(true);
    expect(new Settings().now.blur).toBe(true);
  });

  it('follow what another tab chooses', () => {
    const settings = new Settings();
    vi.stubGlobal('document', page());
    stop = settings.follow();
    kept.set(KEY, '{"dataSaver":true}');
    for (const heard of others) heard({ key: 'something else' });
    expect(settings.now.dataSaver).toBe(false);
    for (const heard of others) heard({ key: KEY });
    expect(settings.now.dataSaver).toBe(true);
  });

  it('give the theme before the page is there', async () => {
    const script = await firstScript(APP);
    const shown = (text: string | undefined) => {
      const { dataset, metas, ...document } = page();
      const localStorage = { getItem: (key: string) => (key === KEY ? text : null) };
      runInNewContext(script, { localStorage, document });
      return { theme: dataset['theme'], window: metas.map(({ media }) => media) };
    };
    new Settings().change({ theme: 'dark' });
    expect(shown(kept.get(KEY))).toEqual({ theme: 'dark', window: ['not all', 'all'] });
    const ofSystem = {
      theme: undefined,
      window: ['(prefers-color-scheme: light)', '(prefers-color-scheme: dark)'],
    };
    for (const other of ['{"theme":"purple"}', '{', 'null', '7', undefined])
      expect(shown(other), other).toEqual(ofSystem);
  });
});
