import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Screen } from '../../../app/media/screen.svelte.ts';

class FakeTrack {
  readonly kind: 'video' | 'audio';
  stopped = false;
  onended: (() => void) | null = null;

  constructor(kind: 'video' | 'audio') {
    this.kind = kind;
  }

  stop(): void {
    this.stopped = true;
  }
}

const fakeStream = () => {
  const [picture, sound] = [new FakeTrack('video'), new FakeTrack('audio')] as const;
  return {
    picture,
    sound,
    getTracks: () => [picture, sound],
    getVideoTracks: () => [picture],
    getAudioTracks: () => [sound],
  };
};
type FakeStream = ReturnType<typeof fakeStream>;

describe('a shared screen', () => {
  let answers: PromiseWithResolvers<FakeStream>[];

  beforeEach(() => {
    answers = [];
    const getDisplayMedia = () => {
      const answer = Promise.withResolvers<FakeStream>();
      answers.push(answer);
      return answer.promise;
    };
    vi.stubGlobal('navigator', { mediaDevices: { getDisplayMedia } });
  });
  afterEach(() => void vi.unstubAllGlobals());

  it('is let go of when it stops, here or in the browser’s own bar', async () => {
    const screen = new Screen();
    let stream = fakeStream();
    for (const stop of [screen.stop, () => stream.picture.onended?.()]) {
      const shared = screen.share();
      stream = fakeStream();
      answers.at(-1)?.resolve(stream);
      expect(await shared).toBeUndefined();
      expect([screen.picture, screen.sound]).toEqual([stream.picture, stream.sound]);
      stop();
      expect([screen.picture, stream.picture.stopped, stream.sound.stopped]).toEqual([undefined, true, true]);
    }
  });

  it('is not shared by who has left before choosing it', async () => {
    const screen = new Screen();
    const shared = screen.share();
    screen.stop();
    const stream = fakeStream();
    answers[0]?.resolve(stream);
    expect(await shared).toBeUndefined();
    expect([screen.picture, stream.picture.stopped, stream.sound.stopped]).toEqual([undefined, true, true]);
  });

  it('gives why there is none', async () => {
    const screen = new Screen();
    const shared = screen.share();
    answers[0]?.reject(new Error('no'));
    expect(await shared).toBe('screenDenied');
    expect(screen.picture).toBeUndefined();
  });
});
