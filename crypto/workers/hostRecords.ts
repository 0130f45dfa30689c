/**
 * What a host's device remembers of its rooms (§3): one record each, sealed under a key that cannot be read out.
 * Erased when the meeting ends for everyone, else a day after its last use.
 */

import {
  branded,
  type Bytes,
  type EpochNumber,
  type Hash,
  type HostSeed,
  type Key,
  type LinkSecret,
  type MeetingId,
  type Milliseconds,
  type ParticipantId,
} from '../brands.ts';
import { concat, fromBase64url } from '../bytes.ts';
import { decode, lv, type Reader, u32, u64, u8, utf8 } from '../codec.ts';
import { encodeIds, readIds } from '../group/identities.ts';
import { NAME_BYTES_MAX } from '../group/roster.ts';
import { PASSPHRASE_BYTES_MAX } from '../invitation.ts';
import { LABELS } from '../labels.ts';
import { giveUp, isRefusal, type Refusal } from '../refusal.ts';
import { randomBytes } from '../sodium.ts';
import type { RememberedRoom } from './protocol.ts';
import type { RecordStore } from './surroundings.ts';

/** How long a record is kept after its last use. */
export const KEPT_MS: Milliseconds = 24 * 60 * 60_000;

const VERSION = 2;
const IV_BYTES = 12;
const ORIGIN_BYTES_MAX = 300;

/** The newest state this device had of a meeting, and who was removed by then; an older one is not taken. */
export interface Known {
  readonly meetingId: MeetingId;
  readonly n: EpochNumber;
  readonly hash: Hash;
  /** Sorted. */
  readonly removed: readonly ParticipantId[];
}

export interface HostRecord {
  readonly seed: HostSeed;
  readonly linkSecret: LinkSecret;
  /** Of the meeting's first link. */
  readonly roomKey: Key;
  readonly origin: string;
  readonly passphrase: string;
  readonly own: boolean;
  readonly generation: number;
  readonly failedGuesses: number;
  /** Last used, milliseconds since 1970. */
  readonly at: Milliseconds;
  /** The host's name there; empty before the first meeting. */
  readonly name: string;
  /** Undefined for a room in which nothing began yet. */
  readonly known: Known | undefined;
}

export const encodeRecord = (record: HostRecord): Bytes =>
  concat(
    u8(VERSION),
    record.seed,
    record.linkSecret,
    record.roomKey,
    lv(utf8(record.origin), utf8(record.passphrase), utf8(record.name)),
    u8(record.own ? 1 : 0),
    u32(record.generation),
    u32(record.failedGuesses),
    u64(record.at),
    record.known ? encodeKnown(record.known) : new Uint8Array(),
  );

/** Refuses `unknownVersion`, `malformed`, `badText`. */
export const decodeRecord = (bytes: Uint8Array): HostRecord | Refusal =>
  decode(bytes, (reader) => {
    if (reader.u8() !== VERSION) return giveUp('unknownVersion');
    return {
      seed: branded<HostSeed>(reader.bytes(32)),
      linkSecret: branded<LinkSecret>(reader.bytes(16)),
      roomKey: branded<Key>(reader.bytes(32)),
      origin: reader.text(1, ORIGIN_BYTES_MAX),
      passphrase: reader.text(1, PASSPHRASE_BYTES_MAX),
      name: reader.text(0, NAME_BYTES_MAX),
      own: reader.flag(),
      generation: reader.u32(),
      failedGuesses: reader.u32(),
      at: reader.safeU64(),
      known: reader.left === 0 ? undefined : readKnown(reader),
    };
  });

const encodeKnown = ({ meetingId, n, hash, removed }: Known): Bytes =>
  concat(meetingId, u32(n), hash, encodeIds(removed));

function readKnown(reader: Reader): Known {
  return {
    meetingId: branded<MeetingId>(reader.bytes(16)),
    n: branded<EpochNumber>(reader.u32()),
    hash: branded<Hash>(reader.bytes(32)),
    removed: readIds(reader),
  };
}

const aesGcm = (iv: Bytes, roomId: string): AesGcmParams => ({
  name: 'AES-GCM',
  iv,
  additionalData: lv(utf8(LABELS.hostRecord), utf8(roomId)),
});

/** A record as it is stored: 12 random bytes ‖ AES-256-GCM, bound to its room. */
export async function sealRecord(key: CryptoKey, roomId: string, record: HostRecord): Promise<Bytes> {
  const iv = randomBytes(IV_BYTES);
  const sealed = await crypto.subtle.encrypt(aesGcm(iv, roomId), key, encodeRecord(record));
  return concat(iv, new Uint8Array(sealed));
}

/** Undefined for what this device did not seal for this room. */
export async function openRecord(
  key: CryptoKey,
  roomId: string,
  sealed: Bytes,
): Promise<HostRecord | undefined> {
  try {
    const iv = sealed.slice(0, IV_BYTES);
    const bytes = await crypto.subtle.decrypt(aesGcm(iv, roomId), key, sealed.slice(IV_BYTES));
    const record = decodeRecord(new Uint8Array(bytes));
    return isRefusal(record) ? undefined : record;
  } catch {
    return undefined;
  }
}

/** The records of this device. Where storage fails, nothing is remembered and nothing else changes. */
export class HostRecords {
  readonly #store: RecordStore;
  readonly #now: () => Milliseconds;
  /** One after the other, or an older record could land on a newer. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(store: RecordStore, now: () => Milliseconds) {
    this.#store = store;
    this.#now = now;
  }

  /** Seals and keeps the record of a room (base64url). */
  save(roomId: string, record: HostRecord): Promise<void> {
    return this.#inTurn(undefined, async () => {
      const key = (await this.#store.key()) ?? (await this.#newKey());
      await this.#store.put(roomId, await sealRecord(key, roomId, record));
    });
  }

  /** The record of a room, if it is here and not too old. */
  open(roomId: string): Promise<HostRecord | undefined> {
    return this.#inTurn(undefined, async () => (await this.#all()).get(roomId));
  }

  erase(roomId: string): Promise<void> {
    return this.#inTurn(undefined, () => this.#store.remove(roomId));
  }

  /** The rooms that can be gone on with, the last used first. What is too old, or does not open, is erased. */
  list(): Promise<readonly RememberedRoom[]> {
    return this.#inTurn<readonly RememberedRoom[]>([], async () =>
      [...(await this.#all())].map(([roomId, { at }]) => ({ roomId, at })).toSorted((a, b) => b.at - a.at),
    );
  }

  async #all(): Promise<Map<string, HostRecord>> {
    const key = await this.#store.key();
    const records = new Map<string, HostRecord>();
    for (const [roomId, sealed] of await this.#store.all()) {
      const record = key && fromBase64url(roomId) && (await openRecord(key, roomId, sealed));
      if (record && this.#now() < record.at + KEPT_MS) records.set(roomId, record);
      else await this.#store.remove(roomId);
    }
    return records;
  }

  async #newKey(): Promise<CryptoKey> {
    const algorithm = { name: 'AES-GCM', length: 256 };
    const key = await crypto.subtle.generateKey(algorithm, false, ['encrypt', 'decrypt']);
    await this.#store.keepKey(key);
    return key;
  }

  #inTurn<T>(otherwise: T, job: () => Promise<T>): Promise<T> {
    const done = this.#last.then(job).catch(() => otherwise);
    this.#last = done;
    return done;
  }
}
