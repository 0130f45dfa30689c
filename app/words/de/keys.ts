/** The words of the keyboard shortcuts. */

import type { Words } from '../words.ts';

export const keys: Words['keys'] = {
  heading: 'Tastenkürzel',
  lead: 'Während eines Gesprächs, solange Sie nicht tippen.',
  does: {
    microphone: 'Mikrofon ein oder aus',
    camera: 'Kamera ein oder aus',
    screen: 'Bildschirm teilen oder damit aufhören',
    hand: 'Hand heben oder senken',
    react: 'Reaktionen',
    chat: 'Chat',
    people: 'Personen',
    security: 'Sicherheit',
    help: 'Diese Übersicht',
    talk: 'Sprechen, solange Sie drücken, wenn Sie stumm sind',
    close: 'Seitenleiste oder diese Übersicht schließen',
    helpAlways: 'Diese Übersicht, jederzeit',
  },
  names: { space: 'Leertaste', escape: 'Esc', control: 'Strg' },
  singles: 'Kürzel mit nur einer Taste',
  singlesHint:
    'Halten Sie die Leertaste gedrückt, um zu sprechen, während Sie stumm sind (Sprechtaste). Schalten Sie die Kürzel aus, wenn Sie Befehle sprechen oder manchmal versehentlich Tasten drücken.',
  said: {
    microphoneOn: 'Mikrofon ein.',
    microphoneOff: 'Mikrofon aus.',
    cameraOn: 'Kamera ein.',
    cameraOff: 'Kamera aus.',
    handUp: 'Ihre Hand ist gehoben.',
    handDown: 'Ihre Hand ist gesenkt.',
  },
};
