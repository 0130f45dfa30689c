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
} from '../../../crypto/workers/protocol.ts';
import { Sfu, type RemoteMedia } from '../../../app/media/sfu.ts';
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

/** The room inside `Sfu`, to break its connection from within. */
let room: Room | undefined;
const setE2EEEnabled = Room.prototype.setE2EEEnabled;
Room.prototype.setE2EEEnabled = function (this: Room, enabled: boolean) {
  room = this;
  return setE2EEEnabled.call(this, enabled);
};

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
    if (data.type === 'opened') opened[data.id] = data.counts;
    if (data.type === 'sealed') sealed[data.id] = data.counts;
  });
  worker.addEventListener('error', (event) => log.push(`worker: ${event.message}`));
  sfu = new Sfu(worker, {
    state: (state) => log.push(state),
    over: (how) => log.push(how),
    packet: (bytes) => packets.push(new TextDecoder().decode(bytes)),
    present: (ids) => (present = ids),
    trackEnded: (slot) => log.push(`ended ${slot}`),
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
  /** Colour in the middle of each picture, loudest frequency of each sound. */
  async seen() {
    const all: Record<string, unknown> = {};
    for (const { id, participantId, slot, track } of media) {
      const element = shown.get(id)?.element;
      if (element instanceof HTMLVideoElement) {
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 8;
        const context = canvas.getContext('2d');
        if (!context || element.videoWidth === 0) {
          all[`${participantId} ${slot}`] = 'none';
          continue;
        }
        context.drawImage(element, 0, 0, 8, 8);
        all[`${participantId} ${slot}`] = {
          size: `${element.videoWidth}x${element.videoHeight}`,
          rgb: Array.from(context.getImageData(4, 1, 1, 1).data.slice(0, 3)),
        };
      } else {
        const context = new AudioContext();
        const analyser = new AnalyserNode(context, { fftSize: 4096 });
        context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
        await new Promise((resolve) => setTimeout(resolve, 400));
        const bins = new Float32Array(analyser.frequencyBinCount);
        analyser.getFloatFrequencyData(bins);
        let best = 0;
        bins.forEach((value, bin) => (best = value > (bins[best] ?? -200) ? bin : best));
        all[`${participantId} ${slot}`] = {
          hertz: Math.round((best * context.sampleRate) / 4096),
          decibels: Math.round(bins[best] ?? -200),
        };
        await context.close();
      }
    }
    return all;
  },
};

export type FramePath = typeof api;
Reflect.set(window, 'framePath', api);
