/** From the prejoin into the call: what one goes in with, and what is said at the door meanwhile. */

import type { DoorState, FromVault, ToVault } from '../crypto/workers/protocol.ts';
import type { Participation } from './participation.svelte.ts';
import type { Trouble, WaitingState } from './phase.ts';
import type { Shown } from './shown.svelte.ts';

/** The line to the relay is away for a moment at every entry: a trouble is told when it lasts. */
const TROUBLE_AFTER_MS = 3_000;

/** What stands in the waiting room until the vault or the person changes it. */
const STANDING: readonly WaitingState['at'][] = ['refused', 'entering', 'returning'];

export interface EnteringOptions {
  readonly role: 'host' | 'joiner';
  readonly waitingRoom: Pick<Participation, 'wait' | 'waiting' | 'stopWaiting'>;
  readonly shown: Shown;
  readonly toVault: (message: ToVault) => void;
}

export class Entering {
  readonly #options: EnteringOptions;
  /** What somebody goes in with, or knocks with again and again. */
  #wish: { readonly name: string; readonly passphrase: string } | undefined;
  /** What keeps whoever is let in from the call. */
  #trouble: Trouble | undefined;
  #telling: ReturnType<typeof setTimeout> | undefined;

  constructor(options: EnteringOptions) {
    this.#options = options;
  }

  get role(): 'host' | 'joiner' {
    return this.#options.role;
  }

  /** As who somebody goes in, once they said so. */
  get name(): string | undefined {
    return this.#wish?.name;
  }

  /** Host: starts the meeting. Joiner: knocks. */
  enter(name: string, passphrase: string): void {
    const { role, waitingRoom, shown, toVault } = this.#options;
    this.#wish = { name, passphrase };
    if (role === 'host') return toVault({ type: 'start', name });
    waitingRoom.wait();
    shown.show({ at: 'waiting', state: waitingRoom.waiting });
    toVault({ type: 'knock', name, passphrase });
  }

  /** Knocks again, under the same name. */
  askAgain(passphrase?: string): void {
    if (this.#wish) this.enter(this.#wish.name, passphrase ?? this.#wish.passphrase);
  }

  fromVault(message: FromVault): void {
    switch (message.type) {
      case 'door':
        return this.#atDoor(message.state);
      case 'seated':
        return this.#setUp();
      case 'returning':
        return this.#say({ at: 'returning' });
      case 'refused':
        return this.#refused(message);
      default:
        return;
    }
  }

  /** This is so in the waiting room now. */
  waiting(state: WaitingState): void {
    if (this.#isFree) this.#say(state);
    // Let in already: of the relay only that it is away, or back, is news.
    else if (this.#isEntering && state.at === 'connecting') this.#wait('relayLost');
    else if (this.#isEntering && this.#trouble === 'relayLost') this.#setUp();
  }

  /** By the relay. */
  refused(trouble: Trouble): void {
    // A host whose claim does not hold would wait in vain; all else the next attempt may mend.
    if (this.#isFree || (trouble === 'badClaim' && this.#isEntering)) this.#say({ at: 'refused', trouble });
    else if (this.#isEntering) this.#wait(trouble);
  }

  get #isFree(): boolean {
    const { phase } = this.#options.shown;
    return phase.at === 'waiting' && !STANDING.includes(phase.state.at);
  }

  get #isEntering(): boolean {
    const { phase } = this.#options.shown;
    return phase.at === 'waiting' && phase.state.at === 'entering';
  }

  /** The call is being set up. */
  #setUp(): void {
    this.#trouble = undefined;
    this.#say({ at: 'entering', role: this.#options.role });
  }

  /** What keeps the call from being set up. It is tried again and again: a trouble that takes the place of another lasts on. */
  #wait(trouble: Trouble): void {
    this.#trouble = trouble;
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      if (this.#isEntering && this.#trouble)
        this.#say({ at: 'entering', role: this.#options.role, trouble: this.#trouble });
    }, TROUBLE_AFTER_MS);
  }

  #atDoor(state: DoorState): void {
    switch (state.at) {
      case 'knocking':
      case 'shown':
        return this.#say(this.#options.waitingRoom.waiting);
      case 'locked':
      case 'full':
        return this.#say({ at: state.at });
      case 'admitted':
        return this.#setUp();
      case 'moved':
        return this.#say({ at: 'refused', trouble: 'moved' });
      case 'refused':
        return this.#say({ at: 'refused', trouble: state.reason });
    }
  }

  /** By the vault. */
  #refused({ of, reason }: Extract<FromVault, { type: 'refused' }>): void {
    // Said twice, by a second click: the first is under way.
    if ((of !== 'start' && of !== 'knock') || reason === 'outOfTurn') return;
    const { role, waitingRoom, shown } = this.#options;
    waitingRoom.stopWaiting();
    shown.show({ at: 'prejoin', role, trouble: reason });
  }

  /** Changes what is said on the way in. */
  #say(state: WaitingState): void {
    const { shown } = this.#options;
    if (shown.phase.at === 'waiting' || shown.phase.at === 'prejoin') shown.show({ at: 'waiting', state });
  }
}
