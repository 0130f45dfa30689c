/**
 * Everything from the door to the end of one meeting: the lines to the relay, the call, the group as the vault
 * tells of it, what is sent, and how one gets back in. The page's root shows it and decides on phases.
 */

import { untrack } from 'svelte';
import type { MemberIndex } from '../crypto/brands.ts';
import type { FromFrame } from '../crypto/workers/frameProtocol.ts';
import type { FromVault, Saying, ToVault } from '../crypto/workers/protocol.ts';
import type { RelayRefusal } from '../relay/wire.ts';
import { Unanswered } from './chat/unanswered.ts';
import { Attendance } from './connection/attendance.svelte.ts';
import { Connections } from './connection/connections.svelte.ts';
import { WaitingRoom } from './connection/waitingRoom.ts';
import { hostAction } from './hostAction.ts';
import type { Devices } from './media/devices.svelte.ts';
import { OwnMedia } from './media/ownMedia.svelte.ts';
import type { Workers } from './media/workers.ts';
import { Group } from './people/group.svelte.ts';
import { Notices } from './people/notices.svelte.ts';
import { HEIR_RANK, roleChange } from './people/rank.ts';
import { Spoken } from './people/spoken.svelte.ts';
import { tilesOf } from './people/tiles.ts';
import { Recording } from './recording/recording.svelte.ts';
import { STOPS } from './parts/stops.ts';
import type { HostAct, TileView, Trouble, WaitingState } from './phase.ts';
import { fileDateOf } from './words/times.ts';
import { words } from './words/words.ts';

/** How long somebody may take to become host before the one who hands over goes anyway. */
const HAND_OVER_MS = 3_000;
const GLANCE_MS = 50;
/** How long the last words of somebody who leaves may take. */
const GOODBYE_MS = 300;

export interface ParticipationHandlers {
  /** Something else is so in the waiting room. */
  waiting(state: WaitingState): void;
  /** Relay: nothing more can be done at this door. */
  refused(reason: RelayRefusal): void;
  /** The first picture of the call can be shown. */
  inCall(): void;
  over(how: 'ended' | 'lost'): void;
}

export interface ParticipationOptions {
  readonly origin: string;
  /** base64url of 16 bytes. */
  readonly roomId: string;
  readonly devices: Devices;
  /** Whether data is to be saved. */
  readonly sparing: () => boolean;
  readonly workers: () => Promise<Workers | undefined>;
  readonly toVault: (message: ToVault) => void;
  readonly handlers: ParticipationHandlers;
}

export class Participation {
  readonly group = new Group();
  readonly spoken = new Spoken();
  readonly notices = new Notices();
  readonly recording: Recording;
  readonly #options: ParticipationOptions;
  readonly #connections: Connections;
  readonly #attendance: Attendance;
  readonly #waitingRoom: WaitingRoom;
  readonly #own: OwnMedia;
  readonly #unanswered = new Unanswered();
  #max = $state.raw(0);
  /** The relay said that so many are as many as may be. */
  #fullAt = $state.raw(Infinity);
  #stopSending: (() => void) | undefined;
  /** The first picture of the call was shown. */
  #shown = false;
  #ended = false;

  constructor(options: ParticipationOptions) {
    this.#options = options;
    const { origin, roomId, devices, toVault, handlers } = options;
    this.#own = new OwnMedia(devices, (kind) => {
      this.notices.tell(kind);
    });
    this.#waitingRoom = new WaitingRoom((state) => {
      handlers.waiting(state);
    });
    this.recording = new Recording({
      sources: {
        tiles: () =>
          this.tiles.filter(({ own, member }) => own || this.recording.takes(member.participantId)),
        sounds: () => this.#sounds,
        draw: (track, size) => this.#attendance.call?.draw(track, size) ?? (() => undefined),
      },
      me: () => this.group.me?.participantId,
      may: () => this.group.may('recording'),
      toVault,
      tell: (news) => {
        this.notices.tell({ is: 'recording', news });
      },
      fileName: () => words.recording.fileName(fileDateOf(Date.now())),
    });
    this.#connections = new Connections(origin, roomId, {
      toVault,
      connected: (connected) => {
        this.#waitingRoom.connected(connected);
      },
      host: (host) => {
        this.#waitingRoom.host(host);
      },
      sfu: (url) => void this.#attendance.prepare(url),
      way: (way) => void this.#attendance.goIn(way),
      ended: () => {
        if (!this.#attendance.call) handlers.over('ended');
      },
      refused: (reason) => {
        if (!this.#attendance.call) handlers.refused(reason);
      },
      opened: (max) => {
        this.#max = max;
      },
      full: () => {
        this.#fullAt = this.group.members.length;
      },
      stranger: (identity) => this.#attendance.call?.strangerReported(identity),
      moved: (move) => {
        this.#attendance.moveTo(move);
      },
    });
    this.#attendance = new Attendance({
      connections: this.#connections,
      workers: options.workers,
      self: () => this.group.seat?.participantId,
      speaker: () => devices.chosen.speaker,
      toVault,
      handlers: {
        begun: () => {
          this.#send();
        },
        stands: () => {
          this.#showCall();
        },
        lost: () => {
          handlers.over('lost');
        },
      },
    });
  }

  // ── what comes up ─────────────────────────────────────────────────────────────────────────────────────────

  fromVault(message: FromVault): void {
    const rank = this.group.me?.rank;
    this.group.fromVault(message);
    this.spoken.fromVault(message);
    this.recording.fromVault(message);
    this.#connections.fromVault(message);
    this.#attendance.fromVault(message);
    this.#waitingRoom.fromVault(message);
    if (this.#unanswered.fromVault(message)) this.notices.tell({ is: 'notSent' });
    switch (message.type) {
      case 'roster': {
        this.#fullAt = Infinity;
        const is = roleChange(rank, this.group.me?.rank);
        if (is) this.notices.tell({ is });
        this.#send();
        return this.#showCall();
      }
      case 'stop':
        this.#own.stopped(message.by, message.slots);
        if (message.slots & STOPS.hand) this.#lowerHand(message.by);
        return;
      default:
        return;
    }
  }

  fromFrame(message: FromFrame): void {
    this.#attendance.fromFrame(message);
  }

  /** This device slept, or has another network. */
  woke(): void {
    this.#connections.renew();
    this.#attendance.hurry();
  }

  // ── the door ──────────────────────────────────────────────────────────────────────────────────────────────

  /** Joiner: takes a place in the waiting room for a knock that begins now. */
  wait(): void {
    this.#waitingRoom.knock();
    this.#connections.wait();
  }

  /** What is so in the waiting room. */
  get waiting(): WaitingState {
    return this.#waitingRoom.state;
  }

  /** Gives up the place in the waiting room: what was typed must be typed anew. */
  stopWaiting(): void {
    this.#connections.stopWaiting();
    this.#waitingRoom.leave();
  }

  /** Once there is a call and the vault has said who is in: what is sent goes to the SFU as soon as the call stands. */
  #send(): void {
    const { call } = this.#attendance;
    if (this.#stopSending || this.#ended || !call || !this.group.me) return;
    this.#stopSending = $effect.root(() => {
      $effect(() => {
        const { slots } = this.group;
        const { tracks } = this.#own;
        untrack(() => {
          this.#own.obey(slots);
          void call.send({ tracks, slots });
        });
      });
      $effect(() => call.spare(this.#options.sparing()));
    });
  }

  /** Once the SFU is there and the vault has said who is in. */
  #showCall(): void {
    if (this.#shown || this.#ended || this.#attendance.connection !== 'connected' || !this.group.me) return;
    this.#shown = true;
    // A joiner's place in the waiting room has served its purpose.
    this.#connections.stopWaiting();
    this.#options.handlers.inCall();
  }

  /** Says it to everyone; a notice tells if a message or an image is refused. */
  say(saying: Saying): void {
    this.#unanswered.said(saying);
    this.#options.toVault({ type: 'say', saying });
  }

  /** An authority of this name wants the hand down. */
  #lowerHand(by: string): void {
    const { me } = this.group;
    if (!me || !this.spoken.hands.includes(me.index)) return;
    this.say({ say: 'hand', up: false });
    this.notices.tell({ is: 'handLowered', by });
  }

  switchScreen = async (on: boolean): Promise<Trouble | undefined> => {
    if (on && !this.group.may('screen')) return 'notAllowedByHost';
    if (on) return this.#own.shareScreen();
    this.#own.stopScreen();
    return undefined;
  };

  // ── what views see ────────────────────────────────────────────────────────────────────────────────────────

  get tiles(): readonly TileView[] {
    return this.#tiles;
  }

  /** Once for all who ask: it looks at everybody. */
  readonly #tiles = $derived.by((): readonly TileView[] => {
    const { call } = this.#attendance;
    const { me, members, leaving, silent } = this.group;
    if (!call || !me) return [];
    const { microphone, camera, screen } = this.#own.tracks;
    const { speaking } = this.#options.devices;
    const own = { index: me.index, camera, microphone: microphone !== undefined, speaking, screen, silent };
    const { tracks, said, present, wasPresent, quality, now } = call;
    const ownLabel = words.call.ownTile;
    return tilesOf({ members, leaving, own, ownLabel, tracks, said, present, wasPresent, quality, now });
  });

  /** All that is heard of those who agreed to be recorded, and the own sound. */
  get #sounds(): readonly MediaStreamTrack[] {
    const { microphone, screenAudio } = this.#own.tracks;
    const heard = this.#attendance.call?.sounds ?? [];
    const agreed = heard.filter(({ participantId }) => this.recording.takes(participantId));
    return [...agreed.map(({ track }) => track), microphone, screenAudio].filter(
      (track) => track !== undefined,
    );
  }

  get screenOn(): boolean {
    return this.#own.tracks.screen !== undefined;
  }

  get notIn(): boolean {
    return this.#attendance.notIn;
  }

  get soundBlocked(): boolean {
    return this.#attendance.soundBlocked;
  }

  get connection(): 'connected' | 'reconnecting' {
    return this.#attendance.connection;
  }

  get relayConnected(): boolean {
    return this.#connections.connected;
  }

  get strangers(): number {
    return this.#attendance.call?.strangers ?? 0;
  }

  /** How many may be in; 0 where this page was not told. */
  get max(): number {
    return this.#max;
  }

  get full(): boolean {
    return this.#max > 0 && this.group.members.length >= Math.min(this.#max, this.#fullAt);
  }

  watch = (id: string, video: HTMLVideoElement): (() => void) => {
    const track = this.tiles.find((tile) => tile.id === id && !tile.own)?.video;
    return (track && this.#attendance.call?.watch(track, video)) ?? (() => undefined);
  };

  turnOnSound = (): Promise<void> => this.#attendance.turnOnSound();

  // ── what authorities do, and how it ends ──────────────────────────────────────────────────────────────────

  /** For authorities; nothing where a new passphrase was asked for and the word list does not come. */
  act = async (act: HostAct): Promise<void> => {
    const action = await hostAction(act);
    if (action) this.#options.toVault({ type: 'act', action });
  };

  /** Hands over to somebody; resolves when the roster shows it, or after three seconds. */
  async handOver(index: MemberIndex): Promise<void> {
    this.#options.toVault({ type: 'act', action: { do: 'handOver', index } });
    const until = Date.now() + HAND_OVER_MS;
    const isHeir = (): boolean =>
      this.group.members.some((member) => member.index === index && member.rank === HEIR_RANK);
    while (!isHeir() && !this.#ended && Date.now() < until)
      await new Promise((done) => setTimeout(done, GLANCE_MS));
  }

  /** Resolves when the goodbye is on its way, or after a moment. */
  async sayGoodbye(): Promise<void> {
    await Promise.race([
      this.#attendance.call?.sayGoodbye(),
      new Promise((done) => setTimeout(done, GOODBYE_MS)),
    ]);
  }

  /** Ends the meeting for everyone: first sealed, then at the relay. */
  async endForEveryone(): Promise<void> {
    this.#options.toVault({ type: 'end' });
    await new Promise((done) => setTimeout(done, GOODBYE_MS));
    this.#connections.end();
  }

  /** Lets go of the screen and every connection. */
  end(): void {
    this.#ended = true;
    this.recording.end();
    this.spoken.end();
    this.#stopSending?.();
    this.#own.stopScreen();
    this.#connections.close();
    this.#attendance.end();
  }
}
