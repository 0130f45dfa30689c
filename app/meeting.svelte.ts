/** The meeting: the one reactive root. Everything that comes up from workers, relay and SFU is received here. */

import type { MemberIndex } from '../crypto/brands.ts';
import type { FromVault, ToVault } from '../crypto/workers/protocol.ts';
import { Afterwards } from './after/afterwards.svelte.ts';
import { Beginning } from './beginning.svelte.ts';
import { CallView } from './callView.ts';
import { type Hosting, keepHosting, mayRemember, reloadedFrom } from './connection/remembered.ts';
import { onWake } from './connection/wake.ts';
import { WayBack } from './connection/wayBack.ts';
import { Entering } from './entering.ts';
import { Devices } from './media/devices.svelte.ts';
import { hasEncodedTransforms } from './media/encodedTransform.ts';
import { canSealFrames } from './media/trial.ts';
import { Participation } from './participation.svelte.ts';
import { readsRatings } from './people/rank.ts';
import type { MeetingView, Phase, RoomView, Trouble } from './phase.ts';
import type { Recording, RecordingNews } from './recording/recording.svelte.ts';
import { settings } from './settings/settings.svelte.ts';
import { Shown } from './shown.svelte.ts';
import { VaultLife } from './vaultLife.ts';

/** Phases in which a link in the address bar leads somewhere else. */
const LEAVABLE: readonly Phase['at'][] = ['start', 'hostLink', 'prejoin', 'waiting', 'end'];

class Meeting extends CallView implements MeetingView {
  readonly devices = new Devices(settings);

  readonly #shown = new Shown();
  readonly #wayBack = new WayBack();
  #after = $state.raw<Afterwards | undefined>(undefined);
  /** What was in the address, for as long as it may have to go back there. */
  #followed: string | undefined;
  /** Of the call that was, if it still ran. */
  #recorded = $state.raw<Recording | undefined>(undefined);
  #roomId = '';
  #ending = false;

  #vault = this.#newVault();
  #beginning = $state.raw(this.#newBeginning());
  #part = $state.raw(this.#newParticipation());
  #entering = this.#newEntering('joiner');

  constructor() {
    super();
    addEventListener('pagehide', () => {
      // A host that reloads says it too: whoever leads then takes it back in at once.
      void this.#part.sayGoodbye();
    });
    addEventListener('beforeunload', (event) => {
      if (this.recorded === 'saving') event.preventDefault();
      if (this.phase.at !== 'call') return;
      const alone = this.members.length < 2;
      if ((this.isHost && !alone) || this.recording.state !== 'off') event.preventDefault();
    });
    addEventListener('hashchange', () => this.#takeFragment());
    onWake(() => {
      this.#part.woke();
    });
    if (!globalThis.isSecureContext) this.#shown.show({ at: 'unsupported', trouble: 'insecureContext' });
    else if (!hasEncodedTransforms()) this.#shown.show({ at: 'unsupported', trouble: 'noEncodedTransforms' });
    this.#begin();
  }

  get recorded(): 'saving' | RecordingNews | undefined {
    return this.#recorded?.state === 'off' ? this.#recorded.became : this.#recorded && 'saving';
  }

  get after(): Afterwards | undefined {
    return this.#after;
  }

  get phase(): Phase {
    return this.#shown.phase;
  }

  // ── start, room is ready, prejoin ─────────────────────────────────────────────────────────────────────────

  newMeeting = (): Promise<void> => this.#beginning.newMeeting();

  openLink = (text: string): Promise<void> => this.#beginning.openLink(text);

  ownPassphrase = (passphrase: string): Promise<Trouble | undefined> =>
    this.#beginning.ownPassphrase(passphrase);

  goOn = (): void => this.#beginning.goOn();

  forgetRemembered = (): void => this.#beginning.forgetRemembered();

  proceed = (): void => {
    this.#shown.show({ at: 'prejoin', role: 'host' });
    void this.#warmUp({ off: false });
  };

  passphraseTyped = (passphrase: string): void => {
    this.toVault({ type: 'prepare', passphrase });
  };

  enter = (name: string, passphrase = ''): void => {
    this.#entering.enter(name, passphrase);
    void this.#keepWayBack();
  };

  askAgain = (passphrase?: string): void => this.#entering.askAgain(passphrase);

  answerNote = (text: string): void => {
    this.toVault({ type: 'answer', text });
  };

  backToStart = (): void => {
    this.#wayBack.forget();
    this.#toStart();
  };

  startAgain = this.backToStart;

  goBack = (): void => {
    if (this.phase.at !== 'end') return;
    const back = this.#wayBack.after(this.phase.how);
    if (!back) return this.backToStart();
    this.#forgetAfter();
    if (back.by === 'knock') void this.openLink(back.link);
    else void this.#beginning.recall(back.hosting);
  };

  /** Where this page was opened: with a link, in a tab that was in a call, or with neither. */
  #begin(): void {
    if (!this.#takeFragment() && this.phase.at === 'start') void this.#beginning.recall(reloadedFrom());
  }

  /** A link in the address bar is taken out of it at once, before anything else is loaded (§3). Whether there was one to follow. */
  #takeFragment(): boolean {
    const fragment = location.hash.slice(1);
    // Where no meeting can be held it stays: it is to be opened elsewhere.
    if (fragment === '' || this.phase.at === 'unsupported') return false;
    history.replaceState(null, '', location.pathname);
    if (!LEAVABLE.includes(this.phase.at)) return false;
    this.#end();
    this.#shown.show({ at: 'start' });
    this.#followed = fragment;
    void this.openLink(fragment);
    return true;
  }

  #toStart(trouble?: Trouble): void {
    this.#end();
    this.#shown.show({ at: 'start', ...(trouble && { trouble }) });
    void this.#beginning.recall();
  }

  /** The prejoin's devices; who was in the call before a reload goes straight on, with everything off. */
  async #ready(back: Hosting | undefined): Promise<void> {
    if ((await this.#warmUp({ off: back !== undefined })) && back) this.enter(back.name);
  }

  /** Loads what the call needs while a person looks at themselves and types a name; asks for nothing in vain. */
  async #warmUp(devices: { readonly off: boolean }): Promise<boolean> {
    const vault = this.#vault;
    // What does not come now is asked for again when it is needed.
    void import('./media/sfu.ts').catch(() => undefined);
    const able = await canSealFrames();
    if (vault.ended) return false;
    if (able) {
      this.#followed = undefined;
      void this.devices.begin(devices);
      return true;
    }
    this.#end();
    this.#shown.show({ at: 'unsupported', trouble: 'noEncodedTransforms' });
    if (this.#followed !== undefined) history.replaceState(null, '', `#${this.#followed}`);
    return false;
  }

  // ── what belongs to one beginning, and to one room ────────────────────────────────────────────────────────

  #newVault(): VaultLife {
    const life: VaultLife = new VaultLife({
      fromVault: (message) => {
        if (life === this.#vault) this.#fromVault(message);
        else this.#after?.fromVault(message);
      },
      fromFrame: (message) => this.#part.fromFrame(message),
      failed: () => {
        if (life !== this.#vault) return;
        if (this.phase.at !== 'start') return this.#finish('lost');
        this.#end();
        this.#shown.show({ at: 'start' });
      },
    });
    return life;
  }

  #newBeginning(): Beginning {
    return new Beginning({
      vault: this.#vault,
      shown: this.#shown,
      wayBack: this.#wayBack,
      handlers: {
        isIn: (roomId, role) => this.#isIn(roomId, role),
        ready: (back) => void this.#ready(back),
        failed: (trouble) => this.#toStart(trouble),
      },
    });
  }

  #newEntering(role: 'host' | 'joiner'): Entering {
    return new Entering({
      role,
      waitingRoom: this.#part,
      shown: this.#shown,
      toVault: (message) => this.toVault(message),
    });
  }

  #newParticipation(): Participation {
    return new Participation({
      origin: location.origin,
      roomId: this.#roomId,
      devices: this.devices,
      sparing: () => settings.now.dataSaver,
      workers: () => this.#vault.workers,
      toVault: (message) => this.toVault(message),
      handlers: {
        waiting: (state) => this.#entering.waiting(state),
        refused: (trouble) => this.#entering.refused(trouble),
        inCall: () => void this.#inCall(),
        over: (how) => this.#finish(how),
      },
    });
  }

  #isIn(roomId: string, role: 'host' | 'joiner'): void {
    this.#roomId = roomId;
    this.#part.end();
    this.#part = this.#newParticipation();
    this.#entering = this.#newEntering(role);
  }

  #fromVault(message: FromVault): void {
    this.#part.fromVault(message);
    this.#beginning.fromVault(message);
    this.#entering.fromVault(message);
    if (message.type === 'stretch') this.#vault.stretch(message);
    if (message.type === 'over' && !this.#ending)
      this.#finish(message.how === 'dropped' ? 'lost' : message.how);
  }

  // ── the call, and how it ends ─────────────────────────────────────────────────────────────────────────────

  async #inCall(): Promise<void> {
    this.#shown.show({ at: 'call' });
    const hosting = await this.#keepWayBack();
    if (hosting) keepHosting(hosting);
  }

  /** Of a host, where this device remembers the room: from the way in on, which may fail. */
  async #keepWayBack(): Promise<Hosting | undefined> {
    const vault = this.#vault;
    const { name, role } = this.#entering;
    if (role !== 'host' || name === undefined || !(await mayRemember()) || vault.ended) return undefined;
    const hosting = { roomId: this.#roomId, name };
    this.#wayBack.keep({ by: 'host', hosting });
    return hosting;
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
    if (this.phase.at === 'end') return;
    const host = this.#entering.role === 'host';
    const reads = readsRatings(this.me?.rank, this.members, how === 'ended');
    // The vault of the call stays, with no key but that for ratings.
    const outside = this.phase.at !== 'call';
    const parted = !outside && how !== 'removed' ? this.#vault : undefined;
    if (parted) this.#vault = this.#newVault();
    const { recording } = this.#part;
    const recorded = recording.state === 'off' ? undefined : recording;
    this.#end();
    this.#recorded = recorded;
    this.#after = parted && new Afterwards(parted, reads);
    const back = this.#wayBack.after(how)?.by;
    this.#shown.show({
      at: 'end',
      how,
      ...(back && { back }),
      ...(outside && { outside }),
      ...(host && { host }),
    });
  }

  /** Lets go of everything: devices, connections, workers and with them every key. */
  #end(): void {
    this.#forgetAfter();
    this.#vault.end();
    this.#vault = this.#newVault();
    this.#beginning.end();
    this.#beginning = this.#newBeginning();
    keepHosting(undefined);
    this.#ending = false;
    this.devices.end();
    this.#isIn('', 'joiner');
  }

  #forgetAfter(): void {
    this.#after?.end();
    this.#after = undefined;
    this.#recorded = undefined;
  }

  protected override get part(): Participation {
    return this.#part;
  }

  protected override get ownRoom(): RoomView | undefined {
    return this.#beginning.room;
  }

  protected override toVault(message: ToVault): void {
    this.#vault.tell(message);
  }
}

export const createMeeting = (): MeetingView => new Meeting();
