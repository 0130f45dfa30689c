/** Frames that look like those of an encoder. */

/** Frame tag with a first partition of `first` bytes, start code, size, and `rest` bytes. */
export const vp8Key = (rest: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([
    0x10,
    0x02,
    0x00,
    0x9d,
    0x01,
    0x2a,
    0x80,
    0x02,
    0x68,
    0x01,
    ...new Uint8Array(rest).fill(7),
  ]);
export const vp8Delta = (rest: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([0x11, 0x00, 0x00, ...new Uint8Array(rest).fill(9)]);
