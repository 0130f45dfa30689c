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
  beforeImages: 'Images from before you came are not passed on.',
  since: 'Since you came',
  own: 'You',
  addImage: 'Add image',
  attached: 'Images to send',
  attachedImage: (place: number): string => `Image ${place} to send`,
  removeImage: (place: number): string => `Take out image ${place}`,
  preparing: 'Preparing the image…',
  notAnImage: 'This browser cannot read that image.',
  imageTooLarge: 'That image is too large to send.',
  tooManyImages: (most: number): string => `You can send ${most} images at a time.`,
  imageFrom: (name: string): string => `Image from ${name}`,
  ownImage: 'Image from you',
  imageGone: 'An image that is no longer kept.',
  imageBroken: 'An image that cannot be shown.',
  saveImage: 'Save image',
  imageFile: (day: string): string => `Image ${day}.jpg`,
  /** `over`: bytes, which are letters where they are Latin. */
  tooLong: (over: number): string =>
    `This message is too long, by ${counted(over, { one: 'letter', other: 'letters' })} or so. Shorten it, or send it in parts.`,
  forbiddenToAll: 'Nobody can write at the moment: the host switched the chat off.',
  forbiddenToYou: 'Only hosts can write at the moment.',
  notNow: 'Nothing can be sent right now. What you wrote stays here: try again in a moment.',
};
