/**
 * What sealed sound would tell without being opened, and is kept from telling, as §1 promises: with a variable bit
 * rate the sizes of frames say what is said, and beside each frame browsers offer to send in clear how loud it is
 * (RFC 6464). What an encoder does follows from the *other* end's description, so that is changed here, whatever
 * the server wrote.
 */

/** Places for loudness: of who sends, and of those whom somebody mixed (RFC 6465). */
const LOUDNESS = /^a=extmap:.*audio-level.*(?:\r\n|\n|$)/gim;

/** The description with `cbr=1;usedtx=0` on every line of Opus parameters, and without a place for loudness. */
export function withoutTelltales(sdp: string): string {
  return constantBitRate(sdp.replace(LOUDNESS, ''));
}

function constantBitRate(sdp: string): string {
  const opus = new Set(
    Array.from(sdp.matchAll(/^a=rtpmap:(\d+) opus\//gim), ([, payloadType]) => payloadType),
  );
  return sdp.replace(
    /^(a=fmtp:(\d+) )([^\r\n]*)/gm,
    (line, start: string, payloadType: string, parameters: string) =>
      opus.has(payloadType)
        ? start +
          [
            ...parameters.split(';').filter((one) => !/^\s*(cbr|usedtx)=/i.test(one)),
            'cbr=1',
            'usedtx=0',
          ].join(';')
        : line,
  );
}
