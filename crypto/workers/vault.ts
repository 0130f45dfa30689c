/**
 * The vault: the one place in a browser that holds the secrets. It drives the machines of the door and of the
 * group, and speaks with the page (`ToVault`, `FromVault`) and the frame worker (`ToFrameKeys`). Clock, timers
 * and channels are passed in, so that the same vault runs in a worker and in a test.
 */

import {
  branded,
  type Bytes,
  type HostSeed,
  type Key,
  type LinkSecret,
  type MeetingId,
  type MemberIndex,
  type Milliseconds,
  type RoomId,
} from '../brands.ts';
import { toBase64url } from '../bytes.ts';
import {
  encodeGrant,
  type Grant,
  HOST_RANK,
  makeGrant,
  makeHello,
  NONCE_BYTES,
  participantIdOf,
  roomIdOf,
} from '../claim.ts';
import { isCleanText, utf8 } from '../codec.ts';
import {
  abandonKnock,
  type Admission,
  type JoinerState,
  type JoinerStep,
  makeKnock,
  stepJoiner,
} from '../door/joiner.ts';
import {
  type DoorEffect,
  type DoorEvent,
  type Doorkeeper,
  type DoorState,
  emptyDoor,
  shownKnock,
  stepDoor,
} from '../door/leader.ts';
import { mediaBaseOf } from '../group/keySchedule.ts';
import {
  enterMeeting,
  type GroupEvent,
  type GroupStep,
  sealGoodbye,
  startMeeting,
  step,
} from '../group/epochs.ts';
import { countGuesses } from '../group/leading.ts';
import { epochAt, type GroupEffect, type Member, present } from '../group/member.ts';
import { likeness, memberAt, NAME_BYTES_MAX, shownNames } from '../group/roster.ts';
import { decodeLink, encodeLink } from '../invitation.ts';
import { makePassphrase, normalisePassphrase, ownPassphrase } from '../passphrase.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import { envelopeKeyOf, prsOf, roomKeyOf, stretchOf } from '../roomSecret.ts';
import { codeStretch, formatCode } from '../securityCode.ts';
import { randomBytes, type SigningPair, signingPair, xwing } from '../sodium.ts';
import type { FromFrameKeys, FromVault, StretchJob, ToFrameKeys, ToVault } from './protocol.ts';

/** What the vault is given by whoever runs it. */
export interface Surroundings {
  /** Milliseconds since 1970. */
  readonly now: () => Milliseconds;
  readonly toPage: (message: FromVault) => void;
  readonly toFrames: (message: ToFrameKeys) => void;
  /** Runs Argon2id somewhere its memory can be given back. */
  readonly stretch: (job: StretchJob) => Promise<Bytes>;
}

/** How long a host's own grant is good for; a fresh one is made when half of it is over. */
const GRANT_MS: Milliseconds = 24 * 60 * 60_000;

interface Room {
  readonly role: 'host' | 'joiner';
  readonly roomId: RoomId;
  readonly linkSecret: LinkSecret;
  readonly envelopeKey: Key;
  readonly origin: string;
  /** Of a host. */
  readonly host?: { readonly seed: HostSeed; readonly passphrase: string };
}

/** The host's side of the door. */
interface Keeping {
  readonly keeper: Doorkeeper;
  readonly door: DoorState;
  /** Let in, and waiting for the state that has them. */
  readonly admitting: ReadonlySet<number>;
}

/** A joiner's wish to come in: knocks are made from it until one is answered. */
interface Knocking {
  readonly name: string;
  readonly prs: Key;
  readonly state: JoinerState | undefined;
}

export class Vault {
  readonly #around: Surroundings;
  #room: Room | undefined;
  /** The stretched passphrase, under the text it was stretched from. */
  #prs: { readonly passphrase: string; readonly key: Promise<Key> } | undefined;
  #keeping: Keeping | undefined;
  #knocking: Knocking | undefined;
  /** Joiner: there is somebody to knock at. */
  #placed = false;
  #member: Member | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** One message of the page. What makes no sense now is refused, and changes nothing. */
  async receive(message: ToVault): Promise<void> {
    const refusal = await this.#handle(message);
    if (refusal) this.#around.toPage({ type: 'refused', of: message.type, reason: refusal.refused });
  }

  /** The frame worker asks for a base key. */
  receiveFrames({ n, index, slot }: FromFrameKeys): void {
    const epoch = this.#member && epochAt(this.#member, n);
    const known = epoch?.roster === undefined || memberAt(epoch.roster, index) !== undefined;
    if (!epoch?.epochKey || !known) return this.#around.toFrames({ type: 'noBase', n, index, slot });
    const baseKey = mediaBaseOf(epoch.epochKey, index, slot);
    this.#around.toFrames({ type: 'base', n, index, slot, baseKey });
  }

  /** Lets time pass: about four times a second. */
  tick(): void {
    if (this.#keeping) this.#atDoor({ type: 'tick' });
    if (this.#member) this.#inGroup({ type: 'tick' });
  }

  async #handle(message: ToVault): Promise<Refusal | undefined> {
    switch (message.type) {
      case 'makeRoom':
        return this.#makeRoom(message.origin, message.words);
      case 'ownPassphrase':
        return this.#ownPassphrase(message.passphrase);
      case 'openLink':
        return this.#openLink(message.text, message.origin);
      case 'prepare':
        if (normalisePassphrase(message.passphrase) !== '') void this.#stretched(message.passphrase);
        return undefined;
      case 'start':
        return this.#start(message.name);
      case 'relayNonce':
        return this.#claim(message.nonce);
      case 'knock':
        return this.#knock(message.name, message.passphrase);
      case 'placed':
        this.#placed = true;
        return this.#ring();
      case 'stopKnocking':
        return this.#stopKnocking();
      case 'envelope':
        if (message.waiter === undefined) return this.#fromLeader(message.data);
        return this.#atDoor({ type: 'envelope', waiter: message.waiter, data: message.data });
      case 'gone':
        return this.#atDoor({ type: 'gone', waiter: message.waiter });
      case 'admit':
        return this.#admit(message.waiter);
      case 'deny':
        return this.#atDoor({ type: 'deny', waiter: message.waiter });
      case 'connected':
        return this.#inGroup({ type: 'connected' });
      case 'packet':
        return this.#inGroup({ type: 'packet', data: message.data });
      case 'media':
        return this.#inGroup({ type: 'media', on: message.on });
      case 'code':
        return this.#code();
      case 'end':
        this.#inGroup({ type: 'end' });
        return this.#around.toPage({ type: 'bye' }) as undefined;
      case 'frames':
        return undefined;
    }
  }

  // ── the room ──────────────────────────────────────────────────────────────────────────────────────────────

  #makeRoom(origin: string, words: readonly string[]): Refusal | undefined {
    const passphrase = makePassphrase(words);
    if (isRefusal(passphrase)) return passphrase;
    const seed = branded<HostSeed>(randomBytes(32));
    this.#hostRoom(origin, seed, branded<LinkSecret>(randomBytes(16)), passphrase);
    return undefined;
  }

  #hostRoom(origin: string, seed: HostSeed, linkSecret: LinkSecret, passphrase: string): void {
    const roomId = roomIdOf(signingPair(seed).verifyKey);
    const envelopeKey = envelopeKeyOf(linkSecret, roomId);
    this.#room = { role: 'host', roomId, linkSecret, envelopeKey, origin, host: { seed, passphrase } };
    void this.#stretched(passphrase);
    this.#around.toPage({
      type: 'room',
      roomId: toBase64url(roomId),
      inviteLink: `${origin}/#${encodeLink({ kind: 'invite', roomId, linkSecret })}`,
      passphrase,
      hostLink: `${origin}/#${encodeLink({ kind: 'host', seed, linkSecret, passphrase })}`,
    });
  }

  #ownPassphrase(typed: string): Refusal | undefined {
    if (!this.#room?.host || this.#member) return refuse('outOfTurn');
    const passphrase = ownPassphrase(typed);
    if (isRefusal(passphrase)) return passphrase;
    const { origin, linkSecret, host } = this.#room;
    this.#hostRoom(origin, host.seed, linkSecret, passphrase);
    return undefined;
  }

  #openLink(text: string, origin: string): Refusal | undefined {
    if (this.#member) return refuse('outOfTurn');
    const link = decodeLink(text, origin);
    if (isRefusal(link)) return link;
    const { linkSecret } = link;
    if (link.kind === 'host') {
      this.#hostRoom(origin, link.seed, linkSecret, link.passphrase);
      const roomId = roomIdOf(signingPair(link.seed).verifyKey);
      this.#around.toPage({ type: 'link', role: 'host', roomId: toBase64url(roomId) });
    } else {
      const { roomId } = link;
      this.#room = {
        role: 'joiner',
        roomId,
        linkSecret,
        envelopeKey: envelopeKeyOf(linkSecret, roomId),
        origin,
      };
      this.#around.toPage({ type: 'link', role: 'joiner', roomId: toBase64url(roomId) });
    }
    return undefined;
  }

  /** The PRS of this passphrase: stretched once, while people type their name. */
  #stretched(typed: string): Promise<Key> | undefined {
    const room = this.#room;
    if (!room) return undefined;
    const passphrase = normalisePassphrase(typed);
    if (this.#prs?.passphrase !== passphrase) {
      const job = stretchOf(passphrase, room.linkSecret, room.roomId);
      const key = this.#around.stretch(job).then((stretched) => prsOf(room.linkSecret, stretched));
      this.#prs = { passphrase, key };
    }
    return this.#prs.key;
  }

  // ── the host ──────────────────────────────────────────────────────────────────────────────────────────────

  async #start(typedName: string): Promise<Refusal | undefined> {
    const room = this.#room;
    if (!room?.host || this.#member) return refuse('outOfTurn');
    const name = cleanName(typedName);
    if (isRefusal(name)) return name;
    const prs = await this.#stretched(room.host.passphrase);
    // It may have started meanwhile.
    if (!prs || this.#member) return refuse('outOfTurn');

    const signing = signingPair();
    const meetingId = branded<MeetingId>(randomBytes(16));
    const grant = this.#grant(room.host.seed, meetingId, signing);
    const keeper = { roomId: room.roomId, envelopeKey: room.envelopeKey, prs, grant, signing };
    this.#keeping = { keeper, door: emptyDoor, admitting: new Set() };

    const roomKey = roomKeyOf(room.linkSecret, room.roomId);
    const seat = { roomId: room.roomId, meetingId, signing, roomKey };
    const { publicKey: kemKey } = xwing.keyPair();
    this.#seat(startMeeting({ seat, grant, kemKey, name }, this.#around.now()), true);
    return undefined;
  }

  #grant(seed: HostSeed, meetingId: MeetingId, signing: SigningPair): Grant {
    const notAfter = this.#around.now() + GRANT_MS;
    return makeGrant(seed, { meetingId, signKey: signing.verifyKey, rank: HOST_RANK, notAfter });
  }

  /** The keeper, its grant renewed when half its time is over. */
  #keeper({ keeper }: Keeping): Doorkeeper {
    const seed = this.#room?.host?.seed;
    if (!seed || keeper.grant.notAfter - this.#around.now() > GRANT_MS / 2) return keeper;
    return { ...keeper, grant: this.#grant(seed, keeper.grant.meetingId, keeper.signing) };
  }

  #claim(nonce: Bytes): Refusal | undefined {
    if (!this.#keeping || !this.#room || !this.#member) return refuse('outOfTurn');
    if (nonce.length !== NONCE_BYTES) return refuse('malformed');
    const { signing, grant } = this.#keeper(this.#keeping);
    const signature = makeHello(signing.signingKey, this.#room.origin, this.#room.roomId, nonce);
    const admitted = (present(this.#member).roster ?? []).map(({ signKey }) => participantIdOf(signKey));
    this.#around.toPage({ type: 'claim', grant: encodeGrant(grant), signature, admitted });
    return undefined;
  }

  #atDoor(event: DoorEvent): undefined {
    if (!this.#keeping) return;
    const keeper = this.#keeper(this.#keeping);
    const { state: door, effects } = stepDoor(this.#keeping.door, keeper, event, this.#around.now());
    this.#keeping = { ...this.#keeping, keeper, door };
    if (this.#member) this.#member = countGuesses(this.#member, door.failedGuesses);
    for (const effect of effects) this.#doorEffect(effect);
  }

  #doorEffect(effect: DoorEffect): void {
    switch (effect.type) {
      case 'send':
        return this.#around.toPage({ type: 'envelope', data: effect.envelope, waiter: effect.waiter });
      case 'shown': {
        const { waiter, name } = effect;
        return this.#around.toPage({
          type: 'knocked',
          waiter,
          name,
          likeAnother: this.#isLikeAnother(waiter, name),
        });
      }
      case 'gone': {
        if (this.#keeping) {
          const admitting = new Set(this.#keeping.admitting);
          admitting.delete(effect.waiter);
          this.#keeping = { ...this.#keeping, admitting };
        }
        return this.#around.toPage({ type: 'knockGone', waiter: effect.waiter });
      }
    }
  }

  #isLikeAnother(waiter: number, name: string): boolean {
    const inside = (this.#member && present(this.#member).roster) ?? [];
    const waiting = [...(this.#keeping?.door.knocks ?? [])].flatMap(([other, knock]) =>
      other !== waiter && knock.at === 'shown' ? [knock] : [],
    );
    return [...inside, ...waiting].some((other) => likeness(other.name) === likeness(name));
  }

  #admit(waiter: number): Refusal | undefined {
    const shown = this.#keeping && shownKnock(this.#keeping.door, waiter);
    if (!this.#keeping || !shown || this.#keeping.admitting.has(waiter)) return refuse('outOfTurn');
    this.#keeping = { ...this.#keeping, admitting: new Set(this.#keeping.admitting).add(waiter) };
    const { signKey, name, keys } = shown;
    // A copy: the door wipes its keys when the knock is over.
    const pairRoot = branded<Key>(keys.pairRoot.slice());
    return this.#inGroup({ type: 'enter', entry: { waiter, signKey, name, pairRoot } });
  }

  // ── the joiner ────────────────────────────────────────────────────────────────────────────────────────────

  async #knock(typedName: string, passphrase: string): Promise<Refusal | undefined> {
    if (this.#room?.role !== 'joiner' || this.#member) return refuse('outOfTurn');
    const name = cleanName(typedName);
    if (isRefusal(name)) return name;
    if (normalisePassphrase(passphrase) === '') return refuse('wrongPassphrase');
    this.#stopKnocking();
    const prs = await this.#stretched(passphrase);
    if (!prs) return refuse('outOfTurn');
    this.#knocking = { name, prs, state: undefined };
    return this.#ring();
  }

  /** Knocks with fresh keys, if there is a wish and somebody to knock at. */
  #ring(): undefined {
    const room = this.#room;
    if (!this.#knocking || !this.#placed || !room || this.#member) return;
    if (this.#knocking.state) abandonKnock(this.#knocking.state);
    const { name, prs } = this.#knocking;
    this.#around.toPage({ type: 'door', state: { at: 'knocking' } });
    this.#joinerStep(makeKnock({ roomId: room.roomId, envelopeKey: room.envelopeKey, prs, name }));
  }

  #stopKnocking(): undefined {
    if (this.#knocking?.state) abandonKnock(this.#knocking.state);
    this.#knocking = undefined;
  }

  #fromLeader(data: Bytes): undefined {
    const state = this.#knocking?.state;
    if (state) this.#joinerStep(stepJoiner(state, data, this.#around.now()));
  }

  #joinerStep({ state, send, admission, refused }: JoinerStep): void {
    if (!this.#knocking) return;
    const before = this.#knocking.state?.at;
    this.#knocking = { ...this.#knocking, state };
    if (send) this.#around.toPage({ type: 'envelope', data: send });
    if (before === 'knocking' && state.at === 'proved')
      this.#around.toPage({ type: 'door', state: { at: 'shown' } });
    if (refused) {
      this.#knocking = undefined;
      this.#around.toPage({ type: 'door', state: { at: 'refused', reason: refused } });
    }
    if (admission) this.#enter(admission);
  }

  #enter(admission: Admission): void {
    this.#knocking = undefined;
    this.#around.toPage({ type: 'door', state: { at: 'admitted' } });
    this.#seat(enterMeeting(admission), false);
  }

  // ── the group ─────────────────────────────────────────────────────────────────────────────────────────────

  #seat(made: GroupStep, host: boolean): void {
    const { index, signing } = made.member.seat;
    const participantId = participantIdOf(signing.verifyKey);
    this.#around.toPage({ type: 'seated', participantId, index, host });
    this.#take(made);
  }

  #inGroup(event: GroupEvent): undefined {
    if (this.#member) this.#take(step(this.#member, event, this.#around.now()));
  }

  #take({ member, effects }: GroupStep): void {
    const before = this.#member;
    this.#member = member;
    for (const effect of effects) this.#groupEffect(member, effect);
    const fresh = before?.sending !== member.sending || before.membership !== member.membership;
    if (fresh && !member.over) this.#around.toPage({ type: 'goodbye', packets: sealGoodbye(member) });
  }

  #groupEffect(member: Member, effect: GroupEffect): void {
    const { toPage, toFrames } = this.#around;
    switch (effect.type) {
      case 'packets': {
        const to = effect.to?.flatMap((index) => participantAt(member, index));
        for (const data of effect.packets) toPage({ type: 'packet', data, ...(to && { to }) });
        return;
      }
      case 'epoch':
      case 'erase':
        return toFrames(effect);
      case 'sendUnder':
        return toFrames({ type: 'sendUnder', n: effect.n, index: member.seat.index });
      case 'silence':
        return toFrames({ type: 'silence' });
      case 'roster':
        return this.#tellRoster(member);
      case 'membership':
      case 'media':
      case 'over':
      case 'alarm':
        return toPage(effect);
      case 'admitted': {
        const participantId = participantIdOf(effect.signKey);
        toPage({ type: 'tokenFor', waiter: effect.waiter, participantId });
        return this.#atDoor({ type: 'admit', waiter: effect.waiter, text: effect.text });
      }
      case 'dropped':
        return toPage({ type: 'remove', participantId: participantIdOf(effect.member.signKey) });
    }
  }

  #tellRoster(member: Member): void {
    const { n, roster } = present(member);
    if (!roster) return;
    const shown = shownNames(roster);
    const members = roster.map(({ index, rank, signKey, name }) => ({
      index,
      rank,
      name,
      label: shown.get(index) ?? name,
      participantId: participantIdOf(signKey),
    }));
    this.#around.toPage({ type: 'roster', n, members });
  }

  async #code(): Promise<Refusal | undefined> {
    const member = this.#member;
    if (!member) return refuse('outOfTurn');
    const epoch = present(member);
    if (!epoch.roster) return refuse('outOfTurn');
    const { roomId, meetingId } = member.seat;
    const stretched = await this.#around.stretch(codeStretch(roomId, meetingId, epoch.roster));
    return this.#around.toPage({ type: 'code', n: epoch.n, code: formatCode(stretched) }) as undefined;
  }
}

/** A typed name as it travels: NFC, blanks folded; refuses `badName`. */
function cleanName(typed: string): string | Refusal {
  const name = typed.normalize('NFC').replace(/\s+/gu, ' ').trim();
  const fits = name !== '' && utf8(name).length <= NAME_BYTES_MAX && isCleanText(name);
  return fits ? name : refuse('badName');
}

function participantAt(member: Member, index: MemberIndex) {
  const known = member.epochs.flatMap(({ roster }) => (roster ? (memberAt(roster, index) ?? []) : []));
  const newest = known.at(-1);
  const key =
    newest?.signKey ?? (index === present(member).signed.header.leader ? member.leaderSignKey : undefined);
  return key ? [participantIdOf(key)] : [];
}
