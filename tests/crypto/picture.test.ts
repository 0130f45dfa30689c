/** Pictures of the chat: what is in one, and what is not taken for one. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../crypto/brands.ts';
import { concat } from '../../crypto/bytes.ts';
import { u16, u8, utf8 } from '../../crypto/codec.ts';
import { PICTURE_BYTES_MAX, PICTURE_SIDE_MAX, readPicture } from '../../crypto/picture.ts';
import { isRefusal } from '../../crypto/refusal.ts';
import { anyBytes, bent, picture } from './arbitraries.ts';
import { granted } from './making.ts';

const START = new Uint8Array([0xff, 0xd8]);
const END = new Uint8Array([0xff, 0xd9]);
const SCAN = new Uint8Array([0x12, 0xff, 0x00, 0x34, 0xff, 0xd3, 0x56]);
const segment = (mark: number, body: Uint8Array): Bytes =>
  concat(u8(0xff), u8(mark), u16(body.length + 2), body);
const frame = (width: number, height: number, components = 3, precision = 8, mark = 0xc0): Bytes =>
  segment(
    mark,
    concat(u8(precision), u16(height), u16(width), u8(components), new Uint8Array(3 * components)),
  );
const scan = concat(segment(0xda, new Uint8Array(10)), SCAN);
const jpeg = (...segments: Uint8Array[]): Bytes => concat(START, ...segments, END);

const WHERE = 'GPSLatitude 52.52';
const exif = segment(0xe1, utf8(`Exif\0\0${WHERE}`));
const refusedAs = (bytes: Bytes): unknown => {
  const read = readPicture(bytes);
  return isRefusal(read) ? read.refused : read;
};

describe('a picture', () => {
  it('is read with its sides, and stays as it is when nothing else is in it', () => {
    fc.assert(
      fc.property(picture, (bytes) => {
        const read = granted(readPicture(bytes));
        expect(read.bare).toEqual(bytes);
        expect(Math.max(read.width, read.height)).toBeLessThanOrEqual(PICTURE_SIDE_MAX);
      }),
    );
    const read = granted(readPicture(jpeg(frame(640, 480), scan)));
    expect([read.width, read.height]).toEqual([640, 480]);
  });

  it('loses place, device, comment, profile and thumbnail', () => {
    const thumbnail = segment(0xe0, concat(utf8('JFIF\0'), new Uint8Array(40)));
    const maker = segment(0xed, utf8('Photoshop 3.0'));
    const comment = segment(0xfe, utf8('taken at home'));
    const bare = jpeg(frame(8, 8), scan);
    const full = jpeg(thumbnail, exif, maker, frame(8, 8), comment, scan);
    expect(granted(readPicture(full)).bare).toEqual(bare);
  });

  it('in several scans keeps all of them', () => {
    const progressive = jpeg(frame(8, 8, 3, 8, 0xc2), scan, segment(0xc4, new Uint8Array(20)), scan);
    expect(granted(readPicture(progressive)).bare).toEqual(progressive);
  });

  it.each<[string, Bytes, string]>([
    ['text', utf8('<svg onload="alert(1)"/>'), 'malformed'],
    ['another format', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), 'malformed'],
    ['nothing', new Uint8Array(), 'malformed'],
    ['no frame', jpeg(scan), 'malformed'],
    ['no scan', jpeg(frame(8, 8)), 'malformed'],
    ['two frames', jpeg(frame(8, 8), frame(9, 9), scan), 'malformed'],
    ['no end', concat(START, frame(8, 8), scan), 'malformed'],
    ['more after its end', concat(jpeg(frame(8, 8), scan), u8(0)), 'malformed'],
    ['no width', jpeg(frame(0, 8), scan), 'malformed'],
    ['four colours', jpeg(frame(8, 8, 4), scan), 'malformed'],
    ['twelve bits', jpeg(frame(8, 8, 3, 12), scan), 'malformed'],
    ['a lossless frame', jpeg(frame(8, 8, 3, 8, 0xc3), scan), 'malformed'],
    [
      'a segment shorter than its length',
      concat(START, u8(0xff), u8(0xdb), u16(1), frame(8, 8), scan, END),
      'malformed',
    ],
    ['sides that fill the memory', jpeg(frame(65_000, 8), scan), 'tooLong'],
    ['sides just too long', jpeg(frame(8, PICTURE_SIDE_MAX + 1), scan), 'tooLong'],
    [
      'tables without end',
      jpeg(...Array.from({ length: 300 }, () => segment(0xdb, u8(0))), frame(8, 8), scan),
      'tooLong',
    ],
    [
      'more bytes than one message holds',
      concat(jpeg(frame(8, 8), scan), new Uint8Array(PICTURE_BYTES_MAX)),
      'tooLong',
    ],
  ])('is not %s', (_, bytes, reason) => {
    expect(refusedAs(bytes)).toBe(reason);
  });

  it('is never anything that throws, and what is taken is bare after one reading', () => {
    fc.assert(
      fc.property(fc.oneof(bent(picture), anyBytes(300)), (bytes) => {
        const read = readPicture(bytes);
        if (isRefusal(read)) return;
        expect(granted(readPicture(read.bare)).bare).toEqual(read.bare);
      }),
    );
  });
});
