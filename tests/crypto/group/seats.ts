/** Meetings of a few people, sitting and sure of it: where the stories of the group machine start from. */

import { toHex } from '../../../crypto/bytes.ts';
import type { Reason } from '../../../crypto/refusal.ts';
import { commonKeyOf, type CommonMessage, sealCommon } from '../../../crypto/group/common.ts';
import { type Member, ownEntry, present, underOf } from '../../../crypto/group/member.ts';
import type { GroupMessage } from '../../../crypto/group/messages.ts';
import { sealMessage } from '../../../crypto/group/sealedMessage.ts';
import { shownNames } from '../../../crypto/group/roster.ts';
import type { Order } from '../../../crypto/group/orders.ts';
import type { SigningPair } from '../../../crypto/sodium.ts';
import { granted } from '../making.ts';
import { type Device, World } from './world.ts';

export const memberOf = (device: Device): Member => granted(device.member);
export const nOf = (device: Device): number => present(memberOf(device)).n;
export const headerOf = (device: Device) => present(memberOf(device)).signed.header;
export const rankOf = (device: Device): number | undefined => ownEntry(memberOf(device))?.rank;
export const leads = (device: Device): boolean => memberOf(device).leading !== undefined;
/** The names as this device shows them, by index. */
export const namesAt = (device: Device): string[] => [
  ...shownNames(present(memberOf(device)).roster ?? []).values(),
];
export const alarmsOf = (...devices: readonly Device[]): Reason[] =>
  devices.flatMap((device) => device.all('alarm').map(({ reason }) => reason));
export const loggedBy = (device: Device) => device.all('log').map(({ entry }) => entry);
/** The key of the present epoch, as text to compare. */
export const keyOf = (device: Device): string =>
  toHex(present(memberOf(device)).epochKey ?? new Uint8Array());
export const hashOf = (device: Device): string => present(memberOf(device)).signed.hash.join();

/** Whether all of these are in one state. */
export const together = (...devices: readonly Device[]): boolean => new Set(devices.map(hashOf)).size === 1;

export function order(world: World, by: Device, wish: Order): void {
  world.do(by, { type: 'order', order: wish });
}

export function remove(world: World, by: Device, whom: Device): void {
  order(world, by, { do: 'remove', index: memberOf(whom).seat.index });
}

/** A host named Ada, and one more for each name; co-hosts as `ranks` has them. */
export function sit(names: readonly string[], ranks: Readonly<Record<string, number>> = {}) {
  const world = new World();
  const ada = world.found('Ada');
  world.pass(1000);
  const others = names.map((name) => {
    const device = granted(world.admit(ada, name));
    world.pass(1000);
    return device;
  });
  for (const device of others) {
    const rank = ranks[device.name];
    if (rank !== undefined) world.appoint(ada, device, rank);
    world.pass(rank === undefined ? 0 : 1000);
  }
  world.pass(2000);
  const named = (name: string): Device => granted(world.devices.find((device) => device.name === name));
  return { world, ada, others, named };
}

/** Lets time pass a second at a time until it is so; gives the seconds, and fails after `most`. */
export function until(world: World, isSo: () => boolean, most = 120): number {
  for (let seconds = 0; seconds < most; seconds++) {
    if (isSo()) return seconds;
    world.pass(1000);
  }
  throw new Error(`not so after ${most} s`);
}

/** Seals a message to one member under their pairwise key, although the client of `from` would not. */
export function whisperAs(world: World, from: Device, to: Device, message: GroupMessage): void {
  const member = memberOf(from);
  const receiver = memberOf(to).seat.index;
  const pair = granted(member.pairs.get(receiver)?.at(-1));
  const packets = sealMessage({
    under: underOf(member, present(member)),
    sender: member.seat.index,
    signingKey: member.seat.signing.signingKey,
    seq: member.pairSeq + 1_000_000,
    message,
    audience: { key: member.leading ? pair.fromLeader : pair.toLeader, receiver, step: pair.step },
  });
  from.member = { ...member, pairSeq: member.pairSeq + 1 };
  for (const data of packets) world.deliver(from, to, data);
  world.pass(250);
}

let callSeq = 1_000_000;

/** Says something across epochs to one, as whoever has the room key can. */
export function callAs(world: World, signing: SigningPair, to: Device, message: CommonMessage): void {
  const { roomId, roomKey } = world;
  const under = { key: commonKeyOf(roomKey, roomId), roomId };
  for (const data of sealCommon(under, signing, callSeq++, message)) world.deliver(to, to, data);
  world.pass(250);
}
