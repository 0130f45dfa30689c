/** A sentence for everything that can go wrong. */

import type { First } from '../words.ts';

/** What a person is told when something did not work: what happened, and what to do where there is something. */
export const troubles: First['troubles'] = {
  notALink:
    'Eso no es un enlace de invitación. Pegue el enlace entero, desde https:// hasta el último carácter.',
  cutLink: 'Falta una parte de este enlace. Pídalo otra vez y cópielo entero.',
  linkVersion: 'Este enlace es de un Conclave más nuevo. Recargue esta página y ábralo otra vez.',
  otherSite: 'Este enlace es de otro sitio. Ábralo allí, en la barra de direcciones.',
  weakPassphrase:
    'Demasiado fácil de adivinar. Use al menos 8 caracteres; lo mejor son cuatro palabras sin relación entre sí.',
  badName: 'Este nombre no se puede usar. Escriba uno de 1 a 64 caracteres corrientes.',
  malformed: 'Ha llegado algo que no tiene sentido. Se ha descartado.',
  unknownVersion:
    'Alguien usa otra versión de Conclave. Recargue esta página; si no sirve, debería hacerlo la otra persona.',
  unknownType: 'Ha llegado algo que esta versión no conoce. Se ha descartado.',
  badText: 'Ha llegado un texto con caracteres que no están permitidos. Se ha descartado.',
  badSignature: 'Un mensaje no era de quien decía ser. Se ha descartado.',
  wrongRoom: 'Le han enviado algo de otra sala. Se ha descartado.',
  expired: 'Este permiso ha caducado. Pida al anfitrión una invitación nueva.',
  badPoint: 'Ha llegado una clave que no puede ser auténtica. Se ha rechazado.',
  notYourHost:
    'Quien ha respondido no es el anfitrión de este enlace. Usted no ha entrado, y a esa persona no se le ha revelado nada.',
  wrongPassphrase: 'Esta frase secreta no es correcta. Compruébela con el anfitrión e inténtelo de nuevo.',
  replayed: 'Alguien ha enviado otra vez un mensaje antiguo. Se ha descartado.',
  outOfTurn: 'Un mensaje ha llegado en mal momento. Se ha descartado.',
  notOpened: 'Un mensaje no se ha podido descifrar. Se ha descartado.',
  unknownEpoch: 'Un mensaje ha llegado con una clave que no está en uso. Se ha descartado.',
  notInRoster: 'Ha llegado un mensaje de alguien que no está en esta reunión. Se ha descartado.',
  notAllowed: 'Eso no está permitido aquí.',
  notNext:
    'La lista de personas de esta reunión ha sido alterada o no está al día. Se sigue usando la última correcta.',
  removedReturns:
    'Alguien que había sido expulsado volvió a aparecer en la lista de personas. Esa lista se ha rechazado.',
  tooLong: 'Es demasiado largo.',
  tooMany: 'Demasiados intentos en poco tiempo. Espere un minuto e inténtelo de nuevo.',
  tooSlow: 'La conexión era demasiado lenta para responder a tiempo. Inténtelo de nuevo.',
  badClaim:
    'El servidor no ha aceptado que usted sea el anfitrión. Compruebe el reloj de este dispositivo e inténtelo de nuevo.',
  sfuUnavailable: 'No se puede llegar al servidor de medios. Se vuelve a intentar automáticamente.',
  notIn:
    'El servidor no sabe que usted está en esta reunión. Abra otra vez el enlace de invitación y llame a la puerta.',
  shuttingDown: 'El servidor se está reiniciando. Se vuelve a intentar automáticamente.',
  locked: 'La reunión está cerrada con llave: de momento no se deja entrar a nadie más.',
  declined: 'El anfitrión ha rechazado su petición.',
  moved: 'Este enlace ya no vale: el anfitrión ha creado uno nuevo. Pídaselo.',
  full: 'En la reunión no queda sitio. Inténtelo de nuevo cuando alguien se haya ido.',
  notAllowedByHost: 'El anfitrión no lo permite en este momento.',
  notLoaded: 'No se pudo cargar una parte de esta página. Compruebe su conexión e inténtelo de nuevo.',
  relayLost: 'No se puede llegar al servidor. Compruebe su conexión; se vuelve a intentar automáticamente.',
  sfuLost: 'Se ha perdido la conexión con el servidor de medios.',
  noEncodedTransforms:
    'Este navegador no puede cifrar una llamada por sí mismo, así que Conclave no empezará ninguna. Use un Chrome, Edge, Firefox o Safari actual.',
  insecureContext:
    'Esta página no se abrió por una conexión segura, así que el navegador no le da ni cámara ni cifrado. Abra su dirección con https://.',
  cameraDenied: 'El navegador no deja que esta página use la cámara.',
  microphoneDenied: 'El navegador no deja que esta página use el micrófono.',
  deviceMissing: 'No se ha encontrado ninguno. Conecte uno o siga sin él.',
  deviceBusy: 'Otro programa lo está usando. Ciérrelo y vuelva a encenderlo aquí.',
  deviceHushed: 'No llega nada: lo impide un interruptor o una tapa del aparato, o un ajuste del sistema.',
  screenDenied:
    'La pantalla no se comparte: el navegador o el sistema no lo han permitido, o se canceló la elección.',
};
