/** Attack 5: a relay that even has the link swaps, reflects or uses again what passes the waiting room. */

import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../../crypto/brands.ts';
import { type JoinerStep, makeKnock, stepJoiner } from '../../../crypto/door/joiner.ts';
import { type DoorState, emptyDoor, shownKnock } from '../../../crypto/door/knocks.ts';
import { stepDoor } from '../../../crypto/door/leader.ts';
import type { Challenge, Knock, Proof } from '../../../crypto/door/messages.ts';
import { encodeGrant } from '../../../crypto/claim.ts';
import { randomBytes } from '../../../crypto/sodium.ts';
import {
  callerOf,
  flipped,
  flips,
  granted,
  knockAt,
  LinkHolder,
  makeKeeper,
  makeRoom,
  NOW,
  sent,
} from '../../crypto/making.ts';

const room = makeRoom();
const relay = new LinkHolder(room);
const keeper = makeKeeper(room);

const arrive = (door: DoorState, data: Uint8Array, waiter = 1) =>
  stepDoor(door, keeper, { type: 'envelope', waiter, data }, NOW);

interface Swaps {
  readonly knock?: (knock: Knock) => Knock;
  readonly challenge?: (challenge: Challenge) => Challenge;
  readonly proof?: (proof: Proof) => Proof;
}

/** One knock through this relay: what the joiner says last, and whether the host saw anybody. */
function through({ knock, challenge, proof }: Swaps): { joiner: JoinerStep; shown: boolean } {
  const swap = <Message extends Knock | Challenge | Proof>(
    message: Message,
    by?: (message: Message) => Message,
  ): Bytes => relay.seal(by ? by(message) : message);
  const made = makeKnock(callerOf(room));
  const answered = arrive(emptyDoor, swap(relay.knock(made.send), knock));
  const [envelope] = sent(answered);
  if (!envelope) return { joiner: made, shown: false };
  const joiner = stepJoiner(made.state, swap(relay.challenge(envelope), challenge), NOW);
  if (!joiner.send) return { joiner, shown: false };
  const after = arrive(answered.state, swap(relay.proof(joiner.send), proof));
  return { joiner, shown: shownKnock(after.state, 1) !== undefined };
}

const other = knockAt(makeKeeper(room), callerOf(room));
const [otherKnock, otherChallenge, otherProof] = [
  relay.knock(other.knock),
  relay.challenge(other.challenge),
  relay.proof(other.proof),
];

it('attack 5: an untouched knock gets through', () => {
  const { joiner, shown } = through({});
  expect([joiner.state.at, shown]).toEqual(['proved', true]);
});

describe('attack 5: a knock with', () => {
  it.each(['Ya', 'signKey', 'kemKey'] as const)(
    '%s of somebody else: the joiner stops, nobody is shown',
    (part) => {
      const { joiner, shown } = through({ knock: (knock) => ({ ...knock, [part]: otherKnock[part] }) });
      expect(joiner.refused).toBe('notYourHost');
      expect(shown).toBe(false);
    },
  );

  it('all of its keys swapped: the joiner stops, nobody is shown', () => {
    const { joiner, shown } = through({ knock: ({ sid }) => ({ ...otherKnock, sid }) });
    expect([joiner.refused, shown]).toEqual(['notYourHost', false]);
  });

  it('another sid: its challenge is not for this joiner', () => {
    const { joiner, shown } = through({ knock: (knock) => ({ ...knock, sid: randomBytes(16) }) });
    expect([joiner.state.at, joiner.send, shown]).toEqual(['knocking', undefined, false]);
  });
});

describe('attack 5: a challenge with', () => {
  it.each(['Yb', 'grant', 'ct', 'Tb', 'signature'] as const)(
    '%s of another meeting: the joiner stops',
    (part) => {
      const { joiner, shown } = through({
        challenge: (challenge) => ({ ...challenge, [part]: otherChallenge[part] }),
      });
      expect([joiner.refused, shown]).toEqual(['notYourHost', false]);
    },
  );

  it('any bit of a public value flipped: the joiner stops', () => {
    const made = makeKnock(callerOf(room));
    const [envelope] = sent(arrive(emptyDoor, granted(made.send)));
    const honest = relay.challenge(envelope);
    for (const part of ['Yb', 'grant', 'ct', 'Tb', 'signature'] as const) {
      for (const forged of flips(honest[part], part === 'ct' ? 211 : 17)) {
        const message = { ...honest, [part]: forged };
        // A stopped knock wipes its keys: each forgery meets a joiner of its own.
        const state = structuredClone(made.state);
        expect(stepJoiner(state, relay.seal(message), NOW).refused).toBe('notYourHost');
      }
    }
  });

  it('everything of an earlier knock of the same host: the joiner stops', () => {
    const earlier = relay.challenge(knockAt(keeper, callerOf(room)).challenge);
    const { joiner } = through({ challenge: ({ sid }) => ({ ...earlier, sid }) });
    expect(joiner.refused).toBe('notYourHost');
  });

  it('everything made by an invitee that plays the host: the joiner stops', () => {
    // Link and passphrase are known to it; a grant for its own key is what it cannot have.
    const made = makeKnock(callerOf(room));
    for (const mallory of [
      makeKeeper(room),
      { ...makeKeeper(room), grant: keeper.grant },
      makeKeeper(makeRoom()),
    ]) {
      const pretended = { ...mallory, envelopeKey: room.envelopeKey, roomId: room.roomId, prs: keeper.prs };
      const grantIsReal =
        mallory.grant.signKey === mallory.signing.verifyKey && mallory.roomId === room.roomId;
      const by = grantIsReal
        ? { ...pretended, grant: { ...mallory.grant, signature: keeper.grant.signature } }
        : pretended;
      const step = stepDoor(emptyDoor, by, { type: 'envelope', waiter: 1, data: granted(made.send) }, NOW);
      const state = structuredClone(made.state);
      expect(stepJoiner(state, granted(sent(step)[0]), NOW).refused).toBe('notYourHost');
    }
  });
});

describe('attack 5: a proof with', () => {
  it.each(['Ta', 'sealed'] as const)('%s of somebody else: nobody is shown', (part) => {
    expect(through({ proof: (proof) => ({ ...proof, [part]: otherProof[part] }) }).shown).toBe(false);
  });

  it('a bit flipped, another number, another sid: nobody is shown', () => {
    expect(through({ proof: (proof) => ({ ...proof, Ta: flipped(proof.Ta, 77) }) }).shown).toBe(false);
    expect(through({ proof: (proof) => ({ ...proof, sealed: flipped(proof.sealed, 333) }) }).shown).toBe(
      false,
    );
    expect(through({ proof: (proof) => ({ ...proof, seq: 1 }) }).shown).toBe(false);
    expect(through({ proof: (proof) => ({ ...proof, sid: randomBytes(16) }) }).shown).toBe(false);
  });
});

describe('attack 5: envelopes', () => {
  it('reflected to who sent them change nothing', () => {
    const made = makeKnock(callerOf(room));
    const envelope = granted(made.send);
    expect(stepJoiner(made.state, envelope, NOW)).toEqual({ state: made.state });
    const answered = arrive(emptyDoor, envelope);
    const challenge = granted(sent(answered)[0]);
    expect(arrive(answered.state, challenge)).toEqual({ state: answered.state, effects: [] });
    const proved = stepJoiner(made.state, challenge, NOW);
    expect(stepJoiner(proved.state, granted(proved.send), NOW)).toEqual({ state: proved.state });
  });

  it('used again, on the same connection or another, change nothing', () => {
    const { knock, challenge, proof, door, joiner } = knockAt(keeper, callerOf(room));
    for (const waiter of [1, 2]) {
      for (const data of [knock, proof])
        expect(arrive(door, data, waiter)).toEqual({ state: door, effects: [] });
    }
    expect(stepJoiner(joiner, challenge, NOW)).toEqual({ state: joiner });
    const denied = stepDoor(door, keeper, { type: 'deny', waiter: 1 }, NOW);
    const again = knockAt(keeper, callerOf(room), 2, denied.state);
    expect(stepJoiner(again.joiner, granted(sent(denied)[0]), NOW)).toEqual({ state: again.joiner });
  });
});

it('attack 5: the grant a joiner keeps is the one its host signed', () => {
  const { joiner } = knockAt(keeper, callerOf(room));
  if (joiner.at !== 'proved') throw new Error(joiner.at);
  expect(encodeGrant(joiner.grant)).toEqual(encodeGrant(keeper.grant));
});
