/**
 * The way back into the SFU room: after a connection that was lost for good, and when the meeting moves to a new
 * room. It tries again and again, for as long as the seat is kept. Only the vault can say that there is no seat
 * any more.
 */

import type { Way } from './line.ts';
import type { RejoinHandlers } from './rejoinLine.ts';

/** Waits between tries: doubling, each lengthened at random. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;
/** How long a seat is kept (§5). */
export const SEAT_KEPT_MS = 10 * 60_000;
/** A relay that is there says so within this. */
const HELLO_MS = 10_000;
/** A relay that knows of no lists yet waits a minute for an authority before it answers. */
const ANSWER_MS = 65_000;

export interface RejoiningOptions {
  /** Makes one try's line; what ends it is given back. */
  readonly ask: (handlers: Omit<RejoinHandlers, 'connected'>) => { close(): void };
  /** Goes this way, in; rejects when that fails or the way is not this page's. */
  readonly enter: (way: Way) => Promise<void>;
  /** A try came to nothing; `notIn`: for the relay says that this member is not in the meeting. */
  readonly failed: (notIn: boolean) => void;
  /** Back in. */
  readonly done: () => void;
  /** Ten minutes are over. */
  readonly lost: () => void;
}

export class Rejoining {
  readonly #options: RejoiningOptions;
  readonly #until = Date.now() + SEAT_KEPT_MS;
  #line: { close(): void } | undefined;
  /** Counts tries: what an older one says is too late. */
  #tried = 0;
  #wait = FIRST_WAIT_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #entering = false;
  #ended = false;

  /** Begins with the first try. */
  constructor(options: RejoiningOptions) {
    this.#options = options;
    this.#try();
  }

  /** Tries at once: the network is back. */
  hurry(): void {
    if (this.#ended || this.#entering) return;
    this.#wait = FIRST_WAIT_MS;
    this.#try();
  }

  end(): void {
    this.#ended = true;
    this.#giveUpTry();
  }

  #giveUpTry(): void {
    this.#tried++;
    clearTimeout(this.#timer);
    this.#line?.close();
    this.#line = undefined;
  }

  #try(): void {
    this.#giveUpTry();
    const mine = this.#tried;
    const current = (act: () => void) => () => {
      if (this.#tried === mine) act();
    };
    const failed = current(() => {
      this.#again();
    });
    this.#timer = setTimeout(failed, HELLO_MS);
    this.#line = this.#options.ask({
      asked: current(() => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(failed, ANSWER_MS);
      }),
      token: (way) => {
        if (this.#tried === mine) void this.#enter(way);
      },
      failed: (notIn) => {
        if (this.#tried !== mine) return;
        this.#options.failed(notIn);
        this.#again();
      },
    });
  }

  async #enter(way: Way): Promise<void> {
    this.#giveUpTry();
    this.#entering = true;
    const entered = await this.#options.enter(way).then(
      () => true,
      () => false,
    );
    this.#entering = false;
    if (this.#ended) return;
    if (!entered) return this.#again();
    this.#ended = true;
    this.#options.done();
  }

  #again(): void {
    this.#giveUpTry();
    if (Date.now() >= this.#until) {
      this.#ended = true;
      return this.#options.lost();
    }
    const lengthened = this.#wait * (1 + (crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 256);
    this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT_MS / 2);
    this.#timer = setTimeout(
      () => {
        this.#try();
      },
      Math.min(lengthened, this.#until - Date.now()),
    );
  }
}
