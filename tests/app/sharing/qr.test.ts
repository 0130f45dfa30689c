import { describe, expect, it } from 'vitest';
import jsQR from 'jsqr';
import { qrPicture, type QrPicture } from '../../../app/sharing/qr.ts';

const LINK = 'https://meet.example.org/#1.q7VwH2l0nZkYtT3cR9m4xA.8JmG5bPz1uVdS0eKfWQyLrNoCi6hTgXa';
/** Pixels for each module, as a camera would see it. */
const SCALE = 4;

/** The drawn path as dark modules. */
function modules({ size, path }: QrPicture): boolean[][] {
  const dark = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    for (let step = 0; step < Number(width); step += 1) dark[Number(y)]![Number(x) + step] = true;
  }
  return dark;
}

/** What a scanner that is not the maker's reads in the picture. */
function scanned(picture: QrPicture): string | undefined {
  const dark = modules(picture);
  const width = picture.size * SCALE;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (let y = 0; y < width; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (dark[Math.floor(y / SCALE)]![Math.floor(x / SCALE)])
        pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return jsQR(pixels, width, width)?.data;
}

describe('the QR code', () => {
  it('says what was put in, and nothing else', () => {
    expect(scanned(qrPicture(LINK))).toBe(LINK);
    expect(scanned(qrPicture(`${LINK}ä`))).toBe(`${LINK}ä`);
  });

  it('has four light modules on every side', () => {
    const picture = qrPicture(LINK);
    const dark = modules(picture);
    const last = picture.size - 5;
    expect(dark[4]![4]).toBe(true);
    expect(dark[4]![last]).toBe(true);
    expect(dark[last]![4]).toBe(true);
    const rim = dark.flatMap((row, y) => row.filter((_, x) => Math.min(x, y) < 4 || Math.max(x, y) > last));
    expect(rim).not.toContain(true);
  });

  it('draws nothing but bars of one module in height, inside the field', () => {
    const { path, size } = qrPicture(LINK);
    expect(path).toMatch(/^(?:M\d+ \d+h\d+v1H\d+z)+$/);
    for (const [, x, y, width, back] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H(\d+)z/g)) {
      expect(Number(x) + Number(width)).toBeLessThan(size);
      expect(Number(y)).toBeLessThan(size);
      expect(back).toBe(x);
    }
  });

  it('refuses what does not fit', () => {
    expect(() => qrPicture('x'.repeat(2331))).not.toThrow();
    expect(() => qrPicture('x'.repeat(2332))).toThrow();
  });
});
