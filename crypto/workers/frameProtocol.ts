/**
 * What the frame worker hears and says:
 *
 *   vault ⇄ frame   `ToFrameKeys` / `FromFrameKeys`   base keys, over a MessagePort the page cannot read
 *   page  ⇄ frame   `ToFrame` / `FromFrame`           streams to seal and open, counters; no key
 */

import type { Bytes, EpochNumber, MemberIndex } from '../brands.ts';

// ── vault ⇄ frame worker ────────────────────────────────────────────────────────────────────────────────────

/** Bits 4–5 of a KID (§7). */
export const SLOTS = { microphone: 0, camera: 1, screen: 2, screenAudio: 3 } as const;
export type SlotName = keyof typeof SLOTS;
export type Slot = (typeof SLOTS)[SlotName];

export type ToFrameKeys =
  /** Frames of epoch `n` may be opened from now on. */
  | { readonly type: 'epoch'; readonly n: EpochNumber }
  /** Seal under epoch `n` as member `index` from now on. */
  | { readonly type: 'sendUnder'; readonly n: EpochNumber; readonly index: MemberIndex }
  /** Seal nothing until the next `sendUnder`. */
  | { readonly type: 'silence' }
  /** Erase epoch `n` with its media keys and replay windows. */
  | { readonly type: 'erase'; readonly n: EpochNumber }
  /** base_key (32 bytes) of one sender, slot and epoch: the answer to `need`. */
  | {
      readonly type: 'base';
      readonly n: EpochNumber;
      readonly index: MemberIndex;
      readonly slot: Slot;
      readonly baseKey: Bytes;
    }
  /** No such member in epoch `n`. */
  | { readonly type: 'noBase'; readonly n: EpochNumber; readonly index: MemberIndex; readonly slot: Slot };

export type FromFrameKeys = {
  readonly type: 'need';
  readonly n: EpochNumber;
  readonly index: MemberIndex;
  readonly slot: Slot;
};

// ── page ⇄ frame worker ─────────────────────────────────────────────────────────────────────────────────────

/** codec u8 of the SFrame metadata (§7). */
export const CODECS = { opus: 1, vp8: 2, vp9: 3 } as const;
export type CodecName = keyof typeof CODECS;

/**
 * What a transform is for: own frames of a slot, or those of one member's slot. A receiver that is nobody's drops all
 * (`idle`); one of which nothing was said yet lets its first frames wait for that (`unassigned`).
 */
export type TransformRole =
  | { readonly role: 'seal'; readonly id: string; readonly slot: Slot }
  | { readonly role: 'open'; readonly id: string; readonly slot: Slot; readonly index: MemberIndex }
  | { readonly role: 'idle'; readonly id: string }
  | { readonly role: 'unassigned'; readonly id: string };

/** `options` of an RTCRtpScriptTransform. */
export type TransformOptions = TransformRole;

export type ToFrame =
  /** First: the port to the vault, and how many sealing workers had keys of this vault before (§7, `s`). */
  | { readonly type: 'keys'; readonly port: MessagePort; readonly startedBefore: number }
  /** Streams of createEncodedStreams, transferred. */
  | {
      readonly type: 'streams';
      readonly options: TransformOptions;
      readonly readable: ReadableStream<unknown>;
      readonly writable: WritableStream<unknown>;
    }
  /** Receivers are used again for other tracks: transform `id` is `to` from now on, and counts from zero under its id. */
  | { readonly type: 'retarget'; readonly id: string; readonly to: TransformRole }
  /** The *user* switched a slot on or off; sealing follows this and nothing else. */
  | { readonly type: 'switch'; readonly slot: Slot; readonly on: boolean }
  /** The tile of transform `id` is gone. */
  | { readonly type: 'forget'; readonly id: string };

/** Why a frame was not opened. */
export const OPEN_REFUSALS = [
  'noKey',
  'authFailed',
  'replayed',
  'wrongTrack',
  'notSFrame',
  'tooBig',
] as const;
export type OpenRefusal = (typeof OPEN_REFUSALS)[number];

/** What became of the frames of one opening transform, since it was made. */
export type OpenCounts = Readonly<Record<'opened' | OpenRefusal, number>>;

/** Before the first frame. */
export const NO_FRAMES: OpenCounts = {
  opened: 0,
  noKey: 0,
  authFailed: 0,
  replayed: 0,
  wrongTrack: 0,
  notSFrame: 0,
  tooBig: 0,
};

/** What became of the frames of one sealing transform, since it was made. */
export interface SealCounts {
  readonly sealed: number;
  /** Dropped: slot off, no key yet, silenced, unknown codec. */
  readonly heldBack: number;
}

export type FromFrame =
  | { readonly type: 'ready' }
  /** By the ids of transforms, those whose counts changed: every 250 ms, and at once for the first frame that opened. */
  | {
      readonly type: 'counts';
      readonly opened: ReadonlyMap<string, OpenCounts>;
      readonly sealed: ReadonlyMap<string, SealCounts>;
    };
