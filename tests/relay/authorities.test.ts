/** Several authorities on the line: which of them leads, and which are heard at all. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GRANT_GRACE_MS } from '../../crypto/claim.ts';
import type { Connection } from '../../relay/room.ts';
import type { FromRelay, ToRelay } from '../../relay/wire.ts';
import { listsOf, makeAuthority, somebody } from './authority.ts';
import { ENVELOPE, HEARD, NOBODY, ORIGIN, refused, sfuRoomAt, START, waiterOf, World } from './world.ts';

const host = makeAuthority();
const otherDevice = host.onAnotherDevice();
const [first, second] = [host.appoint(1), host.appoint(2)];
const appointed = [first.participant, second.participant];

const opened = (leading: boolean): FromRelay => ({ type: 'opened', move: 0, max: 50, leading });
const leadingIs = (is: boolean): FromRelay => ({ type: 'leading', is });

describe('who leads', () => {
  test('is the lowest rank, whoever came first', () => {
    const world = new World();
    const coHost = world.open(first, null);
    expect(world.told(coHost)).toEqual([opened(true)]);
    const lower = world.open(second, null);
    expect(world.told(lower)).toEqual([opened(false)]);
    const leader = world.open(host, null);
    expect(world.told(leader)).toEqual([opened(true)]);
    expect(world.told(coHost)).toEqual([leadingIs(false)]);
    expect(world.told(lower)).toEqual([]);
    const late = world.open(host.appoint(1), null);
    expect(world.told(late)).toEqual([opened(false)]);
  });

  test('is the latest of equal rank', () => {
    const world = new World();
    const older = world.open(host);
    world.told(older);
    const newer = world.open(otherDevice);
    expect(world.told(newer)).toEqual([opened(true)]);
    expect(world.told(older)).toEqual([leadingIs(false)]);
    expect(world.closed.size).toBe(0);
  });

  test('is nobody who has not opened', () => {
    const world = new World();
    const coHost = world.open(first, null);
    world.told(coHost);
    world.claim(host);
    expect(world.told(coHost)).toEqual([]);
    world.leave(coHost);
    expect(world.told(world.wait(host))).toEqual([NOBODY]);
  });

  test('is not changed by opening once more', () => {
    const world = new World();
    const older = world.open(host, null);
    const newer = world.open(otherDevice, null);
    world.told(newer);
    world.told(older);
    world.open(host, {}, older);
    expect(world.told(older)).toEqual([opened(false)]);
    expect(world.told(newer)).toEqual([]);
  });

  test('is the best of the others when the leader goes: lowest rank, then latest', () => {
    const world = new World();
    const [leader, older, newer, lower] = [
      world.open(host, null),
      world.open(first, null),
      world.open(host.appoint(1), null),
      world.open(second, null),
    ];
    const joiner = world.wait(host);
    const waiter = waiterOf(world.told(leader));
    for (const one of [older, newer, lower, joiner]) world.told(one);
    world.leave(leader);
    expect(world.told(newer)).toEqual([leadingIs(true), { type: 'waiting', waiter }]);
    expect(world.told(joiner)).toEqual([NOBODY, HEARD]);
    world.leave(newer);
    expect(world.told(older)[0]).toEqual(leadingIs(true));
    expect(world.told(lower)).toEqual([]);
  });

  test('hears the waiting room, and nobody else does', () => {
    const world = new World();
    const coHost = world.open(first, null);
    const joiner = world.wait(host);
    const [leader, waiter] = [world.open(host, null), waiterOf(world.told(coHost))];
    expect(world.told(leader)).toEqual([opened(true), { type: 'waiting', waiter }]);
    expect(world.told(joiner)).toEqual([HEARD, NOBODY, HEARD]);
    world.told(coHost);
    world.say(joiner, { type: 'envelope', data: ENVELOPE });
    expect(world.told(leader)).toEqual([{ type: 'envelopeFrom', waiter, data: ENVELOPE }]);
    expect(world.told(coHost)).toEqual([]);
    world.leave(joiner);
    expect(world.told(coHost)).toEqual([]);
  });
});

describe('an authority that does not lead', () => {
  test.each<[string, ToRelay]>([
    ['lists', { type: 'lists', ...listsOf() }],
    ['admit of another', { type: 'admit', participant: somebody() }],
    ['admit of a waiter', { type: 'admit', participant: first.participant, waiter: 1 }],
    ['deny', { type: 'deny', waiter: 1 }],
    ['envelopeTo', { type: 'envelopeTo', waiter: 1, data: ENVELOPE }],
    ['remove', { type: 'remove', participant: host.participant }],
    ['end', { type: 'end' }],
  ])('is told that it does not when it says %s, and nothing else happens', (_, message) => {
    const world = new World();
    world.open(host, { authorities: appointed });
    world.wait(host);
    const coHost = world.open(first);
    expect(world.say(coHost, message)).toEqual([{ do: 'send', to: coHost, message: leadingIs(false) }]);
    const joined = world.join(sfuRoomAt(host), host.participant);
    expect(joined).toEqual([]);
  });

  test('gets its own way in', () => {
    const world = new World();
    world.open(host, { admitted: [host.participant], authorities: appointed });
    const coHost = world.open(first);
    world.say(coHost, { type: 'admit', participant: first.participant });
    expect(world.deliveries).toMatchObject([
      { do: 'issueToken', to: coHost, participant: first.participant },
    ]);
    expect(world.join(sfuRoomAt(host), first.participant)).toEqual([]);
  });

  test('stays in although the leader does not list it yet', () => {
    const world = new World();
    const leader = world.open(host, { authorities: appointed });
    const coHost = world.open(first);
    world.say(coHost, { type: 'admit', participant: first.participant });
    world.lists(leader, { admitted: [], authorities: appointed });
    expect(world.join(sfuRoomAt(host), first.participant)).toEqual([]);
    world.leave(coHost);
    world.lists(leader, { admitted: [], authorities: appointed });
    expect(world.join(sfuRoomAt(host), first.participant)).not.toEqual([]);
  });

  test('has lists that count for nothing', () => {
    const world = new World();
    const member = somebody();
    world.open(host, { admitted: [member], authorities: appointed });
    world.open(first, { admitted: [] });
    expect(world.join(sfuRoomAt(host), member)).toEqual([]);
  });
});

describe('a co-host', () => {
  test('is refused when the host last listed others, whether the host is there or not', () => {
    const world = new World();
    const leader = world.open(host, { authorities: [first.participant] });
    expect(world.told(world.claim(second))).toEqual([refused('badClaim')]);
    expect(world.told(world.open(first))).toEqual([opened(false)]);
    world.leave(leader);
    expect(world.told(world.claim(second))).toEqual([refused('badClaim')]);
  });

  test('is heard by its grant alone while no host has listed anybody', () => {
    const world = new World();
    const coHost = world.open(first, { authorities: [first.participant] });
    expect(world.told(coHost)).toEqual([opened(true)]);
    expect(world.told(world.open(second, null))).toEqual([opened(false)]);
  });

  test('that the host lists no more is closed out', () => {
    const world = new World();
    const leader = world.open(host, { authorities: appointed });
    const [stays, goes] = [world.open(first), world.open(second)];
    world.told(goes);
    world.lists(leader, { authorities: [first.participant] });
    expect(world.told(goes)).toEqual([refused('notAllowed')]);
    expect([...world.closed]).toEqual([goes]);
    world.leave(leader);
    expect(world.told(stays)).toContainEqual(leadingIs(true));
  });

  test('that leads is closed out by the lists a host opens with', () => {
    const world = new World();
    const coHost = world.open(first);
    world.told(coHost);
    const joiner = world.wait(host);
    const leader = world.open(host, { authorities: [] });
    expect(world.told(coHost)).toContainEqual(refused('notAllowed'));
    expect(waiterOf(world.told(leader))).toBeGreaterThan(0);
    expect(world.told(joiner).at(-1)).toEqual(HEARD);
  });

  test('appoints and dismisses nobody', () => {
    const world = new World();
    world.leave(world.open(host, { authorities: appointed }));
    const leader = world.open(first, { authorities: [first.participant] });
    expect(world.told(world.open(second))).toEqual([opened(false)]);
    world.lists(leader, { authorities: [first.participant, host.appoint(3).participant] });
    expect(world.told(world.claim(host.appoint(3)))).toEqual([refused('badClaim')]);
    expect(world.closed.size).toBe(1);
  });

  test('removes no other authority, the host does', () => {
    const world = new World();
    const leader = world.open(host, { admitted: appointed, authorities: appointed });
    const [coHost, other] = [world.open(first), world.open(second)];
    world.leave(leader);
    expect(world.say(coHost, { type: 'remove', participant: second.participant })).toEqual([]);
    expect(world.join(sfuRoomAt(host), second.participant)).toEqual([]);
    const back = world.open(host, null);
    world.told(other);
    world.say(back, { type: 'remove', participant: second.participant });
    expect(world.told(other)).toEqual([refused('notAllowed')]);
    expect(world.told(world.claim(second))).toEqual([refused('badClaim')]);
    expect(world.join(sfuRoomAt(host), second.participant)).toContainEqual(
      expect.objectContaining({ do: 'removeFromSfu', participant: second.participant }),
    );
  });
});

describe('which move is the present one', () => {
  test('says who opens first, then the relay', () => {
    const world = new World();
    const leader = world.claim(host);
    world.say(leader, { type: 'open', move: 3 });
    world.sfuIsThere();
    expect(world.told(leader)).toEqual([{ ...opened(true), move: 3 }]);
    const lower = world.open(first, null);
    expect(world.told(lower)).toEqual([{ ...opened(false), move: 3 }]);
    const higher = world.claim(second);
    world.say(higher, { type: 'open', move: 9 });
    world.sfuIsThere();
    expect(world.told(higher)).toEqual([{ ...opened(false), move: 3 }]);
  });

  test('says a leader that knows of a later one', () => {
    const world = new World();
    world.open(host);
    const line = world.claim(otherDevice);
    expect(world.say(line, { type: 'open', move: 2 })).toEqual([
      { do: 'openSfuRoom', sfuRoom: sfuRoomAt(host, 2) },
    ]);
    world.sfuIsThere();
    expect(world.told(line)).toEqual([{ ...opened(true), move: 2 }]);
  });
});

describe('whatever authorities do', () => {
  const ranks = fc.array(
    fc.record({
      who: fc.nat(5),
      act: fc.constantFrom('open', 'open', 'openWithLists', 'leave', 'lists', 'admit', 'tick' as const),
    }),
    { maxLength: 40 },
  );
  const everyone = [host, otherDevice, first, second, host.appoint(1), host.appoint(7)];
  const rankOf = [0, 0, 1, 2, 1, 7];

  test('no co-host leads over a connected host, and never two at a time', () => {
    fc.assert(
      fc.property(ranks, (acts) => {
        const world = new World();
        const lines = new Map<number, Connection>();
        const leading = new Map<Connection, boolean>();
        const read = (): void => {
          for (const line of lines.values()) {
            for (const message of world.told(line)) {
              if (message.type === 'opened') leading.set(line, message.leading);
              if (message.type === 'leading') leading.set(line, message.is);
            }
          }
        };
        for (const { who, act } of acts) {
          const line = lines.get(who);
          const gone = line === undefined || world.closed.has(line);
          if (act === 'tick') world.pass(1_000);
          else if (act.startsWith('open') && gone) {
            const lists = { authorities: everyone.map(({ participant }) => participant) };
            const opens = world.claim(everyone[who]!);
            lines.set(who, opens);
            world.open(everyone[who]!, act === 'open' ? null : lists, opens);
          } else if (!gone && act === 'leave') {
            world.leave(line);
            lines.delete(who);
          } else if (!gone && act === 'lists') {
            world.lists(line, { authorities: [first.participant] });
          } else if (!gone && act === 'admit') {
            world.say(line, { type: 'admit', participant: everyone[who]!.participant });
          }
          read();
          const open = [...lines].filter(([, one]) => !world.closed.has(one) && leading.has(one));
          const leaders = open.filter(([, one]) => leading.get(one));
          expect(leaders.length).toBe(open.length > 0 ? 1 : 0);
          const lowest = Math.min(...open.map(([at]) => rankOf[at]!));
          for (const [at] of leaders) expect(rankOf[at]).toBe(lowest);
        }
      }),
      { numRuns: 60 },
    );
  });
});

test('a grant that has ended opens nothing', () => {
  const world = new World();
  const line = world.connect();
  world.told(line);
  world.say(line, first.claim(world.nonce(line), ORIGIN, { notAfter: START - GRANT_GRACE_MS - 1 }));
  expect(world.told(line)).toEqual([refused('badClaim')]);
});
