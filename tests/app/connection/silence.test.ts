/** Who is in the SFU room and cannot be heard, and who is not in the roster and no stranger. */

import { describe, expect, test } from 'vitest';
import { KeptSeats } from '../../../app/connection/keptSeats.ts';
import { silentOnes, speakingFrom } from '../../../app/connection/silence.ts';
import { branded, type MemberIndex, type ParticipantId } from '../../../crypto/brands.ts';
import type { FromVault, RosterEntry } from '../../../crypto/workers/protocol.ts';
import { rosterOf } from '../rosters.ts';

const BO = branded<ParticipantId>('bo');
const index = branded<MemberIndex>(1);
const bo: RosterEntry = { index, participantId: BO, name: 'Bo', label: 'Bo', rank: 255 };

describe('somebody is silent', () => {
  const silent = (now: number, since: number | undefined, openedAt?: number, failedAt?: number) =>
    silentOnes({
      members: [bo],
      tracks: [{ participantId: BO, openedAt, failedAt }],
      speakingSince: new Map(since === undefined ? [] : [[index, since]]),
      now,
    }).has(BO);

  test('of whom nothing came for five seconds, with the microphone on', () => {
    expect(silent(6_000, 0, 1_000)).toBe(false);
    expect(silent(6_001, 0, 1_000)).toBe(true);
  });

  test('not with the microphone off, nor just after it came on', () => {
    expect(silent(60_000, undefined, 1_000)).toBe(false);
    expect(silent(60_000, 58_000, 1_000)).toBe(false);
  });

  test('not before anything came at all', () => {
    expect(silent(60_000, 0)).toBe(false);
  });

  test('not while what comes does not open: that is another trouble', () => {
    expect(silent(60_000, 0, 1_000, 59_000)).toBe(false);
  });

  test('not by one slot alone, while another goes on', () => {
    const tracks = [
      { participantId: BO, openedAt: 1_000, failedAt: undefined },
      { participantId: BO, openedAt: 59_000, failedAt: undefined },
    ];
    const facts = { members: [bo], tracks, speakingSince: new Map([[index, 0]]), now: 60_000 };
    expect(silentOnes(facts).size).toBe(0);
  });

  test('counted from when the microphone came on, not from when that was last said', () => {
    const first = speakingFrom(new Map(), { index, on: 1 }, 1_000);
    expect(speakingFrom(first, { index, on: 3 }, 2_000).get(index)).toBe(1_000);
    expect(speakingFrom(first, { index, on: 2 }, 2_000).has(index)).toBe(false);
  });
});

describe('a seat', () => {
  const roster = (...members: readonly RosterEntry[]): FromVault => rosterOf(members);
  const dropped: FromVault = { type: 'log', entry: { what: 'dropped', who: 'Bo', at: 0 } };
  const left: FromVault = { type: 'log', entry: { what: 'left', who: 'Bo', at: 0 } };

  test.each([
    ['before the list without them', [roster(bo), dropped, roster()]],
    ['after it', [roster(bo), roster(), dropped]],
  ])('of somebody dropped is kept for ten minutes, told %s', (_when, said) => {
    const seats = new KeptSeats();
    for (const message of said.slice(0, -1)) seats.fromVault(message, 0);
    seats.fromVault(said.at(-1)!, 0);
    expect(seats.at(599_999)).toEqual([BO]);
    expect(seats.at(600_000)).toEqual([]);
  });

  test('of who left is not kept, nor that of who was removed', () => {
    const seats = new KeptSeats();
    for (const message of [roster(bo), roster(), left]) seats.fromVault(message, 0);
    expect(seats.at(1)).toEqual([]);
    for (const message of [roster(bo), dropped, roster()]) seats.fromVault(message, 1);
    seats.fromVault({ type: 'leaving', members: [bo] }, 2);
    expect(seats.at(3)).toEqual([]);
  });

  test('of who is back is theirs', () => {
    const seats = new KeptSeats();
    for (const message of [roster(bo), roster(), dropped, roster(bo)]) seats.fromVault(message, 0);
    expect(seats.at(1)).toEqual([]);
  });
});
