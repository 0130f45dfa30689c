/** Every view, panel and state that is worth looking at. */

import {
  ada,
  asGuest,
  bo,
  call,
  cem,
  chat,
  code,
  dina,
  earlier,
  fifty,
  finn,
  host,
  knock,
  knocks,
  log,
  names,
  room,
  six,
  tilesOf,
  waiting,
  type Scene,
} from './cast.ts';
import { devices, tile } from './fake.ts';
import { DEEDS } from './deeds.ts';

export const SCENES: Readonly<Record<string, Scene>> = {
  start: { meeting: { phase: { at: 'start' } } },
  'start-remembered': {
    meeting: { phase: { at: 'start', remembered: { roomId: 'r', at: Date.now() - 40 * 60_000 } } },
  },
  'start-trouble': { meeting: { phase: { at: 'start', trouble: 'cutLink' } } },
  unsupported: { meeting: { phase: { at: 'unsupported', trouble: 'noEncodedTransforms' } } },
  'host-link': { meeting: { phase: { at: 'hostLink' } } },
  'room-ready': { meeting: { phase: { at: 'roomReady', room } } },
  'prejoin-host': { meeting: { phase: { at: 'prejoin', role: 'host' } } },
  'prejoin-joiner': { meeting: { phase: { at: 'prejoin', role: 'joiner' } } },
  'waiting-no-host': waiting({ at: 'noHost' }),
  'waiting-locked': waiting({ at: 'locked' }),
  'waiting-full': waiting({ at: 'full' }),
  'waiting-returning': waiting({ at: 'returning' }),
  'waiting-notes': waiting({ at: 'shown', notes: knocks[0]?.notes ?? [] }),
  'waiting-wrong': waiting({ at: 'refused', trouble: 'wrongPassphrase' }),
  'waiting-moved': waiting({ at: 'refused', trouble: 'moved' }),
  'call-alone': { meeting: { ...host, members: [ada], tiles: tilesOf([ada], ada) } },
  call: {
    meeting: {
      ...call,
      hands: [dina.index, bo.index],
      reactions: [
        { id: 'a', label: 'Bo Nilsson', emoji: '👏' },
        { id: 'b', label: 'Cem Yıldırım', emoji: '🎉' },
        { id: 'c', label: finn.label, emoji: '❤️' },
      ],
      knocks: [knock(1, 'Mira Okafor')],
      chat,
    },
  },
  'call-states': {
    meeting: {
      ...call,
      tiles: six.map((one, place) =>
        tile(one, {
          own: place === 0,
          camera: place !== 3,
          state: (['live', 'keys', 'blocked', 'muted', 'reconnecting', 'leaving'] as const)[place] ?? 'live',
        }),
      ),
    },
  },
  'call-screen': {
    meeting: {
      ...call,
      tiles: [...tilesOf(six, ada), tile(bo, { id: 'screen', kind: 'screen', microphone: false })],
      hands: [cem.index],
    },
  },
  'call-fifty': { meeting: { ...host, members: fifty, tiles: tilesOf(fifty, ada), full: true } },
  'call-react': { meeting: call, press: ['React'] },
  'call-forbidden': {
    meeting: {
      ...asGuest,
      policy: {
        screen: 'authorities',
        microphone: 'authorities',
        camera: 'nobody',
        chat: 'everyone',
        recording: 'nobody',
      },
      devices: { ...devices, microphoneOn: false, cameraOn: false },
      notices: [{ id: 1, kind: { is: 'stopped', by: 'Ada Lovelace', slots: 12 } }],
    },
    press: ['Share screen'],
  },
  'call-trouble': {
    meeting: {
      ...call,
      membership: 'silenced',
      connection: 'reconnecting',
      relayConnected: false,
      strangers: 2,
      alarms: ['badSignature'],
      soundBlocked: true,
    },
  },
  'call-trouble-all': {
    meeting: {
      ...call,
      membership: 'unsure',
      soundBlocked: true,
      relayConnected: false,
      strangers: 1,
      knocks,
    },
    press: ['3 more'],
  },
  'call-hostless': { meeting: { ...asGuest, membership: 'hostless' } },
  'people-host': {
    meeting: { ...call, knocks, failedGuesses: 7, hands: [dina.index] },
    press: ['People', 'Message Mira Okafor'],
  },
  'people-actions': {
    meeting: { ...call, hands: [dina.index, cem.index] },
    press: ['People', 'Actions for Bo Nilsson', 'Actions for Dina el-Sayed'],
  },
  'people-many': {
    meeting: {
      ...call,
      knocks: Array.from({ length: 500 }, (_, i) => knock(i, `${names[i % 10] ?? ''} ${i}`)),
    },
    press: ['People'],
  },
  'people-shut': {
    meeting: { ...call, doorShut: true, failedGuesses: 40, full: true, knocks },
    press: ['People'],
  },
  'people-guest': { meeting: { ...asGuest, hands: [cem.index] }, press: ['People'] },
  'people-remove': {
    meeting: call,
    press: ['People', 'Actions for Cem Yıldırım', 'Remove Cem Yıldırım'],
  },
  'people-dismiss': {
    meeting: call,
    press: ['People', 'Actions for Bo Nilsson', 'Make Bo Nilsson participant'],
  },
  chat: { meeting: { ...call, chat }, press: ['Chat'] },
  'chat-before': { meeting: { ...asGuest, chat: [...earlier, ...chat] }, press: ['Chat'] },
  'chat-empty': { meeting: call, press: ['Chat'] },
  'chat-too-long': {
    meeting: { ...call, chat },
    press: ['Chat', { box: 'Message', type: '🙂'.repeat(1001) }, 'Send'],
  },
  'chat-forbidden': {
    meeting: {
      ...asGuest,
      chat,
      policy: {
        screen: 'everyone',
        microphone: 'everyone',
        camera: 'everyone',
        chat: 'authorities',
        recording: 'nobody',
      },
    },
    press: ['Chat'],
  },
  'security-host': { meeting: { ...call, code, log, locked: true }, press: ['Security'], tall: true },
  'security-guest': { meeting: { ...asGuest, code, codeIsOld: true, log }, press: ['Security'], tall: true },
  'security-alarms': {
    meeting: { ...call, code, log, strangers: 1, alarms: ['badSignature', 'notNext'] },
    press: ['Security'],
  },
  settings: { meeting: call, press: ['Settings'], tall: true },
  'settings-poor': {
    meeting: {
      ...asGuest,
      devices: {
        ...devices,
        microphoneOn: false,
        cameraOn: false,
        preview: undefined,
        canBlur: false,
        speakerChoosable: false,
      },
    },
    press: ['Settings', 'Test speaker'],
    tall: true,
  },
  'settings-prejoin': { meeting: { phase: { at: 'prejoin', role: 'joiner' } }, press: ['Settings'] },
  'call-unheard': { meeting: { ...call, devices: { ...devices, microphoneOn: false, unheard: true } } },
  'call-unplugged': {
    meeting: {
      ...call,
      devices: {
        ...devices,
        news: { is: 'gone', kind: 'camera', label: 'Studio Webcam 4K', now: 'Built-in camera' },
      },
    },
  },
  leave: { meeting: call, press: ['Leave'] },
  'leave-alone': { meeting: { ...host, members: [ada], tiles: tilesOf([ada], ada) }, press: ['Leave'] },
  'end-left': { meeting: { phase: { at: 'end', how: 'left' } } },
  'end-ended': { meeting: { phase: { at: 'end', how: 'ended' } } },
  'end-removed': { meeting: { phase: { at: 'end', how: 'removed' } } },
  'end-lost': { meeting: { phase: { at: 'end', how: 'lost' } } },
  ...DEEDS,
};
