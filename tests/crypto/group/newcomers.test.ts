/** Newcomers (§4, §5): who they know when they come in, and how sure of themselves they are. */

import { describe, expect, it } from 'vitest';
import { COMMON_KIND } from '../../../crypto/group/common.ts';
import { SILENCED_MS, UNSURE_MS } from '../../../crypto/group/pinging.ts';
import { readPacket } from '../../../crypto/group/sealedMessage.ts';
import { granted } from '../making.ts';
import { Table } from '../table.ts';

/** What a packet of an epoch says in clear; undefined for what is said across epochs. */
const packetOf = (data: Uint8Array) => (data[0] === COMMON_KIND ? undefined : granted(readPacket(data)));

describe('a newcomer', () => {
  it.each([true, false])('knows who is in from the door on (%s), or asks inside', (peopleAtDoor) => {
    const table = new Table();
    table.peopleAtDoor = peopleAtDoor;
    table.sit('Bob');
    const carol = table.sit('Carol', false);
    expect(table.all(carol, 'roster')).toHaveLength(peopleAtDoor ? 1 : 0);
    expect(table.member(carol).proven !== undefined).toBe(peopleAtDoor);
    const before = table.log.length;
    table.tell(carol, { type: 'connected' });
    expect(table.names(carol)).toEqual(['Ada', 'Bob', 'Carol']);
    expect(table.member(carol).membership).toBe('confirmed');
    // A ping, and where nobody is known yet a question before it.
    const said = table.log.slice(before).filter(({ from }) => from === carol);
    const asked = said.filter(({ data }) => packetOf(data)?.kind === 'pairwise');
    expect(asked).toHaveLength(peopleAtDoor ? 1 : 2);
  });
});

describe('a newcomer that pinged at the door', () => {
  /** What Bob does until his frames can be sealed, `age` after that ping. */
  const enterAfter = (age: number, peopleAtDoor = true) => {
    const table = new Table();
    table.peopleAtDoor = peopleAtDoor;
    table.askedAt = table.now - age;
    const bob = table.sit('Bob', false);
    return { table, bob };
  };

  it('is as sure of itself as that answer makes it, and pings on', () => {
    const { table, bob } = enterAfter(UNSURE_MS - 1_000);
    expect(table.member(bob).membership).toBe('confirmed');
    expect(table.all(bob, 'sendUnder').map(({ n }) => n)).toEqual([table.n(bob)]);
    table.pass(2_000);
    expect(table.member(bob).membership).toBe('unsure');
    table.tell(bob, { type: 'connected' });
    expect(table.member(bob).membership).toBe('confirmed');
  });

  it('without an answer inside it stops sending, counted from that ping', () => {
    const { table, bob } = enterAfter(UNSURE_MS - 1_000);
    table.pass(SILENCED_MS - UNSURE_MS);
    expect(table.member(bob).membership).toBe('unsure');
    table.pass(2_000);
    expect(table.member(bob).membership).toBe('silenced');
    expect(table.all(bob, 'silence')).toHaveLength(1);
  });

  it.each([
    ['too long ago', UNSURE_MS, true],
    ['and does not know yet who is in', 0, false],
  ])('%s sends nothing before it is answered inside', (_what, age, peopleAtDoor) => {
    const { table, bob } = enterAfter(age, peopleAtDoor);
    expect(table.member(bob).membership).toBe('waiting');
    expect(table.all(bob, 'sendUnder')).toEqual([]);
    table.tell(bob, { type: 'connected' });
    expect(table.member(bob).membership).toBe('confirmed');
  });
});
