/**
 * Every message between the page, the vault worker and the frame worker. Types only: the page takes them
 * from here without loading a line of the workers.
 *
 *   page  ⇄ vault   `ToVault` / `FromVault`       bytes to carry and states to show; no key
 *   vault ⇄ frame   `ToFrameKeys` / `FromFrameKeys`   base keys, over a MessagePort the page cannot read
 *   page  ⇄ frame   `ToFrame` / `FromFrame`       streams to seal and open, counters; no key
 *
 * Both workers post `{ type: 'ready' }` once they listen: what is posted to them before is lost.
 */

import type { Bytes, EpochNumber, MemberIndex, ParticipantId } from '../brands.ts';
import type { Membership } from '../group/member.ts';
import type { Reason } from '../refusal.ts';

export type { Membership } from '../group/member.ts';

// ── page ⇄ vault ────────────────────────────────────────────────────────────────────────────────────────────

export type ToVault =
  /** First of all: the port to the frame worker. */
  | { readonly type: 'frames'; readonly port: MessagePort }
  /** Makes a host key and a room secret; `words` is the EFF long list, whose hash is checked. Answer: `room`. */
  | { readonly type: 'makeRoom'; readonly origin: string; readonly words: readonly string[] }
  /** The host's own passphrase in place of the made one. Answer: `room` or `refused`. */
  | { readonly type: 'ownPassphrase'; readonly passphrase: string }
  /** What somebody pasted or the address bar held. Answer: `link` or `refused`. */
  | { readonly type: 'openLink'; readonly text: string; readonly origin: string }
  /** Stretches the passphrase ahead of a knock (joiner). Answer: `stretch`, for the page to run. */
  | { readonly type: 'prepare'; readonly passphrase: string }
  /** Host: makes state 0 under this name. Answer: `seated` and `roster`. */
  | { readonly type: 'start'; readonly name: string }
  /** Joiner: knocks under this name, once and again after a refusal. Answer: `door` events. */
  | { readonly type: 'knock'; readonly name: string; readonly passphrase: string }
  /** The relay's nonce (32 bytes). Answer: `claim`. Host only. */
  | { readonly type: 'relayNonce'; readonly nonce: Bytes }
  /** Joiner: the place in the waiting room is new (relay back, host back): knock again. */
  | { readonly type: 'placed' }
  /** An envelope of 2048 bytes from the relay; `waiter` on the leader's side. */
  | { readonly type: 'envelope'; readonly data: Bytes; readonly waiter?: number }
  /** Leader: this waiting connection is gone. */
  | { readonly type: 'gone'; readonly waiter: number }
  /** Leader: let in, or turn away, who knocks. */
  | { readonly type: 'admit'; readonly waiter: number }
  | { readonly type: 'deny'; readonly waiter: number }
  /** The SFU connection stands (first, or again after a break). */
  | { readonly type: 'connected' }
  /** A data packet from the SFU. Who sent it is read from the packet, never from the SFU. */
  | { readonly type: 'packet'; readonly data: Bytes }
  /** The user's switches: which slots are on, bit s for slot s. Told to the others, sealed. */
  | { readonly type: 'media'; readonly on: number }
  /** The security panel opened: compute the code. Answer: `code`. */
  | { readonly type: 'code' }
  /** Stops knocking. */
  | { readonly type: 'stopKnocking' }
  /** Host: ends the meeting for everyone. Answer: `bye`. (Who leaves alone sends the `goodbye` it was given.) */
  | { readonly type: 'end' };

/** A slow Argon2id job; the page runs it in a worker of its own that is ended afterwards (§3). */
export interface StretchJob {
  readonly password: Bytes;
  readonly salt: Bytes;
  readonly length: number;
}

/** To a second vault worker that does this one job: its result (bytes) goes to `port`, past the page. */
export type ToStretcher = {
  readonly type: 'runStretch';
  readonly job: StretchJob;
  readonly port: MessagePort;
};

export type FromStretcher =
  | { readonly type: 'ready' }
  /** The result was posted to `port`: this worker can be ended. */
  | { readonly type: 'done' };

export interface RosterEntry {
  readonly index: MemberIndex;
  readonly participantId: ParticipantId;
  /** As the member gave it, checked clean; for another with a like name `label` adds "(2)". */
  readonly name: string;
  readonly label: string;
  /** 0 for a host, 1 … for co-hosts, 255 for everyone else. */
  readonly rank: number;
}

/** What became of a knock. */
export type DoorState =
  /** Keys are being exchanged with the leader, or the leader is not here yet. */
  | { readonly at: 'knocking' }
  /** The passphrase was right: the host has been told. */
  | { readonly at: 'shown' }
  | { readonly at: 'admitted' }
  | { readonly at: 'refused'; readonly reason: Reason | 'declined' };

export type FromVault =
  | { readonly type: 'ready' }
  | { readonly type: 'refused'; readonly of: ToVault['type']; readonly reason: Reason }
  | {
      readonly type: 'room';
      readonly roomId: string;
      readonly inviteLink: string;
      readonly passphrase: string;
      readonly hostLink: string;
    }
  | { readonly type: 'link'; readonly role: 'host' | 'joiner'; readonly roomId: string }
  /** Run this job and send its result back through `port`. */
  | { readonly type: 'stretch'; readonly job: StretchJob; readonly port: MessagePort }
  | {
      readonly type: 'claim';
      readonly grant: Bytes;
      readonly signature: Bytes;
      readonly admitted: readonly ParticipantId[];
    }
  /** To the relay: an envelope of 2048 bytes, to `waiter` or to whoever leads. */
  | { readonly type: 'envelope'; readonly data: Bytes; readonly waiter?: number }
  /** Leader: somebody who knows link and passphrase knocks under this name. */
  | {
      readonly type: 'knocked';
      readonly waiter: number;
      readonly name: string;
      readonly likeAnother: boolean;
    }
  | { readonly type: 'knockGone'; readonly waiter: number }
  /** Leader: ask the relay for a token for this participant. */
  | { readonly type: 'tokenFor'; readonly waiter: number; readonly participantId: ParticipantId }
  /** Leader: ask the relay to throw this participant out. */
  | { readonly type: 'remove'; readonly participantId: ParticipantId }
  /** Joiner: what became of the knock. */
  | { readonly type: 'door'; readonly state: DoorState }
  /** Own place in the meeting. */
  | {
      readonly type: 'seated';
      readonly participantId: ParticipantId;
      readonly index: MemberIndex;
      readonly host: boolean;
    }
  /** The signed list of who is in, and the number of its state. */
  | { readonly type: 'roster'; readonly n: EpochNumber; readonly members: readonly RosterEntry[] }
  | { readonly type: 'membership'; readonly state: Membership }
  /** Which slots a member says are on, bit s for slot s. */
  | { readonly type: 'media'; readonly index: MemberIndex; readonly on: number }
  /** The packets of this member's goodbye, sealed ahead of time: sent as the very last thing, when a tab closes. */
  | { readonly type: 'goodbye'; readonly packets: readonly Bytes[] }
  /** To the SFU: a data packet, to these identities or to everyone. */
  | { readonly type: 'packet'; readonly data: Bytes; readonly to?: readonly ParticipantId[] }
  /** 30 digits in six groups, for the roster of state `n`. */
  | { readonly type: 'code'; readonly n: EpochNumber; readonly code: string }
  /** The host ended the meeting for everyone, or this participant is no longer in the roster. */
  | { readonly type: 'over'; readonly how: 'ended' | 'dropped' }
  | { readonly type: 'bye' }
  /** Something that an honest server never causes; counted and shown. */
  | { readonly type: 'alarm'; readonly reason: Reason };

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

/** What a transform is for: own frames of a slot, those of one member's slot, or (yet) nobody's: `idle` drops all. */
export type TransformRole =
  | { readonly role: 'seal'; readonly id: string; readonly slot: Slot }
  | { readonly role: 'open'; readonly id: string; readonly slot: Slot; readonly index: MemberIndex }
  | { readonly role: 'idle'; readonly id: string };

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

/** What became of the frames of one opening transform, since it was made. */
export interface OpenCounts {
  readonly opened: number;
  readonly noKey: number;
  readonly authFailed: number;
  readonly replayed: number;
  readonly wrongTrack: number;
  readonly notSFrame: number;
  readonly tooBig: number;
}

/** What became of the frames of one sealing transform, since it was made. */
export interface SealCounts {
  readonly sealed: number;
  /** Dropped: slot off, no key yet, silenced, unknown codec. */
  readonly heldBack: number;
}

export type FromFrame =
  | { readonly type: 'ready' }
  /** Every 250 ms while something changed. */
  | { readonly type: 'opened'; readonly id: string; readonly counts: OpenCounts }
  | { readonly type: 'sealed'; readonly id: string; readonly counts: SealCounts };
