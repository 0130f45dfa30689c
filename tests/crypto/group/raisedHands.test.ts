/** When hands went up (§6): the same for who was there and who comes later, and nobody gets before the others by a lie. */

import { describe, expect, it } from 'vitest';
import { present } from '../../../crypto/group/member.ts';
import type { GroupMessage } from '../../../crypto/group/messages.ts';
import { sealToEveryone } from '../../../crypto/group/turn.ts';
import { granted } from '../making.ts';
import { alarmsOf, memberOf, sit } from './seats.ts';
import type { Device, World } from './world.ts';

function sitting() {
  const { world, ada, named } = sit(['Bob', 'Carol', 'Dan']);
  return { world, ada, bob: named('Bob'), carol: named('Carol'), dan: named('Dan') };
}

function raise(world: World, by: Device, up = true): void {
  world.do(by, { type: 'say', saying: { say: 'hand', up, upFor: 0 } });
  world.pass(500);
}

/** Says of its hand what its own client would not. */
function claim(
  world: World,
  by: Device,
  to: Device,
  upFor: number,
  saidIn: Partial<GroupMessage> = {},
): void {
  const member = memberOf(by);
  const message = { type: 'say', say: 'hand', up: true, upFor, ...saidIn } as GroupMessage;
  for (const data of sealToEveryone(member, message, present(member), 900_000)) world.deliver(by, to, data);
  world.pass(250);
}

/** How long each raised hand had been up when this device first heard of it, in seconds, by name. */
function upFor(device: Device): Record<string, number> {
  const known: Record<string, number> = {};
  for (const { label, saying } of device.all('heard'))
    if (saying.say === 'hand' && saying.up) known[label] ??= Math.round(saying.upFor / 1000);
  return known;
}

describe('a raised hand', () => {
  it('is told to who comes later with how long it has been up', () => {
    const { world, ada, bob, carol, dan } = sitting();
    raise(world, carol);
    world.pass(30_000);
    raise(world, bob);
    world.pass(60_000);
    const eve = granted(world.admit(ada, 'Eve'));
    world.pass(5_000);
    const { Carol: carols, Bob: bobs } = upFor(eve);
    expect(granted(carols) - granted(bobs)).toBeGreaterThanOrEqual(30);
    expect(bobs).toBeGreaterThanOrEqual(60);
    expect(upFor(dan)).toEqual({ Carol: 0, Bob: 0 });
    expect(alarmsOf(ada, bob, carol, dan, eve)).toEqual([]);
  });

  it('is up since it was raised last', () => {
    const { world, ada, bob } = sitting();
    raise(world, bob);
    world.pass(60_000);
    raise(world, bob, false);
    raise(world, bob);
    const eve = granted(world.admit(ada, 'Eve'));
    world.pass(5_000);
    const { Bob: bobs } = upFor(eve);
    expect(bobs).toBeLessThan(10);
  });

  it('that is raised twice is up since the first time', () => {
    const { world, ada, bob } = sitting();
    raise(world, bob);
    world.pass(60_000);
    raise(world, bob);
    const eve = granted(world.admit(ada, 'Eve'));
    world.pass(5_000);
    const { Bob: bobs } = upFor(eve);
    expect(bobs).toBeGreaterThanOrEqual(60);
  });

  it('that somebody missed is told again with how long it has been up by then', () => {
    const { world, bob, dan } = sitting();
    // Or Bob would tell Dan anyhow.
    world.do(dan, { type: 'say', saying: { say: 'reaction', emoji: '👍' } });
    world.pass(500);
    dan.side = 1;
    raise(world, bob);
    dan.side = 0;
    world.do(bob, { type: 'say', saying: { say: 'reaction', emoji: '👍' } });
    world.pass(4_000);
    const hand = memberOf(bob).spoken.find(({ saying }) => saying.say === 'hand');
    expect(dan.all('heard').map(({ seq }) => seq)).toContain(granted(hand).seq);
    const { Bob: bobs } = upFor(dan);
    expect(bobs).toBeGreaterThanOrEqual(2);
  });

  it('has not been up for less than no time where a clock was put back, nor for longer than can be said', () => {
    const { world, ada, bob } = sitting();
    for (const hand of [world.now + 3_600_000, 0]) {
      bob.member = { ...memberOf(bob), hand };
      const eve = granted(world.admit(ada, 'Eve'));
      world.pass(5_000);
      const heard = eve.all('heard').find(({ saying }) => saying.say === 'hand');
      expect(heard?.saying).toMatchObject({ upFor: hand === 0 ? 0xffffffff : 0 });
    }
  });

  it('is told to who was gone and comes back with how long it has been up', () => {
    const { world, bob, carol } = sitting();
    world.divide((device) => (device === carol ? 1 : 0));
    world.pass(60_000);
    raise(world, bob);
    world.pass(60_000);
    world.divide(() => 0);
    world.pass(30_000);
    const { Bob: bobs } = upFor(carol);
    expect(bobs).toBeGreaterThanOrEqual(60);
  });

  it('is down where its owner was gone, and came back to another place', () => {
    const { world, ada, bob, carol } = sitting();
    raise(world, carol);
    const { index } = memberOf(carol).seat;
    world.divide((device) => (device === carol ? 1 : 0));
    world.pass(120_000);
    world.divide(() => 0);
    world.pass(60_000);
    expect(memberOf(carol).seat.index).toBeGreaterThan(index);
    expect(memberOf(carol).hand).toBeUndefined();
    const said = bob.all('heard').filter(({ from }) => from === memberOf(carol).seat.index);
    expect(said).toEqual([]);
    expect(alarmsOf(ada, bob, carol)).toEqual([]);
  });
});

describe('attack 12: a hand that is said to have been up for long', () => {
  const HOUR_MS = 3_600_000;

  it('by somebody who came in later is up since now', () => {
    const { world, ada, bob, dan } = sitting();
    raise(world, bob);
    const eve = granted(world.admit(ada, 'Eve'));
    world.pass(1_000);
    claim(world, eve, dan, HOUR_MS);
    expect(upFor(dan)).toEqual({ Bob: 0, Eve: 0 });
  });

  it('by somebody who was heard without it is up since now', () => {
    const { world, bob, carol, dan } = sitting();
    raise(world, carol);
    world.pass(10_000);
    claim(world, bob, dan, HOUR_MS);
    expect(upFor(dan)).toEqual({ Carol: 0, Bob: 0 });
  });

  it('under an old number is up since now', () => {
    const { world, bob, dan } = sitting();
    world.pass(10_000);
    dan.side = 1;
    world.do(bob, { type: 'say', saying: { say: 'reaction', emoji: '👍' } });
    world.pass(50);
    const was = memberOf(bob).seq - 1;
    dan.side = 0;
    world.do(bob, { type: 'say', saying: { say: 'reaction', emoji: '👏' } });
    world.pass(500);
    claim(world, bob, dan, HOUR_MS, { type: 'again', was });
    expect(upFor(dan)).toEqual({ Bob: 0 });
  });
});
