/** Sends less where data is to be saved: the camera gives a quarter of the pixels, so a quarter of the bits will do. */

const PART = 4;

/** What is used of a sender. */
type Sender = Pick<RTCRtpSender, 'getParameters' | 'setParameters'>;

/** Bit rates a sender had before, by the names of its layers. */
const whole = new WeakMap<Sender, ReadonlyMap<string, number>>();

/** Limits each layer of this sender to a quarter of its bit rate, or gives it back; what cannot be set stays. */
export async function spareBits(sender: Sender, on: boolean): Promise<void> {
  const parameters = sender.getParameters();
  const { encodings } = parameters;
  const rates =
    whole.get(sender) ??
    new Map(encodings.map(({ rid = '', maxBitrate }) => [rid, maxBitrate ?? 0] as const));
  whole.set(sender, rates);
  for (const encoding of encodings) {
    const rate = rates.get(encoding.rid ?? '') ?? 0;
    // Without a limit of its own the smaller picture is limit enough.
    if (rate > 0) encoding.maxBitrate = on ? Math.round(rate / PART) : rate;
  }
  await sender.setParameters(parameters).catch(() => undefined);
}
