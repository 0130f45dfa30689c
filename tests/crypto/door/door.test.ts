/** Knocks and envelopes at the door (§4), both machines together. */

import { describe, expect, it } from 'vitest';
import { concat } from '../../../crypto/bytes.ts';
import { u16, u8 } from '../../../crypto/codec.ts';
import { abandonKnock, makeKnock, stepJoiner } from '../../../crypto/door/joiner.ts';
import { shownKnock } from '../../../crypto/door/knocks.ts';
import { stepDoor } from '../../../crypto/door/leader.ts';
import { DIRECTION, ENVELOPE_BYTES, openFromJoiner, openFromLeader } from '../../../crypto/door/messages.ts';
import { LABELS } from '../../../crypto/labels.ts';
import { refuse } from '../../../crypto/refusal.ts';
import { box, BOX_OVERHEAD, randomBytes } from '../../../crypto/sodium.ts';
import { callerOf, granted, knockAt, makeRoom, NOW, RIGHT, sent } from '../making.ts';
import { room, link, keeper, challenged, secret, admitText } from './setting.ts';

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
    for (const part of ['sid', 'Ya', 'signKey', 'kemKey'] as const)
      expect(one?.[part]).not.toEqual(two?.[part]);
  });

  it('is declined when the host says so', () => {
    const { joiner, door } = knockAt(keeper, callerOf(room));
    const denied = stepDoor(door, keeper, { type: 'deny', waiter: 1 }, NOW);
    expect(stepJoiner(joiner, granted(sent(denied)[0]), NOW)).toMatchObject({
      state: { at: 'refused' },
      refused: 'declined',
    });
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
    for (const spent of [joinerKey, leaderKey, pairRoot])
      expect(spent.every((byte) => byte === 0)).toBe(true);
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
      return openFromJoiner(
        room.envelopeKey,
        room.roomId,
        box(room.envelopeKey, LABELS.doorEnvelope, parts0, text),
      );
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
