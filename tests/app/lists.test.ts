import { describe, expect, it } from 'vitest';
import type { MemberIndex, ParticipantId } from '../../crypto/brands.ts';
import type { RosterEntry } from '../../crypto/workers/protocol.ts';
import { inOrder, roleOf, shownRole } from '../../app/people/participants.ts';
import { devicesOf, STOPS } from '../../app/parts/stops.ts';
import { unread } from '../../app/parts/unread.ts';
import type { ChatView } from '../../app/phase.ts';

const index = (number: number): MemberIndex => number as MemberIndex;
const member = (number: number, rank = 255): RosterEntry => ({
  index: index(number),
  participantId: `p${number}` as ParticipantId,
  name: `N${number}`,
  label: `N${number}`,
  rank,
});

describe('the order of participants', () => {
  const members = [member(0, 2), member(1, 0), member(2), member(3), member(4, 1), member(5)];
  const order = (me: number | undefined, hands: readonly number[]): number[] =>
    inOrder(members, me === undefined ? undefined : index(me), hands.map(index)).map((one) => one.index);

  it('puts oneself first, then hosts and co-hosts by rank, then all others as they came', () => {
    expect(order(3, [])).toEqual([3, 1, 4, 0, 2, 5]);
    expect(order(undefined, [])).toEqual([1, 4, 0, 2, 3, 5]);
  });

  it('puts raised hands before everyone else, in the order in which they were raised', () => {
    expect(order(3, [5, 2])).toEqual([3, 5, 2, 1, 4, 0]);
    expect(order(5, [2, 5, 0])).toEqual([5, 2, 0, 1, 4, 3]);
  });

  it('tells host, co-host and participant apart by rank', () => {
    expect([0, 1, 254, 255].map((rank) => roleOf({ rank }))).toEqual([
      'host',
      'coHost',
      'coHost',
      'participant',
    ]);
    expect([0, 1, 2, 255].map((rank) => shownRole({ rank }))).toEqual([
      'host',
      'host',
      'coHost',
      'participant',
    ]);
  });
});

describe('unread lines', () => {
  const line = (id: string, more: Partial<ChatView> = {}): ChatView => ({
    say: 'chat',
    id,
    text: id,
    index: index(1),
    label: 'Bo',
    own: false,
    at: 0,
    ...more,
  });
  const ids = (chat: readonly ChatView[], seen?: string): string[] => unread(chat, seen).map(({ id }) => id);

  it('are those of others after the one seen last', () => {
    const chat = [line('a'), line('b'), line('c', { own: true }), line('d')];
    expect(ids(chat, 'a')).toEqual(['b', 'd']);
    expect(ids(chat, 'd')).toEqual([]);
  });

  it('are all of others where none was seen, but not what was passed on from before', () => {
    expect(ids([line('a', { before: true }), line('b'), line('c', { own: true })])).toEqual(['b']);
  });
});

describe('what can be stopped', () => {
  it('is named by its slots, a screen with its sound', () => {
    expect(STOPS).toEqual({ microphone: 1, camera: 2, screen: 12, hand: 128 });
    expect(devicesOf(1)).toEqual(['microphone']);
    expect(devicesOf(8)).toEqual(['screen']);
    expect(devicesOf(128)).toEqual([]);
    expect(devicesOf(7)).toEqual(['microphone', 'camera', 'screen']);
  });
});
