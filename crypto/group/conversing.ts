/** What members say to everyone (§6): judged by the rules of the state it was said under, and asked for if it was missed. */

import type { MemberIndex, Milliseconds, VerifyKey } from '../brands.ts';
import { same, toHex } from '../bytes.ts';
import { participantIdOf } from '../claim.ts';
import { type Epoch, epochAt, isSilent, labelOf, type Member, ownEntry, present } from './member.ts';
import { MISSING_MAX } from './messages.ts';
import { may } from './policy.ts';
import { EVERYONE, isAuthority, memberAt, NO_RANK, type RosterMember } from './roster.ts';
import type { Saying } from './sayings.ts';
import type { Turn } from './turn.ts';

/** Own sayings kept for whoever missed one. */
const SPOKEN_MAX = 200;
/** Of those, pictures. */
const PICTURES_MAX = 4;
/** A number that is skipped may be on its way still. */
const MISSING_MS: Milliseconds = 1_500;
/** Whose hand was up before this member came says so within this time. */
const CAME_MS: Milliseconds = 10_000;

/** Says it to everyone, if this member may. */
export function say(turn: Turn, saying: Saying): void {
  const epoch = present(turn.member);
  const own = ownEntry(turn.member);
  const allowed = own && mayI(epoch, own, saying) && maySayUnder(turn, own.signKey, saying);
  if (!allowed) return turn.emit({ type: 'refused', reason: 'notAllowed' });
  const { seq } = turn.member;
  if (saying.say === 'recording') turn.set({ recording: saying.on });
  if (saying.say === 'hand') turn.set({ hand: saying.up ? (turn.member.hand ?? turn.now) : undefined });
  turn.set({ spoken: standing(turn.member.spoken, saying) });
  // Who may send nothing now tells of these two once it may again (`sayStanding`).
  if (!isSilent(turn.member.membership)) {
    turn.set({ spoken: kept([...turn.member.spoken, { seq, saying }]) });
    turn.broadcast({ type: 'say', ...saying });
  }
  if (saying.say !== 'stop' && saying.say !== 'moved')
    turn.emit({ type: 'heard', from: own.index, label: labelOf(turn.member, own.index), seq, saying });
}

/** For a moment a state holds that is not sent under yet: the others judge by the one that is. */
function maySayUnder({ member }: Turn, signKey: VerifyKey, saying: Saying): boolean {
  const epoch = epochAt(member, member.sending);
  const own = epoch?.roster?.find((one) => same(one.signKey, signKey));
  return !epoch || !own || mayI(epoch, own, saying);
}

/** What still holds beside a new saying: of hand and recording the last word alone, or whoever missed one hears the older later. */
function standing(spoken: Member['spoken'], { say }: Saying): Member['spoken'] {
  return say === 'hand' || say === 'recording' ? spoken.filter(({ saying }) => saying.say !== say) : spoken;
}

/** The newest that may be missed; of pictures, which are large, only some. */
function kept(spoken: Member['spoken']): Member['spoken'] {
  const pictures = spoken.filter(({ saying }) => saying.say === 'image').slice(-PICTURES_MAX);
  return spoken.filter((one) => one.saying.say !== 'image' || pictures.includes(one)).slice(-SPOKEN_MAX);
}

/** Whether a member may say this under a state. */
function mayI({ signed }: Epoch, by: RosterMember, saying: Saying): boolean {
  switch (saying.say) {
    case 'chat':
    case 'image':
      return may(signed.header.policy, 'chat', by.rank);
    case 'recording':
      return !saying.on || may(signed.header.policy, 'recording', by.rank);
    case 'stop':
      return isAuthority(by);
    case 'moved':
      return isAuthority(by) && by.index === signed.header.leader;
    case 'hand':
    case 'reaction':
    case 'consent':
      return true;
  }
}

/** Something said by `sender` under the state of `epoch`. */
export function onSaying(turn: Turn, sender: MemberIndex, seq: number, saying: Saying, epoch: Epoch): void {
  const speaker = epoch.roster && memberAt(epoch.roster, sender);
  if (!speaker) return;
  if (!mayI(epoch, speaker, saying)) return turn.alarm('notAllowed');
  // Keys of old states are kept for what comes late: by then whoever speaks may have been removed, or dismissed.
  const now = present(turn.member);
  const standing = now.roster?.find(({ signKey }) => same(signKey, speaker.signKey));
  if (turn.member.barred.has(participantIdOf(speaker.signKey))) return;
  const orders = saying.say === 'stop' || saying.say === 'moved';
  if (orders && now.roster && !(standing && mayI(now, standing, saying))) return;
  if (saying.say === 'stop' && !isMeant(turn, saying.index)) return;
  // An index is another one after a way back: what is shown goes by who it is now.
  const from = standing?.index ?? sender;
  const heard = believed(turn, from, saying);
  turn.emit({ type: 'heard', from, label: labelOf(turn.member, from) || speaker.name, seq, saying: heard });
}

/**
 * Nobody gets before those whose hands are up by saying that the own one has been for longer: a time is believed only of
 * who was in before this member, and only when it has just come. Any other hand this member would have heard go up.
 */
function believed({ member, now }: Turn, from: MemberIndex, saying: Saying): Saying {
  if (saying.say !== 'hand') return saying;
  const came = now - (member.hearsSince ?? now) < CAME_MS;
  return from < member.seat.index && came ? saying : { ...saying, upFor: 0 };
}

/** Everyone is asked to be quiet but those who may ask it. */
function isMeant({ member }: Turn, index: MemberIndex): boolean {
  const own = ownEntry(member);
  return index === member.seat.index || (index === EVERYONE && (own?.rank ?? NO_RANK) === NO_RANK);
}

/** Notes which numbers of a sender were skipped between `before` and `seq`. */
export function noteMissing(turn: Turn, signKey: VerifyKey, before: number, seq: number): void {
  if (before === 0 || seq <= before + 1 || seq - before > MISSING_MAX) return;
  const key = toHex(signKey);
  const known = turn.member.missing.get(key) ?? [];
  const skipped = Array.from({ length: seq - before - 1 }, (_, at) => ({
    seq: before + 1 + at,
    askAt: turn.now + MISSING_MS,
  }));
  turn.set({ missing: new Map(turn.member.missing).set(key, [...known, ...skipped].slice(-MISSING_MAX)) });
}

/** Asks for what is still missing when it is time, once. */
export function passMissing(turn: Turn): void {
  for (const [key, missing] of turn.member.missing) {
    const due = missing.filter(({ askAt }) => askAt <= turn.now);
    if (due.length === 0) continue;
    const left = missing.map((one) => (due.includes(one) ? { ...one, askAt: Infinity } : one));
    turn.set({ missing: new Map(turn.member.missing).set(key, left) });
    const sender = present(turn.member).roster?.find(({ signKey }) => toHex(signKey) === key);
    const seqs = due.map(({ seq }) => seq).sort((a, b) => a - b);
    if (sender) turn.broadcast({ type: 'missing', index: sender.index, seqs });
  }
}

/**
 * Somebody missed what this member said. Whatever was no saying is not said again, and a picture only once: it goes to
 * everyone, and whoever asked for it in a loop would have others send half a megabyte each time.
 */
export function onMissing(turn: Turn, index: MemberIndex, seqs: readonly number[]): void {
  if (index !== turn.member.seat.index) return;
  const asked = turn.member.spoken.filter(({ seq }) => seqs.includes(seq));
  for (const { seq, saying } of asked) {
    const asOfNow = saying.say === 'hand' && saying.up ? turn.raisedHand() : saying;
    turn.broadcast({ type: 'again', was: seq, ...asOfNow });
  }
  const gone = asked.filter(({ saying }) => saying.say === 'image');
  if (gone.length > 0) turn.set({ spoken: turn.member.spoken.filter((one) => !gone.includes(one)) });
}

/** A saying under its old number: heard by whoever missed it, by nobody twice. */
export function onAgain(turn: Turn, sender: MemberIndex, was: number, saying: Saying, epoch: Epoch): void {
  const signKey = turn.signKeyAt(epoch, sender);
  const key = signKey && toHex(signKey);
  const missing = key === undefined ? undefined : turn.member.missing.get(key);
  if (key === undefined || !missing?.some(({ seq }) => seq === was)) return;
  const left = missing.filter(({ seq }) => seq !== was);
  turn.set({ missing: new Map(turn.member.missing).set(key, left) });
  onSaying(turn, sender, was, saying, epoch);
}
