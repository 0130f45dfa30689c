/**
 * Attack 17: link, all recorded traffic, and a dictionary that holds the right word. For every candidate the
 * attacker computes whatever can be computed without a secret that lived in one page only; nothing of it may
 * tell the right word from the others.
 */

import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../../crypto/brands.ts';
import { concat, same } from '../../../crypto/bytes.ts';
import { finish, generator, iskOf, makeShare } from '../../../crypto/door/cpace.ts';
import { makeKnock, stepJoiner } from '../../../crypto/door/joiner.ts';
import { emptyDoor } from '../../../crypto/door/knocks.ts';
import { stepDoor } from '../../../crypto/door/leader.ts';
import { openDeny, openProof } from '../../../crypto/door/messages.ts';
import { channelIdentifier, doorKeys, joinerData, transcriptOf } from '../../../crypto/door/transcript.ts';
import { isRefusal } from '../../../crypto/refusal.ts';
import { H, K, randomBytes, ristretto255, xwing } from '../../../crypto/sodium.ts';
import { LABELS } from '../../../crypto/labels.ts';
import {
  callerOf,
  granted,
  LinkHolder,
  makeKeeper,
  makeRoom,
  NOW,
  RIGHT,
  sent,
} from '../../crypto/making.ts';

const room = makeRoom();
const keeper = makeKeeper(room);
const dictionary = ['hunter two', 'correct horse', RIGHT, 'four wrong words here', '', 'password'];

/** A knock as a relay records it; and, for attackers that broke one half, the secrets of that half. */
function record() {
  const eve = new LinkHolder(room);
  const made = makeKnock(callerOf(room));
  const { state } = made;
  if (state.at !== 'knocking') throw new Error(state.at);
  const scalar = state.share.scalar.slice();
  const kemSecret = state.kemSecret.slice();
  const answered = stepDoor(
    emptyDoor,
    keeper,
    { type: 'envelope', waiter: 1, data: granted(made.send) },
    NOW,
  );
  const challengeEnvelope = granted(sent(answered)[0]);
  const proved = stepJoiner(state, challengeEnvelope, NOW);
  const shown = stepDoor(
    answered.state,
    keeper,
    { type: 'envelope', waiter: 1, data: granted(proved.send) },
    NOW,
  );
  const denied = eve.fromLeader(
    granted(sent(stepDoor(shown.state, keeper, { type: 'deny', waiter: 1 }, NOW))[0]),
  );
  if (isRefusal(denied) || denied.type !== 'deny') throw new Error('no deny');
  const knock = eve.knock(made.send);
  const challenge = eve.challenge(challengeEnvelope);
  const T = transcriptOf(room.roomId, knock, challenge);
  const run = {
    sid: knock.sid,
    Ya: knock.Ya,
    ADa: joinerData(knock),
    Yb: challenge.Yb,
    ADb: challenge.grant,
  };
  return { knock, challenge, proof: eve.proof(proved.send), denied, T, run, scalar, kemSecret };
}

type Recorded = ReturnType<typeof record>;

/** Whether keys from this ISK and KEM secret fit anything that was recorded. */
function fits({ challenge, proof, denied, T }: Recorded, isk: Uint8Array, ss: Uint8Array): boolean {
  const keys = doorKeys(isk, ss, T);
  return (
    same(keys.Tb, challenge.Tb) ||
    same(keys.Ta, proof.Ta) ||
    !isRefusal(openProof(keys.joinerKey, T, proof)) ||
    !isRefusal(openDeny(keys.leaderKey, T, denied))
  );
}

/** What an eavesdropper can put in the place of secrets it lacks. */
function guesses({ knock, challenge, T }: Recorded, prs: Uint8Array, g: Bytes) {
  const { Ya } = knock;
  const { Yb, ct } = challenge;
  const small = [1, 2, 3, 4, 8, 255].map((value) => new Uint8Array(32).with(0, value));
  const scalars = [...small, prs, T, H(LABELS.doorSession, prs), H(LABELS.doorSession, g)].map((bytes) => {
    const scalar = new Uint8Array(bytes);
    scalar[31] = (scalar[31] ?? 0) & 0x0f;
    return scalar;
  });
  const multiples = (point: Uint8Array): Bytes[] =>
    scalars.flatMap((scalar) => {
      const product = ristretto255.multiply(scalar, point);
      return isRefusal(product) ? [] : [product];
    });
  const ofWord: Bytes[] = [new Uint8Array(prs), ...multiples(g)];
  const ks: Bytes[] = [new Uint8Array(32), ...ofWord, ...multiples(Ya), ...multiples(Yb)];
  return {
    ofWord,
    ks,
    sss: [new Uint8Array(32), new Uint8Array(prs), g, Ya, Yb, T, ct.slice(0, 32), ct.slice(-32)],
  };
}

/** Everything about one candidate that does not need a secret: each a question answered by yes or no. */
function verdicts(recorded: Recorded, candidate: string): boolean[] {
  const { knock, challenge, proof, T, run } = recorded;
  const prs = room.prsFor(candidate);
  const g = generator(prs, channelIdentifier(room.roomId), knock.sid);
  const { ofWord, ks, sss } = guesses(recorded, prs, g);
  const seen = [
    knock.sid,
    knock.Ya,
    knock.signKey,
    knock.kemKey,
    challenge.Yb,
    challenge.ct,
    challenge.Tb,
    proof.Ta,
  ];
  const derived = [
    ...ofWord,
    ...[prs, g].flatMap((key) =>
      Object.values(LABELS).flatMap((label) => [
        K(key, label),
        K(key, label, T),
        K(key, label, knock.sid),
        H(label, key, T),
      ]),
    ),
  ];
  return [
    ...derived.map((value) => seen.some((one) => same(one.subarray(0, 32), value))),
    ...ks.flatMap((k) => sss.map((ss) => fits(recorded, iskOf(k, run), ss))),
  ];
}

describe('attack 17: a dictionary with the right word in it', () => {
  const recorded = record();

  it('answers alike for every word: nothing computed from it fits anything recorded', () => {
    for (const candidate of dictionary) {
      const answers = verdicts(recorded, candidate);
      expect(answers.length).toBeGreaterThan(300);
      expect(answers.filter((answer) => answer)).toEqual([]);
    }
  });

  it('does not help who can take discrete logarithms: the KEM secret is missing', () => {
    // With the joiner's exponent K follows, and the right ISK with it.
    const isk = granted(finish(recorded.scalar, recorded.challenge.Yb, recorded.run));
    const { sss } = guesses(recorded, room.prsFor(RIGHT), recorded.knock.Ya);
    expect(sss.map((ss) => fits(recorded, isk, ss))).not.toContain(true);
    // The same answers for a word that is wrong: an exponent exists for every generator.
    expect(sss.map((ss) => fits(recorded, randomBytes(64), ss))).not.toContain(true);
  });

  it('does not help who can break the KEM: the exponents are missing', () => {
    const ss = granted(xwing.decapsulate(recorded.challenge.ct, recorded.kemSecret));
    for (const candidate of dictionary) {
      const prs = room.prsFor(candidate);
      const g = generator(prs, channelIdentifier(room.roomId), recorded.knock.sid);
      const { ks } = guesses(recorded, prs, g);
      expect(ks.map((k) => fits(recorded, iskOf(k, recorded.run), ss))).not.toContain(true);
    }
  });

  it('is refuted by the same questions once both halves are known: they can tell', () => {
    const isk = granted(finish(recorded.scalar, recorded.challenge.Yb, recorded.run));
    const ss = granted(xwing.decapsulate(recorded.challenge.ct, recorded.kemSecret));
    expect(fits(recorded, isk, ss)).toBe(true);
  });
});

describe('attack 17: points', () => {
  it('look alike whatever the passphrase is', () => {
    const RUNS = 600;
    const ones = (passphrase: string): number[] => {
      const counts = Array.from({ length: 256 }, () => 0);
      for (let run = 0; run < RUNS; run++) {
        const g = generator(room.prsFor(passphrase), channelIdentifier(room.roomId), randomBytes(16));
        const { point } = makeShare(g);
        for (let bit = 0; bit < 256; bit++)
          counts[bit] = (counts[bit] ?? 0) + (((point[bit >> 3] ?? 0) >> (bit & 7)) & 1);
      }
      return counts;
    };
    const [right, wrong] = [ones(RIGHT), ones('four wrong words here')];
    // Two samples of 600 differ by 6.5 standard deviations (112 of 600) once in ten thousand million bits.
    const apart = right.map((count, bit) => Math.abs(count - (wrong[bit] ?? 0)));
    expect(Math.max(...apart)).toBeLessThan(112);
    // And no bit but the two that the encoding fixes is constant.
    expect(right.flatMap((count, bit) => (count < 200 || count > 400 ? [bit] : []))).toEqual([0, 255]);
  });

  it('of one page never come twice, nor does what goes with them', () => {
    const runs = Array.from({ length: 4 }, record);
    const parts = runs.flatMap(({ knock, challenge, proof }) => [
      knock.Ya,
      challenge.Yb,
      challenge.ct,
      challenge.Tb,
      proof.Ta,
    ]);
    expect(new Set(parts.map((part) => part.join())).size).toBe(parts.length);
  });
});

it('attack 17: a wrong guess at the door and a right one get a challenge of the same form', () => {
  const eve = new LinkHolder(room);
  const lengths = [RIGHT, 'four wrong words here'].map((passphrase) => {
    const made = makeKnock(callerOf(room, passphrase));
    const step = stepDoor(emptyDoor, keeper, { type: 'envelope', waiter: 1, data: granted(made.send) }, NOW);
    const envelope = granted(sent(step)[0]);
    const { Yb, grant, ct, Tb, signature } = eve.challenge(envelope);
    return [envelope.length, concat(Yb, grant, ct, Tb, signature).length];
  });
  expect(lengths[0]).toEqual(lengths[1]);
});
