/**
 * Who seals and opens in the bench. The product's frame worker and LiveKit's end-to-end-encryption worker, each
 * whole and unchanged, live here side by side in one thread and are spoken to as their pages speak to them.
 * Beside them what they are made of: the product's key ring without streams, and WebCrypto with streams and without.
 */

import { branded, type EpochNumber, type MemberIndex } from '../../../crypto/brands.ts';
import {
  SLOTS,
  type CodecName,
  type FromFrameKeys,
  type Slot,
  type ToFrame,
  type ToFrameKeys,
} from '../../../crypto/workers/frameProtocol.ts';
import { KeyRing } from '../../../crypto/workers/keyRing.ts';
import type { FakeFrame, Kind } from './fakeFrames.ts';
import { Lane } from './lane.ts';

/** Seals frames or opens them; gives milliseconds. What comes out stands in the frames. */
export interface Contestant {
  readonly oneByOne: (frames: readonly FakeFrame[]) => Promise<number>;
  readonly atOnce: (frames: readonly FakeFrame[]) => Promise<number>;
}

/** Both ways of one kind of track. */
export interface Pair {
  readonly seal: Contestant;
  readonly open: Contestant;
}

type Handler = (message: unknown) => void;

/** What `self.onmessage` became while `load` ran. */
async function handlerOf(load: () => Promise<unknown>): Promise<Handler> {
  await load();
  const handler = self.onmessage;
  self.onmessage = null;
  if (!handler) throw new Error('a worker without ears');
  return (data) => void handler.call(self, new MessageEvent('message', { data }));
}

/** Streams that an AsyncQueue or a port hands on: a turn of the event loop is long enough for both. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

// ── ours ────────────────────────────────────────────────────────────────────────────────────────────────────

/** The product's frame worker, with a key of this member of epoch 1 in every slot. */
export async function ours(index: number): Promise<Record<'audio' | 'video', Pair>> {
  const tell = await handlerOf(() => import('../../../crypto/workers/frame.worker.ts'));
  const say = (message: ToFrame): void => tell(message);
  const member = branded<MemberIndex>(index);
  const n = branded<EpochNumber>(1);
  const { port1, port2 } = new MessageChannel();
  const sayKeys = (message: ToFrameKeys): void => port2.postMessage(message);
  port2.onmessage = ({ data }: MessageEvent<FromFrameKeys>) => {
    sayKeys({
      type: 'base',
      n,
      index: member,
      slot: data.slot,
      baseKey: crypto.getRandomValues(new Uint8Array(32)),
    });
  };
  say({ type: 'keys', port: port1, startedBefore: 0 });
  sayKeys({ type: 'epoch', n });
  sayKeys({ type: 'sendUnder', n, index: member });
  const pair = (slotName: 'microphone' | 'camera'): Pair => {
    const slot = SLOTS[slotName];
    say({ type: 'switch', slot, on: true });
    const [seal, open] = [new Lane(), new Lane()];
    say({
      type: 'streams',
      options: { role: 'seal', id: `seal ${slotName}`, slot },
      readable: seal.readable,
      writable: seal.writable,
    });
    say({
      type: 'streams',
      options: { role: 'open', id: `open ${slotName}`, slot, index: member },
      readable: open.readable,
      writable: open.writable,
    });
    return pairOf(seal, open);
  };
  const pairs = { audio: pair('microphone'), video: pair('camera') };
  await settled();
  return pairs;
}

// ── LiveKit's ───────────────────────────────────────────────────────────────────────────────────────────────

/** LiveKit's worker with its own defaults; its key has 128 bits. */
export async function liveKits(): Promise<Record<'audio' | 'video', Pair>> {
  const tell = await handlerOf(() => import('livekit-client/e2ee-worker'));
  const participantIdentity = 'somebody';
  tell({
    kind: 'init',
    data: {
      keyProviderOptions: {
        sharedKey: false,
        ratchetSalt: 'LKFrameEncryptionKey',
        ratchetWindowSize: 8,
        failureTolerance: 10,
        keyringSize: 16,
        keySize: 128,
      },
      loglevel: 'silent',
    },
  });
  const key = await crypto.subtle.importKey(
    'raw',
    crypto.getRandomValues(new Uint8Array(32)),
    'HKDF',
    false,
    ['deriveBits', 'deriveKey'],
  );
  tell({ kind: 'enable', data: { participantIdentity, enabled: true } });
  tell({
    kind: 'setKey',
    data: { participantIdentity, isPublisher: true, key, keyIndex: 0, updateCurrentKeyIndex: true },
  });
  const pair = (media: 'audio' | 'video'): Pair => {
    const lanes = { encode: new Lane(), decode: new Lane() };
    for (const kind of ['encode', 'decode'] as const) {
      tell({
        kind,
        data: {
          participantIdentity,
          readableStream: lanes[kind].readable,
          writableStream: lanes[kind].writable,
          trackId: `${kind} ${media}`,
          ...(media === 'video' && { codec: 'vp8' }),
          hasPacketTrailer: false,
        },
      });
    }
    return pairOf(lanes.encode, lanes.decode);
  };
  const pairs = { audio: pair('audio'), video: pair('video') };
  await settled();
  return pairs;
}

// ── what they are made of ───────────────────────────────────────────────────────────────────────────────────

/** The product's key ring alone: no streams, no frame objects but the bench's. */
export function keyRing(index: number): Record<'audio' | 'video', Pair> {
  const member = branded<MemberIndex>(index);
  const n = branded<EpochNumber>(1);
  const ring: KeyRing = new KeyRing(
    0,
    ({ slot }) => {
      ring.take({
        type: 'base',
        n,
        index: member,
        slot,
        baseKey: crypto.getRandomValues(new Uint8Array(32)),
      });
    },
    { now: () => performance.now(), sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
  );
  ring.take({ type: 'epoch', n });
  ring.take({ type: 'sendUnder', n, index: member });
  const pair = (slot: Slot, codec: CodecName): Pair => {
    ring.switchSlot(slot, true);
    return {
      seal: direct(async (data) => (await ring.seal(slot, codec, new Uint8Array(data)))?.buffer),
      open: direct(async (data) => {
        const opened = await ring.open(member, slot, codec, new Uint8Array(data));
        return typeof opened === 'string' ? undefined : opened.buffer;
      }),
    };
  };
  return { audio: pair(SLOTS.microphone, 'opus'), video: pair(SLOTS.camera, 'vp8') };
}

type Work = (data: ArrayBuffer) => Promise<ArrayBuffer | undefined>;

/** AES-256-GCM over a whole frame: no header, nothing authenticated beside it, nothing copied. */
async function gcm(): Promise<Record<'encrypt' | 'decrypt', Work>> {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const work = (way: 'encrypt' | 'decrypt'): Work => {
    let count = 0;
    // What is sealed in one order is opened in the same.
    return (data) => crypto.subtle[way]({ name: 'AES-GCM', iv: new Uint32Array([0, 0, count++]) }, key, data);
  };
  return { encrypt: work('encrypt'), decrypt: work('decrypt') };
}

/** WebCrypto, one call after the other. */
export async function bare(): Promise<Record<'audio' | 'video', Pair>> {
  const { encrypt, decrypt } = await gcm();
  const pair: Pair = { seal: direct(encrypt), open: direct(decrypt) };
  return { audio: pair, video: pair };
}

/** WebCrypto between two streams, as a transform must do it: read, encrypt, write. */
export async function streamed(): Promise<Record<'audio' | 'video', Pair>> {
  const { encrypt, decrypt } = await gcm();
  const lane = (work: Work): Lane => {
    const made = new Lane();
    void carry(made, work);
    return made;
  };
  const pair = pairOf(lane(encrypt), lane(decrypt));
  return { audio: pair, video: pair };
}

async function carry({ readable, writable }: Lane, work: Work): Promise<void> {
  const [reader, writer] = [readable.getReader(), writable.getWriter()];
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    next.value.data = (await work(next.value.data)) ?? next.value.data;
    void writer.write(next.value);
  }
}

function direct(work: Work): Contestant {
  const oneByOne = async (frames: readonly FakeFrame[]): Promise<number> => {
    const began = performance.now();
    for (const frame of frames) frame.data = (await work(frame.data)) ?? frame.data;
    return performance.now() - began;
  };
  return { oneByOne, atOnce: oneByOne };
}

const pairOf = (seal: Lane, open: Lane): Pair => ({ seal: contestantOf(seal), open: contestantOf(open) });

const contestantOf = (lane: Lane): Contestant => ({
  oneByOne: (frames) => lane.oneByOne(frames),
  atOnce: (frames) => lane.atOnce(frames),
});

export const mediaOf = (kind: Kind): 'audio' | 'video' => (kind === 'audio' ? 'audio' : 'video');
