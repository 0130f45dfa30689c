/** The page's root: which phase follows what, from the address bar to the end and back. */

import { describe, expect, test, vi } from 'vitest';
import { branded, type MemberIndex } from '../../crypto/brands.ts';
import { HEIR_RANK } from '../../crypto/group/policy.ts';
import { connections } from './connection/farEnd.ts';
import {
  device,
  guest,
  hosting,
  kept,
  knocking,
  link,
  listeners,
  location,
  page,
  ROOM,
  rooms,
  says,
  SELF,
  settle,
  sfu,
  told,
  usePage,
  vault,
  vaults,
} from './openedPage.ts';
import { entry, rosterOf } from './rosters.ts';

usePage();

describe('a link put into the address bar', () => {
  const comes = async (): Promise<void> => {
    location.hash = '#another';
    listeners.get('hashchange')!(new Event('hashchange'));
    await settle();
  };

  test('is followed from the waiting room, with another vault', async () => {
    await knocking();
    const before = vault();
    await comes();
    expect(location.hash).toBe('');
    expect(before.ended).toBe(true);
    expect(connections.at(-1)!.closed).toBe(true);
    expect(vault().told).toEqual([{ type: 'openLink', text: 'another', origin: location.origin }]);
  });

  test('is followed from the end and from the prejoin', async () => {
    const meeting = await guest();
    await meeting.leave();
    await comes();
    expect(vault().told.at(-1)).toMatchObject({ type: 'openLink', text: 'another' });
    await says(link('joiner'));
    expect(meeting.phase).toEqual({ at: 'prejoin', role: 'joiner' });
    await comes();
    expect(vault().told).toHaveLength(1);
  });

  test('is followed while the call is being entered, which is then no loss', async () => {
    let fails = (): void => undefined;
    sfu.entering = new Promise((_, reject) => {
      fails = () => {
        reject(new Error('left'));
      };
    });
    const meeting = await guest();
    expect(meeting.phase).toEqual({ at: 'waiting', state: { at: 'entering', role: 'joiner' } });
    await comes();
    expect(rooms[0]!.left).toBe(true);
    fails();
    await settle();
    expect(meeting.phase).toEqual({ at: 'start' });
  });

  test('is not followed out of a call, and does not stay in the bar', async () => {
    const meeting = await guest();
    await comes();
    expect(location.hash).toBe('');
    expect(meeting.phase).toEqual({ at: 'call' });
  });
});

describe('a host', () => {
  test('keeps for a reload its room and name, no secret, and says goodbye all the same', async () => {
    device.databases = [{ name: 'conclave' }];
    const meeting = await hosting();
    expect(meeting.phase).toEqual({ at: 'call' });
    expect([...kept.values()]).toEqual([JSON.stringify({ roomId: ROOM, name: 'Ada' })]);
    await says({ type: 'goodbye', packets: [new Uint8Array(9)] });
    listeners.get('pagehide')!(new Event('pagehide'));
    await settle();
    expect(rooms[0]!.packets).toHaveLength(1);
    await meeting.leave();
    expect(rooms[0]!.packets).toHaveLength(1);
    expect(kept.size).toBe(0);
  });

  test('says goodbye when the page goes, where nothing could be remembered', async () => {
    await hosting();
    await says({ type: 'goodbye', packets: [new Uint8Array(9)] });
    listeners.get('pagehide')!(new Event('pagehide'));
    await settle();
    expect(rooms[0]!.packets).toHaveLength(1);
  });

  test('is asked before the page goes, if others are there', async () => {
    await hosting();
    const going = new Event('beforeunload', { cancelable: true });
    listeners.get('beforeunload')!(going);
    expect(going.defaultPrevented).toBe(true);
  });

  test('that ends the meeting tells the relay after the vault', async () => {
    const meeting = await hosting();
    const relay = connections.at(-1)!;
    const ending = meeting.endForEveryone();
    await says({ type: 'over', how: 'ended' });
    await vi.advanceTimersByTimeAsync(1_000);
    await ending;
    expect(relay.heard.at(-1)).toEqual({ type: 'end' });
    expect(meeting.phase).toEqual({ at: 'end', how: 'ended', host: true });
  });

  test('that hands over leaves when the roster shows the new host', async () => {
    const meeting = await hosting();
    const leaving = meeting.handOverAndLeave(branded<MemberIndex>(1));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(vault().told.at(-1)).toEqual({ type: 'act', action: { do: 'handOver', index: 1 } });
    expect(meeting.phase).toEqual({ at: 'call' });
    const roster = (rank: number) => rosterOf([entry(0, { participantId: SELF }), entry(1, { rank })]);
    // A co-host is none yet.
    await says(roster(2));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(meeting.phase).toEqual({ at: 'call' });
    await says(roster(HEIR_RANK));
    await vi.advanceTimersByTimeAsync(500);
    await leaving;
    expect(meeting.phase).toEqual({ at: 'end', how: 'left', host: true });
  });

  test('reads at the end what the others thought, unless they handed over', async () => {
    const alone = await hosting();
    await alone.leave();
    expect(alone.after?.host).toBe(true);
    const meeting = await hosting();
    await says(rosterOf([entry(0, { participantId: SELF }), entry(1, { rank: HEIR_RANK })]));
    await meeting.leave();
    expect(meeting.after?.host).toBe(false);
  });

  test('leaves that to the heir', async () => {
    const meeting = await guest();
    await says(rosterOf([entry(1, { participantId: SELF, rank: HEIR_RANK }), entry(2, { rank: 2 })]));
    await meeting.leave();
    expect(meeting.after?.host).toBe(true);
    const coHost = await guest();
    await says(rosterOf([entry(1, { participantId: SELF, rank: 2 }), entry(2, { rank: HEIR_RANK })]));
    await coHost.leave();
    expect(coHost.after?.host).toBe(false);
  });
});

describe('the way back from the end', () => {
  const unreachable = (): Promise<void> => {
    const entering = Promise.reject(new Error('unreachable'));
    entering.catch(() => undefined);
    return entering;
  };
  const opened = () => vault().told.filter(({ type }) => type === 'openLink');

  test('of a guest is the link by which they came, for as long as they look at the end', async () => {
    const meeting = await guest();
    const before = opened();
    const leaving = meeting.leave();
    await vi.advanceTimersByTimeAsync(1_000);
    await leaving;
    expect(meeting.phase).toEqual({ at: 'end', how: 'left', back: 'knock' });
    meeting.goBack();
    await settle();
    expect(opened()).toEqual(before);
    expect(vaults).toHaveLength(2);
    expect(vaults[0]!.ended).toBe(true);
    await says(link('joiner'));
    expect(meeting.phase).toEqual({ at: 'prejoin', role: 'joiner' });
    await says({ type: 'over', how: 'dropped' });
    meeting.startAgain();
    meeting.goBack();
    await settle();
    expect(meeting.phase).toEqual({ at: 'start' });
  });

  test('is gone for who is put out, and when the meeting is over', async () => {
    for (const how of ['removed', 'ended'] as const) {
      const meeting = await guest();
      await says({ type: 'over', how });
      expect(meeting.phase).toEqual({ at: 'end', how });
    }
  });

  test('of a host leads through the room this device remembers', async () => {
    device.databases = [{ name: 'conclave' }];
    const meeting = await hosting();
    const leaving = meeting.leave();
    await vi.advanceTimersByTimeAsync(1_000);
    await leaving;
    expect(meeting.phase).toEqual({ at: 'end', how: 'left', back: 'host', host: true });
    meeting.goBack();
    await settle();
    expect(meeting.phase).toEqual({ at: 'waiting', state: { at: 'returning' } });
    expect(told()).toEqual(['recall']);
    await says({ type: 'remembered', rooms: [{ roomId: ROOM, at: 1 }] });
    expect(told()).toEqual(['recall', 'goOn']);
    await says(link('host'));
    expect(vault().told.at(-1)).toEqual({ type: 'start', name: 'Ada' });
  });

  test('of a host is known before the call: where the media server cannot be reached there is none', async () => {
    device.databases = [{ name: 'conclave' }];
    sfu.entering = unreachable();
    const meeting = await hosting();
    expect(meeting.phase).toEqual({ at: 'end', how: 'lost', back: 'host', outside: true, host: true });
    meeting.goBack();
    await settle();
    expect([meeting.phase, told()]).toEqual([{ at: 'waiting', state: { at: 'returning' } }, ['recall']]);
  });

  test('of a host that this device does not remember is none that this page knows', async () => {
    sfu.entering = unreachable();
    const meeting = await hosting();
    expect(meeting.phase).toEqual({ at: 'end', how: 'lost', outside: true, host: true });
  });

  test('is there for who leaves the waiting room, and was not in', async () => {
    const meeting = await knocking();
    const leaving = meeting.leave();
    await vi.advanceTimersByTimeAsync(1_000);
    await leaving;
    expect(meeting.phase).toEqual({ at: 'end', how: 'left', back: 'knock', outside: true });
    expect(meeting.after).toBeUndefined();
  });

  test('never is a host link, nor a link from before another meeting', async () => {
    location.hash = '#host';
    const meeting = await page();
    await says(link('host'));
    await says({ type: 'over', how: 'dropped' });
    expect(meeting.phase).toEqual({ at: 'end', how: 'lost', outside: true, host: true });
    const other = await hosting();
    await says({ type: 'over', how: 'dropped' });
    expect(other.phase).toEqual({ at: 'end', how: 'lost', host: true });
  });
});
