/** The words of the settings, and of what devices do by themselves. */

import type { DeviceKind } from '../../phase.ts';
import type { Theme } from '../../settings/preferences.ts';

export const settings = {
  heading: 'Settings',
  lead: 'They hold on this device, for every meeting.',
  done: 'Done',

  soundHeading: 'Sound',
  level: 'Microphone level',
  muted: 'You are muted.',
  noiseSuppression: 'Noise suppression',
  noiseSuppressionHint: 'Takes out fans and typing. Off is better for music.',
  echoCancellation: 'Echo cancellation',
  echoCancellationHint: 'Switch it off only if you wear headphones.',
  mutedHint: 'Tell me when I speak while muted',
  mutedHintText:
    'This device listens for it, and nothing of it is sent. In some browsers the microphone stays in use while you are muted then.',
  testSpeaker: 'Test speaker',
  testing: 'You should hear two notes now…',
  tested: 'Heard nothing? Turn up the sound, or choose another speaker.',
  notTested: 'The browser could not play a sound there.',
  noSpeakerChoice:
    'This browser plays on the speaker that the system uses. Choose another in the settings of the system.',

  pictureHeading: 'Picture',
  ownPicture: 'Your camera as others see it',
  cameraOff: 'Your camera is off',
  blur: 'Blur my background',
  blurHint: 'Done on this device, before anything is sent. It takes computing power.',
  noBlur: 'This browser cannot blur the background. Chrome and Edge can.',
  blurStarting: 'The blur is being prepared. Until then nobody sees your camera.',
  dataSaver: 'Data saver',
  dataSaverHint: 'Sends and receives smaller pictures. Sound and shared screens stay as they are.',

  pageHeading: 'This page',
  theme: 'Theme',
  themes: { system: 'As on this device', light: 'Light', dark: 'Dark' } satisfies Record<Theme, string>,
  language: 'Language',
  browserLanguage: 'As in the browser',
};

export const devices = {
  /** `now` is what is used in its place, if it has a name. */
  gone: (kind: DeviceKind, label: string, now: string): string =>
    `${label || KINDS[kind]} was unplugged. ${now === '' ? USUAL[kind] : `${now} is used now.`}`,
  back: (kind: DeviceKind, label: string): string =>
    `${label || KINDS[kind]} is plugged in again, and is in use.`,
  noBlur: {
    unable: 'This browser cannot blur your background, so your camera was switched off.',
    slow: 'This device is too slow to blur your background, so your camera was switched off.',
  },
  noBlurNext: 'Switch it on again to show it without blur.',
  unheard: 'You are muted, so nobody hears you.',
  unmute: 'Unmute',
};

const KINDS: Readonly<Record<DeviceKind, string>> = {
  microphone: 'The microphone',
  camera: 'The camera',
  speaker: 'The speaker',
};

const USUAL: Readonly<Record<DeviceKind, string>> = {
  microphone: 'The usual microphone is used now.',
  camera: 'The usual camera is used now.',
  speaker: 'The usual speaker is used now.',
};
