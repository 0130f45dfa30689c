/** The group machine (§5): entries, renews, pings, change-over, catching up. */

import { describe, expect, it } from 'vitest';
import { branded, type Key, type MemberIndex } from '../../../crypto/brands.ts';
import { COMMON_KIND } from '../../../crypto/group/common.ts';
import { sealGoodbye } from '../../../crypto/group/epochs.ts';
import { PING_JITTER_MS, PING_MS, SILENCED_MS, UNSURE_MS } from '../../../crypto/group/pinging.ts';
import { MEDIA_KEPT_MS, MESSAGES_KEPT_MS, SWITCH_MS } from '../../../crypto/group/installing.ts';
import { ADVANCE_MS, CROWD_GAP_MS, STATE_GAP_MS } from '../../../crypto/group/issuing.ts';
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
