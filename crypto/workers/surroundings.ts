/** What the vault is given by whoever runs it: clock, channels, a place for slow work, and storage. */

import type { Bytes, Milliseconds } from '../brands.ts';
import type { ToFrameKeys } from './frameProtocol.ts';
import type { FromVault } from './protocol.ts';
import type { StretchJob } from './stretching.ts';

/** Where a host's sealed records are kept. Any of it may reject: then nothing is remembered. */
export interface RecordStore {
  /** The key that seals them, if there is one; it cannot be read out. */
  key(): Promise<CryptoKey | undefined>;
  keepKey(key: CryptoKey): Promise<void>;
  /** By room, base64url. */
  all(): Promise<readonly (readonly [roomId: string, sealed: Bytes])[]>;
  put(roomId: string, sealed: Bytes): Promise<void>;
  remove(roomId: string): Promise<void>;
}

export interface Surroundings {
  /** Milliseconds since 1970. */
  readonly now: () => Milliseconds;
  readonly toPage: (message: FromVault) => void;
  readonly toFrames: (message: ToFrameKeys) => void;
  /** Runs Argon2id somewhere its memory can be given back. */
  readonly stretch: (job: StretchJob) => Promise<Bytes>;
  readonly records: RecordStore;
}
