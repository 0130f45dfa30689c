/** The words of the settings, and of what devices do by themselves. */

import type { DeviceKind } from '../../phase.ts';
import type { Words } from '../words.ts';

export const settings: Words['settings'] = {
  heading: 'Ajustes',
  lead: 'Valen en este dispositivo, para todas las reuniones.',
  done: 'Listo',

  soundHeading: 'Sonido',
  level: 'Nivel del micrófono',
  muted: 'Su micrófono está apagado.',
  noiseSuppression: 'Supresión de ruido',
  noiseSuppressionHint: 'Quita el ruido de ventiladores y teclas. Para la música es mejor desactivarla.',
  echoCancellation: 'Cancelación de eco',
  echoCancellationHint: 'Desactívela solo si usa auriculares.',
  mutedHint: 'Avisarme si hablo con el micrófono apagado',
  mutedHintText:
    'Este dispositivo escucha si habla y no envía nada de ello. En algunos navegadores, el micrófono sigue entonces en uso aunque lo tenga apagado aquí.',
  testSpeaker: 'Probar el altavoz',
  testing: 'Ahora debería oír dos notas…',
  tested: '¿No ha oído nada? Suba el volumen o elija otro altavoz.',
  notTested: 'El navegador no ha podido reproducir un sonido ahí.',
  noSpeakerChoice:
    'Este navegador suena por el altavoz que usa el sistema. Elija otro en los ajustes del sistema.',

  pictureHeading: 'Imagen',
  ownPicture: 'Su cámara, tal como la ven los demás',
  cameraOff: 'Su cámara está apagada',
  blur: 'Desenfocar mi fondo',
  blurHint: 'Se hace en este dispositivo, antes de enviar nada. Consume potencia de cálculo.',
  noBlur: 'Este navegador no puede desenfocar el fondo. Chrome y Edge sí pueden.',
  blurStarting: 'Se está preparando el desenfoque. Hasta entonces nadie ve su cámara.',
  dataSaver: 'Ahorro de datos',
  dataSaverHint:
    'Envía y recibe imágenes más pequeñas. El sonido y las pantallas compartidas se quedan como están.',

  pageHeading: 'Esta página',
  theme: 'Tema',
  themes: { system: 'Como en este dispositivo', light: 'Claro', dark: 'Oscuro' },
  language: 'Idioma',
  browserLanguage: 'Como en el navegador',
};

export const devices: Words['devices'] = {
  /** `now` is what is used in its place, if it has a name. */
  gone: (kind: DeviceKind, label: string, now: string): string =>
    `${label || KINDS[kind]} se ha desconectado. ${now === '' ? USUAL[kind] : `Ahora se usa ${now}.`}`,
  back: (kind: DeviceKind, label: string): string =>
    `${label || KINDS[kind]} se ha vuelto a conectar y está en uso.`,
  noBlur: {
    unable: 'Este navegador no puede desenfocar su fondo, así que se ha apagado su cámara.',
    slow: 'Este dispositivo es demasiado lento para desenfocar su fondo, así que se ha apagado su cámara.',
  },
  noBlurNext: 'Vuelva a encenderla para mostrarla sin desenfoque.',
  unheard: 'Su micrófono está apagado, así que nadie le oye.',
  unmute: 'Encender micrófono',
};

const KINDS: Readonly<Record<DeviceKind, string>> = {
  microphone: 'El micrófono',
  camera: 'La cámara',
  speaker: 'El altavoz',
};

const USUAL: Readonly<Record<DeviceKind, string>> = {
  microphone: 'Ahora se usa el micrófono habitual.',
  camera: 'Ahora se usa la cámara habitual.',
  speaker: 'Ahora se usa el altavoz habitual.',
};
