/** Rooms, doors and knocks made in a line, for tests of the machines without a vault around them. */

import {
  branded,
  type Bytes,
  type HostSeed,
  type Key,
  type LinkSecret,
  type MeetingId,
  type Milliseconds,
  type RoomId,
} from '../../crypto/brands.ts';
import { HOST_RANK, makeGrant, roomIdOf } from '../../crypto/claim.ts';
import { utf8 } from '../../crypto/codec.ts';
import { type Caller, type JoinerState, makeKnock, stepJoiner } from '../../crypto/door/joiner.ts';
import type { Doorkeeper } from '../../crypto/door/keeper.ts';
import { type DoorState, type DoorStep, emptyDoor } from '../../crypto/door/knocks.ts';
import { stepDoor } from '../../crypto/door/leader.ts';
import {
  type Challenge,
  type FromJoiner,
  type FromLeader,
  type Knock,
  openFromJoiner,
  openFromLeader,
  type Proof,
  sealEnvelope,
} from '../../crypto/door/messages.ts';
import { isRefusal, type Refusal } from '../../crypto/refusal.ts';
import { envelopeKeyOf, prsOf, roomKeyOf } from '../../crypto/roomSecret.ts';
import { randomBytes, sha512, type SigningPair, signingPair } from '../../crypto/sodium.ts';

export const NOW: Milliseconds = Date.UTC(2026, 0, 1);

/** What was not refused; a refusal fails the test with its reason. */
export function granted<T>(value: T | Refusal | undefined): T {
  if (value === undefined) throw new Error('nothing there');
  if (isRefusal(value)) throw new Error(`refused: ${value.refused}`);
  return value;
}

export interface TestRoom {
  readonly seed: HostSeed;
  readonly roomId: RoomId;
  readonly linkSecret: LinkSecret;
  readonly envelopeKey: Key;
  readonly roomKey: Key;
  /** Of the passphrase, by a fast hash in Argon2id's place. */
  readonly prsFor: (passphrase: string) => Key;
}

export const RIGHT = 'four right words here';

export function makeRoom(): TestRoom {
  const seed = branded<HostSeed>(randomBytes(32));
  const roomId = roomIdOf(signingPair(seed).verifyKey);
  const linkSecret = branded<LinkSecret>(randomBytes(16));
  return {
    seed,
    roomId,
    linkSecret,
    envelopeKey: envelopeKeyOf(linkSecret, roomId),
    roomKey: roomKeyOf(linkSecret, roomId),
    prsFor: (passphrase) => prsOf(linkSecret, sha512(utf8(passphrase)).slice(0, 32)),
  };
}

export interface KeeperOptions {
  readonly rank?: number;
  readonly notAfter?: Milliseconds;
  readonly meetingId?: MeetingId;
  readonly signing?: SigningPair;
  readonly passphrase?: string;
  readonly own?: boolean;
}

export function makeKeeper(room: TestRoom, options: KeeperOptions = {}): Doorkeeper {
  const { rank = HOST_RANK, notAfter = NOW + 3_600_000, passphrase = RIGHT } = options;
  const { meetingId = branded<MeetingId>(randomBytes(16)), signing = signingPair() } = options;
  const grant = makeGrant(room.seed, { meetingId, signKey: signing.verifyKey, rank, notAfter });
  const { roomId, envelopeKey } = room;
  const rules = { own: options.own ?? false, locked: false, full: false, former: [] };
  return { roomId, envelopeKey, prs: room.prsFor(passphrase), grant, signing, ...rules };
}

export function callerOf(room: TestRoom, passphrase = RIGHT, name = 'Bob'): Caller {
  return { roomId: room.roomId, envelopeKey: room.envelopeKey, prs: room.prsFor(passphrase), name };
}

/** The envelopes a step at the door sends. */
export const sent = (step: DoorStep): Bytes[] =>
  step.effects.flatMap((effect) => (effect.type === 'send' ? [effect.envelope] : []));

/** What a relay does that has the link: opens envelopes, and seals its own. */
export class LinkHolder {
  readonly #room: TestRoom;
  constructor(room: TestRoom) {
    this.#room = room;
  }

  #open<Type extends (FromJoiner | FromLeader)['type']>(
    message: FromJoiner | FromLeader | Refusal,
    type: Type,
  ): Extract<FromJoiner | FromLeader, { type: Type }> {
    const opened = granted(message);
    if (opened.type !== type) throw new Error(`a ${opened.type}, not a ${type}`);
    return opened as Extract<FromJoiner | FromLeader, { type: Type }>;
  }

  fromJoiner(envelope: Uint8Array): FromJoiner | Refusal {
    return openFromJoiner(this.#room.envelopeKey, this.#room.roomId, envelope);
  }

  fromLeader(envelope: Uint8Array): FromLeader | Refusal {
    return openFromLeader(this.#room.envelopeKey, this.#room.roomId, envelope);
  }

  knock(envelope: Uint8Array | undefined): Knock {
    return this.#open(this.fromJoiner(granted(envelope)), 'knock');
  }

  proof(envelope: Uint8Array | undefined): Proof {
    return this.#open(this.fromJoiner(granted(envelope)), 'proof');
  }

  challenge(envelope: Uint8Array | undefined): Challenge {
    return this.#open(this.fromLeader(granted(envelope)), 'challenge');
  }

  seal(message: FromJoiner | FromLeader): Bytes {
    return sealEnvelope(this.#room.envelopeKey, this.#room.roomId, message);
  }
}

/** One knock through the door up to its proof, every envelope of it kept. */
export interface Knocked {
  readonly joiner: JoinerState;
  readonly door: DoorState;
  readonly knock: Bytes;
  readonly challenge: Bytes;
  readonly proof: Bytes;
}

export function knockAt(
  keeper: Doorkeeper,
  caller: Caller,
  waiter = 1,
  before: DoorState = emptyDoor,
): Knocked {
  const made = makeKnock(caller);
  const knock = granted(made.send);
  const answered = stepDoor(before, keeper, { type: 'envelope', waiter, data: knock }, NOW);
  const challenge = granted(sent(answered)[0]);
  const proved = stepJoiner(made.state, challenge, NOW);
  if (proved.refused) throw new Error(`refused: ${proved.refused}`);
  const proof = granted(proved.send);
  const shown = stepDoor(answered.state, keeper, { type: 'envelope', waiter, data: proof }, NOW);
  return { joiner: proved.state, door: shown.state, knock, challenge, proof };
}

/** Every bit of these bytes flipped, one at a time; `every` takes each so many bits. */
export function* flips(bytes: Uint8Array, every = 1): Generator<Bytes> {
  for (let bit = 0; bit < bytes.length * 8; bit += every) {
    const flipped = new Uint8Array(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    yield flipped;
  }
}

/** The bytes with one bit flipped. */
export const flipped = (bytes: Uint8Array, bit = 0): Bytes => {
  const copy = new Uint8Array(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
};
