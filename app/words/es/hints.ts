/** The words for who looks elsewhere. */

import type { Words } from '../words.ts';
import { people } from './count.ts';

export const hints: Words['hints'] = {
  /** The title of the tab with how many wait and how many lines were written meanwhile. */
  counted: (count: number, title: string): string => `(${count > 99 ? '99+' : count}) ${title}`,
  /** A notification of the system. Without a name where none is to be shown. */
  waiting: (count: number, name: string | undefined): string => {
    if (count > 1) return `${people(count)} esperan para entrar`;
    return name === undefined ? 'Alguien está esperando' : `${name} está esperando`;
  },
  /** The same, to who waited. */
  letIn: 'Le han dejado entrar',
  hostWrites: 'El anfitrión le ha escrito',
  notLetIn: 'No le han dejado entrar',
  tellMe: 'Avisarme cuando no esté mirando',
  tellMeHint: 'El navegador se lo preguntará primero. La notificación no dice quién espera.',
  tellMeHintWaiting: 'El navegador se lo preguntará primero. La notificación no dice ningún nombre.',
  willTell: 'Recibirá una notificación cuando alguien llame a la puerta y esta página no esté a la vista.',
  willTellWaiting:
    'Recibirá una notificación cuando le dejen entrar o le escriban y esta página no esté a la vista.',
  willNotTell: 'El navegador no permite notificaciones de esta página.',
  heading: 'Cuando alguien llama a la puerta',
  headingWaiting: 'Mientras espera',
  chime: 'Tocar un timbre',
  notify: 'Mostrar una notificación cuando no esté mirando',
  notifyRefused:
    'El navegador no permite notificaciones de esta página. Puede cambiarlo en los ajustes del navegador.',
  notifyUnable: 'Este navegador no tiene notificaciones para páginas como esta.',
  names: 'Decir en la notificación quién espera',
  namesHint: 'Otras personas pueden ver la notificación, y el sistema puede conservarla.',
};
