/** How loud a track is, measured on its decoded sound: never on what a server says of it. */

import { hasEncodedStreams } from './encodedTransform.ts';

/** Milliseconds between two looks: ten a second are enough for eyes. */
export const LOOK_MS = 100;
/** Decibels below full scale that read as 0 and as 1. */
const QUIET_DB = -60;
const LOUD_DB = -15;
/** A level from which somebody counts as speaking, and for how long after it. */
const SPEAKING = 0.22;
const SPEAKING_MS = 600;

/**
 * Samples a second, and of one look: 32 ms. At this rate a voice is as loud as at that of the device, for a thirtieth of
 * a call's processor time less. Not all browsers take a stream of another rate; Chromium does.
 */
const SLOW = { sampleRate: 8_000, fftSize: 256 } as const;
/** As the device has it: about 23 ms. */
const AS_DEVICE = { fftSize: 1_024 } as const;

interface Measuring {
  readonly audio: AudioContext;
  readonly fftSize: number;
}

let measuring: Measuring | undefined;

/** The page's one context for measuring; it plays nothing. */
function measure(): Measuring {
  if (measuring) return measuring;
  const { fftSize, ...rate } = hasEncodedStreams() ? SLOW : AS_DEVICE;
  measuring = { audio: new AudioContext({ latencyHint: 'playback', ...rate }), fftSize };
  return measuring;
}

/** Lets measuring begin where the browser wanted a click first. */
export async function wakeMeasuring(): Promise<void> {
  if (measuring?.audio.state === 'suspended') await measuring.audio.resume();
}

export class Loudness {
  readonly #source: MediaStreamAudioSourceNode;
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;
  #spokeAt = -Infinity;

  constructor(track: MediaStreamTrack) {
    const { audio, fftSize } = measure();
    this.#source = audio.createMediaStreamSource(new MediaStream([track]));
    this.#analyser = new AnalyserNode(audio, { fftSize });
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#source.connect(this.#analyser);
    void wakeMeasuring().catch(() => undefined);
  }

  /** 0 … 1 at this moment. */
  level(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length;
    const decibels = 10 * Math.log10(power);
    return Math.min(1, Math.max(0, (decibels - QUIET_DB) / (LOUD_DB - QUIET_DB)));
  }

  /** Whether somebody speaks, now or a moment ago. `level` as just measured. */
  speaks(level: number): boolean {
    const now = performance.now();
    if (level >= SPEAKING) this.#spokeAt = now;
    return now - this.#spokeAt < SPEAKING_MS;
  }

  end(): void {
    this.#source.disconnect();
  }
}
