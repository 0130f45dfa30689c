/**
 * What stands between livekit-client and its peer connections: no sender without a seal, not for one turn, and
 * no word of the server about encryption, mute or own tracks that anybody listens to.
 */

import { EngineEvent, type BaseE2EEManager } from 'livekit-client';
import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FrameGuard } from '../../../app/media/frameGuard.ts';
import { branded, type MemberIndex } from '../../../crypto/brands.ts';
import { SLOTS } from '../../../crypto/workers/frameProtocol.ts';
import { ToldWorker } from '../../app/media/toldWorker.ts';

let streamsFail = false;
/** Whether this browser has encoded transforms. */
let transforms = true;
beforeEach(() => {
  streamsFail = false;
  transforms = true;
});

/** A sender or receiver, as Chromium has them. */
class End {
  createEncodedStreams() {
    if (streamsFail) throw new Error('too late to create encoded streams');
    return { readable: new ReadableStream(), writable: new WritableStream() };
  }
}

type Engine = Parameters<BaseE2EEManager['setupEngine']>[0];

const made: { of: unknown; init: unknown }[] = [];
let stopped = 0;
/** What the browser is told of the server. */
const described: string[] = [];

/** What livekit-client has around a peer connection. */
class Transport {
  addTransceiver(track: unknown, init: unknown) {
    made.push({ of: track, init });
    return { sender: transforms ? new End() : {}, receiver: new End(), stop: () => stopped++ };
  }
  addTransceiverOfKind(kind: unknown, init: unknown) {
    made.push({ of: kind, init });
    return { sender: new End(), receiver: new End() };
  }
  addTrack(track: unknown) {
    made.push({ of: track, init: undefined });
    return new End();
  }
  setRemoteDescription({ sdp }: { readonly sdp: string }): void {
    described.push(sdp);
  }
}

const track = (): MediaStreamTrack => new EventTarget() as MediaStreamTrack;

function guarded() {
  made.length = 0;
  described.length = 0;
  stopped = 0;
  const worker = new ToldWorker();
  const packets: Uint8Array[] = [];
  const announced = vi.fn();
  const guard = new FrameGuard(worker, {
    packet: (payload) => packets.push(payload),
    others: () => undefined,
    announced,
  });
  const engine = new EventEmitter();
  const heard: string[] = [];
  // livekit-client's own ears, which are there first.
  for (const event of [
    EngineEvent.RemoteMute,
    EngineEvent.LocalTrackUnpublished,
    EngineEvent.DataPacketReceived,
    EngineEvent.DataTrackPacketReceived,
  ]) {
    engine.on(event, () => heard.push(event));
  }
  guard.setupEngine(engine as unknown as Engine);
  const [publisher, subscriber] = [new Transport(), new Transport()];
  engine.emit(EngineEvent.TransportsCreated, publisher, subscriber);
  return { guard, announced, worker, engine, heard, packets, publisher, subscriber };
}

describe('attack 4: a sender', () => {
  it('has its seal in the turn in which it is made', () => {
    const { guard, worker, publisher } = guarded();
    const camera = track();
    guard.expect(camera, SLOTS.camera);
    publisher.addTransceiver(camera, { direction: 'sendonly' });
    expect(worker.told).toMatchObject([{ type: 'streams', options: { role: 'seal', slot: SLOTS.camera } }]);
  });

  it('is not made for a track that nobody meant to send', () => {
    const { publisher, subscriber } = guarded();
    for (const transport of [publisher, subscriber]) {
      expect(() => transport.addTransceiver(track(), {})).toThrow('nobody meant to send');
      expect(() => transport.addTransceiver('video', {})).toThrow('nobody meant to send');
    }
    expect(made).toEqual([]);
  });

  it('that no seal can be put on is stopped before anything is negotiated for it', () => {
    const { guard, publisher } = guarded();
    const camera = track();
    guard.expect(camera, SLOTS.camera);
    streamsFail = true;
    expect(() => publisher.addTransceiver(camera, {})).toThrow('too late');
    expect(stopped).toBe(1);
  });

  it('is not made in any other way', () => {
    const { guard, publisher, subscriber } = guarded();
    const camera = track();
    guard.expect(camera, SLOTS.camera);
    for (const transport of [publisher, subscriber]) {
      expect(() => transport.addTrack(camera)).toThrow('addTransceiver');
      transport.addTransceiverOfKind('video', { direction: 'sendrecv' });
    }
    expect(made.map(({ init }) => init)).toEqual([{ direction: 'recvonly' }, { direction: 'recvonly' }]);
  });
});

describe('attack 2: a receiver', () => {
  it('has its transform in the turn in which it is made, and gives nothing out before it is somebody’s', () => {
    const { guard, worker, engine, publisher, announced } = guarded();
    const receiver = publisher.addTransceiverOfKind('audio', {}).receiver;
    const added = new End();
    engine.emit(EngineEvent.MediaTrackAdded, { id: 'TR_1' }, { id: 'PA_1|s' }, added);
    expect(announced.mock.calls).toEqual([[added, 'PA_1|s', 'TR_1']]);
    const unassigned = { type: 'streams', options: { role: 'unassigned' } };
    expect(worker.told).toMatchObject([unassigned, unassigned]);
    const index = branded<MemberIndex>(3);
    const opening = { role: 'open', slot: SLOTS.camera, index } as const;
    guard.assign(receiver, opening);
    guard.assign(receiver, undefined);
    expect(worker.told.slice(2)).toMatchObject([
      { type: 'retarget', to: opening },
      { type: 'retarget', to: { role: 'idle' } },
    ]);
  });
});

describe('attack 3: the server’s word on encryption', () => {
  it('changes nothing, whatever livekit-client makes of it', async () => {
    const { guard, worker } = guarded();
    guard.isDataChannelEncryptionEnabled = true;
    guard.setParticipantCryptorEnabled();
    guard.setSifTrailer();
    expect(guard.isEnabled).toBe(true);
    expect(guard.isDataChannelEncryptionEnabled).toBe(false);
    expect(worker.told).toEqual([]);
    await expect(guard.encryptData()).rejects.toThrow();
    await expect(guard.handleEncryptedData()).rejects.toThrow();
  });

  it('lets no packet through to livekit-client, and to the vault what is for it only', () => {
    const { engine, heard, packets } = guarded();
    const payload = Uint8Array.of(1, 2, 3);
    engine.emit(EngineEvent.DataPacketReceived, { value: { case: 'user', value: { payload } } });
    for (const other of [
      'chatMessage',
      'streamHeader',
      'rpcRequest',
      'encryptedPacket',
      'transcription',
      undefined,
    ]) {
      engine.emit(EngineEvent.DataPacketReceived, { value: { case: other, value: { payload } } });
    }
    engine.emit(EngineEvent.DataTrackPacketReceived, payload);
    expect(packets).toEqual([payload]);
    expect(heard).toEqual([]);
  });
});

describe('attack 3: the server’s description', () => {
  it('gives no place for loudness, and sets no other bit rate than a constant one', () => {
    const { publisher, subscriber } = guarded();
    const level = 'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n';
    const sdp = `a=rtpmap:111 opus/48000/2\r\n${level}a=fmtp:111 cbr=0;usedtx=1\r\n`;
    for (const transport of [publisher, subscriber]) transport.setRemoteDescription({ sdp });
    const changed = 'a=rtpmap:111 opus/48000/2\r\na=fmtp:111 cbr=1;usedtx=0\r\n';
    expect(described).toEqual([changed, changed]);
  });
});

describe('attack 3: a browser without encoded transforms', () => {
  it('sends nothing', () => {
    const { guard, publisher } = guarded();
    const camera = track();
    guard.expect(camera, SLOTS.camera);
    transforms = false;
    expect(() => publisher.addTransceiver(camera, {})).toThrow();
    expect(stopped).toBe(1);
  });
});

describe('attack 41: the server’s mute, unmute and unpublish', () => {
  it('reach nobody', () => {
    const { engine, heard, worker } = guarded();
    engine.emit(EngineEvent.RemoteMute, 'TR_camera', false);
    engine.emit(EngineEvent.LocalTrackUnpublished, { trackSid: 'TR_camera' });
    expect(heard).toEqual([]);
    expect(worker.told).toEqual([]);
  });
});
