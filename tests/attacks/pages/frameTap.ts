/**
 * Taps every encoded frame of every RTCPeerConnection that this page makes from now on: incoming ones are
 * written down before they go to the decoder, outgoing ones can be given other bytes. Needs Chromium's
 * `createEncodedStreams`.
 */

/** One frame as the SFU handed it over. */
export interface TappedFrame {
  /** Milliseconds of `performance.now()` at arrival. */
  readonly at: number;
  readonly kind: 'audio' | 'video';
  /** The media stream's id and the track's: LiveKit writes participant and track there. */
  readonly stream: string;
  readonly track: string;
  /**
   * Streams that the same receiver had a moment before or after. The SFU gives a receiver with its SSRC from one track
   * to the next at its own time: the page hears of it a little earlier or later than the frames come.
   */
  readonly near: readonly string[];
  readonly ssrc: number;
  readonly rtpTimestamp: number;
  /** `key` or `delta` as its RTP header says; audio has neither. */
  readonly type: string;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** The same with its bytes in base64: what leaves the page. */
export type RecordedFrame = Omit<TappedFrame, 'data'> & { readonly data: string };

export interface Tap {
  readonly frames: readonly TappedFrame[];
  /** Outgoing frames of this kind carry these bytes in turn; none: their own. */
  replace(kind: 'audio' | 'video', bytes: readonly Uint8Array<ArrayBuffer>[]): void;
  /** After each outgoing sound frame come so many more, with these bytes in turn. */
  flood(bytes: readonly Uint8Array<ArrayBuffer>[], copies: number): void;
}

/** How long before and after the page hears that a receiver is another track's its frames may be of either. */
const NEAR_MS = 2_000;

type EncodedFrame = RTCEncodedAudioFrame | RTCEncodedVideoFrame;

/** What the browser's constructor takes, and its types do not say. */
const CopyOf: new (frame: RTCEncodedAudioFrame) => RTCEncodedAudioFrame = RTCEncodedAudioFrame;

interface HasStreams {
  createEncodedStreams(): { readable: ReadableStream<EncodedFrame>; writable: WritableStream<EncodedFrame> };
}

/** Chromium's switch; it may not change in the life of a connection. */
const tappable = (configuration?: RTCConfiguration): RTCConfiguration => ({
  ...configuration,
  ...{ encodedInsertableStreams: true },
});

const hasStreams = (end: object): end is HasStreams => 'createEncodedStreams' in end;

export function tapFrames(): Tap {
  const frames: TappedFrame[] = [];
  const instead: Record<'audio' | 'video', readonly Uint8Array<ArrayBuffer>[]> = { audio: [], video: [] };
  const sent = { audio: 0, video: 0 };
  const flood: { bytes: readonly Uint8Array<ArrayBuffer>[]; copies: number; sent: number } = {
    bytes: [],
    copies: 0,
    sent: 0,
  };
  const tapped = new WeakSet<object>();
  /** A transceiver can be given to another track: who a receiver belongs to is looked up frame by frame. */
  const owners = new WeakMap<
    RTCRtpReceiver,
    { stream: string; track: string; before: string; since: number }
  >();
  /** Of each receiver the streams near its last frames, and when those came. */
  const lately = new WeakMap<RTCRtpReceiver, { at: number; near: string[] }[]>();

  function handOver(receiver: RTCRtpReceiver, stream: string, track: string): void {
    const since = performance.now();
    for (const { at, near } of lately.get(receiver) ?? []) if (since - at < NEAR_MS) near.push(stream);
    owners.set(receiver, { stream, track, before: owners.get(receiver)?.stream ?? '', since });
  }

  function pipe(
    end: RTCRtpSender | RTCRtpReceiver,
    onFrame: (frame: EncodedFrame) => void,
    more: (frame: EncodedFrame) => readonly EncodedFrame[] = () => [],
  ): void {
    if (tapped.has(end) || !hasStreams(end)) return;
    tapped.add(end);
    const { readable, writable } = end.createEncodedStreams();
    const through = new TransformStream<EncodedFrame, EncodedFrame>({
      transform(frame, controller) {
        onFrame(frame);
        const behind = more(frame);
        controller.enqueue(frame);
        for (const one of behind) controller.enqueue(one);
      },
    });
    // Ends with its connection, as it should.
    readable
      .pipeThrough(through)
      .pipeTo(writable)
      .catch(() => undefined);
  }

  function tapReceiver(receiver: RTCRtpReceiver): void {
    const kind = receiver.track.kind === 'audio' ? 'audio' : 'video';
    pipe(receiver, (frame) => {
      const { synchronizationSource = 0, rtpTimestamp = 0 } = frame.getMetadata();
      const at = performance.now();
      const { stream = '', track = receiver.track.id, before = '', since = 0 } = owners.get(receiver) ?? {};
      const near = at - since < NEAR_MS ? [before] : [];
      const last = (lately.get(receiver) ?? []).filter((one) => at - one.at < NEAR_MS);
      lately.set(receiver, [...last, { at, near }]);
      frames.push({
        at,
        kind,
        stream,
        track,
        near,
        ssrc: synchronizationSource,
        rtpTimestamp,
        type: 'type' in frame && typeof frame.type === 'string' ? frame.type : '',
        data: new Uint8Array(frame.data.slice(0)),
      });
    });
  }

  function tapSender(sender: RTCRtpSender, kind: 'audio' | 'video'): void {
    const onFrame = (frame: EncodedFrame): void => {
      const bytes = instead[kind][sent[kind] % instead[kind].length];
      if (!bytes) return;
      sent[kind]++;
      frame.data = bytes.slice().buffer;
    };
    pipe(sender, onFrame, forged);
  }

  function forged(frame: EncodedFrame): readonly EncodedFrame[] {
    if (!(frame instanceof RTCEncodedAudioFrame)) return [];
    return Array.from({ length: flood.copies }, () => {
      const copy = new CopyOf(frame);
      copy.data = flood.bytes[flood.sent++ % flood.bytes.length]?.slice().buffer ?? new ArrayBuffer(0);
      return copy;
    });
  }

  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(tappable(configuration));
      this.addEventListener('track', ({ receiver, streams, track }) => {
        handOver(receiver, streams[0]?.id ?? '', track.id);
        tapReceiver(receiver);
      });
    }

    override setConfiguration(configuration?: RTCConfiguration): void {
      super.setConfiguration(tappable(configuration));
    }

    override addTransceiver(
      what: MediaStreamTrack | string,
      init?: RTCRtpTransceiverInit,
    ): RTCRtpTransceiver {
      const transceiver = super.addTransceiver(what, init);
      const kind = typeof what === 'string' ? what : what.kind;
      if (init?.direction !== 'recvonly') tapSender(transceiver.sender, kind === 'audio' ? 'audio' : 'video');
      return transceiver;
    }

    override addTrack(track: MediaStreamTrack, ...streams: MediaStream[]): RTCRtpSender {
      const sender = super.addTrack(track, ...streams);
      tapSender(sender, track.kind === 'audio' ? 'audio' : 'video');
      return sender;
    }
  };

  return {
    frames,
    replace(kind, bytes) {
      instead[kind] = bytes;
      sent[kind] = 0;
    },
    flood(bytes, copies) {
      flood.bytes = bytes;
      flood.copies = bytes.length > 0 ? copies : 0;
      flood.sent = 0;
    },
  };
}
