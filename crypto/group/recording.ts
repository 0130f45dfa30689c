/** From one state to the next, as the meeting's log tells it (§5). */

import { toHex } from '../bytes.ts';
import { participantIdOf } from '../claim.ts';
import type { MemberIndex } from '../brands.ts';
import type { Epoch, NextState } from './member.ts';
import { encodePolicy, HEIR_RANK } from './policy.ts';
import { isAuthority, memberAt, type Roster, type RosterMember, shownNames } from './roster.ts';
import type { Header } from './state.ts';
import type { Turn } from './turn.ts';

/** Logs what a state changes; nothing for a newcomer's first one. */
export function record(turn: Turn, before: Epoch, next: NextState): void {
  const was = before.roster;
  if (!was) return;
  const names = new Map([...shownNames(was), ...shownNames(next.roster)]);
  const nameOf = (index: MemberIndex): string => names.get(index) ?? '';
  recordGone(turn, was, next, nameOf);
  recordCome(turn, was, next, nameOf);
  recordRoles(turn, was, next, nameOf);
  const leaderKey = (roster: Roster, header: Header) => memberAt(roster, header.leader)?.signKey;
  const [old, now] = [leaderKey(was, before.signed.header), next.signer.signKey];
  if (!old || toHex(old) !== toHex(now)) {
    turn.log({ what: 'leads', who: nameOf(next.signer.index), host: isAuthority(next.signer) });
  }
  recordRules(turn, before.signed.header, next, nameOf(next.signer.index));
}

type NameOf = (index: MemberIndex) => string;

function recordGone(turn: Turn, was: Roster, { roster, removed, change, signer }: NextState, nameOf: NameOf) {
  for (const gone of was) {
    if (sameMember(roster, gone)) continue;
    const leaver = change?.left.find(({ index }) => index === gone.index);
    const how = leaver?.how ?? (removed.has(participantIdOf(gone.signKey)) ? 'removed' : 'left');
    const who = nameOf(gone.index);
    if (how === 'removed') turn.log({ what: how, who, by: nameOf(leaver?.by ?? signer.index) });
    else turn.log({ what: how, who });
  }
}

function recordCome(turn: Turn, was: Roster, { roster, change, signer }: NextState, nameOf: NameOf) {
  for (const member of roster) {
    if (sameMember(was, member) || member.index === turn.member.seat.index) continue;
    const by = change?.entered.find((entrant) => entrant.member.index === member.index)?.by;
    const back = turn.member.kept.has(toHex(member.signKey));
    turn.log({
      what: back ? 'returned' : 'entered',
      who: nameOf(member.index),
      by: nameOf(by ?? signer.index),
    });
  }
}

const sameMember = (roster: Roster, { index, signKey }: RosterMember): boolean =>
  toHex(memberAt(roster, index)?.signKey ?? new Uint8Array()) === toHex(signKey);

function recordRoles(turn: Turn, was: Roster, { roster, signer }: NextState, nameOf: NameOf) {
  for (const member of roster) {
    const old = memberAt(was, member.index);
    if (!old || standing(old) === standing(member)) continue;
    const what = standing(member);
    const who = nameOf(member.index);
    turn.log(what === 'handedOver' ? { what, who } : { what, who, by: nameOf(signer.index) });
  }
}

/** What a change to this rank is called; the same for all co-hosts. */
function standing(member: RosterMember): 'handedOver' | 'appointed' | 'dismissed' {
  if (member.rank === HEIR_RANK) return 'handedOver';
  return isAuthority(member) ? 'appointed' : 'dismissed';
}

function recordRules(turn: Turn, was: Header, { signed: { header } }: NextState, by: string) {
  if (encodePolicy(was.policy) !== encodePolicy(header.policy))
    turn.log({ what: 'policy', policy: header.policy, by });
  if (was.locked !== header.locked) turn.log({ what: header.locked ? 'locked' : 'unlocked', by });
  if (was.history !== header.history)
    turn.log({ what: header.history ? 'historyShown' : 'historyHidden', by });
  if (was.generation !== header.generation)
    turn.log({ what: 'newPassphrase', generation: header.generation });
  if (header.kind === 'renew') turn.log({ what: 'renewed', n: header.n });
}
