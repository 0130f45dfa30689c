/** The words over and under the pictures. */

import type { StoppedDevice } from '../../parts/stops.ts';
import type { Words } from '../words.ts';
import { counted, list, number, people, plural } from './count.ts';

export const call: Words['call'] = {
  meeting: 'Besprechung',
  controls: 'Bedienung',
  microphone: 'Mikrofon',
  camera: 'Kamera',
  shareScreen: 'Bildschirm teilen',
  raiseHand: 'Hand heben',
  react: 'Reagieren',
  reactions: 'Reaktionen',
  leave: 'Verlassen',
  chat: 'Chat',
  people: 'Personen',
  security: 'Sicherheit',
  settings: 'Einstellungen',
  turnOnSound: 'Ton einschalten',
  soundBlocked: 'Der Browser hält den Ton zurück, bis Sie klicken.',
  alone: 'Noch ist niemand sonst hier.',
  aloneHost: 'Wenn jemand anklopft, erfahren Sie es. Hereinlassen können Sie unter „Personen“.',
  ownTile: (name: string): string => `${name} (Sie)`,
  screenOf: (name: string): string => `Bildschirm von ${name}`,
  ownScreen: 'Ihr Bildschirm (Sie)',
  microphoneOff: 'Mikrofon aus',
  speaking: 'Spricht',
  handRaised: (name: string): string => `${name} hat die Hand gehoben.`,
  reacted: (name: string, reaction: string): string => `${name}: ${reaction}`,
  waitingCount: (count: number): string =>
    plural(count, {
      one: `${people(count)} wartet auf Einlass`,
      other: `${people(count)} warten auf Einlass`,
    }),
  unread: (count: number): string => counted(count, { one: 'neue Nachricht', other: 'neue Nachrichten' }),
  wrote: (name: string, message: string): string => `${name} schreibt: ${message}`,
  sentImage: (name: string): string => `${name} hat ein Bild gesendet.`,
  knocks: (name: string): string => `${name} klopft an.`,
  joined: (name: string): string => `${name} ist jetzt hier.`,
  gone: (name: string): string => `${name} ist gegangen.`,
  show: 'Anzeigen',
  more: (count: number): string => `${number(count)} weitere`,
  fewer: 'Nur eine Meldung zeigen',
  reconnecting: 'Die Verbindung ist abgerissen. Sie wird wiederhergestellt …',
  offline: 'Dieses Gerät ist offline. Das Gespräch geht von selbst weiter, sobald wieder ein Netz da ist.',
  relayLost: 'Das Gespräch geht weiter, aber der Server ist weg: Bis er zurück ist, kann niemand anklopfen.',
  unsure:
    'Im Moment ist nicht bestätigt, dass die Liste der Personen aktuell ist. Wenn das anhält, werden Sie stummgeschaltet.',
  silenced:
    'Von Ihnen wird nichts gesendet: Seit einer halben Minute konnte niemand bestätigen, wer in dieser Besprechung ist.',
  hostless: 'Kein Host ist hier: Sie können weitersprechen, aber niemand Neues kann hereinkommen.',
  full: (max: number): string =>
    `Die Besprechung ist voll (${number(max)}). Erst muss jemand gehen, bevor jemand anderes hereinkommen kann.`,
  doorShut:
    'Die Tür ist zu: Zu viele falsche Kennwörter wurden ausprobiert. Unter „Personen“ öffnen Sie sie wieder.',
  strangers: (count: number): string =>
    plural(count, {
      one: 'Am Medienserver wurde jemand entdeckt und hinausgeworfen, den niemand hereingelassen hat. Ohne Schlüssel war nichts zu hören und nichts zu sehen.',
      other: `${number(count)}-mal wurde am Medienserver jemand entdeckt und hinausgeworfen, den niemand hereingelassen hat. Ohne Schlüssel war nichts zu hören und nichts zu sehen.`,
    }),
  alarm: (what: string): string => `Vielleicht manipuliert jemand diese Besprechung. ${what}`,
};

/** Why a control is out of use, where the host’s rules say so. */
export const forbidden: Words['forbidden'] = {
  screen: 'Der Host erlaubt nicht allen, den Bildschirm zu teilen.',
  microphone: 'Der Host erlaubt nicht allen, das Mikrofon zu benutzen.',
  camera: 'Der Host erlaubt nicht allen, die Kamera zu benutzen.',
  chat: 'Der Host erlaubt nicht allen, hier zu schreiben.',
  recording: 'Der Host erlaubt nicht allen, aufzuzeichnen.',
};

/** What happened to this person. */
export const notices: Words['notices'] = {
  stopped: (by: string, what: readonly StoppedDevice[]): string =>
    what.length === 1 && what[0] === 'microphone'
      ? `${by} hat Sie stummgeschaltet.`
      : `${by} hat ${list(what.map((device) => STOPPED[device]))} ausgeschaltet.`,
  handLowered: (by: string): string => `${by} hat Ihre Hand gesenkt.`,
  forbidden: {
    screen: 'Ihr Bildschirm wird nicht mehr geteilt: Der Host lässt das nur noch Hosts tun.',
    microphone: 'Sie sind stummgeschaltet: Der Host lässt jetzt nur Hosts sprechen.',
    camera: 'Ihre Kamera ist aus: Der Host lässt jetzt nur Hosts eine benutzen.',
    chat: 'Der Host lässt jetzt nur Hosts im Chat schreiben.',
    recording: 'Der Host lässt jetzt nur Hosts aufzeichnen.',
  },
  appointed: 'Sie sind jetzt Co-Host: Sie können Personen hereinlassen, stummschalten und die Regeln ändern.',
  dismissed: 'Sie sind kein Co-Host mehr.',
  nowHost: 'Sie sind jetzt Host: Unter „Personen“ lassen Sie andere herein.',
  notSent: 'Ihre Nachricht wurde nicht gesendet.',
};

const STOPPED: Readonly<Record<StoppedDevice, string>> = {
  microphone: 'Ihr Mikrofon',
  camera: 'Ihre Kamera',
  screen: 'Ihre Bildschirmfreigabe',
};

export const emojis: Words['emojis'] = {
  '👍': 'Daumen hoch',
  '👏': 'Applaus',
  '❤️': 'Herz',
  '😂': 'Lachen',
  '😮': 'Staunen',
  '🎉': 'Feiern',
};

/** What a tile says of itself; nothing while all is well. */
export const tiles: Words['tiles'] = {
  states: {
    keys: 'Wartet auf den Schlüssel',
    live: '',
    blocked: 'Kann nicht entschlüsselt werden',
    muted: '',
    reconnecting: 'Verbindet sich wieder …',
    leaving: 'Entfernt. Die Schlüssel werden gewechselt …',
  },
  blocked: { picture: 'Bild kann nicht entschlüsselt werden', sound: 'Ton kann nicht entschlüsselt werden' },
  brief: {
    keys: 'Ohne Schlüssel',
    live: '',
    blocked: 'Verschlüsselt',
    muted: '',
    reconnecting: 'Verbindet …',
    leaving: 'Entfernt',
    picture: 'Kein Bild',
    sound: 'Kein Ton',
  },
  why: {
    noKey: 'Mit einem Schlüssel gesendet, den dieses Gerät nicht bekommen hat.',
    authFailed: 'Unterwegs verändert oder von jemand anderem verschlüsselt.',
    replayed: 'Alte Bilder oder alter Ton, noch einmal gesendet.',
    wrongTrack: 'Gehört jemand anderem und wurde hier eingesetzt.',
    notSFrame: 'Kam ohne Verschlüsselung an und wird deshalb nicht gezeigt.',
    tooBig: 'Zu groß, um echt zu sein.',
  },
  screenStarting: 'Der Bildschirm kommt gleich …',
};
