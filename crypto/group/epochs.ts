/**
 * The group machine (§5, §6): one member of a meeting as a value. `startMeeting` and `enterMeeting` make it;
 * `step` takes it and an event, and gives the next value with what is to be done. The leader named in the
 * state makes the next one (`leading.ts`), everyone else takes it (`following.ts`).
 *
 *   event        leader                                  any other member
 *   ───────────  ──────────────────────────────────────  ──────────────────────────────────────────
 *   connected    –                                       asks for the roster, pings
 *   enter        next state has the newcomer             –
 *   packet       state: –  ping, ask: answers            state, wraps, catchUp: next epoch
 *                leave: next state without the sender    pong: membership confirmed
 *                media: who has what switched on         media; leave, end of the leader
 *   tick         drops the silent, renews, advances      pings, judges, changes over, erases
 */

import {
  branded,
  type Bytes,
  type EpochNumber,
  type Key,
  type MemberIndex,
  type Milliseconds,
} from '../brands.ts';
import { encodeGrant, type Grant, HOST_RANK } from '../claim.ts';
import type { Admission } from '../door/joiner.ts';
import { concat } from '../bytes.ts';
import { isRefusal } from '../refusal.ts';
import { randomBytes } from '../sodium.ts';
import { ask, onCatchUp, onPong, onState, onWraps, passFollowerTime, ping, pingSoon } from './following.ts';
import { eraseAll, makeEpoch, passTime } from './installing.ts';
import { pairKeysOf } from './keySchedule.ts';
import { enter, newLeading, onAsk, onPing, passLeaderTime, takeOut } from './leading.ts';
import {
  type Entry,
  epochAt,
  type GroupEffect,
  isSilent,
  LAST_SEQ,
  leaderIndex,
  lineOf,
  type Member,
  present,
  sealToEveryone,
  type Seat,
  Turn,
  underOf,
} from './member.ts';
import type { GroupMessage } from './messages.ts';
import { EVERYONE, memberAt, type Roster, rosterHashOf } from './roster.ts';
import { openMessage, openPacket, type Packet, readPacket, type Slice, type Under } from './sealedMessage.ts';
import { NO_PARENT, POLICY_EVERYONE, secretHashOf, signHeader } from './state.ts';

export type GroupEvent =
  /** The SFU carries packets now: at first, and again after a break. */
  | { readonly type: 'connected' }
  | { readonly type: 'packet'; readonly data: Uint8Array }
  /** About four times a second. */
  | { readonly type: 'tick' }
  /** Leader: lets this knock in. */
  | { readonly type: 'enter'; readonly entry: Entry }
  /** Own slots that are switched on. */
  | { readonly type: 'media'; readonly on: number }
  /** Host: ends the meeting for everyone. */
  | { readonly type: 'end' };

export interface GroupStep {
  readonly member: Member;
  readonly effects: readonly GroupEffect[];
}

/** Slices of unfinished messages that are kept, over all senders. */
const UNFINISHED_MAX = 64;

const emptyHalves = { states: new Map(), wraps: new Map() } as const;

function newMember(
  seat: Seat,
  epoch: Member['epochs'][0],
  secret: Key,
): Omit<Member, 'leaderSignKey' | 'membership' | 'pairs' | 'leading' | 'confirmedAt'> {
  return {
    seat,
    epochs: [epoch],
    secret,
    hashes: new Map([[epoch.n, epoch.signed.hash]]),
    sending: epoch.n,
    switchAt: undefined,
    pings: [],
    pingNumber: 0,
    nextPing: undefined,
    halves: emptyHalves,
    seq: 1,
    heardSeq: new Map(),
    slices: new Map(),
    media: 0,
    leaderLeft: false,
    over: undefined,
  };
}

export interface Founding {
  readonly seat: Omit<Seat, 'index'>;
  readonly grant: Grant;
  /** The host's X-Wing key, 1216 bytes. */
  readonly kemKey: Bytes;
  readonly name: string;
}

/** State 0, with the host alone in it; the host leads. */
export function startMeeting({ seat, grant, kemKey, name }: Founding, now: Milliseconds): GroupStep {
  const index = branded<MemberIndex>(0);
  const n = branded<EpochNumber>(0);
  const authority = { grant: encodeGrant(grant), kemKey };
  const roster: Roster = [{ index, rank: HOST_RANK, signKey: seat.signing.verifyKey, name, authority }];
  const secret = branded<Key>(randomBytes(32));
  const { roomId, meetingId, signing, roomKey } = seat;
  const signed = signHeader(
    {
      roomId,
      meetingId,
      n,
      parent: NO_PARENT,
      leader: index,
      nextIndex: branded<MemberIndex>(1),
      kind: 'renew',
      policy: POLICY_EVERYONE,
      failedGuesses: 0,
      generation: 0,
      secretHash: secretHashOf({ meetingId, n }, secret),
      rosterHash: rosterHashOf(roster),
    },
    signing.signingKey,
  );
  const member: Member = {
    ...newMember({ ...seat, index }, makeEpoch(signed, roster, secret, roomKey), secret),
    leaderSignKey: signing.verifyKey,
    membership: 'confirmed',
    confirmedAt: now,
    pairs: new Map(),
    leading: newLeading(now),
  };
  return {
    member,
    effects: [
      { type: 'epoch', n },
      { type: 'sendUnder', n },
      { type: 'roster' },
      { type: 'membership', state: 'confirmed' },
    ],
  };
}

/** A newcomer, from what its `admit` held. It sends nothing until its first ping is answered. */
export function enterMeeting(admission: Admission): GroupStep {
  const { state, secret, roomKey, index, signing, grant, pairRoot } = admission;
  const { roomId, meetingId, n, leader } = state.header;
  const seat: Seat = { roomId, meetingId, index, signing, roomKey };
  const member: Member = {
    ...newMember(seat, makeEpoch(state, undefined, secret, roomKey), secret),
    leaderSignKey: grant.signKey,
    membership: 'waiting',
    confirmedAt: undefined,
    pairs: new Map([[leader, [pairKeysOf(pairRoot, n)]]]),
    leading: undefined,
  };
  return { member, effects: [{ type: 'epoch', n }] };
}

/** One event. A member whose meeting is over takes none. */
export function step(member: Member, event: GroupEvent, now: Milliseconds): GroupStep {
  const turn = new Turn(member, now);
  if (!member.over) handle(turn, event);
  if (turn.member.over && !member.over) eraseAll(turn.member);
  return { member: turn.member, effects: turn.effects };
}

function handle(turn: Turn, event: GroupEvent): void {
  const { leading } = turn.member;
  switch (event.type) {
    case 'connected':
      if (leading) return;
      if (!present(turn.member).roster) ask(turn);
      return ping(turn);
    case 'packet':
      return onPacket(turn, event.data);
    case 'tick':
      passTime(turn);
      return leading ? passLeaderTime(turn) : passFollowerTime(turn);
    case 'enter':
      return leading ? enter(turn, leading, event.entry) : undefined;
    case 'media':
      turn.set({ media: event.on });
      if (!isSilent(turn.member.membership)) turn.broadcast({ type: 'media', on: event.on });
      return;
    case 'end':
      if (!leading) return;
      // Under the newest epoch: who just entered has no other.
      turn.broadcast({ type: 'end' }, present(turn.member));
      turn.set({ over: 'ended' });
      return turn.emit({ type: 'silence' });
  }
}

/**
 * The packets of this member's goodbye, sealed ahead of time: whoever closes a tab has no time to seal. Its
 * number is the last there is; once it was sent, nothing else of this member is heard.
 */
export function sealGoodbye(member: Member): Bytes[] {
  return sealToEveryone(
    member,
    { type: 'leave' },
    epochAt(member, member.sending) ?? present(member),
    LAST_SEQ,
  );
}

// ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────

function onPacket(turn: Turn, data: Uint8Array): void {
  const packet = readPacket(data);
  if (isRefusal(packet)) return turn.alarm(packet.refused);
  if (packet.kind === 'wraps') {
    if (!turn.member.leading) onWraps(turn, packet.n, packet.leader, packet.wraps);
    return;
  }
  if (packet.kind === 'pairwise') return onPairwise(turn, packet);
  const epoch = epochAt(turn.member, packet.n);
  // Of an epoch that is not here: a state that is on its way, or one from before this member entered.
  if (!epoch) return packet.n > present(turn.member).n ? pingSoon(turn) : undefined;
  const signKey = epoch.roster && memberAt(epoch.roster, packet.sender)?.signKey;
  if (!signKey || packet.sender === turn.member.seat.index) return;
  const slice = openPacket(packet, epoch.messageKey, turn.member.seat.meetingId);
  if (isRefusal(slice)) return turn.alarm(slice.refused);
  const whole = gather(turn, `${lineOf(signKey, EVERYONE)}/${epoch.n}`, slice);
  if (!whole) return;
  const heard = openMessage(whole, underOf(turn.member, epoch), packet.sender, signKey, EVERYONE);
  if (isRefusal(heard)) return turn.alarm(heard.refused);
  if (isNew(turn, lineOf(signKey, EVERYONE), heard.seq)) onMessage(turn, packet.sender, heard.message);
}

function onMessage(turn: Turn, sender: MemberIndex, message: GroupMessage): void {
  const fromLeader = sender === leaderIndex(turn.member);
  const { leading } = turn.member;
  switch (message.type) {
    case 'state':
      return fromLeader ? onState(turn, message) : turn.alarm('notAllowed');
    case 'media':
      return turn.emit({ type: 'media', index: sender, on: message.on });
    case 'leave':
      if (leading) return takeOut(turn, leading, sender);
      if (fromLeader) {
        turn.set({ leaderLeft: true });
        turn.membership('hostLeft');
      }
      return;
    case 'end':
      if (!fromLeader) return turn.alarm('notAllowed');
      turn.set({ over: 'ended' });
      turn.emit({ type: 'silence' });
      return turn.emit({ type: 'over', how: 'ended' });
    case 'ping':
    case 'pong':
    case 'ask':
    case 'catchUp':
      return turn.alarm('notAllowed');
  }
}

function onPairwise(turn: Turn, packet: Extract<Packet, { kind: 'pairwise' }>): void {
  const { member } = turn;
  const { sender, receiver } = packet;
  if (receiver !== member.seat.index) return;
  const pair = member.pairs.get(sender)?.find(({ step: since }) => since === packet.step);
  if (!pair) return;
  const slice = openPacket(packet, member.leading ? pair.toLeader : pair.fromLeader, member.seat.meetingId);
  if (isRefusal(slice)) return turn.alarm(slice.refused);
  const hash = member.hashes.get(packet.n);
  const signKey = member.leading ? rosterKey(turn, sender) : member.leaderSignKey;
  if (!hash || !signKey) return;
  const line = lineOf(signKey, receiver);
  const whole = gather(turn, line, slice);
  if (!whole) return;
  const under: Under = { meetingId: member.seat.meetingId, n: packet.n, hash };
  const heard = openMessage(whole, under, sender, signKey, receiver);
  if (isRefusal(heard)) return turn.alarm(heard.refused);
  if (!isNew(turn, line, heard.seq)) return;
  const { message } = heard;
  if (member.leading) {
    if (message.type === 'ping') return onPing(turn, sender, pair, under, message);
    if (message.type === 'ask') return onAsk(turn, sender, pair, under);
  } else {
    if (message.type === 'pong') return onPong(turn, message);
    if (message.type === 'catchUp') return onCatchUp(turn, message);
  }
  turn.alarm('notAllowed');
}

function rosterKey(turn: Turn, index: MemberIndex) {
  const { roster } = present(turn.member);
  return roster && memberAt(roster, index)?.signKey;
}

/** Puts slices together; the whole message once all are there. */
function gather(turn: Turn, line: string, { seq, part, of, bytes }: Slice): Bytes | undefined {
  if (of === 1) return bytes;
  const name = `${line}/${seq}`;
  const known = turn.member.slices.get(name) ?? Array.from({ length: of }, () => undefined);
  if (known.length !== of) return undefined;
  const next = known.with(part, bytes);
  const slices = new Map(turn.member.slices);
  slices.delete(name);
  if (next.every((slice) => slice !== undefined)) {
    turn.set({ slices });
    return concat(...next);
  }
  // A Map keeps the order of insertion: what was touched longest ago goes first.
  turn.set({ slices: new Map([...slices, [name, next] as const].slice(-UNFINISHED_MAX)) });
  return undefined;
}

/** Each number once, and only rising ones: what was heard before is not heard again. */
function isNew(turn: Turn, line: string, seq: number): boolean {
  if (seq <= (turn.member.heardSeq.get(line) ?? 0)) return false;
  turn.set({ heardSeq: new Map(turn.member.heardSeq).set(line, seq) });
  return true;
}
