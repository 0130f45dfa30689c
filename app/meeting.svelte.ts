/** The meeting: the one reactive root. Everything that comes up from workers, relay and SFU is received here. */

import type { Reason } from '../crypto/refusal.ts';
import type { FromVault, RosterEntry } from '../crypto/workers/protocol.ts';
import { Call } from './connection/call.svelte.ts';
import { HostLine, JoinerLine, type DoorHandlers } from './connection/door.ts';
import { Devices } from './media/devices.svelte.ts';
import { hasEncodedTransforms } from './media/encodedTransform.ts';
import { Screen } from './media/screen.svelte.ts';
import { Sound } from './media/sound.svelte.ts';
import { canSealFrames } from './media/trial.ts';
import { startWorkers, type Workers } from './media/workers.ts';
import { Group, type Seat } from './people/group.svelte.ts';
import { tilesOf } from './people/tiles.ts';
import { loadWordList } from './parts/wordList.ts';
import type { KnockView, MeetingView, Phase, RoomView, TileView, Trouble, WaitingState } from './phase.ts';
import { words } from './words/words.ts';

/** How long the last words of somebody who leaves may take. */
const GOODBYE_MS = 300;

class Meeting implements MeetingView {
  readonly devices = new Devices();

  #phase = $state.raw<Phase>({ at: 'start' });
  #room = $state.raw<RoomView | undefined>(undefined);
  #role: 'host' | 'joiner' = 'joiner';
  #roomId = '';
  /** What a joiner knocks with, again and again. */
  #wish: { readonly name: string; readonly passphrase: string } | undefined;

  #workers: Promise<Workers> | undefined;
  #line: HostLine | JoinerLine | undefined;
  #call = $state.raw<Call | undefined>(undefined);
  #group = $state.raw(new Group());
  readonly #screen = new Screen();
  #relayConnected = $state.raw(false);
  /** Joiner: somebody who can admit is connected. */
  #hostPresent = false;
  #strangers = $state.raw(0);
  #sound = $state.raw<Sound | undefined>(undefined);
  /** Who asked for a passphrase of their own, and hears what became of it. */
  #passphraseAsked: ((trouble: Trouble | undefined) => void) | undefined;
  #stopSending: (() => void) | undefined;

  constructor() {
    addEventListener('pagehide', () => void this.#call?.sayGoodbye());
    addEventListener('beforeunload', (event) => {
      if (this.#phase.at === 'call' && this.isHost && this.members.length > 1) event.preventDefault();
    });
    addEventListener('hashchange', () => this.#takeFragment());
    if (!globalThis.isSecureContext) this.#phase = { at: 'unsupported', trouble: 'insecureContext' };
    else if (!hasEncodedTransforms()) this.#phase = { at: 'unsupported', trouble: 'noEncodedTransforms' };
    this.#takeFragment();
  }

  get phase(): Phase {
    return this.#phase;
  }

  // ── start, room is ready, prejoin ─────────────────────────────────────────────────────────────────────────

  newMeeting = async (): Promise<void> => {
    const list = await loadWordList();
    const workers = await this.#startWorkers();
    if (!list || !workers) return this.#toStart('notLoaded');
    workers.toVault({ type: 'makeRoom', origin: location.origin, words: list });
  };

  openLink = async (text: string): Promise<void> => {
    const workers = await this.#startWorkers();
    if (!workers) return this.#toStart('notLoaded');
    workers.toVault({ type: 'openLink', text, origin: location.origin });
  };

  ownPassphrase = async (passphrase: string): Promise<Trouble | undefined> => {
    const workers = await this.#workers;
    if (!workers) return 'outOfTurn';
    return new Promise((resolve) => {
      this.#passphraseAsked = resolve;
      workers.toVault({ type: 'ownPassphrase', passphrase });
    });
  };

  proceed = (): void => {
    this.#phase = { at: 'prejoin', role: 'host' };
    void this.#warmUp();
  };

  backToStart = (): void => {
    this.#end();
    this.#phase = { at: 'start' };
  };

  startAgain = this.backToStart;

  passphraseTyped = (passphrase: string): void => {
    this.#toVault({ type: 'prepare', passphrase });
  };

  enter = async (name: string, passphrase?: string): Promise<void> => {
    if (this.#role === 'host') {
      this.#toVault({ type: 'start', name });
      return;
    }
    this.#wish = { name, passphrase: passphrase ?? '' };
    this.#wait({ at: 'connecting' });
    this.#line ??= new JoinerLine(this.#lineOptions());
    this.#toVault({ type: 'knock', ...this.#wish });
    await Promise.resolve();
  };

  askAgain = async (passphrase?: string): Promise<void> => {
    if (!this.#wish) return;
    await this.enter(this.#wish.name, passphrase ?? this.#wish.passphrase);
    if (this.#relayConnected) this.#wait(this.#hostPresent ? { at: 'knocking' } : { at: 'noHost' });
  };

  /** A link in the address bar is taken out of it at once, before anything else is loaded (§3). */
  #takeFragment(): void {
    const fragment = location.hash.slice(1);
    if (fragment === '') return;
    history.replaceState(null, '', location.pathname);
    if (this.#phase.at === 'start') void this.openLink(fragment);
  }

  #toStart(trouble: Trouble): void {
    this.#end();
    this.#phase = { at: 'start', trouble };
  }

  async #startWorkers(): Promise<Workers | undefined> {
    this.#workers ??= startWorkers({
      fromVault: (message) => {
        this.#fromVault(message);
      },
      fromFrame: (message) => {
        this.#call?.fromFrame(message);
      },
      failed: () => {
        this.#finish('lost');
      },
    });
    return this.#workers.catch(() => (this.#workers = undefined));
  }

  /** Loads what the call needs while a person looks at themselves and types a name; asks for nothing in vain. */
  async #warmUp(): Promise<void> {
    void import('./media/sfu.ts');
    if (await canSealFrames()) return this.devices.begin();
    this.#end();
    this.#phase = { at: 'unsupported', trouble: 'noEncodedTransforms' };
  }

  // ── what the vault says ───────────────────────────────────────────────────────────────────────────────────

  #fromVault(message: FromVault): void {
    this.#group.fromVault(message);
    this.#line?.fromVault(message);
    this.#call?.fromVault(message);
    switch (message.type) {
      case 'room':
        return this.#hasRoom(message);
      case 'link':
        this.#role = message.role;
        this.#roomId = message.roomId;
        this.#phase = message.role === 'host' ? { at: 'hostLink' } : { at: 'prejoin', role: 'joiner' };
        if (message.role === 'joiner') void this.#warmUp();
        return;
      case 'refused':
        return this.#refused(message.of, message.reason);
      case 'stretch':
        return void this.#workers?.then((workers) => workers.stretch(message.job, message.port));
      case 'door':
        return this.#atDoor(message.state);
      case 'seated':
        return this.#seated(message);
      case 'roster':
        if (this.#phase.at === 'waiting' && this.#call?.connection === 'connected') this.#inCall();
        return;
      case 'over':
        return this.#finish(message.how === 'ended' ? 'ended' : 'lost');
      default:
        return;
    }
  }

  #hasRoom({ roomId, inviteLink, passphrase, hostLink }: Extract<FromVault, { type: 'room' }>): void {
    this.#role = 'host';
    this.#roomId = roomId;
    this.#room = { inviteLink, passphrase, hostLink };
    if (this.#phase.at === 'start' || this.#phase.at === 'roomReady') {
      this.#phase = { at: 'roomReady', room: this.#room };
    }
    this.#passphraseAsked?.(undefined);
    this.#passphraseAsked = undefined;
  }

  #refused(of: string, reason: Reason): void {
    switch (of) {
      case 'makeRoom':
      case 'openLink':
        return this.#toStart(reason);
      case 'ownPassphrase':
        this.#passphraseAsked?.(reason);
        this.#passphraseAsked = undefined;
        return;
      case 'start':
      case 'knock':
        // Said twice, by a second click: the first is under way.
        if (reason === 'outOfTurn') return;
        this.#line?.close();
        this.#line = undefined;
        this.#phase = { at: 'prejoin', role: this.#role, trouble: reason };
        return;
      default:
        return;
    }
  }

  // ── the door ──────────────────────────────────────────────────────────────────────────────────────────────

  #lineOptions(): ConstructorParameters<typeof JoinerLine>[0] {
    const handlers: DoorHandlers = {
      connected: (is) => {
        this.#relayConnected = is;
        if (!is) this.#wait({ at: 'connecting' }, true);
      },
      host: (present) => {
        this.#hostPresent = present;
        this.#wait(present ? { at: 'knocking' } : { at: 'noHost' }, true);
      },
      token: (url, token) => void this.#connect(url, token),
      ended: () => {
        if (this.#phase.at === 'waiting') this.#finish('ended');
      },
      // The relay was quicker than this page: it has thrown them out already.
      stranger: () => {
        this.#strangers += 1;
      },
      refused: (reason) => {
        this.#wait({ at: 'refused', trouble: reason }, true);
      },
    };
    const toVault = this.#toVault;
    return { origin: location.origin, roomId: this.#roomId, toVault, handlers };
  }

  /** Changes what is said in the waiting room; `only` while nothing that a person must read stands there. */
  #wait(state: WaitingState, only = false): void {
    if (only && this.#phase.at !== 'waiting') return;
    if (only && this.#phase.at === 'waiting' && ['refused', 'entering'].includes(this.#phase.state.at))
      return;
    this.#phase = { at: 'waiting', state };
  }

  #atDoor(state: Extract<FromVault, { type: 'door' }>['state']): void {
    switch (state.at) {
      case 'knocking':
      case 'shown':
        return this.#wait(state);
      case 'admitted':
        return this.#wait({ at: 'entering' });
      case 'refused':
        return this.#wait({ at: 'refused', trouble: state.reason });
    }
  }

  // ── the call ──────────────────────────────────────────────────────────────────────────────────────────────

  #seated(seat: Seat): void {
    this.#wait({ at: 'entering' });
    if (!seat.host) return;
    this.#line = new HostLine(this.#lineOptions());
    this.#line.fromVault(seat);
  }

  async #connect(url: string, token: string): Promise<void> {
    const workers = await this.#workers;
    if (!workers || this.#call) return;
    const { Sfu } = await import('./media/sfu.ts');
    const sound = (this.#sound = new Sound(() => this.devices.chosen.speaker));
    const call = (this.#call = new Call((handlers) => new Sfu(workers.frame, handlers), sound, {
      toVault: this.#toVault,
      connected: () => {
        if (this.members.length > 0) this.#inCall();
      },
      over: () => {
        this.#finish('lost');
      },
      stranger: (id) => {
        this.#strangers += 1;
        if (this.#line instanceof HostLine) this.#line.throwOut(id);
      },
    }));
    try {
      await call.connect(url, token);
    } catch {
      this.#finish('lost');
    }
  }

  #inCall(): void {
    if (this.#phase.at === 'call') return;
    this.#phase = { at: 'call' };
    // A joiner's place in the waiting room has served its purpose.
    if (this.#line instanceof JoinerLine) this.#line.close();
    this.#stopSending = $effect.root(() => {
      $effect(() => {
        void this.#call?.send({
          microphone: this.devices.tracks.microphone,
          camera: this.devices.tracks.camera,
          screen: this.#screen.picture,
          screenAudio: this.#screen.sound,
        });
      });
    });
  }

  /** How it ended; the first word counts. */
  #finish(how: 'left' | 'ended' | 'removed' | 'lost'): void {
    if (this.#phase.at === 'end') return;
    this.#end();
    this.#phase = { at: 'end', how };
  }

  /** Lets go of everything: devices, connections, workers and with them every key. */
  #end(): void {
    this.#stopSending?.();
    this.#stopSending = undefined;
    this.#screen.stop();
    this.#line?.close();
    void this.#call?.leave();
    void this.#workers?.then((workers) => {
      workers.end();
    });
    this.devices.end();
    this.#line = this.#call = this.#workers = this.#room = this.#wish = this.#sound = undefined;
    this.#group = new Group();
    this.#strangers = 0;
    this.#relayConnected = false;
    this.#role = 'joiner';
  }

  #toVault = (message: Parameters<Workers['toVault']>[0]): void => {
    void this.#workers?.then((workers) => {
      workers.toVault(message);
    });
  };

  get room(): RoomView | undefined {
    return this.#room;
  }

  get isHost(): boolean {
    return this.#group.seat?.host ?? false;
  }

  get tiles(): readonly TileView[] {
    const call = this.#call;
    const { seat, members, silent } = this.#group;
    if (!call || !seat) return [];
    const { microphone, camera } = this.devices.tracks;
    return tilesOf({
      members,
      own: {
        index: seat.index,
        camera,
        microphone: microphone !== undefined,
        speaking: this.devices.speaking,
        screen: this.#screen.picture,
        silent,
      },
      ownLabel: words.call.ownTile,
      tracks: call.tracks,
      said: call.said,
      present: call.present,
      wasPresent: call.wasPresent,
      now: call.now,
    });
  }

  get members(): readonly RosterEntry[] {
    return this.#group.members;
  }

  get knocks(): readonly KnockView[] {
    return this.#group.knocks;
  }

  get screenOn(): boolean {
    return this.#screen.picture !== undefined;
  }

  get soundBlocked(): boolean {
    return this.#sound?.blocked ?? false;
  }

  get membership(): MeetingView['membership'] {
    return this.#group.membership;
  }

  get connection(): 'connected' | 'reconnecting' {
    return this.#call?.connection ?? 'reconnecting';
  }

  get relayConnected(): boolean {
    return this.#relayConnected;
  }

  get strangers(): number {
    return this.#strangers;
  }

  get alarms(): readonly Reason[] {
    return this.#group.alarms;
  }

  get code(): string | undefined {
    return this.#group.code;
  }

  get codeIsOld(): boolean {
    return this.#group.codeIsOld;
  }

  admit = (waiter: number): void => {
    this.#toVault({ type: 'admit', waiter });
  };

  deny = (waiter: number): void => {
    if (this.#line instanceof HostLine) this.#line.deny(waiter);
  };

  turnOnSound = async (): Promise<void> => {
    await this.#sound?.unblock();
  };

  watch = (id: string, video: HTMLVideoElement): (() => void) => {
    const track = this.tiles.find((tile) => tile.id === id && !tile.own)?.video;
    return (track && this.#call?.watch(track, video)) ?? (() => undefined);
  };

  switchScreen = async (on: boolean): Promise<Trouble | undefined> => {
    if (on) return this.#screen.share();
    this.#screen.stop();
    return undefined;
  };

  showCode = (): void => {
    this.#toVault({ type: 'code' });
  };

  leave = async (): Promise<void> => {
    await Promise.race([this.#call?.sayGoodbye(), new Promise((done) => setTimeout(done, GOODBYE_MS))]);
    this.#finish('left');
  };

  endForEveryone = async (): Promise<void> => {
    this.#toVault({ type: 'end' });
    await new Promise((done) => setTimeout(done, GOODBYE_MS));
    if (this.#line instanceof HostLine) this.#line.end();
    this.#finish('ended');
  };
}

export const createMeeting = (): MeetingView => new Meeting();
