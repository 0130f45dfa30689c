/**
 * How much the relay takes from one place. A place is an address prefix (IPv4 /32, IPv6 /64); it is kept only
 * as a keyed hash under a salt that lives in memory and changes every hour, so that nothing here can be turned
 * back into addresses later.
 */

import { createHmac } from 'node:crypto';

/** Hash of an address prefix. Means nothing after the hour. */
export type Place = string & { readonly place: unique symbol };

export const LIMITS = {
  /** Sockets a minute from one place, and how many may come at once. */
  socketsPerMinute: 10,
  socketBurst: 20,
  /** Sockets open at a time from one place. */
  openSockets: 60,
  /** Knocks a minute from one place: the first envelope of each place in a waiting room. */
  knocksPerMinute: 20,
  /** Envelopes a minute from one joiner: a knock is two, a note is one, pings are twelve. */
  envelopesPerMinute: 60,
  /** Messages a second from one connection, and how many may come at once. */
  messagesPerSecond: 100,
  messageBurst: 1500,
  /** The same for the authority that leads: however many come in at a time, it must not be cut off. */
  leaderMessagesPerSecond: 1000,
  leaderMessageBurst: 5000,
  /** Posts about ratings a minute from one place, and how many may come at once: many may leave one office together. */
  ratingsPerMinute: 60,
  ratingBurst: 120,
  /** Sealed ratings kept of one meeting, and of all; and each for how many milliseconds. */
  ratingsPerMeeting: 400,
  ratings: 20_000,
  ratingsKeptMs: 2 * 60 * 60_000,
  /** Places remembered; beyond, the oldest without an open socket are forgotten. */
  places: 50_000,
  /** Knocks that one authority hears of at a time; the others wait without being told so. */
  waitersPerRoom: 100,
  /** Of these, so many from one place before all others. */
  waitersPerPlace: 5,
  /** Milliseconds in which one that is heard must have said something, and may be silent, while others are not heard. */
  firstEnvelopeMs: 30_000,
  silentMs: 60_000,
  /** Rooms that are open at a time. */
  rooms: 10_000,
  /** Milliseconds until a page must have said `wait`, `claim` or `rejoin`. */
  helloMs: 5_000,
  /** Milliseconds that a member who wants back in waits for an authority to say who is in. */
  rejoinMs: 60_000,
  /** A second deny from one place within this time keeps it out of the room for as long. */
  denyMs: 10 * 60_000,
} as const satisfies Record<string, number>;

export type Limits = { readonly [Name in keyof typeof LIMITS]: number };

const MINUTE_MS = 60_000;
const SALT_MS = 60 * MINUTE_MS;

/** So many at once, and one more every so many milliseconds of the caller's clock. */
export class Bucket {
  readonly #everyMs: number;
  readonly #fullMs: number;
  /** What is left, as the time it took to come together: whole numbers stay exact. */
  #leftMs: number;
  #at: number;

  constructor(burst: number, everyMs: number, now: number) {
    this.#everyMs = everyMs;
    this.#fullMs = burst * everyMs;
    this.#leftMs = this.#fullMs;
    this.#at = now;
  }

  /** Takes one out; false when there is none. */
  take(now: number): boolean {
    this.#leftMs = Math.min(this.#fullMs, this.#leftMs + Math.max(0, now - this.#at));
    this.#at = now;
    if (this.#leftMs < this.#everyMs) return false;
    this.#leftMs -= this.#everyMs;
    return true;
  }
}

interface Use {
  readonly sockets: Bucket;
  readonly knocks: Bucket;
  readonly ratings: Bucket;
  open: number;
}

/** What each place has used. Pure but for the salt it is given. */
export class Places {
  readonly #limits: Limits;
  readonly #makeSalt: () => Uint8Array;
  readonly #uses = new Map<Place, Use>();
  #salt: Uint8Array;
  #saltUntil: number;

  /** `makeSalt` gives 32 random bytes. */
  constructor(limits: Limits, makeSalt: () => Uint8Array, now: number) {
    this.#limits = limits;
    this.#makeSalt = makeSalt;
    this.#salt = makeSalt();
    this.#saltUntil = now + SALT_MS;
  }

  /** The place of an address as text; whatever is not an address shares one place. */
  placeOf(address: string, now: number): Place {
    if (now >= this.#saltUntil) {
      this.#salt = this.#makeSalt();
      this.#saltUntil = now + SALT_MS;
    }
    return createHmac('sha256', this.#salt).update(addressPrefix(address)).digest('base64url') as Place;
  }

  /** Counts a new socket in, or refuses it. Every socket counted in must be given to `left`. */
  enter(place: Place, now: number): boolean {
    const use = this.#use(place, now);
    if (use.open >= this.#limits.openSockets || !use.sockets.take(now)) return false;
    use.open += 1;
    return true;
  }

  left(place: Place): void {
    const use = this.#uses.get(place);
    if (use) use.open -= 1;
  }

  /** Whether this place may knock once more. */
  knock(place: Place, now: number): boolean {
    return this.#use(place, now).knocks.take(now);
  }

  /** Whether this place may post about ratings once more. */
  rate(place: Place, now: number): boolean {
    return this.#use(place, now).ratings.take(now);
  }

  get size(): number {
    return this.#uses.size;
  }

  #use(place: Place, now: number): Use {
    const { socketBurst, socketsPerMinute, knocksPerMinute, ratingBurst, ratingsPerMinute } = this.#limits;
    const use = this.#uses.get(place) ?? {
      sockets: new Bucket(socketBurst, MINUTE_MS / socketsPerMinute, now),
      knocks: new Bucket(knocksPerMinute, MINUTE_MS / knocksPerMinute, now),
      ratings: new Bucket(ratingBurst, MINUTE_MS / ratingsPerMinute, now),
      open: 0,
    };
    // Last used, last forgotten: a map keeps the order of insertion.
    this.#uses.delete(place);
    this.#uses.set(place, use);
    if (this.#uses.size > this.#limits.places) this.#forgetOldest();
    return use;
  }

  #forgetOldest(): void {
    for (const [place, use] of this.#uses) {
      if (use.open === 0) {
        this.#uses.delete(place);
        return;
      }
    }
  }
}

/** IPv4 as it is, the first 64 bits of IPv6, IPv4 inside IPv6 as IPv4; 'unknown' for anything else. */
export function addressPrefix(address: string): string {
  const text = address.trim().toLowerCase();
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return text;
  let canonical: string;
  try {
    canonical = new URL(`http://[${text}]`).hostname.slice(1, -1);
  } catch {
    return 'unknown';
  }
  const [head = '', tail] = canonical.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  if (groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff') {
    const bytes = groups.slice(6).flatMap((group) => {
      const value = Number.parseInt(group, 16);
      return [value >> 8, value & 255];
    });
    return bytes.join('.');
  }
  return `${groups.slice(0, 4).join(':')}::/64`;
}
