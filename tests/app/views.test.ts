import { describe, expect, it } from 'vitest';
import { browserOf } from '../../app/parts/browser.ts';
import { initials } from '../../app/parts/initials.ts';
import { comings } from '../../app/people/comings.ts';
import { mostGrown } from '../../app/people/why.ts';

describe('initials', () => {
  it('takes the first and the last word, by what a person sees as one character', () => {
    expect(initials('Ada Lovelace')).toBe('AL');
    expect(initials('grace')).toBe('G');
    expect(initials('  Zoë  van  der Berg ')).toBe('ZB');
    expect(initials('👩‍👧 at home')).toBe('👩‍👧H');
    expect(initials('')).toBe('');
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
  const none = { opened: 0, noKey: 0, authFailed: 0, replayed: 0, wrongTrack: 0, notSFrame: 0, tooBig: 0 };

  it('says what grew since the last reading, not what is largest', () => {
    expect(mostGrown({ ...none, noKey: 50 }, { ...none, noKey: 51, notSFrame: 4 })).toBe('notSFrame');
    expect(mostGrown(undefined, { ...none, replayed: 2 })).toBe('replayed');
  });

  it('says nothing while every frame opens', () => {
    expect(mostGrown({ ...none, noKey: 3 }, { ...none, opened: 90, noKey: 3 })).toBeUndefined();
  });
});

describe('browserOf', () => {
  it('tells apart where permissions are found', () => {
    expect(browserOf('Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0')).toBe(
      'firefox',
    );
    expect(
      browserOf('Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36'),
    ).toBe('chromium');
    expect(browserOf('Mozilla/5.0 (Linux; Android 16) Chrome/156.0 Mobile Safari/537.36')).toBe('android');
    expect(browserOf('Mozilla/5.0 (iPhone; CPU iPhone OS 26_0) Version/26.0 Safari/604.1')).toBe('iphone');
    expect(browserOf('Mozilla/5.0 (Macintosh) AppleWebKit/605 Version/26.0 Safari/605.1')).toBe('safari');
    expect(browserOf('')).toBe('other');
  });
});
