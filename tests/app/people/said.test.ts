import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Group } from '../../../app/people/group.svelte.ts';
import { Notices } from '../../../app/people/notices.svelte.ts';
import { NO_RANK, readsRatings, roleChange } from '../../../app/people/rank.ts';
import { Spoken } from '../../../app/people/spoken.svelte.ts';
import { branded, type EpochNumber, type MemberIndex } from '../../../crypto/brands.ts';
import { OPEN_POLICY, type Policy } from '../../../crypto/group/policy.ts';
import type { FromVault, Heard, Saying } from '../../../crypto/workers/protocol.ts';
import { entry, rosterOf } from '../rosters.ts';

const index = (n: number): MemberIndex => branded<MemberIndex>(n);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what is said beside voices', () => {
  let made = 0;
  const heard = (from: number, saying: Saying, change: Partial<Heard> = {}): FromVault => ({
    type: 'heard',
    heard: {
      id: String(made++),
      index: index(from),
      label: `Name ${from}`,
      own: from === 0,
      at: 0,
      ...saying,
      ...change,
    } as Heard,
  });
  const after = (...messages: FromVault[]): Spoken => {
    const spoken = new Spoken();
    for (const message of messages) spoken.fromVault(message);
    return spoken;
  };
  const hand = (from: number, up: boolean, upFor = 0) => heard(from, { say: 'hand', up }, { upFor });
  const chat = (text: string, change: Partial<Heard> = {}) => heard(1, { say: 'chat', text }, change);

  test('hands stand in the order in which they were raised', () => {
    expect(after(hand(3, true), hand(1, true), hand(2, true)).hands).toEqual([3, 1, 2]);
  });

  test('hands that are heard of later stand where they were raised', () => {
    expect(after(hand(3, true, 10), hand(1, true, 30), hand(2, true, 20)).hands).toEqual([1, 2, 3]);
  });

  test('a hand that is raised twice keeps its place', () => {
    expect(after(hand(3, true, 2), hand(1, true, 1), hand(3, true)).hands).toEqual([3, 1]);
    expect(after(hand(3, true, 2), hand(1, true, 1), hand(1, true, 3)).hands).toEqual([3, 1]);
  });

  test('a hand that was down goes to the end when it is raised again', () => {
    const { hands } = after(hand(3, true), hand(1, true), hand(3, false), hand(3, true));
    expect(hands).toEqual([1, 3]);
  });

  test('who goes takes their hand along', () => {
    const spoken = after(hand(3, true), hand(1, true), rosterOf([entry(0), entry(1)]));
    expect(spoken.hands).toEqual([1]);
  });

  test('the chat is in the order in which it came, what was before goes before', () => {
    const spoken = after(chat('c'), chat('a', { before: true }), chat('d'), chat('b', { before: true }));
    expect(spoken.chat.map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('a line that comes twice is one', () => {
    expect(after(chat('a', { id: 'same' }), chat('a', { id: 'same' })).chat).toHaveLength(1);
  });

  test('a reaction is there for five seconds', () => {
    const spoken = after(heard(1, { say: 'reaction', emoji: '👏' }));
    expect(spoken.reactions).toMatchObject([{ label: 'Name 1', emoji: '👏' }]);
    vi.advanceTimersByTime(4_900);
    expect(spoken.reactions).toHaveLength(1);
    vi.advanceTimersByTime(200);
    expect(spoken.reactions).toEqual([]);
  });

  test('a storm of reactions shows the newest', () => {
    const storm = Array.from({ length: 100 }, (_, at) =>
      heard(1, { say: 'reaction', emoji: '👏' }, { id: `storm ${at}` }),
    );
    const { reactions } = after(...storm);
    expect(reactions).toHaveLength(30);
    expect(reactions.at(-1)?.id).toBe('storm 99');
  });
});

describe('notices', () => {
  test('that somebody was muted go after ten seconds, others stay until they are read', () => {
    const notices = new Notices();
    notices.tell({ is: 'stopped', by: 'Ada', slots: 1 });
    notices.tell({ is: 'forbidden', use: 'screen' });
    vi.advanceTimersByTime(9_900);
    expect(notices.list.map(({ kind }) => kind.is)).toEqual(['stopped', 'forbidden']);
    vi.advanceTimersByTime(200);
    expect(notices.list.map(({ kind }) => kind.is)).toEqual(['forbidden']);
    notices.dismiss(notices.list[0]!.id);
    expect(notices.list).toEqual([]);
  });

  test('that a hand was lowered is said once, and goes after ten seconds', () => {
    const notices = new Notices();
    notices.tell({ is: 'handLowered', by: 'Ada' });
    notices.tell({ is: 'handLowered', by: 'Bo' });
    expect(notices.list).toMatchObject([{ kind: { by: 'Bo' } }]);
    vi.advanceTimersByTime(10_000);
    expect(notices.list).toEqual([]);
  });

  test('say once that something was not sent, and stay until it is read', () => {
    const notices = new Notices();
    notices.tell({ is: 'notSent' });
    notices.tell({ is: 'recording', news: 'saved' });
    notices.tell({ is: 'notSent' });
    vi.advanceTimersByTime(60_000);
    expect(notices.list.map(({ kind }) => kind.is)).toEqual(['recording', 'notSent']);
  });

  test('say a thing once, and the newest about one’s role', () => {
    const notices = new Notices();
    notices.tell({ is: 'forbidden', use: 'screen' });
    notices.tell({ is: 'forbidden', use: 'screen' });
    notices.tell({ is: 'forbidden', use: 'camera' });
    notices.tell({ is: 'appointed' });
    notices.tell({ is: 'nowHost' });
    notices.tell({ is: 'stopped', by: 'Ada', slots: 1 });
    notices.tell({ is: 'stopped', by: 'Bo', slots: 1 });
    const kinds = notices.list.map(({ kind }) => ('use' in kind ? kind.use : kind.is));
    expect(kinds).toEqual(['screen', 'camera', 'nowHost', 'stopped', 'stopped']);
    expect(new Set(notices.list.map(({ id }) => id)).size).toBe(5);
  });

  test.each([
    [undefined, NO_RANK, undefined],
    [undefined, 0, undefined],
    [NO_RANK, NO_RANK, undefined],
    [NO_RANK, 2, 'appointed'],
    [2, NO_RANK, 'dismissed'],
    [2, 3, undefined],
    [2, 1, 'nowHost'],
    [NO_RANK, 1, 'nowHost'],
    [1, NO_RANK, 'dismissed'],
    [1, 2, 'appointed'],
    [0, undefined, undefined],
  ] as const)('a rank that was %s and is %s is called %s', (before, now, is) => {
    expect(roleChange(before, now)).toBe(is);
  });

  test.each([
    ['a host', 0, [0, 2, NO_RANK], [true, true]],
    ['a host who has an heir', 0, [0, 1], [false, true]],
    ['an heir', 1, [1, 2], [true, true]],
    ['an heir while a host is in', 1, [0, 1], [false, false]],
    ['a co-host', 2, [2, NO_RANK], [false, false]],
    ['a participant', NO_RANK, [2, NO_RANK], [false, false]],
    ['who was not in', undefined, [], [false, false]],
  ] as const)('%s reads the ratings or not, when they go and when it ends', (_who, rank, ranks, reads) => {
    const members = ranks.map((one) => ({ rank: one }));
    expect([false, true].map((ended) => readsRatings(rank, members, ended))).toEqual(reads);
  });
});

describe('the group', () => {
  const seat = (n: number): FromVault => ({
    type: 'seated',
    participantId: entry(n).participantId,
    index: index(n),
    host: n === 0,
  });
  const group = (...messages: FromVault[]): Group => {
    const made = new Group();
    for (const message of messages) made.fromVault(message);
    return made;
  };
  const hostsOnly: Policy = { ...OPEN_POLICY, screen: 'authorities', chat: 'nobody' };

  test('knows the own place by the key, whatever index the seat was given first', () => {
    const back = group({ ...seat(0), index: index(9) } as FromVault, rosterOf([entry(0), entry(1)]));
    expect(back.me?.index).toBe(0);
  });

  test('lets each do what the policy allows their rank', () => {
    const members = [entry(0), entry(1), entry(2, { rank: 1 })];
    const may = (n: number) => {
      const mine = group(seat(n), rosterOf(members, hostsOnly));
      return [mine.may('screen'), mine.may('chat'), mine.may('camera'), mine.slots];
    };
    expect(may(0)).toEqual([true, false, true, 0b1111]);
    expect(may(2)).toEqual([true, false, true, 0b1111]);
    expect(may(1)).toEqual([false, false, true, 0b0011]);
  });

  test('is compared when everybody else’s key was there, and not any more when somebody enters', () => {
    const known = [entry(0, { compared: true }), entry(1, { compared: true })];
    expect(group(seat(0), rosterOf([entry(0), entry(1)])).allCompared).toBe(false);
    expect(group(seat(0), rosterOf(known)).allCompared).toBe(true);
    expect(group(seat(0), rosterOf([...known, entry(2, { compared: false })])).allCompared).toBe(false);
  });

  test('offers a new code when somebody comes, not with a new epoch alone', () => {
    const two = [entry(0), entry(1)];
    const it = group(seat(0), rosterOf(two), { type: 'code', n: branded<EpochNumber>(1), code: '12345' });
    it.fromVault(rosterOf([...two]));
    expect([it.code, it.codeOf, it.codeIsOld]).toEqual(['12345', 1, false]);
    it.fromVault(rosterOf([...two, entry(2)]));
    expect([it.code, it.codeIsOld]).toEqual(['12345', true]);
  });
});
