/** Searches what servers saw for what they must not see, in all the shapes that bytes take on their way. */

import { gunzipSync, inflateRawSync } from 'node:zlib';

/** Texts that stand for these bytes: themselves, hexadecimal, base64 of either alphabet at each of three offsets. */
function shapesOf(secret: Uint8Array): readonly Buffer[] {
  const bytes = Buffer.from(secret);
  const shapes = [bytes, Buffer.from(bytes.toString('hex'))];
  for (const offset of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replaceAll('=', '');
    // Letters that hold bits of what stands before or after the secret are left out.
    const first = Math.ceil((offset * 8) / 6);
    const whole = Math.floor(((offset + bytes.length) * 8) / 6);
    const core = text.slice(first, whole);
    shapes.push(Buffer.from(core), Buffer.from(core.replaceAll('+', '-').replaceAll('/', '_')));
  }
  return shapes;
}

/** Where in the hay this secret is, by the names of the stacks. */
export function find(
  secret: Uint8Array | string,
  hay: Readonly<Record<string, readonly (string | Uint8Array)[]>>,
): string[] {
  const shapes = shapesOf(typeof secret === 'string' ? Buffer.from(secret) : secret);
  return Object.entries(hay).flatMap(([name, straws]) =>
    straws.some((straw) => {
      const bytes = Buffer.from(straw);
      return (
        shapes.some((shape) => bytes.includes(shape)) ||
        unpacked(bytes).some((inner) => shapes.some((shape) => inner.includes(shape)))
      );
    })
      ? [name]
      : [],
  );
}

/** What a straw holds compressed or in base64, if it holds anything so. */
function unpacked(bytes: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (const unpack of [gunzipSync, inflateRawSync]) {
    try {
      found.push(unpack(bytes));
    } catch {
      // Not packed this way.
    }
  }
  return found;
}
