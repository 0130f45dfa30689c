import { beforeEach, describe, expect, it, vi } from 'vitest';
import { callDeeds, type CallMeans, type Deeds } from '../../../app/keys/callDeeds.ts';
import { PushToTalk } from '../../../app/keys/pushToTalk.ts';
import { Shortcuts } from '../../../app/keys/shortcuts.svelte.ts';
import { announcer } from '../../../app/parts/announcer.svelte.ts';
import type { MeetingView } from '../../../app/phase.ts';
import { words } from '../../../app/words/words.ts';
import { devices, fakeMeeting, member } from '../gallery/fake.ts';

const ada = member(1, 'Ada');

describe('what the keys do', () => {
  let happened: unknown[];
  let said: number;
  const state = { microphoneOn: false, cameraOn: true };
  const own = {
    ...devices,
    get microphoneOn() {
      return state.microphoneOn;
    },
    get cameraOn() {
      return state.cameraOn;
    },
    switchMicrophone: (on: boolean) => Promise.resolve(void (state.microphoneOn = on)),
    switchCamera: (on: boolean) => Promise.resolve(void (state.cameraOn = on)),
  };
  const deeds = (scene: Partial<MeetingView> = {}, means: Partial<CallMeans> = {}): Deeds =>
    callDeeds({
      meeting: fakeMeeting({ devices: own, me: ada, say: (what) => happened.push(what), ...scene }),
      toggle: (panel) => happened.push(panel),
      switchScreen: (on) => happened.push({ screen: on }),
      react: () => happened.push('react'),
      forbidden: (why) => happened.push(why),
      ...means,
    });
  const aloud = async (): Promise<string[]> => {
    await Promise.resolve();
    return announcer.lines.slice(said).map(({ text }) => text);
  };

  beforeEach(() => {
    happened = [];
    said = announcer.lines.length;
    Object.assign(state, { microphoneOn: false, cameraOn: true });
    vi.useFakeTimers();
    return () => {
      vi.runAllTimers();
      vi.useRealTimers();
    };
  });

  it('is to switch the devices, and to say what they are then', async () => {
    deeds().microphone();
    deeds().camera();
    expect(state).toEqual({ microphoneOn: true, cameraOn: false });
    expect(await aloud()).toEqual(['Microphone on.', 'Camera off.']);
  });

  it('is to raise the hand and to lower it', () => {
    deeds().hand();
    deeds({ hands: [ada.index] }).hand();
    expect(happened).toEqual([
      { say: 'hand', up: true },
      { say: 'hand', up: false },
    ]);
  });

  it('is to open panels and reactions, and to share the screen or stop it', () => {
    const all = deeds({ screenOn: true });
    all.chat();
    all.people();
    all.security();
    all.react();
    all.screen();
    deeds().screen();
    deeds({}, { canShare: false }).screen();
    expect(happened).toEqual(['chat', 'people', 'security', 'react', { screen: false }, { screen: true }]);
  });

  it('is held by the rules, but for switching off', () => {
    const nobody = { may: () => false, screenOn: true };
    const all = deeds(nobody);
    all.microphone();
    all.camera();
    all.screen();
    expect(state).toEqual({ microphoneOn: false, cameraOn: false });
    expect(happened).toEqual([words.forbidden.microphone, { screen: false }]);
  });
});

describe('push to talk', () => {
  const asked: boolean[] = [];
  const own = {
    microphoneOn: false,
    switchMicrophone: (on: boolean) => Promise.resolve(void asked.push((own.microphoneOn = on))),
  };
  beforeEach(() => {
    asked.length = 0;
    own.microphoneOn = false;
  });

  it('is on from the first press to the release, however often the key repeats', () => {
    const talk = new PushToTalk(own, () => true);
    expect([talk.down(), talk.down(), talk.down()]).toEqual([true, true, true]);
    expect(asked).toEqual([true]);
    expect(talk.up()).toBe(true);
    expect(talk.up()).toBe(false);
    expect(asked).toEqual([true, false]);
  });

  it('leaves a microphone alone that is on, and one that the rules hold', () => {
    own.microphoneOn = true;
    const talk = new PushToTalk(own, () => true);
    expect([talk.down(), talk.up()]).toEqual([false, false]);
    own.microphoneOn = false;
    const held = new PushToTalk(own, () => false);
    expect([held.down(), held.up()]).toEqual([false, false]);
    expect(asked).toEqual([]);
  });
});

describe('single keys', () => {
  it('are on unless they were switched off, and what is chosen is told', () => {
    const told: boolean[] = [];
    expect(new Shortcuts().on).toBe(true);
    const shortcuts = new Shortcuts(false, (on) => told.push(on));
    expect(shortcuts.on).toBe(false);
    shortcuts.switch(true);
    expect(shortcuts.on).toBe(true);
    expect(told).toEqual([true]);
  });
});
