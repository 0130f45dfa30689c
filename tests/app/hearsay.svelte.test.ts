import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { announcer } from '../../app/parts/announcer.svelte.ts';
import { tellWhatHappens } from '../../app/parts/hearsay.svelte.ts';
import type { KnockView, MeetingView, NoticeView } from '../../app/phase.ts';
import { devices, fakeMeeting, line, member } from './gallery/fake.ts';
import { words } from '../../app/words/words.ts';

const [ada, bo, cem] = [member(1, 'Ada'), member(2, 'Bo'), member(3, 'Cem')];
const knock = (waiter: number): KnockView => ({ waiter, name: `N${waiter}`, likeAnother: false, notes: [] });

/** Effects run in microtasks. */
const effects = async (): Promise<void> => {
  for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
};

describe('what a screen reader is told', () => {
  let scene = $state.raw<Partial<MeetingView>>({});
  let chatOpen = false;
  let stop = (): void => undefined;
  const said = (): string[] => announcer.lines.map(({ text }) => text);
  /** What is said when this changes. */
  const after = async (change: Partial<MeetingView>): Promise<string[]> => {
    const before = said().length;
    scene = { ...scene, ...change };
    await effects();
    return said().slice(before);
  };

  beforeEach(async () => {
    vi.useFakeTimers();
    chatOpen = false;
    scene = { me: ada, members: [ada, bo] };
    const meeting: MeetingView = new Proxy(fakeMeeting({}), {
      get: (target, key): unknown => Reflect.get(scene, key) ?? Reflect.get(target, key),
    });
    stop = $effect.root(() => tellWhatHappens(meeting, () => chatOpen));
    await effects();
  });

  afterEach(() => {
    stop();
    vi.runAllTimers();
    vi.useRealTimers();
  });

  it('is who comes and goes, and not who was there', async () => {
    expect(said()).toEqual([]);
    expect(await after({ members: [ada, bo, cem] })).toEqual(['Cem is here.']);
    expect(await after({ members: [ada, cem] })).toEqual(['Bo is gone.']);
  });

  it('is who knocks, by name while they are few', async () => {
    expect(await after({ knocks: [knock(1)] })).toEqual(['N1 is knocking.']);
    expect(await after({ knocks: [1, 2, 3].map(knock) })).toEqual(['N2 is knocking.', 'N3 is knocking.']);
    expect(await after({ knocks: [1, 2, 3, 4, 5, 6, 7].map(knock) })).toEqual([
      '7 people waiting to be let in',
    ]);
  });

  it('is who records and who stops, not oneself', async () => {
    expect(await after({ recorders: [bo] })).toEqual(['Bo is recording the meeting.']);
    expect(await after({ recorders: [bo, ada] })).toEqual([]);
    expect(await after({ recorders: [] })).toEqual(['Bo stopped recording.']);
  });

  it('is who raises a hand, but not oneself', async () => {
    expect(await after({ hands: [bo.index] })).toEqual(['Bo raised a hand.']);
    expect(await after({ hands: [bo.index, ada.index] })).toEqual([]);
  });

  it('is what others write while the chat is closed', async () => {
    const own = line(2, ada, 'Hi', { own: true });
    const passed = line(1, bo, 'Old', { before: true });
    expect(await after({ chat: [passed, own, line(3, bo, 'Hello')] })).toEqual(['Bo writes: Hello']);
    chatOpen = true;
    expect(await after({ chat: [line(3, bo, 'Hello'), line(4, bo, 'Again')] })).toEqual([]);
  });

  it('is what a banner says calmly, once', async () => {
    const muted: NoticeView = { id: 1, kind: { is: 'stopped', by: 'Bo', slots: 1 } };
    const again: NoticeView = { ...muted, id: 2 };
    expect(await after({ notices: [muted] })).toEqual(['Bo muted you.']);
    expect(await after({ notices: [muted, again] })).toEqual(['Bo muted you.']);
    expect(await after({ notices: [again], chat: [line(1, bo, 'Hi', { own: true })] })).toEqual([]);
    const gone = { is: 'gone', kind: 'camera', label: 'Lens', now: 'Webcam' } as const;
    expect(await after({ devices: { ...devices, news: gone } })).toEqual([
      'Lens was unplugged. Webcam is used now.',
    ]);
    expect(await after({ devices: { ...devices, news: { ...gone, label: 'Eye' } } })).toEqual([
      'Eye was unplugged. Webcam is used now.',
    ]);
    expect(await after({ full: true })).toEqual([]);
    expect(await after({ isAuthority: true })).toEqual([words.call.full(50)]);
    expect(await after({ members: [ada] })).toEqual(['Bo is gone.', words.call.alone]);
    expect(await after({ knocks: [knock(1)] })).toEqual(['N1 is knocking.']);
    expect(await after({ knocks: [] })).toEqual([]);
  });

  it('is a reaction by its name', async () => {
    expect(await after({ reactions: [{ id: 'a', label: 'Bo', emoji: '👏' }] })).toEqual(['Bo: Applause']);
  });
});
