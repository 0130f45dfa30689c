import { afterEach, describe, expect, it, vi } from 'vitest';
import { likingOf, remember, remembered, USUAL, type Liking } from '../../../app/stage/remembered.ts';

const liked: Liking = {
  view: 'speaker',
  ownHidden: true,
  ownFloating: true,
  corner: 'topLeft',
  hideWithoutVideo: true,
};

function stubStorage(): Map<string, string> {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  return kept;
}

describe('what is remembered of the stage', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('comes back as it was', () => {
    stubStorage();
    expect(remembered()).toEqual(USUAL);
    remember(liked);
    expect(remembered()).toEqual(liked);
  });

  it('is how the stage is liked, and nothing else', () => {
    const kept = stubStorage();
    remember({ ...liked, ...{ pinned: 'Ada', passphrase: 'otter' } });
    expect([...kept]).toEqual([['conclave/stage', JSON.stringify(liked)]]);
  });

  it('is the usual for whatever else is found there, and without storage', () => {
    for (const kept of [null, 3, 'grid', [], { view: 7, corner: 'middle', ownHidden: 'yes' }])
      expect(likingOf(kept)).toEqual(USUAL);
    expect(likingOf({ ownHidden: true })).toEqual({ ...USUAL, ownHidden: true });
    stubStorage().set('conclave/stage', '{');
    expect(remembered()).toEqual(USUAL);
    vi.stubGlobal('localStorage', undefined);
    expect(remembered()).toEqual(USUAL);
    expect(() => remember(liked)).not.toThrow();
  });
});
