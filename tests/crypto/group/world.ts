/** A meeting of group machines on a network that a test can cut, slow, shuffle and flood. Real keys, a clock of its own. */

import {
  branded,
  type Bytes,
  type HostSeed,
  type Key,
  type MeetingId,
  type MemberIndex,
  type Milliseconds,
  type ParticipantId,
} from '../../../crypto/brands.ts';
import { same, toHex } from '../../../crypto/bytes.ts';
import { type Grant, makeGrant, participantIdOf, roomIdOf } from '../../../crypto/claim.ts';
import {
  enterMeeting,
  type GroupEvent,
  type GroupStep,
  sealGoodbye,
  startMeeting,
  step,
} from '../../../crypto/group/epochs.ts';
import { type Member, ownEntry, present } from '../../../crypto/group/member.ts';
import type { GroupEffect } from '../../../crypto/group/turn.ts';
import { comeBack, type ReturnState, type ReturnStep, stepReturn } from '../../../crypto/group/returning.ts';
import { memberAt } from '../../../crypto/group/roster.ts';
import { advancedSecret, decodeHeader, secretHashOf } from '../../../crypto/group/state.ts';
import { LABELS } from '../../../crypto/labels.ts';
import { isRefusal } from '../../../crypto/refusal.ts';
import { H, randomBytes, type SigningPair, signingPair } from '../../../crypto/sodium.ts';

export const TICK_MS: Milliseconds = 250;

/** One device: first on its way in or back, then a member, at last gone. */
export class Device {
  readonly name: string;
  readonly signing: SigningPair = signingPair();
  member: Member | undefined;
  returning: ReturnState | undefined;
  /** False once its browser is closed. */
  alive = true;
  /** Devices reach each other that have the same number. */
  side = 0;
  /** Of a newcomer at the door: what the pairwise keys with the leader come from. */
  pairRoot: Key | undefined;
  readonly effects: GroupEffect[] = [];
  /** Every epoch key this device ever had. */
  readonly keysHad = new Set<string>();
  /** Every secret it ever had, by the hash of its state. */
  readonly secretsHad = new Map<string, Key>();
  /** What its frame worker could open now, by epoch number. */
  readonly live = new Map<number, string>();

  constructor(name: string) {
    this.name = name;
  }

  get id(): ParticipantId {
    return participantIdOf(this.signing.verifyKey);
  }

  get inside(): Member | undefined {
    return this.alive && this.member && !this.member.over ? this.member : undefined;
  }

  /** The last effect of a kind. */
  last<Type extends GroupEffect['type']>(type: Type): Extract<GroupEffect, { type: Type }> | undefined {
    return this.effects.findLast(
      (effect): effect is Extract<GroupEffect, { type: Type }> => effect.type === type,
    );
  }

  all<Type extends GroupEffect['type']>(type: Type): Extract<GroupEffect, { type: Type }>[] {
    return this.effects.filter(
      (effect): effect is Extract<GroupEffect, { type: Type }> => effect.type === type,
    );
  }
}

/**
 * Whether a device that kept all it ever had knows the secret of a member's present state: it had it, or derives it, as
 * anybody can whose secret an advance goes on from, over however many states.
 */
export function knowsSecret({ secretsHad }: Device, { links, seat: { meetingId } }: Member): boolean {
  let known: Key | undefined;
  for (const { n, hash, bytes } of links) {
    const header = decodeHeader(bytes);
    if (isRefusal(header)) throw new Error('a link without a header');
    const derived = known && advancedSecret(known, header.rosterHash);
    const fits = derived && same(secretHashOf({ meetingId, n }, derived), header.secretHash);
    known = secretsHad.get(toHex(hash)) ?? (fits ? derived : undefined);
  }
  return known !== undefined;
}

interface Underway {
  readonly to: Device;
  readonly from: Device;
  readonly data: Bytes;
  readonly at: Milliseconds;
  readonly order: number;
}

/** What the network does with a packet: delays in milliseconds, one for each copy; none loses it. */
export type Weather = () => readonly number[];

export const CALM: Weather = () => [20];

export class World {
  now: Milliseconds = Date.UTC(2026, 0, 1);
  readonly devices: Device[] = [];
  readonly seed = branded<HostSeed>(randomBytes(32));
  readonly hostKey = signingPair(this.seed).verifyKey;
  readonly roomId = roomIdOf(this.hostKey);
  readonly roomKey = branded<Key>(randomBytes(32));
  readonly meetingId = branded<MeetingId>(randomBytes(16));
  weather: Weather = CALM;
  /** Packets that passed the network, newest last; a hostile network plays them again. */
  readonly seen: { readonly data: Bytes; readonly to: Device }[] = [];
  #underway: Underway[] = [];
  #order = 0;

  grant(signing: SigningPair, rank: number, forMs = 3_600_000): Grant {
    return makeGrant(this.seed, {
      meetingId: this.meetingId,
      signKey: signing.verifyKey,
      rank,
      notAfter: this.now + forMs,
    });
  }

  /** The host, alone in state 0. */
  found(name = 'Ada'): Device {
    const device = this.#device(name);
    const { roomId, meetingId, roomKey } = this;
    const seat = { roomId, meetingId, roomKey: branded<Key>(roomKey.slice()), signing: device.signing };
    this.#take(device, startMeeting({ seat, grant: this.grant(device.signing, 0), name }, this.now));
    return device;
  }

  /** Whoever leads on the side of `by` lets somebody in. Undefined while nobody there may. */
  admit(by: Device, name: string): Device | undefined {
    const { member } = by;
    if (!by.inside || !member?.leading || (ownEntry(member)?.rank ?? 255) === 255) return undefined;
    const device = this.#device(name);
    device.side = by.side;
    const waiter = this.devices.length;
    const entry = {
      waiter,
      signKey: device.signing.verifyKey,
      name,
      pairRoot: branded<Key>(randomBytes(32)),
      by: member.seat.index,
    };
    device.pairRoot = branded<Key>(entry.pairRoot.slice());
    this.do(by, { type: 'enter', entry });
    return device;
  }

  /** A host's device that comes back, knowing what `memory` remembers. */
  comeHome(name: string, side = 0, memory?: Member): Device {
    const device = this.#device(name);
    device.side = side;
    const known = memory && {
      meetingId: memory.seat.meetingId,
      n: present(memory).n,
      hash: present(memory).signed.hash,
      removed: [...memory.barred],
    };
    this.#return(
      device,
      comeBack({
        roomId: this.roomId,
        roomKey: branded<Key>(this.roomKey.slice()),
        signing: device.signing,
        name,
        makeGrant: () => this.grant(device.signing, 0),
        ...(known && { known }),
      }),
    );
    return device;
  }

  do(device: Device, event: GroupEvent): void {
    if (device.inside && device.member) this.#take(device, step(device.member, event, this.now));
  }

  /** A browser that is closed with a goodbye. */
  leave(device: Device): void {
    if (device.inside && device.member) {
      for (const data of sealGoodbye(device.member)) this.send(device, data);
    }
    device.alive = false;
  }

  /** The network between sides: who comes back together hears of it. */
  divide(sideOf: (device: Device) => number): void {
    const before = new Map(this.devices.map((device) => [device, device.side] as const));
    for (const device of this.devices) device.side = sideOf(device);
    for (const device of this.devices) {
      if (before.get(device) !== device.side) this.do(device, { type: 'connected' });
    }
  }

  send(from: Device, data: Bytes, to?: readonly string[]): void {
    for (const device of this.devices) {
      if (device === from || !device.alive || device.side !== from.side) continue;
      if (to && !to.includes(device.id)) continue;
      this.deliver(from, device, data);
    }
  }

  /** Puts a packet on its way, whoever sends it. */
  deliver(from: Device, to: Device, data: Bytes): void {
    this.seen.push({ data, to });
    if (this.seen.length > 2_000) this.seen.shift();
    for (const delay of this.weather())
      this.#underway.push({ from, to, data, at: this.now + delay, order: this.#order++ });
  }

  /** Lets time pass: ticks, and what is underway. */
  pass(ms: Milliseconds): void {
    const end = this.now + ms;
    while (this.now < end) {
      this.now = Math.min(end, this.now + TICK_MS);
      this.#arrive();
      for (const device of this.devices) {
        if (!device.alive) continue;
        if (device.returning) this.#return(device, stepReturn(device.returning, { type: 'tick' }, this.now));
        this.do(device, { type: 'tick' });
      }
      this.#arrive();
    }
  }

  #arrive(): void {
    for (;;) {
      const due = this.#underway.filter(({ at }) => at <= this.now);
      if (due.length === 0) return;
      this.#underway = this.#underway.filter(({ at }) => at > this.now);
      due.sort((a, b) => a.at - b.at || a.order - b.order);
      for (const { from, to, data } of due) {
        if (!to.alive || to.side !== from.side) continue;
        if (to.returning) this.#return(to, stepReturn(to.returning, { type: 'packet', data }, this.now));
        else this.do(to, { type: 'packet', data });
      }
    }
  }

  #device(name: string): Device {
    const device = new Device(name);
    this.devices.push(device);
    return device;
  }

  #return(device: Device, { state, packets, entered }: ReturnStep): void {
    device.returning = entered ? undefined : state;
    for (const data of packets) this.send(device, data);
    if (entered) this.#take(device, entered);
  }

  #take(device: Device, { member, effects }: GroupStep): void {
    device.member = member;
    for (const effect of effects) this.#effect(device, member, effect);
  }

  #effect(device: Device, member: Member, effect: GroupEffect): void {
    if (effect.type !== 'packets') device.effects.push(effect);
    switch (effect.type) {
      case 'packets': {
        const rosters = member.epochs.flatMap(({ roster }) => (roster ? [roster] : []));
        const to = effect.to?.flatMap((index: MemberIndex) => {
          const known = rosters.findLast((roster) => memberAt(roster, index));
          const key = (known && memberAt(known, index)?.signKey) ?? member.leaderSignKey;
          return [participantIdOf(key)];
        });
        for (const data of effect.packets) this.send(device, data, to);
        return;
      }
      case 'epoch': {
        const key = member.epochs.findLast(({ n }) => n === effect.n)?.epochKey;
        if (!key) return;
        device.keysHad.add(toHex(key));
        device.secretsHad.set(toHex(present(member).signed.hash), branded<Key>(member.secret.slice()));
        device.live.set(effect.n, toHex(key));
        return;
      }
      case 'erase':
        device.live.delete(effect.n);
        return;
      case 'admitted':
        return this.#enter(device, effect);
      default:
        return;
    }
  }

  #enter(by: Device, { signKey, text }: Extract<GroupEffect, { type: 'admitted' }>): void {
    const newcomer = this.devices.find(({ signing }) => same(signing.verifyKey, signKey));
    const header = decodeHeader(text.header);
    if (!newcomer?.alive || newcomer.member || !newcomer.pairRoot || isRefusal(header)) return;
    const entry = by.member && ownEntry(by.member);
    const grant = this.grant(by.signing, entry?.rank ?? 0);
    if (newcomer.side !== by.side) return;
    const state = {
      header,
      bytes: text.header,
      signature: text.signature,
      hash: H(LABELS.stateHash, text.header),
    } as const;
    const { index, secret } = text;
    const made = enterMeeting(
      {
        index,
        secret: branded<Key>(secret.slice()),
        roomKey: branded<Key>(text.roomKey.slice()),
        state,
        // A roster may be too long for the door: every other newcomer asks for it inside.
        people: index % 2 === 0 ? undefined : text.people,
        // … and every other one's last ping is an old one.
        askedAt: index % 4 < 2 ? this.now - 60_000 : this.now,
        grant,
        pairRoot: branded<Key>(newcomer.pairRoot.slice()),
        signing: newcomer.signing,
        name: newcomer.name,
      },
      this.now,
    );
    this.#take(newcomer, made);
    this.do(newcomer, { type: 'connected' });
  }

  /** The grant of a member, made by the host that `by` is. */
  appoint(by: Device, target: Device, rank: number): void {
    const index = target.member?.seat.index;
    if (index === undefined) return;
    this.do(by, { type: 'order', order: { do: 'appoint', index, grant: this.grant(target.signing, rank) } });
  }

  /** All that are inside now. */
  get inside(): Device[] {
    return this.devices.filter(({ inside }) => inside !== undefined);
  }
}
