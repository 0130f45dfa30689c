/** The words of the keyboard shortcuts. */

import type { ShortcutId } from '../../keys/table.ts';

export const keys = {
  heading: 'Keyboard shortcuts',
  lead: 'In a call, while you are not typing.',
  does: {
    microphone: 'Microphone on or off',
    camera: 'Camera on or off',
    screen: 'Share your screen, or stop',
    hand: 'Raise or lower your hand',
    react: 'Reactions',
    chat: 'Chat',
    people: 'People',
    security: 'Security',
    help: 'This sheet',
    talk: 'Talk while you hold it, when muted',
    close: 'Close a panel or this sheet',
    helpAlways: 'This sheet, at any time',
  } satisfies Record<ShortcutId | 'talk' | 'close' | 'helpAlways', string>,
  names: { space: 'Space', escape: 'Esc', control: 'Ctrl' },
  singles: 'Shortcuts with a single key',
  singlesHint:
    'Hold the space bar to talk while you are muted (push to talk). Switch them off if you speak your commands, or press keys by accident.',
  said: {
    microphoneOn: 'Microphone on.',
    microphoneOff: 'Microphone off.',
    cameraOn: 'Camera on.',
    cameraOff: 'Camera off.',
    handUp: 'Your hand is raised.',
    handDown: 'Your hand is lowered.',
  },
};
