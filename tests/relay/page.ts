/** A page's WebSocket to a real relay, without a browser. */

import { WebSocket } from 'ws';
import { decodeFromRelay, encode, type FromRelay, type Lists, type ToRelay } from '../../relay/wire.ts';
import { listsOf, type Authority } from './authority.ts';

const PATIENCE_MS = 10_000;

export class RelayPage {
  readonly socket: WebSocket;
  readonly origin: string;
  readonly #said: FromRelay[] = [];
  readonly #waiting = new Set<() => void>();
  closed = false;

  private constructor(socket: WebSocket, origin: string) {
    this.socket = socket;
    this.origin = origin;
    socket.on('message', (data: Buffer) => {
      const message = decodeFromRelay(data.toString());
      if (message === undefined) throw new Error(`The relay said what is no message: ${data.toString()}`);
      this.#said.push(message);
      for (const look of this.#waiting) look();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closed = true;
      for (const look of this.#waiting) look();
    });
  }

  /** Connects to `ws://127.0.0.1:PORT/relay` as a page of this origin; rejects with the status if refused. */
  static connect(
    port: number,
    origin: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<RelayPage> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/relay`, { headers: { origin, ...headers } });
    const page = new RelayPage(socket, origin);
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(page));
      socket.once('unexpected-response', (_, response) => reject(new Error(String(response.statusCode))));
    });
  }

  say(message: ToRelay): void {
    this.socket.send(encode(message));
  }

  /** The next message of this type, or one that came already; each is given once. */
  async next<Type extends FromRelay['type']>(type: Type): Promise<Extract<FromRelay, { type: Type }>> {
    let found = -1;
    await this.#until(`"${type}" from the relay`, () => {
      found = this.#said.findIndex((message) => message.type === type);
      return found >= 0;
    });
    return this.#said.splice(found, 1)[0] as Extract<FromRelay, { type: Type }>;
  }

  /** The oldest message that nobody took yet, if there is one. */
  taken(): FromRelay | undefined {
    return this.#said.shift();
  }

  async gone(): Promise<void> {
    await this.#until('the relay to close', () => this.closed);
  }

  /** Claims the room and opens it, with these lists. */
  async lead(authority: Authority, lists: Partial<Lists> = {}, move = 0): Promise<this> {
    await this.claim(authority);
    this.say({ type: 'open', move, lists: listsOf(lists) });
    await this.next('opened');
    return this;
  }

  async claim(authority: Authority): Promise<void> {
    const { nonce } = await this.next('nonce');
    this.say(authority.claim(nonce, this.origin));
  }

  close(): void {
    this.socket.terminate();
  }

  #until(what: string, met: () => boolean): Promise<void> {
    if (met()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (!met()) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`Waited for ${what} in vain; it said ${JSON.stringify(this.#said)}`));
      }, PATIENCE_MS);
      this.#waiting.add(look);
    });
  }
}
