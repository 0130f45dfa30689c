/** Attack 18: role confusion, loopback, replayed Ya, sid used again, identity and invalid points. */

import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../../crypto/brands.ts';
import { same } from '../../../crypto/bytes.ts';
import { finish, generator, makeShare } from '../../../crypto/door/cpace.ts';
import { makeKnock, stepJoiner } from '../../../crypto/door/joiner.ts';
import { emptyDoor, shownKnock } from '../../../crypto/door/knocks.ts';
import { stepDoor } from '../../../crypto/door/leader.ts';
import { sealProof } from '../../../crypto/door/messages.ts';
import { doorKeys, joinerData, transcriptOf } from '../../../crypto/door/transcript.ts';
import { LABELS } from '../../../crypto/labels.ts';
import { isRefusal, refuse } from '../../../crypto/refusal.ts';
import { randomBytes, sign, signingPair, xwing } from '../../../crypto/sodium.ts';
import {
  callerOf,
  granted,
  knockAt,
  LinkHolder,
  makeKeeper,
  makeRoom,
  NOW,
  sent,
} from '../../crypto/making.ts';

const room = makeRoom();
const keeper = makeKeeper(room);
const eve = new LinkHolder(room);
const arrive = (data: Uint8Array, door = emptyDoor, waiter = 1) =>
  stepDoor(door, keeper, { type: 'envelope', waiter, data }, NOW);

// ristretto255 encodings that name no point, or the identity: RFC 9496 appendix A.2, one or more of each kind.
const BAD_POINTS = [
  ['the identity', '00'.repeat(32)],
  ['all ones', 'ff'.repeat(32)],
  ['a field element not reduced', `f3${'ff'.repeat(30)}7f`],
  ['p, which is zero', `ed${'ff'.repeat(30)}7f`],
  ['a negative field element', `01${'00'.repeat(31)}`],
  ['minus one', `ec${'ff'.repeat(30)}7f`],
  ['no square', '26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371'],
  ['a negative product', '3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e'],
  ['zero as the other coordinate', `ec${'ff'.repeat(30)}7f`],
] as const;

describe.each(BAD_POINTS)('attack 18: %s', (_name, hex) => {
  const bad: Bytes = Uint8Array.from(Buffer.from(hex, 'hex'));

  it('as Ya is not answered', () => {
    const knock = eve.knock(makeKnock(callerOf(room)).send);
    const { state, effects } = arrive(eve.seal({ ...knock, Ya: bad }));
    expect(effects).toEqual([]);
    expect(state.knocks.size).toBe(0);
  });

  it('as Yb, even signed by the host, is refused by name', () => {
    const made = makeKnock(callerOf(room));
    const challenge = { ...eve.challenge(sent(arrive(granted(made.send)))[0]), Yb: bad };
    const T = transcriptOf(room.roomId, eve.knock(made.send), challenge);
    const signature = sign(keeper.signing.signingKey, LABELS.doorChallenge, T, challenge.Tb);
    const after = stepJoiner(made.state, eve.seal({ ...challenge, signature }), NOW);
    expect(after).toMatchObject({ state: { at: 'refused' }, refused: 'badPoint' });
  });

  it('gives no key', () => {
    const share = makeShare(generator(randomBytes(32), randomBytes(4), randomBytes(16)));
    const run = { sid: randomBytes(16), Ya: share.point, ADa: bad, Yb: bad, ADb: bad };
    expect(finish(share.scalar, bad, run)).toBe(refuse('badPoint'));
  });
});

describe('attack 18: roles', () => {
  it('two who both begin, or both answer, do not agree', () => {
    const g = generator(randomBytes(32), randomBytes(8), randomBytes(16));
    const [a, b] = [makeShare(g), makeShare(g)];
    const sid = randomBytes(16);
    const [ADa, ADb] = [randomBytes(5), randomBytes(5)];
    const honest = { sid, Ya: a.point, ADa, Yb: b.point, ADb };
    const turned = { sid, Ya: b.point, ADa: ADb, Yb: a.point, ADb: ADa };
    const [initiator, responder] = [finish(a.scalar, b.point, honest), finish(b.scalar, a.point, honest)];
    expect(initiator).toEqual(responder);
    expect(finish(b.scalar, a.point, turned)).not.toEqual(initiator);
  });

  it('a change of sid or associated data gives another key', () => {
    const g = generator(randomBytes(32), randomBytes(8), randomBytes(16));
    const [a, b] = [makeShare(g), makeShare(g)];
    const run = { sid: randomBytes(16), Ya: a.point, ADa: randomBytes(5), Yb: b.point, ADb: randomBytes(5) };
    const isk = granted(finish(a.scalar, b.point, run));
    for (const part of ['sid', 'ADa', 'ADb'] as const) {
      expect(finish(b.scalar, a.point, { ...run, [part]: randomBytes(6) })).not.toEqual(isk);
    }
  });
});

describe('attack 18: loopback', () => {
  it('the joiner’s own point as Yb is stopped: only the host signs a challenge', () => {
    const made = makeKnock(callerOf(room));
    const knock = eve.knock(made.send);
    const challenge = eve.challenge(sent(arrive(granted(made.send)))[0]);
    expect(stepJoiner(made.state, eve.seal({ ...challenge, Yb: knock.Ya }), NOW).refused).toBe('notYourHost');
  });

  it('the leader’s own point as Ya, in a new knock, leads to no proof', () => {
    const first = arrive(granted(makeKnock(callerOf(room)).send));
    const { Yb } = eve.challenge(sent(first)[0]);
    const mallory = signingPair();
    const kem = xwing.keyPair();
    const knock = {
      type: 'knock',
      sid: randomBytes(16),
      Ya: Yb,
      signKey: mallory.verifyKey,
      kemKey: kem.publicKey,
    } as const;
    const second = arrive(eve.seal(knock), first.state, 2);
    const challenge = eve.challenge(sent(second)[0]);
    const T = transcriptOf(room.roomId, knock, challenge);
    const ss = granted(xwing.decapsulate(challenge.ct, kem.secretKey));
    const run = { sid: knock.sid, Ya: Yb, ADa: joinerData(knock), Yb: challenge.Yb, ADb: challenge.grant };
    // Without an exponent the best Mallory has are scalars of its own, and what it sees of the other run.
    for (const scalar of [new Uint8Array(32).with(0, 1), new Uint8Array(32).with(0, 2)]) {
      const isk = finish(scalar, challenge.Yb, run);
      if (isRefusal(isk)) continue;
      const keys = doorKeys(isk, ss, T);
      expect(same(keys.Tb, challenge.Tb)).toBe(false);
      const signature = sign(mallory.signingKey, LABELS.doorProof, T, challenge.Tb);
      const sealed = sealProof(keys.joinerKey, T, 0, { signature, name: 'Mallory', capabilities: 0 });
      const proof = { type: 'proof', sid: knock.sid, Ta: keys.Ta, seq: 0, sealed } as const;
      expect(shownKnock(arrive(eve.seal(proof), structuredClone(second.state), 2).state, 2)).toBeUndefined();
    }
    // Nor does what the leader itself said confirm anything back to it.
    const echo = {
      type: 'proof',
      sid: knock.sid,
      Ta: challenge.Tb,
      seq: 0,
      sealed: randomBytes(150),
    } as const;
    expect(shownKnock(arrive(eve.seal(echo), second.state, 2).state, 2)).toBeUndefined();
  });
});

describe('attack 18: used again', () => {
  it('a Ya under a fresh sid is another run: the old proof does not fit', () => {
    const { knock, proof } = knockAt(keeper, callerOf(room));
    const again = { ...eve.knock(knock), sid: randomBytes(16), signKey: signingPair().verifyKey };
    const answered = arrive(eve.seal(again));
    expect(sent(answered)).toHaveLength(1);
    const replay = eve.seal({ ...eve.proof(proof), sid: again.sid });
    const after = arrive(replay, answered.state);
    expect(after.effects).toEqual([]);
    expect(after.state.failedGuesses).toBe(1);
  });

  it('a sid or a signKey is not answered at all', () => {
    const { knock, door } = knockAt(keeper, callerOf(room));
    const { sid, signKey } = eve.knock(knock);
    const fresh = eve.knock(makeKnock(callerOf(room)).send);
    for (const data of [knock, eve.seal({ ...fresh, sid }), eve.seal({ ...fresh, signKey })]) {
      expect(arrive(data, door, 2)).toEqual({ state: door, effects: [] });
    }
  });
});
