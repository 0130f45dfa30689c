/** The words of the settings, and of what devices do by themselves. */

import type { DeviceKind } from '../../phase.ts';
import type { Words } from '../words.ts';

export const settings: Words['settings'] = {
  heading: 'Réglages',
  lead: 'Ils valent sur cet appareil, pour toutes les réunions.',
  done: 'Terminé',

  soundHeading: 'Son',
  level: 'Niveau du micro',
  muted: 'Votre micro est coupé.',
  noiseSuppression: 'Réduction du bruit',
  noiseSuppressionHint:
    'Retire le bruit des ventilateurs et du clavier. Pour la musique, mieux vaut s’en passer.',
  echoCancellation: 'Suppression de l’écho',
  echoCancellationHint: 'Ne la désactivez que si vous portez un casque.',
  mutedHint: 'Me prévenir quand je parle avec le micro coupé',
  mutedHintText:
    'C’est cet appareil qui écoute, et rien n’en est envoyé. Dans certains navigateurs, le micro reste alors utilisé pendant qu’il est coupé.',
  testSpeaker: 'Tester le haut-parleur',
  testing: 'Vous devriez entendre deux notes…',
  tested: 'Vous n’avez rien entendu ? Montez le son ou choisissez un autre haut-parleur.',
  notTested: 'Le navigateur n’a pas pu y jouer de son.',
  noSpeakerChoice:
    'Ce navigateur utilise le même haut-parleur que le système. Pour en choisir un autre, ouvrez les réglages du système.',

  pictureHeading: 'Image',
  ownPicture: 'Votre caméra telle que les autres la voient',
  cameraOff: 'Votre caméra est éteinte',
  blur: 'Flouter mon arrière-plan',
  blurHint: 'Cela se fait sur cet appareil, avant tout envoi, et demande de la puissance de calcul.',
  noBlur: 'Ce navigateur ne sait pas flouter l’arrière-plan. Chrome et Edge savent le faire.',
  blurStarting: 'Le flou se prépare. En attendant, personne ne voit votre caméra.',
  dataSaver: 'Économie de données',
  dataSaverHint:
    'Envoie et reçoit des images plus petites. Le son et les écrans partagés restent comme ils sont.',

  pageHeading: 'Cette page',
  theme: 'Thème',
  themes: { system: 'Comme sur cet appareil', light: 'Clair', dark: 'Sombre' },
  language: 'Langue',
  browserLanguage: 'Comme dans le navigateur',
};

export const devices: Words['devices'] = {
  /** `now` is what is used in its place, if it has a name. */
  gone: (kind: DeviceKind, label: string, now: string): string =>
    `${label || KINDS[kind]} a été ${UNPLUGGED[kind]}. ${now || USUAL[kind]} prend le relais.`,
  back: (kind: DeviceKind, label: string): string =>
    `${label || KINDS[kind]} est de nouveau ${PLUGGED_IN[kind]}.`,
  noBlur: {
    unable: 'Ce navigateur ne sait pas flouter votre arrière-plan : votre caméra a donc été coupée.',
    slow: 'Cet appareil est trop lent pour flouter votre arrière-plan : votre caméra a donc été coupée.',
  },
  noBlurNext: 'Réactivez-la si votre arrière-plan peut être vu.',
  unheard: 'Votre micro est coupé : personne ne vous entend.',
  unmute: 'Activer le micro',
};

const KINDS: Readonly<Record<DeviceKind, string>> = {
  microphone: 'Le micro',
  camera: 'La caméra',
  speaker: 'Le haut-parleur',
};

const UNPLUGGED: Readonly<Record<DeviceKind, string>> = {
  microphone: 'débranché',
  camera: 'débranchée',
  speaker: 'débranché',
};

const PLUGGED_IN: Readonly<Record<DeviceKind, string>> = {
  microphone: 'branché et utilisé',
  camera: 'branchée et utilisée',
  speaker: 'branché et utilisé',
};

const USUAL: Readonly<Record<DeviceKind, string>> = {
  microphone: 'Le micro habituel',
  camera: 'La caméra habituelle',
  speaker: 'Le haut-parleur habituel',
};
