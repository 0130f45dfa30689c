/** The words over and under the pictures. */

import type { StoppedDevice } from '../../parts/stops.ts';
import type { Words } from '../words.ts';
import { counted, list, number, people, plural } from './count.ts';

export const call: Words['call'] = {
  meeting: 'Reunión',
  controls: 'Controles',
  microphone: 'Micrófono',
  camera: 'Cámara',
  shareScreen: 'Compartir pantalla',
  raiseHand: 'Levantar la mano',
  react: 'Reaccionar',
  reactions: 'Reacciones',
  leave: 'Salir',
  chat: 'Chat',
  people: 'Personas',
  security: 'Seguridad',
  settings: 'Ajustes',
  turnOnSound: 'Activar el sonido',
  soundBlocked: 'El navegador retiene el sonido hasta que haga clic.',
  alone: 'Todavía no hay nadie más.',
  aloneHost: 'Cuando alguien llame a la puerta, se le avisará. Podrá dejarle entrar desde «Personas».',
  ownTile: (name: string): string => `${name} (usted)`,
  screenOf: (name: string): string => `Pantalla de ${name}`,
  ownScreen: 'Su pantalla (usted)',
  microphoneOff: 'Micrófono apagado',
  speaking: 'Está hablando',
  handRaised: (name: string): string => `${name} levanta la mano.`,
  reacted: (name: string, reaction: string): string => `${name}: ${reaction}`,
  waitingCount: (count: number): string =>
    plural(count, {
      one: `${people(count)} espera para entrar`,
      other: `${people(count)} esperan para entrar`,
    }),
  unread: (count: number): string => counted(count, { one: 'mensaje nuevo', other: 'mensajes nuevos' }),
  wrote: (name: string, message: string): string => `${name} escribe: ${message}`,
  sentImage: (name: string): string => `${name} ha enviado una imagen.`,
  knocks: (name: string): string => `${name} llama a la puerta.`,
  joined: (name: string): string => `${name} ya está aquí.`,
  gone: (name: string): string => `${name} se ha ido.`,
  show: 'Mostrar',
  more: (count: number): string => `${number(count)} más`,
  fewer: 'Mostrar solo uno',
  reconnecting: 'Se ha perdido la conexión. Conectando de nuevo…',
  offline: 'Este dispositivo está sin conexión. La llamada seguirá sola cuando vuelva a haber red.',
  relayLost:
    'La llamada sigue, pero el servidor no responde: nadie puede llamar a la puerta hasta que vuelva.',
  unsure:
    'De momento no está confirmado que la lista de personas esté al día. Si esto dura, se le silenciará.',
  silenced:
    'No se envía nada de usted: durante medio minuto nadie ha podido confirmar quién está en esta reunión.',
  hostless: 'No hay ningún anfitrión: puede seguir hablando, pero no puede entrar nadie más.',
  full: (max: number): string =>
    `La reunión está llena (${number(max)}). Alguien tiene que irse antes de que pueda entrar otra persona.`,
  doorShut:
    'La puerta está cerrada: se probaron demasiadas frases secretas equivocadas. Puede volver a abrirla en «Personas».',
  strangers: (count: number): string =>
    plural(count, {
      one: 'En el servidor de medios se encontró y se expulsó a alguien a quien nadie había dejado entrar. No tenía ninguna clave: no oyó ni vio nada.',
      other: `${number(count)} veces se encontró y se expulsó en el servidor de medios a alguien a quien nadie había dejado entrar. No tenía ninguna clave: no oyó ni vio nada.`,
    }),
  alarm: (what: string): string => `Puede que alguien esté manipulando esta reunión. ${what}`,
};

/** Why a control is out of use, where the host’s rules say so. */
export const forbidden: Words['forbidden'] = {
  screen: 'El anfitrión no permite que todos compartan su pantalla.',
  microphone: 'El anfitrión no permite que todos usen el micrófono.',
  camera: 'El anfitrión no permite que todos usen la cámara.',
  chat: 'El anfitrión no permite que todos escriban aquí.',
  recording: 'El anfitrión no permite que todos graben.',
};

/** What happened to this person. */
export const notices: Words['notices'] = {
  stopped: (by: string, what: readonly StoppedDevice[]): string =>
    what.length === 1 && what[0] === 'microphone'
      ? `${by} le ha silenciado.`
      : `${by} le ha apagado ${list(what.map((device) => STOPPED[device]))}.`,
  handLowered: (by: string): string => `${by} le ha bajado la mano.`,
  forbidden: {
    screen: 'Su pantalla ya no se comparte: el anfitrión solo deja compartir a los anfitriones.',
    microphone: 'Su micrófono está apagado: ahora el anfitrión solo deja hablar a los anfitriones.',
    camera: 'Su cámara está apagada: ahora el anfitrión solo deja usarla a los anfitriones.',
    chat: 'Ahora el anfitrión solo deja escribir en el chat a los anfitriones.',
    recording: 'Ahora el anfitrión solo deja grabar a los anfitriones.',
  },
  appointed: 'Ahora es coanfitrión: puede dejar entrar a otras personas, silenciarlas y cambiar las reglas.',
  dismissed: 'Ya no es coanfitrión.',
  nowHost: 'Ahora es el anfitrión: puede dejar entrar a los demás desde «Personas».',
  notSent: 'Su mensaje no se ha enviado.',
};

const STOPPED: Readonly<Record<StoppedDevice, string>> = {
  microphone: 'el micrófono',
  camera: 'la cámara',
  screen: 'la pantalla compartida',
};

export const emojis: Words['emojis'] = {
  '👍': 'Pulgar arriba',
  '👏': 'Aplauso',
  '❤️': 'Corazón',
  '😂': 'Risa',
  '😮': 'Sorpresa',
  '🎉': 'Celebración',
};

/** What a tile says of itself; nothing while all is well. */
export const tiles: Words['tiles'] = {
  states: {
    keys: 'Esperando la clave',
    live: '',
    blocked: 'No se puede descifrar',
    muted: '',
    reconnecting: 'Conectando de nuevo…',
    leaving: 'Fuera de la reunión. Se están cambiando las claves…',
  },
  blocked: { picture: 'No se puede descifrar la imagen', sound: 'No se puede descifrar el sonido' },
  brief: {
    keys: 'Sin clave',
    live: '',
    blocked: 'Sin descifrar',
    muted: '',
    reconnecting: 'Reconectando',
    leaving: 'Fuera',
    picture: 'Sin imagen',
    sound: 'Sin sonido',
  },
  why: {
    noKey: 'Enviado con una clave que este dispositivo no ha recibido.',
    authFailed: 'Cambiado por el camino o cifrado por otra persona.',
    replayed: 'Imágenes o sonidos antiguos, enviados otra vez.',
    wrongTrack: 'Es de otra persona y alguien lo puso en este lugar.',
    notSFrame: 'Llegó sin cifrar, por eso no se muestra.',
    tooBig: 'Demasiado grande para ser verdad.',
  },
  screenStarting: 'La pantalla está en camino…',
};
