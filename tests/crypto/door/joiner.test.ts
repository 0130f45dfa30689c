/** The joiner's side of the door (§4): every check in its order, every way out by its name. */

import { describe, expect, it } from 'vitest';
import {
  branded,
  type Bytes,
  type EpochNumber,
  type Key,
  type MeetingId,
  type MemberIndex,
  type ParticipantId,
  type RoomId,
  type VerifyKey,
} from '../../../crypto/brands.ts';
import { GRANT_GRACE_MS, participantIdOf } from '../../../crypto/claim.ts';
import { stepJoiner } from '../../../crypto/door/joiner.ts';
import type { Doorkeeper } from '../../../crypto/door/keeper.ts';
import {
  type AdmitText,
  type Challenge,
  sealAdmit,
  sealDeny,
  sealEnvelope,
} from '../../../crypto/door/messages.ts';
import { transcriptOf } from '../../../crypto/door/transcript.ts';
import { NO_RANK, type Roster, rosterHashOf, type RosterMember } from '../../../crypto/group/roster.ts';
import { removedHashOf } from '../../../crypto/group/state.ts';
import { LABELS } from '../../../crypto/labels.ts';
import { randomBytes, sign, signingPair } from '../../../crypto/sodium.ts';
import { callerOf, knockAt, makeKeeper, makeRoom, NOW } from '../making.ts';
import { room, link, keeper, challenged, admitText } from './setting.ts';

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
    [
      'a co-host’s grant beyond its grace',
      () => makeKeeper(room, { rank: 1, notAfter: NOW - GRANT_GRACE_MS - 1 }),
    ],
    ['a grant for another key', (): Doorkeeper => ({ ...keeper, signing: signingPair() })],
    [
      'a grant somebody changed',
      (): Doorkeeper => ({ ...keeper, grant: { ...keeper.grant, notAfter: NOW + 9 } }),
    ],
  ])('stops at %s: not your host', (_name, by) => {
    const { made, challenge } = challenged(by());
    expect(stepJoiner(made.state, challenge, NOW)).toMatchObject({
      state: { at: 'refused' },
      refused: 'notYourHost',
    });
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
    expect(resigned({ Yb, Tb: randomBytes(32) }, makeKeeper(room, { notAfter: NOW - 1 }), wrong)).toBe(
      'notYourHost',
    );
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
  const envelope = (type: 'admit' | 'deny', sid: Bytes, sealed: Bytes, seq = 0) =>
    link.seal({ type, sid, seq, sealed });

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
    expect(stepJoiner(joiner, sealEnvelope(other.envelopeKey, other.roomId, verdict), NOW)).toEqual({
      state: joiner,
    });
    const half = sealEnvelope(room.envelopeKey, other.roomId, verdict);
    expect(stepJoiner(joiner, half, NOW)).toEqual({ state: joiner });
  });

  it.each([
    ['a header the leader did not sign', admitText({}, signingPair()), 'badSignature'],
    ['a header of another room', admitText({ roomId: branded<RoomId>(randomBytes(16)) }), 'wrongRoom'],
    [
      'a header of another meeting',
      admitText({ meetingId: branded<MeetingId>(randomBytes(16)) }),
      'wrongRoom',
    ],
    ['another secret', { ...admitText(), secret: branded<Key>(randomBytes(32)) }, 'notNext'],
    ['the secret of another number', admitText({ n: branded<EpochNumber>(2) }), 'notNext'],
    [
      'a header of a version to come',
      { ...admitText(), header: admitText().header.with(0, 9) },
      'unknownVersion',
    ],
    ['a header cut', { ...admitText(), header: admitText().header.slice(0, -1) }, 'malformed'],
  ])('that admits with %s ends the knock', (_name, text, reason) => {
    const { joiner, keys, sid } = waiting();
    const after = stepJoiner(joiner, envelope('admit', sid, sealAdmit(keys.leaderKey, keys.T, 0, text)), NOW);
    expect(after).toMatchObject({ state: { at: 'refused' }, refused: reason });
    expect(after.admission).toBeUndefined();
  });

  describe('with the people of its state', () => {
    const self = (signKey: VerifyKey, name = 'Bo'): RosterMember => ({ ...host, index: ONE, signKey, name });
    const admitWith = (
      roster: Roster,
      shown = roster,
      gone: readonly ParticipantId[] = [],
      shownGone = gone,
    ) => {
      const header = { rosterHash: rosterHashOf(roster), removedHash: removedHashOf(new Set(gone)) };
      return { ...admitText(header), people: { roster: shown, removed: shownGone } };
    };
    const ONE = branded<MemberIndex>(1);
    const host: RosterMember = {
      index: branded<MemberIndex>(0),
      rank: NO_RANK,
      signKey: keeper.signing.verifyKey,
      name: 'Ada',
    };
    const step = (make: (own: VerifyKey) => AdmitText) => {
      const { joiner, keys, sid } = waiting();
      const text = make(joiner.signing.verifyKey);
      return stepJoiner(joiner, envelope('admit', sid, sealAdmit(keys.leaderKey, keys.T, 0, text)), NOW);
    };

    it('gives them', () => {
      const gone = [participantIdOf(signingPair().verifyKey)];
      const { admission } = step((own) => admitWith([host, self(own)], undefined, gone));
      expect(admission?.people?.roster.map(({ name }) => name)).toEqual(['Ada', 'Bo']);
      expect(admission?.people?.removed).toEqual(gone);
    });

    it('leaves out what an envelope has no room for', () => {
      const many = Array.from({ length: 40 }, (_, at) => ({
        ...host,
        index: branded<MemberIndex>(2 + at),
        signKey: branded<VerifyKey>(randomBytes(32)),
      }));
      const { admission } = step((own) => admitWith([host, self(own), ...many]));
      expect(admission).toMatchObject({ index: 1, people: undefined });
    });

    it.each<[string, (own: VerifyKey) => AdmitText, string]>([
      ['others', (own) => admitWith([host, self(own)], [host, self(own, 'Eve')]), 'malformed'],
      [
        'others removed',
        (own) => admitWith([host, self(own)], undefined, [], [participantIdOf(own)]),
        'malformed',
      ],
      [
        'another leader',
        (own) => admitWith([{ ...host, signKey: signingPair().verifyKey }, self(own)]),
        'notInRoster',
      ],
      ['nobody who leads', (own) => admitWith([self(own)]), 'notInRoster'],
      ['another in this place', () => admitWith([host, self(signingPair().verifyKey)]), 'notInRoster'],
      ['nobody in this place', () => admitWith([host]), 'notInRoster'],
    ])('that are %s ends the knock', (_name, make, reason) => {
      const after = step(make);
      expect(after).toMatchObject({ state: { at: 'refused' }, refused: reason });
      expect(after.admission).toBeUndefined();
    });
  });
});
