/**
 * Measures what a person hears: all the sound that the page plays at that moment. Media elements need
 * not be in the document to be heard, so `listen` must be in place before the page's own code.
 */

import type { Page } from 'puppeteer-core';

/** Makes every media element of the page known to `tones`. */
export async function listen(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const players = new Set<HTMLMediaElement>();
    Object.defineProperty(window, Symbol.for('test players'), { value: players });
    const { prototype } = HTMLMediaElement;
    const play: unknown = Reflect.get(prototype, 'play');
    if (typeof play !== 'function') throw new Error('nothing can be played here');
    const value = new Proxy(play, {
      apply(target, player: HTMLMediaElement, given) {
        players.add(player);
        const playing: unknown = Reflect.apply(target, player, given);
        return playing;
      },
    });
    Object.defineProperty(prototype, 'play', { value });
  });
}

export interface Tone {
  readonly hertz: number;
  /** Decibels below full scale: −20 is loud, −80 nearly nothing. */
  readonly decibels: number;
}

/** What is heard is brought to this rate before it is measured. */
const SAMPLES_PER_SECOND = 8000;
/** Samples of one measurement: 128 ms. */
const WINDOW = 1024;
/** Weaker ones are silence. */
const FLOOR_DECIBELS = -65;
/** Nearer ones are the same tone, spread by the window. */
const APART_HERTZ = 60;

/** The tones heard within `ms`, loudest first; of neighbours only the loudest. Silence gives none. */
export async function tones(page: Page, ms = 1500): Promise<readonly Tone[]> {
  const tracks = await samples(page, ms);
  const loudest = new Float64Array(WINDOW / 2).fill(-200);
  for (const track of tracks) {
    for (let at = 0; at + WINDOW <= track.length; at += WINDOW / 2) {
      spectrum(track.slice(at, at + WINDOW)).forEach((decibels, bin) => {
        loudest[bin] = Math.max(loudest[bin] ?? -200, decibels);
      });
    }
  }
  const found: Tone[] = [];
  const bins = Array.from(loudest, (decibels, bin) => ({
    hertz: (bin * SAMPLES_PER_SECOND) / WINDOW,
    decibels,
  }));
  for (const bin of bins.slice(8).sort((a, b) => b.decibels - a.decibels)) {
    if (bin.decibels < FLOOR_DECIBELS || found.length === 5) break;
    if (found.every(({ hertz }) => Math.abs(hertz - bin.hertz) > APART_HERTZ)) found.push(bin);
  }
  return found;
}

/** Whether this tone is among those that are clearly heard: within 20 dB of the loudest. */
export function among(heard: readonly Tone[], hertz: number): boolean {
  const loudest = heard[0]?.decibels ?? -200;
  return heard.some((tone) => Math.abs(tone.hertz - hertz) < 20 && tone.decibels > loudest - 20);
}

/**
 * What each playing track sounded like for `ms`. Recorded and decoded again: on a machine without a sound card
 * Firefox starts no AudioContext.
 */
async function samples(page: Page, ms: number): Promise<readonly (readonly number[])[]> {
  return page.evaluate(
    async (time, rate) => {
      const held: unknown = Reflect.get(window, Symbol.for('test players'));
      const players = new Set<unknown>(held instanceof Set ? held : []);
      for (const inDocument of document.querySelectorAll('audio, video')) players.add(inDocument);
      const tracks = new Set<MediaStreamTrack>();
      for (const player of players) {
        if (!(player instanceof HTMLMediaElement) || player.paused || player.muted || player.volume === 0)
          continue;
        if (!(player.srcObject instanceof MediaStream)) continue;
        for (const track of player.srcObject.getAudioTracks()) {
          if (track.readyState === 'live' && track.enabled) tracks.add(track);
        }
      }
      return Promise.all(
        [...tracks].map(async (track) => {
          const recorder = new MediaRecorder(new MediaStream([track]));
          const blobs: Blob[] = [];
          recorder.ondataavailable = ({ data }) => blobs.push(data);
          const stopped = new Promise((resolve) => (recorder.onstop = resolve));
          recorder.start();
          await new Promise((resolve) => setTimeout(resolve, time));
          if (recorder.state === 'recording') recorder.stop();
          await stopped;
          const bytes = await new Blob(blobs).arrayBuffer();
          if (bytes.byteLength === 0) return [];
          const sound = await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes);
          return Array.from(sound.getChannelData(0), (value) => Math.round(value * 32_767) / 32_767);
        }),
      );
    },
    ms,
    SAMPLES_PER_SECOND,
  );
}

/** Decibels of each frequency bin of `WINDOW` samples. */
function spectrum(window: readonly number[]): number[] {
  const real = window.map((value, at) => value * (0.5 - 0.5 * Math.cos((2 * Math.PI * at) / WINDOW)));
  const imaginary = new Array<number>(WINDOW).fill(0);
  transform(real, imaginary);
  return real.slice(0, WINDOW / 2).map((re, bin) => {
    // A full-scale sine under this window comes out as WINDOW / 4.
    return 20 * Math.log10(Math.max(Math.hypot(re, imaginary[bin] ?? 0) / (WINDOW / 4), 1e-10));
  });
}

/** The fast Fourier transform, in place; the length is a power of two. */
function transform(real: number[], imaginary: number[]): void {
  const { length } = real;
  if (length === 1) return;
  const every = (list: readonly number[], from: number) => list.filter((_, at) => at % 2 === from);
  const [evenRe, evenIm, oddRe, oddIm] = [
    every(real, 0),
    every(imaginary, 0),
    every(real, 1),
    every(imaginary, 1),
  ];
  transform(evenRe, evenIm);
  transform(oddRe, oddIm);
  for (let at = 0; at < length / 2; at++) {
    const angle = (-2 * Math.PI * at) / length;
    const [re, im] = [oddRe[at] ?? 0, oddIm[at] ?? 0];
    const turnedRe = re * Math.cos(angle) - im * Math.sin(angle);
    const turnedIm = re * Math.sin(angle) + im * Math.cos(angle);
    real[at] = (evenRe[at] ?? 0) + turnedRe;
    imaginary[at] = (evenIm[at] ?? 0) + turnedIm;
    real[at + length / 2] = (evenRe[at] ?? 0) - turnedRe;
    imaginary[at + length / 2] = (evenIm[at] ?? 0) - turnedIm;
  }
}
