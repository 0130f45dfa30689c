/** Attack 15: two keys for one KID: a leader that gives two secrets out, or two states of one number. */

import { describe, expect, it } from 'vitest';
import {
  branded,
  type Bytes,
  type EpochNumber,
  type Hash,
  type Key,
  type MemberIndex,
} from '../../../crypto/brands.ts';
import { toHex } from '../../../crypto/bytes.ts';
import { sealGoodbye, step } from '../../../crypto/group/epochs.ts';
import { makeEpoch } from '../../../crypto/group/installing.ts';
import { mediaBaseOf, wrapSecret } from '../../../crypto/group/keySchedule.ts';
import { type Member, present } from '../../../crypto/group/member.ts';
import type { GroupEffect } from '../../../crypto/group/turn.ts';
import { packWraps, readPacket } from '../../../crypto/group/sealedMessage.ts';
import { type Header, signHeader } from '../../../crypto/group/state.ts';
import { stepJoiner } from '../../../crypto/door/joiner.ts';
import { sealAdmit } from '../../../crypto/door/messages.ts';
import { randomBytes, signingPair } from '../../../crypto/sodium.ts';
import { callerOf, granted, knockAt, LinkHolder, makeKeeper, makeRoom, NOW } from '../../crypto/making.ts';
import { Table } from '../../crypto/table.ts';

const packetsOf = (effects: readonly GroupEffect[]): Bytes[] =>
  effects.flatMap((effect) => (effect.type === 'packets' && !effect.to ? effect.packets : []));

const base = (member: Member, index = 0, slot = 1): string =>
  toHex(mediaBaseOf(granted(present(member).epochKey), branded<MemberIndex>(index), slot));

describe('attack 15: two states of one number', () => {
  it('are two keys, so who took the one opens nothing of the other, and takes no second', () => {
    const table = new Table();
    const [bob, carol] = [table.sit('Bob'), table.sit('Carol')];
    table.pass(2000);
    // One leader, two futures: what a leader can do that runs its client twice.
    const enter = (leader: Member, name: string) =>
      step(
        leader,
        {
          type: 'enter',
          entry: {
            waiter: 1,
            signKey: signingPair().verifyKey,
            name,
            pairRoot: branded<Key>(randomBytes(32)),
            by: leader.seat.index,
          },
        },
        table.now,
      );
    const [clone, other] = [structuredClone(table.leader), structuredClone(table.leader)];
    const forBob = enter(clone, 'Xavier');
    const forCarol = enter({ ...other, seq: other.seq + 100 }, 'Yolanda');
    for (const data of packetsOf(forBob.effects)) table.tell(bob, { type: 'packet', data });
    for (const data of packetsOf(forCarol.effects)) table.tell(carol, { type: 'packet', data });
    const [bobs, carols] = [table.member(bob), table.member(carol)];
    expect([present(bobs).n, present(carols).n]).toEqual([3, 3]);
    expect(base(bobs)).not.toBe(base(carols));
    expect(present(bobs).messageKey).not.toEqual(present(carols).messageKey);
    expect([base(bobs), base(carols)]).toEqual([base(forBob.member), base(forCarol.member)]);

    const before = base(bobs);
    for (const data of packetsOf(forCarol.effects)) table.tell(bob, { type: 'packet', data });
    expect(base(table.member(bob))).toBe(before);
    expect(table.alarms(bob)).toContain('notNext');
  });

  it('are two keys even if the leader gives both the same secret', () => {
    const table = new Table();
    const { signed, roster } = present(table.leader);
    const { secret, seat } = table.leader;
    const keyOf = (change: Partial<Header>, roomKey = seat.roomKey): string => {
      const state = signHeader({ ...signed.header, ...change }, seat.signing.signingKey);
      return toHex(granted(makeEpoch(state, roster, secret, roomKey).epochKey));
    };
    const keys = [
      keyOf({}),
      keyOf({ rosterHash: branded<Hash>(randomBytes(32)) }),
      keyOf({ failedGuesses: 1 }),
      keyOf({ parent: branded<Hash>(randomBytes(32)) }),
      keyOf({}, branded<Key>(randomBytes(32))),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('attack 15: two secrets of one state', () => {
  it('are noticed by whoever gets the one that the header does not name', () => {
    const table = new Table();
    const [bob, carol, eve] = [table.sit('Bob'), table.sit('Carol'), table.sit('Eve')];
    table.pass(2000);
    const pair = granted(table.leader.pairs.get(branded<MemberIndex>(carol))?.at(-1));
    const fromLeader = branded<Key>(pair.fromLeader.slice());
    const { meetingId } = table.leader.seat;
    const leader = branded<MemberIndex>(0);
    const member = branded<MemberIndex>(carol);
    const two = branded<Key>(randomBytes(32));
    table.carry = ({ from, to, data }) => {
      if (from !== 0 || to !== carol) return [data];
      const packet = granted(readPacket(data));
      if (packet.kind === 'pairwise') return [];
      if (packet.kind !== 'wraps') return [data];
      const wrap = wrapSecret(fromLeader, two, { meetingId, n: packet.n, leader, member });
      return packWraps(packet.n, leader, [[member, wrap]]);
    };
    for (const packet of sealGoodbye(table.member(eve))) table.send(eve, packet);
    table.pass(1000);
    expect(table.n(bob)).toBe(4);
    expect(table.n(carol)).toBe(3);
    expect(table.member(carol).secret).not.toEqual(two);
  });

  it('are noticed by a newcomer, whose admit holds another than the header names', () => {
    const room = makeRoom();
    const keeper = makeKeeper(room);
    const { joiner } = knockAt(keeper, callerOf(room));
    if (joiner.at !== 'proved') throw new Error(joiner.at);
    const table = new Table('Ada', room);
    const { header } = present(table.leader).signed;
    const { meetingId } = keeper.grant;
    const { bytes, signature } = signHeader({ ...header, meetingId }, keeper.signing.signingKey);
    const text = {
      index: branded<MemberIndex>(1),
      secret: branded<Key>(randomBytes(32)),
      roomKey: room.roomKey,
      header: bytes,
      signature,
      people: undefined,
    };
    const sealed = sealAdmit(joiner.keys.leaderKey, joiner.keys.T, 0, text);
    const envelope = new LinkHolder(room).seal({ type: 'admit', sid: joiner.sid, seq: 0, sealed });
    expect(stepJoiner(joiner, envelope, NOW)).toMatchObject({ state: { at: 'refused' }, refused: 'notNext' });
  });
});

describe('attack 15: one key', () => {
  it('for each KID of a meeting: no two of sender, slot and epoch share one', () => {
    const table = new Table();
    const bob = table.sit('Bob');
    const keys = new Set<string>();
    for (let states = 0; states < 20; states++) {
      table.pass(2 * 60_000 + 500);
      for (let index = 0; index < 3; index++) {
        for (let slot = 0; slot < 4; slot++) keys.add(base(table.member(bob), index, slot));
      }
    }
    expect(keys.size).toBe(20 * 12);
  });

  it('for numbers sixteen apart, whose KIDs are equal, is another', () => {
    const table = new Table();
    const bob = table.sit('Bob');
    const first = base(table.member(bob));
    const start: EpochNumber = present(table.member(bob)).n;
    while (table.n(bob) < start + 16) table.pass(2 * 60_000 + 500);
    expect(table.n(bob) % 16).toBe(start % 16);
    expect(base(table.member(bob))).not.toBe(first);
  });
});
