import { describe, expect, test } from 'vitest';
import { Unanswered } from '../../../app/chat/unanswered.ts';
import { branded, type MemberIndex } from '../../../crypto/brands.ts';
import type { FromVault, Heard } from '../../../crypto/workers/protocol.ts';

const REFUSED: FromVault = { type: 'refused', of: 'say', reason: 'outOfTurn' };
const heard = (said: Partial<Heard>): FromVault => ({
  type: 'heard',
  heard: {
    say: 'chat',
    text: 'a',
    id: 'a',
    index: branded<MemberIndex>(0),
    label: 'Ada',
    own: true,
    at: 0,
    ...said,
  } as Heard,
});

describe('what was written and is not answered', () => {
  test('is told of when it is refused: a message, an image', () => {
    const unanswered = new Unanswered();
    unanswered.said({ say: 'image', picture: new Uint8Array() });
    unanswered.said({ say: 'chat', text: 'a' });
    expect([REFUSED, REFUSED, REFUSED].map((one) => unanswered.fromVault(one))).toEqual([true, true, false]);
  });

  test('is answered once it was heard', () => {
    const unanswered = new Unanswered();
    unanswered.said({ say: 'chat', text: 'a' });
    expect([heard({}), REFUSED].map((one) => unanswered.fromVault(one))).toEqual([false, false]);
  });

  test('is not answered by what others write, by hands, or by refusals of something else', () => {
    const unanswered = new Unanswered();
    unanswered.said({ say: 'chat', text: 'a' });
    const others = [
      heard({ own: false }),
      heard({ say: 'hand', up: true }),
      { type: 'refused', of: 'act', reason: 'notAllowed' } as const,
      REFUSED,
    ];
    expect(others.map((one) => unanswered.fromVault(one))).toEqual([false, false, false, true]);
  });

  test('is nothing where a hand, a recording or a consent is refused', () => {
    const unanswered = new Unanswered();
    unanswered.said({ say: 'hand', up: true });
    unanswered.said({ say: 'recording', on: true });
    unanswered.said({ say: 'consent', index: branded<MemberIndex>(1) });
    expect(unanswered.fromVault(REFUSED)).toBe(false);
  });
});
