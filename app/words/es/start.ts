/** The words of the start page, and the titles of all. */

import type { First } from '../words.ts';

export const titles: First['titles'] = {
  start: 'Conclave',
  unsupported: 'Este navegador no sirve · Conclave',
  hostLink: 'Enlace de anfitrión · Conclave',
  roomReady: 'Su sala está lista · Conclave',
  prejoin: 'Antes de entrar · Conclave',
  waiting: 'Sala de espera · Conclave',
  call: 'En una reunión · Conclave',
  end: 'Reunión terminada · Conclave',
};

export const start: First['start'] = {
  heading: 'Una reunión a puerta cerrada.',
  what: 'Videollamadas en el navegador, cifradas para que solo las personas de la sala puedan verlas y oírlas. Sin cuenta y sin instalar nada.',
  newMeeting: 'Nueva reunión',
  or: '¿Le ha invitado alguien?',
  inviteLink: 'Enlace de invitación',
  placeholder: 'Pegue el enlace recibido',
  open: 'Abrir',
  remembered: (time: string): string => `Su reunión (${time}) sigue abierta en este dispositivo.`,
  goOn: 'Volver a su reunión',
  forget: 'Olvidarla',
  forgotten: 'La reunión se ha olvidado en este dispositivo.',
};

export const protects: First['protects'] = {
  link: 'Cómo le protege esto',
  lead: 'Todo lo que usted dice y muestra se cifra en su dispositivo y solo se descifra en los dispositivos de las personas a las que el anfitrión dejó entrar. Los servidores de en medio llevan lo que no pueden leer.',
  doorHeading: 'Cómo se entra',
  door: 'Hacen falta tres cosas: el enlace, la frase secreta y el anfitrión, que ve llamar a cada persona y la deja entrar por su nombre. La frase secreta nunca sale de su dispositivo, y nadie puede probar frases sin llamar a la puerta.',
  keysHeading: 'Cómo sigue siendo privada',
  keys: 'Las claves cambian cada vez que alguien llega o se va. Quien se va no puede seguir lo que se dice después; quien llega tarde no puede descifrar lo que se dijo antes. Dentro, todos pueden comparar un código corto para estar seguros de que no hay nadie en medio.',
  notHeading: 'Lo que no oculta',
  not: [
    'Los servidores ven las direcciones de red, cuándo y cuánto tiempo se reúnen, cuántos son y cuánto se envía.',
    'Cualquiera que esté en la reunión puede grabarla, si hace falta con una cámara delante de la pantalla.',
    'Un dispositivo con un programa espía, o una copia falsa de esta página, no protege a nadie.',
    'Los servidores pueden frenar o cortar una reunión. No pueden escucharla.',
  ],
};
