/** Pings at the door (§4): an admit answers the newest that came, so that one held back is known by its age. */

import { describe, expect, it } from 'vitest';
import { branded, type Key } from '../../../crypto/brands.ts';
import { abandonKnock, type JoinerState, pingLeader, stepJoiner } from '../../../crypto/door/joiner.ts';
import { type DoorState, shownKnock } from '../../../crypto/door/knocks.ts';
import { stepDoor } from '../../../crypto/door/leader.ts';
import { ENVELOPE_BYTES, sealDoorPing } from '../../../crypto/door/messages.ts';
import { randomBytes } from '../../../crypto/sodium.ts';
import { callerOf, granted, knockAt, NOW, sent } from '../making.ts';
import { admitText, challenged, deliver, keeper, link, room } from './setting.ts';

const waiting = () => {
  const { joiner, door } = knockAt(keeper, callerOf(room));
  if (joiner.at !== 'proved') throw new Error(joiner.at);
  return { joiner, door, keys: joiner.keys, sid: joiner.sid };
};

/** Sends these pings one after the other, each at its time; the leader hears those that `hears` says. */
function pinged(times: readonly number[], hears: (at: number) => boolean = () => true) {
  const start = waiting();
  let joiner: JoinerState = start.joiner;
  let door: DoorState = start.door;
  for (const [at, time] of times.entries()) {
    const step = pingLeader(joiner, time);
    joiner = step.state;
    if (hears(at)) door = deliver(door, granted(step.send)).state;
  }
  return { joiner, door };
}

const admitted = ({ joiner, door }: { readonly joiner: JoinerState; readonly door: DoorState }) => {
  const admit = stepDoor(door, keeper, { type: 'admit', waiter: 1, text: admitText() }, NOW);
  return granted(stepJoiner(joiner, granted(sent(admit)[0]), NOW).admission);
};

describe('a ping at the door', () => {
  it('is an envelope like all others, and says nothing to the host', () => {
    const { joiner, door } = waiting();
    const step = pingLeader(joiner, NOW);
    expect(step.send).toHaveLength(ENVELOPE_BYTES);
    const heard = deliver(door, granted(step.send));
    expect(heard.effects).toEqual([]);
    expect(shownKnock(heard.state, 1)?.token).toHaveLength(16);
  });

  it('is made of new bytes each time', () => {
    const { joiner } = pinged([1, 2, 3]);
    if (joiner.at !== 'proved') throw new Error(joiner.at);
    expect(new Set(joiner.pings.map(({ token }) => token.join())).size).toBe(3);
  });

  it('is not sent before the proof, nor after the end', () => {
    const { made } = challenged();
    expect(pingLeader(made.state, NOW)).toEqual({ state: made.state });
    const over = abandonKnock(waiting().joiner);
    expect(pingLeader(over, NOW)).toEqual({ state: over });
  });

  it('is answered by the admit: the newest that came', () => {
    expect(admitted(pinged([10, 20, 30])).askedAt).toBe(30);
    expect(admitted(pinged([10, 20, 30], (at) => at < 2)).askedAt).toBe(20);
    expect(admitted(pinged(Array.from({ length: 9 }, (_, at) => at))).askedAt).toBe(8);
  });

  it('is answered by none where none came, or where it came long ago', () => {
    expect(admitted(waiting()).askedAt).toBeUndefined();
    expect(admitted(pinged([10, 20, 30, 40, 50], (at) => at === 0)).askedAt).toBeUndefined();
  });

  it('counts once, in its turn, of this knock, and sealed by who knocks', () => {
    const { joiner, door, keys, sid } = waiting();
    const first = pingLeader(joiner, 10);
    const second = pingLeader(first.state, 20);
    const later = deliver(door, granted(second.send)).state;
    const forged = [
      granted(first.send),
      granted(second.send),
      link.seal({
        type: 'ping',
        sid: randomBytes(16),
        seq: 9,
        sealed: sealDoorPing(keys.joinerKey, keys.T, 9, sid),
      }),
      link.seal({ type: 'ping', sid, seq: 9, sealed: sealDoorPing(keys.leaderKey, keys.T, 9, sid) }),
      link.seal({
        type: 'ping',
        sid,
        seq: 9,
        sealed: sealDoorPing(branded<Key>(randomBytes(32)), keys.T, 9, sid),
      }),
      link.seal({ type: 'ping', sid, seq: 9, sealed: sealDoorPing(keys.joinerKey, keys.T, 8, sid) }),
    ];
    for (const one of forged) expect(deliver(later, one)).toEqual({ state: later, effects: [] });
    expect(admitted({ joiner: second.state, door: later }).askedAt).toBe(20);
  });

  it('without a knock that is shown it changes nothing', () => {
    const { joiner, door } = waiting();
    const { send } = pingLeader(joiner, NOW);
    expect(deliver(door, granted(send), 2)).toEqual({ state: door, effects: [] });
  });
});
