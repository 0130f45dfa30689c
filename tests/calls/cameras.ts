/**
 * The files that Chromium plays in place of a camera and a microphone: a picture of four coloured quarters
 * with a small block that moves, and a tone that beeps.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Look, Rgb } from './looks.ts';

export interface FilmSize {
  /** Pixels; even. */
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
}

export const USUAL: FilmSize = { width: 640, height: 360, framesPerSecond: 15 };
/** For many at once on a small machine: a ninth of the pixels, a third of the frames. */
export const SMALL: FilmSize = { width: 212, height: 120, framesPerSecond: 5 };

/** Frames until the film starts again. */
const FRAMES = 15;
/** Side of the block that moves between the quarters, in pixels: without it an encoder would have nothing to send. */
const BLOCK = 24;

const SAMPLES_PER_SECOND = 48_000;
/** Milliseconds of tone and of silence in each beep. A tone without end is taken for noise and suppressed. */
const BEEP_MS = { on: 350, off: 150 } as const;
const BEEPS = 4;

export interface CameraFiles {
  /** YUV4MPEG2. */
  readonly video: string;
  /** WAV, 16 bits, mono. */
  readonly audio: string;
}

/** Writes film and sound of a look into `directory`. */
export function writeCamera(directory: string, look: Look, size: FilmSize): CameraFiles {
  const files = { video: join(directory, 'camera.y4m'), audio: join(directory, 'microphone.wav') };
  writeFileSync(files.video, film(look, size));
  writeFileSync(files.audio, beeps(look.hertz));
  return files;
}

/** BT.601, limited range: what a Y4M file holds. */
function yuv([red, green, blue]: Rgb): readonly [number, number, number] {
  return [
    16 + (65.738 * red + 129.057 * green + 25.064 * blue) / 256,
    128 + (-37.945 * red - 74.494 * green + 112.439 * blue) / 256,
    128 + (112.439 * red - 94.154 * green - 18.285 * blue) / 256,
  ];
}

function film(look: Look, { width: wide, height: high, framesPerSecond }: FilmSize): Buffer {
  const colours = look.quarters.map(yuv);
  const parts: Buffer[] = [
    Buffer.from(`YUV4MPEG2 W${wide} H${high} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`),
  ];
  for (let frame = 0; frame < FRAMES; frame++) {
    parts.push(Buffer.from('FRAME\n'));
    for (const [plane, scale] of [1, 2, 2].entries()) {
      const [width, height] = [wide / scale, high / scale];
      const bytes = Buffer.alloc(width * height);
      for (let y = 0; y < height; y++) {
        const row = y < height / 2 ? 0 : 2;
        bytes.fill(colours[row]?.[plane] ?? 0, y * width, y * width + width / 2);
        bytes.fill(colours[row + 1]?.[plane] ?? 0, y * width + width / 2, (y + 1) * width);
      }
      const block = BLOCK / scale;
      const left = Math.floor((frame / FRAMES) * (width - block));
      for (let y = (height - block) / 2; y < (height + block) / 2; y++) {
        bytes.fill(plane === 0 ? 235 : 128, y * width + left, y * width + left + block);
      }
      parts.push(bytes);
    }
  }
  return Buffer.concat(parts);
}

function beeps(hertz: number): Buffer {
  const samples = (ms: number) => (SAMPLES_PER_SECOND * ms) / 1000;
  const period = samples(BEEP_MS.on + BEEP_MS.off);
  const bytes = Buffer.alloc(44 + 2 * period * BEEPS);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  bytes.writeUInt32LE(2 * SAMPLES_PER_SECOND, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(bytes.length - 44, 40);
  const on = samples(BEEP_MS.on);
  const ramp = samples(10);
  for (let at = 0; at < period * BEEPS; at++) {
    const inBeep = at % period;
    const loud = inBeep < on ? Math.min(1, inBeep / ramp, (on - inBeep) / ramp) : 0;
    const value = 0.5 * loud * Math.sin((2 * Math.PI * hertz * at) / SAMPLES_PER_SECOND);
    bytes.writeInt16LE(Math.round(value * 32_767), 44 + 2 * at);
  }
  return bytes;
}
