import { describe, expect, it } from 'vitest';
import { spareBits } from '../../../app/media/sparing.ts';

function sender(rates: Readonly<Record<string, number | undefined>>) {
  let parameters: RTCRtpSendParameters = {
    transactionId: '',
    codecs: [],
    headerExtensions: [],
    rtcp: {},
    encodings: Object.entries(rates).map(([rid, maxBitrate]) => ({ rid, ...(maxBitrate && { maxBitrate }) })),
  };
  return {
    rates: () => parameters.encodings.map(({ maxBitrate }) => maxBitrate),
    getParameters: () => structuredClone(parameters),
    setParameters: (wanted: RTCRtpSendParameters) => {
      parameters = wanted;
      return Promise.resolve();
    },
  };
}

describe('sparing', () => {
  it('sends a quarter of each layer, and all of it again afterwards, however often', async () => {
    const one = sender({ q: 120_000, h: 400_000, f: undefined });
    await spareBits(one, true);
    await spareBits(one, true);
    expect(one.rates()).toEqual([30_000, 100_000, undefined]);
    await spareBits(one, false);
    expect(one.rates()).toEqual([120_000, 400_000, undefined]);
  });

  it('leaves a sender as it is that takes no parameters now', async () => {
    const one = {
      ...sender({ q: 1 }),
      setParameters: () => Promise.reject(new DOMException('', 'InvalidStateError')),
    };
    await expect(spareBits(one, true)).resolves.toBeUndefined();
  });
});
