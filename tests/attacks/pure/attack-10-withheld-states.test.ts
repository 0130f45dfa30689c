/** Attack 10: states held back, answers dripped or replayed. Without a fresh answer that fits, sending ends in time. */

import { expect, it } from 'vitest';
import { COMMON_KIND } from '../../../crypto/group/common.ts';
import { sealGoodbye } from '../../../crypto/group/epochs.ts';
import { SILENCED_MS } from '../../../crypto/group/pinging.ts';
import { branded, type Bytes, type MemberIndex } from '../../../crypto/brands.ts';
import { present, underOf } from '../../../crypto/group/member.ts';
import { readPacket, sealMessage } from '../../../crypto/group/sealedMessage.ts';
import { randomBytes } from '../../../crypto/sodium.ts';
import { granted } from '../../crypto/making.ts';
import { Table } from '../../crypto/table.ts';

/** The rough length of a pairwise packet tells an answered ping from a state sent whole. */
const isPong = (data: Uint8Array): boolean =>
  data[0] !== COMMON_KIND && granted(readPacket(data)).kind === 'pairwise' && data.length < 250;

const silenced = (table: Table, index: number) => table.all(index, 'membership').at(-1)?.state === 'silenced';

it('attack 10: a removal held back, with the answers let through, silences the victim within thirty seconds', () => {
  const table = new Table();
  const [bob, eve] = [table.sit('Bob'), table.sit('Eve')];
  table.pass(5000);
  table.carry = ({ from, to, data }) => (from === 0 && to === bob && !isPong(data) ? [] : [data]);
  for (const packet of sealGoodbye(table.member(eve))) table.send(eve, packet);
  table.pass(1000);
  expect(table.n(0)).toBeGreaterThan(table.n(bob));
  table.pass(SILENCED_MS);
  expect(silenced(table, bob)).toBe(true);
  expect(table.all(bob, 'silence')).not.toEqual([]);
  table.carry = ({ data }) => [data];
  table.pass(3000);
  expect(table.n(bob)).toBe(table.n(0));
  expect(table.all(bob, 'membership').at(-1)?.state).toBe('confirmed');
});

it('attack 10: an entry held back does the same', () => {
  const table = new Table();
  const bob = table.sit('Bob');
  table.pass(5000);
  table.carry = ({ from, to, data }) => (from === 0 && to === bob && !isPong(data) ? [] : [data]);
  table.sit('Carol');
  table.pass(SILENCED_MS + 1000);
  expect(silenced(table, bob)).toBe(true);
});

/** A meeting of seven in which Bob is the last to take over: not before forty seconds without an answer. */
function atTheEnd() {
  const table = new Table();
  for (let at = 0; at < 5; at++) table.sit(`P${at}`);
  const bob = table.sit('Bob');
  table.pass(5000);
  return { table, bob };
}

it('attack 10: answers dripped, one at a time and late, confirm only the time of the ping that was sent', () => {
  const { table, bob } = atTheEnd();
  const start = table.now;
  let held: { data: Bytes; at: number }[] = [];
  table.carry = ({ from, to, data }) => {
    if (from !== 0 || to !== bob) return [data];
    if (isPong(data)) held.push({ data, at: table.now });
    return [];
  };
  let answers = 0;
  while (table.now < start + 80_000) {
    table.pass(250);
    const late = held.filter(({ at }) => at <= table.now - SILENCED_MS - 1000);
    held = held.filter((one) => !late.includes(one));
    for (const { data } of late) {
      const { pings, confirmedAt } = table.member(bob);
      table.tell(bob, { type: 'packet', data });
      const after = table.member(bob);
      const answered = pings.filter(({ number }) => !after.pings.some((open) => open.number === number));
      if (answered.length > 0) answers++;
      expect(after.confirmedAt).toBe(answered.at(-1)?.sentAt ?? confirmedAt);
    }
    if (table.now > start + SILENCED_MS) expect(silenced(table, bob)).toBe(true);
  }
  expect(answers).toBeGreaterThan(2);
});

it('attack 10: answers replayed confirm nothing', () => {
  const { table, bob } = atTheEnd();
  const pongs: Bytes[] = [];
  table.carry = ({ from, to, data }) => {
    if (from === 0 && to === bob && isPong(data)) pongs.push(data);
    return [data];
  };
  table.pass(40_000);
  expect(pongs.length).toBeGreaterThanOrEqual(3);
  const { confirmedAt } = table.member(bob);
  table.carry = ({ from, to, data }) => (from === 0 && to === bob ? [] : [data]);
  for (let at = 0; at < 40; at++) {
    table.pass(1000);
    for (const data of pongs) table.tell(bob, { type: 'packet', data });
  }
  expect(table.member(bob).confirmedAt).toBe(confirmedAt);
  expect(silenced(table, bob)).toBe(true);
});

it('attack 10: whoever is cut off from all others sends for no more than thirty seconds, and takes over in silence', () => {
  const table = new Table();
  const bob = table.sit('Bob');
  table.sit('Carol');
  table.pass(5000);
  const since = granted(table.member(bob).confirmedAt);
  table.away.add(bob);
  while (table.now < since + SILENCED_MS) table.pass(250);
  for (let more = 0; more < 60; more++) {
    table.pass(1000);
    const sends = table.effects.get(bob)?.findLast(({ type }) => type === 'sendUnder' || type === 'silence');
    expect([table.now - since, sends?.type]).toEqual([table.now - since, 'silence']);
  }
});

it('attack 10: an answer without the random bytes that were asked with confirms nothing', () => {
  const table = new Table();
  const bob = table.sit('Bob');
  table.pass(5000);
  table.carry = ({ from, to, data }) => (from === 0 && to === bob ? [] : [data]);
  table.pass(13_000);
  const { pings, confirmedAt, pingNumber } = table.member(bob);
  expect(pings.length).toBeGreaterThan(0);
  const { leader } = table;
  const { n, signed } = present(leader);
  const receiver = branded<MemberIndex>(bob);
  const pair = granted(leader.pairs.get(receiver)?.at(-1));
  const answer = (token: Bytes, seq: number): void => {
    const packets = sealMessage({
      under: underOf(leader, present(leader)),
      sender: leader.seat.index,
      signingKey: leader.seat.signing.signingKey,
      seq,
      message: { type: 'pong', token, number: pingNumber, n, hash: signed.hash },
      audience: { key: pair.fromLeader, receiver, step: pair.step },
    });
    for (const data of packets) table.tell(bob, { type: 'packet', data });
  };
  answer(randomBytes(16), 900_000);
  expect(table.member(bob).confirmedAt).toBe(confirmedAt);
  answer(granted(pings.at(-1)).token, 900_001);
  expect(table.member(bob).confirmedAt).toBe(pings.at(-1)?.sentAt);
});
