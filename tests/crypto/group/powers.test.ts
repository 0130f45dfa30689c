/** Who may lead, and what a leader of which rank may change (§5). */

import { describe, expect, it } from 'vitest';
import {
  branded,
  type EpochNumber,
  type Hash,
  type HostSeed,
  type MeetingId,
  type MemberIndex,
  type ParticipantId,
  type RoomId,
} from '../../../crypto/brands.ts';
import { encodeGrant, makeGrant, participantIdOf, roomIdOf } from '../../../crypto/claim.ts';
import type { Order } from '../../../crypto/group/orders.ts';
import { OPEN_POLICY } from '../../../crypto/group/policy.ts';
import {
  type Before,
  compareStanding,
  grantHolds,
  inOrder,
  orderRefusal,
  standingOf,
  stateRefusal,
} from '../../../crypto/group/powers.ts';
import {
  applyChange,
  type Change,
  type How,
  NO_RANK,
  type Roster,
  type RosterMember,
  rosterHashOf,
} from '../../../crypto/group/roster.ts';
import { type Header, removedHashOf } from '../../../crypto/group/state.ts';
import { randomBytes, type SigningPair, signingPair } from '../../../crypto/sodium.ts';
import { granted } from '../making.ts';

const index = (value: number) => branded<MemberIndex>(value);
const hash = () => branded<Hash>(randomBytes(32));
const seed = branded<HostSeed>(randomBytes(32));
const roomId = roomIdOf(signingPair(seed).verifyKey);
const meetingId = branded<MeetingId>(randomBytes(16));

interface Granting {
  readonly by?: HostSeed;
  readonly meeting?: MeetingId;
  readonly to?: SigningPair;
  readonly as?: number;
}

/** Somebody at this place; of a rank below 255 with a grant, which may be made for something else. */
function person(at: number, rank = NO_RANK, granting: Granting = {}): RosterMember {
  const own = signingPair();
  const { by = seed, meeting = meetingId, to = own, as = rank } = granting;
  const plain = { index: index(at), rank, signKey: own.verifyKey, name: `Person ${at}` };
  if (rank === NO_RANK) return plain;
  const grant = makeGrant(by, { meetingId: meeting, signKey: to.verifyKey, rank: as, notAfter: 1 });
  return { ...plain, grant: encodeGrant(grant) };
}

const host = person(0, 0);
const coHost = person(1, 1);
const ordinary = person(2);
const other = person(3);
const secondCoHost = person(4, 2);
const roster: Roster = [host, coHost, ordinary, other, secondCoHost];
const NEXT = 5;
const gone = branded<ParticipantId>(participantIdOf(signingPair().verifyKey));

const header: Header = {
  roomId,
  meetingId,
  n: branded<EpochNumber>(9),
  parent: hash(),
  leader: index(0),
  nextIndex: index(NEXT),
  kind: 'renew',
  policy: OPEN_POLICY,
  locked: false,
  history: false,
  failedGuesses: 0,
  generation: 3,
  secretHash: hash(),
  rosterHash: rosterHashOf(roster),
  removedHash: removedHashOf(new Set([gone])),
};
const removed = new Set([gone]);
const parent = hash();
const before: Before = { header, hash: parent, roster, removed, barred: removed };

interface Wish {
  readonly change?: Partial<Change>;
  readonly header?: Partial<Header>;
  readonly barred?: readonly ParticipantId[];
  readonly from?: Before;
}

/** Why this signer may not make this of the state before. */
function judged(signer: RosterMember, { change, header: said, barred = [], from = before }: Wish) {
  const all: Change = { left: [], entered: [], changed: [], ...change };
  const next = granted(applyChange(roster, all));
  const out = all.left.flatMap(({ index: at, how }) =>
    how === 'removed' ? roster.filter((member) => member.index === at) : [],
  );
  const now = new Set([...removed, ...barred, ...out.map(({ signKey }) => participantIdOf(signKey))]);
  const made: Header = {
    ...header,
    n: branded<EpochNumber>(10),
    parent,
    leader: signer.index,
    nextIndex: index(NEXT + all.entered.length),
    rosterHash: rosterHashOf(next),
    removedHash: removedHashOf(now),
    ...said,
  };
  return stateRefusal(from, signer, { header: made, change: all, roster: next, removed: now, barred });
}

const enters = (member: RosterMember, by: RosterMember): Partial<Change> => ({
  entered: [{ member, by: by.index }],
});
const leaves = (who: RosterMember, how: How, by = who): Partial<Change> => ({
  left: [{ index: who.index, how, by: by.index }],
});
const ranked = (who: RosterMember, rank: number, granting: Granting = {}): Partial<Change> => {
  const { grant: _, ...plain } = who;
  const to: SigningPair = { verifyKey: who.signKey, signingKey: signingPair().signingKey };
  const fresh = person(who.index, rank, { to, ...granting });
  return { changed: [{ ...plain, rank, ...(fresh.grant && { grant: fresh.grant }) }] };
};

const RANKS = { host, coHost, ordinary } as const;
type Rank = keyof typeof RANKS;
const ALL: readonly Rank[] = ['host', 'coHost', 'ordinary'];
const AUTHORITIES: readonly Rank[] = ['host', 'coHost'];

describe.each<[string, Wish, readonly Rank[]]>([
  ['that changes nothing', {}, ALL],
  ['from which somebody went', { change: leaves(other, 'left') }, ALL],
  ['from which somebody silent was dropped', { change: leaves(other, 'dropped') }, ALL],
  ['that lets somebody in, by a host', { change: enters(person(NEXT), host) }, AUTHORITIES],
  ['that lets somebody in, by a co-host', { change: enters(person(NEXT), coHost) }, AUTHORITIES],
  ['that lets somebody in, by nobody with authority', { change: enters(person(NEXT), ordinary) }, []],
  ['that lets somebody in, by nobody there is', { change: enters(person(NEXT), person(77, 0)) }, []],
  ['that lets a host back in', { change: enters(person(NEXT, 0), ordinary) }, ALL],
  ['that lets a co-host back in', { change: enters(person(NEXT, 1), host) }, AUTHORITIES],
  [
    'that lets in a host whom another key granted',
    { change: enters(person(NEXT, 0, { by: branded<HostSeed>(randomBytes(32)) }), host) },
    [],
  ],
  [
    'that lets in a host of another meeting',
    {
      change: enters(person(NEXT, 0, { meeting: branded<MeetingId>(randomBytes(16)) }), host),
    },
    [],
  ],
  [
    'that lets in a host with the grant of somebody else',
    { change: enters(person(NEXT, 0, { to: signingPair() }), host) },
    [],
  ],
  ['that lets in a host with a co-host’s grant', { change: enters(person(NEXT, 0, { as: 1 }), host) }, []],
  [
    'that lets in a co-host whom another key granted',
    { change: enters(person(NEXT, 1, { by: branded<HostSeed>(randomBytes(32)) }), host) },
    [],
  ],
  ['that removes somebody, by a host', { change: leaves(other, 'removed', host) }, AUTHORITIES],
  ['that removes somebody, by a co-host', { change: leaves(other, 'removed', coHost) }, AUTHORITIES],
  ['that removes somebody, by nobody with authority', { change: leaves(other, 'removed', ordinary) }, []],
  ['that removes a co-host, by a host', { change: leaves(secondCoHost, 'removed', host) }, ['host']],
  ['that removes a co-host, by a co-host', { change: leaves(secondCoHost, 'removed', coHost) }, []],
  ['that makes a co-host', { change: ranked(other, 3) }, ['host']],
  ['that makes a host of somebody', { change: ranked(other, 0) }, []],
  ['that makes a co-host without the host’s word', { change: ranked(other, 3, { as: 4 }) }, []],
  [
    'that makes a co-host by another key',
    { change: ranked(other, 3, { by: branded<HostSeed>(randomBytes(32)) }) },
    [],
  ],
  ['that dismisses a co-host', { change: ranked(secondCoHost, NO_RANK) }, ['host']],
  ['that dismisses a host', { change: ranked(host, NO_RANK) }, []],
  ['that sets another policy', { header: { policy: { ...OPEN_POLICY, chat: 'nobody' } } }, AUTHORITIES],
  ['that locks the meeting', { header: { locked: true } }, AUTHORITIES],
  ['that shows newcomers what was said', { header: { history: true } }, AUTHORITIES],
  ['that names a new passphrase', { header: { generation: 4 } }, AUTHORITIES],
  ['that names an earlier passphrase', { header: { generation: 2 } }, []],
  [
    'that bars somebody who is not there',
    { barred: [participantIdOf(signingPair().verifyKey)] },
    AUTHORITIES,
  ],
])('attack 11: a state %s', (_what, wish, mayMake) => {
  it.each(ALL)('is judged by the rank of its signer: %s', (rank) => {
    expect(judged(RANKS[rank], wish)).toBe(mayMake.includes(rank) ? undefined : 'notAllowed');
  });
});

describe.each<[string, Wish, string]>([
  ['of another room', { header: { roomId: branded<RoomId>(randomBytes(16)) } }, 'wrongRoom'],
  ['of another meeting', { header: { meetingId: branded<MeetingId>(randomBytes(16)) } }, 'wrongRoom'],
  ['of another parent', { header: { parent: hash() } }, 'notNext'],
  ['of another roster than it says', { header: { rosterHash: hash() } }, 'malformed'],
  ['that keeps others out than it says', { header: { removedHash: hash() } }, 'malformed'],
  ['that names another leader than its signer', { header: { leader: index(3) } }, 'notAllowed'],
  [
    'that takes somebody out without a fresh secret',
    { header: { kind: 'advance' }, change: leaves(other, 'left') },
    'notAllowed',
  ],
  ['that takes the next index back', { header: { nextIndex: index(NEXT - 1) } }, 'notAllowed'],
  [
    'that gives an index of before',
    {
      header: { nextIndex: index(NEXT + 1) },
      change: enters({ ...person(NEXT), index: index(NEXT + 1) }, host),
    },
    'notAllowed',
  ],
  [
    'that lists somebody who was removed on any branch',
    { from: { ...before, barred: new Set([...removed, participantIdOf(ordinary.signKey)]) } },
    'removedReturns',
  ],
])('attack 11: a state %s', (_what, wish, reason) => {
  it.each(ALL)('is refused from anybody: %s', (rank) => {
    expect(judged(RANKS[rank], wish)).toBe(reason);
  });
});

it('attack 11: a state whose signer takes itself out is refused', () => {
  for (const signer of [host, coHost, ordinary])
    expect(judged(signer, { change: leaves(signer, 'left') })).toBe('notAllowed');
});

it('attack 11: a state that gives somebody an index that was free before is refused', () => {
  const early = { ...header, nextIndex: index(NEXT + 3) };
  const from = { ...before, header: early };
  const wish = { from, change: enters(person(NEXT + 1), host), header: { nextIndex: index(NEXT + 4) } };
  expect(judged(host, wish)).toBe('notAllowed');
  expect(judged(host, { ...wish, change: enters(person(NEXT + 3), host) })).toBeUndefined();
});

describe('the order of leaders', () => {
  it('goes by rank, then by index, whatever the order of the roster', () => {
    const shuffled = [other, secondCoHost, ordinary, coHost, host];
    expect(inOrder(shuffled).map(({ index: at }) => at)).toEqual([0, 1, 4, 2, 3]);
    expect(inOrder(roster)).toEqual(inOrder(shuffled));
  });

  it('puts nobody level with somebody else: of one index on two branches the smaller key stands first', () => {
    const [a, b] = [standingOf(person(7)), standingOf(person(7))];
    expect(compareStanding(a, a)).toBe(0);
    expect(Math.sign(compareStanding(a, b))).toBe(a.key < b.key ? -1 : 1);
    expect(Math.sign(compareStanding(b, a))).toBe(-Math.sign(compareStanding(a, b)));
  });
});

describe('a grant', () => {
  const meeting = { roomId, meetingId };

  it('holds for its key, its rank, its room and its meeting', () => {
    expect(grantHolds(coHost.grant, coHost, meeting)).toBe(true);
    expect(grantHolds(coHost.grant, { ...coHost, rank: 0 }, meeting)).toBe(false);
    expect(grantHolds(coHost.grant, host, meeting)).toBe(false);
    expect(grantHolds(coHost.grant, coHost, { ...meeting, meetingId: randomBytes(16) })).toBe(false);
    expect(grantHolds(coHost.grant, coHost, { ...meeting, roomId: branded<RoomId>(randomBytes(16)) })).toBe(
      false,
    );
  });

  it('that is none, or not whole, holds for nobody', () => {
    expect(grantHolds(undefined, coHost, meeting)).toBe(false);
    expect(grantHolds(new Uint8Array(), coHost, meeting)).toBe(false);
    expect(grantHolds(coHost.grant?.slice(1), coHost, meeting)).toBe(false);
    expect(grantHolds(coHost.grant?.with(60, 1 ^ (coHost.grant[60] ?? 0)), coHost, meeting)).toBe(false);
  });
});

describe('an order', () => {
  const grant = makeGrant(seed, { meetingId, signKey: other.signKey, rank: 1, notAfter: 1 });
  const on = (who: RosterMember, doing: 'remove' | 'dismiss'): Order => ({ do: doing, index: who.index });
  const appoint = (who: RosterMember): Order => ({ do: 'appoint', index: who.index, grant });

  it.each<[string, Order, readonly Rank[]]>([
    ['to lock', { do: 'lock', on: true }, AUTHORITIES],
    ['to show what was said', { do: 'history', on: true }, AUTHORITIES],
    ['of another policy', { do: 'policy', policy: OPEN_POLICY }, AUTHORITIES],
    ['to remove somebody', on(other, 'remove'), AUTHORITIES],
    ['to remove a co-host', on(secondCoHost, 'remove'), ['host']],
    ['to remove a host', on(host, 'remove'), []],
    ['to remove nobody there is', { do: 'remove', index: index(99) }, []],
    ['to make a co-host', appoint(other), ['host']],
    ['to give a co-host a newer grant', appoint(secondCoHost), ['host']],
    ['to make a co-host of a host', appoint(host), []],
    ['to dismiss a co-host', on(secondCoHost, 'dismiss'), ['host']],
    ['to dismiss a host', on(host, 'dismiss'), []],
    ['to dismiss who is no co-host', on(other, 'dismiss'), []],
  ])('%s is for those who may', (_what, order, may) => {
    for (const rank of ALL) {
      const refusal = orderRefusal(order, RANKS[rank], roster);
      expect([rank, refusal]).toEqual([rank, may.includes(rank) ? undefined : 'notAllowed']);
    }
  });

  it('about oneself is refused', () => {
    for (const by of [host, coHost]) {
      expect(orderRefusal(on(by, 'remove'), by, roster)).toBe('notAllowed');
      expect(orderRefusal(on(by, 'dismiss'), by, roster)).toBe('notAllowed');
      expect(orderRefusal(appoint(by), by, roster)).toBe('notAllowed');
    }
  });
});
