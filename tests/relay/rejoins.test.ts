/** Members who lost their place in the SFU room. */

import { describe, expect, test } from 'vitest';
import { toBase64url } from '../../crypto/bytes.ts';
import { randomBytes } from '../../crypto/sodium.ts';
import { LIMITS } from '../../relay/limits.ts';
import type { Connection } from '../../relay/room.ts';
import { ALL_SOURCES, type ToRelay } from '../../relay/wire.ts';
import { makeAuthority, somebody, type Authority } from './authority.ts';
import { NOBODY, ORIGIN, refused, sfuRoomAt, World } from './world.ts';

const host = makeAuthority();
const member = host.appoint(255);
const sfuRoom = sfuRoomAt(host);
const lists = { admitted: [member.participant] };
const tokenTo = (to: Connection) => ({
  do: 'issueToken',
  to,
  sfuRoom,
  move: 0,
  participant: member.participant,
  sources: ALL_SOURCES,
  last: true,
});

describe('a member that wants back in', () => {
  test('gets a token, and the line is at its end', () => {
    const world = new World();
    world.open(host, lists);
    const line = world.rejoin(member);
    expect(world.deliveries).toEqual([tokenTo(line)]);
    expect(world.told(line)).toEqual([]);
    expect(world.say(line, { type: 'end' })).toEqual([]);
  });

  test('gets it too while no authority is there', () => {
    const world = new World();
    world.leave(world.open(host, lists));
    const line = world.rejoin(member);
    expect(world.deliveries).toEqual([tokenTo(line)]);
  });

  test('is refused if it is not in, or was removed', () => {
    const world = new World();
    const leader = world.open(host, lists);
    const other = world.rejoin(host.appoint(255));
    expect(world.told(other)).toEqual([refused('notIn')]);
    expect(world.closed.has(other)).toBe(true);
    world.say(leader, { type: 'remove', participant: member.participant });
    expect(world.told(world.rejoin(member))).toEqual([refused('notIn')]);
  });

  test('waits while nobody has said who is in, and is answered when a leader does', () => {
    const world = new World();
    const [line, stranger] = [world.rejoin(member), world.rejoin(host.appoint(255))];
    expect(world.told(line)).toEqual([NOBODY]);
    const leader = world.open(host, null);
    expect(world.told(line)).toEqual([]);
    expect(world.lists(leader, lists)).toContainEqual(tokenTo(line));
    expect(world.told(stranger)).toEqual([NOBODY, refused('notIn')]);
  });

  test('is answered by the lists that a leader opens with, and by its own admission', () => {
    const world = new World();
    const line = world.rejoin(member);
    const leader = world.claim(host);
    world.say(leader, { type: 'open', move: 0 });
    world.sfuIsThere();
    world.say(leader, { type: 'admit', participant: member.participant });
    expect(world.deliveries).toContainEqual(tokenTo(line));
    const again = world.rejoin(host.appoint(255));
    world.open(host.onAnotherDevice(), lists);
    expect(world.told(again)).toEqual([NOBODY, refused('notIn')]);
  });

  test('waits for a minute', () => {
    const world = new World();
    const line = world.rejoin(member);
    world.told(line);
    world.pass(LIMITS.rejoinMs);
    expect(world.told(line)).toEqual([]);
    world.pass(1);
    expect(world.told(line)).toEqual([refused('notIn')]);
    expect(world.size).toBe(0);
  });

  test('may go while it waits', () => {
    const world = new World();
    world.leave(world.rejoin(member));
    expect(world.size).toBe(0);
  });

  test('says nothing else meanwhile', () => {
    const world = new World();
    const line = world.rejoin(member);
    world.told(line);
    world.say(line, { type: 'wait', room: host.room });
    expect(world.told(line)).toEqual([refused('notAllowed')]);
  });

  test('is told when the SFU is not there', () => {
    const world = new World();
    world.open(host, lists);
    const line = world.rejoin(member);
    world.happen({ type: 'tokenNotIssued', from: line });
    expect(world.told(line)).toEqual([refused('sfuUnavailable')]);
  });

  test('counts as a knock of its place', () => {
    const world = new World({ limits: { knocksPerMinute: 2 } });
    world.open(host, lists);
    for (let time = 0; time < 2; time++) expect(world.told(world.rejoin(member, 'cafe'))).toEqual([]);
    expect(world.told(world.rejoin(member, 'cafe'))).toEqual([refused('tooMany')]);
    expect(world.told(world.rejoin(member, 'home'))).toEqual([]);
  });
});

describe('a rejoin', () => {
  const other: Authority = makeAuthority();

  test.each<[string, (nonce: string) => ToRelay]>([
    ['for another origin', (nonce) => member.rejoin(nonce, 'https://evil.example')],
    ['over another nonce', () => member.rejoin(toBase64url(randomBytes(32)), ORIGIN)],
    ['for another room', (nonce) => member.rejoin(nonce, ORIGIN, { room: other.room })],
    ['of another’s key', (nonce) => ({ ...member.rejoin(nonce, ORIGIN), ...signKeyOf(host, nonce) })],
  ])('signed %s is refused, whether the room is open or not', (_, asking) => {
    for (const open of [true, false]) {
      const world = new World();
      if (open) world.open(host, { admitted: [member.participant, somebody()] });
      const line = world.connect();
      world.told(line);
      world.say(line, asking(world.nonce(line)));
      expect(world.told(line)).toEqual([refused('badClaim')]);
      expect(world.deliveries.filter((delivery) => delivery.do === 'issueToken')).toEqual([]);
    }
  });

  function signKeyOf(authority: Authority, nonce: string): { readonly signKey: string } {
    const message = authority.rejoin(nonce, ORIGIN);
    if (message.type !== 'rejoin') throw new Error('no rejoin');
    return { signKey: message.signKey };
  }
});
