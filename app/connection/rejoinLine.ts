/** One try of a member to get a new way into the SFU room (§8): signs the relay's nonce, and is given a token or none. */

import { toBase64url } from '../../crypto/bytes.ts';
import type { FromVault } from '../../crypto/workers/protocol.ts';
import type { FromRelay } from '../../relay/wire.ts';
import { carry, Line, type Way } from './line.ts';

export interface RejoinHandlers {
  connected(is: boolean): void;
  /** The relay is there, and has its answer to give. */
  asked(): void;
  token(way: Way): void;
  /** `notIn`: the relay says that this member is not in the meeting. */
  failed(notIn: boolean): void;
}

export class RejoinLine extends Line<RejoinHandlers> {
  #asked = false;

  override fromRelay(message: FromRelay): void {
    switch (message.type) {
      case 'nonce':
        return carry(message.nonce, (nonce) => {
          this.toVault({ type: 'rejoinNonce', nonce });
        });
      case 'token':
        if (this.#asked) this.handlers.token(message);
        return;
      // Not even `ended` is an end: that is for the vault to say. The relay says it of a room it forgot, too.
      case 'refused':
        return this.handlers.failed(message.reason === 'notIn');
      case 'ended':
        return this.handlers.failed(false);
      default:
        return undefined;
    }
  }

  override fromVault(message: FromVault): void {
    if (message.type !== 'rejoin' || this.#asked) return;
    this.#asked = true;
    const [signKey, signature] = [toBase64url(message.signKey), toBase64url(message.signature)];
    this.send({ type: 'rejoin', room: this.roomId, signKey, signature });
    this.handlers.asked();
  }

  override lost(): void {
    this.handlers.failed(false);
  }
}
