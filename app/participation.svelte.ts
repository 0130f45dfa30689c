/**
 * Everything from the door to the end of one meeting: the lines to the relay, the call, the group as the vault
 * tells of it, what is sent, and how one gets back in. The page's root shows it and decides on phases.
 */

import { untrack } from 'svelte';
import type { MemberIndex } from '../crypto/brands.ts';
import { type FromFrame, SLOTS } from '../crypto/workers/frameProtocol.ts';
import type { FromVault, HostAction, ToVault } from '../crypto/workers/protocol.ts';
import type { RelayRefusal } from '../relay/wire.ts';
import { Call } from './connection/call.svelte.ts';
import { Connections } from './connection/connections.svelte.ts';
import type { Way } from './connection/line.ts';
import { Rejoining } from './connection/rejoining.ts';
import { subjectOf } from './connection/token.ts';
import { NOTHING_KNOWN, type WaitingFacts, waitingState } from './connection/waiting.ts';
import type { Devices } from './media/devices.svelte.ts';
import { OwnMedia } from './media/ownMedia.svelte.ts';
import { Sound } from './media/sound.svelte.ts';
import type { Workers } from './media/workers.ts';
import { loadWordList } from './parts/wordList.ts';
import { Group } from './people/group.svelte.ts';
import { Notices } from './people/notices.svelte.ts';
import { NO_RANK, roleChange } from './people/rank.ts';
import { Spoken } from './people/spoken.svelte.ts';
import { tilesOf } from './people/tiles.ts';
import { Recording } from './recording/recording.svelte.ts';
import type { HostAct, TileView, Trouble, WaitingState } from './phase.ts';
import { fileDateOf } from './words/times.ts';
import { words } from './words/words.ts';

/** How long somebody may take to become host before the one who hands over goes anyway. */
const HAND_OVER_MS = 3_000;
const GLANCE_MS = 50;
/** How long after the admission the token may come. */
const LATE_MS = 8_000;
/** How long the last words of somebody who leaves may take. */
const GOODBYE_MS = 300;

export interface ParticipationHandlers {
  /** Something else is so in the waiting room. */
  waiting(state: WaitingState): void;
  /** Relay: nothing more can be done at this door. */
  refused(reason: RelayRefusal): void;
  /** The first picture of the call can be shown. */
  inCall(): void;
  over(how: 'ended' | 'removed' | 'lost'): void;
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
  readonly #own: OwnMedia;
  #call = $state.raw<Call | undefined>(undefined);
  #sound = $state.raw<Sound | undefined>(undefined);
  #facts: WaitingFacts = NOTHING_KNOWN;
  #max = $state.raw(0);
  /** The relay said that so many are as many as may be. */
  #fullAt = $state.raw(Infinity);
  #rejoining: Rejoining | undefined;
  /** Which SFU room this page is in, counted by moves. */
  #move = 0;
  /** The newest move that the vault or the relay told of, and whether a way back was under way then. */
  #newestMove = 0;
  #movedOn = false;
  #lateWay: ReturnType<typeof setTimeout> | undefined;
  /** What the vault said before there was a call, and a call must know. */
  readonly #forCall = new Map<FromVault['type'], FromVault>();
  #stopSending: (() => void) | undefined;
  #ended = false;

  constructor(options: ParticipationOptions) {
    this.#options = options;
    const { origin, roomId, devices, toVault, handlers } = options;
    this.#own = new OwnMedia(devices);
    this.recording = new Recording({
      sources: { tiles: () => this.tiles, sounds: () => this.#sounds },
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
        // A new connection is a new place, and a new knock.
        this.#know(connected ? { connected } : { ...NOTHING_KNOWN, notes: this.#facts.notes });
      },
      host: (host) => {
        this.#know({ host, ...(!host.present && { shown: false }) });
      },
      way: (way) => void this.#goIn(way),
      ended: () => {
        if (!this.#call) handlers.over('ended');
      },
      refused: (reason) => {
        if (!this.#call) handlers.refused(reason);
      },
      opened: (max) => {
        this.#max = max;
      },
      full: () => {
        this.#fullAt = this.group.members.length;
      },
      stranger: (identity) => this.#call?.strangerReported(identity),
      moved: (move) => {
        this.#moveTo(move);
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
    if (message.type === 'roster' || message.type === 'goodbye') this.#forCall.set(message.type, message);
    this.#call?.fromVault(message);
    switch (message.type) {
      case 'seated':
        // The leader's line may have broken just then: whoever is in the roster can ask for a token by themselves.
        this.#lateWay ??= setTimeout(() => {
          if (!this.#call && !message.host) this.#rejoin();
        }, LATE_MS);
        return;
      case 'notes':
        return this.#know({ notes: message.notes });
      case 'door':
        if (message.state.at === 'knocking') return this.#know({ shown: false });
        if (message.state.at === 'shown') return this.#know({ shown: true });
        return;
      case 'roster': {
        this.#fullAt = Infinity;
        const is = roleChange(rank, this.group.me?.rank);
        if (is) this.notices.tell({ is });
        return this.#showCall();
      }
      case 'lead':
        if (message.is && message.authority && this.group.rank !== 0) this.notices.tell({ is: 'nowHost' });
        return;
      case 'move':
        return this.#moveTo(message.move);
      case 'stop':
        return this.#stopped(message.by, message.slots);
      default:
        return;
    }
  }

  fromFrame(message: FromFrame): void {
    this.#call?.fromFrame(message);
  }

  /** This device slept, or has another network. */
  woke(): void {
    this.#connections.renew();
    this.#rejoining?.hurry();
  }

  // ── the door ──────────────────────────────────────────────────────────────────────────────────────────────

  /** Joiner: takes a place in the waiting room for a knock that begins now. */
  wait(): void {
    this.#facts = { ...this.#facts, shown: false, notes: [] };
    this.#connections.wait();
  }

  /** What is so in the waiting room. */
  get waiting(): WaitingState {
    return waitingState(this.#facts);
  }

  /** Gives up the place in the waiting room: what was typed must be typed anew. */
  stopWaiting(): void {
    this.#connections.stopWaiting();
    this.#facts = NOTHING_KNOWN;
  }

  #know(facts: Partial<WaitingFacts>): void {
    this.#facts = { ...this.#facts, ...facts };
    this.#options.handlers.waiting(this.waiting);
  }

  async #goIn(way: Way): Promise<void> {
    const workers = await this.#options.workers();
    const { Sfu } = await import('./media/sfu.ts');
    if (!workers || this.#call || this.#ended) return;
    const { devices, toVault, handlers } = this.#options;
    const sound = (this.#sound = new Sound(() => devices.chosen.speaker));
    const call = (this.#call = new Call((heard) => new Sfu(workers.frame, heard), sound, {
      toVault,
      connected: (again) => {
        // Where the way to the SFU had broken, that to the relay may have, too.
        if (again) this.#connections.renew();
        this.#showCall();
      },
      lost: () => {
        this.#rejoin();
      },
      strangers: (identities) => {
        for (const identity of identities) this.#connections.remove(identity);
      },
    }));
    for (const message of this.#forCall.values()) call.fromVault(message);
    try {
      await call.enter(way.url, way.token);
      this.#move = way.move;
    } catch {
      handlers.over('lost');
    }
  }

  /** Once the SFU is there and the vault has said who is in. */
  #showCall(): void {
    const call = this.#call;
    if (this.#stopSending || this.#ended || call?.connection !== 'connected' || !this.group.me) return;
    // A joiner's place in the waiting room has served its purpose.
    this.#connections.stopWaiting();
    this.#stopSending = $effect.root(() => {
      $effect(() => {
        const { slots } = this.group;
        const { tracks } = this.#own;
        untrack(() => {
          this.#obey(slots);
          void call.send({ tracks, slots });
        });
      });
      $effect(() => call.spare(this.#options.sparing()));
    });
    this.#options.handlers.inCall();
  }

  // ── the way back ──────────────────────────────────────────────────────────────────────────────────────────

  #moveTo(move: number): void {
    if (!this.#call || move <= this.#move) return;
    this.#newestMove = move;
    this.#movedOn = this.#rejoining !== undefined;
    this.#rejoin();
  }

  #rejoin(): void {
    if (this.#ended || this.#rejoining) return;
    const wasLost = this.connection !== 'connected';
    this.#rejoining = new Rejoining({
      ask: (handlers) => this.#connections.askBack(handlers),
      enter: (way) => this.#goBack(way),
      done: () => {
        this.#rejoining = undefined;
        if (wasLost) this.#connections.renew();
        const again = this.#movedOn && this.#newestMove > this.#move;
        this.#movedOn = false;
        if (again || this.connection !== 'connected') this.#rejoin();
      },
      lost: () => {
        this.#options.handlers.over('lost');
      },
    });
  }

  /** Rejects when it does not lead in, or is not this page's. */
  async #goBack(way: Way): Promise<void> {
    if (subjectOf(way.token) !== this.group.seat?.participantId) throw new Error('not a way for this page');
    if (!this.#call) return this.#goIn(way);
    await this.#call.enter(way.url, way.token);
    this.#move = way.move;
  }

  // ── what is sent ──────────────────────────────────────────────────────────────────────────────────────────

  /** What the rules take away while it is on goes off, and is said. */
  #obey(slots: number): void {
    const forbidden = this.#own.switchOff(~slots);
    for (const use of ['microphone', 'camera', 'screen'] as const)
      if (forbidden & (1 << SLOTS[use])) this.notices.tell({ is: 'forbidden', use });
  }

  #stopped(by: string, slots: number): void {
    const stopped = this.#own.switchOff(slots);
    if (stopped !== 0) this.notices.tell({ is: 'stopped', by, slots: stopped });
  }

  switchScreen = async (on: boolean): Promise<Trouble | undefined> => {
    if (on) return this.group.may('screen') ? this.#own.shareScreen() : 'notAllowedByHost';
    this.#own.stopScreen();
    return undefined;
  };

  // ── what views see ────────────────────────────────────────────────────────────────────────────────────────

  get tiles(): readonly TileView[] {
    const call = this.#call;
    const { me, members, leaving, silent } = this.group;
    if (!call || !me) return [];
    const { microphone, camera, screen } = this.#own.tracks;
    const { speaking } = this.#options.devices;
    const own = { index: me.index, camera, microphone: microphone !== undefined, speaking, screen, silent };
    const { tracks, said, present, wasPresent, quality, now } = call;
    const ownLabel = words.call.ownTile;
    return tilesOf({ members, leaving, own, ownLabel, tracks, said, present, wasPresent, quality, now });
  }

  /** All that is heard in the call, the own sound included. */
  get #sounds(): readonly MediaStreamTrack[] {
    const { microphone, screenAudio } = this.#own.tracks;
    return [...(this.#call?.sounds ?? []), microphone, screenAudio].filter((track) => track !== undefined);
  }

  get screenOn(): boolean {
    return this.#own.tracks.screen !== undefined;
  }

  get soundBlocked(): boolean {
    return this.#sound?.blocked ?? false;
  }

  get connection(): 'connected' | 'reconnecting' {
    return this.#call?.connection ?? 'reconnecting';
  }

  get relayConnected(): boolean {
    return this.#connections.connected;
  }

  get strangers(): number {
    return this.#call?.strangers ?? 0;
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
    return (track && this.#call?.watch(track, video)) ?? (() => undefined);
  };

  turnOnSound = async (): Promise<void> => {
    await this.#sound?.unblock();
  };

  // ── what authorities do, and how it ends ──────────────────────────────────────────────────────────────────

  /** Adds to an action what only the page can fetch. Without the word list no new passphrase can be made. */
  act = async (action: HostAct): Promise<void> => {
    const act = (whole: HostAction): void => {
      this.#options.toVault({ type: 'act', action: whole });
    };
    switch (action.do) {
      case 'newPassphrase': {
        const list = await loadWordList();
        if (list) act({ ...action, words: list });
        return;
      }
      case 'dismiss': {
        const { index, newPassphrase } = action;
        const list = newPassphrase ? await loadWordList() : undefined;
        return act({ do: 'dismiss', index, ...(list && { words: list }) });
      }
      default:
        return act(action);
    }
  };

  /** Makes somebody host in one's place; resolves when the roster shows it, or after three seconds. */
  async handOver(index: MemberIndex): Promise<void> {
    this.#options.toVault({ type: 'act', action: { do: 'handOver', index } });
    const until = Date.now() + HAND_OVER_MS;
    const isHost = (): boolean =>
      this.group.members.some((member) => member.index === index && member.rank !== NO_RANK);
    while (!isHost() && !this.#ended && Date.now() < until)
      await new Promise((done) => setTimeout(done, GLANCE_MS));
  }

  /** Resolves when the goodbye is on its way, or after a moment. */
  async sayGoodbye(): Promise<void> {
    await Promise.race([this.#call?.sayGoodbye(), new Promise((done) => setTimeout(done, GOODBYE_MS))]);
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
    clearTimeout(this.#lateWay);
    this.#stopSending?.();
    this.#own.stopScreen();
    this.#rejoining?.end();
    this.#connections.close();
    void this.#call?.leave();
  }
}
