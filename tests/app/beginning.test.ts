/** How one comes to a meeting, by the page: a new room, a link, a room this device remembers, a reload. */

import { describe, expect, test } from 'vitest';
import {
  device,
  kept,
  link,
  location,
  page,
  ROOM,
  room,
  says,
  settle,
  told,
  usePage,
  vault,
  vaults,
} from './openedPage.ts';

usePage();

describe('the start', () => {
  test('loads no vault on a device that remembers nothing', async () => {
    const meeting = await page();
    expect(meeting.phase).toEqual({ at: 'start' });
    expect(vaults).toEqual([]);
  });

  test('offers the newest room that this device remembers, and forgets it when asked to', async () => {
    device.databases = [{ name: 'conclave' }];
    const meeting = await page();
    expect(told()).toEqual(['recall']);
    await says({
      type: 'remembered',
      rooms: [
        { roomId: 'old', at: 1 },
        { roomId: ROOM, at: 2 },
      ],
    });
    expect(meeting.phase).toEqual({ at: 'start', remembered: { roomId: ROOM, at: 2 } });
    meeting.forgetRemembered();
    await settle();
    expect(vault().told.at(-1)).toEqual({ type: 'forgetRoom', roomId: ROOM });
    expect(meeting.phase).toEqual({ at: 'start', remembered: { roomId: 'old', at: 1 } });
  });

  test.each([
    ['link first', [link('host'), room]],
    ['room first', [room, link('host')]],
  ])('leads back into a remembered room as its host, without a question: %s', async (_order, answers) => {
    device.databases = [{ name: 'conclave' }];
    const meeting = await page();
    await says({ type: 'remembered', rooms: [{ roomId: ROOM, at: 2 }] });
    meeting.goOn();
    await settle();
    expect(vault().told.at(-1)).toEqual({ type: 'goOn', roomId: ROOM });
    for (const answer of answers) await says(answer);
    expect(meeting.phase).toEqual({ at: 'prejoin', role: 'host' });
  });

  test('asks before a host link makes somebody the host', async () => {
    location.hash = '#host';
    const meeting = await page();
    expect(location.hash).toBe('');
    await says(room);
    await says(link('host'));
    expect(meeting.phase).toEqual({ at: 'hostLink' });
    meeting.proceed();
    expect(meeting.phase).toEqual({ at: 'prejoin', role: 'host' });
  });

  test('says why a link is none, and still offers what is remembered', async () => {
    device.databases = [{ name: 'conclave' }];
    location.hash = '#nonsense';
    const meeting = await page();
    await says({ type: 'refused', of: 'openLink', reason: 'notALink' });
    await says({ type: 'remembered', rooms: [{ roomId: ROOM, at: 2 }] });
    expect(meeting.phase).toEqual({
      at: 'start',
      trouble: 'notALink',
      remembered: { roomId: ROOM, at: 2 },
    });
  });
});

describe('a host', () => {
  test('is straight back in after a reload, with everything off', async () => {
    device.databases = [{ name: 'conclave' }];
    device.navigation = 'reload';
    kept.set('conclave/hosting', JSON.stringify({ roomId: ROOM, name: 'Ada' }));
    const meeting = await page();
    expect(meeting.phase).toEqual({ at: 'waiting', state: { at: 'returning' } });
    await says({ type: 'remembered', rooms: [{ roomId: ROOM, at: 2 }] });
    await says(room);
    await says(link('host'));
    expect(vault().told.slice(1)).toEqual([
      { type: 'goOn', roomId: ROOM },
      { type: 'start', name: 'Ada' },
    ]);
    expect([meeting.devices.microphoneOn, meeting.devices.cameraOn]).toEqual([false, false]);
  });

  test.each([
    ['in a new tab', 'navigate', ROOM],
    ['where the room was forgotten', 'reload', 'another'],
  ])('is at the start %s', async (_where, type, roomId) => {
    device.databases = [{ name: 'conclave' }];
    device.navigation = type;
    kept.set('conclave/hosting', JSON.stringify({ roomId: ROOM, name: 'Ada' }));
    const meeting = await page();
    await says({ type: 'remembered', rooms: [{ roomId, at: 2 }] });
    expect(meeting.phase).toEqual({ at: 'start', remembered: { roomId, at: 2 } });
    expect(told()).toEqual(['recall']);
  });
});
