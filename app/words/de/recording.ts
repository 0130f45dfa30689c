/** The words around recording. */

import type { Words } from '../words.ts';
import { list } from './count.ts';

const records = (names: readonly string[]): string =>
  `${list(names)} ${names.length === 1 ? 'zeichnet' : 'zeichnen'} auf`;

export const recording: Words['recording'] = {
  heading: 'Aufzeichnung',
  record: 'Auf diesem Gerät aufzeichnen',
  hint: 'Bild und Ton von allen, die zustimmen, kommen in eine Datei auf Ihrer Festplatte und nirgendwohin sonst. Alle werden gefragt.',
  asking: 'Wählen Sie, wo gespeichert wird …',
  running:
    'Alle sehen, dass Sie aufzeichnen. Die Datei ist fertig, wenn Sie das hier ausschalten oder gehen.',
  awaited: (names: readonly string[]): string => `Noch nicht dabei, weil die Antwort fehlt: ${list(names)}.`,
  saving: 'Wird gespeichert …',
  atEnd: 'Die Aufzeichnung wird gespeichert. Lassen Sie diesen Tab so lange offen.',
  forbiddenToAll: 'Niemand darf diese Besprechung aufzeichnen.',
  forbiddenToYou: 'Nur Hosts dürfen diese Besprechung aufzeichnen.',
  fileName: (day: string): string => `Besprechung ${day}`,
  /** `own`: this person records; `others`: who else does. */
  mark: (own: boolean, others: readonly string[]): string => {
    if (!own) return records(others);
    return others.length === 0 ? 'Sie zeichnen auf' : `Sie zeichnen auf. ${records(others)}`;
  },
  begins: (name: string): string => `${name} zeichnet die Besprechung auf.`,
  ends: (name: string): string => `${name} hat die Aufzeichnung beendet.`,
  consentHeading: (names: readonly string[]): string =>
    `Diese Besprechung wird von ${list(names)} aufgezeichnet`,
  consent:
    'Was hier zu sehen und zu hören ist, kommt in eine Datei auf dem Gerät, das aufzeichnet. Wenn Sie bleiben, stimmen Sie zu, darin vorzukommen. Bis dahin kommen Sie nicht darin vor.',
  stay: 'Bleiben',
  leave: 'Verlassen',
  news: {
    saved: 'Die Aufzeichnung ist gespeichert.',
    full: 'Die Aufzeichnung ist abgebrochen: Die Festplatte ist voll. Was bis dahin gespeichert war, bleibt erhalten.',
    lost: 'Die Aufzeichnung ist abgebrochen: Die Datei lässt sich nicht mehr schreiben. Was bis dahin gespeichert war, bleibt erhalten.',
    forbidden:
      'Die Aufzeichnung ist beendet: Der Host lässt Sie nicht mehr aufzeichnen. Was aufgezeichnet wurde, ist gespeichert.',
    unable: 'Dieser Browser kann nicht aufzeichnen. Nichts wurde aufgezeichnet.',
    untold:
      'Die anderen ließen sich nicht benachrichtigen, deshalb wurde nichts aufgezeichnet. Versuchen Sie es gleich noch einmal.',
  },
};
