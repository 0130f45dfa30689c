/** The words of the start page, and the titles of all. */

import type { First } from '../words.ts';

export const titles: First['titles'] = {
  start: 'Conclave',
  unsupported: 'Mit diesem Browser geht es nicht · Conclave',
  hostLink: 'Host-Link · Conclave',
  roomReady: 'Ihr Raum ist bereit · Conclave',
  prejoin: 'Bevor Sie hineingehen · Conclave',
  waiting: 'Warteraum · Conclave',
  call: 'In einer Besprechung · Conclave',
  end: 'Besprechung vorbei · Conclave',
};

export const start: First['start'] = {
  heading: 'Eine Besprechung hinter verschlossener Tür.',
  what: 'Videogespräche im Browser, so verschlüsselt, dass nur die Menschen im Raum sie sehen und hören können. Kein Konto, keine Installation.',
  newMeeting: 'Neue Besprechung',
  or: 'Hat Sie jemand eingeladen?',
  inviteLink: 'Einladungslink',
  placeholder: 'Fügen Sie den Link ein',
  open: 'Öffnen',
  remembered: (time: string): string => `Ihre Besprechung von ${time} ist auf diesem Gerät noch offen.`,
  goOn: 'Zurück in die Besprechung',
  forget: 'Vergessen',
  forgotten: 'Die Besprechung ist auf diesem Gerät vergessen.',
};

export const protects: First['protects'] = {
  link: 'Wie Sie das schützt',
  lead: 'Alles, was Sie sagen und zeigen, wird auf Ihrem Gerät verschlüsselt und erst auf den Geräten der Personen entschlüsselt, die der Host hereingelassen hat. Die Server dazwischen befördern, was sie nicht lesen können.',
  doorHeading: 'Wie man hineinkommt',
  door: 'Dreierlei ist nötig: der Link, das Kennwort und der Host, der jede Person anklopfen sieht und beim Namen hereinlässt. Das Kennwort verlässt Ihr Gerät nie, und niemand kann Kennwörter ausprobieren, ohne anzuklopfen.',
  keysHeading: 'Wie es vertraulich bleibt',
  keys: 'Die Schlüssel wechseln, sobald jemand kommt oder geht. Wer geht, kann nicht mehr verfolgen, was danach gesagt wird; wer später kommt, kann nicht entschlüsseln, was vorher gesagt wurde. Drinnen können alle einen kurzen Code vergleichen und so sicher sein, dass niemand dazwischen ist.',
  notHeading: 'Was es nicht verbirgt',
  not: [
    'Die Server sehen Netzwerkadressen, wann und wie lange Sie sich treffen, wie viele Sie sind und wie viel gesendet wird.',
    'Alle in der Besprechung können sie aufnehmen, notfalls mit einer Kamera vor dem Bildschirm.',
    'Ein Gerät mit Spionagesoftware oder eine gefälschte Kopie dieser Seite schützt niemanden.',
    'Server können eine Besprechung verlangsamen oder abbrechen. Mithören können sie nicht.',
  ],
};
