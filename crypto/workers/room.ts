/** The room (§3): its links, its passphrase, and what derives from them. */

import {
  branded,
  type Bytes,
  type HostSeed,
  type Key,
  type LinkSecret,
  type Milliseconds,
  type RoomId,
} from '../brands.ts';
import { toBase64url, wipe } from '../bytes.ts';
import { roomIdOf } from '../claim.ts';
import type { Confidence } from '../group/confidences.ts';
import { decodeLink, encodeLink } from '../invitation.ts';
import { makePassphrase, normalisePassphrase, ownPassphrase } from '../passphrase.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import { envelopeKeyOf, prsOf, roomKeyOf, stretchOf } from '../roomSecret.ts';
import { randomBytes, signingPair } from '../sodium.ts';
import type { Surroundings } from './surroundings.ts';

/** How long knocks by an old link are told that there is a new one. */
const MOVED_MS: Milliseconds = 60 * 60_000;

/** What opens the door: hosts have it, and co-hosts are told. */
export interface Words {
  /** Normalised. */
  readonly passphrase: string;
  /** Of the host's own making: fewer guesses are allowed at it. */
  readonly own: boolean;
  /** Counts up with each new passphrase of a meeting. */
  readonly generation: number;
}

export interface Room {
  readonly origin: string;
  readonly roomId: RoomId;
  readonly linkSecret: LinkSecret;
  readonly envelopeKey: Key;
  /** From the link secret of the meeting's first state: a new link leaves it as it is. */
  readonly roomKey: Key;
  readonly words?: Words;
  /** Of a host. */
  readonly seed?: HostSeed;
  /** Envelope keys of earlier links, and until when they are answered. */
  readonly former: readonly { readonly envelopeKey: Key; readonly until: Milliseconds }[];
}

/** A new passphrase, perhaps with a new link. */
export interface NewWords extends Words {
  readonly linkSecret: LinkSecret;
}

export const freshLinkSecret = (): LinkSecret => branded<LinkSecret>(randomBytes(16));

export class RoomKeeping {
  readonly #around: Surroundings;
  #room: Room | undefined;
  /** The stretched passphrase, under what it was stretched from. */
  #prs: { readonly of: string; readonly key: Promise<Key> } | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get room(): Room | undefined {
    return this.#room;
  }

  /** Makes host key and room secret; refuses what `makePassphrase` refuses. */
  make(origin: string, list: readonly string[]): Refusal | undefined {
    const passphrase = makePassphrase(list);
    if (isRefusal(passphrase)) return passphrase;
    const seed = branded<HostSeed>(randomBytes(32));
    this.#host(origin, seed, freshLinkSecret(), { passphrase, own: false, generation: 0 });
    return undefined;
  }

  /** The host's own passphrase, before the meeting; refuses what `ownPassphrase` refuses. */
  own(typed: string): Refusal | undefined {
    const passphrase = ownPassphrase(typed);
    if (isRefusal(passphrase)) return passphrase;
    const { origin, seed, linkSecret } = this.#room ?? {};
    if (!origin || !seed || !linkSecret) return refuse('outOfTurn');
    this.#host(origin, seed, linkSecret, { passphrase, own: true, generation: 0 });
    return undefined;
  }

  /** What somebody pasted; refuses what `decodeLink` refuses. */
  openLink(text: string, origin: string): Refusal | undefined {
    const link = decodeLink(text, origin);
    if (isRefusal(link)) return link;
    const { linkSecret } = link;
    if (link.kind === 'host') {
      const { seed, own, roomKey } = link;
      const words = { passphrase: normalisePassphrase(link.passphrase), own, generation: 0 };
      this.#host(origin, seed, linkSecret, words, roomKey);
      this.#tellLink();
    } else {
      const { roomId } = link;
      this.#room = { origin, roomId, ...this.#keysOf(linkSecret, roomId), former: [] };
      this.#tellLink();
    }
    return undefined;
  }

  /** A room that this device remembers as a host. */
  recall(origin: string, seed: HostSeed, linkSecret: LinkSecret, words: Words, roomKey: Key): void {
    this.#host(origin, seed, linkSecret, words, roomKey);
    this.#tellLink();
  }

  /** A meeting begins: generations count from it, and its room key is of the link that holds now. */
  begin(): void {
    const room = this.#room;
    if (!room?.words) return;
    const roomKey = roomKeyOf(room.linkSecret, room.roomId);
    this.#room = { ...room, roomKey, words: { ...room.words, generation: 0 } };
  }

  /** The PRS of a passphrase: stretched once, while people type their name. Undefined without a room. */
  stretched(typed: string): Promise<Key> | undefined {
    const room = this.#room;
    return room && this.#stretch(room, typed, room.linkSecret);
  }

  /** Wipes the stretched passphrase. */
  forget(): void {
    void this.#prs?.key.then((key) => {
      wipe(key);
    });
    this.#prs = undefined;
  }

  /** Lets go of the room, and wipes its secrets. */
  end(): void {
    const { linkSecret, envelopeKey, roomKey, seed, former = [] } = this.#room ?? {};
    wipe(linkSecret, envelopeKey, roomKey, seed, ...former.map((old) => old.envelopeKey));
    this.#room = undefined;
    this.forget();
  }

  /** Goes over to a new passphrase once it is stretched, if that is `still` wanted; gives its PRS. */
  async renew(words: NewWords, still: () => boolean): Promise<Key | undefined> {
    const room = this.#room;
    if (!room) return undefined;
    const prs = await this.#stretch(room, words.passphrase, words.linkSecret);
    if (!still()) return undefined;
    this.takeWords(words);
    return prs;
  }

  /** What opens the door now, made here or told by the leader. */
  takeWords({
    linkSecret,
    passphrase,
    own,
    generation,
  }: NewWords | Extract<Confidence, { type: 'words' }>): void {
    const room = this.#room;
    if (!room) return;
    const { envelopeKey } = this.#keysOf(linkSecret, room.roomId);
    const until = this.#around.now() + MOVED_MS;
    const moved = toBase64url(linkSecret) !== toBase64url(room.linkSecret);
    const former = moved ? [...room.former, { envelopeKey: room.envelopeKey, until }] : room.former;
    this.#room = { ...room, linkSecret, envelopeKey, former, words: { passphrase, own, generation } };
    this.tell();
  }

  /** Whoever is no co-host any more has no use for the words. */
  unlearn(): void {
    const room = this.#room;
    if (!room || room.seed) return;
    const { origin, roomId, linkSecret, envelopeKey, roomKey, former } = room;
    this.#room = { origin, roomId, linkSecret, envelopeKey, roomKey, former };
    this.forget();
  }

  /** Tells the page link and passphrase as they are now; the host link only where the host key is. */
  tell(): void {
    if (!this.#room?.words) return;
    const { origin, roomId, linkSecret, roomKey, seed, words } = this.#room;
    const { passphrase, own } = words;
    const all = { kind: 'host', linkSecret, roomKey, passphrase, own } as const;
    this.#around.toPage({
      type: 'room',
      roomId: toBase64url(roomId),
      inviteLink: `${origin}/#${encodeLink({ kind: 'invite', roomId, linkSecret })}`,
      passphrase,
      hostLink: seed ? `${origin}/#${encodeLink({ ...all, seed })}` : '',
    });
  }

  #host(origin: string, seed: HostSeed, linkSecret: LinkSecret, words: Words, roomKey?: Key): void {
    const roomId = roomIdOf(signingPair(seed).verifyKey);
    const keys = this.#keysOf(linkSecret, roomId);
    this.#room = { origin, roomId, ...keys, roomKey: roomKey ?? keys.roomKey, words, seed, former: [] };
    void this.stretched(words.passphrase);
    this.tell();
  }

  #keysOf(linkSecret: LinkSecret, roomId: RoomId): Pick<Room, 'linkSecret' | 'envelopeKey' | 'roomKey'> {
    const envelopeKey = envelopeKeyOf(linkSecret, roomId);
    return { linkSecret, envelopeKey, roomKey: roomKeyOf(linkSecret, roomId) };
  }

  #tellLink(): void {
    if (!this.#room) return;
    const role = this.#room.seed ? 'host' : 'joiner';
    this.#around.toPage({ type: 'link', role, roomId: toBase64url(this.#room.roomId) });
  }

  #stretch(room: Room, typed: string, linkSecret: LinkSecret): Promise<Key> {
    const passphrase = normalisePassphrase(typed);
    const of = `${toBase64url(linkSecret)} ${passphrase}`;
    if (this.#prs?.of !== of) {
      const job = stretchOf(passphrase, linkSecret, room.roomId);
      const key = this.#around.stretch(job).then((stretched: Bytes) => prsOf(linkSecret, stretched));
      this.#prs = { of, key };
    }
    return this.#prs.key;
  }
}
