/** The words of the settings, and of what devices do by themselves. */

import type { DeviceKind } from '../../phase.ts';
import type { Words } from '../words.ts';

export const settings: Words['settings'] = {
  heading: 'Einstellungen',
  lead: 'Sie gelten auf diesem Gerät, für jede Besprechung.',
  done: 'Fertig',

  soundHeading: 'Ton',
  level: 'Mikrofonpegel',
  muted: 'Sie sind stumm.',
  noiseSuppression: 'Geräuschunterdrückung',
  noiseSuppressionHint: 'Filtert Lüfter und Tippen heraus. Für Musik besser aus.',
  echoCancellation: 'Echounterdrückung',
  echoCancellationHint: 'Schalten Sie sie nur aus, wenn Sie Kopfhörer tragen.',
  mutedHint: 'Bescheid geben, wenn ich spreche und stumm bin',
  mutedHintText:
    'Dieses Gerät hört darauf, und nichts davon wird gesendet. In manchen Browsern bleibt das Mikrofon dann in Gebrauch, auch während Sie stumm sind.',
  testSpeaker: 'Lautsprecher testen',
  testing: 'Jetzt sollten Sie zwei Töne hören …',
  tested: 'Nichts gehört? Stellen Sie lauter, oder wählen Sie einen anderen Lautsprecher.',
  notTested: 'Der Browser konnte dort keinen Ton abspielen.',
  noSpeakerChoice:
    'Dieser Browser benutzt denselben Lautsprecher wie das System. Einen anderen wählen Sie in den Einstellungen des Systems.',

  pictureHeading: 'Bild',
  ownPicture: 'Ihre Kamera, wie die anderen sie sehen',
  cameraOff: 'Ihre Kamera ist aus',
  blur: 'Meinen Hintergrund unscharf machen',
  blurHint: 'Geschieht auf diesem Gerät, bevor etwas gesendet wird. Das kostet Rechenleistung.',
  noBlur: 'Dieser Browser kann den Hintergrund nicht unscharf machen. Chrome und Edge können es.',
  blurStarting: 'Die Unschärfe wird vorbereitet. Bis dahin sieht niemand Ihre Kamera.',
  dataSaver: 'Daten sparen',
  dataSaverHint: 'Sendet und empfängt kleinere Bilder. Ton und geteilte Bildschirme bleiben, wie sie sind.',

  pageHeading: 'Diese Seite',
  theme: 'Darstellung',
  themes: { system: 'Wie auf diesem Gerät', light: 'Hell', dark: 'Dunkel' },
  language: 'Sprache',
  browserLanguage: 'Wie im Browser',
};

export const devices: Words['devices'] = {
  /** `now` is what is used in its place, if it has a name. */
  gone: (kind: DeviceKind, label: string, now: string): string =>
    `${label || KINDS[kind]} wurde getrennt. Jetzt wird ${now || USUAL[kind]} benutzt.`,
  back: (kind: DeviceKind, label: string): string =>
    `${label || KINDS[kind]} ist wieder angeschlossen und in Gebrauch.`,
  noBlur: {
    unable:
      'Dieser Browser kann Ihren Hintergrund nicht unscharf machen, deshalb wurde Ihre Kamera ausgeschaltet.',
    slow: 'Dieses Gerät ist zu langsam, um Ihren Hintergrund unscharf zu machen, deshalb wurde Ihre Kamera ausgeschaltet.',
  },
  noBlurNext: 'Schalten Sie sie wieder ein, wenn Ihr Hintergrund zu sehen sein darf.',
  unheard: 'Sie sind stumm, deshalb hört Sie niemand.',
  unmute: 'Mikrofon einschalten',
};

const KINDS: Readonly<Record<DeviceKind, string>> = {
  microphone: 'Das Mikrofon',
  camera: 'Die Kamera',
  speaker: 'Der Lautsprecher',
};

const USUAL: Readonly<Record<DeviceKind, string>> = {
  microphone: 'das übliche Mikrofon',
  camera: 'die übliche Kamera',
  speaker: 'der übliche Lautsprecher',
};
