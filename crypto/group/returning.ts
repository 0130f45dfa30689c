/**
 * A host on its way back into a running meeting (§5, "Host back"), before it is a member: it hears who leads, has
 * the leader show how its state came about, makes keys with it, and is given a place. Its grant is all it needs.
 *
 *   listening ── beacon ──▶ asked ── chain that holds ──▶ paired ── welcome ──▶ (a member)
 *             ◀── 5 s ──────────────────────────────────────── 15 s without an answer
 */

import type { Hash, Key, MeetingId, Milliseconds, ParticipantId, RoomId, VerifyKey } from '../brands.ts';
import { concat, same, toHex } from '../bytes.ts';
import { encodeGrant, type Grant } from '../claim.ts';
import { isRefusal } from '../refusal.ts';
import type { SigningPair } from '../sodium.ts';
import { type Chain, readChain } from './branches.ts';
import {
  COMMON_KIND,
  commonKeyOf,
  type CommonMessage,
  HASH_START,
  openCommon,
  openCommonSlice,
  sealCommon,
} from './common.ts';
import { type GroupStep, newMember, step } from './epochs.ts';
import { makePair, openWelcome, unprovenIn, type Welcome } from './going.ts';
import { linkOf, makeEpoch } from './installing.ts';
import { pairKeysOf } from './keySchedule.ts';
import { memberAt } from './roster.ts';
import { NO_PARENT } from './state.ts';
import { warrantOf } from './warrant.ts';

type Said<Type extends CommonMessage['type']> = Extract<CommonMessage, { type: Type }>;

export interface Homecoming {
  readonly roomId: RoomId;
  readonly roomKey: Key;
  readonly signing: SigningPair;
  readonly name: string;
  /** A rank 0 grant for this signing key, for the meeting that is found. */
  readonly makeGrant: (meetingId: MeetingId) => Grant;
  /** What this device remembers of the meeting: it takes no lower number, and is led in by nobody who was removed. */
  readonly known?: {
    readonly meetingId: MeetingId;
    readonly n: number;
    readonly hash: Hash;
    readonly removed: readonly ParticipantId[];
  };
}

export interface ReturnState {
  readonly home: Homecoming;
  readonly seq: number;
  readonly heardSeq: ReadonlyMap<string, number>;
  readonly slices: ReadonlyMap<string, readonly (Uint8Array | undefined)[]>;
  readonly meeting:
    { readonly of: VerifyKey; readonly meetingId: MeetingId; readonly at: Milliseconds } | undefined;
  readonly paired:
    | {
        readonly chain: Chain;
        readonly root: Key;
        readonly leader: VerifyKey;
        readonly meetingId: MeetingId;
        readonly at: Milliseconds;
      }
    | undefined;
}

export interface ReturnStep {
  readonly state: ReturnState;
  /** For the SFU, to everyone. */
  readonly packets: readonly Uint8Array<ArrayBuffer>[];
  /** The host is a member again. */
  readonly entered?: GroupStep;
}

export type ReturnEvent = { readonly type: 'packet'; readonly data: Uint8Array } | { readonly type: 'tick' };

const ASK_AGAIN_MS: Milliseconds = 5_000;
const PAIR_AGAIN_MS: Milliseconds = 15_000;
const UNFINISHED_MAX = 64;

/** Begins to listen: leaders speak every few seconds. */
export const comeBack = (home: Homecoming): ReturnStep => ({
  state: {
    home,
    seq: 1,
    heardSeq: new Map(),
    slices: new Map(),
    meeting: undefined,
    paired: undefined,
  },
  packets: [],
});

/** One event on the way. What does not hold changes nothing. */
export function stepReturn(state: ReturnState, event: ReturnEvent, now: Milliseconds): ReturnStep {
  if (event.type === 'packet') return onPacket(state, event.data, now);
  const { meeting, paired } = state;
  const meetingNow = meeting && now - meeting.at < ASK_AGAIN_MS ? meeting : undefined;
  const pairedNow = paired && now - paired.at < PAIR_AGAIN_MS ? paired : undefined;
  return { state: { ...state, meeting: meetingNow, paired: pairedNow }, packets: [] };
}

function call(state: ReturnState, message: CommonMessage): ReturnStep {
  const { roomId, roomKey, signing } = state.home;
  const packets = sealCommon({ key: commonKeyOf(roomKey, roomId), roomId }, signing, state.seq, message);
  return { state: { ...state, seq: state.seq + 1 }, packets };
}

function onPacket(state: ReturnState, data: Uint8Array, now: Milliseconds): ReturnStep {
  const { roomId, roomKey } = state.home;
  const nothing = { state, packets: [] };
  if (data[0] !== COMMON_KIND) return nothing;
  const slice = openCommonSlice({ key: commonKeyOf(roomKey, roomId), roomId }, data);
  if (isRefusal(slice)) return nothing;
  const name = toHex(slice.id);
  const parts = (state.slices.get(name) ?? Array.from({ length: slice.of }, () => undefined)).with(
    slice.part % slice.of,
    slice.bytes,
  );
  const slices = new Map(state.slices);
  slices.delete(name);
  const whole = parts.flatMap((part) => (part ? [part] : []));
  if (whole.length < slice.of) {
    return {
      state: { ...state, slices: new Map([...slices, [name, parts] as const].slice(-UNFINISHED_MAX)) },
      packets: [],
    };
  }
  const heard = openCommon(roomId, concat(...whole));
  const rest = { ...state, slices };
  if (isRefusal(heard)) return { state: rest, packets: [] };
  const line = toHex(heard.from);
  if (heard.seq <= (state.heardSeq.get(line) ?? 0)) return { state: rest, packets: [] };
  const next = { ...rest, heardSeq: new Map(state.heardSeq).set(line, heard.seq) };
  return onCommon(next, heard.from, heard.message, now);
}

function onCommon(
  state: ReturnState,
  from: VerifyKey,
  message: CommonMessage,
  now: Milliseconds,
): ReturnStep {
  switch (message.type) {
    case 'beacon':
      return onBeacon(state, from, message, now);
    case 'chain':
      return onChain(state, from, message, now);
    case 'welcome':
      return onWelcome(state, from, message, now);
    default:
      return { state, packets: [] };
  }
}

function onBeacon(
  state: ReturnState,
  from: VerifyKey,
  { meetingId }: Said<'beacon'>,
  now: Milliseconds,
): ReturnStep {
  if (state.meeting || state.paired) return { state, packets: [] };
  const { known } = state.home;
  const starts =
    known && same(known.meetingId, meetingId) ? [{ n: known.n, start: known.hash.slice(0, HASH_START) }] : [];
  const asked = { ...state, meeting: { of: from, meetingId, at: now } };
  return call(asked, { type: 'askChain', to: from, known: starts });
}

function onChain(state: ReturnState, from: VerifyKey, message: Said<'chain'>, now: Milliseconds): ReturnStep {
  const { home, meeting } = state;
  const { roomId, signing, known } = home;
  const nothing = { state, packets: [] };
  const self = signing.verifyKey;
  if (
    !meeting ||
    !same(meeting.of, from) ||
    !same(message.to, self) ||
    !same(message.meetingId, meeting.meetingId)
  )
    return nothing;
  const { meetingId } = meeting;
  const remembers = known && same(known.meetingId, meetingId);
  const hashes = new Map(remembers ? [[known.n, known.hash] as const] : []);
  const barred = new Set(remembers ? known.removed : []);
  const chain = readChain(from, message, { roomId, meetingId, hashes, barred, dismissed: new Set(), now });
  if (isRefusal(chain) || (remembers && chain.tip.n < known.n)) return nothing;
  const grant = home.makeGrant(meetingId);
  const between = { meetingId, member: self, leader: from };
  // It has no state yet: whoever leads must send it whole.
  const place = { n: chain.tip.n, hash: NO_PARENT };
  const pair = makePair(between, message.kemKey, { name: home.name, grant: encodeGrant(grant) }, place);
  if (isRefusal(pair)) return nothing;
  const paired = { chain, root: pair.root, leader: from, meetingId, at: now };
  return call({ ...state, meeting: undefined, paired }, pair.message);
}

function onWelcome(
  state: ReturnState,
  from: VerifyKey,
  { to, sealed }: Said<'welcome'>,
  now: Milliseconds,
): ReturnStep {
  const { home, paired } = state;
  const nothing = { state, packets: [] };
  const self = home.signing.verifyKey;
  if (!paired || !same(paired.leader, from) || !same(to, self)) return nothing;
  const { meetingId, chain, root } = paired;
  const { roomId } = home;
  const welcome = openWelcome(root, from, self, { roomId, meetingId }, sealed);
  if (isRefusal(welcome) || welcome.signed.header.n < chain.tip.n) return nothing;
  if (unprovenIn(welcome, chain, { roomId, meetingId })) return nothing;
  const entered = enterBy(welcome, chain, home, meetingId, root, state.seq, now);
  return { state, packets: [], entered };
}

/** The member a welcome makes: in its place, sure of nothing until its first ping is answered. */
function enterBy(
  { index, signed, whole }: Welcome,
  { links, proven }: Chain,
  { roomId, roomKey, signing, name, known }: Homecoming,
  meetingId: MeetingId,
  root: Key,
  commonSeq: number,
  now: Milliseconds,
): GroupStep {
  const { header } = signed;
  const leader = memberAt(whole.roster, header.leader);
  if (!leader) throw new RangeError('a state whose leader is not in it');
  const seat = { roomId, meetingId, index, signing, roomKey };
  const all = [...links.filter(({ n }) => n < header.n), linkOf(signed, leader, now)];
  const removed = new Set(whole.removed);
  const member = {
    ...newMember(seat, name, makeEpoch(signed, whole.roster, whole.secret, roomKey), whole.secret, leader),
    links: all,
    proven: warrantOf(signed, leader, whole.roster, removed) ?? proven,
    hashes: new Map(all.map(({ n, hash }) => [n, hash] as const)),
    pairs: new Map([[leader.index, [pairKeysOf(root, header.n)]]]),
    root,
    // The numbers go on: what was said on the way back has used the first.
    commonSeq,
    removed,
    // Whoever of them is listed is taken out as soon as this host leads.
    barred: new Set([...removed, ...(known && same(known.meetingId, meetingId) ? known.removed : [])]),
  };
  const first: GroupStep = { member, effects: [{ type: 'epoch', n: header.n }, { type: 'roster' }] };
  const pinged = step(member, { type: 'connected' }, now);
  return { member: pinged.member, effects: [...first.effects, ...pinged.effects] };
}
