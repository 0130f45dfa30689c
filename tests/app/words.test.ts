import { describe, expect, it } from 'vitest';
import { bannersOf, newsTold, noticed, screenTold, type BannerFacts } from '../../app/parts/banners.ts';
import { EMOJIS, isEmoji } from '../../app/parts/emojis.ts';
import { logText } from '../../app/parts/logText.ts';
import { dayTimeOf, timeOf } from '../../app/words/times.ts';
import { words } from '../../app/words/words.ts';

describe('banners', () => {
  const calm: BannerFacts = {
    alarms: [],
    strangers: 0,
    membership: 'confirmed',
    connection: 'connected',
    relayConnected: true,
    isAuthority: true,
    isHost: true,
    notIn: false,
    soundBlocked: false,
    doorShut: false,
    full: false,
    max: 50,
    notices: [],
    knocks: [],
    read: { alarms: 0, strangers: 0, full: false, hostless: false },
    told: undefined,
    unheard: false,
    deviceNews: undefined,
    peopleOpen: false,
    alone: false,
    failed: false,
    online: true,
  };
  const ids = (facts: Partial<BannerFacts>): string[] => bannersOf({ ...calm, ...facts }).map(({ id }) => id);
  const mira = { waiter: 1, name: 'Mira', likeAnother: false, notes: [] };

  it('say nothing while all is well', () => {
    expect(ids({})).toEqual([]);
  });

  it('come with the gravest first', () => {
    const all = bannersOf({
      ...calm,
      alarms: ['badSignature'],
      strangers: 1,
      membership: 'silenced',
      connection: 'reconnecting',
      relayConnected: false,
      soundBlocked: true,
      doorShut: true,
      full: true,
      notices: [{ id: 4, kind: { is: 'appointed' } }],
      knocks: [mira],
      told: 'No.',
      failed: true,
      unheard: true,
      deviceNews: { is: 'back', kind: 'camera', label: 'Lens' },
    });
    const gravity = { danger: 0, warn: 1, calm: 2 };
    const order = all.map(({ kind }) => gravity[kind]);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(all[0]?.id).toBe('alarm');
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all).toHaveLength(14);
    for (const { kind, silent, id } of all) expect(silent ?? false, id).toBe(kind === 'calm');
  });

  it('say of a broken connection whether the device itself is offline', () => {
    const said = (online: boolean): string | undefined =>
      bannersOf({ ...calm, connection: 'reconnecting', online })[0]?.text;
    expect(said(true)).toBe(words.call.reconnecting);
    expect(said(false)).toBe(words.call.offline);
    expect(ids({ online: false })).toEqual([]);
  });

  it('say of a broken connection when the server denies that one is in', () => {
    const [one] = bannersOf({ ...calm, connection: 'reconnecting', notIn: true });
    expect(one?.text).toBe(words.troubles.notIn);
    expect(ids({ notIn: true })).toEqual([]);
  });

  it('do not come back once put away, unless there is more', () => {
    const read = { alarms: 1, strangers: 2, full: true, hostless: true };
    const facts = { strangers: 2, alarms: ['notNext'], full: true, membership: 'hostless', read } as const;
    expect(ids(facts)).toEqual([]);
    expect(ids({ ...facts, strangers: 3 })).toEqual(['strangers']);
    expect(ids({ ...facts, alarms: ['notNext', 'badText'] })).toEqual(['alarm']);
  });

  it('tell of the relay and the door only those who open it', () => {
    expect(
      ids({ relayConnected: false, doorShut: true, full: true, isAuthority: false, isHost: false }),
    ).toEqual([]);
  });

  it('count those who knock, and say nothing of them beside the open list', () => {
    const [one] = bannersOf({ ...calm, knocks: [mira] });
    expect(one?.text).toContain('Mira');
    const [two] = bannersOf({ ...calm, knocks: [mira, { ...mira, waiter: 2 }] });
    expect(two?.text).toContain('2 people');
    expect(ids({ knocks: [mira], peopleOpen: true })).toEqual([]);
  });
});

describe('notices', () => {
  const stopped = (slots: number): string => noticed({ id: 1, kind: { is: 'stopped', by: 'Ada', slots } });

  it('say who stopped what', () => {
    expect(stopped(1)).toBe('Ada muted you.');
    expect(stopped(2)).toBe('Ada stopped your camera.');
    expect(stopped(12)).toBe('Ada stopped your screen share.');
    expect(stopped(3)).toBe('Ada stopped your microphone and camera.');
    expect(stopped(15)).toBe('Ada stopped your microphone, camera and screen share.');
  });

  it('say who lowered the hand', () => {
    expect(noticed({ id: 1, kind: { is: 'handLowered', by: 'Ada' } })).toBe('Ada lowered your hand.');
  });

  it('say what the rules took away', () => {
    expect(noticed({ id: 1, kind: { is: 'forbidden', use: 'camera' } })).toContain('camera');
    expect(screenTold('notAllowedByHost')).toBe(words.forbidden.screen);
    expect(screenTold('screenDenied')).toBe(words.troubles.screenDenied);
  });
});

describe('what became of a device', () => {
  it('is said by its name, where it has one, and what is used now', () => {
    expect(newsTold({ is: 'gone', kind: 'camera', label: 'Lens', now: 'Webcam' })).toBe(
      'Lens was unplugged. Webcam is used now.',
    );
    expect(newsTold({ is: 'gone', kind: 'speaker', label: '', now: '' })).toBe(
      'The speaker was unplugged. The usual speaker is used now.',
    );
    expect(newsTold({ is: 'back', kind: 'microphone', label: 'Headset' })).toContain(
      'Headset is plugged in again',
    );
    expect(newsTold({ is: 'noBlur', why: 'slow' })).toMatch(/too slow .* camera was switched off/);
  });
});

describe('the meeting log', () => {
  const at = Date.UTC(2026, 4, 12, 9, 30, 5);
  const open = {
    screen: 'everyone',
    microphone: 'everyone',
    camera: 'everyone',
    chat: 'everyone',
    recording: 'everyone',
  } as const;

  it('says a rule by whom it leaves what', () => {
    const rules = (policy: Parameters<typeof words.logged<'policy'>>[0]['policy']): string =>
      words.logged({ what: 'policy', policy, by: 'Ada', at });
    expect(rules(open)).toBe('Ada changed the rules. Everyone may do everything.');
    expect(rules({ ...open, chat: 'authorities', recording: 'nobody', screen: 'authorities' })).toBe(
      'Ada changed the rules. Hosts only: sharing a screen and the chat. Nobody: recording.',
    );
  });

  it('says whether a host answers the door', () => {
    expect(words.logged({ what: 'leads', who: 'Bo', host: true, at })).toContain('answers the door');
    expect(words.logged({ what: 'leads', who: 'Bo', host: false, at })).toContain('No host');
  });

  it('is saved with one line for each entry, whatever the names are', () => {
    const text = logText([
      { what: 'entered', who: 'Eve\n2026-05-12T09:31:00Z  Ada left.', by: 'Ada', at },
      { what: 'split', seconds: 1, at: at + 1000 },
    ]);
    expect(text.split('\n')).toHaveLength(3);
    expect(text).toMatch(/^2026-05-12T09:30:05Z {2}Eve /);
    expect(text).toContain('2026-05-12T09:30:06Z  The meeting was in two parts for 1 second ');
  });
});

describe('reactions', () => {
  it('each have a name, and nothing else is one', () => {
    expect(EMOJIS.map((emoji) => words.emojis[emoji]).every((name) => name.length > 2)).toBe(true);
    expect(new Set(Object.values(words.emojis)).size).toBe(EMOJIS.length);
    expect(isEmoji('👍')).toBe(true);
    expect(isEmoji('toString')).toBe(false);
  });
});

describe('times', () => {
  it('name the day where it is another', () => {
    const now = new Date(2026, 4, 12, 15, 0).getTime();
    const today = new Date(2026, 4, 12, 9, 5).getTime();
    const yesterday = new Date(2026, 4, 11, 9, 5).getTime();
    expect(dayTimeOf(today, now)).toBe(timeOf(today));
    expect(dayTimeOf(yesterday, now)).not.toBe(timeOf(yesterday));
    expect(dayTimeOf(yesterday, now)).toContain(timeOf(yesterday));
  });
});
