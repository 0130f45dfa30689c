/** The words of the ways to pass a link on: share sheet, QR code, calendar file. */

import type { Words } from '../words.ts';

export const sharing: Words['sharing'] = {
  ways: 'Wege, den Link weiterzugeben',
  share: 'Link teilen',
  notShared: 'Der Link konnte nicht geteilt werden. Kopieren Sie ihn stattdessen.',
  qr: 'QR-Code',
  qrOfLink: 'QR-Code des Einladungslinks',
  qrHint:
    'Richten Sie die Kamera eines anderen Geräts darauf. Er enthält den Einladungslink, nicht das Kennwort, und wurde auf diesem Gerät gezeichnet.',
  qrFailed: 'Der QR-Code konnte nicht gezeichnet werden. Kopieren Sie stattdessen den Link.',
  calendar: 'Kalenderdatei',
  when: 'Datum und Uhrzeit',
  whenMissing: 'Bitte geben Sie Datum und Uhrzeit an.',
  whenOver: 'Dieser Zeitpunkt ist vorbei. Bitte geben Sie einen späteren an.',
  calendarHint:
    'Ein Eintrag von einer Stunde für Ihren Kalender und die Ihrer Gäste. Er enthält den Einladungslink, nicht das Kennwort.',
  keepHostLink:
    'Der Raum öffnet sich nicht von selbst. Bewahren Sie den Host-Link, der weiter unten unter „Mehr“ steht, an einem sicheren Ort auf: Wenn es so weit ist, öffnen Sie ihn und beginnen die Besprechung. Ohne ihn kann niemand diesen Raum öffnen.',
  saveCalendar: 'Kalenderdatei speichern',
  calendarSaved: 'Die Kalenderdatei ist gespeichert.',
  calendarFile: 'conclave-besprechung.ics',
  eventTitle: 'Conclave-Besprechung',
  eventText: (link: string): string =>
    `Über diesen Link bitten Sie um Einlass:\n${link}\n\nDas Kennwort bekommen Sie auf einem anderen Weg. Der Host lässt Sie herein.`,
};
