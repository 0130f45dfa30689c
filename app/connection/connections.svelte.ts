/** The lines of this page to the relay: a joiner's, an authority's, and those by which a member asks for its way back. */

import type { ParticipantId } from '../../crypto/brands.ts';
import type { FromVault, ToVault } from '../../crypto/workers/protocol.ts';
import type { RelayRefusal } from '../../relay/wire.ts';
import { AuthorityLine } from './authorityLine.ts';
import { type HostWord, JoinerLine } from './joinerLine.ts';
import type { LineOptions, Way } from './line.ts';
import { type RejoinHandlers, RejoinLine } from './rejoinLine.ts';
import { subjectOf } from './token.ts';

export interface ConnectionHandlers {
  toVault(message: ToVault): void;
  /** The line of who waits, or of a host on the way in, is connected or broke. */
  connected(is: boolean): void;
  /** Joiner: where the SFU is, which the way in will lead to. */
  sfu(url: string): void;
  host(word: HostWord): void;
  /** The way into the SFU room, once: for this page, and not before the vault gave it a seat. */
  way(way: Way): void;
  /** The relay says to who waits that the meeting ended. */
  ended(): void;
  refused(reason: RelayRefusal): void;
  /** Authorities: how many may be in. */
  opened(max: number): void;
  full(): void;
  stranger(identity: string): void;
  moved(move: number): void;
}

export class Connections {
  readonly #handlers: ConnectionHandlers;
  readonly #origin: string;
  readonly #roomId: string;
  #joiner: JoinerLine | undefined;
  #authority: AuthorityLine | undefined;
  #rejoin: RejoinLine | undefined;
  /** Own identity, as the vault gave it. */
  #self: ParticipantId | undefined;
  /** A token that came before the seat: the sealed admission may be slower. */
  #early: Way | undefined;
  #wayTaken = false;
  /** A host's own device: rank 0. */
  #host = false;
  #connected = $state.raw(false);

  constructor(origin: string, roomId: string, handlers: ConnectionHandlers) {
    this.#origin = origin;
    this.#roomId = roomId;
    this.#handlers = handlers;
  }

  /** The line that this person sees as their connection to the relay is connected. */
  get connected(): boolean {
    return this.#connected;
  }

  /** Joiner: takes a place in the waiting room, if there is none. */
  wait(): void {
    this.#joiner ??= new JoinerLine(
      this.#options({
        connected: this.#isConnected,
        sfu: (url) => {
          this.#handlers.sfu(url);
        },
        host: (word) => {
          this.#handlers.host(word);
        },
        token: (way) => {
          this.#early = way;
          this.#goIn();
        },
        ended: () => {
          this.#handlers.ended();
        },
        refused: this.#refused,
      }),
    );
  }

  /** Gives up the place in the waiting room. */
  stopWaiting(): void {
    this.#joiner?.close();
    this.#joiner = undefined;
  }

  /** Asks the relay for a new token, once; what ends that is given back. */
  askBack(handlers: Omit<RejoinHandlers, 'connected'>): { close(): void } {
    const line = new RejoinLine(this.#options({ ...handlers, connected: () => undefined }));
    this.#rejoin = line;
    this.#vouchForSelf();
    return {
      close: () => {
        line.close();
        if (this.#rejoin === line) this.#rejoin = undefined;
      },
    };
  }

  fromVault(message: FromVault): void {
    if (message.type === 'seated') this.#seated(message);
    if (message.type === 'lead') this.#lead(message);
    this.#joiner?.fromVault(message);
    this.#authority?.fromVault(message);
    this.#rejoin?.fromVault(message);
  }

  /** Leader: has the relay throw this identity out of the SFU room. */
  remove(identity: string): void {
    this.#authority?.remove(identity);
  }

  /** Host: ends the meeting at the relay. */
  end(): void {
    this.#authority?.end();
  }

  /** After a sleep or a change of network. A line that asks for a way back is made anew by who asks. */
  renew(): void {
    this.#joiner?.renew();
    this.#authority?.renew();
  }

  close(): void {
    this.stopWaiting();
    this.#closeAuthority();
    this.#rejoin?.close();
  }

  #isConnected = (is: boolean): void => {
    this.#connected = is;
    this.#handlers.connected(is);
  };

  #refused = (reason: RelayRefusal): void => {
    this.#handlers.refused(reason);
  };

  #options<Handlers>(handlers: Handlers): LineOptions<Handlers> {
    const toVault = (message: ToVault): void => {
      this.#handlers.toVault(message);
    };
    return { origin: this.#origin, roomId: this.#roomId, toVault, handlers };
  }

  #seated({ participantId, host }: Extract<FromVault, { type: 'seated' }>): void {
    this.#self = participantId;
    this.#host = host;
    if (host) this.#openAuthority(this.#wayTaken ? undefined : participantId);
    this.#goIn();
  }

  /** A host's device keeps its line always; a co-host has one while it leads. */
  #lead({ is, authority }: Extract<FromVault, { type: 'lead' }>): void {
    if (is && authority) this.#openAuthority(this.#wayTaken ? undefined : this.#self);
    else if (!this.#host) this.#closeAuthority();
  }

  #openAuthority(self: ParticipantId | undefined): void {
    this.#authority ??= new AuthorityLine(
      this.#options({
        connected: this.#isConnected,
        opened: (max: number) => {
          this.#handlers.opened(max);
          this.#vouchForSelf();
        },
        token: (way: Way) => {
          this.#early = way;
          this.#goIn();
        },
        stranger: (identity: string) => {
          this.#handlers.stranger(identity);
        },
        full: () => {
          this.#handlers.full();
        },
        moved: (move: number) => {
          this.#handlers.moved(move);
        },
        refused: this.#refused,
      }),
      self,
    );
  }

  #vouchForSelf(): void {
    if (this.#rejoin && this.#self !== undefined) this.#authority?.vouchFor(this.#self);
  }

  #closeAuthority(): void {
    this.#authority?.close();
    this.#authority = undefined;
  }

  /** One token is used: the first that is this page's own, after the vault gave it a seat. */
  #goIn(): void {
    const way = this.#early;
    if (!way || this.#self === undefined || this.#wayTaken) return;
    this.#early = undefined;
    if (subjectOf(way.token) !== this.#self) return;
    this.#wayTaken = true;
    this.#handlers.way(way);
  }
}
