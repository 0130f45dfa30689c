/**
 * The line of a host or a co-host (§8): opens the room, again after every break; answers the door and keeps the
 * relay's lists while it leads there; asks for its own way in where it has none.
 */

import type { ParticipantId } from '../../crypto/brands.ts';
import { toBase64url } from '../../crypto/bytes.ts';
import type { FromVault, RelayLists } from '../../crypto/workers/protocol.ts';
import type { FromRelay, Lists, RelayRefusal } from '../../relay/wire.ts';
import { carry, Line, type LineOptions, type Way } from './line.ts';

/** Another device of the same host opened later, so the relay gave it the door: who leads takes it back, after this. */
const TAKE_BACK_MS = 2_000;

export interface AuthorityHandlers {
  connected(is: boolean): void;
  /** The room is open; `max` is how many may be in. */
  opened(max: number): void;
  token(way: Way): void;
  /** Somebody whom nobody admitted was in the SFU room, and was thrown out. */
  stranger(identity: string): void;
  /** An admit was not carried out. */
  full(): void;
  /** The meeting has a new SFU room. */
  moved(move: number): void;
  refused(reason: RelayRefusal): void;
}

const listsOf = ({ admitted, authorities, ...rest }: RelayLists): Lists => ({
  admitted: [...admitted],
  authorities: [...authorities],
  ...rest,
});

export class AuthorityLine extends Line<AuthorityHandlers> {
  /** Whom to ask a token for as soon as the room is open: oneself, until one came. */
  #self: ParticipantId | undefined;
  #lists: RelayLists | undefined;
  #opened = false;
  #leading = false;
  /** Leads the meeting, by the vault's word: the door is answered here. */
  #leads = false;
  #takingBack: ReturnType<typeof setTimeout> | undefined;
  /** Who waits at this connection; another one's numbers mean others. */
  readonly #waiting = new Set<number>();

  /** `self` is who needs a token of its own; undefined for who is in the call already. */
  constructor(options: LineOptions<AuthorityHandlers>, self: ParticipantId | undefined) {
    super(options);
    this.#self = self;
  }

  override lost(): void {
    this.#opened = false;
    this.#follow();
  }

  override fromRelay(message: FromRelay): void {
    switch (message.type) {
      case 'nonce':
        return carry(message.nonce, (nonce) => {
          this.toVault({ type: 'relayNonce', nonce });
        });
      case 'opened':
        return this.#open(message);
      case 'leading':
        if (message.is) return this.#lead();
        this.#follow();
        return this.#takeBack();
      case 'token':
        if (this.#self === undefined) return;
        this.#self = undefined;
        return this.handlers.token(message);
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
        return this.handlers.stranger(message.participant);
      case 'full':
        return this.handlers.full();
      case 'moved':
        this.toVault({ type: 'moved', move: message.move });
        return this.handlers.moved(message.move);
      case 'refused':
        return this.handlers.refused(message.reason);
      default:
        return undefined;
    }
  }

  override fromVault(message: FromVault): void {
    switch (message.type) {
      case 'lead':
        this.#leads = message.is && message.authority;
        return;
      case 'claim': {
        const { grant, signature, move, lists } = message;
        this.#lists = lists;
        this.send({
          type: 'claim',
          room: this.roomId,
          grant: toBase64url(grant),
          signature: toBase64url(signature),
        });
        return this.send({ type: 'open', move, ...(lists && { lists: listsOf(lists) }) });
      }
      case 'lists':
        this.#lists = message.lists;
        return this.#tellLists();
      case 'envelope':
        if (message.waiter === undefined || !this.#leading) return;
        return this.send({ type: 'envelopeTo', waiter: message.waiter, data: toBase64url(message.data) });
      case 'tokenFor':
        if (!this.#leading) return;
        return this.send({ type: 'admit', participant: message.participantId, waiter: message.waiter });
      case 'remove':
        return this.remove(message.participantId);
      case 'answered':
        // Only now: the sealed answer must be there before the relay ends the knock.
        if (message.how === 'denied' && this.#leading) this.send({ type: 'deny', waiter: message.waiter });
        return;
      default:
        return undefined;
    }
  }

  override close(): void {
    clearTimeout(this.#takingBack);
    super.close();
  }

  /** Has the relay throw this identity out of the SFU room. */
  remove(identity: string): void {
    if (this.#leading) this.send({ type: 'remove', participant: identity });
  }

  /** Tells a relay that may know nobody any more that this page is in: else no way back is given to it. */
  vouchFor(self: ParticipantId): void {
    if (this.#opened) this.send({ type: 'admit', participant: self });
  }

  /** Ends the meeting at the relay. */
  end(): void {
    if (this.#leading) this.send({ type: 'end' });
  }

  #open({ move, max, leading }: Extract<FromRelay, { type: 'opened' }>): void {
    this.#opened = true;
    this.toVault({ type: 'opened', move, max });
    this.handlers.opened(max);
    if (this.#self !== undefined) this.send({ type: 'admit', participant: this.#self });
    if (leading) this.#lead();
    else this.#follow();
  }

  #lead(): void {
    this.#leading = true;
    // A state may have been made since the room was claimed.
    this.#tellLists();
  }

  /** Opens anew: among lines of one rank the last leads at the relay. */
  #takeBack(): void {
    if (!this.#leads) return;
    clearTimeout(this.#takingBack);
    this.#takingBack = setTimeout(() => {
      if (this.#leads && !this.#leading) this.renew();
    }, TAKE_BACK_MS);
  }

  /** Another line leads: who waits is no longer this one's. */
  #follow(): void {
    this.#leading = false;
    for (const waiter of this.#waiting) this.toVault({ type: 'gone', waiter });
    this.#waiting.clear();
  }

  #tellLists(): void {
    if (this.#lists && this.#opened && this.#leading) this.send({ type: 'lists', ...listsOf(this.#lists) });
  }
}
