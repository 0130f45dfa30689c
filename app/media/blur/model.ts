/**
 * Reads a TensorFlow Lite model: which layers it has, and their weights. It takes what the model for people before
 * a camera is made of (schema version 3, one image at a time, weights of 16 or 32 bits), and refuses all else.
 */

import { Table } from './flatbuffer.ts';

/** Height, width and channels, of one image. */
export type Shape = readonly [height: number, width: number, channels: number];

/** What a layer does. Numbers are those of the operators in the schema. */
export type LayerKind =
  | 'add'
  | 'convolve'
  | 'convolveEach'
  | 'multiply'
  | 'relu'
  | 'hardSwish'
  | 'sigmoid'
  | 'mean'
  | 'enlarge'
  | 'double';

const KINDS: Readonly<Record<number, LayerKind>> = {
  0: 'add',
  3: 'convolve',
  4: 'convolveEach',
  14: 'sigmoid',
  18: 'multiply',
  19: 'relu',
  23: 'enlarge',
  40: 'mean',
  117: 'hardSwish',
};
const WEIGHTS_OF_16_BITS = 6;
const CUSTOM = 32;
const FLOAT_32 = 0;
const FLOAT_16 = 1;
const HALF_PIXELS = 3;

export interface Layer {
  readonly kind: LayerKind;
  /** Tensors, by number: images that were made before, weights, biases. */
  readonly from: readonly number[];
  readonly to: number;
  /** How many pixels further each step goes; 1 where the layer has no steps. */
  readonly stride: number;
}

export interface Model {
  readonly input: number;
  readonly output: number;
  readonly layers: readonly Layer[];
  /** Of images; of weights the height and width of the kernel, and the channels it takes. */
  readonly shapes: readonly Shape[];
  readonly weights: ReadonlyMap<number, Float32Array>;
}

const refuse = (what: string): never => {
  throw new Error(`not a model to blur by: ${what}`);
};

/** Throws at anything it does not know. */
export function readModel(bytes: ArrayBuffer): Model {
  const root = Table.root(bytes);
  if (root.number(0, 4) !== 3) refuse('version');
  const buffers = root.tables(4);
  const [graph] = root.tables(2);
  const [input, ...moreInputs] = graph?.numbers(1) ?? [];
  const [output] = graph?.numbers(2) ?? [];
  if (!graph || input === undefined || output === undefined || moreInputs.length > 0) return refuse('graph');
  const tensors = graph.tables(0);
  const codes = root.tables(1).map((code) => Math.max(code.number(0, 1), code.number(3, 4)));
  const names = root.tables(1).map((code) => code.text(1));

  const weights = new Map<number, Float32Array>();
  const layers: Layer[] = [];
  for (const operator of graph.tables(3)) {
    const place = operator.number(0, 4);
    const code = codes[place] ?? -1;
    const from = operator.numbers(1);
    const [to = -1] = operator.numbers(2);
    const source = tensors[from[0] ?? -1];
    if (code === WEIGHTS_OF_16_BITS && source) {
      weights.set(to, floats(source, buffers));
      continue;
    }
    const isDouble = code === CUSTOM && names[place] === 'Convolution2DTransposeBias';
    const kind = isDouble ? 'double' : (KINDS[code] ?? refuse(`operator ${code}`));
    layers.push({ kind, from, to, stride: strideOf(kind, operator.table(4)) });
  }
  return { input, output, layers, weights, shapes: tensors.map(shapeOf) };
}

/** Refuses what a layer could be asked for and these are not. */
function strideOf(kind: LayerKind, options: Table | undefined): number {
  if (kind === 'enlarge' && options?.number(HALF_PIXELS, 1) !== 1) refuse('how to enlarge');
  if (kind !== 'convolve' && kind !== 'convolveEach') return 1;
  const stride = options?.number(1, 4) ?? 0;
  if ((stride !== 1 && stride !== 2) || options?.number(2, 4) !== stride) refuse('stride');
  if (options?.number(kind === 'convolve' ? 3 : 4, 1) !== 0) refuse('fused activation');
  return stride;
}

/** The last three of four dimensions: the first is how many images, or how many channels come out of a kernel. */
function shapeOf(tensor: Table): Shape {
  const [, height = 1, width = 1, channels = 1] = tensor.numbers(0);
  return [height, width, channels];
}

function floats(tensor: Table, buffers: readonly Table[]): Float32Array {
  const bytes = buffers[tensor.number(2, 4)]?.bytes(0) ?? refuse('buffer');
  const type = tensor.number(1, 1);
  if (type === FLOAT_16)
    return Float32Array.from({ length: bytes.byteLength / 2 }, (_, place) =>
      half(bytes.getUint16(2 * place, true)),
    );
  if (type !== FLOAT_32) refuse('type');
  return Float32Array.from({ length: bytes.byteLength / 4 }, (_, place) => bytes.getFloat32(4 * place, true));
}

/** IEEE 754, 16 bits: 1 of sign, 5 of exponent, 10 of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = (bits & 0x3ff) / 1024;
  if (exponent === 0) return sign * fraction * 2 ** -14;
  return sign * (1 + fraction) * 2 ** (exponent - 15);
}
