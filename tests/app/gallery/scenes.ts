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
  withImages,
  waiting,
  type Scene,
} from './cast.ts';
import { HEIR_RANK } from '../../../crypto/group/policy.ts';
import { devices, tile, without } from './fake.ts';
import { DEEDS } from './deeds.ts';
import { STAGE_SCENES } from './stageScenes.ts';

const withBo = (rank: number) => six.map((member) => (member === bo ? { ...bo, rank } : member));

export const SCENES: Readonly<Record<string, Scene>> = {
  start: { meeting: { phase: { at: 'start' } } },
  'start-remembered': {
    meeting: { phase: { at: 'start', remembered: { roomId: 'r', at: Date.now() - 40 * 60_000 } } },
  },
  'start-trouble': { meeting: { phase: { at: 'start', trouble: 'cutLink' } } },
  'start-not-a-link': { meeting: { phase: { at: 'start', trouble: 'notALink' } } },
  'start-other-site': { meeting: { phase: { at: 'start', trouble: 'otherSite' } } },
  'start-not-loaded': { meeting: { phase: { at: 'start', trouble: 'notLoaded' } } },
  'start-offline': { meeting: { phase: { at: 'start' } }, offline: true },
  'start-protects': { meeting: { phase: { at: 'start' } }, press: ['How this protects you'], tall: true },
  'unsupported-insecure': { meeting: { phase: { at: 'unsupported', trouble: 'insecureContext' } } },
  unsupported: { meeting: { phase: { at: 'unsupported', trouble: 'noEncodedTransforms' } } },
  'host-link': { meeting: { phase: { at: 'hostLink' } } },
  'room-ready': { meeting: { phase: { at: 'roomReady', room } } },
  'room-ready-qr': { meeting: { phase: { at: 'roomReady', room } }, press: ['QR code'] },
  'room-ready-calendar': { meeting: { phase: { at: 'roomReady', room } }, press: ['Calendar file', 'More'] },
  'room-ready-calendar-over': {
    meeting: { phase: { at: 'roomReady', room } },
    press: ['Calendar file', { box: 'Date and time', type: '01012020' }, 'Save calendar file'],
  },
  'prejoin-host': { meeting: { phase: { at: 'prejoin', role: 'host' } } },
  'prejoin-joiner': { meeting: { phase: { at: 'prejoin', role: 'joiner' } } },
  'prejoin-denied': {
    meeting: {
      phase: { at: 'prejoin', role: 'joiner' },
      devices: without('cameraDenied', 'microphoneDenied'),
    },
  },
  'prejoin-no-devices': {
    meeting: {
      phase: { at: 'prejoin', role: 'host' },
      devices: without('deviceMissing', 'deviceMissing'),
    },
  },
  'prejoin-wrong': {
    meeting: { phase: { at: 'prejoin', role: 'joiner', trouble: 'weakPassphrase' } },
  },
  'waiting-connecting': waiting({ at: 'connecting' }),
  'waiting-offline': { ...waiting({ at: 'connecting' }), offline: true },
  'waiting-knocking': waiting({ at: 'knocking' }),
  'waiting-entering': waiting({ at: 'entering', role: 'joiner' }),
  'waiting-starting': waiting({ at: 'entering', role: 'host' }),
  'waiting-entering-trouble': waiting({ at: 'entering', role: 'joiner', trouble: 'sfuUnavailable' }),
  'waiting-declined': waiting({ at: 'refused', trouble: 'declined' }),
  'waiting-too-many': waiting({ at: 'refused', trouble: 'tooMany' }),
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
  'call-halves': {
    meeting: {
      ...call,
      tiles: [
        ...six.map((one, place) =>
          tile(one, {
            own: place === 0,
            blocked: ([undefined, 'picture', 'sound'] as const)[place % 3],
          }),
        ),
        tile(bo, { id: 'screen', kind: 'screen', blocked: 'sound' }),
      ],
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
  'call-not-in': { meeting: { ...asGuest, connection: 'reconnecting', notIn: true } },
  'call-offline': { meeting: { ...call, connection: 'reconnecting' }, offline: true },
  'call-denied': { meeting: { ...call, devices: without('cameraDenied', 'deviceBusy') } },
  'call-hostless': { meeting: { ...asGuest, membership: 'hostless' } },
  'people-host': {
    meeting: { ...call, knocks, failedGuesses: 7, hands: [dina.index] },
    press: ['People', 'Message Mira Okafor'],
  },
  'people-actions': {
    meeting: { ...call, hands: [dina.index, cem.index] },
    press: ['People', 'Actions for Bo Nilsson', 'Actions for Dina el-Sayed'],
  },
  'people-two-hosts': {
    meeting: { ...call, members: withBo(0) },
    press: ['People', 'Actions for Bo Nilsson'],
  },
  'people-heir': {
    meeting: { ...call, members: withBo(HEIR_RANK) },
    press: ['People', 'Actions for Bo Nilsson'],
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
  'chat-images': { meeting: { ...call, chat: withImages }, press: ['Chat'] },
  'chat-image-large': { meeting: { ...call, chat: withImages }, press: ['Chat', 'Image from Bo Nilsson'] },
  'recording-mark': {
    meeting: { ...call, recorders: [bo, finn], knocks: [knock(1, 'Mira Okafor')] },
    press: ['Stay'],
  },
  'recording-own': {
    meeting: {
      ...call,
      recorders: [ada],
      recording: {
        state: 'on',
        takes: () => false,
        start: async () => undefined,
        stop: async () => undefined,
      },
      notices: [{ id: 1, kind: { is: 'recording', news: 'saved' } }],
    },
    press: ['People'],
  },
  'recording-off': { meeting: asGuest, press: ['People'] },
  'recording-consent': { meeting: { ...asGuest, recorders: [bo] } },
  'chat-empty': { meeting: call, press: ['Chat'] },
  'chat-too-long': {
    meeting: { ...call, chat },
    press: ['Chat', { box: 'Message', type: '🙂'.repeat(1001) }, 'Send'],
  },
  'chat-not-now': {
    meeting: { ...asGuest, chat, membership: 'silenced' },
    press: ['Chat', { box: 'Message', type: 'See you at ten?' }, 'Send'],
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
  'security-qr': { meeting: { ...call, code }, press: ['Security', 'QR code'], tall: true },
  'security-guest': { meeting: { ...asGuest, code, codeIsOld: true, log }, press: ['Security'], tall: true },
  'security-alarms': {
    meeting: { ...call, code, log, strangers: 1, alarms: ['badSignature', 'notNext'] },
    press: ['Security'],
  },
  keys: { meeting: call, press: [{ key: '?' }] },
  'keys-off': { meeting: call, press: [{ key: '?' }, 'Shortcuts with a single key'] },
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
  'settings-prejoin': {
    meeting: { phase: { at: 'prejoin', role: 'joiner' } },
    press: ['Settings'],
    tall: true,
  },
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
  'leave-heir': { meeting: { ...call, members: withBo(HEIR_RANK) }, press: ['Leave'] },
  'leave-two-hosts': { meeting: { ...call, members: withBo(0) }, press: ['Leave'] },
  'leave-alone': { meeting: { ...host, members: [ada], tiles: tilesOf([ada], ada) }, press: ['Leave'] },
  'end-left': { meeting: { phase: { at: 'end', how: 'left', back: 'knock' } } },
  'end-left-waiting': { meeting: { phase: { at: 'end', how: 'left', back: 'knock', outside: true } } },
  'end-left-host': { meeting: { phase: { at: 'end', how: 'left', back: 'host', host: true } } },
  'end-rate': {
    meeting: {
      phase: { at: 'end', how: 'left', back: 'knock' },
      after: { host: false, state: 'asked', ratings: [], rate: async () => undefined },
    },
    press: ['Good', { box: 'Comment (optional)', type: 'Short and clear.' }],
  },
  'end-rate-host': {
    meeting: {
      phase: { at: 'end', how: 'ended' },
      after: {
        host: true,
        state: 'sent',
        ratings: [
          { stars: 5, comment: 'Short and clear.\nThank you!' },
          { stars: 3, comment: '' },
        ],
        rate: async () => undefined,
      },
    },
  },
  'end-ended': { meeting: { phase: { at: 'end', how: 'ended' } } },
  'end-removed': { meeting: { phase: { at: 'end', how: 'removed' } } },
  'end-lost': { meeting: { phase: { at: 'end', how: 'lost', back: 'knock' } } },
  'end-lost-no-way': { meeting: { phase: { at: 'end', how: 'lost' } } },
  'end-lost-host': { meeting: { phase: { at: 'end', how: 'lost', host: true } } },
  'end-not-in': { meeting: { phase: { at: 'end', how: 'lost', back: 'host', outside: true, host: true } } },
  ...STAGE_SCENES,
  ...DEEDS,
};
