import { describe, expect, test } from 'vitest';
import { branded, type RoomId } from '../../crypto/brands.ts';
import { toBase64url } from '../../crypto/bytes.ts';
import { randomBytes } from '../../crypto/sodium.ts';
import { LIMITS } from '../../relay/limits.ts';
import type { Connection } from '../../relay/room.ts';
import { sfuRoomOf } from '../../relay/tokens.ts';
import { ALL_SOURCES, type FromRelay, type ToRelay } from '../../relay/wire.ts';
import { listsOf, makeAuthority, somebody } from './authority.ts';
import { ENVELOPE, HEARD, NOBODY, ORIGIN, refused, SFU, sfuRoomAt, START, waiterOf, World } from './world.ts';

const host = makeAuthority();
const sfuRoom = sfuRoomAt(host);

describe('everyone', () => {
  test('gets a nonce first, and hears where the SFU is', () => {
    const world = new World();
    const page = world.connect();
    expect(world.told(page)).toEqual([{ type: 'nonce', nonce: world.nonce(page), sfu: SFU }]);
  });

  test('must say wait, claim or rejoin within five seconds', () => {
    const world = new World();
    const [silent, joiner] = [world.connect(), world.connect()];
    world.told(silent);
    world.pass(4_900);
    expect(world.told(silent)).toEqual([]);
    world.say(joiner, { type: 'wait', room: host.room });
    world.pass(200);
    expect(world.told(silent)).toEqual([refused('tooSlow')]);
    expect([...world.closed]).toEqual([silent]);
  });

  test.each<[string, ToRelay]>([
    ['an envelope before wait', { type: 'envelope', data: ENVELOPE }],
    ['open without a claim', { type: 'open', move: 0 }],
    ['lists', { type: 'lists', ...listsOf() }],
    ['admit', { type: 'admit', participant: somebody() }],
    ['end', { type: 'end' }],
  ])('is refused %s', (_, message) => {
    const world = new World();
    const page = world.connect();
    world.say(page, message);
    expect(world.told(page)).toContainEqual(refused('notAllowed'));
    expect(world.closed.has(page)).toBe(true);
  });

  test('is refused what is no message', () => {
    const world = new World();
    const page = world.connect();
    world.happen({ type: 'garbled', from: page });
    expect(world.told(page)).toContainEqual(refused('malformed'));
  });
});

describe('claim', () => {
  const claimWith = (world: World, message: (page: Connection) => ToRelay): FromRelay[] => {
    const page = world.connect();
    world.told(page);
    world.say(page, message(page));
    return world.told(page);
  };

  test('holds with grant and signed hello, and opens the SFU room', () => {
    const world = new World({ maxParticipants: 7 });
    const leader = world.claim(host);
    expect(world.say(leader, { type: 'open', move: 0 })).toEqual([{ do: 'openSfuRoom', sfuRoom }]);
    expect(world.told(leader)).toEqual([]);
    world.sfuIsThere();
    expect(world.told(leader)).toEqual([{ type: 'opened', move: 0, max: 7, leading: true }]);
  });

  test.each<[string, (world: World, page: Connection) => ToRelay]>([
    ['signed for another origin', (world, page) => host.claim(world.nonce(page), 'https://evil.example')],
    ['signed over another nonce', () => host.claim(toBase64url(randomBytes(32)), ORIGIN)],
    [
      'with an expired grant',
      (world, page) => host.claim(world.nonce(page), ORIGIN, { notAfter: START - 1 }),
    ],
    [
      'for another room',
      (world, page) =>
        host.claim(world.nonce(page), ORIGIN, { room: makeAuthority().room, notAfter: START + 1 }),
    ],
    [
      'by somebody without rank',
      (world, page) => makeAuthority(undefined, 255).claim(world.nonce(page), ORIGIN),
    ],
  ])('is refused %s', (_, message) => {
    const world = new World();
    expect(claimWith(world, (page) => message(world, page))).toEqual([refused('badClaim')]);
    expect(world.size).toBe(0);
  });

  test('of the same key takes over from its older socket', () => {
    const world = new World();
    const older = world.open(host);
    const joiner = world.wait(host);
    world.told(joiner);
    const newer = world.claim(host);
    expect(world.closed.has(older)).toBe(true);
    expect(world.told(joiner)).toEqual([NOBODY]);
    world.open(host, {}, newer);
    expect(world.told(joiner)).toEqual([HEARD]);
    world.leave(older);
    expect(world.told(joiner)).toEqual([]);
  });

  test('is told when the SFU is not there', () => {
    const world = new World();
    const leader = world.claim(host);
    world.say(leader, { type: 'open', move: 0 });
    world.happen({ type: 'sfuRoomNotOpened', sfuRoom });
    expect(world.told(leader)).toEqual([refused('sfuUnavailable')]);
    expect(world.closed.has(leader)).toBe(true);
  });

  test('opens no more rooms than there may be', () => {
    const world = new World({ limits: { rooms: 1 } });
    world.open(host);
    expect(world.told(world.open(makeAuthority()))).toEqual([refused('tooMany')]);
  });
});

describe('the waiting room', () => {
  test('carries envelopes both ways, between these two only', () => {
    const world = new World();
    const leader = world.open(host);
    const [joiner, other] = [world.wait(host), world.wait(host)];
    const waiter = waiterOf(world.told(leader));
    expect(world.told(joiner)).toEqual([HEARD]);
    world.told(other);
    world.say(joiner, { type: 'envelope', data: ENVELOPE });
    expect(world.told(leader)).toEqual([{ type: 'envelopeFrom', waiter, data: ENVELOPE }]);
    world.say(leader, { type: 'envelopeTo', waiter, data: ENVELOPE });
    expect(world.told(joiner)).toEqual([{ type: 'envelope', data: ENVELOPE }]);
    expect(world.told(other)).toEqual([]);
  });

  test('knows no way from one room to another', () => {
    const world = new World();
    const leader = world.open(host);
    const elsewhere = makeAuthority();
    const otherLeader = world.open(elsewhere);
    const joiner = world.wait(elsewhere);
    const waiter = waiterOf(world.told(otherLeader));
    world.told(joiner);
    expect(world.say(leader, { type: 'envelopeTo', waiter, data: ENVELOPE })).toEqual([]);
    expect(world.say(leader, { type: 'admit', waiter, participant: somebody() })).toEqual([]);
    expect(world.say(leader, { type: 'deny', waiter })).toEqual([]);
    expect(world.told(joiner)).toEqual([]);
  });

  test('tells joiners when the host comes and goes, and the host when they do', () => {
    const world = new World();
    const joiner = world.wait(host);
    expect(world.told(joiner)).toEqual([NOBODY]);
    const leader = world.open(host);
    const waiter = waiterOf(world.told(leader));
    expect(world.told(joiner)).toEqual([HEARD]);
    world.leave(leader);
    expect(world.told(joiner)).toEqual([NOBODY]);
    const again = world.open(host);
    expect(waiterOf(world.told(again))).toBe(waiter);
    world.leave(joiner);
    expect(world.told(again)).toEqual([{ type: 'gone', waiter }]);
  });

  test('answers alike in an unknown room and in a full one, and lets the next in when one goes', () => {
    const world = new World({ limits: { waitersPerRoom: 1 } });
    const leader = world.open(host);
    const first = world.wait(host);
    world.told(leader);
    const second = world.wait(host);
    const lost = world.wait(makeAuthority());
    expect(world.told(second)).toEqual(world.told(lost));
    world.say(second, { type: 'envelope', data: ENVELOPE });
    expect(world.told(leader)).toEqual([]);
    world.leave(first);
    expect(world.told(second)).toEqual([HEARD]);
    expect(world.told(leader).map(({ type }) => type)).toEqual(['gone', 'waiting']);
  });

  test('refuses the twenty-first knock of a minute from one place', () => {
    const world = new World();
    const leader = world.open(host);
    const knock = (): FromRelay[] => {
      const joiner = world.wait(host);
      world.told(joiner);
      world.say(joiner, { type: 'envelope', data: ENVELOPE });
      return world.told(joiner);
    };
    for (let time = 0; time < LIMITS.knocksPerMinute; time++) expect(knock()).toEqual([]);
    world.told(leader);
    expect(knock()).toEqual([refused('tooMany')]);
    expect(world.told(leader).filter(({ type }) => type === 'envelopeFrom')).toEqual([]);
    world.now += 60_000;
    expect(knock()).toEqual([]);
  });

  test('closes a joiner that floods', () => {
    const world = new World({ limits: { envelopesPerMinute: 3 } });
    world.open(host);
    const joiner = world.wait(host);
    for (let time = 0; time < 4; time++) world.say(joiner, { type: 'envelope', data: ENVELOPE });
    expect(world.told(joiner)).toContainEqual(refused('tooMany'));
  });
});

describe('admission', () => {
  test('gives a token to the waiter, or to the authority itself', () => {
    const world = new World();
    const leader = world.open(host);
    const joiner = world.wait(host);
    const waiter = waiterOf(world.told(leader));
    const participant = somebody();
    const token = { do: 'issueToken', sfuRoom, move: 0, sources: ALL_SOURCES, last: false };
    expect(world.say(leader, { type: 'admit', waiter, participant })).toEqual([
      { ...token, to: joiner, participant },
    ]);
    expect(world.say(leader, { type: 'admit', participant: host.participant })).toEqual([
      { ...token, to: leader, participant: host.participant },
    ]);
  });

  test('waits for the SFU room', () => {
    const world = new World();
    const leader = world.claim(host);
    world.say(leader, { type: 'open', move: 0 });
    world.say(leader, { type: 'admit', participant: host.participant });
    expect(world.told(leader)).toEqual([refused('notAllowed')]);
    expect(world.deliveries.filter((delivery) => delivery.do === 'issueToken')).toEqual([]);
  });

  test('that the SFU has no token for ends the line', () => {
    const world = new World();
    const leader = world.open(host);
    world.told(leader);
    world.say(leader, { type: 'admit', participant: host.participant });
    world.happen({ type: 'tokenNotIssued', from: leader });
    expect(world.told(leader)).toEqual([refused('sfuUnavailable')]);
  });

  test('keeps a place out for ten minutes after the second deny', () => {
    const world = new World();
    const leader = world.open(host);
    const first = world.wait(host, 'cafe');
    world.say(leader, { type: 'deny', waiter: waiterOf(world.told(leader)) });
    expect(world.closed.has(first)).toBe(false);
    const second = world.wait(host, 'cafe');
    world.told(second);
    world.say(leader, { type: 'deny', waiter: waiterOf(world.told(leader)) });
    expect(world.told(second)).toEqual([refused('tooMany')]);
    expect(world.told(world.wait(host, 'cafe'))).toEqual([refused('tooMany')]);
    expect(world.told(world.wait(host, 'home'))).toEqual([HEARD]);
    world.pass(LIMITS.denyMs + 1);
    expect(world.told(world.wait(host, 'cafe'))).toEqual([HEARD]);
  });
});

describe('a full meeting', () => {
  test('lets nobody new in, tells its leader and those who wait', () => {
    const world = new World({ maxParticipants: 3 });
    const members = [somebody(), somebody()];
    const leader = world.open(host, { admitted: [host.participant, ...members.slice(0, 1)] });
    const joiner = world.wait(host);
    const waiter = waiterOf(world.told(leader));
    expect(world.told(joiner)).toEqual([HEARD]);
    world.say(leader, { type: 'admit', waiter, participant: members[1]! });
    expect(world.told(joiner)).toEqual([{ ...HEARD, full: true }]);
    const late = world.wait(host);
    expect(world.told(late)).toEqual([{ ...HEARD, full: true }]);

    world.told(leader);
    const refusal = world.say(leader, { type: 'admit', waiter, participant: somebody() });
    expect(refusal).toEqual([{ do: 'send', to: leader, message: { type: 'full' } }]);
    world.say(leader, { type: 'remove', participant: members[0]! });
    expect(world.told(late)).toEqual([HEARD]);
    world.say(leader, { type: 'admit', waiter, participant: somebody() });
    expect(world.told(leader)).toEqual([{ type: 'full' }]);
    expect(world.told(late)).toEqual([{ ...HEARD, full: true }]);
  });

  test('gives another token to whoever is in', () => {
    const world = new World({ maxParticipants: 2 });
    const member = somebody();
    const leader = world.open(host, { admitted: [host.participant, member] });
    expect(world.say(leader, { type: 'admit', participant: member })).toMatchObject([{ do: 'issueToken' }]);
  });

  test('lets an authority in', () => {
    const world = new World({ maxParticipants: 2 });
    world.open(host, { admitted: [host.participant, somebody()] });
    const other = host.onAnotherDevice();
    const line = world.open(other, null);
    expect(world.say(line, { type: 'admit', participant: other.participant })).toContainEqual(
      expect.objectContaining({ do: 'issueToken', to: line }),
    );
  });
});

describe('a leader', () => {
  const storm = (world: World, from: Connection, messages: number): void => {
    for (let one = 0; one < messages; one++) world.say(from, { type: 'deny', waiter: 1 });
  };

  test('may say as much as letting in a crowd takes, and no more', () => {
    const world = new World();
    const leader = world.open(host);
    world.told(leader);
    storm(world, leader, LIMITS.leaderMessageBurst);
    expect(world.told(leader)).toEqual([]);
    storm(world, leader, 1);
    expect(world.told(leader)).toEqual([refused('tooMany')]);
  });

  test('has more to say than another authority', () => {
    const world = new World();
    world.open(host, null);
    const other = world.open(host.appoint(1), null);
    world.told(other);
    storm(world, other, LIMITS.messageBurst + 1);
    expect(world.told(other)).toContainEqual(refused('tooMany'));
  });
});

describe('the end', () => {
  test('tells everyone on a line, deletes the SFU room, then lets the host go', () => {
    const world = new World();
    const member = host.appoint(255);
    const leader = world.open(host, null);
    const [joiner, coHost, back] = [
      world.wait(host),
      world.open(host.appoint(1), null),
      world.rejoin(member),
    ];
    for (const one of [joiner, coHost, back]) world.told(one);
    expect(world.say(leader, { type: 'end' })).toContainEqual({ do: 'deleteSfuRoom', sfuRoom });
    for (const one of [joiner, coHost, back]) {
      expect(world.told(one)).toEqual([{ type: 'ended' }]);
      expect(world.closed.has(one)).toBe(true);
    }
    expect(world.closed.has(leader)).toBe(false);
    world.happen({ type: 'sfuRoomDeleted', sfuRoom });
    expect(world.closed.has(leader)).toBe(true);
    expect(world.size).toBe(0);
  });

  test('is told to the host as failed when the SFU does not answer', () => {
    const world = new World();
    const leader = world.open(host);
    world.told(leader);
    world.say(leader, { type: 'end' });
    world.happen({ type: 'sfuRoomNotDeleted', sfuRoom });
    expect(world.told(leader)).toEqual([refused('sfuUnavailable')]);
  });

  test('forgets who was in', () => {
    const world = new World();
    const member = host.appoint(255);
    const leader = world.open(host, { admitted: [member.participant] });
    world.say(leader, { type: 'end' });
    expect(world.told(world.rejoin(member))).toEqual([NOBODY]);
    expect(world.join(sfuRoom, somebody())).toEqual([]);
  });

  test('a room is forgotten once nobody leads, waits or calls', () => {
    const world = new World();
    const leader = world.open(host);
    world.leave(leader);
    expect(world.size).toBe(1);
    world.happen({ type: 'sfuRoomFinished', sfuRoom });
    expect(world.size).toBe(0);
    const joiner = world.wait(host);
    world.leave(joiner);
    expect(world.size).toBe(0);
  });
});

test('an SFU room is named by a keyed hash of room and move', () => {
  const other = branded<RoomId>(randomBytes(16));
  const names = [
    sfuRoomOf('a', host.roomId, 0),
    sfuRoomOf('a', host.roomId, 1),
    sfuRoomOf('a', other, 0),
    sfuRoomOf('b', host.roomId, 0),
  ];
  expect(new Set(names).size).toBe(4);
  for (const name of names) expect(name).toMatch(/^[\w-]{43}$/);
});
