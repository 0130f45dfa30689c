/** The call in one SFU room, in two while it moves, in none: with rooms whose SFU the test is. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Call, type CallSound } from '../../../app/connection/call.svelte.ts';
import type { CallSfu } from '../../../app/connection/lanes.svelte.ts';
import type { SfuHandlers } from '../../../app/media/sfu.ts';
import type { RemoteMedia } from '../../../app/media/subscriptions.ts';
import { branded, type MemberIndex, type ParticipantId } from '../../../crypto/brands.ts';
import { NO_FRAMES } from '../../../crypto/workers/frameProtocol.ts';
import type { FromVault, RosterEntry, ToVault } from '../../../crypto/workers/protocol.ts';
import { rosterOf } from '../rosters.ts';

const ADA = branded<ParticipantId>('ada');
const BO = branded<ParticipantId>('bo');
const CY = branded<ParticipantId>('cy');
const member = (participantId: ParticipantId, n: number): RosterEntry => ({
  index: branded<MemberIndex>(n),
  participantId,
  name: participantId,
  label: participantId,
  rank: 255,
});
const roster = (...ids: ParticipantId[]): FromVault => rosterOf(ids.map(member));

/** One SFU room, as the page's `Sfu` is to the call. */
class Room implements CallSfu {
  readonly did: string[] = [];
  readonly packets: Uint8Array[] = [];
  left: { readonly goesOn: boolean } | undefined;
  fail = (): void => undefined;
  readonly tells: SfuHandlers;
  constructor(tells: SfuHandlers) {
    this.tells = tells;
  }
  connect(url: string): Promise<void> {
    this.did.push(`connect ${url}`);
    if (url === 'nowhere') return Promise.reject(new Error('no room'));
    if (notYet) {
      notYet = false;
      return Promise.reject(new Error('no room'));
    }
    this.tells.state('connecting');
    if (url === 'slow') {
      return new Promise((_, reject) => {
        this.fail = () => {
          reject(new Error('no room'));
        };
      });
    }
    this.tells.present(url === 'new' ? [] : [BO, CY]);
    this.tells.state('connected');
    return Promise.resolve();
  }
  send(slot: string): Promise<void> {
    this.did.push(`send ${slot}`);
    return Promise.resolve();
  }
  hold(): Promise<void> {
    return Promise.resolve();
  }
  withdraw(): Promise<void> {
    return Promise.resolve();
  }
  packet(data: Uint8Array): Promise<void> {
    this.packets.push(data);
    return Promise.resolve();
  }
  seat(seats: ReadonlyMap<ParticipantId, MemberIndex>): void {
    this.did.push(`seat ${[...seats.keys()].join()}`);
  }
  draw(): () => void {
    return () => undefined;
  }

  watch(): () => () => void {
    return () => () => undefined;
  }
  spare(on: boolean): void {
    this.did.push(on ? 'spare' : 'spare nothing');
  }
  leave(how: { readonly goesOn: boolean }): Promise<void> {
    this.left = how;
    return Promise.resolve();
  }
}

let rooms: Room[];
/** The next room is not there yet. */
let notYet = false;
let told: ToVault[];
let call: Call;
const lost = vi.fn();
const strangers = vi.fn();
const connected = vi.fn();
const heard: string[][] = [];

beforeEach(() => {
  vi.useFakeTimers();
  for (const spy of [lost, strangers, connected]) spy.mockReset();
  rooms = [];
  told = [];
  heard.length = 0;
  const sound: CallSound = {
    play: (media) => void heard.push(media.map(({ id }) => id)),
    end: () => undefined,
    speaking: new Set(),
  };
  const makeSfu = (tells: SfuHandlers): CallSfu => {
    const room = new Room(tells);
    rooms.push(room);
    return room;
  };
  call = new Call(makeSfu, sound, { toVault: (message) => told.push(message), connected, lost, strangers });
});
afterEach(async () => {
  await call.leave();
  vi.useRealTimers();
});

const microphone = new EventTarget() as MediaStreamTrack;
const sent = {
  tracks: { microphone, camera: undefined, screen: undefined, screenAudio: undefined },
  slots: 15,
};
async function inOldRoom(): Promise<Room> {
  await call.enter('old', 'token');
  call.fromVault(roster(ADA, BO, CY));
  await call.send(sent);
  return rooms[0]!;
}
const media = (id: string): RemoteMedia => ({
  id,
  participantId: BO,
  slot: 'microphone',
  track: new EventTarget() as MediaStreamTrack,
  transform: id,
});

describe('a call', () => {
  test('tells the vault that it stands, and how many others are there', async () => {
    await inOldRoom();
    expect(told[0]).toEqual({ type: 'connected', others: 2 });
    expect(call.connection).toBe('connected');
  });

  test('offers what is sent as soon as it stands, and once', async () => {
    void call.enter('slow', 'token');
    const [room] = rooms;
    await call.send(sent);
    expect(room!.did).not.toContain('send microphone');
    expect([call.connection, connected.mock.calls]).toEqual(['reconnecting', []]);
    room!.tells.state('connected');
    expect(room!.did.filter((what) => what === 'send microphone')).toHaveLength(1);
    expect([call.connection, connected.mock.calls]).toEqual(['connected', [[false]]]);
  });

  test('that never stood is not lost: who entered it is told', async () => {
    void call.enter('slow', 'token');
    rooms[0]!.tells.over();
    expect(lost).not.toHaveBeenCalled();
    expect(rooms[0]!.left).toEqual({ goesOn: false });
  });

  test('is entered again after a loss, and sends again what was sent', async () => {
    const old = await inOldRoom();
    old.tells.over();
    expect(lost).toHaveBeenCalledTimes(1);
    expect(call.connection).toBe('reconnecting');
    expect(old.left).toEqual({ goesOn: false });
    await call.enter('again', 'token');
    expect(rooms[1]!.did).toEqual(['seat ada,bo,cy', 'connect again', 'send microphone']);
    expect(call.connection).toBe('connected');
  });

  test('saves data in the room it is in, and in each that follows', async () => {
    const old = await inOldRoom();
    call.spare(true);
    expect(old.did.at(-1)).toBe('spare');
    old.tells.over();
    await call.enter('again', 'token');
    expect(rooms[1]!.did).toContain('spare');
    call.spare(false);
    expect(rooms[1]!.did.at(-1)).toBe('spare nothing');
  });

  test('says of a room that it could not enter that it could not, and of no loss', async () => {
    await expect(call.enter('nowhere', 'token')).rejects.toThrow('no room');
    expect(lost).not.toHaveBeenCalled();
    expect(rooms[0]!.left).toBeDefined();
  });

  test('enters a room that was not there yet by a second try, with the same token', async () => {
    notYet = true;
    await call.enter('again', 'token');
    expect(rooms.map(({ did }) => did.at(-1))).toEqual(['connect again', 'connect again']);
    expect(rooms[0]!.left).toBeDefined();
    expect(call.connection).toBe('connected');
  });

  test('tries no second time once it was left', async () => {
    const entering = call.enter('slow', 'token');
    await call.leave();
    rooms[0]!.fail();
    await expect(entering).rejects.toThrow('no room');
    expect(rooms).toHaveLength(1);
  });

  test('tells a break that mends from a first connection', async () => {
    const old = await inOldRoom();
    old.tells.state('reconnecting');
    expect(call.connection).toBe('reconnecting');
    old.tells.state('connected');
    expect(connected.mock.calls).toEqual([[false], [true]]);
  });
});

describe('a move to a new room', () => {
  test('leaves the old one only after the new one carries what is sent and everybody is there', async () => {
    const old = await inOldRoom();
    await call.enter('new', 'token');
    const next = rooms[1]!;
    expect(next.did).toContain('send microphone');
    next.tells.present([BO]);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(old.left).toBeUndefined();
    next.tells.present([BO, CY]);
    await vi.advanceTimersByTimeAsync(1_100);
    // The slots go on in the new room: they are not switched off.
    expect(old.left).toEqual({ goesOn: true });
    expect(next.left).toBeUndefined();
    expect(call.connection).toBe('connected');
  });

  test('does not wait longer than three seconds for who does not come', async () => {
    const old = await inOldRoom();
    await call.enter('new', 'token');
    await vi.advanceTimersByTimeAsync(2_900);
    expect(old.left).toBeUndefined();
    await vi.advanceTimersByTimeAsync(200);
    expect(old.left).toBeDefined();
  });

  test('leaves no room that stands for one that is not entered yet', async () => {
    const old = await inOldRoom();
    await call.enter('new', 'token');
    void call.enter('slow', 'token');
    await vi.advanceTimersByTimeAsync(3_100);
    expect(old.left).toBeDefined();
    expect(rooms[1]!.left).toBeUndefined();
    expect(call.connection).toBe('connected');
  });

  test('is no loss when the old room is deleted meanwhile', async () => {
    const old = await inOldRoom();
    await call.enter('new', 'token');
    old.tells.over();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(lost).not.toHaveBeenCalled();
    expect(call.connection).toBe('connected');
    expect(rooms[1]!.left).toBeUndefined();
  });

  test('that fails leaves the page where it is', async () => {
    const old = await inOldRoom();
    await expect(call.enter('nowhere', 'token')).rejects.toThrow();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(old.left).toBeUndefined();
    expect(call.connection).toBe('connected');
  });

  test('says everything in both rooms, and takes what comes from both once', async () => {
    const old = await inOldRoom();
    await call.enter('new', 'token');
    const data = new Uint8Array(100).fill(5);
    call.fromVault({ type: 'packet', data });
    expect([old.packets, rooms[1]!.packets]).toEqual([[data], [data]]);
    told.length = 0;
    old.tells.packet(data);
    rooms[1]!.tells.packet(data);
    expect(told).toEqual([{ type: 'packet', data }]);
  });

  test('remembers packets for ten seconds after it, also when the connection is lost then', async () => {
    await inOldRoom();
    await call.enter('new', 'token');
    await vi.advanceTimersByTimeAsync(3_100);
    rooms[1]!.tells.over();
    await call.enter('again', 'token');
    const data = new Uint8Array(100).fill(5);
    const comes = (): number => {
      told.length = 0;
      rooms[2]!.tells.packet(data);
      return told.length;
    };
    expect([comes(), comes()]).toEqual([1, 0]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([comes(), comes()]).toEqual([1, 1]);
  });

  test('lets each voice be heard once, without a gap', async () => {
    const old = await inOldRoom();
    old.tells.media([media('old')]);
    await call.enter('new', 'token');
    rooms[1]!.tells.media([media('new')]);
    expect(heard.at(-1)).toEqual(['old']);
    call.fromFrame({
      type: 'counts',
      opened: new Map([['new', { ...NO_FRAMES, opened: 1 }]]),
      sealed: new Map(),
    });
    expect(heard.at(-1)).toEqual(['new']);
  });
});

describe('strangers in the call', () => {
  test('are thrown out and counted; who is being removed is none', async () => {
    const old = await inOldRoom();
    call.fromVault(roster(ADA, BO));
    call.fromVault({ type: 'leaving', members: [member(CY, 2)] });
    old.tells.present([BO, CY, branded<ParticipantId>('ghost')]);
    await vi.advanceTimersByTimeAsync(4_500);
    expect(strangers.mock.calls).toEqual([[['ghost']]]);
    expect(call.strangers).toBe(1);
  });
});
