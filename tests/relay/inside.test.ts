/** Who is in an SFU room: strangers, whom the lists name, and what people may publish. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FAREWELL_MS, LISTING_MS } from '../../relay/inside.ts';
import type { Connection, Delivery } from '../../relay/room.ts';
import { ALL_SOURCES, SOURCE_BITS } from '../../relay/wire.ts';
import { makeAuthority, somebody } from './authority.ts';
import { presence, sfuRoomAt, thrownOut, toldOf, waiterOf, World } from './world.ts';

const host = makeAuthority();
const sfuRoom = sfuRoomAt(host);
const permit = (participant: string, sources: number): Delivery => ({
  do: 'permit',
  sfuRoom,
  participant,
  sources,
});
const asked: Delivery = { do: 'listSfuRoom', sfuRoom };

describe('strangers', () => {
  test('are thrown out and told of; the admitted and the host are not', () => {
    const world = new World();
    const [early, late, stranger] = [somebody(), somebody(), somebody()];
    const leader = world.open(host, { admitted: [early] });
    world.wait(host);
    world.say(leader, { type: 'admit', waiter: waiterOf(world.told(leader)), participant: late });
    for (const one of [early, late, host.participant]) expect(world.join(sfuRoom, one)).toEqual([]);
    const removal = [thrownOut(sfuRoom, stranger), toldOf(leader, stranger)];
    expect(world.join(sfuRoom, stranger)).toEqual(removal);
    expect(world.present(sfuRoom, early, late, host.participant, stranger)).toEqual(removal);
  });

  test('are left alone until an authority has said who is in', () => {
    const world = new World();
    const stranger = somebody();
    expect(world.join(sfuRoom, stranger)).toEqual([]);
    const leader = world.open(host, null);
    expect(world.join(sfuRoom, stranger)).toEqual([]);
    world.say(leader, { type: 'admit', participant: host.participant });
    expect(world.present(sfuRoom, stranger)).toEqual([]);
    world.lists(leader);
    expect(world.join(sfuRoom, stranger)).toEqual([thrownOut(sfuRoom, stranger), toldOf(leader, stranger)]);
  });

  test('are thrown out while the host is away, and while it is back and knows nothing', () => {
    const world = new World();
    const member = somebody();
    world.leave(world.open(host, { admitted: [member] }));
    const stranger = somebody();
    expect(world.join(sfuRoom, stranger)).toEqual([thrownOut(sfuRoom, stranger)]);
    const back = world.open(host, null);
    expect(world.join(sfuRoom, stranger)).toEqual([thrownOut(sfuRoom, stranger), toldOf(back, stranger)]);
    expect(world.join(sfuRoom, member)).toEqual([]);
  });

  test('with names of any length are told of', () => {
    const world = new World();
    const leader = world.open(host);
    const long = 'x'.repeat(1_000);
    expect(world.join(sfuRoom, long)).toEqual([thrownOut(sfuRoom, long), toldOf(leader, 'x'.repeat(256))]);
  });

  test('do not make the meeting move, however often they come', () => {
    const world = new World();
    const leader = world.open(host);
    const stranger = somebody();
    world.say(leader, { type: 'remove', participant: stranger });
    for (let time = 0; time < 5; time++) {
      expect(world.join(sfuRoom, stranger)).toEqual([thrownOut(sfuRoom, stranger), toldOf(leader, stranger)]);
    }
  });
});

describe('the lists', () => {
  test('have the SFU asked who is there, once a second at most', () => {
    const world = new World();
    const leader = world.open(host);
    expect(world.deliveries).toContainEqual(asked);
    expect(world.lists(leader)).toEqual([]);
    expect(world.lists(leader)).toEqual([]);
    expect(world.pass(LISTING_MS - 1)).toEqual([]);
    expect(world.pass(1)).toEqual([asked]);
    expect(world.pass(LISTING_MS)).toEqual([]);
    expect(world.lists(leader)).toEqual([asked]);
  });

  test('throw out who is not in them any more, and alarm nobody about it', () => {
    const world = new World();
    const [stays, left] = [somebody(), somebody()];
    const leader = world.open(host, { admitted: [stays, left] });
    world.lists(leader, { admitted: [stays] });
    world.pass(FAREWELL_MS);
    expect(world.present(sfuRoom, stays, left)).toEqual([thrownOut(sfuRoom, left)]);
    // A place that it takes again is another matter.
    expect(world.join(sfuRoom, left)).toEqual([thrownOut(sfuRoom, left), toldOf(leader, left)]);
  });

  test('are held up again when the SFU did not throw somebody out', () => {
    const world = new World();
    world.open(host);
    const stranger = somebody();
    world.present(sfuRoom, stranger);
    expect(world.happen({ type: 'notEnforced', sfuRoom })).toEqual([]);
    expect(world.pass(LISTING_MS)).toEqual([asked]);
    expect(world.present(sfuRoom, stranger)).toContainEqual(thrownOut(sfuRoom, stranger));
    expect(world.pass(LISTING_MS)).toEqual([]);
  });

  test('let in again whom they name again', () => {
    const world = new World();
    const member = somebody();
    const leader = world.open(host, { admitted: [member] });
    world.say(leader, { type: 'remove', participant: member });
    world.lists(leader, { admitted: [member] });
    expect(world.join(sfuRoom, member)).toEqual([]);
  });
});

describe('who was in and is put out', () => {
  function farewell(put: (world: World, leader: Connection, member: string) => void) {
    const world = new World();
    const member = somebody();
    const leader = world.open(host, { admitted: [member] });
    world.pass(LISTING_MS);
    put(world, leader, member);
    return { world, leader, member };
  }
  const ways = [
    (world: World, leader: Connection, participant: string) =>
      world.say(leader, { type: 'remove', participant }),
    (world: World, leader: Connection) => world.lists(leader, { admitted: [] }),
    (world: World, leader: Connection, participant: string) => {
      world.lists(leader, { admitted: [] });
      world.say(leader, { type: 'remove', participant });
    },
  ];

  test.each(ways)('has a second to hear it from the leader', (put) => {
    const { world, member } = farewell(put);
    expect(world.present(sfuRoom, member)).toEqual([]);
    expect(world.pass(FAREWELL_MS - 1)).not.toContainEqual(thrownOut(sfuRoom, member));
    expect(world.present(sfuRoom, member)).toEqual([]);
    expect(world.pass(LISTING_MS)).toEqual([asked]);
    expect(world.present(sfuRoom, member)).toEqual([thrownOut(sfuRoom, member)]);
  });

  test.each(ways)('has none who comes in anew', (put) => {
    const { world, leader, member } = farewell(put);
    expect(world.join(sfuRoom, member)).toEqual([thrownOut(sfuRoom, member), toldOf(leader, member)]);
  });

  test('stays who is let in again meanwhile', () => {
    const { world, leader, member } = farewell((at, line) => at.lists(line, { admitted: [] }));
    world.lists(leader, { admitted: [member] });
    world.pass(FAREWELL_MS);
    expect(world.present(sfuRoom, member)).toEqual([]);
  });
});

describe('what people may publish', () => {
  const { microphone, camera } = SOURCE_BITS;

  test('is in their tokens', () => {
    const world = new World();
    const [member, coHost] = [somebody(), host.appoint(1)];
    const leader = world.open(host, { authorities: [coHost.participant], everyone: microphone });
    const tokenFor = (participant: string): readonly Delivery[] =>
      world.say(leader, { type: 'admit', participant });
    expect(tokenFor(member)).toMatchObject([{ sources: microphone }]);
    expect(tokenFor(coHost.participant)).toMatchObject([{ sources: ALL_SOURCES }]);
    expect(tokenFor(host.participant)).toMatchObject([{ sources: ALL_SOURCES }]);
    world.lists(leader, { everyone: 0, authoritiesMay: camera });
    expect(tokenFor(member)).toMatchObject([{ sources: 0 }]);
    expect(tokenFor(coHost.participant)).toMatchObject([{ sources: 0 }]);
    expect(tokenFor(host.participant)).toMatchObject([{ sources: camera }]);
  });

  test('is set right at the SFU for those whom it changes for, and only for them', () => {
    const world = new World();
    const [member, right, coHost] = [somebody(), somebody(), somebody()];
    world.open(host, {
      admitted: [member, right, coHost],
      authorities: [coHost],
      everyone: microphone,
      authoritiesMay: microphone + camera,
    });
    const there = [
      presence(member),
      presence(right, microphone),
      presence(coHost, microphone),
      presence(host.participant, microphone + camera),
    ];
    expect(world.present(sfuRoom, ...there)).toEqual([
      permit(member, microphone),
      permit(coHost, microphone + camera),
    ]);
  });

  test('is set right for whoever comes in with an older token, or with one that names no sources', () => {
    const world = new World();
    const member = somebody();
    world.open(host, { admitted: [member], everyone: 0 });
    expect(world.join(sfuRoom, member, microphone)).toEqual([permit(member, 0)]);
    expect(world.join(sfuRoom, member, 0)).toEqual([]);
    const unlimited = { participant: host.participant, sources: undefined };
    expect(world.present(sfuRoom, unlimited)).toEqual([permit(host.participant, ALL_SOURCES)]);
  });
});

describe('whatever a leader and the SFU say', () => {
  const people = Array.from({ length: 6 }, () => host.appoint(255));
  const one = fc.nat(people.length - 1);
  const acts = fc.array(
    fc.oneof(
      fc.record({ act: fc.constantFrom('admit', 'remove', 'join', 'rejoin' as const), one }),
      fc.record({ act: fc.constantFrom('lists', 'reopen' as const), some: fc.uniqueArray(one) }),
      fc.record({ act: fc.constantFrom('present', 'old' as const), some: fc.uniqueArray(one) }),
      fc.record({ act: fc.constant('tick' as const), ms: fc.integer({ min: 1, max: 15_000 }) }),
    ),
    { maxLength: 60 },
  );

  test('nobody admitted is thrown out, and only who is admitted gets a token', () => {
    fc.assert(
      fc.property(acts, (all) => {
        const world = new World({ maxParticipants: 4 });
        let leader = world.open(host);
        let admitted = new Set<string>([host.participant]);
        let move = 0;
        const named = (some: readonly number[]): string[] => some.map((at) => people[at]!.participant);
        for (const step of all) {
          const deliveries: Delivery[] = [];
          const add = (more: readonly Delivery[]): unknown => deliveries.push(...more);
          if (step.act === 'tick') add(world.pass(step.ms));
          else if (step.act === 'present') add(world.present(sfuRoomAt(host, move), ...named(step.some)));
          else if (step.act === 'old') {
            add(world.present(sfuRoomAt(host, Math.max(0, move - 1)), ...named(step.some)));
          } else if (step.act === 'lists') {
            admitted = new Set([host.participant, ...named(step.some)]);
            add(world.lists(leader, { admitted: named(step.some) }));
          } else if (step.act === 'reopen') {
            world.leave(leader);
            leader = world.open(host, null);
          } else if ('one' in step) {
            const { participant } = people[step.one]!;
            if (step.act === 'admit') {
              if (admitted.size < 4) admitted.add(participant);
              add(world.say(leader, { type: 'admit', participant }));
            } else if (step.act === 'remove') {
              admitted.delete(participant);
              add(world.say(leader, { type: 'remove', participant }));
            } else if (step.act === 'join') add(world.join(sfuRoomAt(host, move), participant));
            else {
              world.rejoin(people[step.one]!, String(world.now + deliveries.length));
              add(world.deliveries);
            }
          }
          for (const delivery of deliveries) {
            if (delivery.do === 'removeFromSfu') expect(admitted).not.toContain(delivery.participant);
            if (delivery.do === 'issueToken') expect(admitted).toContain(delivery.participant);
            if (delivery.do === 'openSfuRoom') {
              world.happen({ type: 'sfuRoomOpened', sfuRoom: delivery.sfuRoom });
              move += 1;
            }
            if (delivery.do === 'deleteSfuRoom') {
              world.happen({ type: 'sfuRoomDeleted', sfuRoom: delivery.sfuRoom });
              expect(delivery.sfuRoom).not.toBe(sfuRoomAt(host, move));
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
