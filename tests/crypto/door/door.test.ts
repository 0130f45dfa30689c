/** The two machines of the door (§4): every check in its order, every way out by its name. */

import { describe, expect, it } from 'vitest';
import {
  branded,
  type Bytes,
  type EpochNumber,
  type Hash,
  type Key,
  type MeetingId,
  type MemberIndex,
  type RoomId,
} from '../../../crypto/brands.ts';
import { concat } from '../../../crypto/bytes.ts';
import { encodeGrant, GRANT_GRACE_MS } from '../../../crypto/claim.ts';
import { u16, u8 } from '../../../crypto/codec.ts';
import { abandonKnock, makeKnock, stepJoiner } from '../../../crypto/door/joiner.ts';
import {
  CHALLENGE_MS,
  CHALLENGES_MAX,
  type Doorkeeper,
  type DoorState,
  emptyDoor,
  shownKnock,
  stepDoor,
} from '../../../crypto/door/leader.ts';
import {
  type AdmitText,
  type Challenge,
  DIRECTION,
  ENVELOPE_BYTES,
  openFromJoiner,
  openFromLeader,
  sealAdmit,
  sealDeny,
  sealEnvelope,
  sealProof,
} from '../../../crypto/door/messages.ts';
import { transcriptOf } from '../../../crypto/door/transcript.ts';
import { type Header, POLICY_EVERYONE, secretHashOf, signHeader } from '../../../crypto/group/state.ts';
import { LABELS } from '../../../crypto/labels.ts';
import { refuse } from '../../../crypto/refusal.ts';
import { box, BOX_OVERHEAD, randomBytes, sign, signingPair } from '../../../crypto/sodium.ts';
import { callerOf, flipped, granted, knockAt, LinkHolder, makeKeeper, makeRoom, NOW, RIGHT, sent } from '../making.ts';

const room = makeRoom();
const link = new LinkHolder(room);
const keeper = makeKeeper(room);

const deliver = (door: DoorState, data: Uint8Array, waiter = 1, now = NOW, by = keeper) =>
  stepDoor(door, by, { type: 'envelope', waiter, data }, now);

/** A knock and the challenge to it, both as they travel. */
function challenged(by: Doorkeeper = keeper, caller = callerOf(room)) {
  const made = makeKnock(caller);
  const answered = deliver(emptyDoor, granted(made.send), 1, NOW, by);
  return { made, door: answered.state, challenge: granted(sent(answered)[0]) };
}

const secret = branded<Key>(randomBytes(32));
const headerOf = (change: Partial<Header> = {}): Header => {
  const n = branded<EpochNumber>(1);
  const { meetingId } = keeper.grant;
  return {
    roomId: room.roomId,
    meetingId,
    n,
    parent: branded<Hash>(randomBytes(32)),
    leader: branded<MemberIndex>(0),
    nextIndex: branded<MemberIndex>(2),
    kind: 'advance',
    policy: POLICY_EVERYONE,
    failedGuesses: 0,
    generation: 0,
    secretHash: secretHashOf({ meetingId, n }, secret),
    rosterHash: branded<Hash>(randomBytes(32)),
    ...change,
  };
};
const admitText = (change: Partial<Header> = {}, signing = keeper.signing): AdmitText => {
  const { bytes, signature } = signHeader(headerOf(change), signing.signingKey);
  return { index: branded<MemberIndex>(1), secret, roomKey: room.roomKey, header: bytes, signature };
};

describe('a knock', () => {
  it('with link and passphrase is shown under its name, and admitted', () => {
    const { joiner, door } = knockAt(keeper, callerOf(room, RIGHT, 'Zoë'));
    expect(shownKnock(door, 1)).toMatchObject({ name: 'Zoë' });
    const text = admitText();
    const admitted = stepDoor(door, keeper, { type: 'admit', waiter: 1, text }, NOW);
    expect(admitted.state.knocks.size).toBe(0);
    expect(admitted.state.failedGuesses).toBe(0);
    const { state, admission, refused } = stepJoiner(joiner, granted(sent(admitted)[0]), NOW);
    expect(refused).toBeUndefined();
    expect(state).toEqual({ at: 'admitted' });
    expect(admission).toMatchObject({ index: 1, secret, roomKey: room.roomKey, grant: keeper.grant });
    expect(admission?.state.header).toMatchObject({ n: 1 });
  });

  it('gives both sides the same pairwise key', () => {
    const { joiner, door } = knockAt(keeper, callerOf(room));
    if (joiner.at !== 'proved') throw new Error(joiner.at);
    expect(joiner.keys.pairRoot).toEqual(shownKnock(door, 1)?.keys.pairRoot);
  });

  it('is made of fresh keys each time', () => {
    const [one, two] = [0, 1].map(() => link.knock(makeKnock(callerOf(room)).send));
    for (const part of ['sid', 'Ya', 'signKey', 'kemKey'] as const) expect(one?.[part]).not.toEqual(two?.[part]);
  });

  it('is declined when the host says so', () => {
    const { joiner, door } = knockAt(keeper, callerOf(room));
    const denied = stepDoor(door, keeper, { type: 'deny', waiter: 1 }, NOW);
    expect(stepJoiner(joiner, granted(sent(denied)[0]), NOW)).toMatchObject({ state: { at: 'refused' }, refused: 'declined' });
    expect(denied.effects).toContainEqual({ type: 'gone', waiter: 1 });
    expect(denied.state.failedGuesses).toBe(0);
  });

  it('that was given up leaves no secret behind', () => {
    const { made } = challenged();
    const { state } = made;
    if (state.at !== 'knocking') throw new Error(state.at);
    expect(abandonKnock(state)).toEqual({ at: 'refused' });
    for (const spent of [state.share.scalar, state.kemSecret, state.signing.signingKey]) {
      expect(spent.every((byte) => byte === 0)).toBe(true);
    }
    const { joiner } = knockAt(keeper, callerOf(room));
    if (joiner.at !== 'proved') throw new Error(joiner.at);
    abandonKnock(joiner);
    const { joinerKey, leaderKey, pairRoot } = joiner.keys;
    for (const spent of [joinerKey, leaderKey, pairRoot]) expect(spent.every((byte) => byte === 0)).toBe(true);
  });
});

describe('envelopes', () => {
  it('are all of one size', () => {
    const { knock, challenge, proof, door } = knockAt(keeper, callerOf(room, RIGHT, 'x'.repeat(64)));
    const denied = granted(sent(stepDoor(door, keeper, { type: 'deny', waiter: 1 }, NOW))[0]);
    for (const envelope of [knock, challenge, proof, denied]) expect(envelope).toHaveLength(ENVELOPE_BYTES);
  });

  it('of another room, another link, the other direction or another size do not open', () => {
    const { knock, challenge } = knockAt(keeper, callerOf(room));
    const other = makeRoom();
    expect(openFromJoiner(other.envelopeKey, room.roomId, knock)).toBe(refuse('notOpened'));
    expect(openFromJoiner(room.envelopeKey, other.roomId, knock)).toBe(refuse('notOpened'));
    expect(openFromLeader(room.envelopeKey, room.roomId, knock)).toBe(refuse('notOpened'));
    expect(openFromJoiner(room.envelopeKey, room.roomId, challenge)).toBe(refuse('notOpened'));
    expect(openFromJoiner(room.envelopeKey, room.roomId, knock.slice(1))).toBe(refuse('malformed'));
    expect(openFromJoiner(room.envelopeKey, room.roomId, concat(knock, u8(0)))).toBe(refuse('malformed'));
  });

  it('with the key of the link but a form that nobody writes are refused by name', () => {
    const open = (...parts: Uint8Array[]) => {
      const text = new Uint8Array(ENVELOPE_BYTES - BOX_OVERHEAD);
      text.set(concat(...parts));
      const parts0 = [room.roomId, u8(DIRECTION.fromJoiner)];
      return openFromJoiner(room.envelopeKey, room.roomId, box(room.envelopeKey, LABELS.doorEnvelope, parts0, text));
    };
    const sid = randomBytes(16);
    const body = randomBytes(32 + 32 + 1216);
    expect(open(u8(1), sid, u16(1281), u8(1), body)).toMatchObject({ type: 'knock' });
    expect(open(u8(1), sid, u16(1281), u8(2), body)).toBe(refuse('unknownVersion'));
    expect(open(u8(1), sid, u16(1281), u8(0), body)).toBe(refuse('unknownVersion'));
    expect(open(u8(9), sid, u16(0))).toBe(refuse('unknownType'));
    expect(open(u8(2), sid, u16(0))).toBe(refuse('unknownType'));
    expect(open(u8(1), sid, u16(1280), u8(1), body)).toBe(refuse('malformed'));
    expect(open(u8(1), sid, u16(1282), u8(1), body)).toBe(refuse('malformed'));
    expect(open(u8(1), sid, u16(0xffff), u8(1), body)).toBe(refuse('malformed'));
    expect(open(u8(1), sid, u16(1281), u8(1), body, u8(1))).toBe(refuse('malformed'));
    expect(open(u8(3), sid, u16(40), randomBytes(40))).toBe(refuse('malformed'));
  });
});

describe('the joiner', () => {
  it('says a wrong passphrase, and is told nothing else', () => {
    const { made, challenge } = challenged(keeper, callerOf(room, 'four wrong words here'));
    const after = stepJoiner(made.state, challenge, NOW);
    expect(after).toMatchObject({ state: { at: 'refused' }, refused: 'wrongPassphrase' });
    expect(after.send).toBeUndefined();
  });

  it.each([
    ['the grant of another room', (): Doorkeeper => ({ ...keeper, grant: makeKeeper(makeRoom()).grant })],
    ['a grant that is over', () => makeKeeper(room, { notAfter: NOW - 1 })],
    ['a co-host’s grant beyond its grace', () => makeKeeper(room, { rank: 1, notAfter: NOW - GRANT_GRACE_MS - 1 })],
    ['a grant for another key', (): Doorkeeper => ({ ...keeper, signing: signingPair() })],
    ['a grant somebody changed', (): Doorkeeper => ({ ...keeper, grant: { ...keeper.grant, notAfter: NOW + 9 } })],
  ])('stops at %s: not your host', (_name, by) => {
    const { made, challenge } = challenged(by());
    expect(stepJoiner(made.state, challenge, NOW)).toMatchObject({ state: { at: 'refused' }, refused: 'notYourHost' });
  });

  it('takes a co-host’s grant within its grace', () => {
    const { made, challenge } = challenged(makeKeeper(room, { rank: 1, notAfter: NOW - GRANT_GRACE_MS }));
    expect(stepJoiner(made.state, challenge, NOW).refused).toBeUndefined();
  });

  /** The challenge with a field changed, and signed again by the leader itself. */
  const resigned = (change: Partial<Challenge>, by = keeper, caller = callerOf(room)) => {
    const { made, challenge } = challenged(by, caller);
    const message = { ...link.challenge(challenge), ...change };
    const T = transcriptOf(room.roomId, link.knock(made.send), message);
    const signature = sign(by.signing.signingKey, LABELS.doorChallenge, T, message.Tb);
    return stepJoiner(made.state, link.seal({ ...message, signature }), NOW).refused;
  };

  it.each([
    ['an identity point', new Uint8Array(32)],
    ['no point', new Uint8Array(32).fill(255)],
  ])('stops at %s from its own host', (_name, Yb) => {
    expect(resigned({ Yb })).toBe('badPoint');
  });

  it('checks the host first, then the points, then the passphrase', () => {
    const wrong = callerOf(room, 'four wrong words here');
    const Yb = new Uint8Array(32);
    expect(resigned({ Yb, Tb: randomBytes(32) }, makeKeeper(room, { notAfter: NOW - 1 }), wrong)).toBe('notYourHost');
    expect(resigned({ Yb, Tb: randomBytes(32) }, keeper, wrong)).toBe('badPoint');
    expect(resigned({ Tb: randomBytes(32) }, keeper, wrong)).toBe('wrongPassphrase');
    expect(resigned({ Tb: randomBytes(32) })).toBe('wrongPassphrase');
    expect(resigned({})).toBeUndefined();
  });

  it('takes one challenge a knock, and none for another knock', () => {
    const { made, challenge } = challenged();
    const proved = stepJoiner(made.state, challenge, NOW);
    const second = challenged(keeper).challenge;
    const { sid } = link.knock(made.send);
    const again = link.seal({ ...link.challenge(second), sid });
    for (const envelope of [challenge, second, again]) {
      expect(stepJoiner(proved.state, envelope, NOW)).toEqual({ state: proved.state });
    }
    expect(stepJoiner(made.state, second, NOW)).toEqual({ state: made.state });
  });

  it('takes nothing out of turn, and nothing after the end', () => {
    const { made } = challenged();
    const { sid } = link.knock(made.send);
    const early = link.seal({ type: 'deny', sid, seq: 0, sealed: randomBytes(41) });
    expect(stepJoiner(made.state, early, NOW)).toEqual({ state: made.state });
    expect(stepJoiner({ at: 'refused' }, early, NOW)).toEqual({ state: { at: 'refused' } });
    expect(stepJoiner({ at: 'admitted' }, early, NOW)).toEqual({ state: { at: 'admitted' } });
  });
});

describe('a verdict', () => {
  const waiting = () => {
    const { joiner, door } = knockAt(keeper, callerOf(room));
    if (joiner.at !== 'proved') throw new Error(joiner.at);
    return { joiner, door, keys: joiner.keys, sid: joiner.sid };
  };
  const envelope = (type: 'admit' | 'deny', sid: Bytes, sealed: Bytes, seq = 0) => link.seal({ type, sid, seq, sealed });

  it('that somebody else sealed changes nothing', () => {
    const { joiner, keys, sid } = waiting();
    const other = waiting();
    const forged = [
      envelope('deny', sid, randomBytes(41)),
      envelope('deny', sid, sealDeny(branded<Key>(randomBytes(32)), keys.T, 0)),
      envelope('deny', sid, sealDeny(keys.joinerKey, keys.T, 0)),
      envelope('deny', sid, sealDeny(keys.leaderKey, other.keys.T, 0)),
      envelope('deny', sid, sealDeny(keys.leaderKey, keys.T, 0), 1),
      envelope('deny', sid, sealAdmit(keys.leaderKey, keys.T, 0, admitText())),
      envelope('admit', sid, sealDeny(keys.leaderKey, keys.T, 0)),
      envelope('admit', sid, sealAdmit(other.keys.leaderKey, keys.T, 0, admitText())),
      envelope('admit', sid, sealAdmit(keys.leaderKey, other.keys.T, 0, admitText())),
      envelope('admit', sid, sealAdmit(keys.joinerKey, keys.T, 0, admitText())),
      envelope('admit', other.sid, sealAdmit(keys.leaderKey, keys.T, 0, admitText())),
    ];
    for (const one of forged) expect(stepJoiner(joiner, one, NOW)).toEqual({ state: joiner });
  });

  it('in another room’s envelope changes nothing', () => {
    const { joiner, keys, sid } = waiting();
    const other = makeRoom();
    const verdict = { type: 'deny', sid, seq: 0, sealed: sealDeny(keys.leaderKey, keys.T, 0) } as const;
    expect(stepJoiner(joiner, sealEnvelope(other.envelopeKey, other.roomId, verdict), NOW)).toEqual({ state: joiner });
    const half = sealEnvelope(room.envelopeKey, other.roomId, verdict);
    expect(stepJoiner(joiner, half, NOW)).toEqual({ state: joiner });
  });

  it.each([
    ['a header the leader did not sign', admitText({}, signingPair()), 'badSignature'],
    ['a header of another room', admitText({ roomId: branded<RoomId>(randomBytes(16)) }), 'wrongRoom'],
    ['a header of another meeting', admitText({ meetingId: branded<MeetingId>(randomBytes(16)) }), 'wrongRoom'],
    ['another secret', { ...admitText(), secret: branded<Key>(randomBytes(32)) }, 'notNext'],
    ['the secret of another number', admitText({ n: branded<EpochNumber>(2) }), 'notNext'],
    ['a header of a version to come', { ...admitText(), header: admitText().header.with(0, 9) as Bytes }, 'unknownVersion'],
    ['a header cut', { ...admitText(), header: admitText().header.slice(0, -1) }, 'malformed'],
  ])('that admits with %s ends the knock', (_name, text, reason) => {
    const { joiner, keys, sid } = waiting();
    const after = stepJoiner(joiner, envelope('admit', sid, sealAdmit(keys.leaderKey, keys.T, 0, text)), NOW);
    expect(after).toMatchObject({ state: { at: 'refused' }, refused: reason });
    expect(after.admission).toBeUndefined();
  });
});

describe('the leader', () => {
  it('drops in silence what does not open, and knocks with invalid points or keys', () => {
    const knock = link.knock(makeKnock(callerOf(room)).send);
    const bad = [
      randomBytes(ENVELOPE_BYTES),
      new Uint8Array(),
      link.seal({ ...knock, sid: randomBytes(16), signKey: signingPair().verifyKey, Ya: new Uint8Array(32) }),
      link.seal({ ...knock, sid: randomBytes(16), signKey: signingPair().verifyKey, Ya: new Uint8Array(32).fill(255) }),
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
    for (const data of [knock, link.seal({ ...fresh, sid: first.sid }), link.seal({ ...fresh, signKey: first.signKey })]) {
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
    const text = { signature: sign(state.signing.signingKey, LABELS.doorProof, keys.T, keys.Tb), name: 'Bob', capabilities: 0 };
    const bad = [
      { ...proof, Ta: flipped(proof.Ta) },
      { ...proof, seq: 1 },
      { ...proof, sealed: flipped(proof.sealed, 300) },
      { ...proof, sealed: sealProof(keys.leaderKey, keys.T, 0, text) },
      { ...proof, sealed: sealProof(keys.joinerKey, keys.T, 0, { ...text, name: '' }) },
      { ...proof, sealed: sealProof(keys.joinerKey, keys.T, 0, { ...text, name: 'x'.repeat(65) }) },
      { ...proof, sealed: sealProof(keys.joinerKey, keys.T, 0, { ...text, name: 'Ada\u202e' }) },
      { ...proof, sealed: sealProof(keys.joinerKey, keys.T, 0, { ...text, signature: sign(signingPair().signingKey, LABELS.doorProof, keys.T, keys.Tb) }) },
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

  it('keeps at most 64 challenges open, and draws the next from those who wait', () => {
    let door = emptyDoor;
    const knocks = Array.from({ length: CHALLENGES_MAX + 10 }, () => granted(makeKnock(callerOf(room)).send));
    const answered = knocks.map((data, waiter) => {
      const step = deliver(door, data, waiter + 1);
      door = step.state;
      return sent(step).length;
    });
    expect(answered.slice(0, CHALLENGES_MAX).every((count) => count === 1)).toBe(true);
    expect(answered.slice(CHALLENGES_MAX).every((count) => count === 0)).toBe(true);
    expect([door.knocks.size, door.queue.size]).toEqual([CHALLENGES_MAX, 10]);
    const freed = stepDoor(door, keeper, { type: 'gone', waiter: 1 }, NOW).state;
    const filled = stepDoor(freed, keeper, { type: 'tick' }, NOW);
    expect(sent(filled)).toHaveLength(1);
    expect([filled.state.knocks.size, filled.state.queue.size]).toEqual([CHALLENGES_MAX, 9]);
    const all = stepDoor(filled.state, keeper, { type: 'tick' }, NOW + CHALLENGE_MS);
    expect(sent(all)).toHaveLength(9);
    expect(all.state.failedGuesses).toBe(1 + CHALLENGES_MAX);
  });

  it('keeps a queue that has an end', () => {
    let door: DoorState = emptyDoor;
    for (let waiter = 1; waiter <= 400; waiter++) {
      // Knocks of the right form without the cost of real ones: sixty-four are challenged, the others wait.
      const base = waiter <= CHALLENGES_MAX ? makeKnock(callerOf(room)).send : undefined;
      const data = base ?? link.seal({ type: 'knock', sid: randomBytes(16), Ya: randomBytes(32), signKey: signingPair().verifyKey, kemKey: randomBytes(1216) });
      door = deliver(door, data, waiter).state;
    }
    expect([door.knocks.size, door.queue.size]).toEqual([CHALLENGES_MAX, 256]);
  });

  it('hands the grant over as it stands', () => {
    expect(link.challenge(challenged().challenge).grant).toEqual(encodeGrant(keeper.grant));
  });
});
