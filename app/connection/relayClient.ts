/** The line to the relay (§8): one WebSocket that comes back by itself, and its messages, decoded. */

import { decodeFromRelay, encode, type FromRelay, type ToRelay } from '../../relay/wire.ts';

/** Waits between attempts: doubling, each lengthened at random so that not all come back at once. */
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8_000;

export interface RelayHandlers {
  message(message: FromRelay): void;
  /** Connected, or not: attempts go on until `close`. */
  connected(is: boolean): void;
}

export class RelayClient {
  readonly #url: string;
  readonly #handlers: RelayHandlers;
  #socket: WebSocket | undefined;
  #wait = FIRST_WAIT_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  /** `origin` is the page's own: the relay serves the page. */
  constructor(origin: string, handlers: RelayHandlers) {
    this.#url = `${origin.replace(/^http/, 'ws')}/relay`;
    this.#handlers = handlers;
    this.#connect();
  }

  /**
   * Connects anew, at once: after a sleep or a change of network a browser may hold on to a connection that is
   * dead, and says nothing for minutes.
   */
  renew(): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#wait = FIRST_WAIT_MS;
    const before = this.#socket;
    if (before) before.onopen = before.onmessage = before.onclose = null;
    before?.close();
    this.#handlers.connected(false);
    this.#connect();
  }

  /** Sends, if there is a connection; what is not sent is asked for anew when the relay is back. */
  send(message: ToRelay): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(encode(message));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #connect(): void {
    const socket = (this.#socket = new WebSocket(this.#url));
    socket.onopen = () => {
      this.#handlers.connected(true);
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      // What the relay would never send is dropped: it has no meaning here.
      const message = typeof data === 'string' ? decodeFromRelay(data) : undefined;
      if (!message || this.#closed) return;
      if (message.type !== 'refused') this.#wait = FIRST_WAIT_MS;
      this.#handlers.message(message);
    };
    socket.onclose = () => {
      if (this.#closed) return;
      this.#handlers.connected(false);
      const lengthened = this.#wait * (1 + (crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 256);
      this.#timer = setTimeout(() => this.#connect(), lengthened);
      this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT_MS);
    };
  }
}
