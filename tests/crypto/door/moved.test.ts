/** A new passphrase or a new link in mid-meeting (§3, §4): what becomes of who knocks by the old one. */

import { describe, expect, it } from 'vitest';
import { branded, type Key } from '../../../crypto/brands.ts';
import { encodeGrant } from '../../../crypto/claim.ts';
import { makeKnock, stepJoiner } from '../../../crypto/door/joiner.ts';
import type { Doorkeeper } from '../../../crypto/door/keeper.ts';
import { emptyDoor, shownKnock } from '../../../crypto/door/knocks.ts';
import { stepDoor } from '../../../crypto/door/leader.ts';
import { sealEnvelope } from '../../../crypto/door/messages.ts';
import { LABELS } from '../../../crypto/labels.ts';
import { randomBytes, sign, signingPair } from '../../../crypto/sodium.ts';
import {
  callerOf,
  flipped,
  granted,
  knockAt,
  LinkHolder,
  makeKeeper,
  makeRoom,
  NOW,
  sent,
} from '../making.ts';
import { admitText, challenged, deliver, keeper, link, room } from './setting.ts';

const HOUR = 3_600_000;
const newPassphrase: Doorkeeper = { ...keeper, prs: room.prsFor('four other words here') };
const newLink: Doorkeeper = {
  ...newPassphrase,
  envelopeKey: branded<Key>(randomBytes(32)),
  former: [{ envelopeKey: keeper.envelopeKey, until: NOW + HOUR }],
};

describe('a new passphrase', () => {
  it('refuses the old one, and takes the new', () => {
    const { made, challenge } = challenged(newPassphrase);
    expect(stepJoiner(made.state, challenge, NOW).refused).toBe('wrongPassphrase');
    expect(knockAt(newPassphrase, callerOf(room, 'four other words here')).joiner.at).toBe('proved');
  });

  it('ends what was begun under the old one: who was proving it is told', () => {
    const { made, door, challenge } = challenged();
    const proved = stepJoiner(made.state, challenge, NOW);
    const renewed = stepDoor(door, newPassphrase, { type: 'renewed', link: false }, NOW);
    expect(deliver(renewed.state, granted(proved.send), 1, NOW, newPassphrase).effects).toEqual([]);
    expect(stepJoiner(proved.state, granted(sent(renewed)[0]), NOW).refused).toBe('wrongPassphrase');
  });

  it('begins the count of failed guesses anew, and frees no place', () => {
    const failed = stepDoor(challenged().door, keeper, { type: 'gone', waiter: 1 }, NOW).state;
    expect(failed.failedGuesses).toBe(1);
    const { state } = stepDoor(failed, newPassphrase, { type: 'renewed', link: false }, NOW);
    expect([state.failedGuesses, state.forgiven, state.held.length]).toEqual([0, 0, 1]);
  });

  it('opens a door that was shut', () => {
    const own = makeKeeper(room, { own: true });
    const shut = { ...emptyDoor, failedGuesses: 250, forgiven: 100 };
    expect(sent(deliver(shut, granted(makeKnock(callerOf(room)).send), 1, NOW, own))).toEqual([]);
    const { state } = stepDoor(shut, own, { type: 'renewed', link: false }, NOW);
    expect(sent(deliver(state, granted(makeKnock(callerOf(room)).send), 1, NOW, own))).toHaveLength(1);
  });

  it('leaves who was shown before where they are', () => {
    const { door, joiner } = knockAt(keeper, callerOf(room));
    const { state, effects } = stepDoor(door, newLink, { type: 'renewed', link: true }, NOW);
    expect(effects).toEqual([]);
    expect(shownKnock(state, 1)).toBeDefined();
    const admitted = stepDoor(state, newLink, { type: 'admit', waiter: 1, text: admitText() }, NOW);
    // Its answer comes under the link it knocked by.
    expect(stepJoiner(joiner, granted(sent(admitted)[0]), NOW).admission).toBeDefined();
  });
});

describe('a new link', () => {
  it('answers who knocks by the old one with “moved”, for as long as the old one is kept', () => {
    const made = makeKnock(callerOf(room));
    const told = deliver(emptyDoor, granted(made.send), 1, NOW, newLink);
    expect(told.state.queue.size + told.state.knocks.size).toBe(0);
    expect(stepJoiner(made.state, granted(sent(told)[0]), NOW)).toMatchObject({
      state: { at: 'refused' },
      refused: 'moved',
    });
    const late = deliver(emptyDoor, granted(makeKnock(callerOf(room)).send), 1, NOW + HOUR, newLink);
    expect(late).toEqual({ state: emptyDoor, effects: [] });
  });

  it('does not sign twice for one knock', () => {
    const knock = granted(makeKnock(callerOf(room)).send);
    const told = deliver(emptyDoor, knock, 1, NOW, newLink);
    expect(deliver(told.state, knock, 2, NOW, newLink).effects).toEqual([]);
  });

  it('tells who waited for a place under the old one, and who was proving', () => {
    const busy = { ...challenged().door, held: Array.from({ length: 64 }, () => NOW + 5_000) };
    const waits = makeKnock(callerOf(room));
    const queued = deliver(busy, granted(waits.send), 2);
    expect(queued.state.queue.size).toBe(1);
    const { state, effects } = stepDoor(queued.state, newLink, { type: 'renewed', link: true }, NOW);
    expect(state.queue.size).toBe(0);
    const toSecond = effects.flatMap((effect) =>
      effect.type === 'send' && effect.waiter === 2 ? [effect.envelope] : [],
    );
    expect(stepJoiner(waits.state, granted(toSecond[0]), NOW).refused).toBe('moved');
  });

  it('is said by an authority of this room alone: from others, or for another knock, it changes nothing', () => {
    const { state, send } = makeKnock(callerOf(room));
    const { sid } = link.knock(send);
    const moved = (by: Doorkeeper, change: { sid?: Uint8Array<ArrayBuffer>; signed?: Uint8Array } = {}) =>
      link.seal({
        type: 'moved',
        sid,
        grant: encodeGrant(by.grant),
        signature: sign(by.signing.signingKey, LABELS.doorMoved, room.roomId, change.signed ?? sid),
      });
    const elsewhere = makeRoom();
    const forged = [
      moved({ ...keeper, signing: signingPair() }),
      moved(makeKeeper(elsewhere)),
      moved(makeKeeper(room, { notAfter: NOW - 1 })),
      moved(keeper, { signed: randomBytes(16) }),
      link.seal({
        type: 'moved',
        sid,
        grant: flipped(encodeGrant(keeper.grant), 700),
        signature: sign(keeper.signing.signingKey, LABELS.doorMoved, room.roomId, sid),
      }),
      link.seal({
        type: 'moved',
        sid,
        grant: encodeGrant(keeper.grant),
        signature: sign(keeper.signing.signingKey, LABELS.doorChallenge, room.roomId, sid),
      }),
      sealEnvelope(elsewhere.envelopeKey, room.roomId, {
        type: 'moved',
        sid,
        grant: encodeGrant(keeper.grant),
        signature: sign(keeper.signing.signingKey, LABELS.doorMoved, room.roomId, sid),
      }),
    ];
    for (const one of forged) expect(stepJoiner(state, one, NOW)).toEqual({ state });
    expect(stepJoiner(state, moved(keeper), NOW).refused).toBe('moved');
  });

  it('is not heard by who has proved already: their answer is sealed to them', () => {
    const { joiner } = knockAt(keeper, callerOf(room));
    if (joiner.at !== 'proved') throw new Error(joiner.at);
    const { sid } = joiner;
    const signature = sign(keeper.signing.signingKey, LABELS.doorMoved, room.roomId, sid);
    const envelope = new LinkHolder(room).seal({
      type: 'moved',
      sid,
      grant: encodeGrant(keeper.grant),
      signature,
    });
    expect(stepJoiner(joiner, envelope, NOW)).toEqual({ state: joiner });
  });
});
