/**
 * A call as livekit-client makes it by itself, with its own end-to-end encryption or none, the settings of our client,
 * and two tiles as those of a call of two there: as large, as round, one of them mirrored, each with a name.
 */

import {
  createLocalTracks,
  ExternalE2EEKeyProvider,
  LogLevel,
  Room,
  RoomEvent,
  setLogLevel,
  Track,
  type LocalTrack,
} from 'livekit-client';
import E2EEWorker from 'livekit-client/e2ee-worker?worker';
import { PUBLISHING } from '../../../app/media/publications.ts';
import { withoutTelltales } from '../../../app/media/telltales.ts';

export interface StockWay {
  /** With its own end-to-end encryption. */
  readonly sealed: boolean;
  /** Sound at a constant bit rate and without its loudness, as ours: with a variable one its sizes say what is said. */
  readonly constantSound?: boolean;
}

declare global {
  interface Window {
    stockCall: {
      /** Camera, microphone, worker and key: all that can be had before the click. Shows a button "Join". */
      prepare(url: string, token: string, how: StockWay): Promise<void>;
      leave(): Promise<void>;
    };
  }
}

setLogLevel(LogLevel.silent);

let room: Room;

function show(track: Track, label: string): void {
  const element = track.attach();
  if (!(element instanceof HTMLVideoElement)) return;
  const tile = document.createElement('div');
  tile.role = 'group';
  tile.ariaLabel = label;
  tile.dataset['state'] = 'live';
  const name = document.createElement('p');
  name.textContent = label;
  tile.append(element, name);
  document.body.append(tile);
}

function keepSoundConstant(): void {
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    override setRemoteDescription({ type, sdp = '' }: RTCSessionDescriptionInit): Promise<void> {
      return super.setRemoteDescription({ type, sdp: withoutTelltales(sdp) });
    }
  };
}

interface Joining {
  readonly url: string;
  readonly token: string;
  readonly sealed: boolean;
  readonly tracks: readonly LocalTrack[];
}

async function join({ url, token, sealed, tracks }: Joining): Promise<void> {
  if (sealed) await room.setE2EEEnabled(true);
  await room.connect(url, token);
  await Promise.all(tracks.map((track) => room.localParticipant.publishTrack(track)));
}

window.stockCall = {
  async prepare(url, token, { sealed, constantSound }) {
    if (constantSound) keepSoundConstant();
    const keyProvider = new ExternalE2EEKeyProvider();
    room = new Room({
      adaptiveStream: true,
      dynacast: true,
      ...(sealed && { encryption: { keyProvider, worker: new E2EEWorker() } }),
      publishDefaults: PUBLISHING,
    });
    room.on(RoomEvent.TrackSubscribed, (track, _publication, { identity }) => show(track, identity));
    await keyProvider.setKey('the same for both');
    await room.prepareConnection(url);
    const tracks = await createLocalTracks({ audio: true, video: true });
    for (const track of tracks) if (track.kind === Track.Kind.Video) show(track, 'me (you)');
    const button = document.createElement('button');
    button.textContent = 'Join';
    button.addEventListener('click', () => void join({ url, token, sealed, tracks }));
    document.body.append(button);
  },
  async leave() {
    await room.disconnect();
  },
};
