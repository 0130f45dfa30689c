/** Not to be looked at: what is pressed or typed, and what the views ask of the meeting then. */

import {
  ada,
  asGuest,
  bo,
  call,
  chat,
  code,
  dina,
  knocks,
  room,
  six,
  tilesOf,
  waiting,
  type Scene,
} from './cast.ts';
import { devices, tile } from './fake.ts';

const OPEN = {
  screen: 'everyone',
  microphone: 'everyone',
  camera: 'everyone',
  chat: 'everyone',
  recording: 'everyone',
} as const;

export const DEEDS: Readonly<Record<string, Scene>> = {
  'do-admit': {
    meeting: { ...call, knocks },
    press: ['People', 'Admit Sam', 'Deny Bo Nilson', 'Admit all'],
    asks: [
      ['act', { do: 'admit', waiter: 3 }],
      ['act', { do: 'deny', waiter: 2 }],
      ['act', { do: 'admitAll' }],
    ],
  },
  'do-note': {
    meeting: { ...call, knocks },
    press: ['People', 'Message Sam', { box: 'Your message to Sam', type: 'Which Sam?\n' }],
    asks: [['act', { do: 'note', waiter: 3, text: 'Which Sam?' }]],
  },
  'do-answer': {
    ...waiting({ at: 'shown', notes: knocks[0]?.notes ?? [] }),
    press: [{ box: 'Answer', type: 'The tall one.' }, 'Send'],
    asks: [['answerNote', 'The tall one.']],
  },
  'do-stop': {
    meeting: { ...call, tiles: [...tilesOf(six, ada), tile(bo, { id: 'screen', kind: 'screen' })] },
    press: [
      'People',
      'Actions for Bo Nilsson',
      'Mute Bo Nilsson',
      "Stop Bo Nilsson's camera",
      "Stop Bo Nilsson's screen share",
      'Mute all',
    ],
    asks: [
      ['act', { do: 'stop', index: 2, slots: 1 }],
      ['act', { do: 'stop', index: 2, slots: 2 }],
      ['act', { do: 'stop', index: 2, slots: 12 }],
      ['act', { do: 'stop', index: 'all', slots: 1 }],
    ],
  },
  'do-lower-hands': {
    meeting: { ...call, hands: [bo.index, dina.index] },
    press: ['People', 'Actions for Dina el-Sayed', 'Lower hand', 'Lower all hands'],
    asks: [
      ['act', { do: 'stop', index: 4, slots: 128 }],
      ['act', { do: 'stop', index: 'all', slots: 128 }],
    ],
  },
  'do-remove': {
    meeting: call,
    press: ['People', 'Actions for Cem Yıldırım', 'Remove Cem Yıldırım', 'Remove'],
    asks: [['act', { do: 'remove', index: 3 }]],
  },
  'do-not-remove': {
    meeting: call,
    press: ['People', 'Actions for Cem Yıldırım', 'Remove Cem Yıldırım', 'Cancel'],
    asks: [],
  },
  'do-remove-co-host': {
    meeting: call,
    press: ['People', 'Actions for Bo Nilsson', 'Remove Bo Nilsson', 'Remove'],
    asks: [
      ['act', { do: 'remove', index: 2 }],
      ['act', { do: 'newPassphrase', link: false }],
    ],
  },
  'do-appoint': {
    meeting: call,
    press: ['People', 'Actions for Dina el-Sayed', 'Make Dina el-Sayed co-host'],
    asks: [['act', { do: 'appoint', index: 4 }]],
  },
  'do-dismiss': {
    meeting: call,
    press: ['People', 'Actions for Bo Nilsson', 'Make Bo Nilsson participant', 'Make participant'],
    asks: [['act', { do: 'dismiss', index: 2, newPassphrase: true }]],
  },
  'do-dismiss-unticked': {
    meeting: call,
    press: [
      'People',
      'Actions for Bo Nilsson',
      'Make Bo Nilsson participant',
      'Make a new passphrase too',
      'Make participant',
    ],
    asks: [['act', { do: 'dismiss', index: 2, newPassphrase: false }]],
  },
  'do-open-door': {
    meeting: { ...call, doorShut: true },
    press: ['People', 'Open the door again'],
    asks: [['act', { do: 'openDoor' }]],
  },
  'do-chat': {
    meeting: { ...call, chat },
    press: ['Chat', { box: 'Message', type: 'Hello\n' }, { box: 'Message', type: '   \n' }],
    asks: [['say', { say: 'chat', text: 'Hello' }]],
  },
  'do-record': { meeting: call, press: ['People', 'Record on this device'], asks: [['record']] },
  'do-stay': { meeting: { ...asGuest, recorders: [bo] }, press: ['Stay', 'People'], asks: [] },
  'do-say': {
    meeting: call,
    press: ['Raise hand', 'React', 'Applause', 'Heart'],
    asks: [
      ['say', { say: 'hand', up: true }],
      ['say', { say: 'reaction', emoji: '👏' }],
      ['say', { say: 'reaction', emoji: '❤️' }],
    ],
  },
  'do-lower-hand': {
    meeting: { ...call, hands: [ada.index] },
    press: ['Raise hand'],
    asks: [['say', { say: 'hand', up: false }]],
  },
  'do-rules': {
    meeting: { ...call, code },
    press: [
      'Security',
      'It is the same',
      'Lock meeting',
      'Everyone may chat',
      'Newcomers see the chat from before',
      'New passphrase',
      'New link',
    ],
    asks: [
      ['confirmCode'],
      ['act', { do: 'lock', on: true }],
      ['act', { do: 'policy', policy: { ...OPEN, chat: 'authorities' } }],
      ['act', { do: 'history', on: false }],
      ['act', { do: 'newPassphrase', link: false }],
      ['act', { do: 'newPassphrase', link: true }],
    ],
  },
  'do-unmute': {
    meeting: {
      ...call,
      devices: {
        ...devices,
        microphoneOn: false,
        unheard: true,
        news: { is: 'back', kind: 'camera', label: 'Lens' },
      },
    },
    press: ['Unmute', '1 more', 'Dismiss'],
    asks: [['switchMicrophone', true], ['dismissNews']],
  },
  'do-hand-over': {
    meeting: call,
    press: ['Leave', 'Hand over and leave'],
    asks: [['handOverAndLeave', 2]],
  },
  'do-end': { meeting: call, press: ['Leave', 'End for everyone'], asks: [['endForEveryone']] },
  'do-leave': { meeting: asGuest, press: ['Leave'], asks: [['leave']] },
  'do-keys': {
    meeting: { ...call, devices: { ...devices, cameraOn: false } },
    press: [{ key: 'm' }, { key: 'v' }, { key: 's' }, { key: 'h' }],
    asks: [
      ['switchMicrophone', false],
      ['switchCamera', true],
      ['switchScreen', true],
      ['say', { say: 'hand', up: true }],
    ],
  },
  // Typed into the chat, and under the sheet, the same keys are letters and nothing.
  'do-no-keys': {
    meeting: call,
    press: [{ key: 'c' }, { box: 'Message', type: 'mvshp ?' }, { key: 'Escape' }, { key: '?' }, { key: 'm' }],
    asks: [],
  },
  'do-keys-off': {
    meeting: call,
    press: [{ key: '?' }, 'Shortcuts with a single key', { key: 'Escape' }, { key: 'm' }, { key: ' ' }],
    asks: [],
  },
  'do-talk': {
    meeting: { ...call, devices: { ...devices, microphoneOn: false } },
    press: [{ key: ' ' }],
    asks: [
      ['switchMicrophone', true],
      ['switchMicrophone', false],
    ],
  },
  'do-talk-not': {
    meeting: { ...call, devices: { ...devices, microphoneOn: false } },
    press: [{ box: 'Raise hand', type: ' ' }, { key: 'p' }],
    asks: [['say', { say: 'hand', up: true }]],
  },
  'do-share': {
    meeting: { phase: { at: 'roomReady', room } },
    press: ['Share link'],
    asks: [['share', { url: room.inviteLink }]],
  },
  'do-go-back': {
    meeting: { phase: { at: 'end', how: 'lost', back: 'knock' } },
    press: ['Go back in', 'Go back in', 'Back to start'],
    asks: [['goBack'], ['startAgain']],
  },
  'do-go-on': {
    meeting: { phase: { at: 'start', remembered: { roomId: 'r', at: 0 } } },
    press: ['Go back to your meeting', 'Forget it'],
    asks: [['goOn'], ['forgetRemembered']],
  },
};
