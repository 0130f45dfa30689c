/** Notes between host and guest (§4): sealed to the two of them, in their order, of clean text. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branded, type Key } from '../../../crypto/brands.ts';
import { isCleanText, utf8 } from '../../../crypto/codec.ts';
import { type JoinerState, type JoinerStep, stepJoiner, writeAnswer } from '../../../crypto/door/joiner.ts';
import { type DoorState, shownKnock } from '../../../crypto/door/knocks.ts';
import { ANSWERS_MAX, stepDoor } from '../../../crypto/door/leader.ts';
import { ENVELOPE_BYTES, isNote, NOTE_BYTES_MAX, sealDeny, sealNote } from '../../../crypto/door/messages.ts';
import { refuse } from '../../../crypto/refusal.ts';
import { randomBytes } from '../../../crypto/sodium.ts';
import { callerOf, granted, knockAt, NOW, sent } from '../making.ts';
import { admitText, deliver, keeper, link, room } from './setting.ts';

const waiting = () => {
  const { joiner, door } = knockAt(keeper, callerOf(room));
  if (joiner.at !== 'proved') throw new Error(joiner.at);
  return { joiner, door, keys: joiner.keys, sid: joiner.sid };
};

const write = (door: DoorState, text: string) =>
  stepDoor(door, keeper, { type: 'note', waiter: 1, text }, NOW);

describe('a note', () => {
  it('of any clean text goes both ways as it was written, in envelopes of one size', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter((one) => isCleanText(one, true) && utf8(one).length <= NOTE_BYTES_MAX);
    const start = waiting();
    let door = start.door;
    let joiner: JoinerState = start.joiner;
    fc.assert(
      fc.property(text, text, (there, back) => {
        const note = write(door, there);
        const envelope = granted(sent(note)[0]);
        const noted = stepJoiner(joiner, envelope, NOW);
        expect(noted.noted).toBe(there);
        const answer = granted(writeAnswer(noted.state, back));
        const heard = deliver(note.state, granted(answer.send));
        expect(heard.effects).toEqual([{ type: 'noted', waiter: 1, text: back }]);
        expect([envelope.length, answer.send?.length]).toEqual([ENVELOPE_BYTES, ENVELOPE_BYTES]);
        joiner = answer.state;
        // The count of answers has an end, which another test is about.
        door = {
          ...heard.state,
          knocks: new Map([...heard.state.knocks].map(([at, one]) => [at, { ...one, answers: 0 }])),
        };
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['more than a thousand bytes', 'x'.repeat(NOTE_BYTES_MAX + 1)],
    ['a thousand characters of two bytes', 'é'.repeat(NOTE_BYTES_MAX)],
    ['what turns the writing direction', 'ab\u202ecd'],
    ['a control character', 'ab\u0007'],
    ['half a surrogate pair', 'ab\ud800'],
  ])('of %s is not sent', (_name, text) => {
    const { joiner, door } = waiting();
    expect(isNote(text)).toBe(false);
    expect(write(door, text)).toEqual({ state: door, effects: [] });
    expect(writeAnswer(joiner, text)).toBe(refuse('badText'));
  });

  it.each([
    ['too long', 'x'.repeat(NOTE_BYTES_MAX + 1)],
    ['not clean', 'ab\u202ecd'],
    ['empty', ''],
  ])('that somebody sealed %s is not shown', (_name, text) => {
    const { joiner, door, keys, sid } = waiting();
    const there = link.seal({ type: 'note', sid, seq: 0, sealed: sealNote(keys.leaderKey, keys.T, 0, text) });
    expect(stepJoiner(joiner, there, NOW)).toEqual({ state: joiner });
    const back = link.seal({
      type: 'answer',
      sid,
      seq: 1,
      sealed: sealNote(keys.joinerKey, keys.T, 1, text),
    });
    expect(deliver(door, back)).toEqual({ state: door, effects: [] });
  });

  it('may have lines', () => {
    const { joiner, door } = waiting();
    expect(stepJoiner(joiner, granted(sent(write(door, 'one\ntwo'))[0]), NOW).noted).toBe('one\ntwo');
  });

  it('that the relay repeats, reflects, renumbers or makes up changes nothing', () => {
    const { joiner, door, keys, sid } = waiting();
    const noted = write(door, 'Who are you?');
    const there = granted(sent(noted)[0]);
    const heard = stepJoiner(joiner, there, NOW);
    expect(heard.noted).toBe('Who are you?');
    const answered = granted(writeAnswer(heard.state, 'Bob from work'));
    const back = granted(answered.send);
    const after = deliver(noted.state, back);
    expect(after.effects).toHaveLength(1);

    const other = branded<Key>(randomBytes(32));
    const made = (key: Key, seq: number) => sealNote(key, keys.T, seq, 'Come in');
    const toJoiner = [
      there,
      link.seal({ type: 'note', sid, seq: 5, sealed: made(keys.joinerKey, 5) }),
      link.seal({ type: 'note', sid, seq: 5, sealed: made(keys.leaderKey, 6) }),
      link.seal({ type: 'note', sid, seq: 0, sealed: made(keys.leaderKey, 0) }),
      link.seal({ type: 'note', sid, seq: 5, sealed: made(other, 5) }),
      link.seal({ type: 'note', sid, seq: 5, sealed: sealDeny(keys.leaderKey, keys.T, 5) }),
      link.seal({ type: 'note', sid: randomBytes(16), seq: 5, sealed: made(keys.leaderKey, 5) }),
    ];
    for (const one of toJoiner)
      expect(stepJoiner(answered.state, one, NOW)).toEqual({ state: answered.state });
    const toLeader = [
      back,
      link.seal({ type: 'answer', sid, seq: 5, sealed: made(keys.leaderKey, 5) }),
      link.seal({ type: 'answer', sid, seq: 5, sealed: made(keys.joinerKey, 6) }),
      link.seal({ type: 'answer', sid, seq: 0, sealed: made(keys.joinerKey, 0) }),
      link.seal({ type: 'answer', sid: randomBytes(16), seq: 5, sealed: made(keys.joinerKey, 5) }),
    ];
    for (const one of toLeader)
      expect(deliver(after.state, one)).toEqual({ state: after.state, effects: [] });
    // From another connection than the one that knocked.
    const next = granted(writeAnswer(answered.state, 'Hello?'));
    expect(deliver(after.state, granted(next.send), 2).effects).toEqual([]);
  });

  it('is followed by a verdict with the next number, which still counts', () => {
    const { joiner, door } = waiting();
    let state: JoinerState = joiner;
    let there = door;
    for (let count = 0; count < 3; count++) {
      const noted = write(there, `note ${count}`);
      there = noted.state;
      state = stepJoiner(state, granted(sent(noted)[0]), NOW).state;
    }
    const denied = stepDoor(there, keeper, { type: 'deny', waiter: 1 }, NOW);
    expect(stepJoiner(state, granted(sent(denied)[0]), NOW).refused).toBe('declined');
    const text = admitText();
    const admitted = stepDoor(waiting().door, keeper, { type: 'admit', waiter: 1, text }, NOW);
    expect(sent(admitted)).toHaveLength(1);
  });

  it('is not written before the proof, nor after the end', () => {
    const { door } = waiting();
    expect(stepDoor(door, keeper, { type: 'note', waiter: 2, text: 'hi' }, NOW).effects).toEqual([]);
    expect(writeAnswer({ at: 'refused' }, 'hi')).toBe(refuse('outOfTurn'));
    expect(writeAnswer({ at: 'admitted' }, 'hi')).toBe(refuse('outOfTurn'));
  });

  it('comes fifty times from one guest, and not more often', () => {
    const { joiner, door } = waiting();
    let state: JoinerState = joiner;
    let there = door;
    let heard = 0;
    for (let count = 0; count < ANSWERS_MAX + 10; count++) {
      const written: JoinerStep = granted(writeAnswer(state, 'again'));
      state = written.state;
      const step = deliver(there, granted(written.send));
      there = step.state;
      heard += step.effects.length;
    }
    expect(heard).toBe(ANSWERS_MAX);
    expect(shownKnock(there, 1)).toBeDefined();
  });
});
