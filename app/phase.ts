/**
 * What a view may know of the meeting, and what it may ask for. `meeting.svelte.ts` is the one thing that
 * provides it (through `context.ts`); views and parts import these types and nothing below them.
 */

import type { MemberIndex, ParticipantId } from '../crypto/brands.ts';
import type { OpenCounts } from '../crypto/workers/frameProtocol.ts';
import type {
  Heard,
  HostAction,
  KnockEntry,
  LogEntry,
  Membership,
  Note,
  Policy,
  Rating,
  RememberedRoom,
  RosterEntry,
  Saying,
  Use,
} from '../crypto/workers/protocol.ts';
import type { Reason } from '../crypto/refusal.ts';
import type { RelayRefusal } from '../relay/wire.ts';
import type { RecordingNews, RecordingState } from './recording/recording.svelte.ts';

/** Why something did not work, as a person must be told: each has its sentence in `words/`. */
export type Trouble =
  | Reason
  | RelayRefusal
  | 'declined'
  | 'notLoaded'
  | 'relayLost'
  | 'sfuLost'
  | 'moved'
  | 'full'
  | 'notAllowedByHost'
  | 'noEncodedTransforms'
  | 'insecureContext'
  | 'cameraDenied'
  | 'microphoneDenied'
  | 'deviceMissing'
  | 'deviceBusy'
  | 'deviceHushed'
  | 'screenDenied';

/** Each state carries just what its view needs. */
export type Phase =
  | { readonly at: 'start'; readonly trouble?: Trouble; readonly remembered?: RememberedRoom }
  /** This browser cannot encrypt a call. */
  | { readonly at: 'unsupported'; readonly trouble: Trouble }
  /** Somebody opened a host link: "this makes you the host". */
  | { readonly at: 'hostLink' }
  | { readonly at: 'roomReady'; readonly room: RoomView }
  | { readonly at: 'prejoin'; readonly role: 'host' | 'joiner'; readonly trouble?: Trouble }
  | { readonly at: 'waiting'; readonly state: WaitingState }
  | { readonly at: 'call' }
  | {
      readonly at: 'end';
      readonly how: 'left' | 'ended' | 'removed' | 'lost';
      /** This tab knows the way back: by knocking, or as the host that one was. */
      readonly back?: 'knock' | 'host';
      /** One was not in the call yet. */
      readonly outside?: true;
      /** One was the host: no link but the host link leads back to that. */
      readonly host?: true;
    };

export type WaitingState =
  | { readonly at: 'connecting' }
  /** Nobody who can admit is here. */
  | { readonly at: 'noHost' }
  /** A host is here, and lets nobody in for now: the meeting is locked, or has no place left. */
  | { readonly at: 'locked' | 'full' }
  /** Keys are being exchanged: the host has not been told yet. */
  | { readonly at: 'knocking' }
  /** The host has been told; what was written meanwhile. */
  | { readonly at: 'shown'; readonly notes: readonly Note[] }
  /** A host on its way back into a running meeting. */
  | { readonly at: 'returning' }
  /** Admitted, or the host of it; the call is being set up. `trouble`: what it waits for. */
  | { readonly at: 'entering'; readonly role: 'host' | 'joiner'; readonly trouble?: Trouble }
  | { readonly at: 'refused'; readonly trouble: Trouble };

export interface RoomView {
  readonly inviteLink: string;
  readonly passphrase: string;
  readonly hostLink: string;
}

/** `data-state` of a tile. */
export type TileState = 'keys' | 'live' | 'blocked' | 'muted' | 'reconnecting' | 'leaving';

/** How good somebody's line to the media server is, by its own word. */
export type Quality = 'good' | 'fair' | 'weak' | 'lost';

/** One person, or one person's screen. */
export interface TileView {
  /** Stays the same for as long as the tile lives. */
  readonly id: string;
  readonly kind: 'person' | 'screen';
  readonly own: boolean;
  /** The accessible name: the person's name, followed by " (you)" for the own tile. */
  readonly label: string;
  readonly member: RosterEntry;
  readonly state: TileState;
  /** What of it cannot be decrypted while the rest can. */
  readonly blocked: 'picture' | 'sound' | undefined;
  readonly camera: boolean;
  readonly microphone: boolean;
  readonly speaking: boolean;
  /** Shown, and nothing else follows from it; undefined while nothing was said. */
  readonly quality: Quality | undefined;
  /** The decoded picture, if any. A view plays it in a <video muted>; sound is played elsewhere. */
  readonly video: MediaStreamTrack | undefined;
  /** Sums over the tile's slots; undefined on the own tile. */
  readonly counts: OpenCounts | undefined;
}

export type KnockView = KnockEntry;

/** Something that happened to this person and must be read: who muted them, what the host forbids now. */
export interface NoticeView {
  readonly id: number;
  readonly kind:
    | { readonly is: 'stopped'; readonly by: string; readonly slots: number }
    | { readonly is: 'handLowered'; readonly by: string }
    | { readonly is: 'forbidden'; readonly use: Use }
    | { readonly is: 'appointed' | 'dismissed' | 'nowHost' }
    | { readonly is: 'recording'; readonly news: RecordingNews }
    /** What they wrote, or an image, was refused by the vault. */
    | { readonly is: 'notSent' };
}

/** A reaction that floats over the call for some seconds. */
export interface ReactionView {
  readonly id: string;
  readonly label: string;
  readonly emoji: string;
}

export interface DeviceView {
  readonly id: string;
  readonly label: string;
}

export type DeviceKind = 'microphone' | 'camera' | 'speaker';

/** What became of a device without the person's doing. */
export type DeviceNews =
  /** It was pulled out. `now` is used in its place; empty is the usual one. */
  | { readonly is: 'gone'; readonly kind: DeviceKind; readonly label: string; readonly now: string }
  /** It was plugged in again, and is in use again. */
  | { readonly is: 'back'; readonly kind: DeviceKind; readonly label: string }
  /** What is behind the person cannot be blurred, or not fast enough: the camera is off. */
  | { readonly is: 'noBlur'; readonly why: 'unable' | 'slow' };

/** Camera, microphone and speaker of this person, in the prejoin and in the call. */
export interface DevicesView {
  readonly microphoneOn: boolean;
  readonly cameraOn: boolean;
  /** 0 … 1, of the own microphone, about ten times a second. */
  readonly level: number;
  /** The own camera's picture. */
  readonly preview: MediaStreamTrack | undefined;
  readonly lists: Readonly<Record<DeviceKind, readonly DeviceView[]>>;
  readonly chosen: Readonly<Record<DeviceKind, string | undefined>>;
  /** Per device, why it does not do what the person wants of it. */
  readonly troubles: Readonly<Partial<Record<DeviceKind, Trouble>>>;
  /** Not everywhere can a page choose where sound is played. */
  readonly speakerChoosable: boolean;
  /** Somebody speaks into the microphone who is muted. */
  readonly unheard: boolean;
  /** Not everywhere can a page get at the frames of a camera. */
  readonly canBlur: boolean;
  /** While it is `starting` there is no picture, and none is sent. */
  readonly blur: 'off' | 'starting' | 'on';
  readonly news: DeviceNews | undefined;
  dismissNews(): void;
  switchMicrophone(on: boolean): Promise<void>;
  switchCamera(on: boolean): Promise<void>;
  choose(kind: DeviceKind, id: string): Promise<void>;
}

/** Recording on this device. */
export interface RecordingView {
  readonly state: RecordingState;
  /** Whether this person is in what is recorded here: only who agreed to it. */
  takes(who: ParticipantId): boolean;
  /** Right after a click: asks where to, tells everybody, begins. What becomes of it is told by a notice. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export type Stars = 1 | 2 | 3 | 4 | 5;

/** After a call: how was it? */
export interface AfterView {
  /** This person held the meeting. */
  readonly host: boolean;
  /** `counted`: the number was, and the sealed part could not be passed on; `failed`: neither, it can be tried again. */
  readonly state: 'asked' | 'sending' | 'sent' | 'counted' | 'failed';
  /** What the others thought, for a host. */
  readonly ratings: readonly Rating[];
  rate(stars: Stars, comment: string): Promise<void>;
}

/** A line of the chat. */
export type ChatView = Extract<Heard, { say: 'chat' }> & {
  /** In place of a text, which is empty then. */
  readonly image?: ImageView;
};

/** A picture somebody sent. */
export interface ImageView {
  /** Its address in this page; undefined once newer ones took its place. */
  readonly url: string | undefined;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** An action without what only the page's root has: the word list goes with it there. */
export type HostAct =
  | Exclude<HostAction, { do: 'dismiss' | 'newPassphrase' | 'handOver' }>
  | { readonly do: 'dismiss'; readonly index: MemberIndex; readonly newPassphrase: boolean }
  | { readonly do: 'newPassphrase'; readonly link: boolean };

/** All that views see. Getters are reactive. */
export interface MeetingView {
  readonly phase: Phase;
  readonly devices: DevicesView;

  // Start, room is ready, prejoin
  newMeeting(): Promise<void>;
  openLink(text: string): Promise<void>;
  /** Resolves to why this passphrase will not do, if it will not. */
  ownPassphrase(passphrase: string): Promise<Trouble | undefined>;
  /** From room is ready, or from the host link's question, to the prejoin. */
  proceed(): void;
  /** From the start: back into the room this device remembers as a host, or never again. */
  goOn(): void;
  forgetRemembered(): void;
  backToStart(): void;
  /** The person goes on typing a name: the passphrase can be stretched meanwhile (joiner). */
  passphraseTyped(passphrase: string): void;
  /** Host: starts the meeting. Joiner: asks to join. */
  enter(name: string, passphrase?: string): void;

  // Waiting room
  /** After a wrong passphrase, or a refusal. */
  askAgain(passphrase?: string): void;
  /** To the host, in answer to a note. */
  answerNote(text: string): void;

  // Call
  /** Of authorities: link and passphrase as they are now. */
  readonly room: RoomView | undefined;
  /** Rank 0. */
  readonly isHost: boolean;
  /** A host or a co-host. */
  readonly isAuthority: boolean;
  /** Own place in the roster. */
  readonly me: RosterEntry | undefined;
  readonly policy: Policy;
  readonly locked: boolean;
  /** Newcomers are given the chat from before they came. */
  readonly history: boolean;
  /** No place left; `max` is how many there are. */
  readonly full: boolean;
  readonly max: number;
  readonly failedGuesses: number;
  /** After too many failed guesses nobody can knock until a host makes a new passphrase or opens the door. */
  readonly doorShut: boolean;
  /** Whether this person may do it now. */
  may(use: Use): boolean;
  readonly chat: readonly ChatView[];
  /** Raised hands in the order in which they were raised. */
  readonly hands: readonly MemberIndex[];
  readonly reactions: readonly ReactionView[];
  /** Everybody who says, signed, that they record. */
  readonly recorders: readonly RosterEntry[];
  /** This person's own recording. */
  readonly recording: RecordingView;
  readonly log: readonly LogEntry[];
  readonly notices: readonly NoticeView[];
  /** The code was confirmed, and nobody came since whose key was not compared. */
  readonly allCompared: boolean;
  readonly tiles: readonly TileView[];
  readonly members: readonly RosterEntry[];
  readonly knocks: readonly KnockView[];
  readonly screenOn: boolean;
  /** The browser holds the sound back until somebody clicks. */
  readonly soundBlocked: boolean;
  readonly membership: Membership;
  /** While it reconnects: the relay says that this page is not in the meeting. It may be so, or a lie. */
  readonly notIn: boolean;
  /** The connection to the SFU, and (hosts) to the relay. */
  readonly connection: 'connected' | 'reconnecting';
  readonly relayConnected: boolean;
  /** Participants in the SFU room that nobody admitted, seen since the start. */
  readonly strangers: number;
  /** Things an honest server never causes. */
  readonly alarms: readonly Reason[];
  /** 30 digits in six groups, while the security panel is open. */
  readonly code: string | undefined;
  /** Somebody came or left since: the code on screen stands still, `showCode` brings the new one. */
  readonly codeIsOld: boolean;
  /** Admit, deny, notes, lock, policy, remove, stop, appoint, dismiss, end …; for authorities. */
  act(action: HostAct): void;
  say(saying: Saying): void;
  dismissNotice(id: number): void;
  /** Marks everyone whose key the code on screen stands for as compared. */
  confirmCode(): void;
  /**
   * A view shows this tile's picture in `video`: its size, and whether it is in sight, decide how much of it
   * the SFU sends. Gives what ends that.
   */
  watch(tile: string, video: HTMLVideoElement): () => void;
  turnOnSound(): Promise<void>;
  /** Resolves to why there is no screen to see, if there is none. */
  switchScreen(on: boolean): Promise<Trouble | undefined>;
  showCode(): void;
  leave(): Promise<void>;
  /** Host: makes somebody host in their place, and leaves. */
  handOverAndLeave(index: MemberIndex): Promise<void>;
  endForEveryone(): Promise<void>;

  /** At the end of a call: what becomes of an own recording that ran until then. */
  readonly recorded: 'saving' | RecordingNews | undefined;
  /** At the end of a call one was in, unless one was removed. */
  readonly after: AfterView | undefined;
  /** From any end back to the start. */
  startAgain(): void;
  /** From an end that has a way back, into the meeting: to the prejoin, or straight in as its host. */
  goBack(): void;
}
