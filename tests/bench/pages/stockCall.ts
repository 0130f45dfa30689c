/** A call as livekit-client makes it by itself, with its own end-to-end encryption and the settings of our client. */

import {
  createLocalTracks,
  ExternalE2EEKeyProvider,
  LogLevel,
  Room,
  RoomEvent,
  setLogLevel,
  VideoPresets,
  type LocalTrack,
  type RemoteParticipant,
  type RemoteTrack,
} from 'livekit-client';
import E2EEWorker from 'livekit-client/e2ee-worker?worker';

declare global {
  interface Window {
    stockCall: {
      /** Camera, microphone, worker and key: all that can be had before the click. Shows a button "Join". */
      prepare(url: string, token: string): Promise<void>;
      leave(): Promise<void>;
    };
  }
}

setLogLevel(LogLevel.silent);

let room: Room;

function show(track: RemoteTrack, participant: RemoteParticipant): void {
  const element = track.attach();
  if (!(element instanceof HTMLVideoElement)) return;
  element.width = 640;
  element.height = 360;
  const tile = document.createElement('div');
  tile.role = 'group';
  tile.ariaLabel = participant.identity;
  tile.dataset['state'] = 'live';
  tile.append(element);
  document.body.append(tile);
}

async function join(url: string, token: string, tracks: readonly LocalTrack[]): Promise<void> {
  await room.setE2EEEnabled(true);
  await room.connect(url, token);
  await Promise.all(tracks.map((track) => room.localParticipant.publishTrack(track)));
}

window.stockCall = {
  async prepare(url, token) {
    const keyProvider = new ExternalE2EEKeyProvider();
    room = new Room({
      adaptiveStream: true,
      dynacast: true,
      encryption: { keyProvider, worker: new E2EEWorker() },
      publishDefaults: {
        videoCodec: 'vp8',
        backupCodec: false,
        simulcast: true,
        videoSimulcastLayers: [VideoPresets.h180, VideoPresets.h360],
        red: false,
        dtx: false,
      },
    });
    room.on(RoomEvent.TrackSubscribed, (track, _publication, participant) => show(track, participant));
    await keyProvider.setKey('the same for both');
    await room.prepareConnection(url);
    const tracks = await createLocalTracks({ audio: true, video: true });
    const button = document.createElement('button');
    button.textContent = 'Join';
    button.addEventListener('click', () => void join(url, token, tracks));
    document.body.append(button);
  },
  async leave() {
    await room.disconnect();
  },
};
