/** Attack 10: states held back, answers dripped or replayed. Without a fresh answer that fits, sending ends in time. */

import { expect, it } from 'vitest';
import { sealGoodbye } from '../../../crypto/group/epochs.ts';
import { SILENCED_MS } from '../../../crypto/group/following.ts';
import { readPacket } from '../../../crypto/group/sealedMessage.ts';
import type { Bytes } from '../../../crypto/brands.ts';
import { granted } from '../../crypto/making.ts';
import { Table } from '../../crypto/table.ts';

/** The rough length of a pairwise packet tells an answered ping from a state sent whole. */
const isPong = (data: Uint8Array): boolean =>
  granted(readPacket(data)).kind === 'pairwise' && data.length < 250;

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

it('attack 10: answers dripped, one at a time and late, confirm only the time of the ping that was sent', () => {
  const table = new Table();
  const bob = table.sit('Bob');
  table.pass(5000);
  const start = table.now;
  const held: Bytes[] = [];
  table.carry = ({ from, to, data }) => {
    if (from === 0 && to === bob) held.push(data);
    return from === 0 && to === bob ? [] : [data];
  };
  // One answer every six seconds, each the oldest there is.
  while (table.now < start + 90_000) {
    table.pass(6000);
    const late = held.filter(isPong);
    const [oldest] = late;
    if (oldest && late.length > 4) {
      held.splice(held.indexOf(oldest), 1);
      table.tell(bob, { type: 'packet', data: oldest });
    }
    // The oldest of five pings is at least four intervals old, whenever its answer comes.
    const confirmedAt = granted(table.member(bob).confirmedAt);
    if (confirmedAt > start) expect(confirmedAt).toBeLessThanOrEqual(table.now - 32_000);
  }
  expect(silenced(table, bob)).toBe(true);
});

it('attack 10: answers replayed confirm nothing', () => {
  const table = new Table();
  const bob = table.sit('Bob');
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
