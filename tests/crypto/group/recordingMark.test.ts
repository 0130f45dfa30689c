/** The mark of who records (§6): signed, by the rules, and known to whoever comes later. */

import { describe, expect, it } from 'vitest';
import { present } from '../../../crypto/group/member.ts';
import { sealToEveryone } from '../../../crypto/group/turn.ts';
import { OPEN_POLICY } from '../../../crypto/group/policy.ts';
import { granted } from '../making.ts';
import { alarmsOf, memberOf, order, sit } from './seats.ts';
import type { Device, World } from './world.ts';

const record = (world: World, by: Device, on: boolean): void => {
  world.do(by, { type: 'say', saying: { say: 'recording', on } });
  world.pass(500);
};
/** What this device heard of recording, in its order. */
const marks = (device: Device): boolean[] =>
  device.all('heard').flatMap(({ saying }) => (saying.say === 'recording' ? [saying.on] : []));

function sitting() {
  const { world, ada, named } = sit(['Bob', 'Carol'], { Bob: 1 });
  return { world, ada, bob: named('Bob'), carol: named('Carol') };
}

describe('a recording', () => {
  it('is told to everyone before its own device hears that it may begin', () => {
    const { world, ada, bob, carol } = sitting();
    const before = world.seen.length;
    const at = carol.effects.length;
    world.do(carol, { type: 'say', saying: { say: 'recording', on: true } });
    expect(world.seen.length).toBeGreaterThan(before);
    expect(carol.effects.slice(at).map(({ type }) => type)).toEqual(['heard']);
    world.pass(500);
    for (const device of [ada, bob, carol]) expect(marks(device)).toEqual([true]);
    record(world, carol, false);
    for (const device of [ada, bob, carol]) expect(marks(device).at(-1)).toBe(false);
    expect(alarmsOf(ada, bob, carol)).toEqual([]);
  });

  it('is told to whoever comes in later', () => {
    const { world, ada, carol } = sitting();
    record(world, carol, true);
    const dan = granted(world.admit(ada, 'Dan'));
    world.pass(5000);
    expect(marks(dan).at(-1)).toBe(true);
    expect(dan.all('heard').every(({ label }) => label === 'Carol')).toBe(true);
    expect(alarmsOf(ada, carol, dan)).toEqual([]);
  });

  it('and a raised hand are told to whoever comes in later, a lowered one is not', () => {
    const { world, ada, bob, carol } = sitting();
    for (const by of [bob, carol]) world.do(by, { type: 'say', saying: { say: 'hand', up: true, upFor: 0 } });
    world.do(carol, { type: 'say', saying: { say: 'hand', up: false, upFor: 0 } });
    world.pass(500);
    const dan = granted(world.admit(ada, 'Dan'));
    world.pass(5000);
    const hands = dan.all('heard').filter(({ saying }) => saying.say === 'hand');
    expect(new Set(hands.map(({ label }) => label))).toEqual(new Set(['Bob']));
  });

  it('that is over is not told as one that runs to whoever comes in later', () => {
    const { world, ada, carol } = sitting();
    record(world, carol, true);
    record(world, carol, false);
    const dan = granted(world.admit(ada, 'Dan'));
    world.pass(5000);
    expect(marks(dan)).not.toContain(true);
  });

  it('is told again when it was missed', () => {
    const { world, ada, bob, carol } = sitting();
    world.do(carol, { type: 'say', saying: { say: 'chat', text: 'one' } });
    world.pass(500);
    bob.side = 1;
    world.do(carol, { type: 'say', saying: { say: 'recording', on: true } });
    world.pass(50);
    bob.side = 0;
    world.do(carol, { type: 'say', saying: { say: 'chat', text: 'two' } });
    world.pass(4000);
    expect(marks(bob)).toEqual([true]);
    expect(alarmsOf(ada, bob, carol)).toEqual([]);
  });

  it('that is over is not told again as one that runs to whoever missed its beginning', () => {
    const { world, bob, carol } = sitting();
    world.do(carol, { type: 'say', saying: { say: 'chat', text: 'one' } });
    world.pass(500);
    bob.side = 1;
    world.do(carol, { type: 'say', saying: { say: 'recording', on: true } });
    world.pass(50);
    bob.side = 0;
    record(world, carol, false);
    world.pass(4000);
    expect(marks(bob)).toEqual([false]);
  });

  it('begins for nobody whom the rules forbid it, and may always end', () => {
    const { world, ada, bob, carol } = sitting();
    record(world, carol, true);
    order(world, ada, { do: 'policy', policy: { ...OPEN_POLICY, recording: 'authorities' } });
    world.pass(2000);
    record(world, carol, false);
    record(world, carol, true);
    record(world, bob, true);
    expect(carol.all('refused')).toEqual([{ type: 'refused', reason: 'notAllowed' }]);
    const who = ada.all('heard').map(({ label, saying }) => [label, saying.say === 'recording' && saying.on]);
    expect(who.slice(-2)).toEqual([
      ['Carol', false],
      ['Bob', true],
    ]);
    expect(alarmsOf(ada, bob, carol)).toEqual([]);
  });

  it('attack 12: by somebody whom the rules forbid it, or in another’s name, is no mark anywhere', () => {
    const { world, ada, bob, carol } = sitting();
    order(world, ada, { do: 'policy', policy: { ...OPEN_POLICY, recording: 'authorities' } });
    world.pass(2000);
    const member = memberOf(carol);
    const mark = { type: 'say', say: 'recording', on: true } as const;
    for (const data of sealToEveryone(member, mark, present(member), 900_000))
      world.deliver(carol, bob, data);
    world.pass(500);
    expect(marks(bob)).toEqual([]);
    expect(alarmsOf(bob)).toEqual(['notAllowed']);
    const asBob = { ...member, seat: { ...member.seat, index: memberOf(bob).seat.index } };
    for (const data of sealToEveryone(asBob, mark, present(member), 900_001)) world.deliver(carol, ada, data);
    world.pass(500);
    expect(marks(ada)).toEqual([]);
    expect(alarmsOf(ada)).toEqual(['badSignature']);
  });

  it('cannot begin while the others still judge by rules that forbid it', () => {
    const { world, ada, carol } = sitting();
    order(world, ada, { do: 'policy', policy: { ...OPEN_POLICY, recording: 'nobody' } });
    world.pass(2000);
    order(world, ada, { do: 'policy', policy: OPEN_POLICY });
    while (present(memberOf(carol)).signed.header.policy.recording === 'nobody') world.pass(50);
    expect(memberOf(carol).sending).not.toBe(present(memberOf(carol)).n);
    world.do(carol, { type: 'say', saying: { say: 'recording', on: true } });
    expect(carol.all('refused')).toHaveLength(1);
    world.pass(1000);
    record(world, carol, true);
    expect(marks(ada)).toEqual([true]);
    expect(alarmsOf(ada, carol)).toEqual([]);
  });
});
