import { describe, expect, test } from 'vitest';
import { withoutTelltales } from '../../../app/media/telltales.ts';

const sdp = (...lines: string[]): string => lines.map((line) => `${line}\r\n`).join('');

describe('constant bit rate', () => {
  test('on every line of Opus parameters, and nowhere else', () => {
    expect(
      withoutTelltales(
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
    expect(withoutTelltales(asked)).toContain('a=fmtp:109 stereo=1;cbr=1;usedtx=0\r\n');
  });
});

describe('loudness', () => {
  test('has no place, whatever it is called by and in which section', () => {
    const kept = [
      'm=audio 9 UDP/TLS/RTP/SAVPF 111',
      'a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
      'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid',
      'm=video 9 UDP/TLS/RTP/SAVPF 96',
    ];
    const [audio = '', ...others] = kept;
    expect(
      withoutTelltales(
        sdp(
          'a=extmap:9 URN:ietf:params:rtp-hdrext:ssrc-audio-level',
          audio,
          'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
          'a=extmap:3/sendonly urn:ietf:params:rtp-hdrext:csrc-audio-level vad=on',
          ...others,
          'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level vad=on',
        ),
      ),
    ).toBe(sdp(...kept));
  });

  test('has none in a description without carriage returns, nor in its last line', () => {
    const level = 'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level';
    expect(withoutTelltales(`v=0\n${level}\nm=audio 9 x 1\n${level}`)).toBe('v=0\nm=audio 9 x 1\n');
  });
});
