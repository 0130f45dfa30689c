/** The words of the stage: what is large, what is left out, and how good the lines are. */

import type { Corner } from '../../stage/corners.ts';
import type { Words } from '../words.ts';
import { number, people, plural } from './count.ts';

export const stage: Words['stage'] = {
  view: 'Ansicht',
  layout: 'Anordnung',
  grid: 'Kachelansicht',
  gridHint: 'Alle gleich groß',
  speaker: 'Sprecheransicht',
  speakerHint: 'Wer spricht, ist groß zu sehen',
  floating: 'Mein eigenes Bild in einer Ecke',
  hideOwn: 'Mein eigenes Bild ausblenden',
  hideOwnHint: 'Nur für Sie selbst: Die anderen sehen Sie weiterhin.',
  hideWithoutVideo: 'Personen ohne Video ausblenden',
  fullScreen: 'Vollbild',
  leaveFullScreen: 'Vollbild verlassen',
  inPicture: 'Bild im Bild',
  inPictureFailed: 'Der Browser hat kein kleines Fenster geöffnet.',
  pin: (name: string): string => `${name} anheften`,
  unpin: (name: string): string => `${name} nicht mehr anheften`,
  pinned: 'Angeheftet',
  enlarge: (what: string): string => `${what} im Vollbild zeigen`,
  move: 'Mein Bild verschieben',
  moveHint: (corner: Corner): string =>
    `Es ist ${CORNERS[corner]}. Mit den Pfeiltasten oder durch Ziehen kommt es in eine andere Ecke.`,
  previousPage: 'Vorige Seite',
  nextPage: 'Nächste Seite',
  page: (page: number, pages: number): string => `Seite ${page} von ${pages}`,
  hidden: (count: number): string =>
    plural(count, {
      one: `${people(count)} ohne Video ist ausgeblendet.`,
      other: `${people(count)} ohne Video sind ausgeblendet.`,
    }),
  hiddenShort: (count: number): string => `${number(count)} ausgeblendet`,
  showHidden: 'Alle zeigen',
  empty: 'Ihr eigenes Bild ist ausgeblendet.',
  /** What the media server says; nobody here can check it. */
  quality: {
    good: 'Gute Verbindung',
    fair: 'Mäßige Verbindung',
    weak: 'Schwache Verbindung',
    lost: 'Keine Verbindung',
  },
  qualitySaid: (quality: string): string => `${quality}, sagt der Medienserver`,
};

const CORNERS: Readonly<Record<Corner, string>> = {
  topLeft: 'oben links',
  topRight: 'oben rechts',
  bottomLeft: 'unten links',
  bottomRight: 'unten rechts',
};
