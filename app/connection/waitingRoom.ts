/** The waiting room as this page knows it: what relay and vault said of it, put together. */

import type { FromVault } from '../../crypto/workers/protocol.ts';
import type { WaitingState } from '../phase.ts';
import type { HostWord } from './joinerLine.ts';
import { NOTHING_KNOWN, type WaitingFacts, waitingState } from './waiting.ts';

export class WaitingRoom {
  readonly #changed: (state: WaitingState) => void;
  #facts: WaitingFacts = NOTHING_KNOWN;

  /** `changed` is told after every word of relay and vault. */
  constructor(changed: (state: WaitingState) => void) {
    this.#changed = changed;
  }

  get state(): WaitingState {
    return waitingState(this.#facts);
  }

  /** A knock begins. */
  knock(): void {
    this.#facts = { ...this.#facts, shown: false, notes: [] };
  }

  /** Everything known is forgotten. */
  leave(): void {
    this.#facts = NOTHING_KNOWN;
  }

  /** The line to the relay. A new connection is a new place, and a new knock. */
  connected(connected: boolean): void {
    this.#know(connected ? { connected } : { ...NOTHING_KNOWN, notes: this.#facts.notes });
  }

  host(host: HostWord): void {
    this.#know({ host, ...(!host.present && { shown: false }) });
  }

  fromVault(message: FromVault): void {
    if (message.type === 'notes') this.#know({ notes: message.notes });
    if (message.type !== 'door') return;
    if (message.state.at === 'knocking') this.#know({ shown: false });
    if (message.state.at === 'shown') this.#know({ shown: true });
  }

  #know(facts: Partial<WaitingFacts>): void {
    this.#facts = { ...this.#facts, ...facts };
    this.#changed(this.state);
  }
}
