/** From the prejoin into the call: what one goes in with, and what is said at the door meanwhile. */

import type { DoorState, FromVault, ToVault } from '../crypto/workers/protocol.ts';
import type { Participation } from './participation.svelte.ts';
import type { Trouble, WaitingState } from './phase.ts';
import type { Shown } from './shown.svelte.ts';

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

  constructor(options: EnteringOptions) {
    this.#options = options;
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
        return this.#say({ at: 'entering' });
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
  }

  /** By the relay. */
  refused(trouble: Trouble): void {
    const { phase } = this.#options.shown;
    const isEntering = phase.at === 'waiting' && phase.state.at === 'entering';
    // A host whose claim does not hold would wait in vain; all else the next attempt may mend.
    if (this.#isFree || (trouble === 'badClaim' && isEntering)) this.#say({ at: 'refused', trouble });
  }

  get #isFree(): boolean {
    const { phase } = this.#options.shown;
    return phase.at === 'waiting' && !STANDING.includes(phase.state.at);
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
        return this.#say({ at: 'entering' });
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
