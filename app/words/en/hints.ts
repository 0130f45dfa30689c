/** The words for who looks elsewhere. */

import { people } from './count.ts';

export const hints = {
  /** The title of the tab with how many wait and how many lines were written meanwhile. */
  counted: (count: number, title: string): string => `(${count > 99 ? '99+' : count}) ${title}`,
  /** A notification of the system. Without a name where none is to be shown. */
  waiting: (count: number, name: string | undefined): string => {
    if (count > 1) return `${people(count)} are waiting to be let in`;
    return name === undefined ? 'Somebody is waiting' : `${name} is waiting`;
  },
  /** The same, to who waited. */
  letIn: 'You were let in',
  hostWrites: 'The host wrote to you',
  notLetIn: 'You were not let in',
  tellMe: 'Tell me when I look elsewhere',
  tellMeHint: 'The browser asks you first. The notification does not say who is waiting.',
  tellMeHintWaiting: 'The browser asks you first. The notification gives no names.',
  willTell: 'You will get a notification when somebody knocks and this page is not in front.',
  willTellWaiting:
    'You will get a notification when you are let in or written to, and this page is not in front.',
  willNotTell: 'The browser allows no notifications for this page.',
  heading: 'When somebody knocks',
  headingWaiting: 'While you wait',
  chime: 'Play a chime',
  notify: 'Show a notification while I look elsewhere',
  notifyRefused: 'The browser allows no notifications for this page. You can change that in its settings.',
  notifyUnable: 'This browser has no notifications for pages like this one.',
  names: 'Say in it who is waiting',
  namesHint: 'Others may see the notification, and the system may keep it.',
};
