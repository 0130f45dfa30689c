/** The words of the people panel. */

import type { Words } from '../words.ts';
import { counted, number as digits, people as count, plural } from './count.ts';

export const people: Words['people'] = {
  heading: 'Personas',
  waiting: 'Sala de espera',
  nobodyWaiting: 'Nadie está esperando.',
  participants: 'Participantes',
  admit: 'Dejar entrar',
  deny: 'Rechazar',
  message: 'Escribir',
  admitAll: 'Dejar entrar a todos',
  admitName: (name: string): string => `Dejar entrar a ${name}`,
  denyName: (name: string): string => `Rechazar a ${name}`,
  messageName: (name: string): string => `Escribir a ${name}`,
  admitted: (name: string): string => `${name} puede entrar.`,
  allAdmitted: (number: number): string =>
    plural(number, { one: `${count(number)} puede entrar.`, other: `${count(number)} pueden entrar.` }),
  denied: (name: string): string => `No se deja entrar a ${name}.`,
  manyWaiting: (number: number): string =>
    plural(number, { one: `${count(number)} espera`, other: `${count(number)} esperan` }),
  firstOf: (shown: number): string => `Se muestran las primeras ${digits(shown)}.`,
  showAll: 'Mostrar todas',
  notes: (name: string): string => `Mensajes entre usted y ${name}`,
  fromHost: 'De usted',
  noteLabel: (name: string): string => `Su mensaje a ${name}`,
  send: 'Enviar',
  likeAnother: 'El nombre se parece al de alguien que ya está aquí. Asegúrese de quién es.',
  wrongGuesses: (number: number): string =>
    counted(number, { one: 'intento fallido en la puerta', other: 'intentos fallidos en la puerta' }),
  doorShut:
    'La puerta está cerrada porque se probaron demasiadas frases secretas equivocadas. Nadie puede llamar. Vuelva a abrirla o cree una frase secreta nueva en «Seguridad».',
  openDoor: 'Volver a abrir la puerta',
  doorOpened: 'La puerta está abierta de nuevo.',
  full: (max: number): string => `La reunión está llena (${digits(max)})`,
  you: '(usted)',
  host: 'Anfitrión',
  coHost: 'Coanfitrión',
  compared: 'Código comparado',
  hand: (place: number): string => `Mano levantada, número ${place} en el orden`,
  actionsFor: (name: string): string => `Acciones para ${name}`,
  mute: (name: string): string => `Silenciar a ${name}`,
  stopCamera: (name: string): string => `Apagar la cámara de ${name}`,
  stopScreen: (name: string): string => `Detener la pantalla compartida de ${name}`,
  lowerHand: 'Bajar la mano',
  appoint: (name: string): string => `Nombrar coanfitrión a ${name}`,
  dismiss: (name: string): string => `Retirar a ${name} el papel de coanfitrión`,
  remove: (name: string): string => `Expulsar a ${name}`,
  muteAll: 'Silenciar a todos',
  lowerAllHands: 'Bajar todas las manos',
  muted: (name: string): string => `Se pide silencio a ${name}.`,
  allMuted: 'Todos los participantes están en silencio. Pueden volver a encender su micrófono.',
  handLowered: (name: string): string => `Se ha bajado la mano de ${name}.`,
  allHandsLowered: 'Se han bajado las manos de todos los participantes.',
};

export const removing: Words['removing'] = {
  heading: (name: string): string => `¿Expulsar a ${name}?`,
  text: (name: string): string =>
    `${name} sale de inmediato y se cambian todas las claves: no podrá oír nada de lo que se diga después. Para volver tendrá que llamar otra vez a la puerta.`,
  textAuthority: (name: string): string =>
    `${name} sale de inmediato, deja de ser coanfitrión y se cambian todas las claves: no podrá oír nada de lo que se diga después. Para volver tendrá que llamar otra vez a la puerta.`,
  remove: 'Expulsar',
};

export const dismissing: Words['dismissing'] = {
  heading: (name: string): string => `¿Retirar a ${name} el papel de coanfitrión?`,
  text: (name: string): string =>
    `${name} sigue en la reunión, pero ya no podrá dejar entrar, silenciar ni expulsar a nadie, ni cambiar las reglas.`,
  passphrase: 'Crear también una frase secreta nueva',
  passphraseHint: (name: string): string =>
    `${name} conoce la actual. El enlace de invitación sigue siendo el mismo.`,
  dismiss: 'Retirar el papel',
};
