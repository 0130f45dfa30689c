/** The leader's side of the door (§4): whom it answers, whom it shows, what it counts. */

import { describe, expect, it } from 'vitest';
import { encodeGrant } from '../../../crypto/claim.ts';
import { makeKnock, stepJoiner } from '../../../crypto/door/joiner.ts';
import {
  CHALLENGE_MS,
  CHALLENGES_MAX,
  type DoorState,
  emptyDoor,
  QUEUE_MAX,
  shownKnock,
} from '../../../crypto/door/knocks.ts';
import { stepDoor } from '../../../crypto/door/leader.ts';
import { ENVELOPE_BYTES, sealProof } from '../../../crypto/door/messages.ts';
import { LABELS } from '../../../crypto/labels.ts';
import { randomBytes, sign, signingPair } from '../../../crypto/sodium.ts';
import { callerOf, flipped, granted, knockAt, NOW, sent } from '../making.ts';
import { room, link, keeper, deliver, challenged, admitText } from './setting.ts';

describe('the leader', () => {
  it('drops in silence what does not open, and knocks with invalid points or keys', () => {
    const knock = link.knock(makeKnock(callerOf(room)).send);
    const bad = [
      randomBytes(ENVELOPE_BYTES),
      new Uint8Array(),
      link.seal({ ...knock, sid: randomBytes(16), signKey: signingPair().verifyKey, Ya: new Uint8Array(32) }),
      link.seal({
        ...knock,
        sid: randomBytes(16),
        signKey: signingPair().verifyKey,
        Ya: new Uint8Array(32).fill(255),
      }),
    ];
    for (const data of bad) {
      const { state, effects } = deliver(emptyDoor, data);
      expect(effects).toEqual([]);
      expect([state.knocks.size, state.queue.size, state.failedGuesses]).toEqual([0, 0, 0]);
    }
  });

  it('takes no sid and no signKey twice in a meeting', () => {
    const { knock, door } = knockAt(keeper, callerOf(room));
    const first = link.knock(knock);
    const fresh = link.knock(makeKnock(callerOf(room)).send);
    for (const data of [
      knock,
      link.seal({ ...fresh, sid: first.sid }),
      link.seal({ ...fresh, signKey: first.signKey }),
    ]) {
      expect(deliver(door, data, 2)).toEqual({ state: door, effects: [] });
    }
    const later = stepDoor(door, keeper, { type: 'deny', waiter: 1 }, NOW).state;
    expect(deliver(later, knock, 3).effects).toEqual([]);
  });

  it('shows nobody before a proof that holds', () => {
    const { made, door, challenge } = challenged();
    expect(shownKnock(door, 1)).toBeUndefined();
    expect(stepDoor(door, keeper, { type: 'admit', waiter: 1, text: admitText() }, NOW).effects).toEqual([]);
    expect(stepDoor(door, keeper, { type: 'deny', waiter: 1 }, NOW).effects).toEqual([]);
    const { state, send } = stepJoiner(made.state, challenge, NOW);
    if (state.at !== 'proved') throw new Error(state.at);
    const { keys } = state;
    const proof = link.proof(send);
    const text = {
      signature: sign(state.signing.signingKey, LABELS.doorProof, keys.T, keys.Tb),
      name: 'Bob',
      capabilities: 0,
    };
    const bad = [
      { ...proof, Ta: flipped(proof.Ta) },
      { ...proof, seq: 1 },
      { ...proof, sealed: flipped(proof.sealed, 300) },
      { ...proof, sealed: sealProof(keys.leaderKey, keys.T, 0, text) },
      { ...proof, sealed: sealProof(keys.joinerKey, keys.T, 0, { ...text, name: '' }) },
      { ...proof, sealed: sealProof(keys.joinerKey, keys.T, 0, { ...text, name: 'x'.repeat(65) }) },
      { ...proof, sealed: sealProof(keys.joinerKey, keys.T, 0, { ...text, name: 'Ada\u202e' }) },
      {
        ...proof,
        sealed: sealProof(keys.joinerKey, keys.T, 0, {
          ...text,
          signature: sign(signingPair().signingKey, LABELS.doorProof, keys.T, keys.Tb),
        }),
      },
    ];
    for (const one of bad) {
      // The door wipes the keys of a guess that failed: each is tried at a door of its own.
      const copy = structuredClone(door);
      const after = deliver(copy, link.seal(one));
      expect(after.effects).toEqual([]);
      expect(after.state.knocks.size).toBe(0);
      expect(after.state.failedGuesses).toBe(1);
      // A challenge is good for one answer: the right one comes too late now.
      expect(deliver(after.state, granted(send)).effects).toEqual([]);
    }
    expect(deliver(door, granted(send)).effects).toEqual([{ type: 'shown', waiter: 1, name: 'Bob' }]);
  });

  it('takes a proof from the connection that was challenged, once', () => {
    const { made, door, challenge } = challenged();
    const { send } = stepJoiner(made.state, challenge, NOW);
    expect(deliver(door, granted(send), 2)).toEqual({ state: door, effects: [] });
    const shown = deliver(door, granted(send));
    expect(deliver(shown.state, granted(send))).toEqual({ state: shown.state, effects: [] });
  });

  it('counts a challenge that nobody answered in ten seconds, or whose connection went', () => {
    const { made, door, challenge } = challenged();
    const still = stepDoor(door, keeper, { type: 'tick' }, NOW + CHALLENGE_MS - 1).state;
    expect([still.knocks.size, still.failedGuesses]).toEqual([1, 0]);
    const over = stepDoor(door, keeper, { type: 'tick' }, NOW + CHALLENGE_MS).state;
    expect([over.knocks.size, over.failedGuesses]).toEqual([0, 1]);
    const { send } = stepJoiner(made.state, challenge, NOW);
    expect(deliver(over, granted(send)).effects).toEqual([]);
    expect(stepDoor(challenged().door, keeper, { type: 'gone', waiter: 1 }, NOW).state.failedGuesses).toBe(1);
  });

  it('does not count who was shown and went', () => {
    const { door } = knockAt(keeper, callerOf(room));
    const gone = stepDoor(door, keeper, { type: 'gone', waiter: 1 }, NOW);
    expect(gone.state.failedGuesses).toBe(0);
    expect(gone.effects).toEqual([{ type: 'gone', waiter: 1 }]);
  });

  it('counts the open challenge that a second knock on the same connection pushes out', () => {
    const { door } = challenged();
    const again = deliver(door, granted(makeKnock(callerOf(room)).send));
    expect(again.state.failedGuesses).toBe(1);
    expect(again.state.knocks.size).toBe(1);
    expect(sent(again)).toHaveLength(1);
  });

  it('keeps a queue that has an end', () => {
    let door: DoorState = emptyDoor;
    for (let waiter = 1; waiter <= CHALLENGES_MAX + QUEUE_MAX + 20; waiter++) {
      // Knocks of the right form without the cost of real ones: sixty-four are challenged, the others wait.
      const base = waiter <= CHALLENGES_MAX ? makeKnock(callerOf(room)).send : undefined;
      const data =
        base ??
        link.seal({
          type: 'knock',
          sid: randomBytes(16),
          Ya: randomBytes(32),
          signKey: signingPair().verifyKey,
          kemKey: randomBytes(1216),
        });
      door = deliver(door, data, waiter).state;
    }
    expect([door.knocks.size, door.queue.size]).toEqual([CHALLENGES_MAX, QUEUE_MAX]);
  });

  it('hands the grant over as it stands', () => {
    expect(link.challenge(challenged().challenge).grant).toEqual(encodeGrant(keeper.grant));
  });
});
