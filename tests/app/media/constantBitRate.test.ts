import { describe, expect, test } from 'vitest';
import { constantBitRate } from '../../../app/media/constantBitRate.ts';

const sdp = (...lines: string[]): string => lines.map((line) => `${line}\r\n`).join('');

describe('constant bit rate', () => {
  test('on every line of Opus parameters, and nowhere else', () => {
    expect(
      constantBitRate(
        sdp(
          'a=rtpmap:111 opus/48000/2',
          'a=fmtp:111 minptime=10;useinbandfec=1',
          'a=rtpmap:96 VP8/90000',
          'a=fmtp:97 apt=96',
        ),
      ),
    ).toBe(
      sdp(
        'a=rtpmap:111 opus/48000/2',
        'a=fmtp:111 minptime=10;useinbandfec=1;cbr=1;usedtx=0',
        'a=rtpmap:96 VP8/90000',
        'a=fmtp:97 apt=96',
      ),
    );
  });

  test('a server that asks for pauses, or for a variable rate, does not get them', () => {
    const asked = sdp(
      'a=rtpmap:109 OPUS/48000/2',
      'a=fmtp:109 usedtx=1;cbr=0;stereo=1',
      'a=rtpmap:9 G722/8000',
    );
    expect(constantBitRate(asked)).toContain('a=fmtp:109 stereo=1;cbr=1;usedtx=0\r\n');
  });
});
