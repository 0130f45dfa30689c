import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clearLength, clearLengthToSeal, codecOfMime } from '../../../crypto/frame/clearBytes.ts';
import { vp8Delta, vp8Key } from './frames.ts';

describe('clear bytes', () => {
  test('VP8: 10 of a key frame, 3 of a delta frame', () => {
    expect(clearLengthToSeal('vp8', vp8Key(100))).toBe(10);
    expect(clearLengthToSeal('vp8', vp8Delta(100))).toBe(3);
  });

  test('VP9 and Opus: none', () => {
    expect(clearLengthToSeal('vp9', Uint8Array.of(0x82, 1, 2))).toBe(0);
    expect(clearLengthToSeal('opus', new Uint8Array(0))).toBe(0);
  });

  test('the sealed frame has as many as the frame had', () => {
    expect(clearLength('vp8', vp8Key(100))).toBe(10);
    expect(clearLength('vp8', vp8Delta(100))).toBe(3);
  });

  test.each([
    ['audio/opus', 'opus'],
    ['video/VP8', 'vp8'],
    ['video/VP9', 'vp9'],
    ['video/H264', undefined],
    ['video/AV1', undefined],
    ['audio/red', undefined],
    ['video/rtx', undefined],
    ['', undefined],
    ['constructor', undefined],
    ['__proto__', undefined],
  ])('codec of %s', (mime, codec) => {
    expect(codecOfMime(mime)).toBe(codec);
  });

  test.each([
    ['H.264, start code and IDR slice', [0, 0, 0, 1, 0x65, 0x88, 0x84, 0, 1, 2, 3, 4]],
    ['H.264, NAL unit without start code', [0x65, 0x88, 0x84, 0, 1, 2, 3, 4, 5, 6, 7, 8]],
    ['H.264, delta slice', [0x41, 0x9a, 0x24, 0x6c, 1, 2, 3, 4, 5, 6, 7, 8]],
    ['AV1, temporal delimiter', [0x12, 0x00, 0x0a, 0x0b, 0, 0, 0, 0x24, 0xc4, 0xff, 0xdf, 0x3f]],
    ['VP9, key frame', [0x82, 0x49, 0x83, 0x42, 0x00, 0x27, 0xf0, 0x16, 0x76, 0, 1, 2]],
    ['Opus, fullband', [0xfc, 0xff, 0xfe, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['VP8 key frame without its start code', [0x10, 2, 0, 0x9d, 0x01, 0x2b, 0x80, 2, 0x68, 1, 1, 1]],
    ['VP8 of a version that does not exist', [0x1f, 0, 0, 1, 1, 1]],
    ['VP8 delta whose first partition is longer than it', [0x11, 0xff, 0xff, 1, 1, 1]],
    ['VP8 cut within its header', [0x10, 2, 0, 0x9d, 0x01, 0x2a, 0x80]],
    ['nothing', []],
  ])('attack 3: not VP8, whatever the SFU calls it: %s', (_name, bytes) => {
    expect(clearLengthToSeal('vp8', Uint8Array.from(bytes))).toBeUndefined();
  });

  test('attack 25: no frame throws, and none has more clear bytes than it has bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom('opus', 'vp8', 'vp9'), (frame, codec) => {
        for (const length of [clearLength(codec, frame), clearLengthToSeal(codec, frame)]) {
          if (length !== undefined) expect(length).toBeLessThanOrEqual(frame.length);
        }
      }),
    );
  });
});
