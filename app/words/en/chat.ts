/** The words of the chat panel. */

import { counted } from './count.ts';

export const chat = {
  heading: 'Chat',
  messages: 'Messages',
  message: 'Message',
  placeholder: 'Write to everyone',
  send: 'Send',
  keys: 'Enter sends, Shift and Enter begin a new line.',
  empty: 'Nothing was written yet. Messages are encrypted like the call, and gone when the meeting is over.',
  before: 'Before you came — passed on by the host',
  since: 'Since you came',
  own: 'You',
  /** `over`: bytes, which are letters where they are Latin. */
  tooLong: (over: number): string =>
    `This message is too long, by ${counted(over, { one: 'letter', other: 'letters' })} or so. Shorten it, or send it in parts.`,
  forbiddenToAll: 'Nobody can write at the moment: the host switched the chat off.',
  forbiddenToYou: 'Only hosts can write at the moment.',
};
