/** The words of the keyboard shortcuts. */

import type { Words } from '../words.ts';

export const keys: Words['keys'] = {
  heading: 'Raccourcis clavier',
  lead: 'Pendant un appel, quand vous n’êtes pas en train d’écrire.',
  does: {
    microphone: 'Activer ou couper le micro',
    camera: 'Activer ou couper la caméra',
    screen: 'Partager l’écran ou arrêter',
    hand: 'Lever ou baisser la main',
    react: 'Réactions',
    chat: 'Chat',
    people: 'Personnes',
    security: 'Sécurité',
    help: 'Cet aide-mémoire',
    talk: 'Parler tant que vous appuyez, quand le micro est coupé',
    close: 'Fermer un panneau ou cet aide-mémoire',
    helpAlways: 'Cet aide-mémoire, à tout moment',
  },
  names: { space: 'Espace', escape: 'Échap', control: 'Ctrl' },
  singles: 'Raccourcis à une seule touche',
  singlesHint:
    'Gardez la barre d’espace enfoncée pour parler pendant que votre micro est coupé (appuyer pour parler). Désactivez ces raccourcis si vous dictez vos commandes ou s’il vous arrive d’appuyer sur une touche par erreur.',
  said: {
    microphoneOn: 'Micro activé.',
    microphoneOff: 'Micro coupé.',
    cameraOn: 'Caméra activée.',
    cameraOff: 'Caméra coupée.',
    handUp: 'Votre main est levée.',
    handDown: 'Votre main est baissée.',
  },
};
