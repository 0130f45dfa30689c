/**
 * What a change of epoch costs: processor time at the leader and at one member, and bytes the leader sends, for
 * the wraps of a renew and for an advance, by the number of members; and a thousand people who come in a minute.
 */

import {
  branded,
  type Bytes,
  type HostSeed,
  type Key,
  type MeetingId,
  type MemberIndex,
} from '../../crypto/brands.ts';
import { makeGrant, roomIdOf } from '../../crypto/claim.ts';
import { enterMeeting, type GroupEvent, startMeeting, step } from '../../crypto/group/epochs.ts';
import { type Member, present } from '../../crypto/group/member.ts';
import type { GroupEffect } from '../../crypto/group/turn.ts';
import { openHeader } from '../../crypto/group/state.ts';
import { isRefusal } from '../../crypto/refusal.ts';
import { randomBytes, type SigningPair, signingPair } from '../../crypto/sodium.ts';
import { inBytes, median, printTable } from './table.ts';

const SIZES = [2, 10, 50, 200, 1000];
/** Times that each change is measured; the median is shown. */
const ROUNDS = 9;
const STORM_ENTRIES = 1000;
const STORM_MS = 60_000;
const TICK_MS = 250;
/** Ticks from one ping of a member to its next. */
const PING_TICKS = 40;

/** Milliseconds of processor time that this process has had. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A leader whose members are there in name only, but for one: the last that came. */
interface Hall {
  leader: Member;
  one: Member | undefined;
  now: number;
  /** Milliseconds of processor time, and bytes sent to everyone or anyone. */
  leaderMs: number;
  memberMs: number;
  bytes: number;
}

interface Meeting {
  readonly hall: Hall;
  readonly signing: SigningPair;
  readonly grant: ReturnType<typeof makeGrant>;
  readonly roomKey: Key;
}

function found(): Meeting {
  const seed = branded<HostSeed>(randomBytes(32));
  const roomId = roomIdOf(signingPair(seed).verifyKey);
  const meetingId = branded<MeetingId>(randomBytes(16));
  const roomKey = branded<Key>(randomBytes(32));
  const signing = signingPair();
  const now = Date.UTC(2026, 0, 1);
  const grant = makeGrant(seed, {
    meetingId,
    signKey: signing.verifyKey,
    rank: 0,
    notAfter: now + 86_400_000,
  });
  const seat = { roomId, meetingId, signing, roomKey: branded<Key>(roomKey.slice()) };
  const { member } = startMeeting({ seat, grant, name: 'Ada' }, now);
  return {
    hall: { leader: member, one: undefined, now, leaderMs: 0, memberMs: 0, bytes: 0 },
    signing,
    grant,
    roomKey,
  };
}

/** Steps the leader, on the stopwatch, and gives what it sent to everyone to the member that is there. */
function lead({ hall }: Meeting, event: GroupEvent): readonly GroupEffect[] {
  const start = processorMs();
  const { member, effects } = step(hall.leader, event, hall.now);
  hall.leaderMs += processorMs() - start;
  hall.leader = member;
  for (const effect of effects) {
    if (effect.type !== 'packets') continue;
    hall.bytes += effect.packets.reduce((sum, { length }) => sum + length, 0);
    for (const data of effect.packets) tell(hall, { type: 'packet', data });
  }
  return effects;
}

/** Steps the member that is there; what it says goes to the leader. */
function tell(hall: Hall, event: GroupEvent): void {
  if (!hall.one) return;
  const start = processorMs();
  const { member, effects } = step(hall.one, event, hall.now);
  hall.memberMs += processorMs() - start;
  hall.one = member;
  for (const effect of effects)
    if (effect.type === 'packets') for (const data of effect.packets) answer(hall, data);
}

function answer(hall: Hall, data: Bytes): void {
  const { member, effects } = step(hall.leader, { type: 'packet', data }, hall.now);
  hall.leader = member;
  for (const effect of effects) {
    if (effect.type !== 'packets' || !hall.one) continue;
    for (const reply of effect.packets)
      hall.one = step(hall.one, { type: 'packet', data: reply }, hall.now).member;
  }
}

/** So many milliseconds of the meeting, with everybody's pings taken as having come. */
function pass(meeting: Meeting, ms: number): GroupEffect[] {
  const { hall } = meeting;
  const effects: GroupEffect[] = [];
  for (const end = hall.now + ms; hall.now < end;) {
    hall.now += TICK_MS;
    const { leading } = hall.leader;
    if (leading) {
      const heard = new Map([...leading.heard].map(([index]) => [index, hall.now] as const));
      hall.leader = { ...hall.leader, leading: { ...leading, heard, lastHeard: hall.now } };
    }
    effects.push(...lead(meeting, { type: 'tick' }));
    tell(hall, { type: 'tick' });
  }
  return effects;
}

const newcomer = (waiter: number) => ({
  signing: signingPair(),
  pairRoot: branded<Key>(randomBytes(32)),
  waiter,
});

const entryOf = ({ signing, pairRoot, waiter }: ReturnType<typeof newcomer>): GroupEvent => ({
  type: 'enter',
  entry: {
    waiter,
    signKey: signing.verifyKey,
    name: `Participant ${waiter}`,
    pairRoot: branded<Key>(pairRoot.slice()),
    by: branded<MemberIndex>(0),
  },
});

/** The member that an `admitted` of these effects makes. */
function admit(
  { hall, signing: { verifyKey }, grant, roomKey }: Meeting,
  { signing, pairRoot, waiter }: ReturnType<typeof newcomer>,
  effects: readonly GroupEffect[],
): Member {
  const { text } = effects.findLast((effect) => effect.type === 'admitted') ?? {};
  if (!text) throw new Error('nobody was let in');
  const state = openHeader(text.header, text.signature, verifyKey);
  if (isRefusal(state)) throw new Error(state.refused);
  const { index } = text;
  const secret = branded<Key>(text.secret.slice());
  const admission = {
    index,
    secret,
    roomKey,
    state,
    people: undefined,
    askedAt: undefined,
    grant,
    pairRoot,
    signing,
    name: `Participant ${waiter}`,
  };
  return enterMeeting(admission, hall.now).member;
}

/** A meeting of so many, the last of whom is there. */
function meetingOf(size: number): Meeting {
  const meeting = found();
  pass(meeting, 1000);
  for (let waiter = 1; waiter < size - 1; waiter++) lead(meeting, entryOf(newcomer(waiter)));
  pass(meeting, 3000);
  const last = newcomer(size - 1);
  const now = lead(meeting, entryOf(last));
  const { hall } = meeting;
  hall.one = admit(meeting, last, [...now, ...pass(meeting, 3000)]);
  tell(hall, { type: 'connected' });
  pass(meeting, 15_000);
  return meeting;
}

interface Cost {
  readonly leaderMs: number;
  readonly memberMs: number;
  readonly bytes: number;
}

/** What one state costs, once it is due for this reason. */
function costOf(meeting: Meeting, renew: boolean): Cost {
  const { hall } = meeting;
  const { leading } = hall.leader;
  if (!leading) throw new Error('no leader');
  const due = renew ? { lastRenewed: 0 } : { urgent: true };
  hall.leader = { ...hall.leader, leading: { ...leading, ...due } };
  const [before, kindOf] = [present(hall.leader).n, () => present(hall.leader).signed.header.kind];
  Object.assign(hall, { leaderMs: 0, memberMs: 0, bytes: 0 });
  hall.now += TICK_MS;
  lead(meeting, { type: 'tick' });
  const { leaderMs, memberMs, bytes } = hall;
  const kept = hall.one && present(hall.one).signed.hash.join() === present(hall.leader).signed.hash.join();
  if (present(hall.leader).n !== before + 1 || kindOf() !== (renew ? 'renew' : 'advance') || !kept)
    throw new Error('the state did not go through');
  pass(meeting, 3000);
  return { leaderMs, memberMs, bytes };
}

/** Somebody of the storm who is in, and what it asks and pings the leader on the stopwatch. */
function speak({ hall }: Meeting, member: Member, event: GroupEvent): Member {
  const { member: next, effects } = step(member, event, hall.now);
  for (const effect of effects) {
    if (effect.type !== 'packets') continue;
    for (const data of effect.packets) {
      const start = processorMs();
      const told = step(hall.leader, { type: 'packet', data }, hall.now);
      hall.leaderMs += processorMs() - start;
      hall.leader = told.member;
      for (const answer of told.effects)
        if (answer.type === 'packets')
          hall.bytes += answer.packets.reduce((sum, { length }) => sum + length, 0);
    }
  }
  return next;
}

/** Seconds of the leader's processor for a storm of entries, the states it made, the bytes it sent. */
function storm(): { seconds: number; states: number; bytes: number; worstMs: number } {
  const meeting = meetingOf(2);
  const { hall } = meeting;
  Object.assign(hall, { leaderMs: 0, memberMs: 0, bytes: 0 });
  const before = present(hall.leader).n;
  const ringing = new Map<number, ReturnType<typeof newcomer>>();
  const inside: Member[] = [];
  let [rung, worstMs] = [0, 0];
  const quarter = (): void => {
    const atStart = hall.leaderMs;
    const effects: GroupEffect[] = [];
    for (
      const due = Math.min(STORM_ENTRIES, ((hall.now - start) / STORM_MS) * STORM_ENTRIES);
      rung < due;
      rung++
    ) {
      const who = newcomer(rung + 2);
      ringing.set(who.waiter, who);
      effects.push(...lead(meeting, entryOf(who)));
    }
    effects.push(...pass(meeting, TICK_MS));
    // Each asks for the roster and pings on entry, and pings every ten seconds from then on.
    const turn = Math.round(hall.now / TICK_MS) % PING_TICKS;
    for (let at = turn; at < inside.length; at += PING_TICKS) {
      const member = inside[at];
      if (member) inside[at] = speak(meeting, { ...member, pings: [], nextPing: hall.now }, { type: 'tick' });
    }
    for (const effect of effects) {
      const who = effect.type === 'admitted' ? ringing.get(effect.waiter) : undefined;
      if (who) inside.push(speak(meeting, admit(meeting, who, [effect]), { type: 'connected' }));
    }
    worstMs = Math.max(worstMs, hall.leaderMs - atStart);
  };
  const start = hall.now;
  while (hall.now < start + STORM_MS + 3000) quarter();
  const roster = present(hall.leader).roster ?? [];
  if (roster.length !== STORM_ENTRIES + 2 || inside.length !== STORM_ENTRIES)
    throw new Error(`${roster.length} came in`);
  return {
    seconds: hall.leaderMs / 1000,
    states: present(hall.leader).n - before,
    bytes: hall.bytes,
    worstMs,
  };
}

/** Measures and prints. */
export function benchEpochs(): void {
  const rows = SIZES.flatMap((size) => {
    const meeting = meetingOf(size);
    return [true, false].map((renew) => {
      const costs = Array.from({ length: ROUNDS }, () => costOf(meeting, renew));
      return [
        `${renew ? 'renew' : 'advance'}, ${size} members`,
        median(costs.map(({ leaderMs }) => leaderMs)).toFixed(2),
        median(costs.map(({ memberMs }) => memberMs)).toFixed(2),
        inBytes(median(costs.map(({ bytes }) => bytes)), 1),
      ];
    });
  });
  printTable(
    `One change of epoch: milliseconds of processor time, and bytes the leader sends; medians of ${ROUNDS}.`,
    ['', 'leader, ms', 'a member, ms', 'sent'],
    rows,
  );
  const { seconds, states, bytes, worstMs } = storm();
  printTable(
    `${STORM_ENTRIES} people let in within ${STORM_MS / 1000} s of a meeting.`,
    ['', 'leader’s processor, s', 'longest quarter second, ms', 'states', 'sent'],
    [['all of them', seconds.toFixed(2), worstMs.toFixed(0), String(states), inBytes(bytes, 0)]],
  );
}
