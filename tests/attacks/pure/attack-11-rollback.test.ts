/** Attack 11: older states, other states of the same number, of another room or meeting, or by whoever does not lead. */

import { describe, expect, it } from 'vitest';
import {
  branded,
  type Bytes,
  type EpochNumber,
  type Hash,
  type MeetingId,
  type MemberIndex,
  type RoomId,
} from '../../../crypto/brands.ts';
import { sealGoodbye } from '../../../crypto/group/epochs.ts';
import { type Member, present } from '../../../crypto/group/member.ts';
import { sealToEveryone } from '../../../crypto/group/turn.ts';
import {
  applyChange,
  type Change,
  type Entrant,
  type Leaver,
  NO_RANK,
  rosterHashOf,
} from '../../../crypto/group/roster.ts';
import { advancedSecret, type Header, secretHashOf, signHeader } from '../../../crypto/group/state.ts';
import { randomBytes, signingPair } from '../../../crypto/sodium.ts';
import { granted } from '../../crypto/making.ts';
import { Table } from '../../crypto/table.ts';

const index = (value: number) => branded<MemberIndex>(value);

const LATER = 1_000_000;

/** The packets of a state that `by` signs as the next after its present one; each field may be changed. */
function nextState(
  by: Member,
  header: Partial<Header> = {},
  change: Partial<Change> = {},
  seq = LATER,
): Bytes[] {
  const epoch = present(by);
  const before = epoch.signed.header;
  const all: Change = { left: [], entered: [], changed: [], ...change };
  const roster = applyChange(granted(epoch.roster), all) ?? granted(epoch.roster);
  const rosterHash = rosterHashOf(roster);
  const n = branded<EpochNumber>(before.n + 1);
  const secret = advancedSecret(by.secret, rosterHash);
  const next: Header = {
    ...before,
    n,
    parent: epoch.signed.hash,
    nextIndex: index(before.nextIndex + all.entered.length),
    kind: 'advance',
    secretHash: secretHashOf({ meetingId: before.meetingId, n }, secret),
    rosterHash,
    ...header,
  };
  const { bytes, signature } = signHeader(next, by.seat.signing.signingKey);
  const rest = { barred: [], kemKey: undefined };
  return sealToEveryone(by, { type: 'state', header: bytes, signature, ...all, ...rest }, epoch, seq);
}

const newcomer = (at: number): Entrant => ({
  member: { index: index(at), rank: NO_RANK, signKey: signingPair().verifyKey, name: 'Mallory' },
  by: index(0),
});
const gone = (at: number): Leaver => ({ index: index(at), how: 'left', by: index(at) });

function sitting() {
  const table = new Table();
  const [bob, carol] = [table.sit('Bob'), table.sit('Carol')];
  table.pass(2000);
  return { table, bob, carol };
}

/** Gives Bob these packets; whether anything of his state changed, and his alarms. */
function give(table: Table, to: number, packets: readonly Uint8Array[]) {
  const [n, key] = [table.n(to), table.key(to)];
  for (const data of packets) table.tell(to, { type: 'packet', data });
  return { moved: table.n(to) !== n || table.key(to) !== key, alarms: table.alarms(to) };
}

describe('attack 11: a state', () => {
  it('that follows is taken: the forger of these tests can forge', () => {
    const { table, bob } = sitting();
    const { moved, alarms } = give(table, bob, nextState(table.leader));
    expect([moved, alarms]).toEqual([true, []]);
  });

  it.each<[string, (table: Table) => Bytes[], string]>([
    [
      'of another parent',
      ({ leader }) => nextState(leader, { parent: branded<Hash>(randomBytes(32)) }),
      'notNext',
    ],
    [
      'of another room',
      ({ leader }) => nextState(leader, { roomId: branded<RoomId>(randomBytes(16)) }),
      'wrongRoom',
    ],
    [
      'of another meeting',
      ({ leader }) => nextState(leader, { meetingId: branded<MeetingId>(randomBytes(16)) }),
      'wrongRoom',
    ],
    [
      'that makes somebody else the leader',
      ({ leader }) => nextState(leader, { leader: index(1) }),
      'notAllowed',
    ],
    [
      'that takes somebody out without a fresh secret',
      ({ leader }) => nextState(leader, {}, { left: [gone(2)] }),
      'notAllowed',
    ],
    [
      'that takes the leader out',
      ({ leader }) => nextState(leader, { kind: 'renew' }, { left: [gone(0)] }),
      'notAllowed',
    ],
    [
      'that gives an index below the next',
      ({ leader }) => nextState(leader, { nextIndex: index(3) }, { entered: [newcomer(3)] }),
      'notAllowed',
    ],
    [
      'that takes the next index back',
      ({ leader }) => nextState(leader, { nextIndex: index(1) }),
      'notAllowed',
    ],
    [
      'that takes the passphrase back to an earlier one',
      (table) => nextState(renamed(table), { generation: 0 }),
      'notAllowed',
    ],
    [
      'whose removed are others than it says',
      ({ leader }) => nextState(leader, { removedHash: branded<Hash>(randomBytes(32)) }),
      'malformed',
    ],
    [
      'whose roster is another than it says',
      ({ leader }) => nextState(leader, { rosterHash: branded<Hash>(randomBytes(32)) }),
      'malformed',
    ],
    [
      'whose secret is another than it says',
      ({ leader }) => nextState(leader, { secretHash: branded<Hash>(randomBytes(32)) }),
      'notNext',
    ],
    [
      'in which somebody leaves who is not in',
      ({ leader }) => nextState(leader, {}, { left: [gone(9)] }),
      'malformed',
    ],
  ])('%s is refused, loudly', (_name, forge, reason) => {
    const { table, bob } = sitting();
    const { moved, alarms } = give(table, bob, forge(table));
    expect([moved, alarms]).toEqual([false, [reason]]);
  });

  /** A leader whose last state names a second passphrase. */
  function renamed(table: Table): Member {
    table.tell(0, { type: 'generation' });
    table.pass(1000);
    return table.leader;
  }

  it('of the same number with other content is refused, loudly', () => {
    const { table, bob } = sitting();
    const fork = nextState(structuredClone(table.leader), {}, { entered: [newcomer(3)] });
    const packets = nextState(table.leader);
    expect(give(table, bob, packets).moved).toBe(true);
    expect(give(table, bob, fork)).toEqual({ moved: false, alarms: [] });
    const later = nextState(structuredClone(table.leader), {}, { entered: [newcomer(3)] }, LATER + 1);
    expect(give(table, bob, later)).toEqual({ moved: false, alarms: ['notNext'] });
  });

  it('that is older, as it was sent then, changes nothing', () => {
    const { table, bob } = sitting();
    const eve = table.sit('Eve');
    for (const packet of sealGoodbye(table.member(eve))) table.send(eve, packet);
    table.pass(10_000);
    expect(
      give(
        table,
        bob,
        table.log.map(({ data }) => data),
      ).moved,
    ).toBe(false);
    expect(table.names(bob)).toEqual(['Ada', 'Bob', 'Carol']);
  });

  it('by a member that does not lead is refused, even under its own name', () => {
    const { table, bob, carol } = sitting();
    const carols = table.member(carol);
    expect(give(table, bob, nextState(carols))).toEqual({ moved: false, alarms: ['notAllowed'] });
    const inName = { ...carols, seat: { ...carols.seat, index: index(0) } };
    expect(give(table, bob, nextState(inName)).alarms).toEqual(['notAllowed', 'badSignature']);
    expect(table.n(bob)).toBe(2);
  });

  it('by a member that says it leads is not taken while the leader answers', () => {
    const { table, bob, carol } = sitting();
    const carols = table.member(carol);
    for (let time = 0; time < 90; time++) {
      const claim = nextState(carols, { leader: carols.seat.index }, {}, LATER + time);
      expect(give(table, bob, claim).moved).toBe(false);
      table.pass(1000);
    }
    expect(table.member(bob).leaderSignKey).toEqual(table.leaderSigning.verifyKey);
    expect(table.n(bob)).toBe(2);
  });

  it('of another meeting of the same host opens nothing', () => {
    const { table, bob } = sitting();
    const other = new Table('Ada', table.room);
    other.sit('Bob');
    other.sit('Carol');
    other.pass(20_000);
    expect(other.log.length).toBeGreaterThan(6);
    expect(
      give(
        table,
        bob,
        other.log.map(({ data }) => data),
      ).moved,
    ).toBe(false);
  });
});
