import { describe, expect, test } from 'vitest';
import { branded, type RoomId } from '../../crypto/brands.ts';
import { toBase64url } from '../../crypto/bytes.ts';
import { randomBytes } from '../../crypto/sodium.ts';
import { LIMITS, Places, type Limits, type Place } from '../../relay/limits.ts';
import type { Connection, Delivery, RoomEvent } from '../../relay/room.ts';
import { Rooms } from '../../relay/rooms.ts';
import { sfuRoomOf } from '../../relay/tokens.ts';
import { ENVELOPE_BYTES, type FromRelay, type ToRelay } from '../../relay/wire.ts';
import { makeAuthority, somebody, type Authority } from './authority.ts';

const ORIGIN = 'https://meet.example';
const ENVELOPE = toBase64url(new Uint8Array(ENVELOPE_BYTES));
const START = Date.UTC(2030, 0, 1);

/** Rooms with a clock that the test turns, and what every connection was told. */
class World {
  now = START;
  readonly #rooms: Rooms;
  readonly #nonces = new Map<Connection, string>();
  readonly #told = new Map<Connection, FromRelay[]>();
  readonly closed = new Set<Connection>();
  deliveries: readonly Delivery[] = [];
  #last = 0;

  constructor(limits: Partial<Limits> = {}) {
    const all = { ...LIMITS, ...limits };
    this.#rooms = new Rooms({
      limits: all,
      places: new Places(all, () => new Uint8Array(32), START),
      sfuRoomOf: (room, move) => sfuRoomOf('secret', room, move),
    });
  }

  get size(): number {
    return this.#rooms.size;
  }

  happen(event: RoomEvent): readonly Delivery[] {
    this.deliveries = this.#rooms.step(event, this.now);
    for (const delivery of this.deliveries) {
      if (delivery.do === 'send') this.#told.get(delivery.to)?.push(delivery.message);
      if (delivery.do === 'close') this.closed.add(delivery.to);
    }
    return this.deliveries;
  }

  connect(place = 'somewhere', origin = ORIGIN): Connection {
    const from = branded<Connection>(++this.#last);
    this.#told.set(from, []);
    const nonce = randomBytes(32);
    this.#nonces.set(from, toBase64url(nonce));
    this.happen({ type: 'connected', from, origin, nonce, place: place as Place });
    return from;
  }

  say(from: Connection, message: ToRelay): readonly Delivery[] {
    return this.happen({ type: 'said', from, message });
  }

  nonce(of: Connection): string {
    return this.#nonces.get(of) ?? '';
  }

  /** What this connection was told since it was last asked for. */
  told(of: Connection): FromRelay[] {
    return this.#told.get(of)?.splice(0) ?? [];
  }

  wait(authority: Authority, place?: string): Connection {
    const joiner = this.connect(place);
    this.say(joiner, { type: 'wait', room: authority.room });
    return joiner;
  }

  claim(authority: Authority): Connection {
    const leader = this.connect('host');
    this.say(leader, authority.claim(this.nonce(leader), ORIGIN, { notAfter: this.now + 3_600_000 }));
    return leader;
  }

  open(authority: Authority, admitted: string[] = [], leader = this.claim(authority)): Connection {
    this.say(leader, { type: 'open', move: 0, admitted });
    this.happen({ type: 'sfuRoomOpened', from: leader, sfuRoom: sfuRoomOf('secret', authority.roomId, 0) });
    return leader;
  }
}

const host = makeAuthority();
const sfuRoom = sfuRoomOf('secret', host.roomId, 0);
const refused = (reason: string) => ({ type: 'refused', reason });
const waiterOf = (told: readonly FromRelay[]): number => {
  const message = told.find((one) => one.type === 'waiting');
  if (message?.type !== 'waiting') throw new Error('nobody waits');
  return message.waiter;
};

describe('everyone', () => {
  test('gets a nonce first', () => {
    const world = new World();
    const page = world.connect();
    expect(world.told(page)).toEqual([{ type: 'nonce', nonce: world.nonce(page) }]);
  });

  test('must say wait or claim within five seconds', () => {
    const world = new World();
    const [silent, joiner] = [world.connect(), world.connect()];
    world.told(silent);
    world.now += 4_900;
    world.happen({ type: 'tick' });
    expect(world.told(silent)).toEqual([]);
    world.say(joiner, { type: 'wait', room: host.room });
    world.now += 200;
    world.happen({ type: 'tick' });
    expect(world.told(silent)).toEqual([refused('tooSlow')]);
    expect([...world.closed]).toEqual([silent]);
  });

  test.each<[string, ToRelay]>([
    ['an envelope before wait', { type: 'envelope', data: ENVELOPE }],
    ['open without a claim', { type: 'open', move: 0, admitted: [] }],
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
    const world = new World();
    const leader = world.claim(host);
    world.told(leader);
    expect(world.say(leader, { type: 'open', move: 0, admitted: [] })).toEqual([
      { do: 'openSfuRoom', for: leader, sfuRoom },
    ]);
    expect(world.told(leader)).toEqual([]);
    world.happen({ type: 'sfuRoomOpened', from: leader, sfuRoom });
    expect(world.told(leader)).toEqual([{ type: 'opened' }]);
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
    expect(world.told(joiner)).toEqual([{ type: 'host', present: false }]);
    world.open(host, [], newer);
    expect(world.told(joiner)).toEqual([{ type: 'host', present: true }]);
    world.happen({ type: 'disconnected', from: older });
    expect(world.told(joiner)).toEqual([]);
  });

  test('of another key is refused while one leads, and holds afterwards', () => {
    const world = new World();
    const leader = world.open(host);
    const other = host.onAnotherDevice();
    expect(world.told(world.claim(other))).toContainEqual(refused('notAllowed'));
    world.happen({ type: 'disconnected', from: leader });
    expect(world.told(world.open(other))).toContainEqual({ type: 'opened' });
  });

  test('is told when the SFU is not there', () => {
    const world = new World();
    const leader = world.claim(host);
    world.say(leader, { type: 'open', move: 0, admitted: [] });
    world.happen({ type: 'sfuFailed', from: leader });
    expect(world.told(leader)).toContainEqual(refused('sfuUnavailable'));
  });
});

describe('the waiting room', () => {
  test('carries envelopes both ways, between these two only', () => {
    const world = new World();
    const leader = world.open(host);
    const [joiner, other] = [world.wait(host), world.wait(host)];
    const waiter = waiterOf(world.told(leader));
    expect(world.told(joiner)).toContainEqual({ type: 'host', present: true });
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
    expect(world.told(joiner)).toContainEqual({ type: 'host', present: false });
    const leader = world.open(host);
    const waiter = waiterOf(world.told(leader));
    expect(world.told(joiner)).toEqual([{ type: 'host', present: true }]);
    world.happen({ type: 'disconnected', from: leader });
    expect(world.told(joiner)).toEqual([{ type: 'host', present: false }]);
    const again = world.open(host);
    expect(waiterOf(world.told(again))).toBe(waiter);
    world.happen({ type: 'disconnected', from: joiner });
    expect(world.told(again)).toEqual([{ type: 'gone', waiter }]);
  });

  test('answers alike in an unknown room and in a full one, and lets the next in when one goes', () => {
    const world = new World({ waitersPerRoom: 1 });
    const leader = world.open(host);
    const first = world.wait(host);
    world.told(leader);
    const second = world.wait(host);
    const lost = world.wait(makeAuthority());
    expect(world.told(second).slice(1)).toEqual(world.told(lost).slice(1));
    world.say(second, { type: 'envelope', data: ENVELOPE });
    expect(world.told(leader)).toEqual([]);
    world.happen({ type: 'disconnected', from: first });
    expect(world.told(second)).toEqual([{ type: 'host', present: true }]);
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
    const world = new World({ envelopesPerMinute: 3 });
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
    expect(world.say(leader, { type: 'admit', waiter, participant })).toEqual([
      { do: 'issueToken', to: joiner, sfuRoom, participant },
    ]);
    expect(world.say(leader, { type: 'admit', participant: host.participant })).toEqual([
      { do: 'issueToken', to: leader, sfuRoom, participant: host.participant },
    ]);
  });

  test('waits for the SFU room', () => {
    const world = new World();
    const leader = world.claim(host);
    world.say(leader, { type: 'open', move: 0, admitted: [] });
    expect(world.say(leader, { type: 'admit', participant: host.participant })).toContainEqual({
      do: 'send',
      to: leader,
      message: refused('notAllowed'),
    });
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
    expect(world.told(world.wait(host, 'cafe'))).toContainEqual(refused('tooMany'));
    expect(world.told(world.wait(host, 'home'))).toContainEqual({ type: 'host', present: true });
    world.now += LIMITS.denyMs + 1;
    world.happen({ type: 'tick' });
    expect(world.told(world.wait(host, 'cafe'))).toContainEqual({ type: 'host', present: true });
  });
});

describe('strangers', () => {
  const arrive = (world: World, ...participants: string[]): readonly Delivery[] =>
    world.happen({ type: 'present', sfuRoom, participants });

  test('are thrown out and told of; the admitted and the host are not', () => {
    const world = new World();
    const [early, late, stranger] = [somebody(), somebody(), somebody()];
    const leader = world.open(host, [early]);
    world.wait(host);
    world.say(leader, { type: 'admit', waiter: waiterOf(world.told(leader)), participant: late });
    expect(arrive(world, early, late, host.participant)).toEqual([]);
    expect(arrive(world, stranger)).toEqual([
      { do: 'removeFromSfu', sfuRoom, participant: stranger },
      { do: 'send', to: leader, message: { type: 'stranger' } },
    ]);
  });

  test('are left alone until an authority has opened the room', () => {
    const world = new World();
    expect(arrive(world, somebody())).toEqual([]);
    world.claim(host);
    expect(arrive(world, somebody())).toEqual([]);
  });

  test('are thrown out while the host is away', () => {
    const world = new World();
    world.happen({ type: 'disconnected', from: world.open(host) });
    const stranger = somebody();
    expect(arrive(world, stranger)).toEqual([{ do: 'removeFromSfu', sfuRoom, participant: stranger }]);
  });

  test('include whoever was removed', () => {
    const world = new World();
    const member = somebody();
    const leader = world.open(host, [member]);
    expect(world.say(leader, { type: 'remove', participant: member })).toEqual([
      { do: 'removeFromSfu', sfuRoom, participant: member },
    ]);
    expect(arrive(world, member)).toContainEqual({ do: 'removeFromSfu', sfuRoom, participant: member });
  });
});

describe('the end', () => {
  test('tells those who wait, deletes the SFU room, then lets the host go', () => {
    const world = new World();
    const leader = world.open(host);
    const joiner = world.wait(host);
    world.told(joiner);
    expect(world.say(leader, { type: 'end' })).toContainEqual({ do: 'deleteSfuRoom', for: leader, sfuRoom });
    expect(world.told(joiner)).toEqual([{ type: 'ended' }]);
    expect(world.closed.has(joiner)).toBe(true);
    expect(world.closed.has(leader)).toBe(false);
    world.happen({ type: 'sfuRoomDeleted', from: leader });
    expect(world.closed.has(leader)).toBe(true);
    expect(world.size).toBe(0);
  });

  test('a room is forgotten once nobody leads, waits or calls', () => {
    const world = new World();
    const leader = world.open(host);
    world.happen({ type: 'disconnected', from: leader });
    expect(world.size).toBe(1);
    world.happen({ type: 'sfuRoomFinished', sfuRoom });
    expect(world.size).toBe(0);
    const joiner = world.wait(host);
    world.happen({ type: 'disconnected', from: joiner });
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
