/**
 * A member whose client is the attacker's: the product's own vault in Node, in the hands of the test, with the
 * stock page as its leg to the SFU. It comes in by the door like anybody, or is the host itself, and keeps what
 * an honest client erases: every packet, every base key, every frame.
 */

import type { Page } from 'puppeteer-core';
import { WebSocket } from 'ws';
import {
  branded,
  type Bytes,
  type EpochNumber,
  type HostSeed,
  type LinkSecret,
  type MemberIndex,
} from '../../crypto/brands.ts';
import { fromBase64url, toBase64url } from '../../crypto/bytes.ts';
import { clearLength, codecByte } from '../../crypto/frame/clearBytes.ts';
import {
  decodeHeader,
  deriveMediaKey,
  openFrame,
  sealFrame,
  type MediaKey,
} from '../../crypto/frame/sframe.ts';
import { encodeLink } from '../../crypto/invitation.ts';
import { argon2id, randomBytes } from '../../crypto/sodium.ts';
import type { CodecName, FromVault, RosterEntry, Slot, ToFrameKeys } from '../../crypto/workers/protocol.ts';
import { Vault } from '../../crypto/workers/vault.ts';
import { decodeFromRelay, encode, type FromRelay, type ToRelay } from '../../relay/wire.ts';
import { launchBrowser, type Launched } from '../calls/browser.ts';
import { LOOKS, type LookName } from '../calls/looks.ts';
import type { Invitation } from '../calls/person.ts';
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
  readonly #inSfuRoom = Promise.withResolvers<void>();
  #relay: WebSocket | undefined;
  #roomId = '';
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
    const roomId = await this.#openLink(link);
    await this.#vault.receive({ type: 'knock', name: this.#options.name, passphrase });
    this.#connect(roomId);
  }

  /** Makes a meeting of its own and starts it; gives the invitation. */
  async host(): Promise<Invitation> {
    const { name, origin } = this.#options;
    const seed = branded<HostSeed>(randomBytes(32));
    const linkSecret = branded<LinkSecret>(randomBytes(16));
    const passphrase = 'a host of its own';
    const roomId = await this.#openLink(
      `${origin}/#${encodeLink({ kind: 'host', seed, linkSecret, passphrase })}`,
    );
    await this.#vault.receive({ type: 'start', name });
    this.#connect(roomId);
    await this.heardThat('place in the meeting', ({ type }) => type === 'seated');
    await this.#inSfuRoom.promise;
    const room = this.heard.find((message) => message.type === 'room');
    if (room?.type !== 'room') throw new Error('no room was made');
    return { link: room.inviteLink, passphrase };
  }

  /** As host: lets in who knocks under this name. */
  async admit(name: string): Promise<void> {
    const knocks = (message: FromVault) => message.type === 'knocked' && message.name === name;
    await this.heardThat(`knock of ${name}`, knocks);
    const knock = this.heard.findLast(knocks);
    if (knock?.type === 'knocked') await this.#vault.receive({ type: 'admit', waiter: knock.waiter });
  }

  /** The roomId of a link, once the vault has taken it. */
  async #openLink(text: string): Promise<string> {
    await this.#vault.receive({ type: 'openLink', text, origin: this.#options.origin });
    const opened = this.heard.find((message) => message.type === 'link');
    if (opened?.type !== 'link') throw new Error('the link was refused');
    return opened.roomId;
  }

  #connect(roomId: string): void {
    const { origin } = this.#options;
    this.#roomId = roomId;
    this.#relay = new WebSocket(`${origin.replace('http', 'ws')}/relay`, { origin });
    this.#relay.on('message', (data) => {
      const message = Buffer.isBuffer(data) ? decodeFromRelay(data.toString()) : undefined;
      if (message) this.#fromRelay(message);
    });
  }

  get #seat() {
    return this.heard.find((message) => message.type === 'seated');
  }

  /** Waits until the vault has said something like this. */
  async heardThat(what: string, is: (message: FromVault) => boolean, ms = 20_000): Promise<void> {
    const deadline = Date.now() + ms;
    while (!this.heard.some(is)) {
      if (Date.now() > deadline) {
        throw new Error(
          `${this.#options.name}: no ${what}; heard ${this.heard.map(({ type }) => type).join(' ')}`,
        );
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

  /**
   * A frame sealed as this member's own, for whatever slot and counter it likes. With `elsewhere` under the keys
   * of another meeting, in which its place is the same.
   */
  async seal(slot: Slot, codec: CodecName, frame: Bytes, ctr: number, elsewhere?: Bytes): Promise<Bytes> {
    const [n, index] = [this.epochs.at(-1), this.#seat?.index];
    const clear = clearLength(codec, frame);
    if (n === undefined || index === undefined || clear === undefined)
      throw new Error('nothing to seal with');
    const kid = index * 64 + slot * 16 + (n % 16);
    const key = await (elsewhere
      ? deriveMediaKey(elsewhere.slice(), kid)
      : this.#bases.get(`${n}/${index}/${slot}`));
    if (!key) throw new Error('this key was never given');
    return sealFrame(key, ctr, codecByte(codec), frame, clear);
  }

  /** From now on its microphone and camera send these frames, in turn, in place of their own. */
  async sendInstead(frames: Readonly<Record<'audio' | 'video', readonly Uint8Array[]>>): Promise<void> {
    for (const kind of ['audio', 'video'] as const) {
      const texts = frames[kind].map((frame) => Buffer.from(frame).toString('base64'));
      await this.page.evaluate((of, bytes) => window.stock.sendInstead(of, bytes), kind, texts);
    }
  }

  /** Publishes microphone and camera, and says so. */
  async publish(): Promise<void> {
    await this.#vault.receive({ type: 'media', on: 3 });
    await this.page.evaluate(() => window.stock.publishClear());
  }

  async goHome(): Promise<void> {
    clearInterval(this.#clock);
    this.#relay?.close();
    await this.#launched.close();
  }

  #say(message: ToRelay): void {
    this.#relay?.send(encode(message));
  }

  #fromRelay(message: FromRelay): void {
    switch (message.type) {
      case 'nonce': {
        const nonce = fromBase64url(message.nonce);
        if (!this.#seat) return this.#say({ type: 'wait', room: this.#roomId });
        if (nonce) void this.#vault.receive({ type: 'relayNonce', nonce });
        return;
      }
      case 'opened': {
        const { participantId: participant } = this.#seat ?? {};
        if (participant) this.#say({ type: 'admit', participant });
        return;
      }
      case 'host':
        if (message.present) void this.#vault.receive({ type: 'placed' });
        return;
      case 'envelope':
      case 'envelopeFrom': {
        const data = fromBase64url(message.data);
        const { waiter } = message.type === 'envelopeFrom' ? message : {};
        if (data)
          void this.#vault.receive({ type: 'envelope', data, ...(waiter !== undefined && { waiter }) });
        return;
      }
      case 'gone':
        void this.#vault.receive({ type: 'gone', waiter: message.waiter });
        return;
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
      .then(this.#inSfuRoom.resolve)
      .catch((error: unknown) => console.error('the hostile member did not reach the SFU', error));
  }

  #fromVault(message: FromVault): void {
    this.heard.push(message);
    switch (message.type) {
      case 'envelope': {
        const { waiter } = message;
        const data = toBase64url(message.data);
        return this.#say(
          waiter === undefined ? { type: 'envelope', data } : { type: 'envelopeTo', waiter, data },
        );
      }
      case 'claim': {
        const [grant, signature] = [toBase64url(message.grant), toBase64url(message.signature)];
        this.#say({ type: 'claim', room: this.#roomId, grant, signature });
        return this.#say({ type: 'open', move: 0, admitted: [...message.admitted] });
      }
      case 'tokenFor':
        return this.#say({ type: 'admit', participant: message.participantId, waiter: message.waiter });
      case 'roster':
        this.roster = message.members;
        return this.#askForBases();
      case 'packet': {
        const data = Buffer.from(message.data).toString('base64');
        this.page
          .evaluate((bytes, to) => window.stock.publishData(bytes, to), data, message.to && [...message.to])
          // The page may be closing.
          .catch(() => undefined);
        return;
      }
      default:
        return;
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
          if (!this.#bases.has(`${n}/${index}/${slot}`))
            this.#vault.receiveFrames({ type: 'need', n, index, slot });
        }
      }
    }
  }
}
