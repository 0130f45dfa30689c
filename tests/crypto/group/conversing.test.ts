/** What members say to everyone (§6): rights, missed sayings, and what is told to one alone. */

import { describe, expect, it } from 'vitest';
import { branded, type LinkSecret, type MemberIndex } from '../../../crypto/brands.ts';
import type { Confidence } from '../../../crypto/group/confidences.ts';
import { epochAt, present } from '../../../crypto/group/member.ts';
import type { GroupMessage } from '../../../crypto/group/messages.ts';
import { sealToEveryone } from '../../../crypto/group/turn.ts';
import { OPEN_POLICY, type Who } from '../../../crypto/group/policy.ts';
import { EVERYONE } from '../../../crypto/group/roster.ts';
import type { Saying } from '../../../crypto/group/sayings.ts';
import { randomBytes } from '../../../crypto/sodium.ts';
import { granted } from '../making.ts';
import { alarmsOf, memberOf, order, sit, whisperAs } from './seats.ts';
import type { Device, World } from './world.ts';

const chat = (text: string): Saying => ({ say: 'chat', text });
/** What was heard, without what it travelled in. */
const heardBy = (device: Device) => device.all('heard').map(({ saying }) => bare(saying));
function bare(saying: Saying): Saying {
  const fields = Object.entries(saying).filter(([field]) => field !== 'type' && field !== 'was');
  return Object.fromEntries(fields) as Saying;
}
const say = (world: World, device: Device, saying: Saying): void => world.do(device, { type: 'say', saying });
const confidedTo = (device: Device): Confidence[] => device.all('confided').map(({ message }) => message);

/** A meeting with a co-host and two others. */
function sitting() {
  const { world, ada, named } = sit(['Bob', 'Carol', 'Dan'], { Bob: 1 });
  return { world, ada, bob: named('Bob'), carol: named('Carol'), dan: named('Dan') };
}

/** Says it although this member's own client would not. */
function insist(world: World, by: Device, to: Device, message: GroupMessage, seq = 900_000): void {
  const member = memberOf(by);
  for (const data of sealToEveryone(member, message, present(member), seq)) world.deliver(by, to, data);
  world.pass(250);
}

describe('a saying', () => {
  it('is heard by everyone, its speaker too, under one number and one name', () => {
    const { world, ada, bob, carol, dan } = sitting();
    const all = [ada, bob, carol, dan];
    const sayings: Saying[] = [
      chat('hello\nthere'),
      { say: 'hand', up: true, upFor: 0 },
      { say: 'reaction', emoji: '👍' },
      { say: 'consent', index: branded<MemberIndex>(2) },
    ];
    for (const saying of sayings) say(world, carol, saying);
    world.pass(500);
    for (const device of all) expect(heardBy(device)).toEqual(sayings);
    for (const device of all) {
      const seen = device.all('heard').map(({ from, label, seq }) => [from, label, seq]);
      expect(seen).toEqual(carol.all('heard').map(({ seq }) => [memberOf(carol).seat.index, 'Carol', seq]));
    }
  });

  it.each<[Who, readonly string[]]>([
    ['everyone', ['Ada', 'Bob', 'Carol']],
    ['authorities', ['Ada', 'Bob']],
    ['nobody', []],
  ])('of a chat is for whom the rules say: %s', (who, mayChat) => {
    const { world, ada, bob, carol, dan } = sitting();
    order(world, ada, { do: 'policy', policy: { ...OPEN_POLICY, chat: who } });
    world.pass(2000);
    for (const device of [ada, bob, carol]) say(world, device, chat(device.name));
    world.pass(500);
    expect(heardBy(dan)).toEqual(mayChat.map(chat));
    for (const device of [ada, bob, carol])
      expect(device.all('refused').length).toBe(mayChat.includes(device.name) ? 0 : 1);
    expect(alarmsOf(ada, bob, carol, dan)).toEqual([]);
  });

  it('attack 12: of a chat that the rules forbid is refused by whoever hears it', () => {
    const { world, ada, carol, dan } = sitting();
    order(world, ada, { do: 'policy', policy: { ...OPEN_POLICY, chat: 'authorities' } });
    world.pass(2000);
    // Hands and reactions are nobody's to forbid.
    say(world, carol, { say: 'hand', up: true, upFor: 0 });
    world.pass(500);
    insist(world, carol, dan, { type: 'say', say: 'chat', text: 'still here' });
    expect(heardBy(dan)).toEqual([{ say: 'hand', up: true, upFor: 0 }]);
    expect(alarmsOf(dan)).toEqual(['notAllowed']);
  });

  it('is judged by the rules it was said under, not by those that came meanwhile', () => {
    const { world, ada, carol, dan } = sitting();
    const member = memberOf(carol);
    const old = present(member);
    order(world, ada, { do: 'policy', policy: { ...OPEN_POLICY, chat: 'nobody' } });
    world.pass(3000);
    const under = granted(epochAt(memberOf(carol), old.n));
    const message: GroupMessage = { type: 'say', say: 'chat', text: 'just before' };
    for (const data of sealToEveryone(memberOf(carol), message, under, 900_000))
      world.deliver(carol, dan, data);
    world.pass(500);
    expect(heardBy(dan)).toEqual([chat('just before')]);
  });

  it('attack 20: of somebody removed, or no host any more, is not heard under a state from before', () => {
    const { world, ada, bob, carol, dan } = sitting();
    const sealed = (by: Device, message: GroupMessage) =>
      sealToEveryone(memberOf(by), message, present(memberOf(by)), 900_000);
    const late = sealed(carol, { type: 'say', say: 'chat', text: 'still here' });
    const stop = { type: 'say', say: 'stop', index: memberOf(dan).seat.index, slots: 1 } as const;
    const orders = sealed(bob, stop);
    order(world, ada, { do: 'remove', index: memberOf(carol).seat.index });
    order(world, ada, { do: 'dismiss', index: memberOf(bob).seat.index });
    world.pass(3000);
    for (const data of late) world.deliver(ada, dan, data);
    for (const data of orders) world.deliver(ada, dan, data);
    world.pass(500);
    expect(heardBy(dan)).toEqual([]);
  });

  it('attack 12: that asks others to stop is for authorities, and reaches whom it means', () => {
    const { world, ada, bob, carol, dan } = sitting();
    const stop = (index: MemberIndex): Saying => ({ say: 'stop', index, slots: 1 });
    const dans = memberOf(dan).seat.index;
    say(world, bob, stop(dans));
    world.pass(500);
    expect([ada, bob, carol, dan].map((device) => heardBy(device).length)).toEqual([0, 0, 0, 1]);
    say(world, ada, stop(EVERYONE));
    world.pass(500);
    // Everyone is whoever has no authority.
    expect([ada, bob, carol, dan].map((device) => heardBy(device).length)).toEqual([0, 0, 1, 2]);
    say(world, carol, stop(dans));
    expect(carol.all('refused')).toEqual([{ type: 'refused', reason: 'notAllowed' }]);
    insist(world, carol, dan, { type: 'say', ...stop(dans) });
    expect(heardBy(dan)).toHaveLength(2);
    expect(alarmsOf(dan)).toEqual(['notAllowed']);
  });

  it('attack 12: that the meeting moved is the leader’s alone', () => {
    const { world, ada, bob, carol, dan } = sitting();
    const moved: Saying = { say: 'moved', move: 2 };
    say(world, ada, moved);
    world.pass(500);
    expect(heardBy(dan)).toEqual([moved]);
    for (const device of [bob, carol]) {
      say(world, device, moved);
      expect(device.all('refused')).toHaveLength(1);
      insist(world, device, dan, { type: 'say', ...moved });
    }
    expect(heardBy(dan)).toEqual([moved]);
    expect(alarmsOf(dan)).toEqual(['notAllowed', 'notAllowed']);
  });
});

describe('a saying that did not come', () => {
  /** Dan misses the second of three chats of Carol's. */
  function missing() {
    const { world, carol, dan, ada } = sitting();
    say(world, carol, chat('one'));
    world.pass(500);
    dan.side = 1;
    say(world, carol, chat('two'));
    world.pass(50);
    dan.side = 0;
    say(world, carol, chat('three'));
    world.pass(500);
    return { world, ada, carol, dan };
  }

  it('is asked for once, said again, and heard under its old number', () => {
    const { world, ada, carol, dan } = missing();
    expect(heardBy(dan)).toEqual([chat('one'), chat('three')]);
    world.pass(4000);
    expect(heardBy(dan)).toEqual([chat('one'), chat('three'), chat('two')]);
    const seqs = (device: Device) =>
      new Map(device.all('heard').map(({ seq, saying }) => [JSON.stringify(bare(saying)), seq]));
    expect([...seqs(dan)].toSorted()).toEqual([...seqs(carol)].toSorted());
    world.pass(30_000);
    for (const device of [ada, carol, dan]) expect(heardBy(device)).toHaveLength(3);
    expect(alarmsOf(ada, carol, dan)).toEqual([]);
  });

  it('attack 12: is heard by nobody twice, however often it is said again', () => {
    const { world, carol, dan, ada } = missing();
    world.pass(4000);
    const second = granted(carol.all('heard')[1]);
    for (let times = 0; times < 3; times++) {
      const message: GroupMessage = { type: 'again', was: second.seq, ...second.saying };
      insist(world, carol, dan, message, 900_000 + times);
      insist(world, carol, ada, message, 900_000 + times);
    }
    expect(heardBy(dan)).toHaveLength(3);
    expect(heardBy(ada)).toHaveLength(3);
  });

  it('attack 12: is not heard in the words of anybody but its speaker', () => {
    const { world, carol, dan, ada } = missing();
    const second = granted(carol.all('heard')[1]);
    insist(world, ada, dan, { type: 'again', was: second.seq, say: 'chat', text: 'not mine' });
    expect(heardBy(dan)).not.toContainEqual(chat('not mine'));
  });

  it('attack 12: is not heard again by the rules of a time when it was not allowed', () => {
    const { world, carol, dan, ada } = missing();
    const second = granted(carol.all('heard')[1]);
    order(world, ada, { do: 'policy', policy: { ...OPEN_POLICY, chat: 'nobody' } });
    world.pass(1000);
    insist(world, carol, dan, { type: 'again', was: second.seq, ...second.saying });
    expect(heardBy(dan)).toHaveLength(2);
  });
});

describe('what is told to one alone', () => {
  const words: Confidence = {
    type: 'words',
    generation: 1,
    linkSecret: branded<LinkSecret>(randomBytes(16)),
    passphrase: 'four right words here',
    own: false,
  };
  const history: Confidence = { type: 'history', lines: [{ name: 'Bob', text: 'before', at: 1 }] };
  const knocks: Confidence = { type: 'knocks', knocks: [] };
  const door: Confidence = { type: 'door', ask: { ask: 'admitAll' } };

  const whisper = (world: World, from: Device, to: Device, message: Confidence): void => {
    world.do(from, { type: 'whisper', to: memberOf(to).seat.index, message });
    world.pass(250);
  };

  it('by the leader reaches that one', () => {
    const { world, ada, bob, carol, dan } = sitting();
    whisper(world, ada, bob, words);
    whisper(world, ada, bob, knocks);
    whisper(world, ada, carol, history);
    expect([bob, carol, dan].map(confidedTo)).toEqual([[words, knocks], [history], []]);
  });

  it('reaches that one also just after everybody’s keys were renewed', () => {
    const { world, ada, bob, dan } = sitting();
    world.leave(dan);
    world.pass(1000);
    whisper(world, ada, bob, words);
    world.pass(500);
    expect(confidedTo(bob)).toEqual([words]);
  });

  it('to the leader is what an authority wants at the door', () => {
    const { world, ada, bob, carol } = sitting();
    whisper(world, bob, ada, door);
    expect(confidedTo(ada)).toEqual([door]);
    whisper(world, bob, carol, door);
    expect(bob.all('refused')).toEqual([{ type: 'refused', reason: 'notAllowed' }]);
  });

  it('attack 12: to the leader by who has no authority is refused', () => {
    const { world, ada, carol } = sitting();
    whisperAs(world, carol, ada, door);
    expect(confidedTo(ada)).toEqual([]);
    whisperAs(world, carol, ada, { type: 'order', order: { do: 'lock', on: true } });
    expect(alarmsOf(ada)[0]).toBe('notAllowed');
    expect(present(memberOf(ada)).signed.header.locked).toBe(false);
  });

  it.each([words, history, knocks])(
    'attack 12: $type is the leader’s to tell, never a member’s',
    (message) => {
      const { world, ada, bob, carol } = sitting();
      for (const from of [bob, carol]) whisperAs(world, from, ada, message);
      expect(confidedTo(ada)).toEqual([]);
      expect(alarmsOf(ada)).toEqual(['notAllowed', 'notAllowed']);
    },
  );

  it('attack 12: of a passphrase is nothing for an ordinary member', () => {
    const { world, ada, carol } = sitting();
    whisper(world, ada, carol, words);
    expect(confidedTo(carol)).toEqual([]);
    expect(alarmsOf(carol)).toEqual(['notAllowed']);
  });

  it('attack 12: is not believed of a leader without authority', () => {
    const { world, ada, bob, carol, dan } = sitting();
    world.leave(bob);
    world.pass(2000);
    world.leave(ada);
    world.pass(6000);
    expect(memberOf(carol).leading).toBeDefined();
    // Until Dan has pinged under the keys of the newest renew.
    world.pass(13_000);
    whisper(world, carol, dan, history);
    whisper(world, carol, dan, words);
    expect(confidedTo(dan)).toEqual([]);
    expect(alarmsOf(dan)).toEqual(['notAllowed', 'notAllowed']);
  });
});
