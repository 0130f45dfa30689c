/**
 * Puts the frame worker between encoder and network, and between network and decoder: the one place where a
 * page touches encoded transforms.
 *
 * Chromium has both mechanisms. `createEncodedStreams` is taken there: its peer connections are made with
 * `encodedInsertableStreams`, and until a sender's streams are taken nothing leaves it. `sender.transform`
 * gives no such promise on Chromium, and `receiver.transform` was seen bypassed. Firefox and Safari have
 * `RTCRtpScriptTransform` alone.
 */

import type { ToFrame, TransformOptions } from '../../crypto/workers/frameProtocol.ts';

/** A sender or receiver of a peer connection made with `encodedInsertableStreams`. */
interface Streamed {
  createEncodedStreams(): {
    readonly readable: ReadableStream<unknown>;
    readonly writable: WritableStream<unknown>;
  };
}

/** What is used of a sender or receiver: one of the two mechanisms. */
export type End = Streamed | Pick<RTCRtpSender, 'transform'>;

const isStreamed = (end: End): end is Streamed => 'createEncodedStreams' in end;

/** `encodedInsertableStreams` is not in the DOM's types: Chromium alone knows it. */
export const RTC_CONFIG: RTCConfiguration & { readonly encodedInsertableStreams: true } = {
  encodedInsertableStreams: true,
};

/** Whether this browser has Chromium's mechanism. */
export const hasEncodedStreams = (): boolean =>
  typeof RTCRtpSender !== 'undefined' && 'createEncodedStreams' in RTCRtpSender.prototype;

/** Whether this browser has encoded transforms at all. */
export function hasEncodedTransforms(): boolean {
  return hasEncodedStreams() || typeof RTCRtpScriptTransform !== 'undefined';
}

/**
 * Has the worker handle every frame of this sender or receiver, for as long as it lives. Once per end: a
 * second time throws, and so does a browser without encoded transforms.
 */
export function attachTransform(worker: Worker, end: End, options: TransformOptions): void {
  if (isStreamed(end)) {
    const { readable, writable } = end.createEncodedStreams();
    const message: ToFrame = { type: 'streams', options, readable, writable };
    worker.postMessage(message, [readable, writable]);
  } else {
    if (end.transform) throw new Error('this end has a transform');
    end.transform = new RTCRtpScriptTransform(worker, options);
  }
}
