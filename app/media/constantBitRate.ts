/**
 * Opus at a constant bit rate and without pauses, as §1 promises: with a variable one, the sizes of sealed
 * frames tell what is said. Which of it an encoder does follows from the *other* end's description, so that
 * is set here, whatever the server wrote.
 */

/** The description with `cbr=1;usedtx=0` on every line of Opus parameters. */
export function constantBitRate(sdp: string): string {
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
