/** What all lines to the relay have in common (§8). Nothing here decides who gets in: the vault does, by handing over keys. */

import { fromBase64url } from '../../crypto/bytes.ts';
import type { FromVault, ToVault } from '../../crypto/workers/protocol.ts';
import type { FromRelay, ToRelay } from '../../relay/wire.ts';
import { RelayClient } from './relayClient.ts';

/** The way into the SFU room of one move, as the relay gave it. */
export interface Way {
  readonly url: string;
  readonly token: string;
  readonly move: number;
}

export interface LineOptions<Handlers> {
  readonly origin: string;
  /** base64url of 16 bytes. */
  readonly roomId: string;
  readonly toVault: (message: ToVault) => void;
  readonly handlers: Handlers;
}

export abstract class Line<Handlers extends { connected(is: boolean): void }> {
  readonly roomId: string;
  readonly toVault: (message: ToVault) => void;
  readonly handlers: Handlers;
  readonly #relay: RelayClient;

  constructor({ origin, roomId, toVault, handlers }: LineOptions<Handlers>) {
    this.roomId = roomId;
    this.toVault = toVault;
    this.handlers = handlers;
    this.#relay = new RelayClient(origin, {
      connected: (is) => {
        if (!is) this.lost();
        handlers.connected(is);
      },
      message: (message) => {
        this.fromRelay(message);
      },
    });
  }

  abstract fromRelay(message: FromRelay): void;

  abstract fromVault(message: FromVault): void;

  /** The connection broke, or is made anew. */
  abstract lost(): void;

  send(message: ToRelay): void {
    this.#relay.send(message);
  }

  /** Makes the connection anew, at once. */
  renew(): void {
    this.#relay.renew();
  }

  close(): void {
    this.#relay.close();
  }
}

/** Hands on the bytes of base64url text; what is none is dropped. */
export function carry(text: string, to: (bytes: Uint8Array<ArrayBuffer>) => void): void {
  const bytes = fromBase64url(text);
  if (bytes) to(bytes);
}
