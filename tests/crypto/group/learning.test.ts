/** What a leader takes over from another branch (§5), as its warrant shows it: entries, removals, and of whom. */

import { describe, expect, it } from 'vitest';
import {
  branded,
  type Bytes,
  type EpochNumber,
  type MemberIndex,
  type ParticipantId,
} from '../../../crypto/brands.ts';
import { decodeGrant } from '../../../crypto/claim.ts';
import { makePair } from '../../../crypto/group/going.ts';
import { granted } from '../making.ts';
import { ownEntry, present } from '../../../crypto/group/member.ts';
import { NO_RANK, rosterHashOf } from '../../../crypto/group/roster.ts';
import { removedHashOf, signHeader } from '../../../crypto/group/state.ts';
import { type Warrant, warrantOf } from '../../../crypto/group/warrant.ts';
import { signingPair } from '../../../crypto/sodium.ts';
import { callAs, loggedBy, memberOf, namesAt, order, remove, sit, together, until } from './seats.ts';
import type { Device, World } from './world.ts';

/** What `by` would show of a branch of its own, on which these were removed. */
function elsewhere(
  leader: Device,
  by: Device,
  { removed, grant = granted(grantAt(by)) }: { readonly removed: readonly Device[]; readonly grant?: Bytes },
): Warrant {
  const { roster, signed } = present(memberOf(leader));
  const own = memberOf(by).seat;
  const index = branded<MemberIndex>(77);
  const fay = { index, rank: NO_RANK, signKey: signingPair().verifyKey, name: 'Fay' };
  const { rank } = granted(decodeGrant(grant));
  const signer = { index: own.index, rank, signKey: own.signing.verifyKey, name: by.name, grant };
  const stay = granted(roster).filter(({ name }) => !removed.some((one) => one.name === name));
  const list = [...stay.map((one) => (one.index === own.index ? signer : one)), fay];
  const out = new Set(removed.map(({ id }) => branded<ParticipantId>(id)));
  const header = {
    ...signed.header,
    n: branded<EpochNumber>(signed.header.n + 5),
    leader: own.index,
    rosterHash: rosterHashOf(list),
    removedHash: removedHashOf(out),
  };
  const made = signHeader(header, own.signing.signingKey);
  return granted(warrantOf(made, signer, list, out)).warrant;
}

const grantAt = (device: Device): Bytes | undefined => ownEntry(memberOf(device))?.grant;

/** Somebody makes keys with the leader, and shows it this. */
function show(world: World, leader: Device, as: Device, warrant: Warrant): void {
  const { seat, leading, epochs } = memberOf(leader);
  const { verifyKey } = seat.signing;
  const between = { meetingId: seat.meetingId, member: as.signing.verifyKey, leader: verifyKey };
  const kemKey = leading?.kem.publicKey ?? new Uint8Array();
  const { n, signed } = granted(epochs.at(-1));
  const hello = { name: as.name, grant: grantAt(as), warrant };
  callAs(
    world,
    as.signing,
    leader,
    granted(makePair(between, kemKey, hello, { n, hash: signed.hash })).message,
  );
}

describe('attack 42: a leader that is shown another branch', () => {
  it('takes over entries and removals that a co-host signed elsewhere', () => {
    const { world, ada, named } = sit(['Bob', 'Carol', 'Dan'], { Dan: 1 });
    const [bob, carol, dan] = [named('Bob'), named('Carol'), named('Dan')];
    show(world, ada, bob, elsewhere(ada, dan, { removed: [carol] }));
    expect(memberOf(ada).leading?.vouched.size).toBe(4);
    world.pass(2000);
    expect(namesAt(bob)).toEqual(['Ada', 'Bob', 'Dan']);
    expect(loggedBy(bob)).toContainEqual({ what: 'removed', who: 'Carol', by: 'Dan' });
  });

  it('takes over nothing that somebody without authority signed, whoever shows it', () => {
    const { world, ada, named } = sit(['Bob', 'Carol', 'Dan'], { Dan: 1 });
    const [bob, carol, dan] = [named('Bob'), named('Carol'), named('Dan')];
    show(world, ada, bob, elsewhere(ada, bob, { removed: [carol], grant: granted(grantAt(dan)) }));
    world.pass(2000);
    expect(memberOf(ada).leading?.vouched.size).toBe(0);
    expect(namesAt(bob)).toEqual(['Ada', 'Bob', 'Carol', 'Dan']);
  });

  it('takes over nothing that a co-host signed who was dismissed: its grant lasts', () => {
    const { world, ada, named } = sit(['Bob', 'Carol', 'Dan'], { Dan: 1 });
    const [bob, carol, dan] = [named('Bob'), named('Carol'), named('Dan')];
    const grant = granted(grantAt(dan));
    order(world, ada, { do: 'dismiss', index: memberOf(dan).seat.index });
    world.pass(1000);
    show(world, ada, bob, elsewhere(ada, dan, { removed: [carol], grant }));
    world.pass(2000);
    expect(memberOf(ada).leading?.vouched.size).toBe(0);
    expect(namesAt(bob)).toEqual(['Ada', 'Bob', 'Carol', 'Dan']);
  });

  it('lets nobody back in by an old state of its own branch: they said goodbye', () => {
    const { world, ada, named } = sit(['Bob', 'Carol']);
    const [bob, carol] = [named('Bob'), named('Carol')];
    const { warrant } = granted(memberOf(ada).proven);
    world.leave(carol);
    world.pass(2000);
    show(world, ada, bob, warrant);
    show(world, ada, carol, warrant);
    world.pass(2000);
    expect(memberOf(ada).leading?.vouched.size).toBe(0);
    expect(namesAt(bob)).toEqual(['Ada', 'Bob']);
  });

  it('removes no host, whoever signed it', () => {
    const { world, ada, named } = sit(['Bob', 'Dan'], { Dan: 1 });
    const home = world.comeHome('Eda');
    until(world, () => home.member !== undefined && together(ada, home));
    const bob = named('Bob');
    show(world, ada, bob, elsewhere(ada, named('Dan'), { removed: [home, ada] }));
    show(world, ada, bob, elsewhere(ada, home, { removed: [ada] }));
    world.pass(3000);
    expect(namesAt(bob)).toEqual(['Ada', 'Bob', 'Dan', 'Eda']);
    expect(memberOf(ada).over).toBeUndefined();
  });

  it('makes no keys with whoever was removed', () => {
    const { world, ada, named } = sit(['Bob', 'Dan', 'Eve'], { Dan: 1 });
    const eve = named('Eve');
    // Another branch listed them still.
    show(world, ada, named('Bob'), elsewhere(ada, named('Dan'), { removed: [] }));
    // Whoever is removed keeps what its client would have erased.
    const signing = structuredClone(eve.signing);
    remove(world, ada, eve);
    world.pass(2000);
    const { seat, leading } = memberOf(ada);
    const { meetingId } = seat;
    const between = { meetingId, member: signing.verifyKey, leader: seat.signing.verifyKey };
    const kemKey = leading?.kem.publicKey ?? new Uint8Array();
    const { n, signed } = present(memberOf(ada));
    const pair = granted(
      makePair(between, kemKey, { name: 'Eve', grant: undefined }, { n, hash: signed.hash }),
    );
    callAs(world, signing, ada, pair.message);
    expect(memberOf(ada).leading?.entries).toEqual([]);
    world.pass(5000);
    expect(namesAt(ada)).toEqual(['Ada', 'Bob', 'Dan']);
  });
});
