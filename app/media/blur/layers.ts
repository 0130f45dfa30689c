/**
 * What the layers of a model do. An image is its pixels in rows, each pixel its channels one after the other; `to`
 * is filled. Sizes are not checked here: `network.ts` makes images that fit.
 */

import type { Shape } from './model.ts';

export interface Image {
  readonly shape: Shape;
  readonly data: Float32Array;
}

/** Pixels that a kernel reaches over the upper or left edge. */
const over = (size: number, out: number, kernel: number, stride: number): number =>
  Math.max(0, (out - 1) * stride + kernel - size) >> 1;

/** How large an image is with its edges around it, so that a kernel never leaves it. */
export const framed = (to: Shape, kernel: Shape, stride: number, channels: number): Shape => [
  (to[0] - 1) * stride + kernel[0],
  (to[1] - 1) * stride + kernel[1],
  channels,
];

/** Puts an image into the middle of its edges, which are 0. `to` is of the size that `framed` says. */
export function frame(from: Image, out: Shape, kernel: Shape, stride: number, to: Image): void {
  const [height, width, channels] = from.shape;
  const top = over(height, out[0], kernel[0], stride);
  const left = over(width, out[1], kernel[1], stride);
  const columns = Math.min(width, to.shape[1] - left);
  for (let row = 0; row < Math.min(height, to.shape[0] - top); row++) {
    const at = row * width * channels;
    const place = ((row + top) * to.shape[1] + left) * channels;
    to.data.set(from.data.subarray(at, at + columns * channels), place);
  }
}

/** Makes of each pixel all those under a kernel, one after the other: then each can be seen by itself. */
export function unroll(from: Image, kernel: Shape, stride: number, to: Image): void {
  const [, width, channels] = from.shape;
  const [rows, columns] = to.shape;
  const line = kernel[1] * channels;
  let place = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (let down = 0; down < kernel[0]; down++) {
        const at = ((row * stride + down) * width + column * stride) * channels;
        for (let each = 0; each < line; each++) to.data[place++] = from.data[at + each] ?? 0;
      }
    }
  }
}

/** Weights by rows of input channels for each output channel, as `kernels.pixels` takes them. */
export function packed(weights: Float32Array, taken: number, atOnce: number): Float32Array {
  return Float32Array.from(weights, (_, place) => {
    const group = Math.floor(place / (taken * atOnce));
    const channel = group * atOnce + (place % atOnce);
    const input = Math.floor((place % (taken * atOnce)) / atOnce);
    return weights[channel * taken + input] ?? 0;
  });
}

/** Twice as high and wide, with one channel: each pixel becomes four. `weights`: a row of channels for each of them. */
export function double(from: Image, weights: Float32Array, bias: number, to: Image): void {
  const [height, width, channels] = from.shape;
  for (let pixel = 0; pixel < height * width; pixel++) {
    const corner = Math.floor(pixel / width) * 4 * width + (pixel % width) * 2;
    for (let part = 0; part < 4; part++) {
      let sum = bias;
      for (let channel = 0; channel < channels; channel++)
        sum += (from.data[pixel * channels + channel] ?? 0) * (weights[part * channels + channel] ?? 0);
      to.data[corner + (part >> 1) * 2 * width + (part & 1)] = sum;
    }
  }
}

/** Twice as high and wide, each pixel of its four neighbours, by how near they are. */
export function enlarge(from: Image, to: Image): void {
  const [height, width, channels] = from.shape;
  const [rows, columns] = to.shape;
  for (let row = 0; row < rows; row++) {
    const [upper, lower, down] = between(row, height / rows, height);
    for (let column = 0; column < columns; column++) {
      const [left, right, aside] = between(column, width / columns, width);
      const corner = (y: number, x: number, channel: number): number =>
        from.data[(y * width + x) * channels + channel] ?? 0;
      for (let channel = 0; channel < channels; channel++) {
        const above = corner(upper, left, channel) * (1 - aside) + corner(upper, right, channel) * aside;
        const below = corner(lower, left, channel) * (1 - aside) + corner(lower, right, channel) * aside;
        to.data[(row * columns + column) * channels + channel] = above * (1 - down) + below * down;
      }
    }
  }
}

/** Between which two pixels the middle of one lies, and how far from the first. */
function between(place: number, scale: number, size: number): readonly [number, number, number] {
  const at = Math.max(0, (place + 0.5) * scale - 0.5);
  const first = Math.min(size - 1, Math.floor(at));
  return [first, Math.min(size - 1, first + 1), at - first];
}

/** One pixel, the mean of all. */
export function mean(from: Image, to: Image): void {
  const channels = from.shape[2];
  to.data.fill(0);
  for (let at = 0; at < from.data.length; at += channels)
    for (let channel = 0; channel < channels; channel++)
      to.data[channel] = (to.data[channel] ?? 0) + (from.data[at + channel] ?? 0);
  const pixels = from.data.length / channels;
  for (let channel = 0; channel < channels; channel++) to.data[channel] = (to.data[channel] ?? 0) / pixels;
}

export function add(one: Image, other: Image, to: Image): void {
  for (let at = 0; at < to.data.length; at++) to.data[at] = (one.data[at] ?? 0) + (other.data[at] ?? 0);
}

/** Each pixel by the one pixel that `factor` is. */
export function multiply(one: Image, factor: Image, to: Image): void {
  const channels = to.shape[2];
  for (let at = 0; at < to.data.length; at += channels)
    for (let channel = 0; channel < channels; channel++)
      to.data[at + channel] = (one.data[at + channel] ?? 0) * (factor.data[channel] ?? 0);
}

export function relu(from: Image, to: Image): void {
  for (let at = 0; at < to.data.length; at++) to.data[at] = Math.max(0, from.data[at] ?? 0);
}

export function hardSwish(from: Image, to: Image): void {
  for (let at = 0; at < to.data.length; at++) {
    const value = from.data[at] ?? 0;
    to.data[at] = (value * Math.min(6, Math.max(0, value + 3))) / 6;
  }
}

export function sigmoid(from: Image, to: Image): void {
  for (let at = 0; at < to.data.length; at++) to.data[at] = 1 / (1 + Math.exp(-(from.data[at] ?? 0)));
}
