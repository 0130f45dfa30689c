/** The way from the prejoin into the call, by the page: what is said at the door. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connections } from './connection/farEnd.ts';
import {
  guests,
  knocking,
  link,
  location,
  page,
  room,
  rooms,
  says,
  seated,
  SELF,
  settle,
  token,
  usePage,
  vault,
} from './openedPage.ts';

usePage();

describe('the waiting room', () => {
  test('shows what the host wrote, and takes the answer to the vault', async () => {
    const meeting = await knocking();
    await says({ type: 'door', state: { at: 'shown' } });
    const notes = [{ from: 'host', text: 'Who are you?' }] as const;
    await says({ type: 'notes', notes });
    expect(meeting.phase).toEqual({ at: 'waiting', state: { at: 'shown', notes } });
    meeting.answerNote('Bo, from work');
    await settle();
    expect(vault().told.at(-1)).toEqual({ type: 'answer', text: 'Bo, from work' });
  });

  test('says that the link is no longer valid, and nothing of the relay changes that', async () => {
    const meeting = await knocking();
    await says({ type: 'door', state: { at: 'moved' } });
    connections.at(-1)!.says({ type: 'host', present: false, full: false, locked: false });
    expect(meeting.phase).toEqual({ at: 'waiting', state: { at: 'refused', trouble: 'moved' } });
  });

  test.each(['locked', 'full'] as const)('stays open for whoever a host tells: %s', async (at) => {
    const meeting = await knocking();
    await says({ type: 'door', state: { at } });
    expect(meeting.phase).toEqual({ at: 'waiting', state: { at } });
    await says({ type: 'door', state: { at: 'shown' } });
    expect(meeting.phase).toMatchObject({ at: 'waiting', state: { at: 'shown' } });
  });

  test('uses no token before the vault gave a seat, and none that is another’s', async () => {
    const meeting = await knocking();
    const relay = connections.at(-1)!;
    relay.says({ type: 'token', url: 'ws://evil', token: token('mallory'), move: 0 });
    await says({ type: 'door', state: { at: 'admitted' } });
    await says(seated(false));
    expect(rooms).toEqual([]);
    relay.says({ type: 'token', url: 'ws://sfu/0', token: token(SELF), move: 0 });
    await settle();
    expect(rooms.map(({ url }) => url)).toEqual(['ws://sfu/0']);
    await says(guests());
    expect(meeting.phase).toEqual({ at: 'call' });
  });
});

describe('a host', () => {
  test('that comes back waits until it is taken in', async () => {
    location.hash = '#host';
    const meeting = await page();
    await says(room);
    await says(link('host'));
    meeting.proceed();
    meeting.enter('Ada');
    await says(seated(true));
    await says({ type: 'returning' });
    expect(meeting.phase).toEqual({ at: 'waiting', state: { at: 'returning' } });
  });
});

describe('whoever is let in', () => {
  const admitted = async () => {
    const meeting = await knocking();
    await says({ type: 'door', state: { at: 'admitted' } });
    const relay = connections.at(-1)!;
    const state = () => (meeting.phase.at === 'waiting' ? meeting.phase.state : undefined);
    return { relay, state };
  };
  const entering = { at: 'entering', role: 'joiner' } as const;
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('is told what keeps them from the call, once it lasts', async () => {
    const { relay, state } = await admitted();
    expect(state()).toEqual(entering);
    relay.says({ type: 'refused', reason: 'sfuUnavailable' });
    expect(state()).toEqual(entering);
    await vi.advanceTimersByTimeAsync(1_500);
    relay.says({ type: 'refused', reason: 'sfuUnavailable' });
    await vi.advanceTimersByTimeAsync(1_600);
    expect(state()).toEqual({ ...entering, trouble: 'sfuUnavailable' });
  });
});
