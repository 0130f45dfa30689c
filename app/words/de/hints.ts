/** The words for who looks elsewhere. */

import type { Words } from '../words.ts';
import { people } from './count.ts';

export const hints: Words['hints'] = {
  /** The title of the tab with how many wait and how many lines were written meanwhile. */
  counted: (count: number, title: string): string => `(${count > 99 ? '99+' : count}) ${title}`,
  /** A notification of the system. Without a name where none is to be shown. */
  waiting: (count: number, name: string | undefined): string => {
    if (count > 1) return `${people(count)} warten auf Einlass`;
    return `${name ?? 'Jemand'} wartet auf Einlass`;
  },
  /** The same, to who waited. */
  letIn: 'Sie wurden hereingelassen',
  hostWrites: 'Der Host hat Ihnen geschrieben',
  notLetIn: 'Sie wurden nicht hereingelassen',
  tellMe: 'Bescheid geben, wenn ich gerade nicht hinsehe',
  tellMeHint: 'Der Browser fragt Sie vorher. In der Benachrichtigung steht nicht, wer wartet.',
  tellMeHintWaiting: 'Der Browser fragt Sie vorher. In der Benachrichtigung stehen keine Namen.',
  willTell:
    'Sie bekommen eine Benachrichtigung, wenn jemand anklopft und diese Seite nicht im Vordergrund ist.',
  willTellWaiting:
    'Sie bekommen eine Benachrichtigung, wenn Sie hereingelassen werden oder der Host Ihnen schreibt und diese Seite nicht vorn ist.',
  willNotTell: 'Der Browser erlaubt dieser Seite keine Benachrichtigungen.',
  heading: 'Wenn jemand anklopft',
  headingWaiting: 'Während Sie warten',
  chime: 'Einen Ton abspielen',
  notify: 'Eine Benachrichtigung zeigen, wenn ich gerade nicht hinsehe',
  notifyRefused:
    'Der Browser erlaubt dieser Seite keine Benachrichtigungen. In seinen Einstellungen können Sie das ändern.',
  notifyUnable: 'Dieser Browser hat für Seiten wie diese keine Benachrichtigungen.',
  names: 'Darin nennen, wer wartet',
  namesHint: 'Vielleicht sehen andere die Benachrichtigung, und vielleicht bewahrt das System sie auf.',
};
