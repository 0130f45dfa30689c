/**
 * The words that open the door, link and passphrase (§3): every authority has the newest, and the door of whoever
 * leads is open with them.
 */

import type { LinkSecret, MemberIndex } from '../brands.ts';
import { same } from '../bytes.ts';
import type { Confidence } from '../group/confidences.ts';
import { isLeading, type Member, othersOf, ownRank, present } from '../group/member.ts';
import type { DoorAsk } from '../group/orders.ts';
import { isAuthority, NO_RANK } from '../group/roster.ts';
import type { Doorkeeping } from './doorkeeping.ts';
import type { InGroup } from './inGroup.ts';
import type { RoomKeeping } from './room.ts';
import type { Surroundings } from './surroundings.ts';

export interface WordingNeeds {
  readonly around: Surroundings;
  readonly rooms: RoomKeeping;
  readonly group: InGroup;
  readonly door: Doorkeeping;
  /** Failed guesses that were counted at this passphrase before the meeting began. */
  readonly failedBefore: () => number;
}

export class Wording {
  readonly #needs: WordingNeeds;
  /** One new passphrase after the other. */
  #renewing: Promise<unknown> = Promise.resolve();
  /** The door is open, or will be once the passphrase is stretched. */
  #opening = false;

  constructor(needs: WordingNeeds) {
    this.#needs = needs;
  }

  /** Opens the door while this member leads as an authority and knows the words; else closes it. */
  keepDoor(member: Member): void {
    const { rooms, door, failedBefore } = this.#needs;
    const words = rooms.room?.words;
    const leads = isLeading(member) && ownRank(member) !== NO_RANK && !member.over;
    if (!leads || !words) return this.#close();
    if (this.#opening) return;
    this.#opening = true;
    const prs = rooms.stretched(words.passphrase);
    const { failedGuesses } = present(member).signed.header;
    const before = words.generation === 0 ? failedBefore() : 0;
    if (prs) void door.open(prs, Math.max(failedGuesses, before));
  }

  /** Leader: goes over to a new passphrase, perhaps a new link, once it is stretched, and tells every authority but one. */
  renew(passphrase: string, linkSecret: LinkSecret | undefined, except?: MemberIndex): void {
    // One that failed must not keep the next from being made.
    this.#renewing = this.#renewing
      .catch(() => undefined)
      .then(() => this.#renew(passphrase, linkSecret, except));
  }

  /** Leader: tells an authority the words. */
  tell(to: MemberIndex): void {
    const { rooms, group } = this.#needs;
    const { room } = rooms;
    if (!room?.words) return;
    const { linkSecret, words } = room;
    group.step({ type: 'whisper', to, message: { type: 'words', linkSecret, ...words } });
  }

  /** The leader's words: newer ones are taken, and a leader that has older ones is told. */
  told(from: MemberIndex, told: Extract<Confidence, { type: 'words' }>): void {
    const { rooms, group } = this.#needs;
    const { words: own, linkSecret } = rooms.room ?? {};
    if (own && linkSecret && !own.own && told.generation < own.generation) {
      const ask: DoorAsk = { ask: 'words', passphrase: own.passphrase, linkSecret };
      return group.step({ type: 'whisper', to: from, message: { type: 'door', ask } });
    }
    rooms.takeWords(told);
  }

  async #renew(
    passphrase: string,
    linkSecret: LinkSecret | undefined,
    except: MemberIndex | undefined,
  ): Promise<void> {
    const { rooms, group } = this.#needs;
    const { room } = rooms;
    const { member } = group;
    if (!room || !member) return;
    const was = room.linkSecret;
    const generation = Math.max(room.words?.generation ?? 0, present(member).signed.header.generation) + 1;
    const words = { passphrase, own: false, generation, linkSecret: linkSecret ?? was };
    const prs = await rooms.renew(words, () => group.member !== undefined && isLeading(group.member));
    if (!prs || !group.member) return;
    group.step({ type: 'generation' });
    this.#opening = true;
    const { door } = this.#needs;
    if (door.isOpen) door.renew(prs, !same(was, words.linkSecret));
    else void door.open(Promise.resolve(prs), 0);
    const others = othersOf(group.member).filter((other) => isAuthority(other) && other.index !== except);
    for (const { index } of others) this.tell(index);
  }

  #close(): void {
    const { rooms, door } = this.#needs;
    if (this.#opening) {
      door.close();
      rooms.forget();
    }
    this.#opening = false;
  }
}
