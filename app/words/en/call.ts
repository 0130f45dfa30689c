/** The words over and under the pictures. */

import type { Use } from '../../../crypto/workers/protocol.ts';
import type { Emoji } from '../../parts/emojis.ts';
import type { StoppedDevice } from '../../parts/stops.ts';
import type { TileState } from '../../phase.ts';
import { counted, list, number, people } from './count.ts';

export const call = {
  meeting: 'Meeting',
  controls: 'Controls',
  microphone: 'Microphone',
  camera: 'Camera',
  shareScreen: 'Share screen',
  raiseHand: 'Raise hand',
  react: 'React',
  reactions: 'Reactions',
  leave: 'Leave',
  chat: 'Chat',
  people: 'People',
  security: 'Security',
  settings: 'Settings',
  turnOnSound: 'Turn on sound',
  soundBlocked: 'The browser holds the sound back until you click.',
  alone: 'Nobody else is here yet.',
  aloneHost: 'When somebody knocks, you will be told. You let them in under “People”.',
  ownTile: (name: string): string => `${name} (you)`,
  screenOf: (name: string): string => `${name}’s screen`,
  ownScreen: 'Your screen (you)',
  microphoneOff: 'Microphone off',
  speaking: 'Speaking',
  handRaised: (name: string): string => `${name} raised a hand.`,
  reacted: (name: string, reaction: string): string => `${name}: ${reaction}`,
  waitingCount: (count: number): string => `${people(count)} waiting to be let in`,
  unread: (count: number): string => counted(count, { one: 'new message', other: 'new messages' }),
  wrote: (name: string, message: string): string => `${name} writes: ${message}`,
  sentImage: (name: string): string => `${name} sent an image.`,
  knocks: (name: string): string => `${name} is knocking.`,
  joined: (name: string): string => `${name} is here.`,
  gone: (name: string): string => `${name} is gone.`,
  show: 'Show',
  more: (count: number): string => `${number(count)} more`,
  fewer: 'Show one only',
  reconnecting: 'The connection is lost. Reconnecting…',
  offline: 'This device is offline. The call goes on by itself when there is a network again.',
  relayLost: 'The call goes on, but the server is away: nobody can knock until it is back.',
  unsure:
    'It is not confirmed at the moment that the list of people is up to date. If this lasts, you will be muted.',
  silenced: 'Nothing of you is sent: for half a minute nobody could confirm who is in this meeting.',
  hostless: 'No host is here: you can go on talking; nobody new can come in.',
  full: (max: number): string =>
    `The meeting is full (${number(max)}). Somebody must go before anybody else can come in.`,
  doorShut: 'The door is shut: too many wrong passphrases were tried. You open it again under “People”.',
  strangers: (count: number): string =>
    count === 1
      ? 'Somebody whom nobody let in was found at the media server and thrown out. They had no key: they heard and saw nothing.'
      : `${number(count)} times somebody whom nobody let in was found at the media server and thrown out. They had no key: they heard and saw nothing.`,
  alarm: (what: string): string => `Somebody may be tampering with this meeting. ${what}`,
};

/** Why a control is out of use, where the host’s rules say so. */
export const forbidden = {
  screen: 'The host does not let everyone share a screen.',
  microphone: 'The host does not let everyone use the microphone.',
  camera: 'The host does not let everyone use the camera.',
  chat: 'The host does not let everyone write here.',
  recording: 'The host does not let everyone record.',
} satisfies Record<Use, string>;

/** What happened to this person. */
export const notices = {
  /** `what`: which devices, by their keys below. */
  stopped: (by: string, what: readonly StoppedDevice[]): string =>
    what.length === 1 && what[0] === 'microphone'
      ? `${by} muted you.`
      : `${by} stopped your ${list(what.map((device) => STOPPED[device]))}.`,
  handLowered: (by: string): string => `${by} lowered your hand.`,
  forbidden: {
    screen: 'Your screen is no longer shared: the host lets only hosts share.',
    microphone: 'You are muted: the host lets only hosts speak now.',
    camera: 'Your camera is off: the host lets only hosts use one now.',
    chat: 'The host lets only hosts write in the chat now.',
    recording: 'The host lets only hosts record now.',
  } satisfies Record<Use, string>,
  appointed: 'You are a co-host now: you can let people in, mute them, and change the rules.',
  dismissed: 'You are no longer a co-host.',
  nowHost: 'You are the host now: you let people in, under “People”.',
  notSent: 'Your message was not sent.',
};

const STOPPED: Readonly<Record<StoppedDevice, string>> = {
  microphone: 'microphone',
  camera: 'camera',
  screen: 'screen share',
};

export const emojis = {
  '👍': 'Thumbs up',
  '👏': 'Applause',
  '❤️': 'Heart',
  '😂': 'Laughter',
  '😮': 'Surprise',
  '🎉': 'Celebration',
} satisfies Record<Emoji, string>;

/** What a tile says of itself; nothing while all is well. */
export const tiles = {
  states: {
    keys: 'Waiting for the key',
    live: '',
    blocked: 'Cannot be decrypted',
    muted: '',
    reconnecting: 'Reconnecting…',
    leaving: 'Removed. Keys are being changed…',
  } satisfies Record<TileState, string>,
  blocked: { picture: 'Picture cannot be decrypted', sound: 'Sound cannot be decrypted' },
  /** In place of these, where there is no room. */
  brief: {
    keys: 'No key yet',
    live: '',
    blocked: 'Not decrypted',
    muted: '',
    reconnecting: 'Reconnecting',
    leaving: 'Removed',
    picture: 'No picture',
    sound: 'No sound',
  } satisfies Record<TileState | 'picture' | 'sound', string>,
  why: {
    noKey: 'Sent under a key that this device was not given.',
    authFailed: 'Changed on the way, or sealed by somebody else.',
    replayed: 'Old pictures or sound, sent again.',
    wrongTrack: 'Somebody else’s, put in this place.',
    notSFrame: 'It came without encryption, so it is not shown.',
    tooBig: 'Too big to be real.',
  },
  screenStarting: 'The screen is on its way…',
};
