/** What the keys do in a call. Said aloud, too: the focus may be far from the switch that changes. */

import { announcer } from '../parts/announcer.svelte.ts';
import { held } from '../parts/held.ts';
import type { MeetingView } from '../phase.ts';
import type { PanelName } from '../views/panels.ts';
import { words } from '../words/words.ts';
import type { ShortcutId } from './table.ts';

export type Deeds = Readonly<Record<Exclude<ShortcutId, 'help'>, () => void>>;

export interface CallMeans {
  readonly meeting: Pick<MeetingView, 'devices' | 'may' | 'me' | 'hands' | 'screenOn' | 'say'>;
  /** Opens this panel, or closes it. */
  readonly toggle: (panel: PanelName) => void;
  readonly switchScreen: (on: boolean) => void;
  /** Opens the reactions. */
  readonly react: () => void;
  /** The rules hold it: why. */
  readonly forbidden: (why: string) => void;
  /** Phones share no screen. */
  readonly canShare?: boolean;
}

const text = words.keys;

export function callDeeds({ meeting, canShare = true, ...means }: CallMeans): Deeds {
  const { devices } = meeting;
  /** Whether the rules hold it; then the person is told why. */
  const isHeld = (use: 'microphone' | 'camera' | 'screen', on: boolean): boolean => {
    const why = held(meeting, use, on);
    if (why !== undefined) means.forbidden(why);
    return why !== undefined;
  };
  return {
    microphone: () => {
      if (isHeld('microphone', devices.microphoneOn)) return;
      void devices.switchMicrophone(!devices.microphoneOn).then(() => {
        announcer.say(devices.microphoneOn ? text.said.microphoneOn : text.said.microphoneOff);
      });
    },
    camera: () => {
      if (isHeld('camera', devices.cameraOn)) return;
      void devices.switchCamera(!devices.cameraOn).then(() => {
        announcer.say(devices.cameraOn ? text.said.cameraOn : text.said.cameraOff);
      });
    },
    screen: () => {
      if (canShare && !isHeld('screen', meeting.screenOn)) means.switchScreen(!meeting.screenOn);
    },
    hand: () => {
      const up = meeting.me === undefined || !meeting.hands.includes(meeting.me.index);
      meeting.say({ say: 'hand', up });
      announcer.say(up ? text.said.handUp : text.said.handDown);
    },
    react: means.react,
    chat: () => means.toggle('chat'),
    people: () => means.toggle('people'),
    security: () => means.toggle('security'),
  };
}
