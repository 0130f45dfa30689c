/** What comes in (§6): from a packet to the message in it, whose it is, and who may say it. */

import type { Bytes, MemberIndex, VerifyKey } from '../brands.ts';
import { concat, same, toHex } from '../bytes.ts';
import { HOST_RANK } from '../claim.ts';
import { isRefusal } from '../refusal.ts';
import { COMMON_KIND, commonKeyOf, openCommon, openCommonSlice } from './common.ts';
import { noteMissing, onAgain, onMissing, onSaying } from './conversing.ts';
import { giveWay, onCommon } from './crossing.ts';
import { onCatchUp, onState, onWraps } from './following.ts';
import { carryOut, onAsk, onPing, takeOut } from './leading.ts';
import {
  authorityLeads,
  type Epoch,
  epochAt,
  leaderIndex,
  lineOf,
  ownEntry,
  present,
  underOf,
} from './member.ts';
import type { GroupMessage } from './messages.ts';
import { onPong, pingSoon } from './pinging.ts';
import { EVERYONE, isAuthority, memberAt, type RosterMember } from './roster.ts';
import { openMessage, openPacket, type Packet, readPacket, type Slice, type Under } from './sealedMessage.ts';
import type { Turn } from './turn.ts';

/** Slices of unfinished messages that are kept, over all senders. */
const UNFINISHED_MAX = 64;
/** Speakers across epochs who are no members, and whose newest number is kept. */
const OTHERS_MAX = 256;

/** A data packet from the SFU. Who sent it is read from the packet, never from the SFU. */
export function onPacket(turn: Turn, data: Uint8Array): void {
  if (data[0] === COMMON_KIND) return onCommonPacket(turn, data);
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
  // Of another branch, or forged: nobody can tell, and it says nothing.
  if (isRefusal(slice)) return;
  const whole = gather(turn, `${lineOf(signKey, EVERYONE)}/${epoch.n}/${slice.seq}`, slice);
  if (!whole) return;
  const heard = openMessage(whole, underOf(turn.member, epoch), packet.sender, signKey, EVERYONE);
  if (isRefusal(heard)) return turn.alarm(heard.refused);
  const line = lineOf(signKey, EVERYONE);
  const before = turn.member.heardSeq.get(line) ?? 0;
  if (!isNew(turn, line, heard.seq)) return;
  noteMissing(turn, signKey, before, heard.seq);
  // Who speaks for the first time came since, and has not heard it.
  if (before === 0) turn.sayStanding();
  onMessage(turn, packet.sender, heard.seq, heard.message, epoch);
}

function onMessage(turn: Turn, sender: MemberIndex, seq: number, message: GroupMessage, epoch: Epoch): void {
  const fromLeader = sender === leaderIndex(turn.member);
  switch (message.type) {
    case 'state':
      // Who stands before this leader has taken over from it.
      if (turn.member.leading && !giveWay(turn, sender, message.header)) return;
      return onState(turn, sender, message);
    case 'media':
      return turn.emit({ type: 'media', index: sender, on: message.on });
    case 'say': {
      const { type: _, ...saying } = message;
      return onSaying(turn, sender, seq, saying, epoch);
    }
    case 'again': {
      const { type: _, was, ...saying } = message;
      return onAgain(turn, sender, was, saying, epoch);
    }
    case 'missing':
      return onMissing(turn, message.index, message.seqs);
    case 'leave':
      if (turn.member.leading) return takeOut(turn, { index: sender, how: 'left', by: sender });
      if (fromLeader) {
        turn.set({ leaderLeft: turn.now, pings: [], nextPing: undefined });
        if (turn.member.membership !== 'waiting') turn.membership('hostless');
      }
      return;
    case 'end':
      return onEnd(turn, epoch.roster && memberAt(epoch.roster, sender));
    default:
      return turn.alarm('notAllowed');
  }
}

/** Only a host ends the meeting. */
function onEnd(turn: Turn, by: RosterMember | undefined): void {
  if (by?.rank !== HOST_RANK) return turn.alarm('notAllowed');
  // Whoever hosted when it was said, and does not any more, ends nothing.
  const { roster } = present(turn.member);
  if (roster && !roster.some(({ signKey, rank }) => rank === HOST_RANK && same(signKey, by.signKey))) return;
  turn.log({ what: 'ended', by: by.name });
  turn.over('ended');
}

function onPairwise(turn: Turn, packet: Extract<Packet, { kind: 'pairwise' }>): void {
  const { member } = turn;
  const { sender, receiver } = packet;
  if (receiver !== member.seat.index) return;
  const pair = member.pairs.get(sender)?.find(({ step: since }) => since === packet.step);
  if (!pair) return;
  const slice = openPacket(packet, member.leading ? pair.toLeader : pair.fromLeader, member.seat.meetingId);
  if (isRefusal(slice)) return;
  const hash = member.hashes.get(packet.n);
  const signKey = member.leading ? rosterKey(turn, sender) : member.leaderSignKey;
  if (!hash || !signKey) return;
  const line = lineOf(signKey, receiver);
  const whole = gather(turn, `${line}/${slice.seq}`, slice);
  if (!whole) return;
  const under: Under = { meetingId: member.seat.meetingId, n: packet.n, hash };
  const heard = openMessage(whole, under, sender, signKey, receiver);
  if (isRefusal(heard)) return turn.alarm(heard.refused);
  if (!isNew(turn, line, heard.seq)) return;
  const { message } = heard;
  if (member.leading) return onWhisperToLeader(turn, sender, pair, under, message);
  return onWhisperOfLeader(turn, sender, message);
}

function onWhisperToLeader(
  turn: Turn,
  sender: MemberIndex,
  pair: Parameters<typeof onPing>[2],
  under: Under,
  message: GroupMessage,
): void {
  const by = memberAt(present(turn.member).roster ?? [], sender);
  switch (message.type) {
    case 'ping':
      return onPing(turn, sender, pair, under, message);
    case 'ask':
      return onAsk(turn, sender, pair, under);
    case 'order':
      return by && carryOut(turn, message.order, by);
    case 'door':
      if (!by || !isAuthority(by)) return turn.alarm('notAllowed');
      return turn.emit({ type: 'confided', from: sender, message });
    default:
      return turn.alarm('notAllowed');
  }
}

function onWhisperOfLeader(turn: Turn, sender: MemberIndex, message: GroupMessage): void {
  const own = ownEntry(turn.member);
  switch (message.type) {
    case 'pong':
      return onPong(turn, message);
    case 'catchUp':
      return onCatchUp(turn, message);
    case 'words':
    case 'knocks':
      // A roster that is on its way may say that this member is an authority.
      if (!authorityLeads(turn.member) || (own && !isAuthority(own))) return turn.alarm('notAllowed');
      return turn.emit({ type: 'confided', from: sender, message });
    case 'history':
      if (!authorityLeads(turn.member)) return turn.alarm('notAllowed');
      return turn.emit({ type: 'confided', from: sender, message });
    default:
      return turn.alarm('notAllowed');
  }
}

function onCommonPacket(turn: Turn, data: Uint8Array): void {
  const { roomId, roomKey, signing } = turn.member.seat;
  const slice = openCommonSlice({ key: commonKeyOf(roomKey, roomId), roomId }, data);
  if (isRefusal(slice)) return turn.alarm(slice.refused);
  const whole = gather(turn, `common/${toHex(slice.id)}`, { ...slice, seq: 0 });
  if (!whole) return;
  const heard = openCommon(roomId, whole);
  if (isRefusal(heard)) return turn.alarm(heard.refused);
  if (same(heard.from, signing.verifyKey)) return;
  if (!isNewAcross(turn, heard.from, heard.seq)) return;
  onCommon(turn, heard.from, heard.message);
}

function rosterKey(turn: Turn, index: MemberIndex) {
  const { roster } = present(turn.member);
  return roster && memberAt(roster, index)?.signKey;
}

/** Puts slices together; the whole message once all are there. */
function gather(turn: Turn, name: string, { part, of, bytes }: Slice): Bytes | undefined {
  if (of === 1) return bytes;
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

/** The same across epochs, where anybody may speak who was ever let in: those who are no members push out only each other. */
function isNewAcross(turn: Turn, from: VerifyKey, seq: number): boolean {
  const line = lineOf(from, 'common');
  const { heardSeq, heardOthers } = turn.member;
  if (heardSeq.has(line) || isMember(turn, from)) return isNew(turn, line, seq);
  if (seq <= (heardOthers.get(line) ?? 0)) return false;
  turn.set({ heardOthers: new Map([...heardOthers, [line, seq] as const].slice(-OTHERS_MAX)) });
  return true;
}

const isMember = ({ member }: Turn, signKey: VerifyKey): boolean =>
  member.kept.has(toHex(signKey)) ||
  (present(member).roster ?? []).some((other) => same(other.signKey, signKey));
