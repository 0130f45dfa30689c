/**
 * The line between the vault and the relay (§4, §8): carries sealed envelopes both ways, proves the host to the
 * relay, asks it for tokens. Nothing here decides who gets in: the vault does, by handing over keys.
 */

import type { ParticipantId } from '../../crypto/brands.ts';
import { fromBase64url, toBase64url } from '../../crypto/bytes.ts';
import type { FromVault, ToVault } from '../../crypto/workers/protocol.ts';
import type { FromRelay, RelayRefusal, ToRelay } from '../../relay/wire.ts';
import { RelayClient } from './relayClient.ts';

export interface DoorHandlers {
  connected(is: boolean): void;
  /** Joiner: whether somebody who can admit is here. */
  host(present: boolean): void;
  /** The way into the SFU room. */
  token(url: string, token: string): void;
  /** The relay says that the meeting ended: its word, nothing more. */
  ended(): void;
  /** Host: somebody whom nobody admitted was in the SFU room. */
  stranger(): void;
  refused(reason: RelayRefusal): void;
}

export interface DoorOptions {
  readonly origin: string;
  /** base64url of 16 bytes. */
  readonly roomId: string;
  readonly toVault: (message: ToVault) => void;
  readonly handlers: DoorHandlers;
}

/** What a host and a joiner have in common. */
abstract class Line {
  readonly roomId: string;
  readonly toVault: (message: ToVault) => void;
  readonly handlers: DoorHandlers;
  readonly #relay: RelayClient;

  constructor({ origin, roomId, toVault, handlers }: DoorOptions) {
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

  /** The connection broke. */
  abstract lost(): void;

  send(message: ToRelay): void {
    this.#relay.send(message);
  }

  close(): void {
    this.#relay.close();
  }
}

/** A joiner's place in the waiting room. */
export class JoinerLine extends Line {
  override fromRelay(message: FromRelay): void {
    switch (message.type) {
      case 'nonce':
        return this.send({ type: 'wait', room: this.roomId });
      case 'host':
        this.handlers.host(message.present);
        if (message.present) this.toVault({ type: 'placed' });
        return;
      case 'envelope':
        return carry(message.data, (data) => {
          this.toVault({ type: 'envelope', data });
        });
      case 'token':
        return this.handlers.token(message.url, message.token);
      case 'ended':
        return this.handlers.ended();
      case 'refused':
        return this.handlers.refused(message.reason);
      default:
        return undefined;
    }
  }

  // The vault knocks anew once there is a place again.
  override lost(): void {}

  fromVault(message: FromVault): void {
    if (message.type === 'envelope') this.send({ type: 'envelope', data: toBase64url(message.data) });
  }
}

/** The host's end: opens the room, again after every break. */
export class HostLine extends Line {
  #self: ParticipantId | undefined;
  #hasToken = false;
  /** Turned away by the host: the relay is told once the sealed answer is on its way. */
  readonly #denied = new Set<number>();
  /** Who waits at this connection; another one's numbers mean others. */
  readonly #waiting = new Set<number>();

  override lost(): void {
    for (const waiter of this.#waiting) this.toVault({ type: 'gone', waiter });
    this.#waiting.clear();
    this.#denied.clear();
  }

  override fromRelay(message: FromRelay): void {
    switch (message.type) {
      case 'nonce':
        return carry(message.nonce, (nonce) => {
          this.toVault({ type: 'relayNonce', nonce });
        });
      case 'opened':
        if (!this.#hasToken && this.#self) this.send({ type: 'admit', participant: this.#self });
        return;
      case 'token':
        this.#hasToken = true;
        return this.handlers.token(message.url, message.token);
      case 'envelopeFrom':
        return carry(message.data, (data) => {
          this.toVault({ type: 'envelope', data, waiter: message.waiter });
        });
      case 'waiting':
        this.#waiting.add(message.waiter);
        return;
      case 'gone':
        this.#waiting.delete(message.waiter);
        return this.toVault({ type: 'gone', waiter: message.waiter });
      case 'stranger':
        return this.handlers.stranger();
      case 'refused':
        return this.handlers.refused(message.reason);
      default:
        return undefined;
    }
  }

  fromVault(message: FromVault): void {
    switch (message.type) {
      case 'seated':
        this.#self = message.participantId;
        return;
      case 'claim': {
        const { grant, signature, admitted } = message;
        this.send({
          type: 'claim',
          room: this.roomId,
          grant: toBase64url(grant),
          signature: toBase64url(signature),
        });
        return this.send({ type: 'open', move: 0, admitted: [...admitted] });
      }
      case 'envelope':
        if (message.waiter === undefined) return;
        return this.send({ type: 'envelopeTo', waiter: message.waiter, data: toBase64url(message.data) });
      case 'tokenFor':
        return this.send({ type: 'admit', participant: message.participantId, waiter: message.waiter });
      case 'remove':
        return this.send({ type: 'remove', participant: message.participantId });
      case 'knockGone':
        if (this.#denied.delete(message.waiter)) this.send({ type: 'deny', waiter: message.waiter });
        return;
      default:
        return undefined;
    }
  }

  deny(waiter: number): void {
    this.#denied.add(waiter);
    this.toVault({ type: 'deny', waiter });
  }

  throwOut(participant: ParticipantId): void {
    this.send({ type: 'remove', participant });
  }

  end(): void {
    this.send({ type: 'end' });
  }
}

function carry(text: string, to: (bytes: Uint8Array<ArrayBuffer>) => void): void {
  const bytes = fromBase64url(text);
  if (bytes) to(bytes);
}
