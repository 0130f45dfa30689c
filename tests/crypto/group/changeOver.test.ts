/** Change-over (§5): when senders go to the next epoch, and when its keys go. */

import { describe, expect, it } from 'vitest';
import { MEDIA_KEPT_MS, MESSAGES_KEPT_MS, SWITCH_MS } from '../../../crypto/group/installing.ts';
import { ADVANCE_MS } from '../../../crypto/group/issuing.ts';
import { present } from '../../../crypto/group/member.ts';
import { Table } from '../table.ts';

const everyone = (table: Table): number[] => [...table.members.keys()];
const quiet = (table: Table) => expect(everyone(table).flatMap((index) => table.alarms(index))).toEqual([]);

describe('change-over', () => {
  it('is at once where nobody else is in who stays', () => {
    const table = new Table();
    const n = table.n(0);
    table.sit('Bob', false);
    expect(table.all(0, 'sendUnder').at(-1)?.n).toBe(n + 1);
    table.pass(5000);
    table.sit('Carol', false);
    expect(table.all(0, 'sendUnder').at(-1)?.n).toBe(n + 1);
    table.pass(SWITCH_MS);
    expect(table.all(0, 'sendUnder').at(-1)?.n).toBe(n + 2);
  });

  it('sends under the next epoch 200 ms later, and erases the old after four seconds', () => {
    const table = new Table();
    const bob = table.sit('Bob');
    table.pass(5000);
    const old = present(table.member(bob));
    table.sit('Carol');
    const arrived = table.now;
    const sends = () => table.all(bob, 'sendUnder').at(-1)?.n;
    const erased = () => table.all(bob, 'erase').map(({ n }) => n);
    expect(sends()).toBe(old.n);
    table.pass(arrived + SWITCH_MS - 1 - table.now);
    expect(sends()).toBe(old.n);
    table.pass(1);
    expect(sends()).toBe(table.n(bob));
    expect(erased()).not.toContain(old.n);
    table.pass(arrived + MEDIA_KEPT_MS - table.now);
    expect(erased()).toContain(old.n);
    expect(old.epochKey?.every((byte) => byte === 0)).toBe(true);
    expect(old.messageKey.every((byte) => byte === 0)).toBe(false);
    table.pass(MESSAGES_KEPT_MS);
    expect(old.messageKey.every((byte) => byte === 0)).toBe(true);
  });

  it('never has sixteen epochs live, of which two would share a KID, however fast people come', () => {
    const table = new Table();
    const bob = table.sit('Bob');
    const live = new Set<number>();
    let most = 0;
    let seen = 0;
    for (let at = 0; at < 30; at++) {
      table.sit(`P${at}`, false);
      const effects = table.effects.get(bob) ?? [];
      for (const effect of effects.slice(seen)) {
        if (effect.type === 'epoch') live.add(effect.n);
        if (effect.type === 'erase') live.delete(effect.n);
        most = Math.max(most, live.size);
      }
      seen = effects.length;
    }
    expect(most).toBeGreaterThan(5);
    expect(most).toBeLessThanOrEqual(10);
  });

  it('goes on with nobody coming or going: a derived secret every two minutes, a fresh one every ten', () => {
    const table = new Table();
    const bob = table.sit('Bob');
    const kinds: string[] = [];
    for (let minutes = 0; minutes < 21; minutes++) {
      const before = table.n(bob);
      table.pass(60_000);
      if (table.n(bob) > before) kinds.push(present(table.member(bob)).signed.header.kind);
    }
    expect(kinds.filter((kind) => kind === 'renew')).toHaveLength(2);
    expect(kinds.length).toBeGreaterThanOrEqual((21 * 60_000) / ADVANCE_MS - 1);
    quiet(table);
  });
});
