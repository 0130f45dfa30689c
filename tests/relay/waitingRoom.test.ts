/** Who is heard when more wait than can be: at random, and nobody holds a place from others for nothing. */

import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../relay/limits.ts';
import type { Connection } from '../../relay/room.ts';
import { makeAuthority } from './authority.ts';
import { ENVELOPE, HEARD, NOBODY, waiterOf, World, type WorldOptions } from './world.ts';

const host = makeAuthority();

/** A room of three places with somebody heard on each, from a place of its own. */
function crowded(options: WorldOptions = {}) {
  const world = new World({ ...options, limits: { waitersPerRoom: 3, ...options.limits } });
  const leader = world.open(host);
  const heard = ['a', 'b', 'c'].map((place) => world.wait(host, place));
  for (const one of heard) expect(world.told(one)).toEqual([HEARD]);
  const speak = (from: Connection): unknown => world.say(from, { type: 'envelope', data: ENVELOPE });
  return { world, leader, heard, speak };
}

describe('a place in the waiting room', () => {
  test('that gets free is drawn for', () => {
    const drawn: number[] = [];
    const { world, heard } = crowded({
      random(below) {
        drawn.push(below);
        return below - 1;
      },
    });
    const late = ['d', 'e', 'f'].map((place) => world.wait(host, place));
    for (const one of late) expect(world.told(one)).toEqual([NOBODY]);
    world.leave(heard[0]!);
    expect(drawn.at(-1)).toBe(3);
    expect(late.map((one) => world.told(one))).toEqual([[], [], [HEARD]]);
  });

  test('is kept by whoever knocks, and lost by who says nothing for thirty seconds', () => {
    const { world, leader, heard, speak } = crowded();
    const waiter = waiterOf(world.told(leader));
    for (const one of heard.slice(1)) speak(one);
    const late = world.wait(host, 'd');
    world.told(late);
    world.told(leader);
    world.pass(LIMITS.firstEnvelopeMs - 1);
    expect(world.told(late)).toEqual([]);
    world.pass(1);
    expect(world.told(late)).toEqual([HEARD]);
    expect(world.told(heard[0]!)).toEqual([NOBODY]);
    expect(world.told(leader).slice(0, 1)).toEqual([{ type: 'gone', waiter }]);
  });

  test('is lost after a minute of silence, and only if others wait for it', () => {
    const { world, heard, speak } = crowded();
    for (const one of heard) speak(one);
    world.pass(LIMITS.silentMs * 10);
    for (const one of heard) expect(world.told(one)).toEqual([]);
    for (const one of heard.slice(0, 2)) speak(one);
    const late = world.wait(host, 'd');
    expect(world.told(late)).toEqual([HEARD]);
    expect(heard.map((one) => world.told(one))).toEqual([[], [], [NOBODY]]);
  });

  test('that is lost may be had again, under another number', () => {
    const { world, leader, heard, speak } = crowded();
    const waiter = waiterOf(world.told(leader));
    const late = world.wait(host, 'd');
    world.pass(LIMITS.firstEnvelopeMs);
    world.told(leader);
    speak(heard[0]!);
    expect(world.told(leader)).toEqual([]);
    world.told(heard[0]!);
    world.leave(late);
    const [gone, waiting] = world.told(leader);
    expect(gone).toMatchObject({ type: 'gone' });
    expect(waiting).toMatchObject({ type: 'waiting' });
    expect(world.told(heard[0]!)).toEqual([HEARD]);
    expect(waiterOf([waiting!])).not.toBe(waiter);
    speak(heard[0]!);
    expect(world.told(leader)).toMatchObject([{ type: 'envelopeFrom', waiter: waiterOf([waiting!]) }]);
  });

  test('is given up at once by those who hold many', () => {
    const world = new World({ limits: { waitersPerRoom: 8, waitersPerPlace: 5 } });
    world.open(host);
    const many = Array.from({ length: 8 }, () => world.wait(host, 'one place'));
    for (const one of many) expect(world.told(one)).toEqual([HEARD]);
    const others = ['a', 'b', 'c', 'd'].map((place) => world.wait(host, place));
    expect(others.map((one) => world.told(one))).toEqual([[HEARD], [HEARD], [HEARD], [NOBODY]]);
    expect(many.filter((one) => world.told(one).length > 0)).toHaveLength(3);
  });

  test('is not taken from others by those who hold many', () => {
    const world = new World({ limits: { waitersPerRoom: 6, waitersPerPlace: 5 } });
    world.open(host);
    for (let one = 0; one < 5; one++) world.wait(host, 'one place');
    const other = world.wait(host, 'another');
    world.told(other);
    world.say(other, { type: 'envelope', data: ENVELOPE });
    const more = world.wait(host, 'one place');
    world.pass(LIMITS.silentMs * 2);
    expect(world.told(more)).toEqual([NOBODY]);
    expect(world.told(other)).toEqual([]);
    world.leave(other);
    expect(world.told(more)).toEqual([HEARD]);
  });

  test('that gets free goes first to who holds few', () => {
    const world = new World({ limits: { waitersPerRoom: 6, waitersPerPlace: 5 } });
    world.open(host);
    for (let one = 0; one < 5; one++) world.wait(host, 'one place');
    const other = world.wait(host, 'another');
    world.say(other, { type: 'envelope', data: ENVELOPE });
    const [more, few] = [world.wait(host, 'one place'), world.wait(host, 'a third')];
    for (const one of [more, few]) expect(world.told(one)).toEqual([NOBODY]);
    world.leave(other);
    expect(world.told(few)).toEqual([HEARD]);
    expect(world.told(more)).toEqual([]);
  });
});

describe('a locked door', () => {
  test('announces nobody new until it is unlocked', () => {
    const world = new World();
    const leader = world.open(host);
    const early = world.wait(host);
    const earlier = waiterOf(world.told(leader));
    world.lists(leader, { locked: true });
    expect(world.told(early)).toEqual([HEARD, { ...HEARD, locked: true }]);
    const late = world.wait(host);
    expect(world.told(late)).toEqual([{ ...HEARD, locked: true }]);
    world.say(late, { type: 'envelope', data: ENVELOPE });
    expect(world.told(leader)).toEqual([]);
    world.say(early, { type: 'envelope', data: ENVELOPE });
    expect(world.told(leader)).toEqual([{ type: 'envelopeFrom', waiter: earlier, data: ENVELOPE }]);

    world.lists(leader, { locked: false });
    expect(world.told(late)).toEqual([HEARD]);
    const waiter = waiterOf(world.told(leader));
    expect(waiter).not.toBe(earlier);
    world.say(late, { type: 'envelope', data: ENVELOPE });
    expect(world.told(leader)).toEqual([{ type: 'envelopeFrom', waiter, data: ENVELOPE }]);
  });

  test('says nothing of those who come and go', () => {
    const world = new World();
    const leader = world.open(host, { locked: true });
    world.told(leader);
    world.leave(world.wait(host));
    expect(world.told(leader)).toEqual([]);
  });

  test('costs nobody the place that it could not use', () => {
    const { world, leader, heard } = crowded();
    world.lists(leader, { locked: true });
    for (const one of heard) world.leave(one);
    const late = ['d', 'e', 'f'].map((place) => world.wait(host, place));
    world.wait(host, 'g');
    world.pass(LIMITS.silentMs * 2);
    for (const one of late) expect(world.told(one)).toEqual([{ ...HEARD, locked: true }]);
  });

  test('stays locked when another leads who knows no better', () => {
    const world = new World();
    world.open(host, { locked: true });
    const joiner = world.wait(host);
    const line = world.open(host.onAnotherDevice(), null);
    expect(world.told(line).map(({ type }) => type)).toEqual(['opened']);
    expect(world.told(joiner).at(-1)).toEqual({ ...HEARD, locked: true });
  });
});
