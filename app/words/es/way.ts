/** The words of the way in and out: everything but the call. */

import type { Words } from '../words.ts';

export const unsupported: Words['unsupported'] = {
  heading: 'Aquí no va a funcionar',
  promise:
    'No se le ha pedido nada y no se ha enviado nada. Si alguien le envió un enlace, ábralo allí otra vez.',
  again: 'Intentar de nuevo',
};

export const hostLink: Words['hostLink'] = {
  heading: 'Con este enlace usted es el anfitrión',
  text: 'Quien lo usa decide quién entra y puede terminar la reunión para todos. Siga solo si la sala es suya y este es su dispositivo.',
  proceed: 'Continuar como anfitrión',
  back: 'Volver al inicio',
};

export const roomReady: Words['roomReady'] = {
  heading: 'Su sala está lista',
  lead: 'Sus invitados necesitan las dos cosas, y después a usted, para que les deje entrar.',
  inviteLink: 'Enlace de invitación',
  passphrase: 'Frase secreta',
  hostLink: 'Enlace de anfitrión',
  copyLink: 'Copiar enlace',
  copyPassphrase: 'Copiar frase secreta',
  copyHostLink: 'Copiar enlace de anfitrión',
  copy: 'Copiar',
  copied: 'Copiado',
  linkCopied: 'Enlace de invitación copiado.',
  passphraseCopied: 'Frase secreta copiada.',
  hostLinkCopied: 'Enlace de anfitrión copiado.',
  notCopied: 'El navegador no ha permitido copiar. Seleccione el texto y cópielo usted.',
  advice: 'Envíelos por dos vías distintas.',
  adviceText:
    'Por ejemplo, el enlace por correo y la frase secreta por teléfono o mensajería. Así, quien lea solo una de las dos cosas no puede llamar a la puerta.',
  chooseOwn: 'Elegir la mía',
  ownLabel: 'Su propia frase secreta',
  ownRules:
    'Al menos 8 caracteres. Cuatro palabras sin relación entre sí son fáciles de decir y difíciles de adivinar. Las mayúsculas, los guiones y los espacios no importan.',
  use: 'Usar esta',
  ownTaken: 'Su propia frase secreta está en uso.',
  more: 'Más',
  hostWarning:
    'Solo para usted: para abrir esta sala como anfitrión en otro dispositivo o más tarde. Quien lo tenga es el anfitrión. No lo envíe nunca a nadie.',
  proceed: 'Continuar',
};

export const prejoin: Words['prejoin'] = {
  heading: 'Antes de entrar',
  hostLead: 'Esto solo lo ve usted. La reunión empieza cuando usted lo diga.',
  joinerLead: 'Esto solo lo ve usted. El anfitrión sabrá su nombre cuando la frase secreta sea correcta.',
  name: 'Su nombre',
  nameHint: 'Como lo verán los demás. Los servidores no lo ven.',
  nameMissing: 'Escriba un nombre, por favor.',
  passphrase: 'Frase secreta',
  passphraseHint: 'La recibió aparte del enlace. Las mayúsculas, los espacios y los guiones no importan.',
  passphraseMissing: 'Escriba la frase secreta, por favor.',
  words: 'Palabras que encajan',
  preview: 'Su cámara',
  level: 'Nivel del micrófono',
  devices: {
    microphone: 'Dispositivo de micrófono',
    camera: 'Dispositivo de cámara',
    speaker: 'Dispositivo de altavoz',
  },
  usual: { microphone: 'Micrófono habitual', camera: 'Cámara habitual', speaker: 'Altavoz habitual' },
  /** Before what is the matter with the device. */
  about: (device: string): string => `${device}:`,
  unnamed: (number: number): string => `Dispositivo ${number}`,
  without: 'Puede entrar sin él y encenderlo más tarde.',
  system:
    'Si allí está permitido, puede que lo impida el sistema: mire cámara y micrófono en sus ajustes de privacidad.',
  noneFound: 'Ninguno encontrado',
  start: 'Empezar la reunión',
  ask: 'Pedir entrar',
};

/** How to let this page use camera and microphone after it was refused. */
export const permission: Words['permission'] = {
  chrome:
    'Haga clic en el icono del extremo izquierdo de la barra de direcciones, actívelo allí y enciéndalo después aquí.',
  edge: 'Haga clic en el candado del extremo izquierdo de la barra de direcciones, luego en «Permisos para este sitio», permítalo allí y enciéndalo después aquí.',
  firefox:
    'Haga clic en el signo tachado a la izquierda de la dirección, quite allí el bloqueo y enciéndalo después aquí.',
  safari:
    'En el menú Safari, abra los «Ajustes» de este sitio web, permítalo allí y enciéndalo después aquí.',
  chromePhone:
    'Toque el icono junto a la dirección, luego «Permisos», permítalo allí y enciéndalo después aquí.',
  firefoxPhone: 'Toque el candado junto a la dirección, permítalo allí y enciéndalo después aquí.',
  safariPhone:
    'Toque el menú de la página junto a la dirección, luego «Ajustes del sitio web», permítalo allí y enciéndalo después aquí.',
  iphoneOther:
    'Abra los Ajustes del teléfono, elija este navegador en la lista de apps, permítalo allí, vuelva y enciéndalo aquí.',
  other: 'Permítalo en los ajustes que el navegador tiene para esta página y enciéndalo después aquí.',
};

export const waiting: Words['waiting'] = {
  heading: 'Sala de espera',
  connecting: 'Conectando con la reunión…',
  offline: 'Este dispositivo está sin conexión. Continuará automáticamente en cuanto haya red.',
  noHost: 'Esperando al anfitrión. Todavía no hay ninguno; puede dejar esta página abierta.',
  knocking: 'Esperando al anfitrión. En la puerta se está comprobando su frase secreta…',
  shown: 'Esperando a que el anfitrión le deje entrar. Ya sabe que usted está aquí.',
  locked:
    'Esperando al anfitrión. La reunión está cerrada con llave: de momento no se deja entrar a nadie. Puede dejar esta página abierta.',
  full: 'Esperando al anfitrión. En la reunión no queda sitio; le tocará cuando alguien se vaya.',
  returning: 'Volviendo a su reunión…',
  starting: 'Preparando la llamada…',
  entering: 'Ya puede entrar. Preparando la llamada…',
  refused: 'No está en la reunión.',
  passphrase: 'Frase secreta',
  tryAgain: 'Intentar de nuevo',
  askAgain: 'Pedir otra vez',
  leave: 'Salir',
  notes: 'Mensajes entre usted y el anfitrión',
  fromHost: 'Anfitrión',
  fromYou: 'Usted',
  answer: 'Respuesta',
  send: 'Enviar',
  noteFromHost: (note: string): string => `El anfitrión escribe: ${note}`,
};

export const leaving: Words['leaving'] = {
  heading: '¿Salir de la reunión?',
  text: 'Si solo sale, los demás pueden seguir hablando, pero no podrá entrar nadie más. Si cede su lugar, otra persona dejará entrar a la gente. Terminar cierra la sala para todos.',
  textCoHosts:
    'Si solo sale, los coanfitriones pueden dejar entrar a gente durante 15 minutos más. Si cede su lugar, el nuevo anfitrión seguirá como usted. Terminar cierra la sala para todos.',
  textHost: (name) => `Si solo sale, ${name} seguirá como anfitrión. Terminar cierra la sala para todos.`,
  alone:
    'No hay nadie más. Si solo sale, la sala queda abierta, pero nadie podrá entrar hasta que usted vuelva.',
  newHost: 'Nuevo anfitrión',
  handOver: 'Ceder y salir',
  endForEveryone: 'Terminar para todos',
  leave: 'Salir',
};

export const end: Words['end'] = {
  headings: {
    left: 'Ha salido de la reunión',
    ended: 'La reunión ha terminado',
    removed: 'Le han expulsado de la reunión',
    lost: 'Se ha perdido la conexión',
  },
  texts: {
    left: 'Las claves de la reunión se han borrado de esta pestaña.',
    ended:
      'El anfitrión la ha terminado para todos. Las claves de la reunión se han borrado de esta pestaña y el enlace ya no lleva a ninguna parte.',
    removed: 'El anfitrión le ha hecho salir. Ya no tiene las claves de lo que se dice allí.',
    lost: 'Puede que la reunión siga. Compruebe su conexión.',
  },
  outside: {
    left: { heading: 'Ha salido de la sala de espera', text: 'La cámara y el micrófono están apagados.' },
    lost: {
      heading: 'Se ha perdido la conexión antes de que entrara',
      text: 'Compruebe su conexión e inténtelo de nuevo.',
    },
  },
  ways: {
    knock: 'Para volver a entrar, llame otra vez a la puerta con su nombre y la frase secreta.',
    host: 'Puede volver a entrar como anfitrión mientras la sala siga abierta.',
  },
  noWay: 'Para volver a entrar, abra otra vez el enlace por el que vino.',
  noWayHost:
    'Para volver a entrar como anfitrión, abra su enlace de anfitrión, si lo guardó. Si no, abra una sala nueva e invite a los demás a ella.',
  goBack: 'Volver a entrar',
  again: 'Volver al inicio',
};
