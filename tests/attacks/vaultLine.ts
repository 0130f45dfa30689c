/** The product's own vault in Node, in the hands of the test, with its line to a real relay. It has no SFU of itself. */

import { WebSocket } from 'ws';
import type { Bytes } from '../../crypto/brands.ts';
import { fromBase64url, toBase64url } from '../../crypto/bytes.ts';
import { argon2id } from '../../crypto/sodium.ts';
import type { ToFrameKeys } from '../../crypto/workers/frameProtocol.ts';
import type { FromVault } from '../../crypto/workers/protocol.ts';
import { Vault } from '../../crypto/workers/vault.ts';
import { decodeFromRelay, encode, type FromRelay, type ToRelay } from '../../relay/wire.ts';
import { Storage } from '../crypto/meeting.ts';

const TICK_MS = 250;
const GLANCE_MS = 50;
const PATIENCE_MS = 45_000;

export interface VaultLineOptions {
  /** Whose it is, for what a failed test says. */
  readonly name: string;
  /** Where the relay is, and the page would be. */
  readonly origin: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** All that the vault tells its page. */
  readonly toPage?: (message: FromVault) => void;
  readonly toFrames?: (message: ToFrameKeys) => void;
  readonly fromRelay?: (message: FromRelay) => void;
}

/** The seat as its vault told it last. */
type Seat = Extract<FromVault, { readonly type: 'seated' }>;

export class VaultLine {
  readonly vault: Vault;
  /** All that the vault told its page, newest last. */
  readonly heard: FromVault[] = [];
  readonly #options: VaultLineOptions;
  readonly #clock: ReturnType<typeof setInterval>;
  #relay: WebSocket | undefined;
  #roomId = '';

  constructor(options: VaultLineOptions) {
    this.#options = options;
    this.vault = new Vault({
      now: Date.now,
      toPage: (message) => this.#fromVault(message),
      toFrames: (message) => options.toFrames?.(message),
      stretch: async ({ password, salt, length }) => argon2id(password, salt, length),
      records: new Storage(),
    });
    this.#clock = setInterval(() => this.vault.tick(), TICK_MS);
  }

  /** The roomId of a link, once the vault has taken it. */
  async openLink(text: string): Promise<string> {
    await this.vault.receive({ type: 'openLink', text, origin: this.#options.origin });
    const opened = this.heard.find((message) => message.type === 'link');
    if (opened?.type !== 'link') throw new Error('the link was refused');
    return opened.roomId;
  }

  /** Takes a line to the relay; one it had is closed. */
  connect(roomId: string): void {
    const { origin, headers = {} } = this.#options;
    this.#relay?.close();
    this.#roomId = roomId;
    const relay = new WebSocket(`${origin.replace('http', 'ws')}/relay`, { headers: { origin, ...headers } });
    this.#relay = relay;
    relay.on('message', (data) => {
      const message = Buffer.isBuffer(data) ? decodeFromRelay(data.toString()) : undefined;
      if (message && relay === this.#relay) this.#fromRelay(message);
    });
  }

  get seat(): Seat | undefined {
    const seat = this.heard.findLast((message) => message.type === 'seated');
    return seat?.type === 'seated' ? seat : undefined;
  }

  /** Waits until the vault has said something like this. */
  async heardThat(what: string, is: (message: FromVault) => boolean, ms = PATIENCE_MS): Promise<void> {
    const deadline = Date.now() + ms;
    while (!this.heard.some(is)) {
      if (Date.now() > deadline) {
        const types = this.heard.map(({ type }) => type).join(' ');
        throw new Error(`${this.#options.name}: no ${what}; heard ${types}`);
      }
      await new Promise((resolve) => setTimeout(resolve, GLANCE_MS));
    }
  }

  /** The waiter's number of somebody who is shown at the door. */
  async waiterOf(name: string, ms = PATIENCE_MS): Promise<number> {
    const find = (message: FromVault): number | undefined =>
      message.type === 'knocks' ? message.knocks.find((knock) => knock.name === name)?.waiter : undefined;
    await this.heardThat(`knock of ${name}`, (message) => find(message) !== undefined, ms);
    const list = this.heard.findLast(({ type }) => type === 'knocks');
    const waiter = list && find(list);
    if (waiter === undefined) throw new Error(`${name} does not knock any more`);
    return waiter;
  }

  say(message: ToRelay): void {
    if (this.#relay?.readyState === WebSocket.OPEN) this.#relay.send(encode(message));
  }

  close(): void {
    clearInterval(this.#clock);
    this.#relay?.terminate();
  }

  #fromRelay(message: FromRelay): void {
    this.#options.fromRelay?.(message);
    switch (message.type) {
      case 'nonce': {
        const nonce = fromBase64url(message.nonce);
        if (!this.seat) return this.say({ type: 'wait', room: this.#roomId });
        if (nonce) void this.vault.receive({ type: 'relayNonce', nonce });
        return;
      }
      case 'opened': {
        const { move, max } = message;
        void this.vault.receive({ type: 'opened', move, max });
        if (this.seat) this.say({ type: 'admit', participant: this.seat.participantId });
        return;
      }
      case 'host':
        if (message.present) void this.vault.receive({ type: 'placed' });
        return;
      case 'envelope':
        return this.#envelope(message.data);
      case 'envelopeFrom':
        return this.#envelope(message.data, message.waiter);
      case 'gone':
        void this.vault.receive({ type: 'gone', waiter: message.waiter });
        return;
      default:
        return;
    }
  }

  #envelope(text: string, waiter?: number): void {
    const data: Bytes | undefined = fromBase64url(text);
    if (!data) return;
    void this.vault.receive({ type: 'envelope', data, ...(waiter !== undefined && { waiter }) });
  }

  #fromVault(message: FromVault): void {
    this.heard.push(message);
    this.#options.toPage?.(message);
    switch (message.type) {
      case 'envelope': {
        const { waiter } = message;
        const data = toBase64url(message.data);
        return this.say(
          waiter === undefined ? { type: 'envelope', data } : { type: 'envelopeTo', waiter, data },
        );
      }
      case 'claim': {
        const [grant, signature] = [toBase64url(message.grant), toBase64url(message.signature)];
        this.say({ type: 'claim', room: this.#roomId, grant, signature });
        const { move, lists } = message;
        return this.say({ type: 'open', move, ...(lists && { lists }) });
      }
      case 'lists':
        return this.say({ type: 'lists', ...message.lists });
      case 'tokenFor':
        return this.say({ type: 'admit', participant: message.participantId, waiter: message.waiter });
      case 'remove':
        return this.say({ type: 'remove', participant: message.participantId });
      default:
        return;
    }
  }
}
