/** A model made ready to run, again and again, in the same memory. */

import { AT_ONCE, FLOAT_BYTES, type Kernels, makeKernels } from './kernels.ts';
import * as layers from './layers.ts';
import type { Image } from './layers.ts';
import type { Layer, Model, Shape } from './model.ts';

export interface Network {
  /** To be filled before a run. */
  readonly input: Image;
  /** As the last run left it. */
  readonly output: Image;
  run(): void;
}

/** Rejects where layers do not fit together, and in a browser without SIMD. */
export async function networkOf(model: Model): Promise<Network> {
  const making = new Making(model, await makeKernels());
  const input = making.image(model.input);
  const steps = model.layers.map((layer) => making.step(layer));
  const output = making.image(model.output);
  return {
    input,
    output,
    run: () => {
      for (const step of steps) step();
    },
  };
}

interface Convolution {
  readonly from: Image;
  readonly kernel: Shape;
  readonly stride: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  readonly to: Image;
}

class Making {
  readonly #model: Model;
  readonly #kernels: Kernels;
  readonly #memory: ArrayBuffer;
  readonly #images = new Map<number, Image>();
  /** Up to where the memory is given out, in bytes. */
  #used = 0;

  constructor(model: Model, { kernels, memory }: Awaited<ReturnType<typeof makeKernels>>) {
    this.#model = model;
    this.#kernels = kernels;
    this.#memory = memory;
  }

  image(tensor: number): Image {
    const image = this.#images.get(tensor) ?? this.#newImage(this.#shape(tensor));
    this.#images.set(tensor, image);
    return image;
  }

  /** What is done for this layer in each run. */
  step({ kind, from, to, stride }: Layer): () => void {
    const [first = -1, second = -1, third = -1] = from;
    const one = this.image(first);
    const out = this.image(to);
    const must = (fits: boolean): void => {
      if (!fits) throw new Error(`sizes do not fit: ${kind}`);
    };
    switch (kind) {
      case 'convolve':
      case 'convolveEach': {
        const isEach = kind === 'convolveEach';
        const [kernel, weights, bias] = [this.#shape(second), this.#weights(second), this.#weights(third)];
        const [taken, given] = [one.shape[2], out.shape[2]];
        must([0, 1].every((place) => out.shape[place] === Math.ceil((one.shape[place] ?? 0) / stride)));
        must(bias.length === given && given % AT_ONCE === 0 && (!isEach || taken === given));
        must(weights.length === kernel[0] * kernel[1] * (isEach ? given : taken * given));
        const convolution = { from: one, kernel, stride, weights, bias, to: out };
        return isEach ? this.#convolveEach(convolution) : this.#convolve(convolution);
      }
      case 'double': {
        const [weights, [bias = 0]] = [this.#weights(second), this.#weights(third)];
        must(out.shape[0] === 2 * one.shape[0] && out.shape[1] === 2 * one.shape[1] && out.shape[2] === 1);
        must(weights.length === 4 * one.shape[2]);
        return () => layers.double(one, weights, bias, out);
      }
      case 'enlarge':
        must(out.shape[2] === one.shape[2]);
        return () => layers.enlarge(one, out);
      case 'mean':
        must(out.data.length === one.shape[2]);
        return () => layers.mean(one, out);
      case 'add': {
        const other = this.image(second);
        must(isSame(one, other) && isSame(one, out));
        return () => layers.add(one, other, out);
      }
      case 'multiply': {
        const factor = this.image(second);
        must(isSame(one, out) && factor.data.length === one.shape[2]);
        return () => layers.multiply(one, factor, out);
      }
      case 'relu':
      case 'hardSwish':
      case 'sigmoid':
        must(isSame(one, out));
        return () => layers[kind](one, out);
    }
  }

  #convolve({ from, kernel, stride, weights, bias, to }: Convolution): () => void {
    const taken = kernel[0] * kernel[1] * from.shape[2];
    const row = this.#keep(layers.packed(weights, taken, AT_ONCE));
    const start = this.#keep(bias);
    const run = (source: Image): void =>
      this.#kernels.pixels(
        ...[source.data.byteOffset, to.data.byteOffset, row, start],
        ...[to.data.byteOffset + to.data.byteLength, taken * FLOAT_BYTES, to.shape[2] * FLOAT_BYTES],
      );
    if (taken === from.shape[2] && stride === 1) return () => run(from);
    const whole = this.#newImage(layers.framed(to.shape, kernel, stride, from.shape[2]));
    const unrolled = this.#newImage([to.shape[0], to.shape[1], taken]);
    return () => {
      layers.frame(from, to.shape, kernel, stride, whole);
      layers.unroll(whole, kernel, stride, unrolled);
      run(unrolled);
    };
  }

  #convolveEach({ from, kernel, stride, weights, bias, to }: Convolution): () => void {
    const [row, start] = [this.#keep(weights), this.#keep(bias)];
    const whole = this.#newImage(layers.framed(to.shape, kernel, stride, from.shape[2]));
    const pixel = from.shape[2] * FLOAT_BYTES;
    const line = whole.shape[1] * pixel;
    return () => {
      layers.frame(from, to.shape, kernel, stride, whole);
      this.#kernels.each(
        ...[whole.data.byteOffset, to.data.byteOffset, row, start, to.data.byteOffset + to.data.byteLength],
        ...[pixel, line, to.shape[1], stride * pixel, stride * line, kernel[1], kernel[0]],
      );
    };
  }

  #shape(tensor: number): Shape {
    const shape = this.#model.shapes[tensor];
    if (!shape) throw new Error('no such tensor');
    return shape;
  }

  #weights(tensor: number): Float32Array {
    const weights = this.#model.weights.get(tensor);
    if (!weights) throw new Error('no such weights');
    return weights;
  }

  /** Where these are kept in the kernels' memory. */
  #keep(floats: Float32Array): number {
    const room = this.#room(floats.length);
    room.set(floats);
    return room.byteOffset;
  }

  #newImage(shape: Shape): Image {
    return { shape, data: this.#room(shape[0] * shape[1] * shape[2], (AT_ONCE - 1) * shape[2]) };
  }

  /** Room for so many floats, and behind them for `spare` more. Throws when there is none left. */
  #room(floats: number, spare = 0): Float32Array {
    const room = new Float32Array(this.#memory, this.#used, floats + spare);
    this.#used += Math.ceil(room.length / AT_ONCE) * AT_ONCE * FLOAT_BYTES;
    return room.subarray(0, floats);
  }
}

const isSame = (a: Image, b: Image): boolean => a.shape.every((size, place) => size === b.shape[place]);
