/**
 * Frames as an encoder gives them, without an encoder. They take the place of the browser's own two classes in
 * the worker that imports this file: the product's frame worker handles nothing else.
 */

export type Kind = 'audio' | 'delta' | 'key';

interface Metadata {
  readonly mimeType: string;
  readonly payloadType: number;
  readonly synchronizationSource: number;
}

const AUDIO: Metadata = { mimeType: 'audio/opus', payloadType: 111, synchronizationSource: 0x1a2b3c4d };
const VIDEO: Metadata = { mimeType: 'video/VP8', payloadType: 96, synchronizationSource: 0x5e6f7a8b };

class FakeAudioFrame {
  data: ArrayBuffer;
  readonly timestamp: number;
  constructor(data: ArrayBuffer, timestamp: number) {
    this.data = data;
    this.timestamp = timestamp;
  }
  getMetadata(): Metadata {
    return AUDIO;
  }
}

class FakeVideoFrame {
  data: ArrayBuffer;
  readonly timestamp: number;
  readonly type: 'delta' | 'key';
  constructor(data: ArrayBuffer, timestamp: number, type: 'delta' | 'key') {
    this.data = data;
    this.timestamp = timestamp;
    this.type = type;
  }
  getMetadata(): Metadata {
    return VIDEO;
  }
}

Object.assign(globalThis, { RTCEncodedAudioFrame: FakeAudioFrame, RTCEncodedVideoFrame: FakeVideoFrame });

export type FakeFrame = FakeAudioFrame | FakeVideoFrame;

/** A frame of this kind around these bytes. */
export function frameOf(kind: Kind, data: ArrayBuffer, timestamp: number): FakeFrame {
  return kind === 'audio' ? new FakeAudioFrame(data, timestamp) : new FakeVideoFrame(data, timestamp, kind);
}

/** Random bytes that begin as a frame of this kind does. */
export function bytesOf(kind: Kind, size: number): ArrayBuffer {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  // VP8 frame tag: the first partition has no bytes; a key frame has its start code and 640 × 360 behind it.
  if (kind === 'delta') bytes.set([0x11, 0, 0]);
  if (kind === 'key') bytes.set([0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0x68, 0x01]);
  return bytes.buffer;
}
