/** A text as a QR code (ISO/IEC 18004), worked out on this device. The only door to the library, which is loaded with it. */

import { encode } from 'uqr';

/** Light around the code, in modules: scanners need it (§6.3.8 of the standard). */
const QUIET = 4;

export interface QrPicture {
  /** Width and height, in modules, with the light around. */
  readonly size: number;
  /** What is dark, as the `d` of an SVG path on a field of that size. */
  readonly path: string;
}

/** `text` as a QR code that bears the loss of 15 % of itself. Throws what does not fit: more than 2331 bytes. */
export function qrPicture(text: string): QrPicture {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET });
  return { size, path: data.flatMap(rowPath).join('') };
}

/** Each run of dark modules in a row as one bar. */
function* bars(row: readonly boolean[], y: number): Generator<string> {
  for (let x = row.indexOf(true); x !== -1; x = row.indexOf(true, x)) {
    const end = row.indexOf(false, x);
    yield `M${x} ${y}h${end - x}v1H${x}z`;
    x = end;
  }
}

const rowPath = (row: readonly boolean[], y: number): string[] => [...bars(row, y)];
