/** The meeting: the one reactive root. Everything that comes up from workers, relay and SFU is received here. */

import type { MemberIndex } from '../crypto/brands.ts';
import type { Reason } from '../crypto/refusal.ts';
import type { FromVault, RememberedRoom, ToVault } from '../crypto/workers/protocol.ts';
import { Afterwards } from './after/afterwards.svelte.ts';
import { CallView } from './callView.ts';
import { type Hosting, keepHosting, mayRemember, reloadedFrom } from './connection/remembered.ts';
import { onWake } from './connection/wake.ts';
import { WayBack } from './connection/wayBack.ts';
import { Devices } from './media/devices.svelte.ts';
import { hasEncodedTransforms } from './media/encodedTransform.ts';
import { canSealFrames } from './media/trial.ts';
import { Participation } from './participation.svelte.ts';
import { loadWordList } from './parts/wordList.ts';
import type { MeetingView, Phase, RoomView, Trouble, WaitingState } from './phase.ts';
import { settings } from './settings/settings.svelte.ts';
import { VaultLife } from './vaultLife.ts';

/** Phases in which a link in the address bar leads somewhere else. */
const LEAVABLE: readonly Phase['at'][] = ['start', 'hostLink', 'prejoin', 'waiting', 'end'];
/** What stands in the waiting room until the vault or the person changes it. */
const STANDING: readonly WaitingState['at'][] = ['refused', 'entering', 'returning'];

class Meeting extends CallView implements MeetingView {
  readonly devices = new Devices(settings);

  #phase = $state.raw<Phase>({ at: 'start' });
  #room = $state.raw<RoomView | undefined>(undefined);
  #after = $state.raw<Afterwards | undefined>(undefined);
  #role: 'host' | 'joiner' = 'joiner';
  #roomId = '';
  /** What somebody goes in with, or knocks with again and again. */
  #wish: { readonly name: string; readonly passphrase: string } | undefined;
  /** Rooms this device hosted, the newest first. */
  #remembered: readonly RememberedRoom[] = [];
  /** This tab was reloaded while it was in a call as a host. */
  #back: Hosting | undefined;
  readonly #wayBack = new WayBack();
  #ending = false;
  /** What the vault was asked for at the start. */
  #asked: 'newMeeting' | 'link' | 'goOn' | undefined;

  #vault = this.#newVault();
  #part = $state.raw(this.#participation());
  /** Who asked for a passphrase of their own, and hears what became of it. */
  #passphraseAsked: ((trouble: Trouble | undefined) => void) | undefined;

  constructor() {
    super();
    addEventListener('pagehide', () => {
      // A host that reloads says it too: whoever leads then takes it back in at once.
      void this.#part.sayGoodbye();
    });
    addEventListener('beforeunload', (event) => {
      if (this.#phase.at !== 'call') return;
      const alone = this.members.length < 2;
      if ((this.isHost && !alone) || this.recording.state !== 'off') event.preventDefault();
    });
    addEventListener('hashchange', () => this.#takeFragment());
    onWake(() => {
      this.#part.woke();
    });
    if (!globalThis.isSecureContext) this.#phase = { at: 'unsupported', trouble: 'insecureContext' };
    else if (!hasEncodedTransforms()) this.#phase = { at: 'unsupported', trouble: 'noEncodedTransforms' };
    this.#begin();
  }

  get after(): Afterwards | undefined {
    return this.#after;
  }

  get phase(): Phase {
    return this.#phase;
  }

  // ── start, room is ready, prejoin ─────────────────────────────────────────────────────────────────────────

  newMeeting = async (): Promise<void> => {
    const list = await loadWordList();
    const workers = await this.#vault.start();
    if (!list || !workers) return this.#toStart('notLoaded');
    this.#asked = 'newMeeting';
    this.#wayBack.forget();
    workers.toVault({ type: 'makeRoom', origin: location.origin, words: list });
  };

  openLink = async (text: string): Promise<void> => {
    const workers = await this.#vault.start();
    if (!workers) return this.#toStart('notLoaded');
    this.#asked = 'link';
    this.#wayBack.keep({ by: 'knock', link: text });
    workers.toVault({ type: 'openLink', text, origin: location.origin });
  };

  ownPassphrase = async (passphrase: string): Promise<Trouble | undefined> => {
    const workers = await this.#vault.workers;
    if (!workers) return 'outOfTurn';
    return new Promise((resolve) => {
      this.#passphraseAsked = resolve;
      workers.toVault({ type: 'ownPassphrase', passphrase });
    });
  };

  proceed = (): void => {
    this.#phase = { at: 'prejoin', role: 'host' };
    void this.#warmUp({ off: false });
  };

  goOn = (): void => {
    const [newest] = this.#remembered;
    if (this.#phase.at === 'start' && newest) this.#goOn(newest.roomId);
  };

  forgetRemembered = (): void => {
    const [newest, ...others] = this.#remembered;
    if (this.#phase.at !== 'start' || !newest) return;
    this.toVault({ type: 'forgetRoom', roomId: newest.roomId });
    this.#offer(others);
  };

  backToStart = (): void => {
    this.#wayBack.forget();
    this.#end();
    this.#phase = { at: 'start' };
    void this.#recall();
  };

  startAgain = this.backToStart;

  goBack = (): void => {
    if (this.#phase.at !== 'end') return;
    const back = this.#wayBack.after(this.#phase.how);
    if (!back) return this.backToStart();
    if (back.by === 'knock') return void this.openLink(back.link);
    this.#goBackAs(back.hosting);
    void this.#recall();
  };

  /** As if the tab had been reloaded in the call: in, if this device has the room; else to the start. */
  #goBackAs(hosting: Hosting | undefined): void {
    this.#back = hosting;
    if (hosting) this.#phase = { at: 'waiting', state: { at: 'returning' } };
  }

  passphraseTyped = (passphrase: string): void => {
    this.toVault({ type: 'prepare', passphrase });
  };

  enter = async (name: string, passphrase = ''): Promise<void> => {
    this.#wish = { name, passphrase };
    if (this.#role === 'host') return this.toVault({ type: 'start', name });
    this.#part.wait();
    this.#phase = { at: 'waiting', state: this.#part.waiting };
    this.toVault({ type: 'knock', name, passphrase });
    await Promise.resolve();
  };

  askAgain = async (passphrase?: string): Promise<void> => {
    if (this.#wish) await this.enter(this.#wish.name, passphrase ?? this.#wish.passphrase);
  };

  answerNote = (text: string): void => {
    this.toVault({ type: 'answer', text });
  };

  /** Where this page was opened: with a link, in a tab that was in a call, or with neither. */
  #begin(): void {
    if (this.#phase.at !== 'start') return void this.#takeFragment();
    if (this.#takeFragment()) return;
    this.#goBackAs(reloadedFrom());
    void this.#recall();
  }

  /** A link in the address bar is taken out of it at once, before anything else is loaded (§3). Whether there was one to follow. */
  #takeFragment(): boolean {
    const fragment = location.hash.slice(1);
    if (fragment === '') return false;
    history.replaceState(null, '', location.pathname);
    if (!LEAVABLE.includes(this.#phase.at)) return false;
    this.#end();
    this.#phase = { at: 'start' };
    void this.openLink(fragment);
    return true;
  }

  /** Asks the vault for rooms of this device, if there can be any: a start page without them loads no vault. */
  async #recall(): Promise<void> {
    const vault = this.#vault;
    const workers = (await mayRemember()) ? await vault.start() : undefined;
    if (vault.ended) return;
    if (workers) workers.toVault({ type: 'recall' });
    else this.#offer([]);
  }

  /** Offers the newest of these rooms at the start; goes straight on where a reload interrupted. */
  #offer(rooms: readonly RememberedRoom[]): void {
    const [remembered] = (this.#remembered = [...rooms].sort((a, b) => b.at - a.at));
    const back = this.#back;
    if (back && rooms.some(({ roomId }) => roomId === back.roomId)) return this.#goOn(back.roomId);
    this.#back = undefined;
    const { at } = this.#phase;
    if (at !== 'start' && !(at === 'waiting' && back)) return;
    const trouble = this.#phase.at === 'start' ? this.#phase.trouble : undefined;
    this.#phase = { at: 'start', ...(trouble && { trouble }), ...(remembered && { remembered }) };
  }

  #goOn(roomId: string): void {
    this.#asked = 'goOn';
    this.toVault({ type: 'goOn', roomId });
  }

  #toStart(trouble: Trouble): void {
    this.#end();
    this.#phase = { at: 'start', trouble };
    void this.#recall();
  }

  #newVault(): VaultLife {
    const life: VaultLife = new VaultLife({
      fromVault: (message) => {
        if (life === this.#vault) this.#fromVault(message);
        else this.#after?.fromVault(message);
      },
      fromFrame: (message) => this.#part.fromFrame(message),
      failed: () => {
        if (life !== this.#vault) return;
        if (this.#phase.at !== 'start') return this.#finish('lost');
        this.#end();
        this.#phase = { at: 'start' };
      },
    });
    return life;
  }

  /** Loads what the call needs while a person looks at themselves and types a name; asks for nothing in vain. */
  async #warmUp(devices: { readonly off: boolean }): Promise<boolean> {
    const vault = this.#vault;
    void import('./media/sfu.ts');
    const able = await canSealFrames();
    if (vault.ended) return false;
    if (able) {
      void this.devices.begin(devices);
      return true;
    }
    this.#end();
    this.#phase = { at: 'unsupported', trouble: 'noEncodedTransforms' };
    return false;
  }

  // ── what the vault says ───────────────────────────────────────────────────────────────────────────────────

  #fromVault(message: FromVault): void {
    this.#part.fromVault(message);
    switch (message.type) {
      case 'room':
        return this.#hasRoom(message);
      case 'link':
        return void this.#hasLink(message);
      case 'remembered':
        return this.#offer(message.rooms);
      case 'refused':
        return this.#refused(message.of, message.reason);
      case 'stretch':
        return this.#vault.stretch(message);
      case 'door':
        return this.#atDoor(message.state);
      case 'seated':
        return this.#waits({ at: 'entering' });
      case 'returning':
        return this.#waits({ at: 'returning' });
      case 'over':
        if (!this.#ending) this.#finish(message.how === 'dropped' ? 'lost' : message.how);
        return;
      default:
        return;
    }
  }

  #hasRoom({ roomId, inviteLink, passphrase, hostLink }: Extract<FromVault, { type: 'room' }>): void {
    this.#room = { inviteLink, passphrase, hostLink };
    const { at } = this.#phase;
    // With a host link, or a remembered room, comes a `link` of its own.
    if (at === 'start' && this.#asked === 'newMeeting') {
      this.#isIn(roomId, 'host');
      this.#phase = { at: 'roomReady', room: this.#room };
    } else if (at === 'roomReady') this.#phase = { at, room: this.#room };
    this.#passphraseAsked?.(undefined);
    this.#passphraseAsked = undefined;
  }

  async #hasLink({ role, roomId }: Extract<FromVault, { type: 'link' }>): Promise<void> {
    this.#isIn(roomId, role);
    const back = this.#back;
    this.#back = undefined;
    // A host link makes a host: it is not kept.
    if (role === 'host') this.#wayBack.forget();
    if (role === 'host' && this.#asked !== 'goOn') return void (this.#phase = { at: 'hostLink' });
    if (!back) this.#phase = { at: 'prejoin', role };
    if ((await this.#warmUp({ off: back !== undefined })) && back) await this.enter(back.name);
  }

  #isIn(roomId: string, role: 'host' | 'joiner'): void {
    this.#role = role;
    this.#roomId = roomId;
    this.#part.end();
    this.#part = this.#participation();
  }

  #refused(of: ToVault['type'], reason: Reason): void {
    switch (of) {
      case 'makeRoom':
      case 'openLink':
      case 'goOn':
        return this.#toStart(reason);
      case 'recall':
        return this.#offer([]);
      case 'ownPassphrase':
        this.#passphraseAsked?.(reason);
        this.#passphraseAsked = undefined;
        return;
      case 'start':
      case 'knock':
        // Said twice, by a second click: the first is under way.
        if (reason === 'outOfTurn') return;
        this.#part.stopWaiting();
        this.#phase = { at: 'prejoin', role: this.#role, trouble: reason };
        return;
      default:
        return;
    }
  }

  #atDoor(state: Extract<FromVault, { type: 'door' }>['state']): void {
    switch (state.at) {
      case 'knocking':
      case 'shown':
        return this.#waits(this.#part.waiting);
      case 'admitted':
        return this.#waits({ at: 'entering' });
      case 'moved':
        return this.#waits({ at: 'refused', trouble: 'moved' });
      case 'refused':
        return this.#waits({ at: 'refused', trouble: state.reason });
    }
  }

  /** Changes what is said on the way in. */
  #waits(state: WaitingState): void {
    if (this.#phase.at === 'waiting' || this.#phase.at === 'prejoin') this.#phase = { at: 'waiting', state };
  }

  // ── what the participation says, and how it ends ──────────────────────────────────────────────────────────

  #participation(): Participation {
    const { devices } = this;
    const isFree = (): boolean => this.#phase.at === 'waiting' && !STANDING.includes(this.#phase.state.at);
    return new Participation({
      origin: location.origin,
      roomId: this.#roomId,
      devices,
      sparing: () => settings.now.dataSaver,
      workers: () => this.#vault.workers,
      toVault: (message) => {
        this.toVault(message);
      },
      handlers: {
        waiting: (state) => {
          if (isFree()) this.#waits(state);
        },
        refused: (trouble) => {
          // A host whose claim does not hold would wait in vain; all else the next attempt may mend.
          if (isFree() || (trouble === 'badClaim' && this.#isEntering))
            this.#waits({ at: 'refused', trouble });
        },
        inCall: () => void this.#inCall(),
        over: (how) => {
          this.#finish(how);
        },
      },
    });
  }

  get #isEntering(): boolean {
    return this.#phase.at === 'waiting' && this.#phase.state.at === 'entering';
  }

  async #inCall(): Promise<void> {
    const vault = this.#vault;
    this.#phase = { at: 'call' };
    const name = this.#wish?.name;
    if (!this.isHost || name === undefined || !(await mayRemember()) || vault.ended) return;
    const hosting = { roomId: this.#roomId, name };
    keepHosting(hosting);
    this.#wayBack.keep({ by: 'host', hosting });
  }

  leave = async (): Promise<void> => {
    await this.#part.sayGoodbye();
    this.#finish('left');
  };

  handOverAndLeave = async (index: MemberIndex): Promise<void> => {
    await this.#part.handOver(index);
    await this.leave();
  };

  endForEveryone = async (): Promise<void> => {
    // The vault says that it is over before the relay has been told.
    this.#ending = true;
    await this.#part.endForEveryone();
    this.#finish('ended');
  };

  /** How it ended; the first word counts. */
  #finish(how: 'left' | 'ended' | 'removed' | 'lost'): void {
    if (this.#phase.at === 'end') return;
    const { isHost } = this;
    // The vault of the call stays, with no key but that for ratings.
    const parted = this.#phase.at === 'call' && how !== 'removed' ? this.#vault : undefined;
    if (parted) this.#vault = this.#newVault();
    this.#end();
    this.#after = parted && new Afterwards(parted, isHost);
    const back = this.#wayBack.after(how)?.by;
    this.#phase = { at: 'end', how, ...(back && { back }) };
  }

  /** Lets go of everything: devices, connections, workers and with them every key. */
  #end(): void {
    this.#after?.end();
    this.#after = undefined;
    this.#vault.end();
    this.#vault = this.#newVault();
    keepHosting(undefined);
    this.#ending = false;
    this.devices.end();
    this.#room = this.#wish = this.#back = this.#asked = undefined;
    this.#remembered = [];
    this.#passphraseAsked?.('outOfTurn');
    this.#passphraseAsked = undefined;
    this.#isIn('', 'joiner');
  }

  protected override get part(): Participation {
    return this.#part;
  }

  protected override get ownRoom(): RoomView | undefined {
    return this.#room;
  }

  protected override toVault(message: ToVault): void {
    this.#vault.tell(message);
  }
}

export const createMeeting = (): MeetingView => new Meeting();
