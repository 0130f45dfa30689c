/**
 * This page's place in the call: the way into the SFU room, with the call and its sound; the way back after a
 * connection that was lost, and the way on when the meeting moves.
 */

import type { ParticipantId } from '../../crypto/brands.ts';
import type { FromFrame } from '../../crypto/workers/frameProtocol.ts';
import type { FromVault, ToVault } from '../../crypto/workers/protocol.ts';
import type { Sfu } from '../media/sfu.ts';
import { Sound } from '../media/sound.svelte.ts';
import type { Workers } from '../media/workers.ts';
import { Call } from './call.svelte.ts';
import type { Connections } from './connections.svelte.ts';
import type { Way } from './line.ts';
import { Rejoining } from './rejoining.ts';
import { subjectOf } from './token.ts';

/** How long after the admission the token may come. */
const LATE_MS = 8_000;

export interface AttendanceOptions {
  /** The lines to the relay. */
  readonly connections: Pick<Connections, 'askBack' | 'renew' | 'remove'>;
  readonly workers: () => Promise<Workers | undefined>;
  /** Own identity, once the vault gave a seat. */
  readonly self: () => ParticipantId | undefined;
  /** Id of the speaker to play on; undefined is the usual one. */
  readonly speaker: () => string | undefined;
  readonly toVault: (message: ToVault) => void;
  readonly handlers: {
    /** There is a call: what is sent in it can be told. */
    begun(): void;
    /** The connection to the SFU stands, for the first time or again. */
    stands(): void;
    /** There is no way in, or none back. */
    lost(): void;
  };
}

export class Attendance {
  readonly #options: AttendanceOptions;
  #call = $state.raw<Call | undefined>(undefined);
  #sound = $state.raw<Sound | undefined>(undefined);
  /** In no SFU room yet. */
  #ready: Sfu | undefined;
  #rejoining: Rejoining | undefined;
  #notIn = $state(false);
  /** Which SFU room this page is in, counted by moves. */
  #move = 0;
  /** The newest move that the vault or the relay told of, and whether a way back was under way then. */
  #newestMove = 0;
  #movedOn = false;
  #lateWay: ReturnType<typeof setTimeout> | undefined;
  /** What the vault said before there was a call, and a call must know. */
  readonly #forCall = new Map<FromVault['type'], FromVault>();
  #ended = false;

  constructor(options: AttendanceOptions) {
    this.#options = options;
  }

  /** Undefined until the way in is known. */
  get call(): Call | undefined {
    return this.#call;
  }

  get connection(): 'connected' | 'reconnecting' {
    return this.#call?.connection ?? 'reconnecting';
  }

  /** On the way back, and the relay says that this page is not in the meeting: it may be so, or a lie. */
  get notIn(): boolean {
    return this.#notIn;
  }

  get soundBlocked(): boolean {
    return this.#sound?.blocked ?? false;
  }

  /** After a click: plays what the browser held back. */
  async turnOnSound(): Promise<void> {
    await this.#sound?.unblock();
  }

  fromVault(message: FromVault): void {
    if (message.type === 'roster' || message.type === 'goodbye') this.#forCall.set(message.type, message);
    this.#call?.fromVault(message);
    if (message.type === 'move') this.moveTo(message.move);
    if (message.type === 'seated')
      // The leader's line may have broken just then: whoever is in the roster can ask for a token by themselves.
      this.#lateWay ??= setTimeout(() => {
        if (!this.#call && !message.host) this.#rejoin();
      }, LATE_MS);
  }

  fromFrame(message: FromFrame): void {
    this.#call?.fromFrame(message);
  }

  /** Has ready what the way in needs, while this page waits for it; `url` is where the SFU is. */
  async prepare(url: string): Promise<void> {
    try {
      const workers = await this.#options.workers();
      const { Sfu } = await import('../media/sfu.ts');
      if (!workers || this.#call || this.#ended) return;
      this.#ready ??= new Sfu(workers.frame);
      await this.#ready.prepare(url);
    } catch {
      // What does not come now is asked for again when it is needed.
    }
  }

  /** Goes this way in, the first time. */
  async goIn(way: Way): Promise<void> {
    try {
      const workers = await this.#options.workers();
      const { Sfu } = await import('../media/sfu.ts');
      if (!workers || this.#call || this.#ended) return;
      const call = this.#newCall((handlers) =>
        (this.#takeReady() ?? new Sfu(workers.frame)).reportTo(handlers),
      );
      await call.enter(way.url, way.token);
      this.#move = way.move;
    } catch {
      if (!this.#ended) this.#options.handlers.lost();
    }
  }

  /** The meeting goes on in the SFU room of this move. */
  moveTo(move: number): void {
    if (!this.#call || move <= this.#move) return;
    this.#newestMove = move;
    this.#movedOn = this.#rejoining !== undefined;
    this.#rejoin();
  }

  /** The network is back: who is on the way back tries at once. */
  hurry(): void {
    this.#rejoining?.hurry();
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#lateWay);
    this.#rejoining?.end();
    void this.#takeReady()?.forget();
    void this.#call?.leave();
  }

  #takeReady(): Sfu | undefined {
    const ready = this.#ready;
    this.#ready = undefined;
    return ready;
  }

  #newCall(makeSfu: ConstructorParameters<typeof Call>[0]): Call {
    const { connections, speaker, toVault, handlers } = this.#options;
    const sound = (this.#sound = new Sound(speaker));
    const call = (this.#call = new Call(makeSfu, sound, {
      toVault,
      connected: (again) => {
        // Where the way to the SFU had broken, that to the relay may have, too.
        if (again) connections.renew();
        handlers.stands();
      },
      lost: () => {
        this.#rejoin();
      },
      strangers: (identities) => {
        for (const identity of identities) connections.remove(identity);
      },
    }));
    for (const message of this.#forCall.values()) call.fromVault(message);
    handlers.begun();
    return call;
  }

  #rejoin(): void {
    if (this.#ended || this.#rejoining) return;
    const { connections, handlers } = this.#options;
    const wasLost = this.connection !== 'connected';
    this.#rejoining = new Rejoining({
      ask: (asking) => connections.askBack(asking),
      enter: (way) => this.#goBack(way),
      failed: (notIn) => (this.#notIn = notIn),
      done: () => {
        this.#rejoining = undefined;
        this.#notIn = false;
        if (wasLost) connections.renew();
        const again = this.#movedOn && this.#newestMove > this.#move;
        this.#movedOn = false;
        if (again || this.connection !== 'connected') this.#rejoin();
      },
      lost: () => {
        handlers.lost();
      },
    });
  }

  /** Rejects when it does not lead in, or is not this page's. */
  async #goBack(way: Way): Promise<void> {
    if (subjectOf(way.token) !== this.#options.self()) throw new Error('not a way for this page');
    if (!this.#call) return this.goIn(way);
    await this.#call.enter(way.url, way.token);
    this.#move = way.move;
  }
}
