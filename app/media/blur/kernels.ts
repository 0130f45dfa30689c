/** The two loops in which nearly all of the time goes, on four floats at a time. Addresses and sizes are in bytes. */

import {
  assemble,
  type Code,
  load,
  plus,
  product,
  type Source,
  spread,
  store,
  sum,
  times,
  until,
  whole,
} from './assembler.ts';

/** Channels, and pixels of `pixels`, are worked out so many at once. */
export const AT_ONCE = 4;
export const FLOAT_BYTES = 4;
/** The last address that a kernel may touch is below this. */
export const MEMORY_BYTES = 32 * 2 ** 20;
const PAGE_BYTES = 65_536;

const STEP = whole(AT_ONCE * FLOAT_BYTES);
const ONE = whole(1);

export interface Kernels {
  /**
   * Each pixel by itself. `end` is where the last pixel of the output ends; up to three more are worked out. `taken`
   * and `given` are sizes of a pixel. `weights`: for each four output channels four floats for each input channel.
   */
  readonly pixels: (
    ...args: [
      from: number,
      to: number,
      weights: number,
      bias: number,
      end: number,
      taken: number,
      given: number,
    ]
  ) => void;
  /**
   * Each channel by itself, with the pixels around it; the image has its edges around it. `pixel` and `line` are the
   * sizes of its pixels and rows, `right` and `down` lead to where the next output pixel and row are taken from.
   */
  readonly each: (
    ...args: [
      ...[from: number, to: number, weights: number, bias: number, end: number],
      ...[pixel: number, line: number, columns: number, right: number, down: number],
      ...[kernelColumns: number, kernelRows: number],
    ]
  ) => void;
}

const pixels: Source = {
  takes: 7,
  numbers: 4,
  floats: 5,
  body: (local) => {
    const [from, to, weights, bias, end, taken, given] = local(0, 1, 2, 3, 4, 5, 6);
    const [channel, weight, input, inputs] = local(7, 8, 9, 10);
    const [a, b, c, d, row] = local(11, 12, 13, 14, 15);
    const sums = [a, b, c, d];
    const further = (at: Code, size: Code, times: number): Code => sum(at, product(size, whole(times)));
    const onePixel = [
      row.set(load(weight.get)),
      ...sums.map(({ get, set }, place) =>
        set(plus(get, times(spread(further(input.get, taken.get, place)), row.get))),
      ),
      weight.set(sum(weight.get, STEP)),
      input.set(sum(input.get, whole(FLOAT_BYTES))),
    ];
    const fourChannels = [
      ...sums.map(({ set }) => set(load(sum(bias.get, channel.get)))),
      input.set(from.get),
      inputs.set(sum(from.get, taken.get)),
      until(onePixel, input.get, inputs.get),
      ...sums.map(({ get }, place) => store(sum(further(to.get, given.get, place), channel.get), get)),
      channel.set(sum(channel.get, STEP)),
    ];
    const fourPixels = [
      channel.set(whole(0)),
      weight.set(weights.get),
      until(fourChannels, channel.get, given.get),
      from.set(further(from.get, taken.get, AT_ONCE)),
      to.set(further(to.get, given.get, AT_ONCE)),
    ];
    return until(fourPixels, to.get, end.get);
  },
};

const each: Source = {
  takes: 12,
  numbers: 7,
  floats: 1,
  body: (local) => {
    const [from, to, weights, bias, end, pixel, line, columns] = local(0, 1, 2, 3, 4, 5, 6, 7);
    const [right, down, kernelColumns, kernelRows] = local(8, 9, 10, 11);
    const [column, channel, kernelRow, kernelColumn, weight, row, at] = local(12, 13, 14, 15, 16, 17, 18);
    const [total] = local(19);
    const start = sum(from.get, product(column.get, right.get));
    const kernelPixel = [
      total.set(plus(total.get, times(load(at.get), load(weight.get)))),
      at.set(sum(at.get, pixel.get)),
      weight.set(sum(weight.get, pixel.get)),
      kernelColumn.set(sum(kernelColumn.get, ONE)),
    ];
    const kernelLine = [
      at.set(row.get),
      kernelColumn.set(whole(0)),
      until(kernelPixel, kernelColumn.get, kernelColumns.get),
      row.set(sum(row.get, line.get)),
      kernelRow.set(sum(kernelRow.get, ONE)),
    ];
    const fourChannels = [
      total.set(load(sum(bias.get, channel.get))),
      weight.set(sum(weights.get, channel.get)),
      row.set(sum(start, channel.get)),
      kernelRow.set(whole(0)),
      until(kernelLine, kernelRow.get, kernelRows.get),
      store(sum(to.get, channel.get), total.get),
      channel.set(sum(channel.get, STEP)),
    ];
    const onePixel = [
      channel.set(whole(0)),
      until(fourChannels, channel.get, pixel.get),
      to.set(sum(to.get, pixel.get)),
      column.set(sum(column.get, ONE)),
    ];
    const oneRow = [
      column.set(whole(0)),
      until(onePixel, column.get, columns.get),
      from.set(sum(from.get, down.get)),
    ];
    return until(oneRow, to.get, end.get);
  },
};

/** Makes the kernels, and the memory that they work in. Rejects in a browser without SIMD. */
export async function makeKernels(): Promise<{ readonly kernels: Kernels; readonly memory: ArrayBuffer }> {
  const memory = new WebAssembly.Memory({ initial: MEMORY_BYTES / PAGE_BYTES });
  const { instance } = await WebAssembly.instantiate(assemble({ pixels, each }), { page: { memory } });
  const { pixels: onPixels, each: onEach } = instance.exports;
  if (!isKernel<Kernels['pixels']>(onPixels) || !isKernel<Kernels['each']>(onEach))
    throw new Error('no kernels');
  return { kernels: { pixels: onPixels, each: onEach }, memory: memory.buffer };
}

/** What they take is said by `assemble`, and not to be asked of them. */
const isKernel = <K extends Kernels[keyof Kernels]>(made: unknown): made is K => typeof made === 'function';
