/** What the relay is told (§8): who is in, what they may send, whose seat is kept, where the meeting moved. */

import { describe, expect, it } from 'vitest';
import { checkRejoin, isRefusal } from '../../crypto/claim.ts';
import { branded, type ParticipantId } from '../../crypto/brands.ts';
import { OPEN_POLICY } from '../../crypto/group/policy.ts';
import { randomBytes } from '../../crypto/sodium.ts';
import type { RelayLists } from '../../crypto/workers/protocol.ts';
import { claimOf, roomIdOf, withCohost } from './cohosted.ts';
import { Meeting, ORIGIN } from './meeting.ts';

describe('the relay', () => {
  it('is told who is in and what they may send, at each change and not more often', async () => {
    const meeting = await Meeting.open();
    const { host } = meeting;
    const claim = await claimOf(host, roomIdOf(host), meeting.now);
    const alone: RelayLists = {
      admitted: [branded<ParticipantId>(host.id)],
      authorities: [branded<ParticipantId>(host.id)],
      everyone: 15,
      authoritiesMay: 15,
      locked: false,
    };
    expect(claim?.lists).toEqual(alone);
    expect(claim?.move).toBe(0);
    const count = host.all('lists').length;
    meeting.pass(5_000);
    expect(host.all('lists')).toHaveLength(count);

    const bob = await meeting.enter('Bob');
    expect(host.last('lists')?.lists.admitted).toEqual([host.id, bob.id]);
    await host.act({ do: 'appoint', index: bob.index });
    await host.act({ do: 'policy', policy: { ...OPEN_POLICY, screen: 'authorities', camera: 'nobody' } });
    await host.act({ do: 'lock', on: true });
    meeting.pass(1_500);
    expect(host.last('lists')?.lists).toEqual({
      admitted: [host.id, bob.id],
      authorities: [host.id, bob.id],
      everyone: 0b0001,
      authoritiesMay: 0b1101,
      locked: true,
    });
    expect(bob.all('lists')).toEqual([]);
    await host.act({ do: 'remove', index: bob.index });
    meeting.pass(1_500);
    expect(host.last('lists')?.lists.admitted).toEqual([host.id]);
  });

  it('is not told who is in by an authority that does not lead', async () => {
    const { meeting, bob } = await withCohost();
    const claim = await claimOf(bob, roomIdOf(meeting.host), meeting.now);
    expect(claim?.checked).toMatchObject({ rank: 2 });
    expect(claim?.lists).toBeUndefined();
  });

  it('keeps the seat of who was only silent, forgets who left, and throws out who was removed', async () => {
    const { meeting, ada, bob, carol } = await withCohost();
    carol.online = false;
    meeting.pass(63_000);
    expect(ada.names).toEqual(['Ada', 'Bob']);
    expect(ada.last('lists')?.lists.admitted).toContain(carol.id);
    expect(ada.all('remove')).toEqual([]);
    bob.leave();
    meeting.pass(1_500);
    expect(ada.last('lists')?.lists.admitted).not.toContain(bob.id);
    expect(ada.all('remove')).toEqual([]);
    const dave = await meeting.enter('Dave');
    await ada.act({ do: 'remove', index: dave.index });
    meeting.pass(1_500);
    expect(ada.all('remove').map(({ participantId }) => participantId)).toEqual([dave.id]);
  });

  it('takes a member’s signature for a new way in, for its own nonce alone', async () => {
    const { meeting, carol } = await withCohost();
    const nonce = randomBytes(32);
    await carol.vault.receive({ type: 'rejoinNonce', nonce });
    const rejoin = carol.last('rejoin');
    if (!rejoin) throw new Error('no rejoin');
    const expected = { origin: ORIGIN, roomId: roomIdOf(meeting.host), nonce };
    expect(checkRejoin(rejoin, expected)).toBe(carol.id);
    expect(checkRejoin(rejoin, { ...expected, nonce: randomBytes(32) })).toSatisfy(isRefusal);
    await carol.vault.receive({ type: 'rejoinNonce', nonce: randomBytes(31) });
    await carol.vault.receive({ type: 'relayNonce', nonce });
    expect(carol.refusals).toEqual(['rejoinNonce: malformed', 'relayNonce: outOfTurn']);
  });

  it('moves the meeting, and everybody is told by the leader, sealed', async () => {
    const { meeting, ada, bob, carol } = await withCohost();
    await ada.vault.receive({ type: 'moved', move: 2 });
    expect([bob, carol].map((person) => person.last('move')?.move)).toEqual([2, 2]);
    expect(ada.all('move')).toEqual([]);
    await bob.vault.receive({ type: 'moved', move: 9 });
    expect(bob.refusals).toEqual(['moved: outOfTurn']);
    expect(carol.all('move')).toHaveLength(1);
    // Who comes later knows it too: it may lead one day.
    const dave = await meeting.enter('Dave');
    meeting.pass(1_500);
    expect(dave.last('move')?.move).toBe(2);
    expect(carol.all('move')).toHaveLength(1);
    const claim = await claimOf(bob, roomIdOf(ada), meeting.now);
    expect(claim?.move).toBe(2);
  });
});
