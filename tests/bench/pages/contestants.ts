/**
 * Who seals and opens in the bench. The product's frame worker and LiveKit's end-to-end-encryption worker, each
 * whole and unchanged, live here side by side in one thread and are spoken to as their pages speak to them;
 * third, WebCrypto with nothing around it.
 */

import { branded, type EpochNumber, type MemberIndex } from '../../../crypto/brands.ts';
import {
  SLOTS,
  type FromFrameKeys,
  type ToFrame,
  type ToFrameKeys,
} from '../../../crypto/workers/protocol.ts';
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
    sayKeys({ type: 'base', n, index: member, slot: data.slot, baseKey: crypto.getRandomValues(new Uint8Array(32)) });
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

let liveKit: Promise<Handler> | undefined;

/** LiveKit's worker with its own defaults, but for the bits of its key: 128 unless its user says otherwise. */
export async function liveKits(keySize: 128 | 256): Promise<Record<'audio' | 'video', Pair>> {
  liveKit ??= handlerOf(() => import('livekit-client/e2ee-worker'));
  const tell = await liveKit;
  const participantIdentity = `somebody ${keySize}`;
  // Options are those of `init` at the time a participant is first heard of.
  tell({
    kind: 'init',
    data: {
      keyProviderOptions: {
        sharedKey: false,
        ratchetSalt: 'LKFrameEncryptionKey',
        ratchetWindowSize: 8,
        failureTolerance: 10,
        keyringSize: 16,
        keySize,
      },
      loglevel: 'silent',
    },
  });
  const key = await crypto.subtle.importKey('raw', crypto.getRandomValues(new Uint8Array(32)), 'HKDF', false, [
    'deriveBits',
    'deriveKey',
  ]);
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
          trackId: `${kind} ${media} ${keySize}`,
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

// ── WebCrypto alone ─────────────────────────────────────────────────────────────────────────────────────────

/** AES-256-GCM over a whole frame: no stream, no header, nothing authenticated beside it, nothing copied. */
export async function bare(): Promise<Record<'audio' | 'video', Pair>> {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const counters = { encrypt: 0, decrypt: 0 };
  const contestant = (way: 'encrypt' | 'decrypt'): Contestant => {
    const oneByOne = async (frames: readonly FakeFrame[]): Promise<number> => {
      const began = performance.now();
      for (const frame of frames) {
        const iv = new Uint32Array([0, 0, counters[way]++]);
        frame.data = await crypto.subtle[way]({ name: 'AES-GCM', iv }, key, frame.data);
      }
      return performance.now() - began;
    };
    return { oneByOne, atOnce: oneByOne };
  };
  // What is sealed in one order is opened in the same.
  const pair: Pair = { seal: contestant('encrypt'), open: contestant('decrypt') };
  return { audio: pair, video: pair };
}

const pairOf = (seal: Lane, open: Lane): Pair => ({ seal: contestantOf(seal), open: contestantOf(open) });

const contestantOf = (lane: Lane): Contestant => ({
  oneByOne: (frames) => lane.oneByOne(frames),
  atOnce: (frames) => lane.atOnce(frames),
});

export const mediaOf = (kind: Kind): 'audio' | 'video' => (kind === 'audio' ? 'audio' : 'video');
