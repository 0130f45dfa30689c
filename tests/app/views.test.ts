import { describe, expect, it } from 'vitest';
import { browserOf } from '../../app/parts/browser.ts';
import { held } from '../../app/parts/held.ts';
import { initials } from '../../app/parts/initials.ts';
import { comings } from '../../app/people/comings.ts';
import { mostGrown } from '../../app/people/why.ts';
import { words } from '../../app/words/words.ts';
import { NO_FRAMES } from '../../crypto/workers/frameProtocol.ts';

describe('initials', () => {
  it('takes the first and the last word, by what a person sees as one character', () => {
    expect(initials('Ada Lovelace')).toBe('AL');
    expect(initials('grace')).toBe('G');
    expect(initials('  Zoë  van  der Berg ')).toBe('ZB');
    expect(initials('👩‍👧 at home')).toBe('👩‍👧H');
    expect(initials('')).toBe('');
  });
});

describe('held', () => {
  const may = (allowed: boolean) => ({ may: () => allowed });

  it('says why somebody cannot switch on what the rules forbid', () => {
    expect(held(may(false), 'camera', false)).toBe(words.forbidden.camera);
    expect(held(may(true), 'camera', false)).toBeUndefined();
  });

  it('never holds the way off', () => {
    expect(held(may(false), 'microphone', true)).toBeUndefined();
  });
});

describe('comings', () => {
  it('names who came and who went, and nobody else', () => {
    const { came, went } = comings(['a', 'b'], ['b', 'c'], (item) => item);
    expect(came).toEqual(['c']);
    expect(went).toEqual(['a']);
  });
});

describe('mostGrown', () => {
  it('says what grew since the last reading, not what is largest', () => {
    expect(mostGrown({ ...NO_FRAMES, noKey: 50 }, { ...NO_FRAMES, noKey: 51, notSFrame: 4 })).toBe(
      'notSFrame',
    );
    expect(mostGrown(undefined, { ...NO_FRAMES, replayed: 2 })).toBe('replayed');
  });

  it('says nothing while every frame opens', () => {
    expect(mostGrown({ ...NO_FRAMES, noKey: 3 }, { ...NO_FRAMES, opened: 90, noKey: 3 })).toBeUndefined();
  });
});

describe('browserOf', () => {
  const apple = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
  const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0';
  it.each([
    ['firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0'],
    ['firefoxPhone', 'Mozilla/5.0 (Android 16; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0'],
    ['chrome', `Mozilla/5.0 (X11; Linux x86_64) ${chrome} Safari/537.36`],
    ['edge', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36 Edg/156.0.0.0`],
    ['chromePhone', `Mozilla/5.0 (Linux; Android 10; K) ${chrome} Mobile Safari/537.36`],
    ['chromePhone', `Mozilla/5.0 (Linux; Android 10; K) ${chrome} Mobile Safari/537.36 EdgA/156.0.0.0`],
    ['safari', `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${apple} Version/26.0 Safari/605.1.15`],
    [
      'safariPhone',
      `Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) ${apple} Version/26.0 Safari/604.1`,
    ],
    [
      'iphoneOther',
      `Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) ${apple} CriOS/156.0 Safari/604.1`,
    ],
    [
      'iphoneOther',
      `Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) ${apple} FxiOS/153.0 Safari/605.1.15`,
    ],
    ['iphoneOther', `Mozilla/5.0 (iPad; CPU OS 26_0 like Mac OS X) ${apple} EdgiOS/156.0 Safari/605.1.15`],
    ['other', ''],
  ])('finds the permissions of %s', (browser, userAgent) => {
    expect(browserOf(userAgent)).toBe(browser);
  });

  it('takes no iPad for a Mac', () => {
    const said = `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${apple} Version/26.0 Safari/605.1.15`;
    expect(browserOf(said, 5)).toBe('safariPhone');
    expect(browserOf(said, 0)).toBe('safari');
  });
});
