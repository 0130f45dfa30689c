/** Attack 12: what a member says in another's name, twice, without the right to, or after it was taken out. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branded, type Bytes, type MemberIndex } from '../../../crypto/brands.ts';
import { sealGoodbye, step } from '../../../crypto/group/epochs.ts';
import { type Member, present, underOf } from '../../../crypto/group/member.ts';
import { type GroupMessage, PAIRWISE } from '../../../crypto/group/messages.ts';
import { EVERYONE } from '../../../crypto/group/roster.ts';
import { sealMessage } from '../../../crypto/group/sealedMessage.ts';
import { messages } from '../../crypto/arbitraries.ts';
import { Table } from '../../crypto/table.ts';

const index = (value: number) => branded<MemberIndex>(value);

const LATER = 1_000_000;

function sitting() {
  const table = new Table();
  const [bob, carol] = [table.sit('Bob'), table.sit('Carol')];
  table.pass(2000);
  return { table, bob, carol };
}

describe('attack 12: a message', () => {
  const speak = (by: Member, as: number, message: GroupMessage, seq = LATER): Bytes[] =>
    sealMessage({
      under: underOf(by, present(by)),
      sender: index(as),
      signingKey: by.seat.signing.signingKey,
      seq,
      message,
      audience: { key: present(by).messageKey, receiver: EVERYONE },
    });

  it.each<GroupMessage>([{ type: 'end' }, { type: 'leave' }, { type: 'media', on: 15 }])(
    'in another’s name is refused: $type',
    (message) => {
      const { table, bob, carol } = sitting();
      const media = table.all(bob, 'media').length;
      for (const data of speak(table.member(carol), 0, message)) table.tell(bob, { type: 'packet', data });
      expect(table.alarms(bob)).toEqual(['badSignature']);
      expect(table.all(bob, 'over')).toEqual([]);
      expect(table.all(bob, 'media')).toHaveLength(media);
      expect(table.member(bob).membership).toBe('confirmed');
      for (const data of speak(table.member(carol), bob, message)) table.tell(0, { type: 'packet', data });
      table.pass(1000);
      expect(table.names(0)).toEqual(['Ada', 'Bob', 'Carol']);
    },
  );

  it('that only the host may say is refused from a member', () => {
    const { table, bob, carol } = sitting();
    for (const data of speak(table.member(carol), carol, { type: 'end' }))
      table.tell(bob, { type: 'packet', data });
    expect(table.alarms(bob)).toEqual(['notAllowed']);
    expect(table.all(bob, 'over')).toEqual([]);
  });

  it('sent again, or with an earlier number, is not heard', () => {
    const { table, bob, carol } = sitting();
    const packets = speak(table.member(carol), carol, { type: 'media', on: 5 });
    const heard = () =>
      table.all(bob, 'media').filter((effect) => effect.index === index(carol) && effect.on === 5).length;
    for (let time = 0; time < 3; time++)
      for (const data of packets) table.tell(bob, { type: 'packet', data });
    expect(heard()).toBe(1);
    for (const data of speak(table.member(carol), carol, { type: 'media', on: 5 }, LATER - 1))
      table.tell(bob, { type: 'packet', data });
    expect(heard()).toBe(1);
  });

  it('of a member that was taken out is not heard any more', () => {
    const { table, bob, carol } = sitting();
    const carols = structuredClone(table.member(carol));
    for (const packet of sealGoodbye(table.member(carol))) table.send(carol, packet);
    table.pass(1000);
    const before = table.all(bob, 'media').length;
    for (const data of speak(carols, carol, { type: 'media', on: 15 }))
      table.tell(bob, { type: 'packet', data });
    expect(table.all(bob, 'media')).toHaveLength(before);
  });

  it('of any kind in another’s name changes nothing but the count of alarms', () => {
    const { table, bob, carol } = sitting();
    const [before, carols] = [table.member(bob), table.member(carol)];
    const toAll = Object.values(messages).map((one) => one as fc.Arbitrary<GroupMessage>);
    const some = fc.oneof(...toAll).filter(({ type }) => !PAIRWISE.has(type));
    fc.assert(
      fc.property(some, (message) => {
        for (const data of speak(carols, 0, message)) {
          const { member, effects } = step(before, { type: 'packet', data }, table.now);
          expect(effects).toEqual([{ type: 'alarm', reason: 'badSignature' }]);
          expect(present(member).signed.hash).toEqual(present(before).signed.hash);
          expect(member.over).toBeUndefined();
        }
      }),
    );
  });

  it('of any kind to one alone is not taken from whoever shares no key with them', () => {
    const { table, bob, carol } = sitting();
    const [before, carols] = [table.member(bob), table.member(carol)];
    const own = carols.pairs.get(index(0))?.at(-1);
    if (!own) throw new Error('no keys with the leader');
    const some = fc
      .oneof(...Object.values(messages).map((one) => one as fc.Arbitrary<GroupMessage>))
      .filter(({ type }) => PAIRWISE.has(type));
    fc.assert(
      fc.property(some, fc.constantFrom(own.fromLeader, own.toLeader), (message, key) => {
        const packets = sealMessage({
          under: underOf(carols, present(carols)),
          sender: index(0),
          signingKey: carols.seat.signing.signingKey,
          seq: LATER,
          message,
          audience: { key, receiver: index(bob), step: before.pairs.get(index(0))?.at(-1)?.step ?? own.step },
        });
        for (const data of packets)
          expect(step(before, { type: 'packet', data }, table.now)).toEqual({ member: before, effects: [] });
      }),
    );
  });
});
