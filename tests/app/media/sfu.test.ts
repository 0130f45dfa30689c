/** The connection to one SFU room, with a livekit-client whose connection the test is. */

import { ConnectionState, RoomEvent, UnexpectedConnectionState } from 'livekit-client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FrameGuard } from '../../../app/media/frameGuard.ts';
import { Sfu } from '../../../app/media/sfu.ts';
import { branded, type MemberIndex, type ParticipantId } from '../../../crypto/brands.ts';
import { SLOTS } from '../../../crypto/workers/frameProtocol.ts';
import { ToldWorker } from './toldWorker.ts';

interface LiveKit {
  readonly did: string[];
  readonly engine: { rtcConfig?: unknown; configure?: unknown; pcManager?: unknown };
  readonly options: { encryption?: { e2eeManager: unknown } };
  readonly localParticipant: { publishData: () => Promise<void>; published: unknown[] };
  readonly remoteParticipants: Map<string, unknown>;
  state: ConnectionState;
  emit(event: RoomEvent, ...said: unknown[]): void;
}

const far = vi.hoisted(() => ({ rooms: [] as unknown[] }));
vi.mock('livekit-client', async (original) => {
  const { EventEmitter } = await import('node:events');
  class Room extends EventEmitter {
    readonly did: string[] = [];
    readonly options: unknown;
    readonly remoteParticipants = new Map<string, unknown>();
    readonly localParticipant = {
      published: [] as unknown[],
      publishData: () => Promise.resolve(),
      publishTrack: (mediaStreamTrack: unknown, { source }: { source: string }) => {
        this.localParticipant.published.push(source);
        return Promise.resolve({ source, track: { mediaStreamTrack, isMuted: false } });
      },
      unpublishTrack: () => {
        this.localParticipant.published.push('nothing');
        return Promise.resolve();
      },
    };
    readonly engine = {
      rtcConfig: undefined as unknown,
      pcManager: undefined as unknown,
      configure: () => {
        this.did.push(`make a connection by ${JSON.stringify(this.engine.rtcConfig)}`);
        const createInitialOffer = () => Promise.resolve(this.did.push('offer'));
        this.engine.pcManager = { publisher: { createInitialOffer } };
        return Promise.resolve();
      },
      applyInitialPublisherLayout: () => void this.did.push('lay it out'),
      cleanupPeerConnections: () => Promise.resolve(this.did.push('close the connection')),
    };
    state = 'disconnected';
    constructor(options: unknown) {
      super();
      this.options = options;
      far.rooms.push(this);
    }
    setE2EEEnabled(on: boolean): Promise<void> {
      this.did.push(`encrypt ${String(on)}`);
      return Promise.resolve();
    }
    prepareConnection(url: string): Promise<void> {
      this.did.push(`look up ${url}`);
      return Promise.resolve();
    }
    connect(url: string): Promise<void> {
      this.did.push(`connect ${url}`);
      this.state = 'connected';
      this.emit('connectionStateChanged', 'connected');
      return Promise.resolve();
    }
    disconnect(): Promise<void> {
      this.did.push('disconnect');
      this.state = 'disconnected';
      this.emit('connectionStateChanged', 'disconnected');
      this.emit('disconnected');
      return Promise.resolve();
    }
  }
  return { ...(await original<object>()), Room };
});

let frames: ToldWorker;
const heard = {
  state: vi.fn(),
  over: vi.fn(),
  media: vi.fn(),
  present: vi.fn(),
  quality: vi.fn(),
  packet: vi.fn(),
};
let sfu: Sfu;
const room = () => far.rooms.at(-1) as LiveKit;
const packet = Uint8Array.of(1, 2, 3);

beforeEach(() => {
  vi.useFakeTimers();
  frames = new ToldWorker();
  for (const spy of Object.values(heard)) spy.mockReset();
  sfu = new Sfu(frames, heard);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('an SFU room', () => {
  test('is made with the guard, and says that it encrypts before it connects: attack 4', async () => {
    expect(room().options.encryption?.e2eeManager).toBeInstanceOf(FrameGuard);
    await sfu.connect('ws://sfu', 'token');
    expect(room().did).toEqual(['encrypt true', 'connect ws://sfu']);
    expect(heard.state.mock.calls).toEqual([['connected']]);
  });

  test('is over when it ends by itself, and is not told to be when one leaves', async () => {
    await sfu.connect('ws://sfu', 'token');
    room().emit(RoomEvent.Disconnected);
    expect(heard.over).toHaveBeenCalledTimes(1);
    const leaving = sfu.leave();
    await vi.advanceTimersByTimeAsync(400);
    await leaving;
    expect(heard.over).toHaveBeenCalledTimes(1);
  });

  test('that is left sends nothing more at once, in no slot; what goes on in another room stays on', async () => {
    await sfu.connect('ws://sfu', 'token');
    await sfu.leave({ goesOn: true });
    expect(frames.told).toEqual([]);
    void sfu.leave();
    expect(frames.told).toEqual(Object.values(SLOTS).map((slot) => ({ type: 'switch', slot, on: false })));
  });
});

describe('an SFU room that is made ready', () => {
  class Sender {
    createEncodedStreams = () => undefined;
  }
  const ready = ['encrypt true', 'look up ws://sfu'];
  const made = [...ready, 'make a connection by {"encodedInsertableStreams":true}', 'lay it out', 'offer'];

  /** Chromium, or a browser that has the other mechanism alone. */
  function browser(chromium: boolean): void {
    vi.stubGlobal('RTCRtpSender', chromium ? { prototype: new Sender() } : { prototype: {} });
  }
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test('has its connection before there is a token, for encoded streams, once', async () => {
    browser(true);
    await sfu.prepare('ws://sfu');
    expect(room().did).toEqual(made);
    await sfu.prepare('ws://sfu');
    expect(room().did).toEqual([...made, ...ready]);
  });

  test('has none where livekit-client makes it after the call, or makes it otherwise', async () => {
    browser(false);
    await sfu.prepare('ws://sfu');
    browser(true);
    delete room().engine.configure;
    await sfu.prepare('ws://sfu');
    expect(room().did).toEqual([...ready, ...ready]);
  });

  test('tells whoever takes it, and nobody before', async () => {
    const taken = new Sfu(frames);
    await taken.prepare('ws://sfu');
    room().emit(RoomEvent.ConnectionStateChanged, ConnectionState.Reconnecting);
    await taken.reportTo(heard).connect('ws://sfu', 'token');
    expect(heard.state.mock.calls).toEqual([['connected']]);
  });

  test('that nobody takes is closed, and not made after that', async () => {
    browser(true);
    const preparing = sfu.prepare('ws://sfu');
    await sfu.forget();
    await preparing;
    expect(room().did).toEqual(['encrypt true', 'close the connection']);
  });
});

describe('a packet', () => {
  test('waits for the connection, and not for ever', async () => {
    const sent = vi.spyOn(room().localParticipant, 'publishData');
    const waiting = sfu.packet(packet);
    expect(sent).not.toHaveBeenCalled();
    await sfu.connect('ws://sfu', 'token');
    await waiting;
    expect(sent).toHaveBeenCalledTimes(1);
    room().state = ConnectionState.Reconnecting;
    const tooLong = expect(sfu.packet(packet)).rejects.toThrow('no connection');
    await vi.advanceTimersByTimeAsync(15_000);
    await tooLong;
  });

  test('that finds no data channel ends the connection, once: another one is to be made', async () => {
    await sfu.connect('ws://sfu', 'token');
    vi.spyOn(room().localParticipant, 'publishData').mockImplementation(() =>
      Promise.reject(new UnexpectedConnectionState('DataChannel not found')),
    );
    const packets = [sfu.packet(packet), sfu.packet(packet)];
    for (const { status } of await Promise.allSettled(packets)) expect(status).toBe('rejected');
    expect(room().did.filter((did) => did === 'disconnect')).toHaveLength(1);
    expect(heard.over).toHaveBeenCalledTimes(1);
  });

  test('that fails for any other reason, or while the connection mends itself, ends nothing', async () => {
    await sfu.connect('ws://sfu', 'token');
    const send = vi.spyOn(room().localParticipant, 'publishData');
    send.mockImplementation(() => Promise.reject(new Error('too long')));
    await expect(sfu.packet(packet)).rejects.toThrow('too long');
    send.mockImplementation(() => {
      room().state = ConnectionState.Reconnecting;
      return Promise.reject(new UnexpectedConnectionState('publisher is closed'));
    });
    await expect(sfu.packet(packet)).rejects.toThrow('publisher is closed');
    expect(room().did).not.toContain('disconnect');
    expect(heard.over).not.toHaveBeenCalled();
  });
});

describe('a slot', () => {
  const track = () => new EventTarget() as MediaStreamTrack;

  test('is switched on before its track is published, and off at once', async () => {
    const camera = track();
    const expected = vi.spyOn(FrameGuard.prototype, 'expect');
    const sending = sfu.send('camera', camera);
    expect(frames.told).toEqual([{ type: 'switch', slot: SLOTS.camera, on: true }]);
    expect(expected).toHaveBeenCalledWith(camera, SLOTS.camera);
    expect(room().localParticipant.published).toEqual([]);
    await sending;
    expect(room().localParticipant.published).toEqual(['camera']);
    void sfu.hold('camera');
    expect(frames.told.at(-1)).toEqual({ type: 'switch', slot: SLOTS.camera, on: false });
  });

  test('that is held stays published, but for a screen; one that is withdrawn does not', async () => {
    const { published } = room().localParticipant;
    await sfu.send('camera', track());
    await sfu.hold('camera');
    expect(published).toEqual(['camera']);
    await sfu.withdraw('camera');
    expect(published).toEqual(['camera', 'nothing']);
    await sfu.send('screen', track());
    await sfu.hold('screen');
    expect(published.slice(2)).toEqual(['screen_share', 'nothing']);
  });
});

describe('somebody else’s track', () => {
  const ada = branded<ParticipantId>('ada');

  test('is opened as the roster says, and as nobody’s without it', async () => {
    const assigned = vi.spyOn(FrameGuard.prototype, 'assign').mockReturnValue('transform');
    const [receiver, mediaStreamTrack] = [{}, {}];
    const publication = { track: { receiver, mediaStreamTrack }, source: 'camera', trackSid: 'TR_1' };
    room().remoteParticipants.set('ada', {
      identity: 'ada',
      on: () => undefined,
      trackPublications: new Map([['TR_1', publication]]),
    });
    await sfu.connect('ws://sfu', 'token');
    expect(heard.present.mock.calls).toEqual([[['ada']]]);
    expect(assigned.mock.calls).toEqual([[receiver, undefined]]);
    sfu.seat(new Map([[ada, branded<MemberIndex>(3)]]));
    expect(assigned.mock.lastCall).toEqual([receiver, { role: 'open', slot: SLOTS.camera, index: 3 }]);
    expect(heard.media.mock.lastCall).toEqual([
      [{ id: 'TR_1', participantId: ada, slot: 'camera', track: mediaStreamTrack, transform: 'transform' }],
    ]);
    sfu.seat(new Map());
    expect(assigned.mock.lastCall).toEqual([receiver, undefined]);
    room().remoteParticipants.clear();
    room().emit(RoomEvent.ConnectionStateChanged, ConnectionState.Reconnecting);
    expect(heard.media.mock.lastCall).toEqual([[]]);
    expect(heard.state.mock.lastCall).toEqual(['reconnecting']);
  });
});
