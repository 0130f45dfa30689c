/** One take: picture and sound of the meeting, from now until it is ended, into a file. Fetched when somebody records. */

import type { TileView } from '../phase.ts';
import { Composition, type Draw } from './composition.ts';
import type { Failure } from './diskFile.ts';
import { Mix } from './mix.ts';
import { choosePlace, type Place } from './place.ts';

export interface Sources {
  /** Who is to be seen now. */
  readonly tiles: () => readonly TileView[];
  /** What is to be heard now. */
  readonly sounds: () => readonly MediaStreamTrack[];
  readonly draw: Draw;
}

/** What a browser can make, the best first: all play in common players. */
const TYPES = [
  'video/webm;codecs=vp9,opus',
  'video/webm;codecs=vp8,opus',
  'video/webm',
  'video/mp4;codecs=avc1.42E01F,mp4a.40.2',
  'video/mp4',
];
/** How often the recorder hands over what it has. */
const SLICE_MS = 1_000;
const VIDEO_BITS = 2_500_000;
const AUDIO_BITS = 128_000;

export class Take {
  readonly #type: string;
  readonly #place: Place;
  readonly #failed: (failure: Failure) => void;
  #recorder: MediaRecorder | undefined;
  /** What makes picture and sound, for as long as the take goes on. */
  readonly #makers: { end(): void }[] = [];

  private constructor(type: string, place: Place, failed: (failure: Failure) => void) {
    this.#type = type;
    this.#place = place;
    this.#failed = failed;
  }

  /**
   * Asks where to put it; nothing is recorded yet. Undefined if the person thought better of it; throws where the browser
   * cannot record. `failed`: the disk takes no more; what it took is kept, and the take is to be ended.
   */
  static async prepare(name: string, failed: (failure: Failure) => void): Promise<Take | undefined> {
    const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
    if (type === undefined) throw new Error('nothing to record with');
    const container = type.split(';')[0] ?? type;
    const ending = container === 'video/mp4' ? 'mp4' : 'webm';
    const place = await choosePlace(`${name}.${ending}`, container, failed);
    return place && new Take(type, place, failed);
  }

  /** Records from now on; throws where the browser cannot: then it is to be ended as well. */
  begin({ tiles, sounds, draw }: Sources): void {
    const composition = new Composition(tiles, draw);
    this.#makers.push(composition);
    const mix = new Mix(sounds);
    this.#makers.push(mix);
    const tracks = [composition.track, mix.track].filter((track) => track !== undefined);
    const recorder = (this.#recorder = new MediaRecorder(new MediaStream(tracks), {
      mimeType: this.#type,
      videoBitsPerSecond: VIDEO_BITS,
      audioBitsPerSecond: AUDIO_BITS,
    }));
    recorder.ondataavailable = ({ data }) => {
      this.#place.file.write(data);
    };
    recorder.onerror = () => {
      this.#failed('lost');
    };
    recorder.start(SLICE_MS);
  }

  /** Ends it; resolves to whether there is anything to keep, once it is on the disk. */
  async end(): Promise<boolean> {
    const recorder = this.#recorder;
    if (recorder && recorder.state !== 'inactive') {
      const stopped = new Promise<void>((resolve) => {
        recorder.onstop = () => {
          resolve();
        };
      });
      recorder.stop();
      await stopped;
    }
    for (const maker of this.#makers) maker.end();
    await this.#place.file.close();
    await this.#place.finish();
    return this.#place.file.inPlace > 0;
  }
}
