/** A meeting that only looks like one: every view can be seen with it, in any state, without servers or keys. */

import type { MemberIndex, ParticipantId } from '../../../crypto/brands.ts';
import type { RosterEntry } from '../../../crypto/workers/protocol.ts';
import type { ChatView, DevicesView, MeetingView, TileView, Trouble } from '../../../app/phase.ts';

/** What the views asked of the meeting, in order. */
export const asked: unknown[] = [];

const note =
  (what: string) =>
  (...args: readonly unknown[]): void => {
    asked.push([what, ...args]);
  };
const noteLater =
  (what: string) =>
  async (...args: readonly unknown[]): Promise<void> => {
    note(what)(...args);
  };
const nothing = (): void => undefined;
const later = async (): Promise<undefined> => undefined;

export const member = (index: number, name: string, more: Partial<RosterEntry> = {}): RosterEntry => ({
  index: index as MemberIndex,
  participantId: `p${index}` as ParticipantId,
  name,
  label: name,
  rank: index === 1 ? 0 : 255,
  ...more,
});

export const tile = (of: RosterEntry, more: Partial<TileView> = {}): TileView => ({
  id: of.participantId,
  kind: 'person',
  own: false,
  label: of.label,
  member: of,
  state: 'live',
  blocked: undefined,
  camera: true,
  microphone: true,
  speaking: false,
  quality: 'good',
  video: undefined,
  counts: undefined,
  ...more,
});

export const line = (
  id: number,
  from: RosterEntry,
  text: string,
  more: Partial<ChatView> = {},
): ChatView => ({
  say: 'chat',
  id: `c${id}`,
  index: from.index,
  label: from.label,
  own: false,
  at: Date.UTC(2026, 4, 12, 9, 30 + id, 5),
  text,
  ...more,
});

export const devices: DevicesView = {
  microphoneOn: true,
  cameraOn: true,
  level: 0.4,
  preview: undefined,
  lists: {
    microphone: [{ id: 'm', label: 'Built-in microphone' }],
    camera: [{ id: 'c', label: 'Built-in camera' }],
    speaker: [{ id: 's', label: 'Headphones' }],
  },
  chosen: { microphone: 'm', camera: 'c', speaker: 's' },
  troubles: {},
  switchMicrophone: noteLater('switchMicrophone'),
  switchCamera: noteLater('switchCamera'),
  speakerChoosable: true,
  unheard: false,
  canBlur: true,
  blur: 'off',
  news: undefined,
  dismissNews: note('dismissNews'),
  choose: later,
};

/** Neither camera nor microphone, and why. */
export const without = (camera: Trouble, microphone: Trouble): DevicesView => ({
  ...devices,
  microphoneOn: false,
  cameraOn: false,
  level: 0,
  lists: { microphone: [], camera: [], speaker: [] },
  chosen: { microphone: undefined, camera: undefined, speaker: undefined },
  troubles: { camera, microphone },
});

/** A meeting of nobody, with what a scene says of it. */
export function fakeMeeting(scene: Partial<MeetingView>): MeetingView {
  const policy = scene.policy ?? {
    screen: 'everyone',
    microphone: 'everyone',
    camera: 'everyone',
    chat: 'everyone',
    recording: 'everyone',
  };
  const authority = scene.isAuthority ?? false;
  return {
    phase: { at: 'call' },
    devices,
    newMeeting: later,
    openLink: later,
    ownPassphrase: later,
    proceed: nothing,
    goOn: note('goOn'),
    forgetRemembered: note('forgetRemembered'),
    backToStart: nothing,
    passphraseTyped: nothing,
    enter: nothing,
    askAgain: note('askAgain'),
    answerNote: note('answerNote'),
    room: undefined,
    isHost: false,
    isAuthority: authority,
    me: undefined,
    policy,
    locked: false,
    history: true,
    full: false,
    max: 50,
    failedGuesses: 0,
    doorShut: false,
    may: (use) => policy[use] === 'everyone' || (policy[use] === 'authorities' && authority),
    chat: [],
    hands: [],
    reactions: [],
    recorders: [],
    recording: {
      state: 'off',
      takes: () => true,
      start: noteLater('record'),
      stop: noteLater('stopRecording'),
    },
    log: [],
    notices: [],
    allCompared: false,
    tiles: [],
    members: [],
    knocks: [],
    screenOn: false,
    notIn: false,
    soundBlocked: false,
    membership: 'confirmed',
    connection: 'connected',
    relayConnected: true,
    strangers: 0,
    alarms: [],
    code: undefined,
    codeIsOld: false,
    act: note('act'),
    say: note('say'),
    dismissNotice: note('dismissNotice'),
    confirmCode: note('confirmCode'),
    watch: () => nothing,
    turnOnSound: noteLater('turnOnSound'),
    switchScreen: async (on) => {
      note('switchScreen')(on);
      return undefined;
    },
    showCode: nothing,
    leave: noteLater('leave'),
    handOverAndLeave: noteLater('handOverAndLeave'),
    endForEveryone: noteLater('endForEveryone'),
    recorded: undefined,
    after: undefined,
    startAgain: note('startAgain'),
    goBack: note('goBack'),
    ...scene,
  };
}
