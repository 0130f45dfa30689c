/**
 * What the page and the vault worker say to each other: bytes to carry and states to show; no key. Types and
 * rules only: the page takes them from here without loading a line of the vault. What the frame worker hears and
 * says is in `frameProtocol.ts`.
 *
 * Both workers post `{ type: 'ready' }` once they listen: what is posted to them before is lost.
 */

import type { Bytes, EpochNumber, MemberIndex, ParticipantId } from '../brands.ts';
import type { LogEntry } from '../group/log.ts';
import type { Membership } from '../group/member.ts';
import type { Policy } from '../group/policy.ts';
import type { Rating } from '../rating.ts';
import type { Reason } from '../refusal.ts';
import type { StretchJob } from './stretching.ts';

export type { LogEntry } from '../group/log.ts';
export type { Rating } from '../rating.ts';
export type { Membership } from '../group/member.ts';
export { HAND_BIT, may, type Policy, slotsFor, type Use, type Who } from '../group/policy.ts';

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
  /**
   * Host: into the meeting under this name. A room made in this tab starts at once: `seated`, `roster`. One that was
   * opened by a host link or found again (`recall`) may be running: `seated` comes, then, once `connected` has told
   * whether anybody is in the SFU room, either state 0 is made or the way back is asked for (`returning`).
   */
  | { readonly type: 'start'; readonly name: string }
  /** At the start: which rooms does this device remember as a host? Answer: `remembered`. */
  | { readonly type: 'recall' }
  /** Goes on with the remembered room. Answer: `link` and `room`. */
  | { readonly type: 'goOn'; readonly roomId: string }
  | { readonly type: 'forgetRoom'; readonly roomId: string }
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
  /** What an authority does. Who may not is refused `notAllowed`; the rest shows in states and at the door. */
  | { readonly type: 'act'; readonly action: HostAction }
  /** Joiner: an answer to the host's note. Answer: `note`. */
  | { readonly type: 'answer'; readonly text: string }
  /** What a member says. Refused where the policy forbids it. */
  | { readonly type: 'say'; readonly saying: Saying }
  /** The relay let this authority open the room; `leading` is whether it answers the door there. */
  | { readonly type: 'opened'; readonly move: number; readonly max: number }
  /** Leader: the meeting has a new SFU room. Everybody is told, sealed. */
  | { readonly type: 'moved'; readonly move: number }
  /** The relay's nonce for a member that asks for a new token. Answer: `rejoin`. */
  | { readonly type: 'rejoinNonce'; readonly nonce: Bytes }
  /** The SFU connection stands (first, or again after a break); how many others the SFU says are there. */
  | { readonly type: 'connected'; readonly others: number }
  /** Confirms the code that was shown: all keys it stands for are marked as compared. */
  | { readonly type: 'compared'; readonly n: EpochNumber }
  /** A data packet from the SFU. Who sent it is read from the packet, never from the SFU. */
  | { readonly type: 'packet'; readonly data: Bytes }
  /** The user's switches: which slots are on, bit s for slot s. Told to the others, sealed. */
  | { readonly type: 'media'; readonly on: number }
  /** The security panel opened: compute the code. Answer: `code`. */
  | { readonly type: 'code' }
  /** Stops knocking. */
  | { readonly type: 'stopKnocking' }
  /** Ends the meeting for everyone (rank 0), and erases the room here. Answer: `bye`. (Who leaves alone sends the `goodbye` it was given.) */
  | { readonly type: 'end' }
  /** It is over: all keys go but the one for ratings. Answer: `parted`, or `refused` where there was no meeting. */
  | { readonly type: 'part' }
  /** After `part`: 1 to 5 stars, a comment of at most 1000 bytes. Answer: `rating`. */
  | { readonly type: 'rate'; readonly stars: number; readonly comment: string }
  /** After `part`: what the relay kept. Answer: `ratings`, without what does not open. */
  | { readonly type: 'openRatings'; readonly sealed: readonly Bytes[] };

/** What an authority can do; ranks as the state has them. */
export type HostAction =
  | { readonly do: 'admit' | 'deny'; readonly waiter: number }
  | { readonly do: 'admitAll' }
  /** A note to somebody who waits: 1 to 1000 bytes of clean text, line feeds allowed. */
  | { readonly do: 'note'; readonly waiter: number; readonly text: string }
  /** After too many failed guesses: the door opens again. */
  | { readonly do: 'openDoor' }
  | { readonly do: 'lock'; readonly on: boolean }
  /** Whether newcomers are given the chat from before they came. */
  | { readonly do: 'history'; readonly on: boolean }
  | { readonly do: 'policy'; readonly policy: Policy }
  | { readonly do: 'remove'; readonly index: MemberIndex }
  /** Asks a member, or all but authorities, to switch these slots off (bit s for slot s, `HAND_BIT`); their page does. */
  | { readonly do: 'stop'; readonly index: MemberIndex | 'all'; readonly slots: number }
  /** Rank 0 only: makes a co-host, or a participant again; `handOver` makes an heir: before all co-hosts, for 12 hours. */
  | { readonly do: 'appoint' | 'handOver'; readonly index: MemberIndex }
  /** `words` (the EFF list): with it goes a new passphrase. */
  | { readonly do: 'dismiss'; readonly index: MemberIndex; readonly words?: readonly string[] }
  /** A new passphrase, and with `link` a new link: the old one answers `moved` for an hour. Answer: `room`. */
  | { readonly do: 'newPassphrase'; readonly link: boolean; readonly words: readonly string[] };

/** What a member says to everyone. */
export type Saying =
  /** 1 to 4000 bytes of clean text, line feeds allowed. */
  | { readonly say: 'chat'; readonly text: string }
  | { readonly say: 'hand'; readonly up: boolean }
  /** One emoji, at most 32 bytes. */
  | { readonly say: 'reaction'; readonly emoji: string }
  /** This device records from now on, or does not any more. Answer: `recorders` with it in, once all are told. */
  | { readonly say: 'recording'; readonly on: boolean }
  /** A JPEG, as `readPicture` has it; what is in it beside the picture is left out. */
  | { readonly say: 'image'; readonly picture: Bytes }
  /** This person agrees to be in what this member records now. */
  | { readonly say: 'consent'; readonly index: MemberIndex };

/** What is heard of a saying. */
type Said =
  | Exclude<Saying, { say: 'hand' | 'recording' | 'image' | 'consent' }>
  /** `upFor`: how long it has been up, as far as that is believed. */
  | { readonly say: 'hand'; readonly up: boolean; readonly upFor: number }
  /** With its sides in pixels. */
  | {
      readonly say: 'image';
      readonly picture: Bytes;
      readonly width: number;
      readonly height: number;
    };

/** Something said, from who signed it. */
export type Heard = Said & {
  readonly id: string;
  readonly index: MemberIndex;
  /** The name as it was shown then. */
  readonly label: string;
  readonly own: boolean;
  /** When it arrived here. */
  readonly at: number;
  /** From before this member came, passed on by a host who vouches for it. */
  readonly before?: true;
};

/** A line between a host and somebody who waits. */
export interface Note {
  readonly from: 'host' | 'guest';
  readonly text: string;
}

export interface RosterEntry {
  readonly index: MemberIndex;
  readonly participantId: ParticipantId;
  /** As the member gave it, checked clean; for another with a like name `label` adds "(2)". */
  readonly name: string;
  readonly label: string;
  /** 0 for a host, 1 for whom one handed over to, 2 … for co-hosts, 255 for everyone else. */
  readonly rank: number;
  /** Its key was there when the code was last confirmed; undefined before the first time. */
  readonly compared?: boolean;
}

/** Somebody at the door who knows link and passphrase. */
export interface KnockEntry {
  readonly waiter: number;
  readonly name: string;
  /** The name reads like that of somebody already inside or waiting. */
  readonly likeAnother: boolean;
  readonly notes: readonly Note[];
}

/** What becomes of a knock. */
export type DoorState =
  /** Keys are being exchanged with the leader, or the leader is not here yet. */
  | { readonly at: 'knocking' }
  /** The passphrase was right: the host has been told. */
  | { readonly at: 'shown' }
  /** The passphrase was right, and nobody is let in for now: it knocks again by itself. */
  | { readonly at: 'locked' | 'full' }
  | { readonly at: 'admitted' }
  /** The host moved the meeting to a new link. */
  | { readonly at: 'moved' }
  | { readonly at: 'refused'; readonly reason: Reason | 'declined' };

/** A room this device hosted, as the start page offers it. */
export interface RememberedRoom {
  readonly roomId: string;
  /** When it was last used, milliseconds since 1970. */
  readonly at: number;
}

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
  | { readonly type: 'remembered'; readonly rooms: readonly RememberedRoom[] }
  | { readonly type: 'link'; readonly role: 'host' | 'joiner'; readonly roomId: string }
  /** Run this job and send its result back through `port`. */
  | { readonly type: 'stretch'; readonly job: StretchJob; readonly port: MessagePort }
  | {
      readonly type: 'claim';
      readonly grant: Bytes;
      readonly signature: Bytes;
      /** Which move of the SFU room is current, as far as this vault knows. */
      readonly move: number;
      /** Undefined while this authority does not know who is in: it comes back, or heard of nobody yet. */
      readonly lists: RelayLists | undefined;
    }
  /** Leader: who is in and what they may send, at every new state. */
  | { readonly type: 'lists'; readonly lists: RelayLists }
  | { readonly type: 'rejoin'; readonly signKey: Bytes; readonly signature: Bytes }
  /** The leader says, sealed, that the meeting has a new SFU room: ask the relay for a token. */
  | { readonly type: 'move'; readonly move: number }
  /** This member leads now, or does not any more: leading authorities keep a line to the relay. */
  | { readonly type: 'lead'; readonly is: boolean; readonly authority: boolean }
  /** A host that comes back waits for whoever leads to take it in. */
  | { readonly type: 'returning' }
  /** To the relay: an envelope of 2048 bytes, to `waiter` or to whoever leads. */
  | { readonly type: 'envelope'; readonly data: Bytes; readonly waiter?: number }
  /** Authorities: everybody who is shown at the door, the whole list each time. */
  | { readonly type: 'knocks'; readonly knocks: readonly KnockEntry[] }
  /** Leader: the sealed answer to this knock is on its way. */
  | { readonly type: 'answered'; readonly waiter: number; readonly how: 'admitted' | 'denied' }
  /** Joiner: what was written between host and guest, the whole list each time. */
  | { readonly type: 'notes'; readonly notes: readonly Note[] }
  /** Leader: ask the relay for a token for this participant. */
  | { readonly type: 'tokenFor'; readonly waiter: number; readonly participantId: ParticipantId }
  /** Leader: ask the relay to throw this participant out. */
  | { readonly type: 'remove'; readonly participantId: ParticipantId }
  /** Joiner: what became of the knock. */
  | { readonly type: 'door'; readonly state: DoorState }
  /** Own place in the meeting; a host that comes back has no index yet: `seated` comes again with it. */
  | {
      readonly type: 'seated';
      readonly participantId: ParticipantId;
      readonly index?: MemberIndex;
      readonly host: boolean;
    }
  /** The signed list of who is in, the rules, and the number of its state. */
  | {
      readonly type: 'roster';
      readonly n: EpochNumber;
      readonly leader: MemberIndex;
      readonly members: readonly RosterEntry[];
      readonly policy: Policy;
      readonly locked: boolean;
      readonly history: boolean;
      /** Failed guesses at the door since the passphrase was made. */
      readonly failedGuesses: number;
      /** The door is shut until a host makes a new passphrase, or opens it. */
      readonly doorShut: boolean;
    }
  /** Removed, and not everybody has changed keys yet: shown as leaving. */
  | { readonly type: 'leaving'; readonly members: readonly RosterEntry[] }
  | { readonly type: 'heard'; readonly heard: Heard }
  /** Who records, by their own signed word; all of them, each time. */
  | { readonly type: 'recorders'; readonly ids: readonly ParticipantId[] }
  /** Who agreed, by their own signed word, to be in what this device records now; all of them, each time. */
  | { readonly type: 'consents'; readonly ids: readonly ParticipantId[] }
  /** An authority asks this member to switch these slots off, or with `HAND_BIT` to lower the hand. */
  | { readonly type: 'stop'; readonly by: string; readonly slots: number }
  | { readonly type: 'log'; readonly entry: LogEntry }
  | { readonly type: 'membership'; readonly state: Membership }
  /** Which slots a member says are on, bit s for slot s. */
  | { readonly type: 'media'; readonly index: MemberIndex; readonly on: number }
  /** The packets of this member's goodbye, sealed ahead of time: sent as the very last thing, when a tab closes. */
  | { readonly type: 'goodbye'; readonly packets: readonly Bytes[] }
  /** To the SFU: a data packet, to these identities or to everyone. */
  | { readonly type: 'packet'; readonly data: Bytes; readonly to?: readonly ParticipantId[] }
  /** 30 digits in six groups, for the roster of state `n`. */
  | { readonly type: 'code'; readonly n: EpochNumber; readonly code: string }
  /** Ended for everyone; removed by an authority; or out of the meeting with no way back (`dropped`). */
  | { readonly type: 'over'; readonly how: 'ended' | 'removed' | 'dropped' }
  | { readonly type: 'bye' }
  /** Where the relay keeps the ratings of the meeting that was: 16 bytes. */
  | { readonly type: 'parted'; readonly place: Bytes }
  /** A sealed rating, for the relay. */
  | { readonly type: 'rating'; readonly sealed: Bytes }
  | { readonly type: 'ratings'; readonly ratings: readonly Rating[] }
  /** Something that an honest server never causes; counted and shown. */
  | { readonly type: 'alarm'; readonly reason: Reason };

/** What a leader tells the relay (§8): identities, and which of LiveKit's sources they may publish, bit s for slot s. */
export interface RelayLists {
  readonly admitted: readonly ParticipantId[];
  readonly authorities: readonly ParticipantId[];
  readonly everyone: number;
  readonly authoritiesMay: number;
  readonly locked: boolean;
}
