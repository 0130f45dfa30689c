import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { onlyOnce, SeenPackets } from '../../../app/connection/overlap.ts';
import { Sending, type Sent } from '../../../app/connection/sending.ts';
import { Strangers } from '../../../app/connection/strangers.ts';
import { subjectOf } from '../../../app/connection/token.ts';
import { NOTHING_KNOWN, waitingState, type WaitingFacts } from '../../../app/connection/waiting.ts';
import type { RemoteMedia } from '../../../app/media/subscriptions.ts';
import { branded, type ParticipantId } from '../../../crypto/brands.ts';
import { toBase64url } from '../../../crypto/bytes.ts';

describe('strangers', () => {
  const look = (strangers: Strangers, now: number, present: string[], away = false) =>
    strangers.look({ present: new Set(present), known: new Set(['ada', 'bo']), away, shaken: false, now });

  test('are those who stay three seconds without being in the roster, each told of once', () => {
    const strangers = new Strangers();
    expect(look(strangers, 0, ['ada', 'ghost'])).toEqual([]);
    expect(look(strangers, 2_900, ['ada', 'ghost'])).toEqual([]);
    expect(look(strangers, 3_000, ['ada', 'ghost'])).toEqual(['ghost']);
    expect(look(strangers, 9_000, ['ada', 'ghost'])).toEqual([]);
    expect(strangers.count).toBe(1);
  });

  test('have twenty seconds while somebody of the roster is away: a host may be coming back', () => {
    const strangers = new Strangers();
    look(strangers, 0, ['ghost'], true);
    expect(look(strangers, 19_900, ['ghost'], true)).toEqual([]);
    expect(look(strangers, 20_000, ['ghost'], true)).toEqual(['ghost']);
  });

  test('have a minute while parts of a meeting find together', () => {
    const strangers = new Strangers();
    const at = (now: number) =>
      strangers.look({ present: new Set(['dea']), known: new Set(['ada']), away: false, shaken: true, now });
    at(0);
    expect(at(59_900)).toEqual([]);
    expect(at(60_000)).toEqual(['dea']);
  });

  test('are not who left in time, nor who was entered', () => {
    const strangers = new Strangers();
    look(strangers, 0, ['ghost']);
    look(strangers, 2_000, []);
    look(strangers, 2_500, ['ghost']);
    expect(look(strangers, 5_000, ['ghost'])).toEqual([]);
    expect(strangers.count).toBe(0);
  });

  test('are thrown out again when they come again, and counted as one', () => {
    const strangers = new Strangers();
    strangers.reported('ghost');
    look(strangers, 0, ['ghost']);
    expect(look(strangers, 3_000, ['ghost'])).toEqual(['ghost']);
    look(strangers, 4_000, []);
    look(strangers, 5_000, ['ghost']);
    expect(look(strangers, 8_000, ['ghost'])).toEqual(['ghost']);
    expect(strangers.count).toBe(1);
  });
});

describe('the waiting room', () => {
  const host = { present: true, full: false, locked: false };
  const note = { from: 'host', text: 'Who is this?' } as const;
  const CASES: readonly (readonly [string, Partial<WaitingFacts>, string])[] = [
    ['without a relay', {}, 'connecting'],
    ['with a relay that has said nothing', { connected: true }, 'connecting'],
    ['with nobody who can admit', { connected: true, host: { ...host, present: false } }, 'noHost'],
    ['before a locked door', { connected: true, host: { ...host, present: false, locked: true } }, 'locked'],
    ['before a full house', { connected: true, host: { ...host, full: true }, shown: true }, 'full'],
    ['while keys are exchanged', { connected: true, host }, 'knocking'],
    ['once the host was told', { connected: true, host, shown: true }, 'shown'],
    [
      'told before the door was locked',
      { connected: true, host: { ...host, locked: true }, shown: true },
      'shown',
    ],
    [
      'in a conversation, full or not',
      { connected: true, host: { ...host, full: true }, shown: true, notes: [note] },
      'shown',
    ],
    ['after a break', { connected: false, host, shown: true, notes: [note] }, 'connecting'],
  ];
  test.each(CASES)('%s says so', (_when, facts, at) => {
    expect(waitingState({ ...NOTHING_KNOWN, ...facts }).at).toBe(at);
  });
});

describe('a token', () => {
  const token = (claims: string) => `head.${toBase64url(new TextEncoder().encode(claims))}.tail`;
  test('is for its subject', () => {
    expect(subjectOf(token('{"sub":"ada","video":{}}'))).toBe('ada');
  });
  test.each(['', 'a', 'a.b', 'a.!.c', token('x'), token('null'), token('{}'), token('{"sub":1}')])(
    'is for nobody where it reads %j',
    (text) => {
      expect(subjectOf(text)).toBeUndefined();
    },
  );
});

describe('in two rooms at once', () => {
  const media = (id: string, who: string, slot: RemoteMedia['slot'] = 'microphone'): RemoteMedia => ({
    id,
    participantId: branded<ParticipantId>(who),
    slot,
    track: new EventTarget() as MediaStreamTrack,
    transform: id,
  });
  const opening =
    (...ids: string[]) =>
    ({ id }: RemoteMedia) =>
      ids.includes(id);
  const ids = (list: readonly RemoteMedia[]) => list.map(({ id }) => id);

  test('each voice is heard once: in the old room until the new one opens', () => {
    const rooms = [[media('old', 'bo')], [media('new', 'bo')]];
    expect(ids(onlyOnce(rooms, opening('old')))).toEqual(['old']);
    expect(ids(onlyOnce(rooms, opening('old', 'new')))).toEqual(['new']);
  });

  test('who is in one of them is there', () => {
    const rooms = [[media('1', 'bo')], [media('2', 'cy'), media('3', 'bo', 'camera')]];
    expect(ids(onlyOnce(rooms, opening()))).toEqual(['1', '2', '3']);
  });

  test('in one room all is as it comes', () => {
    const room = [media('1', 'bo'), media('2', 'bo')];
    expect(onlyOnce([room], opening())).toBe(room);
    expect(onlyOnce([], opening())).toEqual([]);
  });

  test('a packet is taken once, and one that differs anywhere is another', () => {
    const seen = new SeenPackets();
    const packet = new Uint8Array(200).fill(3);
    expect(seen.again(packet)).toBe(false);
    expect(seen.again(packet.slice())).toBe(true);
    for (const at of [0, 40, 199]) {
      const other = packet.slice();
      other[at] = 4;
      expect(seen.again(other)).toBe(false);
    }
    expect(seen.again(packet.slice(0, 199))).toBe(false);
  });
});

describe('what is sent', () => {
  const track = () => new EventTarget() as MediaStreamTrack;
  const off = { microphone: undefined, camera: undefined, screen: undefined, screenAudio: undefined };
  const wanted = (tracks: Partial<Sent['tracks']>, slots = 15): Sent => ({
    tracks: { ...off, ...tracks },
    slots,
  });
  function sending() {
    const did: string[] = [];
    const doing = (what: string) => (slot: string) => {
      did.push(`${what} ${slot}`);
      return Promise.resolve();
    };
    const send = vi.fn(doing('send'));
    return { did, send, it: new Sending({ send, hold: doing('hold'), withdraw: doing('withdraw') }) };
  }
  const OFF = ['hold camera', 'hold microphone', 'hold screen', 'hold screenAudio'];

  test('begins with every slot switched off that is not wanted', async () => {
    const { did, it } = sending();
    await it.send(wanted({}));
    expect(did).toEqual(OFF);
    await it.send(wanted({}));
    expect(did).toEqual(OFF);
  });

  test('follows the user’s switch', async () => {
    const { did, it } = sending();
    const microphone = track();
    await it.send(wanted({}));
    await it.send(wanted({ microphone }));
    await it.send(wanted({ microphone }));
    await it.send(wanted({}));
    expect(did.slice(4)).toEqual(['send microphone', 'hold microphone']);
  });

  describe('of a microphone that goes on with the camera', () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    /** The SFU takes its time with the camera, until `taken` is called. */
    function slowCamera() {
      const { did, send, it } = sending();
      let taken: () => void = () => undefined;
      send.mockImplementation((slot) => {
        did.push(`send ${slot}`);
        return slot === 'camera' ? new Promise((resolve) => (taken = resolve)) : Promise.resolve();
      });
      const both = wanted({ microphone: track(), camera: track() });
      void it.send(both);
      return { did, it, both, taken: () => taken() };
    }

    test('follows its picture, or does not wait for it for long', async () => {
      for (const follows of [true, false]) {
        const { did, it, both, taken } = slowCamera();
        await vi.advanceTimersByTimeAsync(499);
        void it.send(both);
        expect(did).not.toContain('send microphone');
        if (follows) taken();
        await vi.advanceTimersByTimeAsync(follows ? 0 : 1);
        expect(did.filter((what) => what === 'send microphone')).toHaveLength(1);
      }
    });

    test('is nothing, attack 41, where it was switched off or forbidden while that was waited for', async () => {
      for (const { camera, slots } of [
        { camera: track(), slots: 15 },
        { camera: undefined, slots: 0b0010 },
      ]) {
        const { did, it, taken } = slowCamera();
        void it.send(wanted({ camera }, slots));
        taken();
        await vi.advanceTimersByTimeAsync(1_000);
        expect(did).toContain('hold microphone');
        expect(did).not.toContain('send microphone');
      }
    });

    test('is nothing where the room was left meanwhile', async () => {
      const { did, it, taken } = slowCamera();
      it.end();
      taken();
      await vi.advanceTimersByTimeAsync(1_000);
      expect(did).not.toContain('send microphone');
    });
  });

  test('is never what the rules forbid, and is given up at the SFU when they begin to', async () => {
    const { did, it } = sending();
    const [microphone, screen] = [track(), track()];
    await it.send(wanted({ microphone, screen }, 0b0011));
    expect(did).toContain('send microphone');
    expect(did).not.toContain('send screen');
    did.length = 0;
    await it.send(wanted({ microphone }, 0b0010));
    expect(did).toEqual(['withdraw microphone']);
    await it.send(wanted({ microphone }, 0b0011));
    expect(did).toEqual(['withdraw microphone', 'send microphone']);
  });

  test('is tried again where the SFU has not heard of the new rules yet', async () => {
    vi.useFakeTimers();
    const { send, it } = sending();
    send.mockRejectedValueOnce(new Error('not allowed'));
    await it.send(wanted({ microphone: track() }));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(send).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(send).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });
});
