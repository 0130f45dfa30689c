/** The group machine (§5): entries, renews, pings, catching up, the end. */

import { describe, expect, it } from 'vitest';
import { branded, type Key, type MemberIndex } from '../../../crypto/brands.ts';
import { COMMON_KIND } from '../../../crypto/group/common.ts';
import { sealGoodbye } from '../../../crypto/group/epochs.ts';
import { PING_JITTER_MS, PING_MS, SILENCED_MS, UNSURE_MS } from '../../../crypto/group/pinging.ts';
import { CROWD_GAP_MS, STATE_GAP_MS } from '../../../crypto/group/issuing.ts';
import { DROP_MS } from '../../../crypto/group/leading.ts';
import { present } from '../../../crypto/group/member.ts';
import { readPacket } from '../../../crypto/group/sealedMessage.ts';
import { randomBytes, signingPair } from '../../../crypto/sodium.ts';
import { granted } from '../making.ts';
import { Table } from '../table.ts';

const everyone = (table: Table): number[] => [...table.members.keys()];
/** What a packet of an epoch says in clear; undefined for what is said across epochs. */
const packetOf = (data: Uint8Array) => (data[0] === COMMON_KIND ? undefined : granted(readPacket(data)));
const quiet = (table: Table) => expect(everyone(table).flatMap((index) => table.alarms(index))).toEqual([]);

describe('entries', () => {
  it('are states that derive from the last, and everyone has the same key', () => {
    const table = new Table();
    const bob = table.sit('Bob');
    const carol = table.sit('Carol');
    expect(everyone(table).map((index) => table.n(index))).toEqual([2, 2, 2]);
    expect(new Set(everyone(table).map((index) => table.key(index))).size).toBe(1);
    expect(table.names(bob)).toEqual(['Ada', 'Bob', 'Carol']);
    expect(present(table.member(carol)).signed.header.kind).toBe('advance');
    quiet(table);
  });

  it('at once share one state', () => {
    const table = new Table();
    const enter = (waiter: number) => ({
      type: 'enter' as const,
      entry: {
        waiter,
        signKey: signingPair().verifyKey,
        name: `P${waiter}`,
        pairRoot: branded<Key>(randomBytes(32)),
        by: branded<MemberIndex>(0),
      },
    });
    table.pass(STATE_GAP_MS);
    table.tell(0, enter(1));
    table.tell(0, enter(2));
    table.tell(0, enter(3));
    expect(table.n(0)).toBe(1);
    table.pass(STATE_GAP_MS);
    expect(table.n(0)).toBe(2);
    expect(table.all(0, 'admitted').map(({ waiter, text }) => [waiter, text.index])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('wait longer with more than fifty people', () => {
    const table = new Table();
    for (let at = 0; at < 51; at++) table.sit(`P${at}`, false);
    const before = table.now;
    table.sit('Late', false);
    expect(table.now - before).toBeGreaterThanOrEqual(CROWD_GAP_MS - STATE_GAP_MS);
  });

  it('start silent, and send once the first ping was answered', () => {
    const table = new Table();
    const bob = table.sit('Bob', false);
    expect(table.all(bob, 'sendUnder')).toEqual([]);
    table.tell(bob, { type: 'media', on: 0b11 });
    expect(table.all(bob, 'packets')).toEqual([]);
    table.tell(bob, { type: 'connected' });
    expect(table.all(bob, 'membership').at(-1)?.state).toBe('confirmed');
    expect(table.all(bob, 'sendUnder')).toEqual([{ type: 'sendUnder', n: 1 }]);
    expect(table.all(0, 'media').at(-1)).toEqual({ type: 'media', index: bob, on: 0b11 });
  });
});

describe('a leave', () => {
  it('makes a fresh secret that whoever left has no way to', () => {
    const table = new Table();
    const [bob, eve] = [table.sit('Bob'), table.sit('Eve')];
    table.pass(2000);
    const eves = table.member(eve);
    for (const packet of sealGoodbye(eves)) table.send(eve, packet);
    table.pass(500);
    expect(table.names(bob)).toEqual(['Ada', 'Bob']);
    expect(present(table.member(bob)).signed.header.kind).toBe('renew');
    expect(table.key(bob)).toBe(table.key(0));
    expect(table.n(eve)).toBeLessThan(table.n(bob));
    expect(table.key(eve)).not.toBe(table.key(bob));
    quiet(table);
  });

  it('steps the pairwise keys of those who stay, and wraps for nobody else', () => {
    const table = new Table();
    const [bob, eve] = [table.sit('Bob'), table.sit('Eve')];
    const before = granted(table.member(bob).pairs.get(branded<MemberIndex>(0))?.at(-1));
    const count = table.log.length;
    for (const packet of sealGoodbye(table.member(eve))) table.send(eve, packet);
    table.pass(500);
    const wraps = table.since(count, 0).flatMap((data) => {
      const packet = packetOf(data);
      return packet?.kind === 'wraps' ? [...packet.wraps.keys()] : [];
    });
    expect(wraps).toEqual([bob]);
    const after = granted(table.member(bob).pairs.get(branded<MemberIndex>(0))?.at(-1));
    expect(after.step).toBe(table.n(bob));
    expect(after.fromLeader).not.toEqual(before.fromLeader);
    expect(before.fromLeader.every((byte) => byte === 0)).toBe(true);
  });

  it('of many in a row is followed whichever half, state or wraps, comes first', () => {
    const table = new Table();
    const bob = table.sit('Bob');
    const others = Array.from({ length: 6 }, (_, at) => table.sit(`P${at}`));
    let held: Uint8Array[] = [];
    table.carry = ({ from, to, data }) => {
      if (from !== 0 || to !== bob) return [data];
      const packet = packetOf(data);
      if (!packet) return [];
      // Bob gets the wraps first, and the state after them.
      if (packet.kind === 'everyone') held = [...held, data];
      if (packet.kind !== 'wraps') return packet.kind === 'pairwise' ? [data] : [];
      const late = held;
      held = [];
      return [data, ...late.map((bytes) => new Uint8Array(bytes))];
    };
    for (const index of others) {
      for (const packet of sealGoodbye(table.member(index))) table.send(index, packet);
      table.pass(1000);
      expect(table.key(bob)).toBe(table.key(0));
    }
    expect(table.names(bob)).toEqual(['Ada', 'Bob']);
  });
});

describe('pings', () => {
  it('go out every ten seconds, give or take two', () => {
    const table = new Table();
    const bob = table.sit('Bob');
    const times: number[] = [];
    for (let at = 0; at < 4 * 300; at++) {
      const before = table.member(bob).pingNumber;
      table.pass(250);
      if (table.member(bob).pingNumber > before) times.push(table.now);
    }
    const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    expect(gaps.length).toBeGreaterThan(20);
    for (const gap of gaps) {
      expect(gap).toBeGreaterThanOrEqual(PING_MS - PING_JITTER_MS);
      expect(gap).toBeLessThanOrEqual(PING_MS + PING_JITTER_MS + 250);
    }
    expect(new Set(gaps).size).toBeGreaterThan(3);
  });

  it('without an answer: unsure after fifteen seconds, silent after thirty, and back with one', () => {
    const table = new Table();
    // The last of six, who does not take over for a while.
    for (let at = 0; at < 4; at++) table.sit(`P${at}`);
    const bob = table.sit('Bob');
    const confirmedAt = granted(table.member(bob).confirmedAt);
    table.away.add(bob);
    const states: [number, string][] = [];
    const seen = table.all(bob, 'membership').length;
    for (let at = 0; at < 4 * 40; at++) {
      const before = table.all(bob, 'membership').length;
      table.pass(250);
      for (const { state } of table.all(bob, 'membership').slice(Math.max(before, seen)))
        states.push([table.now - confirmedAt, state]);
    }
    expect(states).toEqual([
      [UNSURE_MS, 'unsure'],
      [SILENCED_MS, 'silenced'],
    ]);
    table.away.delete(bob);
    table.pass(PING_MS + PING_JITTER_MS + 250);
    expect(table.all(bob, 'membership').at(-1)?.state).toBe('confirmed');
  });

  it('who sends none for a minute is dropped', () => {
    const table = new Table();
    const [bob, carol] = [table.sit('Bob'), table.sit('Carol')];
    table.away.add(bob);
    table.pass(DROP_MS + 1000);
    expect(table.names(carol)).toEqual(['Ada', 'Carol']);
    expect(table.all(0, 'dropped').map(({ member }) => member.name)).toEqual(['Bob']);
    expect(present(table.member(carol)).signed.header.kind).toBe('renew');
  });

  it('a leader that nobody pings for half a minute stops sending', () => {
    const table = new Table();
    const bob = table.sit('Bob');
    table.away.add(bob);
    table.pass(45_000);
    expect(table.all(0, 'membership').at(-1)?.state).toBe('silenced');
    expect(table.all(0, 'silence')).not.toEqual([]);
    table.away.delete(bob);
    table.pass(2 * PING_MS);
    expect(table.all(0, 'membership').at(-1)?.state).toBe('confirmed');
  });
});

describe('a gap', () => {
  it('is closed by asking: the state whole, over any number of renews', () => {
    const table = new Table();
    const bob = table.sit('Bob');
    table.away.add(bob);
    for (let at = 0; at < 3; at++) {
      const eve = table.sit('Eve');
      for (const packet of sealGoodbye(table.member(eve))) table.send(eve, packet);
      table.away.add(eve);
      table.pass(1000);
    }
    expect(table.n(bob)).toBe(1);
    table.away.delete(bob);
    table.tell(bob, { type: 'connected' });
    expect(table.key(bob)).toBe(table.key(0));
    table.sit('Carol');
    expect(table.key(bob)).toBe(table.key(0));
    quiet(table);
  });

  it('of one lost state is closed soon after the first message from beyond it', () => {
    const table = new Table();
    const bob = table.sit('Bob');
    table.carry = ({ to, data }) => (to === bob ? [] : [data]);
    table.sit('Carol');
    table.carry = ({ data }) => [data];
    expect(table.n(bob)).toBe(1);
    table.sit('Dave');
    table.pass(1500);
    expect(table.n(bob)).toBe(3);
    expect(table.names(bob)).toEqual(['Ada', 'Bob', 'Carol', 'Dave']);
  });
});

describe('the end', () => {
  it('by the host ends it for everyone, and erases every key', () => {
    const table = new Table();
    const bob = table.sit('Bob');
    const before = table.member(bob);
    table.tell(0, { type: 'end' });
    expect(table.all(bob, 'over')).toEqual([{ type: 'over', how: 'ended' }]);
    const { epochKey, messageKey } = present(before);
    for (const key of [
      before.secret,
      before.seat.roomKey,
      before.seat.signing.signingKey,
      epochKey,
      messageKey,
    ]) {
      expect(key?.every((byte) => byte === 0)).toBe(true);
    }
    const after = table.member(bob);
    table.tell(bob, { type: 'tick' });
    expect(table.member(bob)).toBe(after);
  });

  it('of the host’s tab hands the call to the next, and nobody has to stop sending', () => {
    const table = new Table();
    const [bob, carol] = [table.sit('Bob'), table.sit('Carol')];
    table.pass(2000);
    for (const packet of sealGoodbye(table.leader)) table.send(0, packet);
    table.members.delete(0);
    table.pass(120_000);
    for (const index of [bob, carol]) {
      expect(table.member(index).membership).toBe('hostless');
      expect(table.all(index, 'silence')).toEqual([]);
      expect(table.names(index)).toEqual(['Bob', 'Carol']);
    }
    expect(table.member(bob).leading).toBeDefined();
    expect(table.key(bob)).toBe(table.key(carol));
    quiet(table);
  });
});
