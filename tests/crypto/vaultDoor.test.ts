/** The door as pages meet it (§4): lists, notes, lock, limits, new passphrases and links, all through real vaults. */

import { describe, expect, it } from 'vitest';
import { ENVELOPE_BYTES } from '../../crypto/door/messages.ts';
import { OWN_CHALLENGES_MAX } from '../../crypto/door/knocks.ts';
import { UNSURE_MS } from '../../crypto/group/pinging.ts';
import { randomBytes } from '../../crypto/sodium.ts';
import { PING_MS } from '../../crypto/workers/knocking.ts';
import { linkSecretOf, Meeting, ORIGIN, type Person, settle, words } from './meeting.ts';

const OWN = 'my very own passphrase';

/** A new passphrase is stretched before it holds. */
async function newPassphrase(meeting: Meeting, link = false, by: Person = meeting.host): Promise<void> {
  await by.act({ do: 'newPassphrase', link, words });
  await settle();
  meeting.pass(600);
}

describe('the waiting room', () => {
  it('is told whole each time, names that read alike are marked, and who goes is gone', async () => {
    const meeting = await Meeting.open();
    await meeting.knock(meeting.person(), 'Bob');
    const waiter = await meeting.knock(meeting.person(), 'bób');
    await meeting.knock(meeting.person(), 'ADA');
    const { knocks } = meeting.host.last('knocks') ?? {};
    expect(knocks?.map(({ name, likeAnother }) => [name, likeAnother])).toEqual([
      ['Bob', true],
      ['bób', true],
      ['ADA', true],
    ]);
    await meeting.host.vault.receive({ type: 'gone', waiter });
    meeting.pass(250);
    expect(meeting.host.last('knocks')?.knocks.map(({ name, likeAnother }) => [name, likeAnother])).toEqual([
      ['Bob', false],
      ['ADA', true],
    ]);
  });

  it('is told a few times a second at most, however many knock at once', async () => {
    const meeting = await Meeting.open();
    const pass = meeting.pass.bind(meeting);
    meeting.pass = () => undefined;
    for (let at = 0; at < 12; at++) await meeting.knock(meeting.person(), `Guest ${at}`);
    expect(meeting.host.all('knocks').length).toBeLessThanOrEqual(1);
    pass(500);
    expect(meeting.host.waiting).toHaveLength(12);
    expect(meeting.host.all('knocks').length).toBeLessThanOrEqual(3);
  });

  it('hears of the admit before anybody else does: the page has more to do with all the rest', async () => {
    const meeting = await Meeting.open();
    const waiter = await meeting.knock(meeting.person(), 'Bob');
    // A moment after the last state the next one waits.
    meeting.pass(600);
    const before = meeting.host.said.length;
    await meeting.host.act({ do: 'admit', waiter });
    const said = meeting.host.said.slice(before).map(({ type }) => type);
    expect(said.slice(0, 2)).toEqual(['tokenFor', 'envelope']);
    expect(said).toContain('packet');
    expect(said).toContain('roster');
  });

  it('is let in all at once, as far as there are places', async () => {
    const meeting = await Meeting.open();
    await meeting.host.vault.receive({ type: 'opened', move: 0, max: 3 });
    const guests = ['Bob', 'Carol', 'Dave'].map((name) => ({ name, person: meeting.person() }));
    for (const { name, person } of guests) await meeting.knock(person, name);
    await meeting.host.act({ do: 'admitAll' });
    meeting.pass(600);
    expect(guests.map(({ person }) => person.doorState?.at)).toEqual(['admitted', 'admitted', 'shown']);
    expect(meeting.host.all('answered').map(({ how }) => how)).toEqual(['admitted', 'admitted']);
    await meeting.host.act({ do: 'admit', waiter: meeting.host.waiterOf('Dave') });
    expect(meeting.host.refusals).toEqual(['act: full']);
    const late = meeting.person();
    await meeting.knock(late, 'Erin');
    expect(late.doorState).toEqual({ at: 'full' });
  });

  it('carries notes both ways', async () => {
    const meeting = await Meeting.open();
    const bob = meeting.person();
    const waiter = await meeting.knock(bob, 'Bob');
    await meeting.host.act({ do: 'note', waiter, text: 'Who are you?\nFrom where?' });
    await bob.vault.receive({ type: 'answer', text: 'Bob, from work' });
    meeting.pass(250);
    const notes = [
      { from: 'host', text: 'Who are you?\nFrom where?' },
      { from: 'guest', text: 'Bob, from work' },
    ];
    expect(bob.last('notes')?.notes).toEqual(notes);
    expect(meeting.host.last('knocks')?.knocks[0]?.notes).toEqual(notes);
    await meeting.host.act({ do: 'note', waiter, text: 'a\u202eb' });
    await meeting.host.act({ do: 'note', waiter: 99, text: 'hello' });
    await bob.vault.receive({ type: 'answer', text: '' });
    expect(meeting.host.refusals).toEqual(['act: badText', 'act: outOfTurn']);
    expect(bob.refusals).toEqual(['answer: badText']);
    // The notes do not stand in the way of the verdict.
    await meeting.host.act({ do: 'admit', waiter });
    meeting.pass(600);
    expect(bob.doorState).toEqual({ at: 'admitted' });
  });

  it('keeps the newest twenty notes of a guest who writes on and on', async () => {
    const meeting = await Meeting.open();
    const bob = meeting.person();
    await meeting.knock(bob, 'Bob');
    for (let at = 0; at < 30; at++) await bob.vault.receive({ type: 'answer', text: `note ${at}` });
    meeting.pass(250);
    const notes = meeting.host.last('knocks')?.knocks[0]?.notes ?? [];
    expect(notes).toHaveLength(20);
    expect(notes.at(-1)?.text).toBe('note 29');
  });
});

describe('a locked meeting', () => {
  it('tells who knocks that it is locked, and lets them in when it is open again', async () => {
    const meeting = await Meeting.open();
    const waiting = meeting.person();
    const before = await meeting.knock(waiting, 'Carol');
    await meeting.host.act({ do: 'lock', on: true });
    meeting.pass(600);
    expect(meeting.host.last('roster')?.locked).toBe(true);
    const bob = meeting.person();
    await meeting.knock(bob, 'Bob');
    expect(bob.doorState).toEqual({ at: 'locked' });
    expect(meeting.host.waiting).toEqual(['Carol']);
    // Who was shown before the lock can still be let in.
    await meeting.host.act({ do: 'admit', waiter: before });
    meeting.pass(600);
    expect(waiting.doorState).toEqual({ at: 'admitted' });
    await meeting.host.act({ do: 'lock', on: false });
    meeting.pass(600);
    await bob.vault.receive({ type: 'placed' });
    expect(bob.doorState).toEqual({ at: 'shown' });
  });

  it('hears a knock again a minute later, if nobody says that it is open', async () => {
    const meeting = await Meeting.open();
    await meeting.host.act({ do: 'lock', on: true });
    meeting.pass(600);
    const bob = meeting.person();
    await meeting.knock(bob, 'Bob');
    await meeting.host.act({ do: 'lock', on: false });
    meeting.pass(58_000);
    expect(bob.doorState).toEqual({ at: 'locked' });
    meeting.pass(2_000);
    expect(bob.doorState).toEqual({ at: 'shown' });
  });
});

describe('a knock that nobody answers', () => {
  it('is made again after fifteen seconds, with fresh keys, and not after it was shown', async () => {
    const meeting = await Meeting.open();
    const bob = meeting.person();
    meeting.doorkeeper = meeting.person();
    await meeting.knock(bob, 'Bob');
    meeting.pass(14_000);
    expect(bob.all('envelope')).toHaveLength(1);
    meeting.doorkeeper = meeting.host;
    meeting.pass(1_500);
    expect(bob.doorState).toEqual({ at: 'shown' });
    const [first, second] = bob.all('envelope').map(({ data }) => data);
    expect(first).not.toEqual(second);
    expect(bob.all('door').map(({ state }) => state.at)).toEqual(['knocking', 'shown']);
    meeting.pass(60_000);
    expect(bob.all('door').map(({ state }) => state.at)).toEqual(['knocking', 'shown']);
  });
});

describe('who waits', () => {
  it('pings the leader once shown, and every five seconds from then on', async () => {
    const meeting = await Meeting.open();
    const bob = meeting.person();
    await meeting.knock(bob, 'Bob');
    // The knock, the proof, the first ping.
    expect(bob.all('envelope')).toHaveLength(3);
    meeting.pass(PING_MS - 300);
    expect(bob.all('envelope')).toHaveLength(3);
    meeting.pass(10 * PING_MS);
    expect(bob.all('envelope')).toHaveLength(13);
    expect(meeting.host.all('knocks')).toHaveLength(1);
  });

  it('is sure of its place by an admit that answers in time, and sends', async () => {
    const meeting = await Meeting.open();
    const bob = meeting.person();
    const waiter = await meeting.knock(bob, 'Bob');
    meeting.pass(120_000);
    await meeting.host.act({ do: 'admit', waiter });
    meeting.pass(600);
    expect(bob.sendsUnder).toBe(meeting.host.sendsUnder);
  });

  it.each([UNSURE_MS, UNSURE_MS + PING_MS, 50_000])(
    'attack 10: sends nothing by an admit that the relay kept back for %i ms, until it is answered inside',
    async (kept) => {
      const meeting = await Meeting.open();
      const bob = meeting.person();
      const waiter = await meeting.knock(bob, 'Bob');
      meeting.held = [];
      await meeting.host.act({ do: 'admit', waiter });
      meeting.pass(kept);
      for (const deliver of meeting.held) deliver();
      expect(bob.names).toEqual(['Ada', 'Bob']);
      expect(bob.sendsUnder).toBeUndefined();
      await bob.connect();
      expect(bob.sendsUnder).toBe(1);
    },
  );

  it('attack 10: never seals under a state from before a removal, by an admit that the relay kept back', async () => {
    const meeting = await Meeting.open();
    const eve = await meeting.enter('Eve');
    const bob = meeting.person();
    const waiter = await meeting.knock(bob, 'Bob');
    meeting.held = [];
    await meeting.host.act({ do: 'admit', waiter });
    meeting.pass(600);
    await meeting.host.act({ do: 'remove', index: eve.index });
    meeting.pass(UNSURE_MS + PING_MS);
    for (const deliver of meeting.held) deliver();
    expect(bob.sendsUnder).toBeUndefined();
    await bob.connect();
    meeting.pass(1_000);
    expect(bob.sendsUnder).toBe(meeting.host.sendsUnder);
    expect(bob.names).toEqual(['Ada', 'Bob']);
  });
});

describe('guesses', () => {
  /** So many people with the link alone, each guessing once. */
  async function guess(meeting: Meeting, count: number): Promise<void> {
    for (let at = 0; at < count; at++) await meeting.knock(meeting.person(), 'Eve', `wrong ${at % 4} word`);
  }

  it('that failed are counted in the state, for everybody to see', async () => {
    const meeting = await Meeting.open();
    const bob = await meeting.enter('Bob');
    await guess(meeting, 3);
    meeting.pass(11_000);
    // Counted with the next state, whatever that is for.
    await meeting.host.act({ do: 'history', on: true });
    meeting.pass(600);
    expect(meeting.host.last('roster')?.failedGuesses).toBe(3);
    expect(bob.last('roster')?.failedGuesses).toBe(3);
    expect(bob.last('roster')?.doorShut).toBe(false);
  });

  it('at an own passphrase find eight places, and a hundred of them shut the door until it is opened', async () => {
    const meeting = await Meeting.open('Ada', OWN);
    let challenged = 0;
    for (let round = 0; round < 20; round++) {
      const before = meeting.host.all('envelope').length;
      await guess(meeting, OWN_CHALLENGES_MAX + 2);
      const now = meeting.host.all('envelope').length - before;
      challenged += now;
      expect(now).toBeLessThanOrEqual(OWN_CHALLENGES_MAX + 2);
      meeting.people.splice(1);
      for (const waiter of meeting.waiters.keys()) await meeting.host.vault.receive({ type: 'gone', waiter });
      meeting.pass(10_500);
    }
    expect(challenged).toBe(100);
    expect(meeting.host.last('roster')?.doorShut).toBe(true);

    const bob = meeting.person();
    await meeting.knock(bob, 'Bob');
    expect(bob.doorState).toEqual({ at: 'knocking' });
    await meeting.host.act({ do: 'openDoor' });
    meeting.pass(250);
    expect(meeting.host.last('roster')?.doorShut).toBe(false);
    expect(bob.doorState).toEqual({ at: 'shown' });
  });

  it('at what does not open are none', async () => {
    const meeting = await Meeting.open();
    for (let waiter = 0; waiter < 20; waiter++) {
      await meeting.host.vault.receive({ type: 'envelope', waiter, data: randomBytes(ENVELOPE_BYTES) });
    }
    expect(meeting.host.all('envelope')).toEqual([]);
  });
});

describe('a new passphrase', () => {
  it('holds for the next knock, counts from nought, and leaves the call as it is', async () => {
    const meeting = await Meeting.open();
    const bob = await meeting.enter('Bob');
    const old = meeting.passphrase;
    await meeting.knock(meeting.person(), 'Eve', 'wrong words these are');
    meeting.pass(11_000);
    await newPassphrase(meeting);
    meeting.readRoom();
    expect(meeting.passphrase).not.toBe(old);
    expect(meeting.host.last('roster')?.failedGuesses).toBe(0);

    const carol = meeting.person();
    await meeting.knock(carol, 'Carol', old);
    expect(carol.doorState).toEqual({ at: 'refused', reason: 'wrongPassphrase' });
    await carol.vault.receive({ type: 'knock', name: 'Carol', passphrase: meeting.passphrase });
    expect(carol.doorState).toEqual({ at: 'shown' });
    meeting.pass(2_000);
    expect(bob.baseKey(bob.n ?? 0, 0)).toBe(meeting.host.baseKey(bob.n ?? 0, 0));
    // Of the words, those who are in are told nothing.
    expect(bob.all('room')).toEqual([]);
    expect(meeting.host.all('log').map(({ entry }) => entry.what)).toContain('newPassphrase');
    expect(meeting.alarms).toEqual([]);
  });

  it('after an own one has all its places again', async () => {
    const meeting = await Meeting.open('Ada', OWN);
    await newPassphrase(meeting);
    meeting.readRoom();
    for (let at = 0; at < 12; at++) await meeting.knock(meeting.person(), 'Eve', 'wrong words');
    const answered = meeting.people.slice(1).filter((person) => person.doorState?.at === 'refused');
    expect(answered).toHaveLength(12);
  });

  it('with a new link tells who comes by the old one that the meeting has moved, for an hour', async () => {
    const meeting = await Meeting.open();
    const bob = await meeting.enter('Bob');
    const { inviteLink: oldLink, passphrase: oldWords } = meeting;
    const shown = meeting.person();
    await meeting.knock(shown, 'Carol');
    await newPassphrase(meeting, true);
    meeting.readRoom();
    expect(linkSecretOf(meeting.inviteLink)).not.toEqual(linkSecretOf(oldLink));

    const dave = meeting.person();
    await meeting.knock(dave, 'Dave', oldWords, oldLink);
    expect(dave.doorState).toEqual({ at: 'moved' });
    // Who was shown before can be let in, and has the same keys as all others.
    await meeting.host.act({ do: 'admit', waiter: meeting.host.waiterOf('Carol') });
    meeting.pass(600);
    await shown.connect();
    const erin = await meeting.enter('Erin');
    meeting.pass(2_000);
    const keys = [meeting.host, bob, shown, erin].map((person) => person.baseKey(meeting.host.n ?? 0, 0));
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toBeDefined();

    meeting.now += 61 * 60_000;
    meeting.pass(250);
    const late = meeting.person();
    await meeting.knock(late, 'Late', oldWords, oldLink);
    expect(late.doorState).toEqual({ at: 'knocking' });
  });

  it('is refused to who is no authority, and without the list of words', async () => {
    const meeting = await Meeting.open();
    const bob = await meeting.enter('Bob');
    await bob.act({ do: 'newPassphrase', link: false, words });
    await meeting.host.act({ do: 'newPassphrase', link: false, words: ['only', 'these'] });
    expect(bob.refusals).toEqual(['act: notAllowed']);
    expect(meeting.host.refusals).toEqual(['act: malformed']);
    await bob.vault.receive({ type: 'openLink', text: meeting.inviteLink, origin: ORIGIN });
    expect(bob.refusals).toContain('openLink: outOfTurn');
  });
});
