import { describe, expect, it } from 'vitest';
import { Meeting } from './meeting.ts';

describe('a meeting of vaults', () => {
  it('lets in who knows link and passphrase, and gives both the same keys', async () => {
    const meeting = await Meeting.open();
    const bob = meeting.person();
    const waiter = await meeting.knock(bob, 'Bob');
    expect(meeting.host.last('knocks')?.knocks).toEqual([
      { waiter, name: 'Bob', likeAnother: false, notes: [] },
    ]);
    expect(bob.doorState).toEqual({ at: 'shown' });

    await meeting.host.act({ do: 'admit', waiter });
    meeting.pass(600);
    expect(bob.doorState).toEqual({ at: 'admitted' });
    expect(meeting.host.last('tokenFor')).toMatchObject({ waiter, participantId: bob.id });
    expect(bob.roster.map(({ name }) => name)).toEqual(['Ada', 'Bob']);
    expect(bob.last('membership')?.state).toBe('confirmed');

    await bob.connect();
    meeting.pass(1500);
    expect(bob.sendsUnder).toBe(1);
    expect(meeting.host.sendsUnder).toBe(1);
    expect(bob.baseKey(1, 0)).toBe(meeting.host.baseKey(1, 0));
    expect(bob.baseKey(1, 0)).toMatch(/^[0-9a-f]{64}$/);
    expect(await bob.code()).toBe(await meeting.host.code());
    expect(meeting.alarms).toEqual([]);
  });

  it('says a wrong passphrase at the door, and takes the right one afterwards', async () => {
    const meeting = await Meeting.open();
    const bob = meeting.person();
    await meeting.knock(bob, 'Bob', 'not the right words');
    expect(bob.doorState).toEqual({ at: 'refused', reason: 'wrongPassphrase' });
    expect(meeting.host.all('knocks')).toEqual([]);
    await bob.vault.receive({
      type: 'knock',
      name: 'Bob',
      passphrase: `  ${meeting.passphrase.toUpperCase().replaceAll(' ', '-')} `,
    });
    meeting.pass(250);
    expect(meeting.host.waiting).toEqual(['Bob']);
  });

  it('tells who is declined, and takes a new knock', async () => {
    const meeting = await Meeting.open();
    const bob = meeting.person();
    const waiter = await meeting.knock(bob, 'Bob');
    await meeting.host.act({ do: 'deny', waiter });
    expect(meeting.host.last('answered')).toEqual({ type: 'answered', waiter, how: 'denied' });
    expect(bob.doorState).toEqual({ at: 'refused', reason: 'declined' });
    await bob.vault.receive({ type: 'knock', name: 'Bob', passphrase: meeting.passphrase });
    meeting.pass(250);
    expect(meeting.host.waiting).toEqual(['Bob']);
  });

  it('makes a new epoch for every entry and leave, and erases the old', async () => {
    const meeting = await Meeting.open();
    const bob = await meeting.enter('Bob');
    const eve = await meeting.enter('Eve');
    meeting.pass(1500);
    expect([meeting.host.n, bob.n, eve.n]).toEqual([2, 2, 2]);
    expect(bob.baseKey(2, 2)).toBe(eve.baseKey(2, 2));
    expect(eve.baseKey(1, 0)).toBeUndefined();
    const codeBefore = await bob.code();

    const goodbye = eve.last('goodbye')?.packets ?? [];
    for (const packet of goodbye) meeting.send(eve, packet);
    eve.online = false;
    meeting.pass(1500);
    expect([meeting.host.n, bob.n]).toEqual([3, 3]);
    expect(meeting.host.last('lists')?.lists.admitted).toEqual([meeting.host.id, bob.id]);
    expect(bob.roster.map(({ name }) => name)).toEqual(['Ada', 'Bob']);
    expect(bob.baseKey(3, 0)).toBe(meeting.host.baseKey(3, 0));
    expect(eve.baseKey(3, 0)).toBeUndefined();
    expect(await bob.code()).not.toBe(codeBefore);
    meeting.pass(4000);
    expect(bob.liveEpochs).toEqual([3]);
    expect(bob.baseKey(2, 0)).toBeUndefined();
    expect(meeting.alarms).toEqual([]);
  });

  it('catches up after a break, over renews that were missed', async () => {
    const meeting = await Meeting.open();
    const bob = await meeting.enter('Bob');
    const carol = await meeting.enter('Carol');
    meeting.pass(2000);
    bob.online = false;
    const dave = await meeting.enter('Dave');
    for (const packet of dave.last('goodbye')?.packets ?? []) meeting.send(dave, packet);
    dave.online = false;
    meeting.pass(2000);
    expect(carol.n).toBe(4);
    await bob.connect();
    expect(bob.n).toBe(4);
    meeting.pass(1500);
    expect(bob.baseKey(4, 0)).toBe(carol.baseKey(4, 0));
    // The pairwise keys have stepped alike: the next renew arrives.
    const erin = await meeting.enter('Erin');
    for (const packet of erin.last('goodbye')?.packets ?? []) meeting.send(erin, packet);
    erin.online = false;
    meeting.pass(2000);
    expect(bob.n).toBe(6);
    expect(bob.baseKey(6, 0)).toBe(meeting.host.baseKey(6, 0));
    expect(meeting.alarms).toEqual([]);
  });

  it('stops sending after thirty seconds without an answered ping, and goes on with one', async () => {
    const meeting = await Meeting.open();
    const bob = await meeting.enter('Bob');
    meeting.pass(2000);
    meeting.carrier = () => [];
    meeting.pass(16_000);
    expect(bob.last('membership')?.state).toBe('unsure');
    expect(bob.sendsUnder).toBeDefined();
    // Nobody answers for as long again: it leads a meeting of its own, and learns that nobody is there.
    meeting.pass(45_000);
    expect(bob.last('membership')?.state).toBe('silenced');
    expect(bob.sendsUnder).toBeUndefined();
    expect(meeting.host.sendsUnder).toBe(meeting.host.n);
    meeting.carrier = (_from, _to, data) => [data];
    meeting.pass(13_000);
    expect(bob.last('membership')?.state).toBe('confirmed');
    expect(bob.sendsUnder).toBe(bob.n);
    expect(bob.n).toBe(meeting.host.n);
  });

  it('drops who has been silent for a minute', async () => {
    const meeting = await Meeting.open();
    const bob = await meeting.enter('Bob');
    const carol = await meeting.enter('Carol');
    bob.online = false;
    meeting.pass(62_000);
    expect(meeting.host.roster.map(({ name }) => name)).toEqual(['Ada', 'Carol']);
    await bob.connect();
    expect(bob.sendsUnder).toBeUndefined();
    expect(carol.last('membership')?.state).toBe('confirmed');
  });

  it('goes on without a host who says goodbye, and ends when the host ends it', async () => {
    const meeting = await Meeting.open();
    const bob = await meeting.enter('Bob');
    meeting.pass(2000);
    for (const packet of meeting.host.last('goodbye')?.packets ?? []) meeting.send(meeting.host, packet);
    meeting.host.online = false;
    meeting.pass(60_000);
    expect(bob.last('membership')?.state).toBe('hostless');
    expect(bob.sendsUnder).toBe(bob.n);
    expect(bob.names).toEqual(['Bob']);

    const other = await Meeting.open();
    const carol = await other.enter('Carol');
    other.pass(2000);
    await other.host.vault.receive({ type: 'end' });
    expect(carol.last('over')?.how).toBe('ended');
    expect(carol.sendsUnder).toBeUndefined();
  });

  it('renews every ten minutes and advances every two, with nobody coming or going', async () => {
    const meeting = await Meeting.open();
    const bob = await meeting.enter('Bob');
    meeting.pass(11 * 60_000);
    expect(meeting.host.n).toBeGreaterThanOrEqual(5);
    expect(bob.n).toBe(meeting.host.n);
    expect(bob.baseKey(bob.n ?? 0, 0)).toBe(meeting.host.baseKey(bob.n ?? 0, 0));
    expect(bob.last('membership')?.state).toBe('confirmed');
  });
});
