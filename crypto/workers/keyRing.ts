/**
 * Every media key of this page, and what goes with a key: who may be sealed for, which counter is next, which
 * counters were taken (§7). It asks the vault for base keys and derives a media key from each once. One key
 * per KID: the header names it, and no other is tried.
 */

import type { Bytes, EpochNumber, MemberIndex } from '../brands.ts';
import { wipe } from '../bytes.ts';
import { clearLength, clearLengthToSeal, codecByte } from '../frame/clearBytes.ts';
import { ReplayWindow } from '../frame/replayWindow.ts';
import {
  decodeHeader,
  deriveMediaKey,
  openFrame,
  sealFrame,
  TAG_BYTES,
  type MediaKey,
} from '../frame/sframe.ts';
import type { CodecName, FromFrameKeys, OpenRefusal, Slot, ToFrameKeys } from './frameProtocol.ts';

/** Frames of an epoch not here yet wait this long, counted from the first of its (sender, slot). */
export const WAIT_MS = 800;
/** How far ahead of the newest an epoch may be that is waited for; any other number is of one that is gone. */
const AHEAD_MAX = 7;
/** How long after such a wait the same KID is not waited for again. */
const NO_SECOND_WAIT_MS = 5_000;
/** No frame of ours comes near it: a key frame of a 4k screen is about 1 MB. */
export const MAX_FRAME_BYTES = 4 * 2 ** 20;
/** Counters of one sealing worker (§7): CTR = s · 2^40 + c. */
export const COUNTERS = 2 ** 40;
/** s must leave CTR exact in a number. */
const MAX_STARTED_BEFORE = 2 ** 53 / COUNTERS - 1;

/** What the ring is told of time, so that it has no clock of its own. */
export interface Clock {
  /** Milliseconds, rising. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

interface KidKey {
  readonly media: MediaKey;
  readonly window: ReplayWindow;
}

interface Epoch {
  readonly n: EpochNumber;
  /** By KID, asked for and derived once; undefined where the vault knows no such member. */
  readonly keys: Map<number, Promise<KidKey | undefined>>;
  /** By KID: where the base key goes that the vault was asked for. */
  readonly asked: Map<number, Deferred<Bytes | undefined>>;
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

/** KID = index · 64 + slot · 16 + (n mod 16) (§7). */
export const kidOf = (n: EpochNumber, index: MemberIndex, slot: Slot): number =>
  index * 64 + slot * 16 + (n % 16);

export class KeyRing {
  readonly #startedBefore: number;
  readonly #need: (need: FromFrameKeys) => void;
  readonly #clock: Clock;
  /** By n mod 16: at most nine are live at once (§5), so no two share a place. */
  readonly #epochs = new Map<number, Epoch>();
  readonly #arrivals = new Map<number, Deferred<void>>();
  /** When a KID of an epoch not here was first met. */
  readonly #met = new Map<number, number>();
  /** c per (epoch, slot). Kept when the epoch is erased: should a number come again, its counters do not. */
  readonly #counters = new Map<string, number>();
  readonly #on = new Set<Slot>();
  #sending: { readonly n: EpochNumber; readonly index: MemberIndex } | undefined;

  /**
   * `startedBefore`: how many sealing workers this page started before this one. `need` carries a question to
   * the vault; its answer comes through `take`.
   */
  constructor(startedBefore: number, need: (need: FromFrameKeys) => void, clock: Clock) {
    if (!Number.isInteger(startedBefore) || startedBefore < 0 || startedBefore > MAX_STARTED_BEFORE) {
      throw new RangeError(`${startedBefore} workers before this one`);
    }
    this.#startedBefore = startedBefore;
    this.#need = need;
    this.#clock = clock;
  }

  /** A message from the vault. */
  take(message: ToFrameKeys): void {
    switch (message.type) {
      case 'epoch':
        this.#epoch(message.n);
        break;
      case 'sendUnder':
        this.#epoch(message.n);
        this.#sending = { n: message.n, index: message.index };
        for (const slot of this.#on) this.#prepare(slot);
        break;
      case 'silence':
        this.#sending = undefined;
        break;
      case 'erase':
        this.#erase(message.n);
        break;
      case 'base':
        // An answer nobody asked for, or a second one, would be a second key for one KID.
        if (!this.#answer(message.n, message.index, message.slot, message.baseKey)) wipe(message.baseKey);
        break;
      case 'noBase':
        this.#answer(message.n, message.index, message.slot, undefined);
        break;
      default:
        message satisfies never;
    }
  }

  /** The user's switch: nothing is sealed for a slot that is off. */
  switchSlot(slot: Slot, on: boolean): void {
    if (on) this.#on.add(slot);
    else this.#on.delete(slot);
    if (on) this.#prepare(slot);
  }

  /** Whether frames of this slot would be sealed now. */
  maySeal(slot: Slot): boolean {
    return this.#on.has(slot) && this.#sending !== undefined;
  }

  /** The sealed frame, or undefined: held back. Never throws. */
  async seal(slot: Slot, codec: CodecName, frame: Bytes): Promise<Bytes | undefined> {
    const clear = clearLengthToSeal(codec, frame);
    if (clear === undefined || frame.length > MAX_FRAME_BYTES || !this.maySeal(slot)) return undefined;
    const sending = this.#sending;
    if (!sending) return undefined;
    try {
      const key = await this.#key(this.#epoch(sending.n), sending.index, slot);
      // The switch may have been thrown, or the epoch changed, while the key was on its way.
      if (!key || !this.#on.has(slot) || this.#sending !== sending) return undefined;
      const ctr = this.#nextCounter(sending.n, slot);
      return ctr === undefined ? undefined : await sealFrame(key.media, ctr, codecByte(codec), frame, clear);
    } catch {
      return undefined;
    }
  }

  /**
   * The frame that member `index` sealed for `slot`, or why not. Waits up to `WAIT_MS` for an epoch that is
   * not here yet; for one that is gone it does not wait. Never throws.
   */
  async open(index: MemberIndex, slot: Slot, codec: CodecName, wire: Bytes): Promise<Bytes | OpenRefusal> {
    if (wire.length > MAX_FRAME_BYTES) return 'tooBig';
    const clear = clearLength(codec, wire);
    if (clear === undefined) return 'notSFrame';
    const header = decodeHeader(wire, clear);
    if (!header || wire.length < clear + header.length + TAG_BYTES) return 'notSFrame';
    const { kid, ctr } = header;
    // Ours hold 22 bits and 53; what is greater is nobody's.
    if (typeof kid !== 'number' || typeof ctr !== 'number') return 'noKey';
    if (Math.floor(kid / 64) !== index || ((kid >> 4) & 3) !== slot) return 'wrongTrack';
    try {
      const epoch = this.#epochs.get(kid & 15) ?? (await this.#arrival(kid));
      const key = epoch && (await this.#key(epoch, index, slot));
      if (!key) return 'noKey';
      if (!key.window.isNew(ctr)) return 'replayed';
      const frame = await openFrame(key.media, header, codecByte(codec), wire, clear);
      if (!frame) return 'authFailed';
      return key.window.take(ctr) ? frame : 'replayed';
    } catch {
      return 'authFailed';
    }
  }

  // ── counters ──────────────────────────────────────────────────────────────────────────────────────────────

  /** CTR = s · 2^40 + c, raised before anything is sealed with it; undefined when this key has no more. */
  #nextCounter(n: EpochNumber, slot: Slot): number | undefined {
    const place = `${n}/${slot}`;
    const c = this.#counters.get(place) ?? 0;
    if (c >= COUNTERS) return undefined;
    this.#counters.set(place, c + 1);
    return this.#startedBefore * COUNTERS + c;
  }

  // ── epochs ────────────────────────────────────────────────────────────────────────────────────────────────

  #epoch(n: EpochNumber): Epoch {
    const place = n % 16;
    const here = this.#epochs.get(place);
    if (here?.n === n) return here;
    if (here) this.#erase(here.n);
    const epoch: Epoch = { n, keys: new Map(), asked: new Map() };
    this.#epochs.set(place, epoch);
    for (const kid of this.#met.keys()) if ((kid & 15) === place) this.#met.delete(kid);
    this.#arrivals.get(place)?.resolve();
    this.#arrivals.delete(place);
    return epoch;
  }

  #erase(n: EpochNumber): void {
    const epoch = this.#epochs.get(n % 16);
    if (epoch?.n !== n) return;
    this.#epochs.delete(n % 16);
    for (const { resolve } of epoch.asked.values()) resolve(undefined);
    if (this.#sending?.n === n) this.#sending = undefined;
  }

  /** The epoch of a KID that is not here, if it comes within `WAIT_MS` of the first frame that named it. */
  async #arrival(kid: number): Promise<Epoch | undefined> {
    // Whoever has just come is sent frames of the epoch before: those that follow must not stand behind them.
    if (!this.#isAhead(kid & 15)) return undefined;
    const now = this.#clock.now();
    let met = this.#met.get(kid);
    if (met === undefined || now - met > NO_SECOND_WAIT_MS) this.#met.set(kid, (met = now));
    const left = met + WAIT_MS - now;
    if (left <= 0) return undefined;
    const place = kid & 15;
    let arrival = this.#arrivals.get(place);
    if (!arrival) this.#arrivals.set(place, (arrival = Promise.withResolvers<void>()));
    await Promise.race([arrival.promise, this.#clock.sleep(left)]);
    return this.#epochs.get(place);
  }

  /** Whether the epoch with this number modulo 16 is to come. */
  #isAhead(place: number): boolean {
    if (this.#epochs.size === 0) return true;
    const newest = Math.max(...Array.from(this.#epochs.values(), ({ n }) => n));
    return ((place - newest) & 15) <= AHEAD_MAX;
  }

  // ── keys ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** Has the key of an own slot made before the first frame needs it. */
  #prepare(slot: Slot): void {
    if (this.#sending)
      void this.#key(this.#epoch(this.#sending.n), this.#sending.index, slot).catch(() => undefined);
  }

  #key(epoch: Epoch, index: MemberIndex, slot: Slot): Promise<KidKey | undefined> {
    const kid = kidOf(epoch.n, index, slot);
    let key = epoch.keys.get(kid);
    if (!key) {
      const asked = Promise.withResolvers<Bytes | undefined>();
      epoch.asked.set(kid, asked);
      key = asked.promise.then((base) => base && derive(base, kid));
      epoch.keys.set(kid, key);
      this.#need({ type: 'need', n: epoch.n, index, slot });
    }
    return key;
  }

  /** Hands an answer of the vault to who asked; false if nobody did, or it came before. */
  #answer(n: EpochNumber, index: MemberIndex, slot: Slot, baseKey: Bytes | undefined): boolean {
    const epoch = this.#epochs.get(n % 16);
    if (epoch?.n !== n) return false;
    const kid = kidOf(n, index, slot);
    const asked = epoch.asked.get(kid);
    epoch.asked.delete(kid);
    asked?.resolve(baseKey);
    return asked !== undefined;
  }
}

async function derive(base: Bytes, kid: number): Promise<KidKey> {
  const media = await deriveMediaKey(base, kid);
  wipe(base);
  return { media, window: new ReplayWindow() };
}
