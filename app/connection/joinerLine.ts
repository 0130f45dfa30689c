/** A joiner's place in the waiting room (§4): carries envelopes between the vault and whoever leads. */

import { toBase64url } from '../../crypto/bytes.ts';
import type { DoorState, FromVault } from '../../crypto/workers/protocol.ts';
import type { FromRelay, RelayRefusal } from '../../relay/wire.ts';
import { carry, Line, type Way } from './line.ts';

/** What the relay says of those who can admit. */
export type HostWord = Omit<Extract<FromRelay, { type: 'host' }>, 'type'>;

export interface JoinerHandlers {
  connected(is: boolean): void;
  /** Where the SFU is, on every new connection. */
  sfu(url: string): void;
  host(word: HostWord): void;
  /** A way into the SFU room: whether it is for this page, and whether it is time to use it, is for others to say. */
  token(way: Way): void;
  /** The relay says that the meeting ended: its word, nothing more. */
  ended(): void;
  refused(reason: RelayRefusal): void;
}

export class JoinerLine extends Line<JoinerHandlers> {
  #host: HostWord | undefined;
  /** What became of the knock: once it was shown to the host, nothing but a new leader makes another one needed. */
  #knock: DoorState['at'] = 'knocking';

  override fromRelay(message: FromRelay): void {
    switch (message.type) {
      case 'nonce':
        this.send({ type: 'wait', room: this.roomId });
        return this.handlers.sfu(message.sfu);
      case 'host':
        return this.#hears(message);
      case 'envelope':
        return carry(message.data, (data) => {
          this.toVault({ type: 'envelope', data });
        });
      case 'token':
        return this.handlers.token(message);
      case 'ended':
        return this.handlers.ended();
      case 'refused':
        return this.handlers.refused(message.reason);
      default:
        return undefined;
    }
  }

  override fromVault(message: FromVault): void {
    if (message.type === 'envelope' && message.waiter === undefined)
      this.send({ type: 'envelope', data: toBase64url(message.data) });
    else if (message.type === 'door') this.#knock = message.state.at;
  }

  // The vault knocks anew once there is a place again.
  override lost(): void {
    this.#host = undefined;
    this.#knock = 'knocking';
  }

  /** Knocks where there is somebody new to hear it, or where nobody was let in and that is over. */
  #hears({ present, full, locked }: HostWord): void {
    const before = this.#host;
    this.#host = { present, full, locked };
    if (!present) this.#knock = 'knocking';
    this.handlers.host(this.#host);
    const putOff = this.#knock === 'locked' || this.#knock === 'full';
    const unheard = before?.locked === true && this.#knock !== 'shown';
    const opened = !locked && (unheard || (putOff && !full));
    if (present && (before?.present !== true || opened)) this.toVault({ type: 'placed' });
  }
}
