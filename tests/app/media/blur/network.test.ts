/** The model of the package, and the loops that run it beside the plainest loops there are. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { type Layer, type Model, readModel, type Shape } from '../../../../app/media/blur/model.ts';
import { networkOf } from '../../../../app/media/blur/network.ts';

const MODEL = '@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite';
const file = (): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(readFileSync(createRequire(import.meta.url).resolve(MODEL)));

/** Numbers between -1 and 1 that look like noise and are always the same. */
const noise = (length: number, seed = 1): Float32Array =>
  Float32Array.from({ length }, (_, place) => Math.sin((place + 1) * 12.9898 * seed + seed));
const size = ([height, width, channels]: Shape): number => height * width * channels;

/** A model of one layer: tensor 0 goes in, 1 comes out, 2 are weights and 3 is bias, or 2 is made of nothing. */
function modelOf(layer: Pick<Layer, 'kind'> & { readonly stride?: number }, shapes: readonly Shape[]): Model {
  const from = shapes.length === 2 ? [0] : shapes.length === 3 ? [0, 2] : [0, 2, 3];
  const isConvolution = layer.kind === 'convolve' || layer.kind === 'convolveEach' || layer.kind === 'double';
  const given = layer.kind === 'convolve' ? (shapes[1]?.[2] ?? 0) : 1;
  const weights = new Map<number, Float32Array>();
  if (isConvolution) weights.set(2, noise(given * size(shapes[2]!), 2)).set(3, noise(size(shapes[3]!), 3));
  return { input: 0, output: 1, layers: [{ stride: 1, ...layer, from, to: 1 }], shapes, weights };
}

async function run(model: Model): Promise<{ readonly in: Float32Array; readonly out: readonly number[] }> {
  const network = await networkOf(model);
  network.input.data.set(noise(network.input.data.length));
  network.run();
  return { in: network.input.data, out: [...network.output.data] };
}

/** A convolution by its definition; `each`: channels by themselves. */
function convolved(model: Model, source: Float32Array, each: boolean): number[] {
  const [input, output, kernel] = model.shapes as [Shape, Shape, Shape];
  const [weights, bias] = [model.weights.get(2)!, model.weights.get(3)!];
  const { stride } = model.layers[0]!;
  const [top, left] = [0, 1].map((side) =>
    Math.floor(Math.max(0, (output[side]! - 1) * stride + kernel[side]! - input[side]!) / 2),
  ) as [number, number];
  return Array.from({ length: size(output) }, (_, place) => {
    const channel = place % output[2];
    const column = Math.floor(place / output[2]) % output[1];
    const row = Math.floor(place / output[2] / output[1]);
    let sum = bias[channel]!;
    for (let y = 0; y < kernel[0]; y++)
      for (let x = 0; x < kernel[1]; x++) {
        const [down, right] = [row * stride + y - top, column * stride + x - left];
        if (down < 0 || right < 0 || down >= input[0] || right >= input[1]) continue;
        for (let from = each ? channel : 0; from < (each ? channel + 1 : input[2]); from++) {
          const value = source[(down * input[1] + right) * input[2] + from]!;
          const at = (y * kernel[1] + x) * kernel[2];
          sum += value * weights[each ? at + channel : channel * size(kernel) + at + from]!;
        }
      }
    return sum;
  });
}

const expectClose = (out: readonly number[], expected: readonly number[]): void => {
  expect(out).toHaveLength(expected.length);
  expect(Math.max(...out.map((value, place) => Math.abs(value - expected[place]!)))).toBeLessThan(1e-4);
};

describe('layers', () => {
  it.each<[string, 'convolve' | 'convolveEach', Shape, Shape, Shape, number]>([
    ['pixels by themselves', 'convolve', [3, 5, 8], [3, 5, 12], [1, 1, 8], 1],
    ['one pixel', 'convolve', [1, 1, 6], [1, 1, 4], [1, 1, 6], 1],
    ['every second pixel with its neighbours', 'convolve', [6, 9, 3], [3, 5, 8], [3, 3, 3], 2],
    ['every pixel with its neighbours', 'convolve', [4, 4, 2], [4, 4, 4], [3, 3, 2], 1],
    ['channels by themselves', 'convolveEach', [5, 7, 8], [5, 7, 8], [5, 5, 8], 1],
    ['channels of every second pixel', 'convolveEach', [8, 6, 4], [4, 3, 4], [3, 3, 4], 2],
  ])('convolve %s', async (_what, kind, input, output, kernel, stride) => {
    const model = modelOf({ kind, stride }, [input, output, kernel, [1, 1, output[2]]]);
    const { in: source, out } = await run(model);
    expectClose(out, convolved(model, source, kind === 'convolveEach'));
  });

  it('make one pixel four', async () => {
    const model = modelOf({ kind: 'double' }, [
      [1, 2, 3],
      [2, 4, 1],
      [2, 2, 3],
      [1, 1, 1],
    ]);
    const { in: source, out } = await run(model);
    const [weights, bias] = [model.weights.get(2)!, model.weights.get(3)![0]!];
    const at = (pixel: number, part: number): number =>
      [0, 1, 2].reduce(
        (sum, channel) => sum + source[3 * pixel + channel]! * weights[3 * part + channel]!,
        bias,
      );
    expectClose(out, [at(0, 0), at(0, 1), at(1, 0), at(1, 1), at(0, 2), at(0, 3), at(1, 2), at(1, 3)]);
  });

  it('enlarge between the middles of pixels', async () => {
    const {
      in: [a = 0, b = 0],
      out,
    } = await run(
      modelOf({ kind: 'enlarge' }, [
        [1, 2, 1],
        [2, 4, 1],
      ]),
    );
    const row = [a, 0.75 * a + 0.25 * b, 0.25 * a + 0.75 * b, b];
    expectClose(out, [...row, ...row]);
  });

  it('bend values as they are named', async () => {
    const bent = async (kind: Layer['kind']): Promise<readonly number[]> => {
      const network = await networkOf(
        modelOf({ kind }, [
          [1, 1, 4],
          [1, 1, 4],
        ]),
      );
      network.input.data.set([-4, -1, 1, 5]);
      network.run();
      return [...network.output.data];
    };
    expectClose(await bent('relu'), [0, 0, 1, 5]);
    expectClose(await bent('hardSwish'), [0, -1 / 3, 2 / 3, 5]);
    expectClose(
      await bent('sigmoid'),
      [-4, -1, 1, 5].map((value) => 1 / (1 + Math.exp(-value))),
    );
  });

  it('are refused where they do not fit together', async () => {
    await expect(
      run(
        modelOf({ kind: 'relu' }, [
          [1, 1, 4],
          [1, 1, 5],
        ]),
      ),
    ).rejects.toThrow('do not fit');
    const wrong = modelOf({ kind: 'convolve' }, [
      [3, 5, 8],
      [3, 5, 6],
      [1, 1, 8],
      [1, 1, 6],
    ]);
    await expect(run(wrong)).rejects.toThrow('do not fit');
    await expect(run({ ...wrong, weights: new Map() })).rejects.toThrow('no such weights');
  });
});

describe('the model', () => {
  it('looks at a picture, and says of nothing that it is a person', async () => {
    const model = readModel(file().buffer);
    expect(model.shapes[model.input]).toEqual([144, 256, 3]);
    const network = await networkOf(model);
    network.input.data.fill(0.5);
    network.run();
    expect(network.output.shape).toEqual([144, 256, 1]);
    expect(network.output.data.every((likely) => likely >= 0 && likely < 0.5)).toBe(true);
  });

  it('sees a head and shoulders', async () => {
    const network = await networkOf(readModel(file().buffer));
    const inHead = (x: number, y: number): boolean => ((x - 128) / 22) ** 2 + ((y - 52) / 30) ** 2 < 1;
    const inBody = (x: number, y: number): boolean =>
      y > 78 && ((x - 128) / 62) ** 2 + ((y - 150) / 72) ** 2 < 1;
    for (let place = 0; place < 144 * 256; place++) {
      const [x, y] = [place % 256, Math.floor(place / 256)];
      const colour = inHead(x, y)
        ? [0.86, 0.67, 0.56]
        : inBody(x, y)
          ? [0.2, 0.25, 0.45]
          : [0.75, 0.78, 0.76];
      network.input.data.set(colour, 3 * place);
    }
    network.run();
    const at = (x: number, y: number): number => network.output.data[y * 256 + x]!;
    expect(at(128, 125)).toBeGreaterThan(0.7);
    expect(at(15, 20)).toBeLessThan(0.3);
    expect(at(240, 20)).toBeLessThan(0.3);
  });

  it('is refused when it is another, or cut off', () => {
    const bytes = file();
    expect(() => readModel(bytes.slice(0, 1000).buffer)).toThrow();
    expect(() => readModel(new ArrayBuffer(0))).toThrow();
    const other = Uint8Array.from(bytes);
    other.set([9], new DataView(other.buffer).getUint32(0, true));
    expect(() => readModel(other.buffer)).toThrow();
  });
});
