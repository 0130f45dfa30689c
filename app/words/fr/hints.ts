/** The words for who looks elsewhere. */

import type { Words } from '../words.ts';
import { people } from './count.ts';

export const hints: Words['hints'] = {
  /** The title of the tab with how many wait and how many lines were written meanwhile. */
  counted: (count: number, title: string): string => `(${count > 99 ? '99+' : count}) ${title}`,
  /** A notification of the system. Without a name where none is to be shown. */
  waiting: (count: number, name: string | undefined): string => {
    if (count > 1) return `${people(count)} attendent pour entrer`;
    return `${name ?? 'Quelqu’un'} attend pour entrer`;
  },
  /** The same, to who waited. */
  letIn: 'On vous a fait entrer',
  hostWrites: 'L’hôte vous a écrit',
  notLetIn: 'On ne vous a pas fait entrer',
  tellMe: 'Me prévenir quand je regarde ailleurs',
  tellMeHint: 'Le navigateur vous le demandera d’abord. La notification ne dit pas qui attend.',
  tellMeHintWaiting: 'Le navigateur vous le demandera d’abord. La notification ne donne aucun nom.',
  willTell:
    'Vous recevrez une notification quand quelqu’un frappera et que cette page ne sera pas au premier plan.',
  willTellWaiting:
    'Vous recevrez une notification quand on vous fera entrer ou qu’on vous écrira et que cette page ne sera pas au premier plan.',
  willNotTell: 'Le navigateur ne permet pas les notifications pour cette page.',
  heading: 'Quand quelqu’un frappe',
  headingWaiting: 'Pendant que vous attendez',
  chime: 'Jouer un carillon',
  notify: 'Afficher une notification quand je regarde ailleurs',
  notifyRefused:
    'Le navigateur ne permet pas les notifications pour cette page. Vous pouvez changer cela dans ses réglages.',
  notifyUnable: 'Ce navigateur n’a pas de notifications pour les pages comme celle-ci.',
  names: 'Y indiquer qui attend',
  namesHint: 'D’autres peuvent voir la notification, et le système peut la garder.',
};
