/**
 * The frame worker itself, with streams of made-up frames: what reaches a decoder opened, what reaches the
 * network is sealed, and nothing else leaves it, whatever the SFU sends or the page says.
 */

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { branded, type Bytes, type EpochNumber, type MemberIndex } from '../../../crypto/brands.ts';
import { decodeHeader } from '../../../crypto/frame/sframe.ts';
import {
  SLOTS,
  type FromFrameKeys,
  type ToFrame,
  type ToFrameKeys,
  type TransformRole,
} from '../../../crypto/workers/frameProtocol.ts';
import { vp8Delta, vp8Key } from '../../crypto/frame/frames.ts';

class EncodedFrame {
  data: ArrayBuffer;
  readonly #mimeType: string | undefined;
  constructor(bytes: Bytes, mimeType?: string) {
    this.data = bytes.slice().buffer;
    this.#mimeType = mimeType;
  }
  getMetadata(): { mimeType?: string } {
    return this.#mimeType === undefined ? {} : { mimeType: this.#mimeType };
  }
}
class Sound extends EncodedFrame {}
class Picture extends EncodedFrame {}

/** What a worker's global scope is to this one. */
interface Scope {
  postMessage: (message: unknown) => void;
  onmessage?: (event: { data: ToFrame }) => void;
}

let scope: Scope;
let toKeys: (message: ToFrameKeys) => void;
const say = (data: ToFrame): void => scope.onmessage?.({ data });

/** Answers the ring's questions, with a key that is the same for all; gives what a vault would say to it. */
function giveKeys(startedBefore = 0): (message: ToFrameKeys) => void {
  const { port1, port2 } = new MessageChannel();
  port2.onmessage = ({ data: { n, index, slot } }: MessageEvent<FromFrameKeys>) => {
    port2.postMessage({
      type: 'base',
      n,
      index,
      slot,
      baseKey: new Uint8Array(32).fill(3),
    } satisfies ToFrameKeys);
  };
  say({ type: 'keys', port: port1, startedBefore });
  return (message) => port2.postMessage(message);
}

/** Lets messages between ports arrive. */
const arrive = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

beforeEach(async () => {
  vi.resetModules();
  scope = { postMessage: () => undefined };
  vi.stubGlobal('self', scope);
  vi.stubGlobal('RTCEncodedVideoFrame', Picture);
  vi.stubGlobal('RTCEncodedAudioFrame', Sound);
  await import('../../../crypto/workers/frame.worker.ts');
  toKeys = giveKeys();
});

/** An end of a connection with a transform in it: frames go in, and what comes out is remembered. */
function end(options: TransformRole) {
  let push: ReadableStreamDefaultController<unknown> | undefined;
  const out: unknown[] = [];
  let ended: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (ended = resolve));
  const readable = new ReadableStream<unknown>({ start: (controller) => void (push = controller) });
  const writable = new WritableStream<unknown>({
    write: (frame) => void out.push(frame),
    close: () => ended(),
  });
  say({ type: 'streams', options, readable, writable });
  return {
    put: (frame: unknown) => push?.enqueue(frame),
    /** Ends the stream, and gives what came out. */
    out: async (): Promise<unknown[]> => {
      push?.close();
      await over;
      return out;
    },
  };
}

const own = branded<MemberIndex>(4);
const epoch = branded<EpochNumber>(1);
const sealing = { role: 'seal', id: 'own', slot: SLOTS.microphone } as const;
const opening = { role: 'open', id: 'theirs', slot: SLOTS.microphone, index: own } as const;
const speech = (): Sound => new Sound(Uint8Array.of(1, 2, 3, 4, 5), 'audio/opus');

const bytesOf = (frames: readonly unknown[]): Bytes[] =>
  frames.map((frame) => {
    if (!(frame instanceof EncodedFrame)) throw new Error('no frame');
    return new Uint8Array(frame.data);
  });

async function startSending(): Promise<void> {
  toKeys({ type: 'sendUnder', n: epoch, index: own });
  say({ type: 'switch', slot: SLOTS.microphone, on: true });
  await arrive();
}

/** Frames of speech, sealed. */
async function sealed(count: number): Promise<Sound[]> {
  const sender = end(sealing);
  for (let frame = 0; frame < count; frame++) sender.put(speech());
  return bytesOf(await sender.out()).map((bytes) => new Sound(bytes, 'audio/opus'));
}

it('what is sealed comes out sealed, and opens', async () => {
  await startSending();
  const wire = await sealed(3);
  expect(bytesOf(wire).map((bytes) => bytes.join())).not.toContain('1,2,3,4,5');
  const receiver = end(opening);
  for (const frame of wire) receiver.put(frame);
  expect(bytesOf(await receiver.out())).toEqual(wire.map(() => Uint8Array.of(1, 2, 3, 4, 5)));
});

describe('attack 2: clear frames from the SFU', () => {
  const CLEAR: [string, unknown][] = [
    ['Opus', speech()],
    ['an Opus silence frame', new Sound(Uint8Array.of(0xf8, 0xff, 0xfe), 'audio/opus')],
    ['DTX', new Sound(Uint8Array.of(0xf8), 'audio/opus')],
    ['an empty one', new Sound(new Uint8Array(0), 'audio/opus')],
    ['VP8, key', new Picture(vp8Key(100), 'video/VP8')],
    ['VP8, delta', new Picture(vp8Delta(100), 'video/VP8')],
    ['AV1', new Picture(Uint8Array.of(0x12, 0, 0x0a, 0x0b, 0, 0, 0), 'video/AV1')],
    ['RED', new Sound(Uint8Array.of(0x6f, 1, 2, 3), 'audio/red')],
    ['of no codec', new Sound(Uint8Array.of(1, 2, 3))],
    ['what is no frame at all', new Uint8Array(40)],
  ];

  it.each(CLEAR)('%s: nothing comes out', async (_name, frame) => {
    await startSending();
    const receiver = end(opening);
    receiver.put(frame);
    expect(await receiver.out()).toEqual([]);
  });

  it.each(CLEAR)('%s, to a receiver that is nobody’s: nothing comes out', async (_name, frame) => {
    const receiver = end({ role: 'idle', id: 'nobody' });
    receiver.put(frame);
    expect(await receiver.out()).toEqual([]);
  });

  it.each(CLEAR)('%s, before a receiver is somebody’s: nothing comes out then', async (_name, frame) => {
    await startSending();
    const receiver = end({ role: 'unassigned', id: 'new' });
    receiver.put(frame);
    await arrive();
    say({ type: 'retarget', id: 'new', to: opening });
    expect(await receiver.out()).toEqual([]);
  });
});

describe('frames that come before their receiver is somebody’s', () => {
  /** A new receiver that two sealed frames have come to. */
  async function early() {
    await startSending();
    const wire = await sealed(2);
    const receiver = end({ role: 'unassigned', id: 'new' });
    for (const frame of wire) receiver.put(frame);
    await arrive();
    return receiver;
  }

  it('wait, and open as his and in their order: the first is a key frame', async () => {
    const receiver = await early();
    say({ type: 'retarget', id: 'new', to: opening });
    receiver.put((await sealed(1))[0]);
    expect(bytesOf(await receiver.out())).toHaveLength(3);
  });

  it('are dropped where it becomes nobody’s, or somebody else’s: attack 13', async () => {
    for (const to of [
      { role: 'idle', id: 'nobody' },
      { ...opening, index: branded<MemberIndex>(5) },
      { ...opening, slot: SLOTS.camera },
    ] as const) {
      const receiver = await early();
      say({ type: 'retarget', id: 'new', to });
      expect(await receiver.out()).toEqual([]);
    }
  });

  it('wait no longer than the first may, and what comes later does as soon as it is assigned', async () => {
    await startSending();
    const [first, second, third] = await sealed(3);
    const receiver = end({ role: 'unassigned', id: 'new' });
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    receiver.put(first);
    await vi.advanceTimersByTimeAsync(800);
    receiver.put(second);
    await vi.advanceTimersByTimeAsync(1);
    vi.useRealTimers();
    say({ type: 'retarget', id: 'new', to: opening });
    receiver.put(third);
    expect(bytesOf(await receiver.out())).toHaveLength(1);
  });
});

describe('attack 3: own frames', () => {
  it('before there are keys, or with none any more, are not sent', async () => {
    say({ type: 'switch', slot: SLOTS.microphone, on: true });
    expect(await sealed(3)).toEqual([]);
    await startSending();
    toKeys({ type: 'silence' });
    await arrive();
    expect(await sealed(3)).toEqual([]);
  });

  it('of a codec that is not known, or of none, are not sent', async () => {
    await startSending();
    const sender = end(sealing);
    for (const mimeType of [undefined, 'audio/red', 'video/H264', 'video/AV1', '']) {
      sender.put(new Sound(Uint8Array.of(1, 2, 3), mimeType));
    }
    expect(await sender.out()).toEqual([]);
  });

  it('stay sealed: no message makes their transform another', async () => {
    await startSending();
    const sender = end(sealing);
    for (const to of [opening, { role: 'idle', id: 'own' }] as const)
      say({ type: 'retarget', id: 'own', to });
    sender.put(speech());
    const [wire] = bytesOf(await sender.out());
    expect(wire && decodeHeader(wire)?.kid).toBe(own * 64 + 1);
  });
});

describe('attack 13: a receiver that goes to another track', () => {
  it('gives out nothing of the one before, also not what still waits for its key', async () => {
    await startSending();
    const [frame] = await sealed(1);
    toKeys({ type: 'erase', n: epoch });
    await arrive();
    const receiver = end(opening);
    receiver.put(frame);
    await arrive();
    say({
      type: 'retarget',
      id: opening.id,
      to: { role: 'open', id: 'other', slot: SLOTS.camera, index: own },
    });
    toKeys({ type: 'epoch', n: epoch });
    await arrive();
    expect(await receiver.out()).toEqual([]);
  });
});

describe('attack 14: counters', () => {
  const counters = (frames: readonly unknown[]): unknown[] =>
    bytesOf(frames).map((wire) => decodeHeader(wire)?.ctr);

  it('are shared by all senders of a slot, and each frame opens that was sealed beside others', async () => {
    await startSending();
    const senders = [end(sealing), end({ ...sealing, id: 'layer' }), end({ ...sealing, id: 'again' })];
    for (let frame = 0; frame < 20; frame++) for (const sender of senders) sender.put(speech());
    const wires = (await Promise.all(senders.map((sender) => sender.out()))).flat();
    expect(new Set(counters(wires)).size).toBe(60);
    const receiver = end(opening);
    for (const wire of wires)
      receiver.put(wire instanceof Sound && new Sound(new Uint8Array(wire.data), 'audio/opus'));
    expect(bytesOf(await receiver.out())).toEqual(wires.map(() => Uint8Array.of(1, 2, 3, 4, 5)));
  });

  it('do not begin anew: a second port for keys is not listened to', async () => {
    await startSending();
    const first = await sealed(3);
    toKeys = giveKeys();
    await startSending();
    expect(counters([...first, ...(await sealed(3))])).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('attack 41: a slot that its user has switched off', () => {
  it('sends nothing, from before the first switch on', async () => {
    toKeys({ type: 'sendUnder', n: epoch, index: own });
    await arrive();
    expect(await sealed(3)).toEqual([]);
    say({ type: 'switch', slot: SLOTS.microphone, on: true });
    expect(await sealed(3)).toHaveLength(3);
    say({ type: 'switch', slot: SLOTS.microphone, on: false });
    expect(await sealed(3)).toEqual([]);
  });
});
