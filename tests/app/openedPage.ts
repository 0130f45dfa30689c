/** A page of which workers, SFU, devices and the relay's end are the test's; all else is the product. And ways into a meeting. */

import { afterEach, beforeEach, vi } from 'vitest';
import { toBase64url } from '../../crypto/bytes.ts';
import { branded, type MemberIndex, type ParticipantId } from '../../crypto/brands.ts';
import type { Policy } from '../../crypto/group/policy.ts';
import type { FromVault, ToVault } from '../../crypto/workers/protocol.ts';
import type { SfuHandlers } from '../../app/media/sfu.ts';
import type { WorkerHandlers } from '../../app/media/workers.ts';
import type { MeetingView } from '../../app/phase.ts';
import type { FromRelay } from '../../relay/wire.ts';
import { answered, connections, useFarEnd } from './connection/farEnd.ts';
import { entry, rosterOf } from './rosters.ts';

interface Vault {
  readonly told: ToVault[];
  readonly says: (message: FromVault) => void;
  readonly fails: () => void;
  ended: boolean;
}
interface Room {
  tells: SfuHandlers;
  readonly packets: unknown[];
  /** For which it was made ready, in turn. */
  readonly ready: string[];
  url: string;
  left: boolean;
}
const far = vi.hoisted(() => ({
  vaults: [] as Vault[],
  made: [] as Room[],
  rooms: [] as Room[],
  sfu: { entering: undefined as Promise<void> | undefined },
}));
/** Every vault that was started, the newest last. */
export const vaults: readonly Vault[] = far.vaults;
/** Every SFU room that was made, to be entered now or later. */
export const made: readonly Room[] = far.made;
/** Those that were entered. */
export const rooms: readonly Room[] = far.rooms;
/** What comes of entering a room; it is entered at once without. */
export const { sfu } = far;

vi.mock('../../app/media/workers.ts', () => ({
  startWorkers: ({ fromVault, failed }: WorkerHandlers) => {
    const vault: Vault = { told: [], says: fromVault, fails: failed, ended: false };
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
    readonly room = { packets: [], ready: [], url: '', left: false } as unknown as Room;
    constructor() {
      far.made.push(this.room);
    }
    reportTo(handlers: SfuHandlers): this {
      this.room.tells = handlers;
      return this;
    }
    connect(url: string): Promise<void> {
      far.rooms.push(this.room);
      this.room.url = url;
      this.room.tells.state('connecting');
      if (far.sfu.entering) return far.sfu.entering;
      this.room.tells.state('connected');
      return Promise.resolve();
    }
    packet(data: unknown): Promise<void> {
      this.room.packets.push(data);
      return Promise.resolve();
    }
    prepare = (url: string) => Promise.resolve(this.room.ready.push(url));
    leave = () => Promise.resolve((this.room.left = true));
    forget = this.leave;
    send = () => Promise.resolve();
    hold = () => Promise.resolve();
    withdraw = () => Promise.resolve();
    seat = () => undefined;
    spare = () => undefined;
  },
}));
vi.mock('../../app/parts/wordList.ts', () => ({ loadWordList: () => Promise.resolve(['abacus', 'zoom']) }));

export const ROOM = toBase64url(new Uint8Array(16).fill(7));
export const SFU = 'ws://sfu';
export const SELF = branded<ParticipantId>(toBase64url(new Uint8Array(16).fill(1)));
/** What the page listens for in its window, by the kind of event. */
export const listeners = new Map<string, (event: Event) => void>();
export const location = { origin: 'https://conclave.example', pathname: '/', hash: '' };
/** What the tab keeps over a reload. */
export const kept = new Map<string, string>();
/** What this device has kept, and how this tab came here. */
export const device = { databases: [] as { name: string }[], navigation: '' };
class Navigation implements PerformanceEntry {
  readonly name = location.origin;
  readonly entryType = 'navigation';
  readonly startTime = 0;
  readonly duration = 0;
  toJSON = (): unknown => ({});
  get type() {
    return device.navigation;
  }
}

/** From here on a page can be opened; its far ends are the test's, and time stands still. */
export function usePage(): void {
  useFarEnd();
  beforeEach(() => {
    far.vaults.length = far.made.length = far.rooms.length = 0;
    listeners.clear();
    kept.clear();
    location.hash = '';
    device.databases = [];
    device.navigation = 'navigate';
    sfu.entering = undefined;
    vi.stubGlobal('addEventListener', (type: string, heard: (event: Event) => void) =>
      listeners.set(type, heard),
    );
    vi.stubGlobal('location', location);
    vi.stubGlobal('history', { replaceState: () => (location.hash = '') });
    vi.stubGlobal('document', { hidden: false });
    vi.stubGlobal('isSecureContext', true);
    vi.stubGlobal('indexedDB', { databases: () => Promise.resolve(device.databases) });
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
}

/** The relay's first word on every connection. */
export const greeting: FromRelay = { type: 'nonce', nonce: toBase64url(new Uint8Array(32)), sfu: SFU };

/** Until the page has done what it had to do. */
export const settle = () => vi.advanceTimersByTimeAsync(20);
/** The newest vault. */
export const vault = () => vaults.at(-1)!;
/** What kinds of things it was told. */
export const told = () => vault().told.map(({ type }) => type);
/** The newest vault says this to the page. */
export const says = async (message: FromVault): Promise<void> => {
  vault().says(message);
  await settle();
};
/** A page that was just opened. */
export async function page(): Promise<MeetingView> {
  vi.resetModules();
  const { createMeeting } = await import('../../app/meeting.svelte.ts');
  const meeting = createMeeting();
  await settle();
  return meeting;
}

/** The relay’s token for this participant. */
export const token = (sub: string) => `x.${toBase64url(new TextEncoder().encode(JSON.stringify({ sub })))}.x`;
export const room: FromVault = {
  type: 'room',
  roomId: ROOM,
  inviteLink: 'https://conclave.example/#invite',
  passphrase: 'four words are enough',
  hostLink: 'https://conclave.example/#host',
};
export const link = (role: 'host' | 'joiner'): FromVault => ({ type: 'link', role, roomId: ROOM });
/** The vault’s word that this page has a seat. */
export const seated = (host: boolean): FromVault => ({
  type: 'seated',
  participantId: SELF,
  index: branded<MemberIndex>(host ? 0 : 1),
  host,
});
/** A host, and this page. */
export const guests = (policy?: Policy, rank = 255) =>
  rosterOf([entry(0), entry(1, { participantId: SELF, rank })], policy);

/** Into a meeting of one's own. */
export async function hosting(): Promise<MeetingView> {
  const meeting = await page();
  await meeting.newMeeting();
  await says(room);
  meeting.proceed();
  await settle();
  meeting.enter('Ada');
  await says(seated(true));
  const relay = answered();
  relay.says({ type: 'opened', move: 0, max: 50, leading: true });
  relay.says({ type: 'token', url: 'ws://sfu/0', token: token(SELF), move: 0 });
  await settle();
  await says(rosterOf([entry(0, { participantId: SELF }), entry(1)]));
  return meeting;
}

/** Behind an invite link, asking. */
export async function knocking(): Promise<MeetingView> {
  location.hash = '#invite';
  const meeting = await page();
  await says(link('joiner'));
  meeting.enter('Bo', 'four words are enough');
  const relay = answered();
  relay.says(greeting);
  relay.says({ type: 'host', present: true, full: false, locked: false });
  await says({ type: 'door', state: { at: 'knocking' } });
  return meeting;
}

/** Into somebody else's meeting. */
export async function guest(): Promise<MeetingView> {
  const meeting = await knocking();
  await says({ type: 'door', state: { at: 'admitted' } });
  await says(seated(false));
  connections.at(-1)!.says({ type: 'token', url: 'ws://sfu/0', token: token(SELF), move: 0 });
  await settle();
  await says(guests());
  return meeting;
}
