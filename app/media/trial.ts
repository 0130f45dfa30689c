/**
 * Tries whether this browser can encrypt a call, before anything is asked of the person: a picture of our own
 * is encoded, sealed, opened and decoded between two connections inside the page.
 */

import { branded, type EpochNumber, type MemberIndex } from '../../crypto/brands.ts';
import {
  SLOTS,
  type FromFrame,
  type FromFrameKeys,
  type ToFrame,
  type ToFrameKeys,
} from '../../crypto/workers/frameProtocol.ts';
import { attachTransform, hasEncodedTransforms, RTC_CONFIG } from './encodedTransform.ts';
import { startFrameWorker } from './workers.ts';

/** How long the two ends may take to find each other. */
const CONNECT_MS = 4_000;
/** How long the first frame may take then: a slow phone has codecs and a worker to start, and is told to go elsewhere after it. */
const DECODE_MS = 15_000;
const FRAMES_PER_SECOND = 20;
const slot = SLOTS.camera;
const index = branded<MemberIndex>(0);
const n = branded<EpochNumber>(0);

/**
 * Whether frames can be sealed and opened here. A trial whose connection does not come about (no network at
 * all) proves nothing against the browser: then having encoded transforms is enough, for nothing is sent
 * unsealed in any case.
 */
export async function canSealFrames(): Promise<boolean> {
  if (!hasEncodedTransforms() || !globalThis.isSecureContext) return false;
  const outcome = await tryLoop().catch(() => 'failed' as const);
  return outcome !== 'failed';
}

async function tryLoop(): Promise<'decoded' | 'failed' | 'notConnected'> {
  const { worker, vault } = await startFrameWorker();
  const sender = new RTCPeerConnection(RTC_CONFIG);
  const receiver = new RTCPeerConnection(RTC_CONFIG);
  const picture = movingPicture();
  try {
    answerWithThrowawayKey(vault);
    const say = (message: ToFrame): void => worker.postMessage(message);
    say({ type: 'switch', slot, on: true });
    let opened = 0;
    worker.onmessage = ({ data }: MessageEvent<FromFrame>) => {
      if (data.type === 'counts') opened = data.opened.get('opening')?.opened ?? opened;
    };

    const sending = sender.addTransceiver(picture.track, { direction: 'sendonly' });
    attachTransform(worker, sending.sender, { role: 'seal', id: 'sealing', slot });
    receiver.ontrack = ({ receiver: end }) =>
      attachTransform(worker, end, { role: 'open', id: 'opening', slot, index });
    onlyVp8(sending);
    await connect(sender, receiver);

    const decoded = async (): Promise<boolean> => {
      for (const report of (await receiver.getStats()).values()) {
        if (isRecord(report) && report['type'] === 'inbound-rtp' && Number(report['framesDecoded']) > 0)
          return opened > 0;
      }
      return false;
    };
    const began = performance.now();
    for (;;) {
      if (await decoded()) return 'decoded';
      const passed = performance.now() - began;
      if (receiver.connectionState !== 'connected' && passed > CONNECT_MS) return 'notConnected';
      if (passed > CONNECT_MS + DECODE_MS) return 'failed';
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    picture.stop();
    sender.close();
    receiver.close();
    worker.terminate();
    vault.close();
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Stands in for the vault with a key that is good for nothing else. */
function answerWithThrowawayKey(vault: MessagePort): void {
  const say = (message: ToFrameKeys): void => vault.postMessage(message);
  vault.onmessage = ({ data }: MessageEvent<FromFrameKeys>) => {
    say({ ...data, type: 'base', baseKey: crypto.getRandomValues(new Uint8Array(32)) });
  };
  say({ type: 'sendUnder', n, index });
}

function onlyVp8(transceiver: RTCRtpTransceiver): void {
  const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
  transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => /^video\/(vp8|rtx)$/i.test(mimeType)));
}

async function connect(from: RTCPeerConnection, to: RTCPeerConnection): Promise<void> {
  const pass = (other: RTCPeerConnection) => (event: RTCPeerConnectionIceEvent) =>
    void other.addIceCandidate(event.candidate ?? undefined).catch(() => undefined);
  from.onicecandidate = pass(to);
  to.onicecandidate = pass(from);
  await from.setLocalDescription();
  if (from.localDescription) await to.setRemoteDescription(from.localDescription);
  await to.setLocalDescription();
  if (to.localDescription) await from.setRemoteDescription(to.localDescription);
}

/** A small picture that changes all the time: an encoder sends nothing of one that stands still. */
function movingPicture(): { readonly track: MediaStreamTrack; stop(): void } {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const context = canvas.getContext('2d');
  let at = 0;
  const draw = (): void => {
    at = (at + 5) % 64;
    context?.clearRect(0, 0, 64, 64);
    context?.fillRect(at, at, 24, 24);
  };
  draw();
  const drawing = setInterval(draw, 1000 / FRAMES_PER_SECOND);
  const [track] = canvas.captureStream(FRAMES_PER_SECOND).getVideoTracks();
  if (!track) throw new Error('a canvas without a picture');
  return {
    track,
    stop() {
      clearInterval(drawing);
      track.stop();
    },
  };
}
