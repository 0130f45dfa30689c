/** How long a person in Chromium hears nothing, by the clock of the sound itself: a busy page misses none of it. */

import type { Page } from 'puppeteer-core';

/** What looks of the same page have in common. */
const PLAYERS = 'test players';
const HEARD = 'test silence';

/**
 * From now on listens to all that the page plays, whatever comes and goes; `listen` of calls/hearing.ts must be in
 * place. Somebody who beeps is silent for 150 ms at a time.
 */
export async function watchSilence(page: Page): Promise<void> {
  await page.evaluate(
    async (players, heard) => {
      const context = new AudioContext();
      await context.resume();
      const analyser = new AnalyserNode(context, { fftSize: 32_768 });
      const samples = new Float32Array(analyser.fftSize);
      const sources = new Map<MediaStreamTrack, MediaStreamAudioSourceNode>();
      const block = Math.round(context.sampleRate / 100);
      const state = { longest: 0, silent: 0 };
      let last = context.currentTime;
      Object.defineProperty(window, Symbol.for(heard), { value: state });

      const follow = (): void => {
        const held: unknown = Reflect.get(window, Symbol.for(players));
        const now = new Set<MediaStreamTrack>();
        for (const player of held instanceof Set ? held : []) {
          if (!(player instanceof HTMLMediaElement) || player.paused || player.muted) continue;
          if (!(player.srcObject instanceof MediaStream)) continue;
          for (const track of player.srcObject.getAudioTracks())
            if (track.readyState === 'live') now.add(track);
        }
        for (const [track, source] of sources) {
          if (now.has(track)) continue;
          source.disconnect();
          sources.delete(track);
        }
        for (const track of now) {
          if (sources.has(track)) continue;
          const source = context.createMediaStreamSource(new MediaStream([track]));
          source.connect(analyser);
          sources.set(track, source);
        }
      };

      setInterval(() => {
        follow();
        const count = Math.round((context.currentTime - last) * context.sampleRate);
        last = context.currentTime;
        analyser.getFloatTimeDomainData(samples);
        // What went by unseen counts for nothing.
        const from = Math.max(0, samples.length - count);
        for (let at = from; at + block <= samples.length; at += block) {
          const loudest = samples
            .subarray(at, at + block)
            .reduce((most, one) => Math.max(most, Math.abs(one)), 0);
          state.silent = loudest > 0.005 ? 0 : state.silent + 10;
          state.longest = Math.max(state.longest, state.silent);
        }
      }, 50);
    },
    PLAYERS,
    HEARD,
  );
}

/** Milliseconds of the longest silence since the last time this was asked. */
export async function longestSilence(page: Page): Promise<number> {
  return page.evaluate((heard) => {
    const state = Reflect.get(window, Symbol.for(heard)) as { longest: number; silent: number };
    const { longest } = state;
    state.longest = 0;
    return longest;
  }, HEARD);
}
