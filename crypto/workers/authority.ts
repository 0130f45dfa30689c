/** What makes an authority (§4, §8): its own grant and those it gives, its claim before the relay, and what it tells there. */

import type { Bytes, MeetingId, Milliseconds, ParticipantId } from '../brands.ts';
import {
  decodeGrant,
  encodeGrant,
  type Grant,
  HOST_RANK,
  makeGrant,
  makeHello,
  makeRejoin,
  NONCE_BYTES,
  participantIdOf,
} from '../claim.ts';
import { isLeading, knowsWhoIsIn, type Member, ownEntry, ownRank, present } from '../group/member.ts';
import type { Order } from '../group/orders.ts';
import { HEIR_RANK, slotsFor } from '../group/policy.ts';
import { isAuthority, memberAt, NO_RANK, type RosterMember } from '../group/roster.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import type { SigningPair } from '../sodium.ts';
import type { RelayLists } from './protocol.ts';
import type { Room } from './room.ts';
import type { Surroundings } from './surroundings.ts';

/** How long a host's own grant is good for; a fresh one is made when half of it is over. */
const OWN_GRANT_MS: Milliseconds = 24 * 60 * 60_000;
/** A co-host's grant, and how much of it is left when it gets the next. */
const COHOST_GRANT_MS: Milliseconds = 15 * 60_000;
const COHOST_RENEW_MS: Milliseconds = 10 * 60_000;
/** A grant for whoever goes on without the host. */
const HANDED_OVER_MS: Milliseconds = 12 * 60 * 60_000;
/** A grant that was sent is not made again before this. */
const AGAIN_MS: Milliseconds = 30_000;
const RANK_MAX = 254;

/** Who speaks to the relay: a member, or a host on its way back. */
export interface Speaker {
  readonly signing: SigningPair;
  readonly meetingId: MeetingId;
}

export interface AuthorityNeeds {
  readonly around: Surroundings;
  readonly room: () => Room | undefined;
  readonly member: () => Member | undefined;
  readonly speaker: () => Speaker | undefined;
  /** The newest move of the SFU room. */
  readonly move: () => number;
  /** The SFU says that nobody else is there: then nobody can be thrown out by a list that is too short. */
  readonly alone: () => boolean;
  /** Who was let in and is not in the roster yet. */
  readonly admitting: () => readonly ParticipantId[];
}

type Appointment = Extract<Order, { do: 'appoint' }>;

export class Authority {
  readonly #needs: AuthorityNeeds;
  #own: Grant | undefined;
  /** When each co-host's newest grant was ordered, by identity. */
  readonly #ordered = new Map<ParticipantId, Milliseconds>();
  /** What the relay was told last, as text. */
  #told = '';

  constructor(needs: AuthorityNeeds) {
    this.#needs = needs;
  }

  /** The own grant, good now: of a host made here, of a co-host as the state has it. */
  get grant(): Grant | undefined {
    const by = this.#needs.speaker();
    if (by && this.#needs.room()?.seed) return this.grantFor(by);
    const member = this.#needs.member();
    const entry = member && ownEntry(member);
    const grant = entry?.grant && decodeGrant(entry.grant);
    return grant && !isRefusal(grant) ? grant : undefined;
  }

  /** A rank-0 grant for this key in this meeting; only where the host key is. */
  grantFor({ signing, meetingId }: Speaker): Grant | undefined {
    const seed = this.#needs.room()?.seed;
    if (!seed) return undefined;
    const now = this.#needs.around.now();
    const own = this.#own;
    const fits = own && own.signKey === signing.verifyKey && own.meetingId === meetingId;
    if (fits && own.notAfter - now > OWN_GRANT_MS / 2) return own;
    const notAfter = now + OWN_GRANT_MS;
    this.#own = makeGrant(seed, { meetingId, signKey: signing.verifyKey, rank: HOST_RANK, notAfter });
    return this.#own;
  }

  // ── co-hosts ──────────────────────────────────────────────────────────────────────────────────────────────

  /** The order that makes this member a co-host, who keeps a rank it has; refuses `notAllowed`. */
  appoint(member: Member, index: number): Appointment | Refusal {
    const to = memberAt(present(member).roster ?? [], index);
    return this.#order(member, index, to && isAuthority(to) ? to.rank : firstFree(member), COHOST_GRANT_MS);
  }

  /**
   * The orders that hand over to this member, and make a co-host of whom it was handed over to before: two heirs would
   * both read the ratings. Refuses `notAllowed`.
   */
  handOver(member: Member, index: number): readonly Appointment[] | Refusal {
    const heir = this.#order(member, index, HEIR_RANK, HANDED_OVER_MS);
    if (isRefusal(heir)) return heir;
    const before = (present(member).roster ?? []).filter(
      (one) => one.rank === HEIR_RANK && one.index !== index,
    );
    const stepDown = before.flatMap((one, nth) => {
      const order = this.#order(member, one.index, firstFree(member) + nth, COHOST_GRANT_MS);
      return isRefusal(order) ? [] : [order];
    });
    return [...stepDown, heir];
  }

  #order(member: Member, index: number, rank: number, duration: Milliseconds): Appointment | Refusal {
    const seed = this.#needs.room()?.seed;
    const to = memberAt(present(member).roster ?? [], index);
    if (!seed || ownRank(member) !== HOST_RANK || !to || to.rank === HOST_RANK) return refuse('notAllowed');
    if (rank > RANK_MAX) return refuse('notAllowed');
    const now = this.#needs.around.now();
    this.#ordered.set(participantIdOf(to.signKey), now);
    const { meetingId } = member.seat;
    const grant = makeGrant(seed, { meetingId, signKey: to.signKey, rank, notAfter: now + duration });
    return { do: 'appoint', index: to.index, grant };
  }

  /** Orders for the co-hosts whose grants are running out; of a leading host. */
  renewals(member: Member): readonly Appointment[] {
    if (!this.#needs.room()?.seed || !isLeading(member) || ownRank(member) !== HOST_RANK) return [];
    const due = (present(member).roster ?? []).filter((entry) => this.#isDue(entry));
    return due.flatMap(({ index }) => {
      const order = this.appoint(member, index);
      return isRefusal(order) ? [] : [order];
    });
  }

  #isDue({ rank, grant, signKey }: RosterMember): boolean {
    if (rank === HOST_RANK || rank === NO_RANK || !grant) return false;
    const now = this.#needs.around.now();
    const ordered = this.#ordered.get(participantIdOf(signKey)) ?? 0;
    const decoded = decodeGrant(grant);
    return !isRefusal(decoded) && decoded.notAfter - now <= COHOST_RENEW_MS && now >= ordered + AGAIN_MS;
  }

  // ── the relay ─────────────────────────────────────────────────────────────────────────────────────────────

  /** Claims the room before the relay that sent this nonce; refuses `outOfTurn` and `malformed`. */
  claim(nonce: Bytes): Refusal | undefined {
    const { around, room, speaker, move, member } = this.#needs;
    const by = speaker();
    const { grant } = this;
    const here = room();
    if (!by || !grant || !here) return refuse('outOfTurn');
    if (nonce.length !== NONCE_BYTES) return refuse('malformed');
    const signature = makeHello(by.signing.signingKey, here.origin, here.roomId, nonce);
    const self = member();
    const lists = self && this.#lists(self);
    this.#told = JSON.stringify(lists);
    around.toPage({ type: 'claim', grant: encodeGrant(grant), signature, move: move(), lists });
    return undefined;
  }

  /** Asks the relay that sent this nonce for a new way in; refuses `outOfTurn` and `malformed`. */
  rejoin(nonce: Bytes): Refusal | undefined {
    const { around, room, speaker } = this.#needs;
    const by = speaker();
    const here = room();
    if (!by || !here) return refuse('outOfTurn');
    if (nonce.length !== NONCE_BYTES) return refuse('malformed');
    const { verifyKey: signKey, signingKey } = by.signing;
    const signature = makeRejoin(signingKey, here.origin, here.roomId, nonce);
    around.toPage({ type: 'rejoin', signKey, signature });
    return undefined;
  }

  /** Tells the relay who is in, if this member leads and that changed. */
  tellLists(member: Member): void {
    const lists = this.#lists(member);
    const text = JSON.stringify(lists);
    if (!lists || text === this.#told) return;
    this.#told = text;
    this.#needs.around.toPage({ type: 'lists', lists });
  }

  /** Undefined while this member does not lead, or does not know who is in. */
  #lists(member: Member): RelayLists | undefined {
    const { signed, roster } = present(member);
    const now = this.#needs.around.now();
    if (ownRank(member) === NO_RANK || !isLeading(member) || !roster) return undefined;
    if (!knowsWhoIsIn(member, now) && !this.#needs.alone()) return undefined;
    const { policy, locked } = signed.header;
    // Whoever was dropped may come back: their seat is kept.
    const kept = [...member.kept.values()].filter(({ until }) => until > now).map((seat) => seat.member);
    const admitted = [...roster, ...kept].map(({ signKey }) => participantIdOf(signKey));
    // So may whom another branch let in: they come by the SFU room, and have their place only then.
    const vouched = [...(member.leading?.vouched ?? [])].flatMap(([id, until]) => (until > now ? id : []));
    const removed = (id: ParticipantId): boolean => member.barred.has(id) || member.removed.has(id);
    return {
      admitted: [
        ...new Set([...admitted, ...vouched.filter((id) => !removed(id)), ...this.#needs.admitting()]),
      ],
      authorities: roster.filter(isAuthority).map(({ signKey }) => participantIdOf(signKey)),
      everyone: slotsFor(policy, NO_RANK),
      authoritiesMay: slotsFor(policy, HOST_RANK),
      locked,
    };
  }
}

/** The rank after those of all authorities. */
const firstFree = (member: Member): number =>
  1 + Math.max(HEIR_RANK, ...(present(member).roster ?? []).filter(isAuthority).map(({ rank }) => rank));
