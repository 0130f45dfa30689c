/**
 * One participant with the product's media folder and frame worker, and base keys that anybody can compute:
 * the way of a frame alone, without door and vault. Driven by `framePath.test.ts`.
 */

import { Room } from 'livekit-client';
import { branded, type MemberIndex, type ParticipantId } from '../../../crypto/brands.ts';
import type {
  FromFrame,
  FromFrameKeys,
  OpenCounts,
  SealCounts,
  SlotName,
  ToFrameKeys,
} from '../../../crypto/workers/frameProtocol.ts';
import { Sfu } from '../../../app/media/sfu.ts';
import type { RemoteMedia } from '../../../app/media/subscriptions.ts';
import { canSealFrames } from '../../../app/media/trial.ts';
import { startFrameWorker } from '../../../app/media/workers.ts';

const opened: Record<string, OpenCounts> = {};
const sealed: Record<string, SealCounts> = {};
const log: string[] = [];
const shown = new Map<string, { element: HTMLVideoElement | HTMLAudioElement; unwatch: () => void }>();
let media: readonly RemoteMedia[] = [];
let present: readonly string[] = [];
const sources = new Map<SlotName, MediaStreamTrack>();
const packets: string[] = [];
let sfu: Sfu;
let keys: MessagePort;
let frames: Worker;

/** Every connection of the page, for its statistics. */
const connections: RTCPeerConnection[] = [];
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.push(this);
  }
};

/** The room inside `Sfu`, to break its connection from within: livekit-client tells who prepares to connect. */
let room: Room | undefined;
const prepared = Object.getOwnPropertyDescriptor(Room.prototype, 'setE2EEEnabled')?.value as (
  on: boolean,
) => Promise<void>;
Object.defineProperty(Room.prototype, 'setE2EEEnabled', {
  value(this: unknown, on: boolean): Promise<void> {
    if (this instanceof Room) room = this.valueOf() as Room;
    return prepared.call(this, on);
  },
});

/** What a vault would say, with a secret that is none. */
async function baseKey({ n, index, slot }: FromFrameKeys): Promise<Uint8Array<ArrayBuffer>> {
  const text = new TextEncoder().encode(`not a secret ${n} ${index} ${slot}`);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', text));
}

const say = (message: ToFrameKeys): void => keys.postMessage(message);

async function start(): Promise<void> {
  const { worker, vault } = await startFrameWorker();
  frames = worker;
  keys = vault;
  keys.onmessage = async ({ data }: MessageEvent<FromFrameKeys>) => {
    say({ type: 'base', n: data.n, index: data.index, slot: data.slot, baseKey: await baseKey(data) });
  };
  worker.addEventListener('message', ({ data }: MessageEvent<FromFrame>) => {
    if (data.type !== 'counts') return;
    Object.assign(opened, Object.fromEntries(data.opened));
    Object.assign(sealed, Object.fromEntries(data.sealed));
  });
  worker.addEventListener('error', (event) => log.push(`worker: ${event.message}`));
  sfu = new Sfu(worker, {
    state: (state) => log.push(state),
    over: () => log.push('over'),
    packet: (bytes) => packets.push(new TextDecoder().decode(bytes)),
    present: (ids) => (present = ids),
    quality: () => undefined,
    media(tracks) {
      media = tracks;
      for (const [id, { element, unwatch }] of shown) {
        if (tracks.some((track) => track.id === id)) continue;
        unwatch();
        element.remove();
        shown.delete(id);
      }
      for (const track of tracks) {
        if (shown.has(track.id)) continue;
        const element = document.createElement(track.track.kind === 'video' ? 'video' : 'audio');
        element.autoplay = true;
        element.srcObject = new MediaStream([track.track]);
        document.body.append(element);
        const unwatch =
          element instanceof HTMLVideoElement ? sfu.watch(track.track)(element) : () => undefined;
        shown.set(track.id, { element, unwatch });
        element.play().catch((error: unknown) => log.push(String(error)));
      }
    },
  });
}

function epoch(n: number, index: number): void {
  say({ type: 'epoch', n: branded(n) });
  say({ type: 'sendUnder', n: branded(n), index: branded(index) });
}

const api = {
  start,
  async join(url: string, token: string, index: number, seats: Record<string, number>, n = 1) {
    epoch(n, index);
    sfu.seat(
      new Map(
        Object.entries(seats).map(([id, at]) => [branded<ParticipantId>(id), branded<MemberIndex>(at)]),
      ),
    );
    await sfu.connect(url, token);
  },
  canSealFrames,
  epoch,
  silence: () => say({ type: 'silence' }),
  /** A canvas that changes all the time in this colour; a tone of this pitch. */
  async send(slot: SlotName, look: string) {
    let track: MediaStreamTrack | undefined;
    if (slot === 'camera' || slot === 'screen') {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [640, 360];
      const context = canvas.getContext('2d');
      let at = 0;
      const draw = (): void => {
        if (!context) return;
        context.fillStyle = look;
        context.fillRect(0, 0, 640, 360);
        context.fillStyle = 'gray';
        context.fillRect((at += 7) % 600, 150, 40, 40);
      };
      draw();
      setInterval(draw, 50);
      track = canvas.captureStream(20).getVideoTracks()[0];
    } else if (look === 'device') {
      track = (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks()[0];
    } else {
      const context = new AudioContext();
      const tone = new OscillatorNode(context, { frequency: Number(look) });
      const out = context.createMediaStreamDestination();
      tone.connect(out);
      tone.start();
      track = out.stream.getAudioTracks()[0];
    }
    if (!track) throw new Error('no track');
    sources.get(slot)?.stop();
    sources.set(slot, track);
    await sfu.send(slot, track);
  },
  hold: (slot: SlotName) => sfu.hold(slot),
  packet: (text: string) => sfu.packet(new TextEncoder().encode(text)),
  leave: () => sfu.leave(),
  reconnect: () => room?.simulateScenario('full-reconnect'),
  resume: () => room?.simulateScenario('resume-reconnect'),
  killWorker: () => frames.terminate(),
  state: () => ({
    opened,
    sealed,
    log,
    packets,
    present,
    media: media.map(({ id, participantId, slot, transform }) => ({ id, participantId, slot, transform })),
  }),
  /** Red, green and blue of each picture. */
  pictures(): Partial<Record<SlotName, number[]>> {
    const all: Partial<Record<SlotName, number[]>> = {};
    for (const { id, slot } of media) {
      const element = shown.get(id)?.element;
      const context = document.createElement('canvas').getContext('2d');
      if (!(element instanceof HTMLVideoElement) || !context || element.videoWidth === 0) continue;
      context.drawImage(element, 0, 0, 8, 8);
      all[slot] = Array.from(context.getImageData(4, 1, 1, 1).data.slice(0, 3));
    }
    return all;
  },
  /** Energy of the decoded sound of each slot, since it came: also where no sound can be played. */
  async energy(): Promise<Partial<Record<SlotName, number>>> {
    const all: Partial<Record<SlotName, number>> = {};
    for (const { slot, track } of media) {
      const receiver = connections.flatMap((one) => one.getReceivers()).find((one) => one.track === track);
      for (const report of (await receiver?.getStats())?.values() ?? []) {
        const { type, totalAudioEnergy } = report as { type: string; totalAudioEnergy?: number };
        if (type === 'inbound-rtp' && totalAudioEnergy) all[slot] = totalAudioEnergy;
      }
    }
    return all;
  },
};

export type FramePath = typeof api;
Reflect.set(window, 'framePath', api);
