/** Random lives of a meeting, and what must hold in each: for the property test, and for long runs by hand. */

import { toHex } from '../../../crypto/bytes.ts';
import { HOST_RANK, participantIdOf } from '../../../crypto/claim.ts';
import { type Branch, NOBODY, standsOver } from '../../../crypto/group/branches.ts';
import { isAnother, isTrusted } from '../../../crypto/group/learning.ts';
import { type Member, ownEntry, present } from '../../../crypto/group/member.ts';
import { OPEN_POLICY } from '../../../crypto/group/policy.ts';
import { standingOf } from '../../../crypto/group/powers.ts';
import { isAuthority, memberAt, NO_RANK } from '../../../crypto/group/roster.ts';
import { CALM, type Device, knowsSecret, World } from './world.ts';

export const KINDS = [
  'admit',
  'admit',
  'admit',
  'leave',
  'vanish',
  'remove',
  'appoint',
  'dismiss',
  'cut',
  'mend',
  'home',
  'homeKnowing',
  'policy',
  'chat',
  'storm',
  'calm',
  'replay',
  'wait',
  'waitLong',
] as const;
export type Kind = (typeof KINDS)[number];

/** One thing that happens; `pick` chooses whom it concerns, `ms` passes afterwards. */
export interface Op {
  readonly kind: Kind;
  readonly pick: number;
  readonly other: number;
  readonly ms: number;
}

const DEVICES_MAX = 12;

export class Play {
  readonly world = new World();
  readonly problems: string[] = [];
  /** Removed by an authority, with the state that says so. */
  readonly removed = new Map<Device, { by: Device }>();
  #names = 0;
  #noise = 1;

  constructor() {
    this.world.found('Ada');
    this.world.pass(1_000);
  }

  do({ kind, pick, other, ms }: Op): void {
    const { world } = this;
    const inside = world.inside;
    const one = inside[pick % Math.max(1, inside.length)];
    const two = inside[other % Math.max(1, inside.length)];
    switch (kind) {
      case 'admit': {
        const leader = inside.find(
          ({ member }) => member?.leading && (pick % 3 !== 0 || one?.member === member),
        );
        if (!leader || inside.length >= DEVICES_MAX) break;
        world.admit(leader, `P${this.#names++}`);
        break;
      }
      case 'leave':
        if (one && inside.length > 1) world.leave(one);
        break;
      case 'vanish':
        if (one && inside.length > 1) one.alive = false;
        break;
      case 'remove':
        if (one && two) this.#remove(one, two);
        break;
      case 'appoint': {
        const host = inside.find((device) => rankOf(device) === 0 && device.member?.leading);
        if (host && one && one !== host && rankOf(one) !== 0) world.appoint(host, one, 1 + (other % 3));
        break;
      }
      case 'dismiss': {
        const host = inside.find((device) => rankOf(device) === 0 && device.member?.leading);
        const index = one?.member?.seat.index;
        if (host && one && one !== host && index !== undefined && ![0, NO_RANK].includes(rankOf(one)))
          world.do(host, { type: 'order', order: { do: 'dismiss', index } });
        break;
      }
      case 'cut':
        world.divide(
          (device) => (Number.parseInt(device.id.charCodeAt(pick % 20).toString(), 10) + other) % 2,
        );
        break;
      case 'mend':
        world.divide(() => 0);
        break;
      case 'home':
      case 'homeKnowing': {
        const hosts = inside.filter((device) => rankOf(device) === 0).length;
        if (hosts < 3 && world.devices.filter(({ alive }) => alive).length < DEVICES_MAX)
          world.comeHome(
            `H${this.#names++}`,
            one?.side ?? 0,
            kind === 'homeKnowing' ? one?.member : undefined,
          );
        break;
      }
      case 'policy':
        if (one)
          world.do(one, {
            type: 'order',
            order: { do: 'policy', policy: { ...OPEN_POLICY, chat: other % 2 ? 'everyone' : 'authorities' } },
          });
        break;
      case 'chat':
        if (one) world.do(one, { type: 'say', saying: { say: 'chat', text: `x${pick}` } });
        break;
      case 'storm': {
        const lose = pick % 30;
        world.weather = () => {
          const roll = this.#random(100);
          if (roll < lose) return [];
          if (roll < lose + 5) return [20, 700];
          return [roll < lose + 25 ? this.#random(2_000) : 20];
        };
        break;
      }
      case 'calm':
        world.weather = CALM;
        break;
      case 'replay': {
        const old = world.seen[other % Math.max(1, world.seen.length)];
        if (old && one) world.deliver(old.to, one, old.data);
        break;
      }
      case 'wait':
        break;
      case 'waitLong':
        this.#pass(20_000);
        break;
    }
    this.#pass(ms);
  }

  #remove(by: Device, whom: Device): void {
    const index = whom.member?.seat.index;
    if (by === whom || index === undefined || rankOf(by) === NO_RANK) return;
    if (rankOf(whom) !== NO_RANK && rankOf(by) !== 0) return;
    // Only where it is carried out: by the leader of a branch that lists them.
    if (
      !by.member?.leading ||
      !present(by.member).roster?.some(
        (m) => m.index === index && toHex(m.signKey) === toHex(whom.signing.verifyKey),
      )
    )
      return;
    if (rankOf(whom) === 0) return;
    this.removed.set(whom, { by });
    this.world.do(by, { type: 'order', order: { do: 'remove', index } });
  }

  #random(below: number): number {
    this.#noise = (Math.imul(this.#noise, 1_103_515_245) + 12_345) >>> 0;
    return (this.#noise >>> 8) % below;
  }

  #pass(ms: number): void {
    for (let left = ms; left > 0; left -= 1_000) {
      this.world.pass(Math.min(1_000, left));
      this.#check();
    }
  }

  /** What holds at every moment. */
  #check(): void {
    for (const device of this.world.inside) {
      const places = [...device.live.keys()].map((n) => n % 16);
      if (new Set(places).size !== places.length)
        this.#problem(
          `${device.name}: two live epochs in one place of the KID: ${[...device.live.keys()].join()}`,
        );
      const { member } = device;
      if (!member) continue;
      // A host that comes back takes out whom it remembers to be removed as soon as it leads.
      const comesBack = member.membership === 'waiting' || (rankOf(device) === 0 && !member.leading);
      const roster = comesBack ? [] : (present(member).roster ?? []);
      for (const id of member.barred)
        if (roster.some(({ signKey }) => participantIdOf(signKey) === id))
          this.#problem(`${device.name}: somebody removed is back`);
    }
    // One key for one (branch, n): whoever has the same state has the same key, and no other state has it.
    const keys = new Map<string, string>();
    for (const { member } of this.world.inside) {
      if (!member) continue;
      const epoch = present(member);
      const key = epoch.epochKey && toHex(epoch.epochKey);
      if (!key) continue;
      const hash = toHex(epoch.signed.hash);
      if ((keys.get(hash) ?? key) !== key) this.#problem('two keys for one state');
      keys.set(hash, key);
    }
  }

  /** The network is whole again and calm; after some minutes everybody must be together. */
  settle(): readonly string[] {
    const { world } = this;
    world.weather = CALM;
    world.divide(() => 0);
    world.pass(1_000);
    for (const device of world.inside) world.do(device, { type: 'connected' });
    this.#pass(240_000);
    // A state may be on its way at any moment.
    for (let more = 0; more < 4 && this.#branches() > 1; more++) this.#pass(1_000);
    const inside = world.inside;
    const loud = this.#loud();
    if (this.#branches() > 1 && !this.#authorityIsGone()) this.#problem(`${this.#branches()} branches`);
    const tip = this.#standing(loud);
    if (!tip && inside.length > 1 && !this.#authorityIsGone()) this.#problem('nobody is sure of anything');
    const roster = (tip && present(tip).roster) ?? [];
    // Without authority nobody is let in: apart is who was not in when the last one signed, and nobody else.
    for (const { name, id, member } of loud)
      if (tip?.proven?.inside.has(id) && member && hashOf(member) !== hashOf(tip))
        this.#problem(`${name} is apart, and has a place`);
    const lists = (device: Device) =>
      roster.some(({ signKey }) => toHex(signKey) === toHex(device.signing.verifyKey));
    for (const device of inside) {
      if (lists(device)) {
        if (!loud.includes(device)) this.#problem(`${device.name} is listed, and silent`);
      } else if (!this.#mayBeOut(device, tip)) this.#problem(`${device.name} is out`);
    }
    for (const member of roster) {
      const device = world.devices.find(({ signing }) => toHex(signing.verifyKey) === toHex(member.signKey));
      if (!device?.alive && !this.#authorityIsGone()) this.#problem(`${member.name} is dead, and listed`);
    }
    for (const device of this.removed.keys())
      if (tip?.barred.has(device.id) && knowsSecret(device, tip))
        this.#problem(`${device.name} was removed, and knows a live secret`);
    return this.problems;
  }

  /** Who was removed somewhere may be out in the end, and who has no place where the meeting goes on. */
  #mayBeOut(device: Device, tip: Member | undefined): boolean {
    return this.removed.has(device) || !this.#hasPlace(device, tip);
  }

  /**
   * Whether the branch that stands lets this device in without the door (§5, "Two branches"). Where no authority is
   * left it lets in whom its warrant lists. A leader with authority lets in hosts, whoever it keeps a seat for, and
   * whom a warrant lists that it believes. A host that came in after somebody was dropped has no seat for them, and
   * what they show is an old state of its own branch: whoever said goodbye could show the same.
   */
  #hasPlace({ id, signing, member }: Device, tip: Member | undefined): boolean {
    const leader = this.world.inside.find(
      (one) => one.member?.leading && tip && hashOf(one.member) === hashOf(tip),
    )?.member;
    const own = leader && ownEntry(leader);
    if (!own || !isAuthority(own)) return !this.#authorityIsGone() || (tip?.proven?.inside.has(id) ?? false);
    const key = toHex(signing.verifyKey);
    const isListed = present(leader).roster?.some(({ signKey }) => toHex(signKey) === key) ?? false;
    const isHost = member !== undefined && rankOfMember(member) === HOST_RANK;
    if (isListed || isHost || leader.kept.has(key)) return true;
    const proven = member?.proven;
    if (!proven?.inside.has(id)) return false;
    return isTrusted(leader, proven) && isAnother(leader, proven);
  }

  /** Somebody on the branch that stands over all others. */
  #standing(loud: readonly Device[]): Member | undefined {
    const branch = (member: Member): Branch => {
      const { n, signed, roster } = present(member);
      const leader = memberAt(roster ?? [], signed.header.leader);
      return {
        tip: { n, hash: signed.hash },
        leader: leader ? standingOf(leader) : NOBODY,
        proven: member.proven,
      };
    };
    const [first, ...rest] = loud.flatMap(({ member }) => member ?? []);
    return first && rest.reduce((best, one) => (standsOver(branch(one), branch(best)) ? one : best), first);
  }

  #loud(): readonly Device[] {
    return this.world.inside.filter(
      ({ member }) => member && !['waiting', 'silenced'].includes(member.membership),
    );
  }

  /** Branches in the end. Who is on one for want of a place makes none; who was removed does, and should be gone. */
  #branches(): number {
    const loud = this.#loud();
    const tip = this.#standing(loud);
    const counted = loud.filter((device) => this.removed.has(device) || this.#hasPlace(device, tip));
    return new Set(counted.map(({ member }) => member && hashOf(member))).size;
  }

  #authorityIsGone(): boolean {
    return !this.world.inside.some(({ member }) => {
      const own = member && ownEntry(member);
      return own !== undefined && isAuthority(own);
    });
  }

  #problem(text: string): void {
    if (!this.problems.includes(text)) this.problems.push(text);
  }

  /** For reading: who is where. */
  show(): string {
    return this.world.devices
      .filter(({ alive }) => alive)
      .map(({ name, side, member }) => {
        if (!member) return `${name}:-`;
        const { n, signed, roster } = present(member);
        const leading = member.leading ? '*' : member.going ? '>' : '';
        return `${name}${leading}@${side} i${member.seat.index} n${n} ${toHex(signed.hash).slice(0, 4)} L${signed.header.leader} r${rankOfMember(member)} ${member.membership} ${member.over ?? ''}[${(roster ?? []).map((m) => m.name).join()}]`;
      })
      .join('\n');
  }
}

const hashOf = (member: Member): string => toHex(present(member).signed.hash);
const rankOfMember = (member: NonNullable<Device['member']>): number => ownEntry(member)?.rank ?? NO_RANK;
const rankOf = ({ member }: Device): number => (member ? rankOfMember(member) : NO_RANK);
