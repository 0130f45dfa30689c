/** The words of the stage: what is large, what is left out, and how good the lines are. */

import type { Corner } from '../../stage/corners.ts';
import type { Words } from '../words.ts';
import { counted, people, plural } from './count.ts';

export const stage: Words['stage'] = {
  view: 'Affichage',
  layout: 'Disposition',
  grid: 'Vue mosaïque',
  gridHint: 'Tout le monde à la même taille',
  speaker: 'Vue intervenant',
  speakerHint: 'Qui parle est en grand',
  floating: 'Ma propre image dans un coin',
  hideOwn: 'Masquer ma propre image',
  hideOwnHint: 'Pour vous seulement : les autres continuent de vous voir.',
  hideWithoutVideo: 'Masquer les personnes sans vidéo',
  fullScreen: 'Plein écran',
  leaveFullScreen: 'Quitter le plein écran',
  inPicture: 'Image dans l’image',
  inPictureFailed: 'Le navigateur n’a pas ouvert de petite fenêtre.',
  pin: (name: string): string => `Épingler ${name}`,
  unpin: (name: string): string => `Ne plus épingler ${name}`,
  pinned: 'Image épinglée',
  enlarge: (what: string): string => `Afficher en plein écran : ${what}`,
  move: 'Déplacer mon image',
  moveHint: (corner: Corner): string =>
    `Elle est ${CORNERS[corner]}. Déplacez-la vers un autre coin avec les touches fléchées ou en la faisant glisser.`,
  previousPage: 'Page précédente',
  nextPage: 'Page suivante',
  page: (page: number, pages: number): string => `Page ${page} sur ${pages}`,
  hidden: (count: number): string =>
    plural(count, {
      one: `${people(count)} sans vidéo est masquée.`,
      other: `${people(count)} sans vidéo sont masquées.`,
    }),
  hiddenShort: (count: number): string => counted(count, { one: 'masquée', other: 'masquées' }),
  showHidden: 'Afficher tout le monde',
  empty: 'Votre propre image est masquée.',
  /** What the media server says; nobody here can check it. */
  quality: {
    good: 'Bonne connexion',
    fair: 'Connexion moyenne',
    weak: 'Connexion faible',
    lost: 'Pas de connexion',
  },
  qualitySaid: (quality: string): string => `${quality}, d’après le serveur média`,
};

const CORNERS: Readonly<Record<Corner, string>> = {
  topLeft: 'en haut à gauche',
  topRight: 'en haut à droite',
  bottomLeft: 'en bas à gauche',
  bottomRight: 'en bas à droite',
};
