/** A move to a new SFU room, when somebody who was removed comes back. */

import { describe, expect, test } from 'vitest';
import { FAREWELL_MS } from '../../relay/inside.ts';
import { MOVE_PAUSE_MS, OLD_ROOM_MS } from '../../relay/moves.ts';
import type { Delivery } from '../../relay/room.ts';
import { makeAuthority, somebody } from './authority.ts';
import { refused, sfuRoomAt, thrownOut, toldOf, World } from './world.ts';

const host = makeAuthority();
const sfuRoom = sfuRoomAt(host);
const newRoom = sfuRoomAt(host, 1);

describe('a move', () => {
  /** A meeting with two members of whom one is removed. */
  function removal() {
    const world = new World();
    const [member, removed] = [host.appoint(255), host.appoint(255)];
    const admitted = [host.participant, member.participant, removed.participant];
    const leader = world.open(host, { admitted });
    world.say(leader, { type: 'remove', participant: removed.participant });
    world.pass(FAREWELL_MS);
    expect(world.present(sfuRoom, removed.participant)).toEqual([thrownOut(sfuRoom, removed.participant)]);
    world.told(leader);
    const comesBack = (): readonly Delivery[] => world.join(sfuRoom, removed.participant);
    return { world, leader, member, removed, comesBack };
  }
  /** The same after the move. */
  function moved() {
    const all = removal();
    all.comesBack();
    all.comesBack();
    all.world.sfuIsThere();
    all.world.told(all.leader);
    return all;
  }

  test('is made when somebody whom an authority removed comes back the second time', () => {
    const { world, leader, removed, comesBack } = removal();
    const out = [thrownOut(sfuRoom, removed.participant), toldOf(leader, removed.participant)];
    expect(comesBack()).toEqual(out);
    expect(comesBack()).toEqual([...out, { do: 'openSfuRoom', sfuRoom: newRoom }]);
    world.told(leader);
    world.sfuIsThere();
    expect(world.told(leader)).toEqual([{ type: 'moved', move: 1 }]);
  });

  test('is not made for being seen by the SFU while on the way out', () => {
    const { world, leader, removed } = removal();
    for (let time = 0; time < 3; time++) {
      expect(world.present(sfuRoom, removed.participant)).toEqual([thrownOut(sfuRoom, removed.participant)]);
      expect(world.say(leader, { type: 'remove', participant: removed.participant })).toEqual([
        thrownOut(sfuRoom, removed.participant),
      ]);
    }
  });

  test('changes nothing before the new room is there', () => {
    const { world, leader, comesBack } = removal();
    comesBack();
    comesBack();
    const admit = { type: 'admit', participant: host.participant } as const;
    expect(world.say(leader, admit)).toMatchObject([{ sfuRoom, move: 0 }]);
    world.happen({ type: 'sfuRoomNotOpened', sfuRoom: newRoom });
    expect(world.say(leader, admit)).toMatchObject([{ sfuRoom, move: 0 }]);
    expect(world.told(leader)).not.toContainEqual(refused('sfuUnavailable'));
    expect(comesBack()).toContainEqual({ do: 'openSfuRoom', sfuRoom: newRoom });
  });

  test('has tokens given for the new room, and tells who opens', () => {
    const { world, leader, member } = moved();
    expect(world.say(leader, { type: 'admit', participant: host.participant })).toMatchObject([
      { sfuRoom: newRoom, move: 1 },
    ]);
    const line = world.rejoin(member);
    expect(world.deliveries).toMatchObject([{ do: 'issueToken', to: line, sfuRoom: newRoom, move: 1 }]);
    const other = world.open(host.onAnotherDevice(), null);
    expect(world.told(other)).toEqual([{ type: 'opened', move: 1, max: 50, leading: true }]);
  });

  test('ends with the old room deleted, after ten seconds', () => {
    const { world, member } = moved();
    const deletion = { do: 'deleteSfuRoom', sfuRoom };
    expect(world.pass(OLD_ROOM_MS - 1)).not.toContainEqual(deletion);
    world.present(sfuRoom, member.participant);
    expect(world.pass(1)).toEqual([deletion]);
    expect(world.pass(OLD_ROOM_MS)).toEqual([]);
    world.happen({ type: 'sfuRoomNotDeleted', sfuRoom });
    expect(world.pass(OLD_ROOM_MS)).toEqual([deletion]);
    world.happen({ type: 'sfuRoomDeleted', sfuRoom });
    expect(world.pass(OLD_ROOM_MS)).toEqual([]);
    expect(world.join(sfuRoom, somebody())).toEqual([]);
  });

  test('ends earlier when nobody admitted is in the old room any more', () => {
    const { world, member, removed } = moved();
    expect(world.pass(1_000)).toEqual([{ do: 'listSfuRoom', sfuRoom }]);
    expect(world.present(sfuRoom, member.participant, removed.participant)).toEqual([
      thrownOut(sfuRoom, removed.participant),
    ]);
    expect(world.present(sfuRoom, removed.participant)).toContainEqual({ do: 'deleteSfuRoom', sfuRoom });
  });

  test('is told of by nobody’s visit to the old room', () => {
    const { world, removed, member } = moved();
    expect(world.join(sfuRoom, removed.participant)).toEqual([thrownOut(sfuRoom, removed.participant)]);
    expect(world.join(sfuRoom, member.participant)).toEqual([]);
  });

  test('is made once in twenty seconds at most', () => {
    const { world, removed } = moved();
    world.present(sfuRoom);
    world.happen({ type: 'sfuRoomDeleted', sfuRoom });
    const comes = (): readonly Delivery[] => world.join(newRoom, removed.participant);
    world.now += MOVE_PAUSE_MS - 1;
    expect(comes()).toContainEqual(thrownOut(newRoom, removed.participant));
    expect(world.deliveries.filter((delivery) => delivery.do === 'openSfuRoom')).toEqual([]);
    world.now += 1;
    expect(comes()).toContainEqual({ do: 'openSfuRoom', sfuRoom: sfuRoomAt(host, 2) });
  });

  test('that is under way at the end leaves no room behind', () => {
    const { world, leader, comesBack } = removal();
    comesBack();
    comesBack();
    const deleted = world
      .say(leader, { type: 'end' })
      .filter((delivery) => delivery.do === 'deleteSfuRoom')
      .map((delivery) => delivery.sfuRoom);
    expect(new Set(deleted)).toEqual(new Set([sfuRoom, newRoom]));
    world.happen({ type: 'sfuRoomOpened', sfuRoom: newRoom });
    expect(world.size).toBe(0);
  });
});
