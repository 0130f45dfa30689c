/** A sentence for everything the log of a meeting can hold. */

import type { Policy, Use } from '../../../crypto/workers/protocol.ts';
import { leftTo, type Sentences, tellBy } from '../logging.ts';
import { counted, list } from './count.ts';

const USES: Readonly<Record<Use, string>> = {
  screen: 'compartir pantalla',
  microphone: 'el micrófono',
  camera: 'la cámara',
  chat: 'el chat',
  recording: 'grabar',
};

const sentences: Sentences = {
  entered: ({ who, by }) => `${who} ha entrado, con permiso de ${by}.`,
  returned: ({ who, by }) => `${who} ha vuelto, con permiso de ${by}.`,
  left: ({ who }) => `${who} se ha ido.`,
  dropped: ({ who }) => `Ya no llegaba nada de ${who}: está fuera de la reunión.`,
  removed: ({ who, by }) => `${by} ha expulsado a ${who}.`,
  appointed: ({ who, by }) => `${by} ha nombrado coanfitrión a ${who}.`,
  dismissed: ({ who, by }) => `${by} ha retirado a ${who} el papel de coanfitrión.`,
  handedOver: ({ who }) => `${who} asume el papel de anfitrión.`,
  leads: ({ who, host }) =>
    host
      ? `${who} atiende la puerta a partir de ahora.`
      : `No hay ningún anfitrión. ${who} lleva la lista de personas.`,
  renewed: ({ n }) => `Se han renovado todas las claves (número ${n}).`,
  policy: ({ policy, by }) => `${by} ha cambiado las reglas. ${rules(policy)}`,
  locked: ({ by }) => `${by} ha cerrado la reunión con llave.`,
  unlocked: ({ by }) => `${by} ha vuelto a abrir la reunión.`,
  historyShown: ({ by }) => `${by} deja que quienes lleguen vean el chat anterior.`,
  historyHidden: ({ by }) => `${by} no deja que quienes lleguen vean el chat anterior.`,
  newPassphrase: ({ generation }) => `Se ha creado una frase secreta nueva (número ${generation}).`,
  split: ({ seconds }) =>
    `La reunión estuvo partida en dos durante ${counted(seconds, { one: 'segundo', other: 'segundos' })} y vuelve a ser una.`,
  recordingOn: ({ who }) => `${who} ha empezado a grabar.`,
  recordingOff: ({ who }) => `${who} ha dejado de grabar.`,
  ended: ({ by }) => `${by} ha terminado la reunión para todos.`,
};

function rules(policy: Policy): string {
  const [hosts, nobody] = [leftTo('authorities', policy, USES), leftTo('nobody', policy, USES)];
  if (hosts.length === 0 && nobody.length === 0) return 'Todos pueden hacerlo todo.';
  const parts = [
    ...(hosts.length === 0 ? [] : [`Solo anfitriones: ${list(hosts)}.`]),
    ...(nobody.length === 0 ? [] : [`Nadie: ${list(nobody)}.`]),
  ];
  return parts.join(' ');
}

export const logged = tellBy(sentences);
