/**
 * A member whose client is the attacker's: the product's own vault in Node, in the hands of the test, with the
 * stock page as its leg to the SFU. It is let in by the door like anybody, and then keeps what an honest client
 * erases: every packet, every base key, every frame.
 */

import type { Page } from 'puppeteer-core';
import { WebSocket } from 'ws';
import type { Bytes, EpochNumber, MemberIndex } from '../../crypto/brands.ts';
import { fromBase64url, toBase64url } from '../../crypto/bytes.ts';
import { clearLength, codecByte } from '../../crypto/frame/clearBytes.ts';
import { decodeHeader, deriveMediaKey, openFrame, type MediaKey } from '../../crypto/frame/sframe.ts';
import { argon2id } from '../../crypto/sodium.ts';
import type { CodecName, FromVault, RosterEntry, Slot, ToFrameKeys } from '../../crypto/workers/protocol.ts';
import { Vault } from '../../crypto/workers/vault.ts';
import { decodeFromRelay, encode, type FromRelay, type ToRelay } from '../../relay/wire.ts';
import { launchBrowser, type Launched } from '../calls/browser.ts';
import { LOOKS, type LookName } from '../calls/looks.ts';
import type { PageServer } from './pageServer.ts';

const TICK_MS = 250;
const SLOTS_OF_ALL: readonly Slot[] = [0, 1, 2, 3];

/** What became of a frame that this member tried to open with the keys it was given. */
export interface Opened {
  readonly kid: number;
  readonly ctr: number;
  readonly n: EpochNumber;
  readonly index: MemberIndex;
  readonly slot: Slot;
  readonly frame: Bytes;
}

export interface MemberOptions {
  readonly name: string;
  readonly look: LookName;
  readonly origin: string;
  readonly pages: PageServer;
}

export class HostileMember {
  readonly page: Page;
  /** All that the vault told its page, newest last. */
  readonly heard: FromVault[] = [];
  roster: readonly RosterEntry[] = [];
  readonly #options: MemberOptions;
  readonly #launched: Launched;
  readonly #vault: Vault;
  readonly #clock: ReturnType<typeof setInterval>;
  #relay: WebSocket | undefined;
  /** Epochs it was given, newest last. None is ever erased. */
  readonly epochs: EpochNumber[] = [];
  readonly #bases = new Map<string, Promise<MediaKey>>();

  private constructor(options: MemberOptions, launched: Launched, page: Page) {
    this.#options = options;
    this.#launched = launched;
    this.page = page;
    this.#vault = new Vault({
      now: Date.now,
      toPage: (message) => this.#fromVault(message),
      toFrames: (message) => this.#toFrames(message),
      stretch: async ({ password, salt, length }) => argon2id(password, salt, length),
    });
    this.#clock = setInterval(() => this.#vault.tick(), TICK_MS);
  }

  /** Opens its browser. */
  static async arrive(options: MemberOptions): Promise<HostileMember> {
    const launched = await launchBrowser('chromium', { look: LOOKS[options.look] });
    const page = await launched.browser.newPage();
    const member = new HostileMember(options, launched, page);
    await page.exposeFunction('gotPacket', (base64: string) => {
      void member.#vault.receive({ type: 'packet', data: Uint8Array.from(Buffer.from(base64, 'base64')) });
    });
    await page.goto(`${options.pages.url}stock.html`);
    return member;
  }

  /** Knocks with what the invitation says. */
  async knock(link: string, passphrase: string): Promise<void> {
    const { name, origin } = this.#options;
    await this.#vault.receive({ type: 'openLink', text: link, origin });
    const opened = this.heard.find((message) => message.type === 'link');
    if (opened?.type !== 'link') throw new Error('the link was refused');
    const { roomId } = opened;
    await this.#vault.receive({ type: 'knock', name, passphrase });
    this.#relay = new WebSocket(`${origin.replace('http', 'ws')}/relay`, { origin });
    this.#relay.on('message', (data) => {
      const message = decodeFromRelay(String(data));
      if (message) this.#fromRelay(message, roomId);
    });
  }

  /** Waits until the vault has said something like this. */
  async heardThat(what: string, is: (message: FromVault) => boolean, ms = 20_000): Promise<void> {
    const deadline = Date.now() + ms;
    while (!this.heard.some(is)) {
      if (Date.now() > deadline) {
        throw new Error(`${this.#options.name}: no ${what}; heard ${this.heard.map(({ type }) => type).join(' ')}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Waits until it is in the SFU room and its membership is confirmed. */
  enter(): Promise<void> {
    return this.heardThat(
      'confirmed membership',
      (message) => message.type === 'membership' && message.state === 'confirmed',
    );
  }

  /** Opens one recorded frame with the key that its KID names, of whatever epoch it was ever given; or not. */
  async open(wire: Uint8Array, codec: CodecName): Promise<Opened | undefined> {
    const bytes = Uint8Array.from(wire);
    const clear = clearLength(codec, bytes);
    const header = clear === undefined ? undefined : decodeHeader(bytes, clear);
    if (clear === undefined || !header || typeof header.kid !== 'number' || typeof header.ctr !== 'number') {
      return undefined;
    }
    const { kid, ctr } = header;
    const index = Math.floor(kid / 64);
    const slot = SLOTS_OF_ALL[(kid >> 4) & 3];
    // Newest first: n is known modulo 16 only.
    for (const n of this.epochs.filter((number) => number % 16 === (kid & 15)).reverse()) {
      const key = await this.#bases.get(`${n}/${index}/${slot}`);
      const frame = key && (await openFrame(key, header, codecByte(codec), bytes, clear));
      if (frame && slot !== undefined) return { kid, ctr, n, index: index as MemberIndex, slot, frame };
    }
    return undefined;
  }

  async goHome(): Promise<void> {
    clearInterval(this.#clock);
    this.#relay?.close();
    await this.#launched.close();
  }

  #say(message: ToRelay): void {
    this.#relay?.send(encode(message));
  }

  #fromRelay(message: FromRelay, room: string): void {
    switch (message.type) {
      case 'nonce':
        return this.#say({ type: 'wait', room });
      case 'host':
        if (message.present) void this.#vault.receive({ type: 'placed' });
        return;
      case 'envelope': {
        const data = fromBase64url(message.data);
        if (data) void this.#vault.receive({ type: 'envelope', data });
        return;
      }
      case 'token':
        this.#join(message.url, message.token);
        return;
      default:
        return;
    }
  }

  #join(url: string, token: string): void {
    this.page
      .evaluate((to, by) => window.stock.join(to, by), url, token)
      .then(() => this.#vault.receive({ type: 'connected' }))
      .catch((error: unknown) => console.error('the hostile member did not reach the SFU', error));
  }

  #fromVault(message: FromVault): void {
    this.heard.push(message);
    if (message.type === 'envelope') this.#say({ type: 'envelope', data: toBase64url(message.data) });
    if (message.type === 'roster') {
      this.roster = message.members;
      this.#askForBases();
    }
    if (message.type === 'packet') {
      const data = Buffer.from(message.data).toString('base64');
      this.page
        .evaluate((bytes, to) => window.stock.publishData(bytes, to), data, message.to && [...message.to])
        // The page may be closing.
        .catch(() => undefined);
    }
  }

  #toFrames(message: ToFrameKeys): void {
    if (message.type === 'epoch') {
      this.epochs.push(message.n);
      this.#askForBases();
    }
    if (message.type === 'base') {
      const { n, index, slot, baseKey } = message;
      const kid = index * 64 + slot * 16 + (n % 16);
      this.#bases.set(`${n}/${index}/${slot}`, deriveMediaKey(Uint8Array.from(baseKey), kid));
    }
  }

  /** Asks at once for every key of every epoch: later the vault will have erased them. */
  #askForBases(): void {
    for (const n of this.epochs.slice(-3)) {
      for (const { index } of this.roster) {
        for (const slot of SLOTS_OF_ALL) {
          if (!this.#bases.has(`${n}/${index}/${slot}`)) this.#vault.receiveFrames({ type: 'need', n, index, slot });
        }
      }
    }
  }
}
