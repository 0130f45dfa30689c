/** Who and what the scenes are made of. */

import type { KeyInput } from 'puppeteer-core';
import type { LogEntry } from '../../../crypto/workers/protocol.ts';
import type { KnockView, MeetingView, RoomView, WaitingState } from '../../../app/phase.ts';
import { line, member, tile } from './fake.ts';

export type Press =
  | string
  | { readonly box: string; readonly type: string }
  /** Pressed wherever the focus is. */
  | { readonly key: KeyInput };

export interface Scene {
  readonly meeting: Partial<MeetingView>;
  /** Buttons and switches to press, text to type into a box, by name, and keys, before it is looked at. */
  readonly press?: readonly Press[];
  /** What the view asks of the meeting meanwhile. */
  readonly asks?: readonly unknown[];
  /** The device has no network. */
  readonly offline?: true;
  /** More than a window holds: also taken in a very tall one. */
  readonly tall?: true;
}

const at = (minute: number, second = 0): number => Date.UTC(2026, 4, 12, 9, 30 + minute, second);

export const ada = member(1, 'Ada Lovelace', { compared: true });
export const bo = member(2, 'Bo Nilsson', { rank: 2, compared: true });
export const cem = member(3, 'Cem Yıldırım', { compared: true });
export const dina = member(4, 'Dina el-Sayed', { compared: false });
const eve = member(5, 'Eve', { label: 'Eve (2)' });
export const finn = member(6, 'Bartholomew Featherstonehaugh-Cholmondeley');
export const six = [ada, bo, cem, dina, eve, finn];
export const names = ['Gita', 'Hana', 'Ivo', 'Jun', 'Kai', 'Lea', 'Mio', 'Nia', 'Oto', 'Pia'];
export const fifty = [
  ...six,
  ...Array.from({ length: 44 }, (_, i) => member(i + 7, `${names[i % 10] ?? ''} ${i + 7}`)),
];

export const room: RoomView = {
  inviteLink: 'https://meet.example.org/#1.q7VwH2l0nZkYtT3cR9m4xA.8JmG5bPz1uVdS0eKfWQyLrNoCi6hTgXa',
  passphrase: 'marble-lantern-otter-breeze',
  hostLink: 'https://meet.example.org/#h1.q7VwH2l0nZkYtT3cR9m4xA.tR2pY8sKc5dLwB1vGjN0aUeQmXfZiHo9',
};

export const host: Partial<MeetingView> = { isHost: true, isAuthority: true, me: ada, room };
const guest: Partial<MeetingView> = { me: cem };

export const tilesOf = (members: readonly (typeof ada)[], own: typeof ada): MeetingView['tiles'] =>
  members.map((one, place) =>
    tile(one, {
      own: one === own,
      label: one === own ? `${one.label} (you)` : one.label,
      id: one === own ? 'own' : one.participantId,
      camera: place % 3 !== 2,
      microphone: place % 4 !== 3,
      speaking: place === 1,
    }),
  );

export const call: Partial<MeetingView> = { ...host, members: six, tiles: tilesOf(six, ada) };
export const asGuest: Partial<MeetingView> = { ...guest, members: six, tiles: tilesOf(six, cem) };

export const knock = (waiter: number, name: string, more: Partial<KnockView> = {}): KnockView => ({
  waiter,
  name,
  likeAnother: false,
  notes: [],
  ...more,
});

export const knocks = [
  knock(1, 'Mira Okafor', {
    notes: [
      { from: 'host', text: 'Hello! Which Mira are you?' },
      { from: 'guest', text: 'Okafor, from the Lagos office. Ada invited me.' },
    ],
  }),
  knock(2, 'Bo Nilson', { likeAnother: true }),
  knock(3, 'Sam'),
];

export const chat = [
  line(0, bo, 'Morning! The draft is at https://example.org/draft?v=3 (second half is new).'),
  line(1, bo, 'Please read the numbers twice.'),
  line(2, ada, 'Will do.\nTwo remarks:\n– the title\n– the table on page 4', { own: true }),
  line(
    3,
    finn,
    'https://example.org/a/very/long/address/that/does/not/fit/into/one/line/of/the/panel?and=more',
  ),
  line(4, dina, 'I cannot hear Cem, can you? 🙉'),
];

/** A picture somebody sent: hills and a sun. */
const HILLS = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 10"><path fill="#9cc3d5" d="M0 0h16v10H0z"/><circle cx="12" cy="3" r="1.4" fill="#f6d37a"/><path fill="#4d7a5c" d="M0 10V7l5-3 5 3 3-1.500 3 2V10z"/></svg>',
)}`;

export const withImages = [
  ...chat.slice(0, 2),
  line(2, bo, '', { image: { url: HILLS, width: 1600, height: 1000 } }),
  line(3, ada, '', { own: true, image: { url: HILLS, width: 900, height: 1600 } }),
  line(4, dina, '', { image: { url: undefined, width: 10, height: 10 } }),
  line(5, dina, 'Lovely.'),
];

export const earlier = [
  line(-3, bo, 'Welcome, everybody.', { before: true }),
  line(-2, ada, 'Agenda: budget, then the move.', { before: true }),
];

export const log: readonly LogEntry[] = [
  { what: 'entered', who: 'Bo Nilsson', by: 'Ada Lovelace', at: at(0) },
  { what: 'appointed', who: 'Bo Nilsson', by: 'Ada Lovelace', at: at(1) },
  { what: 'entered', who: 'Cem Yıldırım', by: 'Bo Nilsson', at: at(2) },
  {
    what: 'policy',
    policy: {
      screen: 'authorities',
      microphone: 'everyone',
      camera: 'everyone',
      chat: 'nobody',
      recording: 'authorities',
    },
    by: 'Ada Lovelace',
    at: at(3),
  },
  { what: 'removed', who: 'Mallory', by: 'Ada Lovelace', at: at(4) },
  { what: 'newPassphrase', generation: 2, at: at(4, 2) },
  { what: 'renewed', n: 7, at: at(4, 3) },
  { what: 'locked', by: 'Ada Lovelace', at: at(6) },
];

export const waiting = (state: WaitingState): Scene => ({ meeting: { phase: { at: 'waiting', state } } });
export const code = '482910377652094418273650192837';
