/** The page's root: which phase follows what. Workers, SFU, devices and the relay's end are the test's; all else is the page. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toBase64url } from '../../crypto/bytes.ts';
import { branded, type EpochNumber, type MemberIndex, type ParticipantId } from '../../crypto/brands.ts';
import { OPEN_POLICY, type Policy } from '../../crypto/group/policy.ts';
import type { FromVault, RosterEntry, ToVault } from '../../crypto/workers/protocol.ts';
import type { SfuHandlers } from '../../app/media/sfu.ts';
import type { WorkerHandlers } from '../../app/media/workers.ts';
import type { MeetingView } from '../../app/phase.ts';
import { answered, connections, useFarEnd } from './connection/farEnd.ts';

const far = vi.hoisted(() => ({
  /** Every vault that was started, the newest last. */
  vaults: [] as {
    told: { type: string }[];
    says: (message: FromVault) => void;
    fails: () => void;
    ended: boolean;
  }[],
  /** Every SFU room that was entered. */
  rooms: [] as { tells: unknown; packets: unknown[]; url: string; left: boolean }[],
}));

vi.mock('../../app/media/workers.ts', () => ({
  startWorkers: ({ fromVault, failed }: WorkerHandlers) => {
    const vault = { told: [] as ToVault[], says: fromVault, fails: failed, ended: false };
    far.vaults.push(vault);
    return Promise.resolve({
      frame: {},
      toVault: (message: ToVault) => vault.told.push(message),
      stretch: () => Promise.resolve(),
      end: () => (vault.ended = true),
    });
  },
}));
vi.mock('../../app/media/trial.ts', () => ({ canSealFrames: () => Promise.resolve(true) }));
vi.mock('../../app/media/encodedTransform.ts', () => ({ hasEncodedTransforms: () => true }));
vi.mock('../../app/media/sfu.ts', () => ({
  Sfu: class {
    readonly room = { tells: {} as SfuHandlers, packets: [] as unknown[], url: '', left: false };
    constructor(_frames: unknown, tells: SfuHandlers) {
      this.room.tells = tells;
      far.rooms.push(this.room);
    }
    connect(url: string): Promise<void> {
      this.room.url = url;
      this.room.tells.state('connecting');
      this.room.tells.state('connected');
      return Promise.resolve();
    }
    packet(data: unknown): Promise<void> {
      this.room.packets.push(data);
      return Promise.resolve();
    }
    leave(): Promise<void> {
      this.room.left = true;
      return Promise.resolve();
    }
    send = () => Promise.resolve();
    hold = () => Promise.resolve();
    withdraw = () => Promise.resolve();
    seat = () => undefined;
    spare = () => undefined;
  },
}));
vi.mock('../../app/parts/wordList.ts', () => ({ loadWordList: () => Promise.resolve(['abacus', 'zoom']) }));

useFarEnd();

const ROOM = toBase64url(new Uint8Array(16).fill(7));
const SELF = branded<ParticipantId>(toBase64url(new Uint8Array(16).fill(1)));
const listeners = new Map<string, (event: Event) => void>();
const location = { origin: 'https://conclave.example', pathname: '/', hash: '' };
const kept = new Map<string, string>();
let databases: { name: string }[];
let navigation: string;
class Navigation implements PerformanceEntry {
  readonly name = location.origin;
  readonly entryType = 'navigation';
  readonly startTime = 0;
  readonly duration = 0;
  toJSON = (): unknown => ({});
  get type() {
    return navigation;
  }
}

beforeEach(() => {
  far.vaults.length = far.rooms.length = 0;
  listeners.clear();
  kept.clear();
  location.hash = '';
  databases = [];
  navigation = 'navigate';
  vi.stubGlobal('addEventListener', (type: string, heard: (event: Event) => void) =>
    listeners.set(type, heard),
  );
  vi.stubGlobal('location', location);
  vi.stubGlobal('history', { replaceState: () => (location.hash = '') });
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('indexedDB', { databases: () => Promise.resolve(databases) });
  vi.stubGlobal('PerformanceNavigationTiming', Navigation);
  vi.spyOn(performance, 'getEntriesByType').mockImplementation(() => [new Navigation()]);
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
    removeItem: (key: string) => kept.delete(key),
  });
  vi.stubGlobal('navigator', {
    mediaDevices: {
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      getUserMedia: () => Promise.reject(new DOMException('', 'NotAllowedError')),
      enumerateDevices: () => Promise.resolve([]),
      getDisplayMedia: () => {
        const picture = { kind: 'video', stop: () => undefined };
        const [tracks, sound] = [[picture], []];
        return Promise.resolve({
          getVideoTracks: () => tracks,
          getAudioTracks: () => sound,
          getTracks: () => tracks,
        });
      },
    },
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const settle = () => vi.advanceTimersByTimeAsync(20);
const vault = () => far.vaults.at(-1)!;
const told = () => vault().told.map(({ type }) => type);
const says = async (message: FromVault): Promise<void> => {
  vault().says(message);
  await settle();
};
async function page(): Promise<MeetingView> {
  vi.resetModules();
  const { createMeeting } = await import('../../app/meeting.svelte.ts');
  const meeting = createMeeting();
  await settle();
  return meeting;
}

const token = (sub: string) => `x.${toBase64url(new TextEncoder().encode(JSON.stringify({ sub })))}.x`;
const room: FromVault = {
  type: 'room',
  roomId: ROOM,
  inviteLink: 'https://conclave.example/#invite',
  passphrase: 'four words are enough',
  hostLink: 'https://conclave.example/#host',
};
const link = (role: 'host' | 'joiner'): FromVault => ({ type: 'link', role, roomId: ROOM });
const seated = (host: boolean): FromVault => ({
  type: 'seated',
  participantId: SELF,
  index: branded<MemberIndex>(host ? 0 : 1),
  host,
});
const entry = (n: number, change: Partial<RosterEntry> = {}): RosterEntry => ({
  index: branded<MemberIndex>(n),
  participantId: branded<ParticipantId>(`participant ${n}`),
  name: `Name ${n}`,
  label: `Name ${n}`,
  rank: n === 0 ? 0 : 255,
  ...change,
});
const roster = (members: readonly RosterEntry[], policy: Policy = OPEN_POLICY): FromVault => ({
  type: 'roster',
  n: branded<EpochNumber>(1),
  leader: branded<MemberIndex>(0),
  members,
  policy,
  locked: false,
  history: true,
  failedGuesses: 0,
  doorShut: false,
});
const guests = (policy?: Policy, rank = 255) =>
  roster([entry(0), entry(1, { participantId: SELF, rank })], policy);

/** Into a meeting of one's own. */
async function hosting(): Promise<MeetingView> {
  const meeting = await page();
  await meeting.newMeeting();
  await says(room);
  meeting.proceed();
  await settle();
  await meeting.enter('Ada');
  await says(seated(true));
  const relay = answered();
  relay.says({ type: 'opened', move: 0, max: 50, leading: true });
  relay.says({ type: 'token', url: 'ws://sfu/0', token: token(SELF), move: 0 });
  await settle();
  await says(roster([entry(0, { participantId: SELF }), entry(1)]));
  return meeting;
}

/** Behind an invite link, asking. */
async function knocking(): Promise<MeetingView> {
  location.hash = '#invite';
  const meeting = await page();
  await says(link('joiner'));
  await meeting.enter('Bo', 'four words are enough');
  const relay = answered();
  relay.says({ type: 'host', present: true, full: false, locked: false });
  await says({ type: 'door', state: { at: 'knocking' } });
  return meeting;
}

/** Into somebody else's meeting. */
async function guest(): Promise<MeetingView> {
  const meeting = await knocking();
  await says({ type: 'door', state: { at: 'admitted' } });
  await says(seated(false));
  connections.at(-1)!.says({ type: 'token', url: 'ws://sfu/0', token: token(SELF), move: 0 });
  await settle();
  await says(guests());
  return meeting;
}

describe('the start', () => {
  test('loads no vault on a device that remembers nothing', async () => {
    const meeting = await page();
    expect(meeting.phase).toEqual({ at: 'start' });
    expect(far.vaults).toEqual([]);
  });

  test('offers the newest room that this device remembers, and forgets it when asked to', async () => {
    databases = [{ name: 'conclave' }];
    const meeting = await page();
    expect(told()).toEqual(['recall']);
    await says({
      type: 'remembered',
      rooms: [
        { roomId: 'old', at: 1 },
        { roomId: ROOM, at: 2 },
      ],
    });
    expect(meeting.phase).toEqual({ at: 'start', remembered: { roomId: ROOM, at: 2 } });
    meeting.forgetRemembered();
    await settle();
    expect(vault().told.at(-1)).toEqual({ type: 'forgetRoom', roomId: ROOM });
    expect(meeting.phase).toEqual({ at: 'start', remembered: { roomId: 'old', at: 1 } });
  });

  test.each([
    ['link first', [link('host'), room]],
    ['room first', [room, link('host')]],
  ])('leads back into a remembered room as its host, without a question: %s', async (_order, answers) => {
    databases = [{ name: 'conclave' }];
    const meeting = await page();
    await says({ type: 'remembered', rooms: [{ roomId: ROOM, at: 2 }] });
    meeting.goOn();
    await settle();
    expect(vault().told.at(-1)).toEqual({ type: 'goOn', roomId: ROOM });
    for (const answer of answers) await says(answer);
    expect(meeting.phase).toEqual({ at: 'prejoin', role: 'host' });
  });

  test('asks before a host link makes somebody the host', async () => {
    location.hash = '#host';
    const meeting = await page();
    expect(location.hash).toBe('');
    await says(room);
    await says(link('host'));
    expect(meeting.phase).toEqual({ at: 'hostLink' });
    meeting.proceed();
    expect(meeting.phase).toEqual({ at: 'prejoin', role: 'host' });
  });

  test('says why a link is none, and still offers what is remembered', async () => {
    databases = [{ name: 'conclave' }];
    location.hash = '#nonsense';
    const meeting = await page();
    await says({ type: 'refused', of: 'openLink', reason: 'notALink' });
    await says({ type: 'remembered', rooms: [{ roomId: ROOM, at: 2 }] });
    expect(meeting.phase).toEqual({
      at: 'start',
      trouble: 'notALink',
      remembered: { roomId: ROOM, at: 2 },
    });
  });
});

describe('a link put into the address bar', () => {
  const comes = async (): Promise<void> => {
    location.hash = '#another';
    listeners.get('hashchange')!(new Event('hashchange'));
    await settle();
  };

  test('is followed from the waiting room, with another vault', async () => {
    await knocking();
    const before = vault();
    await comes();
    expect(location.hash).toBe('');
    expect(before.ended).toBe(true);
    expect(connections.at(-1)!.closed).toBe(true);
    expect(vault().told).toEqual([{ type: 'openLink', text: 'another', origin: location.origin }]);
  });

  test('is followed from the end and from the prejoin', async () => {
    const meeting = await guest();
    await meeting.leave();
    await comes();
    expect(vault().told.at(-1)).toMatchObject({ type: 'openLink', text: 'another' });
    await says(link('joiner'));
    expect(meeting.phase).toEqual({ at: 'prejoin', role: 'joiner' });
    await comes();
    expect(vault().told).toHaveLength(1);
  });

  test('is not followed out of a call, and does not stay in the bar', async () => {
    const meeting = await guest();
    await comes();
    expect(location.hash).toBe('');
    expect(meeting.phase).toEqual({ at: 'call' });
  });
});

describe('the waiting room', () => {
  test('shows what the host wrote, and takes the answer to the vault', async () => {
    const meeting = await knocking();
    await says({ type: 'door', state: { at: 'shown' } });
    const notes = [{ from: 'host', text: 'Who are you?' }] as const;
    await says({ type: 'notes', notes });
    expect(meeting.phase).toEqual({ at: 'waiting', state: { at: 'shown', notes } });
    meeting.answerNote('Bo, from work');
    await settle();
    expect(vault().told.at(-1)).toEqual({ type: 'answer', text: 'Bo, from work' });
  });

  test('says that the link is no longer valid, and nothing of the relay changes that', async () => {
    const meeting = await knocking();
    await says({ type: 'door', state: { at: 'moved' } });
    connections.at(-1)!.says({ type: 'host', present: false, full: false, locked: false });
    expect(meeting.phase).toEqual({ at: 'waiting', state: { at: 'refused', trouble: 'moved' } });
  });

  test('uses no token before the vault gave a seat, and none that is another’s', async () => {
    const meeting = await knocking();
    const relay = connections.at(-1)!;
    relay.says({ type: 'token', url: 'ws://evil', token: token('mallory'), move: 0 });
    await says({ type: 'door', state: { at: 'admitted' } });
    await says(seated(false));
    expect(far.rooms).toEqual([]);
    relay.says({ type: 'token', url: 'ws://sfu/0', token: token(SELF), move: 0 });
    await settle();
    expect(far.rooms.map(({ url }) => url)).toEqual(['ws://sfu/0']);
    await says(guests());
    expect(meeting.phase).toEqual({ at: 'call' });
  });
});

describe('somebody who was admitted', () => {
  test('asks for a token by themselves when none comes', async () => {
    const meeting = await knocking();
    await says({ type: 'door', state: { at: 'admitted' } });
    await says(seated(false));
    await vi.advanceTimersByTimeAsync(8_000);
    const relay = answered();
    relay.says({ type: 'nonce', nonce: toBase64url(new Uint8Array(32)) });
    await says({ type: 'rejoin', signKey: new Uint8Array(32), signature: new Uint8Array(64) });
    relay.says({ type: 'token', url: 'ws://sfu/2', token: token(SELF), move: 2 });
    await settle();
    await says(guests());
    expect(meeting.phase).toEqual({ at: 'call' });
    expect(far.rooms.map(({ url }) => url)).toEqual(['ws://sfu/2']);
  });
});

describe('a host', () => {
  test('that comes back waits until it is taken in', async () => {
    location.hash = '#host';
    const meeting = await page();
    await says(room);
    await says(link('host'));
    meeting.proceed();
    await meeting.enter('Ada');
    await says(seated(true));
    await says({ type: 'returning' });
    expect(meeting.phase).toEqual({ at: 'waiting', state: { at: 'returning' } });
  });

  test('keeps for a reload its room and name, no secret, and says goodbye all the same', async () => {
    databases = [{ name: 'conclave' }];
    const meeting = await hosting();
    expect(meeting.phase).toEqual({ at: 'call' });
    expect([...kept.values()]).toEqual([JSON.stringify({ roomId: ROOM, name: 'Ada' })]);
    await says({ type: 'goodbye', packets: [new Uint8Array(9)] });
    listeners.get('pagehide')!(new Event('pagehide'));
    await settle();
    expect(far.rooms[0]!.packets).toHaveLength(1);
    await meeting.leave();
    expect(far.rooms[0]!.packets).toHaveLength(1);
    expect(kept.size).toBe(0);
  });

  test('says goodbye when the page goes, where nothing could be remembered', async () => {
    await hosting();
    await says({ type: 'goodbye', packets: [new Uint8Array(9)] });
    listeners.get('pagehide')!(new Event('pagehide'));
    await settle();
    expect(far.rooms[0]!.packets).toHaveLength(1);
  });

  test('is straight back in after a reload, with everything off', async () => {
    databases = [{ name: 'conclave' }];
    navigation = 'reload';
    kept.set('conclave/hosting', JSON.stringify({ roomId: ROOM, name: 'Ada' }));
    const meeting = await page();
    expect(meeting.phase).toEqual({ at: 'waiting', state: { at: 'returning' } });
    await says({ type: 'remembered', rooms: [{ roomId: ROOM, at: 2 }] });
    await says(room);
    await says(link('host'));
    expect(vault().told.slice(1)).toEqual([
      { type: 'goOn', roomId: ROOM },
      { type: 'start', name: 'Ada' },
    ]);
    expect([meeting.devices.microphoneOn, meeting.devices.cameraOn]).toEqual([false, false]);
  });

  test.each([
    ['in a new tab', 'navigate', ROOM],
    ['where the room was forgotten', 'reload', 'another'],
  ])('is at the start %s', async (_where, type, roomId) => {
    databases = [{ name: 'conclave' }];
    navigation = type;
    kept.set('conclave/hosting', JSON.stringify({ roomId: ROOM, name: 'Ada' }));
    const meeting = await page();
    await says({ type: 'remembered', rooms: [{ roomId, at: 2 }] });
    expect(meeting.phase).toEqual({ at: 'start', remembered: { roomId, at: 2 } });
    expect(told()).toEqual(['recall']);
  });

  test('is asked before the page goes, if others are there', async () => {
    await hosting();
    const going = new Event('beforeunload', { cancelable: true });
    listeners.get('beforeunload')!(going);
    expect(going.defaultPrevented).toBe(true);
  });

  test('that ends the meeting tells the relay after the vault', async () => {
    const meeting = await hosting();
    const relay = connections.at(-1)!;
    const ending = meeting.endForEveryone();
    await says({ type: 'over', how: 'ended' });
    await vi.advanceTimersByTimeAsync(1_000);
    await ending;
    expect(relay.heard.at(-1)).toEqual({ type: 'end' });
    expect(meeting.phase).toEqual({ at: 'end', how: 'ended' });
  });

  test('that hands over leaves when the roster shows the new host', async () => {
    const meeting = await hosting();
    const leaving = meeting.handOverAndLeave(branded<MemberIndex>(1));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(vault().told.at(-1)).toEqual({ type: 'act', action: { do: 'handOver', index: 1 } });
    expect(meeting.phase).toEqual({ at: 'call' });
    await says(roster([entry(0, { participantId: SELF }), entry(1, { rank: 1 })]));
    await vi.advanceTimersByTimeAsync(500);
    await leaving;
    expect(meeting.phase).toEqual({ at: 'end', how: 'left' });
  });

  test('sends the word list along with what makes a new passphrase', async () => {
    const meeting = await hosting();
    meeting.act({ do: 'newPassphrase', link: true });
    meeting.act({ do: 'dismiss', index: branded<MemberIndex>(1), newPassphrase: true });
    meeting.act({ do: 'dismiss', index: branded<MemberIndex>(1), newPassphrase: false });
    await settle();
    expect(vault().told.slice(-3)).toEqual(
      expect.arrayContaining([
        { type: 'act', action: { do: 'newPassphrase', link: true, words: ['abacus', 'zoom'] } },
        { type: 'act', action: { do: 'dismiss', index: 1, words: ['abacus', 'zoom'] } },
        { type: 'act', action: { do: 'dismiss', index: 1 } },
      ]),
    );
  });
});

describe('in the call', () => {
  test('a screen goes off when an authority says so, and it is said who', async () => {
    const meeting = await guest();
    await meeting.switchScreen(true);
    expect(meeting.screenOn).toBe(true);
    await says({ type: 'stop', by: 'Ada', slots: 0b0001 });
    expect([meeting.screenOn, meeting.notices]).toEqual([true, []]);
    await says({ type: 'stop', by: 'Ada', slots: 0b1100 });
    expect(meeting.screenOn).toBe(false);
    expect(meeting.notices).toMatchObject([{ kind: { is: 'stopped', by: 'Ada', slots: 0b0100 } }]);
  });

  test('a screen goes off when the rules forbid it, and cannot be shared again', async () => {
    const meeting = await guest();
    await meeting.switchScreen(true);
    await says(guests({ ...OPEN_POLICY, screen: 'authorities' }));
    expect(meeting.screenOn).toBe(false);
    expect(meeting.notices).toMatchObject([{ kind: { is: 'forbidden', use: 'screen' } }]);
    expect(meeting.may('screen')).toBe(false);
    expect(await meeting.switchScreen(true)).toBe('notAllowedByHost');
  });

  test('who becomes a co-host is told, has a line to the relay while leading, and none when dismissed', async () => {
    const meeting = await guest();
    const before = connections.length;
    await says(guests(OPEN_POLICY, 1));
    expect(meeting.isAuthority).toBe(true);
    expect(connections).toHaveLength(before);
    await says({ type: 'lead', is: true, authority: true });
    expect(connections).toHaveLength(before + 1);
    expect(meeting.notices.map(({ kind }) => kind.is)).toEqual(['nowHost']);
    await says({ type: 'lead', is: false, authority: true });
    expect(connections.at(-1)!.closed).toBe(true);
    await says(guests());
    expect(meeting.notices.map(({ kind }) => kind.is)).toEqual(['dismissed']);
  });

  test('a lost SFU is come back to by a signed question to the relay', async () => {
    const meeting = await guest();
    (far.rooms[0]!.tells as SfuHandlers).over('lost');
    await settle();
    expect([meeting.phase.at, meeting.connection]).toEqual(['call', 'reconnecting']);
    const relay = answered();
    relay.says({ type: 'nonce', nonce: toBase64url(new Uint8Array(32)) });
    await settle();
    expect(told().at(-1)).toBe('rejoinNonce');
    await says({ type: 'rejoin', signKey: new Uint8Array(32), signature: new Uint8Array(64) });
    expect(relay.heard).toMatchObject([{ type: 'rejoin', room: ROOM }]);
    relay.says({ type: 'token', url: 'ws://sfu/0', token: token(SELF), move: 0 });
    await settle();
    expect(meeting.connection).toBe('connected');
    expect(vault().told.filter(({ type }) => type === 'connected')).toHaveLength(2);
  });

  test('a way back for somebody else is not gone', async () => {
    const meeting = await guest();
    (far.rooms[0]!.tells as SfuHandlers).over('lost');
    await settle();
    const relay = answered();
    relay.says({ type: 'nonce', nonce: toBase64url(new Uint8Array(32)) });
    await says({ type: 'rejoin', signKey: new Uint8Array(32), signature: new Uint8Array(64) });
    relay.says({ type: 'token', url: 'ws://evil', token: token('mallory'), move: 0 });
    await settle();
    expect(far.rooms).toHaveLength(1);
    expect(meeting.connection).toBe('reconnecting');
  });

  test('is lost when ten minutes brought no way back, and over at once when the vault says so', async () => {
    const lost = await guest();
    (far.rooms[0]!.tells as SfuHandlers).over('lost');
    await vi.advanceTimersByTimeAsync(9 * 60_000);
    expect(lost.phase).toEqual({ at: 'call' });
    await vi.advanceTimersByTimeAsync(2 * 60_000);
    expect(lost.phase).toEqual({ at: 'end', how: 'lost', back: 'knock' });
    const removed = await guest();
    (far.rooms.at(-1)!.tells as SfuHandlers).over('removed');
    await says({ type: 'over', how: 'removed' });
    expect(removed.phase).toEqual({ at: 'end', how: 'removed' });
  });

  test('a move leads to the new room before the old one is left; one that was made already to none', async () => {
    await guest();
    await says({ type: 'move', move: 1 });
    const relay = answered();
    relay.says({ type: 'nonce', nonce: toBase64url(new Uint8Array(32)) });
    await says({ type: 'rejoin', signKey: new Uint8Array(32), signature: new Uint8Array(64) });
    relay.says({ type: 'token', url: 'ws://sfu/1', token: token(SELF), move: 1 });
    await settle();
    expect(far.rooms.map(({ url, left }) => [url, left])).toEqual([
      ['ws://sfu/0', false],
      ['ws://sfu/1', false],
    ]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(far.rooms.map(({ left }) => left)).toEqual([true, false]);
    const { length } = connections;
    await says({ type: 'move', move: 1 });
    expect(connections).toHaveLength(length);
  });
});

describe('the way back from the end', () => {
  const opened = () => vault().told.filter(({ type }) => type === 'openLink');

  test('of a guest is the link by which they came, for as long as they look at the end', async () => {
    const meeting = await guest();
    const before = opened();
    const leaving = meeting.leave();
    await vi.advanceTimersByTimeAsync(1_000);
    await leaving;
    expect(meeting.phase).toEqual({ at: 'end', how: 'left', back: 'knock' });
    meeting.goBack();
    await settle();
    expect(opened()).toEqual(before);
    expect(far.vaults).toHaveLength(2);
    await says(link('joiner'));
    expect(meeting.phase).toEqual({ at: 'prejoin', role: 'joiner' });
    await says({ type: 'over', how: 'dropped' });
    meeting.startAgain();
    meeting.goBack();
    await settle();
    expect(meeting.phase).toEqual({ at: 'start' });
  });

  test('is gone for who is put out, and when the meeting is over', async () => {
    for (const how of ['removed', 'ended'] as const) {
      const meeting = await guest();
      await says({ type: 'over', how });
      expect(meeting.phase).toEqual({ at: 'end', how });
    }
  });

  test('of a host leads through the room this device remembers', async () => {
    databases = [{ name: 'conclave' }];
    const meeting = await hosting();
    const leaving = meeting.leave();
    await vi.advanceTimersByTimeAsync(1_000);
    await leaving;
    expect(meeting.phase).toEqual({ at: 'end', how: 'left', back: 'host' });
    meeting.goBack();
    await settle();
    expect(meeting.phase).toEqual({ at: 'waiting', state: { at: 'returning' } });
    expect(told()).toEqual(['recall']);
    await says({ type: 'remembered', rooms: [{ roomId: ROOM, at: 1 }] });
    expect(told()).toEqual(['recall', 'goOn']);
    await says(link('host'));
    expect(vault().told.at(-1)).toEqual({ type: 'start', name: 'Ada' });
  });

  test('never is a host link, nor a link from before another meeting', async () => {
    location.hash = '#host';
    const meeting = await page();
    await says(link('host'));
    await says({ type: 'over', how: 'dropped' });
    expect(meeting.phase).toEqual({ at: 'end', how: 'lost' });
    const other = await hosting();
    await says({ type: 'over', how: 'dropped' });
    expect(other.phase).toEqual({ at: 'end', how: 'lost' });
  });
});
