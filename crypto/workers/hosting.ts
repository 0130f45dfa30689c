/** What authorities do (§4, §5): the leader carries it out, the others ask it to. */

import { branded, type LinkSecret, type MemberIndex } from '../brands.ts';
import { same, toHex } from '../bytes.ts';
import { HOST_RANK } from '../claim.ts';
import { isNote } from '../door/messages.ts';
import type { Confidence } from '../group/confidences.ts';
import { isLeading, leaderIndex, type Member, othersOf, ownRank, present } from '../group/member.ts';
import type { DoorAsk } from '../group/orders.ts';
import { EVERYONE, isAuthority, memberAt, NO_RANK } from '../group/roster.ts';
import { makePassphrase, ownPassphrase } from '../passphrase.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import type { Authority } from './authority.ts';
import type { Doorkeeping } from './doorkeeping.ts';
import type { InGroup } from './inGroup.ts';
import type { HostAction } from './protocol.ts';
import { freshLinkSecret, type RoomKeeping } from './room.ts';
import type { Surroundings } from './surroundings.ts';
import type { Wording } from './wording.ts';

export interface HostingNeeds {
  readonly around: Surroundings;
  readonly rooms: RoomKeeping;
  readonly group: InGroup;
  readonly door: Doorkeeping;
  readonly authority: Authority;
  readonly wording: Wording;
}

export class Hosting {
  readonly #needs: HostingNeeds;
  #leads = false;
  #hasList = false;

  constructor(needs: HostingNeeds) {
    this.#needs = needs;
  }

  /** Does what an authority asked for here; refuses `notAllowed`, `outOfTurn` and what the action itself refuses. */
  act(action: HostAction): Refusal | undefined {
    const { group } = this.#needs;
    const { member } = group;
    if (!member) return refuse('outOfTurn');
    if (ownRank(member) === NO_RANK) return refuse('notAllowed');
    switch (action.do) {
      case 'admit':
      case 'deny':
        return this.#atDoor(member, { ask: action.do, waiter: action.waiter });
      case 'admitAll':
      case 'openDoor':
        return this.#atDoor(member, { ask: action.do });
      case 'note':
        if (!isNote(action.text)) return refuse('badText');
        return this.#atDoor(member, { ask: 'note', waiter: action.waiter, text: action.text });
      case 'newPassphrase':
        return this.#newPassphrase(member, action.words, action.link);
      case 'lock':
      case 'history':
      case 'policy':
      case 'remove':
        return group.step({ type: 'order', order: action }, 'act') as undefined;
      case 'stop': {
        const index = action.index === 'all' ? EVERYONE : action.index;
        return group.step(
          { type: 'say', saying: { say: 'stop', index, slots: action.slots } },
          'act',
        ) as undefined;
      }
      case 'appoint': {
        const order = this.#needs.authority.appoint(member, action.index);
        return isRefusal(order) ? order : (group.step({ type: 'order', order }, 'act') as undefined);
      }
      case 'handOver': {
        const orders = this.#needs.authority.handOver(member, action.index);
        if (isRefusal(orders)) return orders;
        for (const order of orders) group.step({ type: 'order', order }, 'act');
        return undefined;
      }
      case 'dismiss':
        group.step({ type: 'order', order: { do: 'dismiss', index: action.index } }, 'act');
        return action.words && ownRank(member) === HOST_RANK
          ? this.#newPassphrase(member, action.words, false, action.index)
          : undefined;
    }
  }

  /** Something confided to this member: by the leader, or by an authority to the leader. */
  confided(from: MemberIndex, message: Confidence): void {
    switch (message.type) {
      case 'words':
        return this.#needs.wording.told(from, message);
      case 'knocks':
        this.#hasList = message.knocks.length > 0;
        return this.#needs.around.toPage({ type: 'knocks', knocks: message.knocks });
      case 'door':
        return void this.#carryOut(message.ask, from);
      case 'history':
        return;
    }
  }

  /** Somebody is there, or there again, with the present state: an authority is told what opens the door, and who waits. */
  arrived(member: Member, index: MemberIndex): void {
    const who = memberAt(present(member).roster ?? [], index);
    if (!who || !isAuthority(who)) return;
    this.#needs.wording.tell(index);
    this.#needs.door.tellKnocks(index);
  }

  /** After each step of the group. */
  changed(before: Member | undefined, member: Member): void {
    this.#tellLead(before, member);
    this.#follow(before, member);
    if (isLeading(member)) for (const { index } of appointed(before, member)) this.arrived(member, index);
    this.#needs.wording.keepDoor(member);
    this.#needs.authority.tellLists(member);
  }

  tick(): void {
    const { group, door, authority } = this.#needs;
    door.tick();
    const { member } = group;
    if (!member || member.over) return;
    for (const order of authority.renewals(member)) group.step({ type: 'order', order });
  }

  // ── the door ──────────────────────────────────────────────────────────────────────────────────────────────

  #atDoor(member: Member, ask: DoorAsk): Refusal | undefined {
    if (isLeading(member)) return this.#carryOut(ask, member.seat.index);
    this.#needs.group.step(
      { type: 'whisper', to: leaderIndex(member), message: { type: 'door', ask } },
      'act',
    );
    return undefined;
  }

  #carryOut(ask: DoorAsk, by: MemberIndex): Refusal | undefined {
    const { door } = this.#needs;
    switch (ask.ask) {
      case 'admit':
        return door.admit(ask.waiter, by);
      case 'deny':
        return door.deny(ask.waiter);
      case 'admitAll':
        return door.admitAll(by) as undefined;
      case 'note':
        return door.note(ask.waiter, ask.text);
      case 'openDoor':
        return door.reopen() as undefined;
      case 'words': {
        const passphrase = ownPassphrase(ask.passphrase);
        if (isRefusal(passphrase)) return passphrase;
        const link = ask.linkSecret && branded<LinkSecret>(ask.linkSecret);
        this.#needs.wording.renew(passphrase, link);
        return undefined;
      }
    }
  }

  #newPassphrase(
    member: Member,
    list: readonly string[],
    link: boolean,
    except?: MemberIndex,
  ): Refusal | undefined {
    const passphrase = makePassphrase(list);
    if (isRefusal(passphrase)) return passphrase;
    const linkSecret = link ? freshLinkSecret() : undefined;
    if (!isLeading(member)) {
      return this.#atDoor(member, { ask: 'words', passphrase, ...(linkSecret && { linkSecret }) });
    }
    this.#needs.wording.renew(passphrase, linkSecret, except);
    return undefined;
  }

  // ── who leads ─────────────────────────────────────────────────────────────────────────────────────────────

  #tellLead(before: Member | undefined, member: Member): void {
    const authority = ownRank(member) !== NO_RANK;
    const wasAuthority = before !== undefined && ownRank(before) !== NO_RANK;
    const is = isLeading(member);
    if (before && is === this.#leads && authority === wasAuthority) return;
    this.#leads = is;
    if (is || before) this.#needs.around.toPage({ type: 'lead', is, authority });
  }

  /** The list of another leader's door is its own. */
  #follow(before: Member | undefined, member: Member): void {
    const other = before && !same(before.leaderSignKey, member.leaderSignKey);
    const dismissed = before && ownRank(before) !== NO_RANK && ownRank(member) === NO_RANK;
    if (dismissed) this.#needs.rooms.unlearn();
    if (!this.#hasList || !(other || dismissed)) return;
    this.#hasList = false;
    this.#needs.around.toPage({ type: 'knocks', knocks: [] });
  }
}

/** Authorities that were none before, but for the member itself. */
function appointed(before: Member | undefined, member: Member) {
  const roster = present(member).roster;
  const old = before && present(before).roster;
  if (!roster || !old || roster === old) return [];
  const known = new Set(old.filter(isAuthority).map(({ signKey }) => toHex(signKey)));
  return othersOf(member).filter((other) => isAuthority(other) && !known.has(toHex(other.signKey)));
}
