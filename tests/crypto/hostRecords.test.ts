/** A host's records (§3): sealed, bound to their room, gone after a day. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branded, type HostSeed, type Key, type LinkSecret, type MeetingId } from '../../crypto/brands.ts';
import { concat, toBase64url } from '../../crypto/bytes.ts';
import { refuse } from '../../crypto/refusal.ts';
import { randomBytes } from '../../crypto/sodium.ts';
import {
  decodeRecord,
  encodeRecord,
  type HostRecord,
  HostRecords,
  KEPT_MS,
  openRecord,
  sealRecord,
} from '../../crypto/workers/hostRecords.ts';
import { bytes, epoch, hash, name, participants } from './arbitraries.ts';
import { flipped, granted, NOW } from './making.ts';
import { Storage } from './meeting.ts';

const arbitraryRecord: fc.Arbitrary<HostRecord> = fc.record({
  seed: bytes(32).map((value) => branded<HostSeed>(value)),
  linkSecret: bytes(16).map((value) => branded<LinkSecret>(value)),
  roomKey: bytes(32).map((value) => branded<Key>(value)),
  origin: fc.constant('https://conclave.test'),
  passphrase: name,
  own: fc.boolean(),
  generation: fc.nat(0xffffffff),
  failedGuesses: fc.nat(0xffffffff),
  at: fc.maxSafeNat(),
  name: fc.oneof(name, fc.constant('')),
  known: fc.option(
    fc.record({
      meetingId: bytes(16).map((value) => branded<MeetingId>(value)),
      n: epoch,
      hash,
      removed: participants,
    }),
    { nil: undefined },
  ),
});

const aRecord = (at = NOW): HostRecord => ({ ...granted(fc.sample(arbitraryRecord, 1)[0]), at });
const newKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
const aRoom = (): string => toBase64url(randomBytes(16));

describe('a host’s record', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(arbitraryRecord, (record) => {
        expect(decodeRecord(encodeRecord(record))).toEqual(record);
      }),
    );
  });

  it('of another version, cut or with something behind it is refused', () => {
    const encoded = encodeRecord({ ...aRecord(), known: undefined });
    expect(decodeRecord(encoded.with(0, 1))).toBe(refuse('unknownVersion'));
    expect(decodeRecord(encoded.slice(0, -1))).toBe(refuse('malformed'));
    expect(decodeRecord(concat(encoded, new Uint8Array(1)))).toBe(refuse('malformed'));
  });

  it('opens with its key and for its room alone, and tells nothing', async () => {
    const [key, other] = await Promise.all([newKey(), newKey()]);
    const room = aRoom();
    const record = aRecord();
    const sealed = await sealRecord(key, room, record);
    expect(await openRecord(key, room, sealed)).toEqual(record);
    expect(await openRecord(other, room, sealed)).toBeUndefined();
    expect(await openRecord(key, aRoom(), sealed)).toBeUndefined();
    expect(await openRecord(key, room, flipped(sealed, 200))).toBeUndefined();
    expect(await openRecord(key, room, sealed.slice(0, 20))).toBeUndefined();
    expect(await sealRecord(key, room, record)).not.toEqual(sealed);
    expect(toBase64url(sealed)).not.toContain(toBase64url(record.seed).slice(4, 30));
  });
});

describe('a device', () => {
  it('keeps its key where it cannot be read out', async () => {
    const storage = new Storage();
    await new HostRecords(storage, () => NOW).save(aRoom(), aRecord());
    const key = granted(storage.sealingKey);
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
  });

  it('lists its rooms, the last used first, and erases what is a day old or does not open', async () => {
    const storage = new Storage();
    let now = NOW;
    const records = new HostRecords(storage, () => now);
    const [old, young, broken] = [aRoom(), aRoom(), aRoom()];
    await records.save(old, aRecord(NOW));
    await records.save(young, aRecord(NOW + 60_000));
    storage.records.set(broken, randomBytes(200));
    expect((await records.list()).map(({ roomId }) => roomId)).toEqual([young, old]);
    expect(storage.records.has(broken)).toBe(false);
    now = NOW + KEPT_MS;
    expect((await records.list()).map(({ roomId }) => roomId)).toEqual([young]);
    expect(await records.open(old)).toBeUndefined();
    expect([...storage.records.keys()]).toEqual([young]);
  });

  it('writes one record after the other, and the last stays', async () => {
    const storage = new Storage();
    const records = new HostRecords(storage, () => NOW);
    const room = aRoom();
    const all = [aRecord(), aRecord(), aRecord()];
    for (const record of all) void records.save(room, record);
    expect(await records.open(room)).toEqual(all[2]);
    void records.save(room, granted(all[0]));
    await records.erase(room);
    expect(storage.records.size).toBe(0);
  });

  it('that cannot keep anything is no worse off', async () => {
    const storage = new Storage();
    storage.failing = true;
    const records = new HostRecords(storage, () => NOW);
    await records.save(aRoom(), aRecord());
    expect(await records.list()).toEqual([]);
    expect(await records.open(aRoom())).toBeUndefined();
    storage.failing = false;
    const room = aRoom();
    await records.save(room, aRecord());
    expect(await records.list()).toHaveLength(1);
  });
});
