import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { catalogue } from '../../../app/words/catalogue.svelte.ts';
import { beginLanguage, choose, chosenLanguage } from '../../../app/words/language.ts';
import { fittingLanguage, isLanguage, localeFor } from '../../../app/words/languages.ts';
import { dayTimeOf, exactTimeOf, timeOf } from '../../../app/words/times.ts';
import { words } from '../../../app/words/words.ts';

const kept = new Map<string, string>();
const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => kept.set(key, value),
  removeItem: (key: string) => kept.delete(key),
};
const browserSpeaks = (...languages: string[]): void => {
  vi.stubGlobal('navigator', { languages });
};

beforeEach(() => {
  kept.clear();
  vi.stubGlobal('localStorage', storage);
  browserSpeaks('en-US');
});

afterEach(async () => {
  await catalogue.use('en');
  vi.unstubAllGlobals();
});

describe('the language that fits', () => {
  it('is the first there is a catalogue for, whatever the country', () => {
    expect(fittingLanguage(['de-AT'])).toBe('de');
    expect(fittingLanguage(['HI-IN', 'en'])).toBe('hi');
    expect(fittingLanguage(['pt-BR', 'es-MX', 'fr'])).toBe('es');
  });

  it('is English where there is none', () => {
    expect(fittingLanguage(['pt-BR', 'ja'])).toBe('en');
    expect(fittingLanguage([])).toBe('en');
    expect(fittingLanguage(['den', 'constructor', ''])).toBe('en');
  });

  it('writes dates as in the country of the person', () => {
    expect(localeFor('de', ['en-US', 'de-AT', 'de'])).toBe('de-AT');
    expect(localeFor('fr', ['en-US'])).toBe('fr');
  });

  it('is told from what is none', () => {
    expect(['en', 'hi'].every(isLanguage)).toBe(true);
    expect([undefined, null, 'toString', 'pt', 7].some(isLanguage)).toBe(false);
  });
});

describe('the language in use', () => {
  it('is that of the browser, until another is chosen', async () => {
    browserSpeaks('fr-CA', 'en');
    await beginLanguage();
    expect(catalogue.language).toBe('fr');
    expect(catalogue.locale).toBe('fr-CA');
    expect(chosenLanguage()).toBeUndefined();
  });

  it('is the chosen one from then on', async () => {
    expect(await choose('es')).toBe(true);
    expect([...kept]).toEqual([['conclave/language', '"es"']]);
    await catalogue.use('en');
    await beginLanguage();
    expect(words.call.meeting).toBe('Reunión');
  });

  it('is that of the browser again when the choice is taken back', async () => {
    browserSpeaks('de-CH');
    await choose('es');
    expect(await choose(undefined)).toBe(true);
    expect(catalogue.language).toBe('de');
    expect(kept.size).toBe(0);
  });

  it('does not come from what nobody could have chosen', () => {
    kept.set('conclave/language', '"klingon"');
    expect(chosenLanguage()).toBeUndefined();
  });

  it('can be chosen where the browser keeps nothing', async () => {
    const refuse = (): never => {
      throw new Error('no storage');
    };
    vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse, removeItem: refuse });
    expect(chosenLanguage()).toBeUndefined();
    expect(await choose('de')).toBe(true);
    expect(catalogue.language).toBe('de');
  });

  it('is the one asked for last, whichever comes first', async () => {
    expect(await Promise.all([catalogue.use('fr'), catalogue.use('en')])).toEqual([false, true]);
    expect(catalogue.language).toBe('en');
  });

  it('stays when another cannot be fetched, and that one is not kept', async () => {
    vi.resetModules();
    vi.doMock('../../../app/words/hi/first.ts', () => {
      throw new Error('no network');
    });
    const fresh = await import('../../../app/words/language.ts');
    const { words: freshWords } = await import('../../../app/words/words.ts');
    expect(await fresh.choose('hi')).toBe(false);
    expect(freshWords.start.newMeeting).toBe('New meeting');
    expect(kept.size).toBe(0);
    vi.doUnmock('../../../app/words/hi/first.ts');
  });
});

describe('at the start', () => {
  const page = async (): Promise<{ catalogue: typeof catalogue; words: typeof words }> => {
    vi.resetModules();
    const { catalogue } = await import('../../../app/words/catalogue.svelte.ts');
    const { words } = await import('../../../app/words/words.ts');
    return { catalogue, words };
  };

  it('only what the start page says is fetched', async () => {
    const { catalogue, words } = await page();
    await catalogue.use('de');
    expect(words.start.newMeeting).toBe('Neue Besprechung');
    expect(Object.keys(words)).not.toContain('call');
  });

  it('all else comes before another view does, to parts that were kept before', async () => {
    const { catalogue, words } = await page();
    const { call } = words;
    await catalogue.use('de');
    await catalogue.complete();
    expect(call.meeting).toBe('Besprechung');
    expect(Object.keys(words)).toEqual(Object.keys(await import('../../../app/words/de.ts')));
  });

  it('all comes in the language asked for meanwhile', async () => {
    const { catalogue, words } = await page();
    const whole = catalogue.complete();
    expect(await catalogue.use('fr')).toBe(true);
    await whole;
    expect(words.call.meeting).toBe('Réunion');
  });

  it('what cannot be fetched is said, and fetched again', async () => {
    vi.resetModules();
    vi.doMock('../../../app/words/es.ts', () => {
      throw new Error('no network');
    });
    const { catalogue } = await import('../../../app/words/catalogue.svelte.ts');
    await catalogue.use('es');
    await expect(catalogue.complete()).rejects.toThrow();
    vi.doUnmock('../../../app/words/es.ts');
    await catalogue.use('de');
    await catalogue.complete();
    expect(catalogue.words.call.meeting).toBe('Besprechung');
  });
});

describe('words', () => {
  it('change at once where they are shown, also those of a part that was kept', async () => {
    const { states } = words.tiles;
    const shown: string[] = [];
    const stop = $effect.root(() => {
      $effect(() => void shown.push(states.keys));
    });
    flushSync();
    await catalogue.use('de');
    flushSync();
    stop();
    expect(shown).toEqual(['Waiting for the key', 'Wartet auf den Schlüssel']);
  });

  it('can be listed', async () => {
    await catalogue.use('es');
    expect(Object.keys(words.emojis)).toContain('👏');
    expect(Object.values(words.emojis)).toContain('Aplauso');
    expect(words.protects.not).toHaveLength(4);
  });
});

describe('times', () => {
  const noon = new Date(2026, 4, 12, 13, 5, 9).getTime();

  it('are written as in the language in use', async () => {
    expect(timeOf(noon)).toMatch(/^0?1:05\sPM$/);
    await catalogue.use('de');
    expect(timeOf(noon)).toBe('13:05');
    expect(exactTimeOf(noon)).toBe('13:05:09');
  });

  it('name the day in the language in use', async () => {
    const later = noon + 86_400_000;
    expect(dayTimeOf(noon, later)).toContain('Tuesday');
    await catalogue.use('fr');
    expect(dayTimeOf(noon, later)).toContain('mardi');
    await catalogue.use('hi');
    expect(dayTimeOf(noon, later)).toContain('मंगलवार');
  });
});
