/** Hosts and co-hosts (§4, §5, §8): who may do what, who keeps the door, how a host comes back. */

import { describe, expect, it } from 'vitest';
import { decodeGrant, HOST_RANK, isRefusal } from '../../crypto/claim.ts';
import { HEIR_RANK, OPEN_POLICY } from '../../crypto/group/policy.ts';
import { claimOf, roomIdOf, withCohost } from './cohosted.ts';
import { granted } from './making.ts';
import { Meeting, ORIGIN, settle, Storage, words } from './meeting.ts';

describe('a co-host', () => {
  it('is told the words, sees who waits, and lets them in through the leader', async () => {
    const { meeting, ada, bob } = await withCohost();
    expect(bob.rank).toBe(2);
    expect(bob.last('room')).toMatchObject({ passphrase: meeting.passphrase, hostLink: '' });
    expect(bob.last('room')?.inviteLink).toBe(meeting.inviteLink);
    expect(bob.last('lead')).toMatchObject({ is: false, authority: true });

    const dave = meeting.person();
    const waiter = await meeting.knock(dave, 'Dave');
    expect(bob.waiting).toEqual(['Dave']);
    await bob.act({ do: 'note', waiter, text: 'One moment' });
    expect(dave.last('notes')?.notes).toEqual([{ from: 'host', text: 'One moment' }]);
    await bob.act({ do: 'admit', waiter });
    meeting.pass(600);
    expect(dave.doorState).toEqual({ at: 'admitted' });
    expect(ada.all('log').map(({ entry }) => entry)).toContainEqual(
      expect.objectContaining({ what: 'entered', who: 'Dave', by: 'Bob' }),
    );
    meeting.pass(250);
    expect(bob.waiting).toEqual([]);
    await meeting.knock(meeting.person(), 'Erin');
    await bob.act({ do: 'deny', waiter: bob.waiterOf('Erin') });
    expect(meeting.people.at(-1)?.doorState).toEqual({ at: 'refused', reason: 'declined' });
    expect(meeting.alarms).toEqual([]);
  });

  it('locks, makes rules, removes, and makes a new passphrase that everybody in charge has', async () => {
    const { meeting, ada, bob, carol } = await withCohost();
    await bob.act({ do: 'lock', on: true });
    await bob.act({ do: 'policy', policy: { ...OPEN_POLICY, chat: 'authorities' } });
    meeting.pass(1_500);
    expect(carol.last('roster')).toMatchObject({ locked: true, policy: { chat: 'authorities' } });
    await bob.act({ do: 'remove', index: carol.index });
    meeting.pass(1_500);
    expect(carol.last('over')?.how).toBe('removed');
    expect(ada.last('remove')?.participantId).toBe(carol.id);

    await bob.act({ do: 'newPassphrase', link: true, words });
    await settle();
    meeting.pass(600);
    const [ofAda, ofBob] = [ada.last('room'), bob.last('room')];
    expect(ofAda?.passphrase).not.toBe(meeting.passphrase);
    expect(ofAda?.inviteLink).not.toBe(meeting.inviteLink);
    expect([ofBob?.passphrase, ofBob?.inviteLink]).toEqual([ofAda?.passphrase, ofAda?.inviteLink]);
    expect(meeting.alarms).toEqual([]);
  });

  it('may not appoint, dismiss, end, or remove a host', async () => {
    const { meeting, ada, bob, carol } = await withCohost();
    await bob.act({ do: 'appoint', index: carol.index });
    await bob.act({ do: 'handOver', index: carol.index });
    await bob.vault.receive({ type: 'end' });
    expect(bob.refusals).toEqual(['act: notAllowed', 'act: notAllowed', 'end: notAllowed']);
    await bob.act({ do: 'remove', index: ada.index });
    await bob.act({ do: 'dismiss', index: ada.index });
    meeting.pass(1_500);
    expect(carol.names).toEqual(['Ada', 'Bob', 'Carol']);
    expect(bob.last('bye')).toBeUndefined();
  });

  it('that is dismissed may do nothing more, and does not have the new passphrase', async () => {
    const { meeting, ada, bob } = await withCohost();
    await meeting.knock(meeting.person(), 'Dave');
    expect(bob.waiting).toEqual(['Dave']);
    // A state has just been made: the one without the co-host's rank comes half a second later.
    await ada.act({ do: 'lock', on: true });
    await ada.act({ do: 'dismiss', index: bob.index, words });
    await settle();
    meeting.pass(1_500);
    expect(bob.rank).toBe(255);
    expect(bob.waiting).toEqual([]);
    expect(ada.last('room')?.passphrase).not.toBe(meeting.passphrase);
    expect(bob.last('room')?.passphrase).toBe(meeting.passphrase);
    await bob.act({ do: 'admitAll' });
    expect(bob.refusals).toEqual(['act: notAllowed']);
    expect(meeting.alarms).toEqual([]);
  });

  it('is told words and list also if it was not connected yet when it became one', async () => {
    const meeting = await Meeting.open();
    const bob = meeting.person();
    const waiter = await meeting.knock(bob, 'Bob');
    await meeting.host.act({ do: 'admit', waiter });
    meeting.pass(600);
    await meeting.host.act({ do: 'appoint', index: bob.index });
    await meeting.knock(meeting.person(), 'Dave');
    meeting.pass(1_500);
    await bob.connect();
    expect(bob.rank).toBe(2);
    expect(bob.last('room')).toMatchObject({ passphrase: meeting.passphrase });
    expect(bob.waiting).toEqual(['Dave']);
    expect(meeting.alarms).toEqual([]);
  });

  it('is told the new words when it is back, if it was away when they were made', async () => {
    const { meeting, ada, bob } = await withCohost();
    bob.online = false;
    await ada.act({ do: 'newPassphrase', link: false, words });
    await settle();
    meeting.pass(2_000);
    expect(bob.last('room')?.passphrase).toBe(meeting.passphrase);
    await bob.connect();
    expect(ada.last('room')?.passphrase).not.toBe(meeting.passphrase);
    expect(bob.last('room')?.passphrase).toBe(ada.last('room')?.passphrase);
    expect(meeting.alarms).toEqual([]);
  });

  it('gets its grant renewed for as long as a host is there', async () => {
    const { meeting, bob } = await withCohost();
    const roomId = roomIdOf(meeting.host);
    meeting.pass(16 * 60_000);
    const claim = await claimOf(bob, roomId, meeting.now);
    expect(claim?.checked).toMatchObject({ rank: 2 });
    const grant = granted(decodeGrant(claim?.grant ?? new Uint8Array()));
    expect(grant.notAfter - meeting.now).toBeGreaterThan(5 * 60_000);
    expect(meeting.alarms).toEqual([]);
  });
});

describe('a host who goes', () => {
  it('leaves the door to the co-host, who has the words, and whom waiting people knock at again', async () => {
    const { meeting, ada, bob, carol } = await withCohost();
    const dave = meeting.person();
    await meeting.knock(dave, 'Dave');
    await ada.act({ do: 'handOver', index: bob.index });
    meeting.pass(1_500);
    ada.leave();
    meeting.pass(2_000);
    await settle();
    expect(bob.last('lead')).toMatchObject({ is: true, authority: true });
    expect(bob.waiting).toEqual([]);
    await meeting.doorTo(bob);
    expect(bob.waiting).toEqual(['Dave']);
    await bob.act({ do: 'admit', waiter: bob.waiterOf('Dave') });
    meeting.pass(1_500);
    await dave.connect();
    meeting.pass(2_000);
    expect([...carol.names].sort()).toEqual(['Bob', 'Carol', 'Dave']);
    expect(dave.baseKey(dave.n ?? 0, bob.index)).toBe(carol.baseKey(carol.n ?? 0, bob.index));
    // Twelve hours: the relay still takes it long after the host has gone.
    const claim = await claimOf(bob, roomIdOf(ada), meeting.now + 11 * 60 * 60_000);
    expect(claim?.checked).toMatchObject({ rank: 1 });
    expect(meeting.alarms).toEqual([]);
  });

  it('hands over past the co-hosts: the heir leads, and opens what the others thought', async () => {
    const { meeting, ada, bob, carol } = await withCohost();
    await ada.act({ do: 'handOver', index: carol.index });
    meeting.pass(1_500);
    expect([bob.rank, carol.rank]).toEqual([2, HEIR_RANK]);
    ada.leave();
    meeting.pass(2_000);
    await settle();
    expect(carol.last('lead')).toMatchObject({ is: true, authority: true });
    expect(bob.all('lead').map(({ is }) => is)).not.toContain(true);
    for (const one of [bob, carol]) await one.vault.receive({ type: 'part' });
    await bob.vault.receive({ type: 'rate', stars: 4, comment: 'good' });
    expect(carol.last('parted')?.place).toEqual(bob.last('parted')?.place);
    await carol.vault.receive({
      type: 'openRatings',
      sealed: [bob.last('rating')?.sealed ?? new Uint8Array()],
    });
    expect(carol.last('ratings')?.ratings).toEqual([{ stars: 4, comment: 'good' }]);
    expect(meeting.alarms).toEqual([]);
  });
});

describe('a host who comes back', () => {
  it('leads before whom it handed over to', async () => {
    const { meeting, ada, bob } = await withCohost();
    await ada.written();
    await ada.act({ do: 'handOver', index: bob.index });
    meeting.pass(1_500);
    const again = await meeting.reload();
    await again.connect();
    await meeting.passSlowly(40_000);
    expect(again.last('lead')).toMatchObject({ is: true });
    expect([again.rank, bob.rank]).toEqual([HOST_RANK, HEIR_RANK]);
  });

  it('hands over to another: the one before is a co-host, and the last alone goes on as host', async () => {
    const { meeting, ada, bob, carol } = await withCohost();
    await ada.act({ do: 'handOver', index: bob.index });
    meeting.pass(1_500);
    await ada.act({ do: 'handOver', index: carol.index });
    meeting.pass(1_500);
    expect([bob.rank, carol.rank]).toEqual([HEIR_RANK + 1, HEIR_RANK]);
    await ada.act({ do: 'handOver', index: carol.index });
    await ada.act({ do: 'handOver', index: ada.index });
    meeting.pass(1_500);
    expect([bob.rank, carol.rank]).toEqual([HEIR_RANK + 1, HEIR_RANK]);
    expect(ada.refusals).toEqual(['act: notAllowed']);
    expect(
      ada
        .all('log')
        .map(({ entry: { at: _, ...entry } }) => entry)
        .slice(-3),
    ).toEqual([
      { what: 'handedOver', who: 'Bob' },
      { what: 'appointed', who: 'Bob', by: 'Ada' },
      { what: 'handedOver', who: 'Carol' },
    ]);
    ada.leave();
    meeting.pass(2_000);
    expect(carol.last('lead')).toMatchObject({ is: true, authority: true });
    expect(meeting.alarms).toEqual([]);
  });

  it('after a reload is taken in by whoever leads, leads again, and keeps the door', async () => {
    const { meeting, ada, bob, carol } = await withCohost();
    const again = await meeting.reload();
    expect(again.last('link')).toMatchObject({ role: 'host' });
    expect(again.last('room')).toMatchObject({ passphrase: meeting.passphrase });
    expect(again.last('seated')).toMatchObject({ host: true });
    expect(again.last('seated')?.index).toBeUndefined();
    const early = await claimOf(again, roomIdOf(ada), meeting.now);
    expect(isRefusal(early?.checked)).toBe(false);
    expect(early?.lists).toBeUndefined();

    await again.connect();
    expect(again.all('returning')).toHaveLength(1);
    await meeting.passSlowly(40_000);
    expect(again.rank).toBe(HOST_RANK);
    expect(again.last('seated')?.index).toBeGreaterThan(0);
    expect(again.last('lead')).toMatchObject({ is: true, authority: true });
    expect([...again.names].sort()).toEqual(expect.arrayContaining(['Ada', 'Bob', 'Carol']));
    expect(carol.last('roster')?.leader).toBe(again.index);
    const n = again.n ?? 0;
    expect(bob.n).toBe(n);
    expect(again.baseKey(n, bob.index)).toBe(carol.baseKey(n, bob.index));

    await meeting.doorTo(again);
    meeting.host = again;
    const dave = await meeting.enter('Dave');
    meeting.pass(2_000);
    expect(dave.baseKey(again.n ?? 0, 1)).toBe(carol.baseKey(again.n ?? 0, 1));
    expect(dave.baseKey(again.n ?? 0, bob.index)).toBeDefined();
  });

  it.each([
    ['', false],
    [', also where the first telling was lost', true],
  ])('with the words of before is told the newest, and the old ones open nothing%s', async (_how, lost) => {
    const { meeting, ada, bob } = await withCohost();
    const { storage } = ada;
    await ada.written();
    ada.leave();
    meeting.pass(2_000);
    await settle();
    await meeting.doorTo(bob);
    await bob.act({ do: 'newPassphrase', link: false, words });
    await settle();
    meeting.pass(1_000);
    const newest = bob.last('room')?.passphrase;
    expect(newest).not.toBe(meeting.passphrase);

    const again = meeting.person(storage);
    await again.vault.receive({ type: 'recall' });
    const roomId = again.last('remembered')?.rooms[0]?.roomId ?? '';
    await again.vault.receive({ type: 'goOn', roomId });
    await again.vault.receive({ type: 'start', name: 'Ada' });
    if (lost) {
      // Between members, not as long as an answer to a ping, and shorter than a roster: the words.
      const isWords = (data: Uint8Array): boolean =>
        data[0] === 2 && data.length !== 184 && data.length < 270;
      const leads = (): boolean => again.last('lead')?.is === true;
      meeting.carrier = (_from, to, data) => (to === again && isWords(data) && !leads() ? [] : [data]);
    }
    await again.connect();
    await meeting.passSlowly(30_000);
    expect(again.last('lead')).toMatchObject({ is: true });
    expect(again.last('room')?.passphrase).toBe(newest);
    await meeting.doorTo(again);
    const eve = meeting.person();
    await meeting.knock(eve, 'Eve', meeting.passphrase);
    expect(eve.doorState).toEqual({ at: 'refused', reason: 'wrongPassphrase' });
  });

  it('to an empty room begins anew, at once', async () => {
    const meeting = await Meeting.open();
    const again = await meeting.reload();
    await again.connect(0);
    await settle();
    expect(again.last('seated')).toMatchObject({ index: 0, host: true });
    expect(again.names).toEqual(['Ada']);
    expect(again.all('returning')).toEqual([]);
    meeting.host = meeting.doorkeeper = again;
    const bob = await meeting.enter('Bob');
    expect(bob.names).toEqual(['Ada', 'Bob']);
  });

  it('believes an empty room only after twenty seconds, once somebody seemed to be there', async () => {
    const meeting = await Meeting.open();
    const again = await meeting.reload();
    await again.connect(1);
    expect(again.all('returning')).toHaveLength(1);
    await meeting.passSlowly(15_000);
    await again.connect(0);
    expect(again.all('roster')).toEqual([]);
    await meeting.passSlowly(6_000);
    await again.connect(0);
    expect(again.names).toEqual(['Ada']);
  });

  it('with a host link on another device goes the same way, under the stricter limits', async () => {
    const { meeting, carol } = await withCohost();
    const hostLink = meeting.host.last('room')?.hostLink ?? '';
    const phone = meeting.person(new Storage());
    await phone.vault.receive({ type: 'openLink', text: hostLink, origin: ORIGIN });
    await phone.vault.receive({ type: 'start', name: 'Ada on the phone' });
    await phone.connect();
    await meeting.passSlowly(15_000);
    expect(phone.rank).toBe(HOST_RANK);
    expect(carol.names).toContain('Ada on the phone');
    expect(meeting.alarms).toEqual([]);
  });
});

describe('the end for everyone', () => {
  it('is a host’s to make, ends it for all, and leaves nothing behind', async () => {
    const { meeting, ada, bob, carol } = await withCohost();
    meeting.pass(1_500);
    await ada.written();
    expect(ada.storage.records.size).toBe(1);
    // What changed a moment ago is not written any more.
    await ada.act({ do: 'lock', on: true });
    await ada.vault.receive({ type: 'end' });
    expect([bob, carol].map((person) => person.last('over')?.how)).toEqual(['ended', 'ended']);
    expect(ada.all('bye')).toHaveLength(1);
    meeting.pass(5_000);
    await ada.written();
    expect(ada.storage.records.size).toBe(0);
    expect(ada.sendsUnder).toBeUndefined();
    await meeting.knock(meeting.person(), 'Late');
    expect(ada.waiting).toEqual([]);
  });
});

describe('what a device remembers of a host', () => {
  it('is there from the moment the room is made, and is gone when it is forgotten', async () => {
    const meeting = new Meeting();
    const host = meeting.person();
    await host.vault.receive({ type: 'makeRoom', origin: ORIGIN, words });
    meeting.now += 2_000;
    meeting.pass(500);
    await host.written();
    const again = meeting.person(host.storage);
    await again.vault.receive({ type: 'recall' });
    const [room] = again.last('remembered')?.rooms ?? [];
    expect(room?.roomId).toBe(host.last('room')?.roomId);
    await again.vault.receive({ type: 'goOn', roomId: room?.roomId ?? '' });
    expect(again.last('room')).toEqual(host.last('room'));
    await again.vault.receive({ type: 'forgetRoom', roomId: room?.roomId ?? '' });
    expect(host.storage.records.size).toBe(0);
    const third = meeting.person(host.storage);
    await third.vault.receive({ type: 'recall' });
    expect(third.last('remembered')?.rooms).toEqual([]);
    await third.vault.receive({ type: 'goOn', roomId: room?.roomId ?? '' });
    expect(third.refusals).toEqual(['goOn: outOfTurn']);
  });

  it('counts failed guesses on, for the same passphrase in a new meeting', async () => {
    const meeting = await Meeting.open('Ada', 'my very own passphrase');
    for (let at = 0; at < 4; at++) await meeting.knock(meeting.person(), 'Eve', 'wrong words');
    meeting.pass(11_000);
    await meeting.host.act({ do: 'history', on: true });
    meeting.pass(1_500);
    expect(meeting.host.last('roster')?.failedGuesses).toBe(4);
    const again = await meeting.reload();
    await again.connect(0);
    await settle();
    await again.act({ do: 'history', on: true });
    meeting.pass(1_500);
    expect(again.last('roster')?.failedGuesses).toBe(4);
  });

  it('is nothing where the browser keeps nothing, and all else goes on', async () => {
    const meeting = new Meeting();
    const storage = new Storage();
    storage.failing = true;
    const host = (meeting.host = meeting.doorkeeper = meeting.person(storage));
    await host.vault.receive({ type: 'makeRoom', origin: ORIGIN, words });
    meeting.readRoom();
    await host.vault.receive({ type: 'start', name: 'Ada' });
    await settle();
    await host.connect(0);
    const bob = await meeting.enter('Bob');
    expect(bob.names).toEqual(['Ada', 'Bob']);
    await host.vault.receive({ type: 'recall' });
    expect(host.last('remembered')?.rooms).toEqual([]);
  });
});
