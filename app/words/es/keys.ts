/** The words of the keyboard shortcuts. */

import type { Words } from '../words.ts';

export const keys: Words['keys'] = {
  heading: 'Atajos de teclado',
  lead: 'En una llamada, mientras no esté escribiendo.',
  does: {
    microphone: 'Encender o apagar el micrófono',
    camera: 'Encender o apagar la cámara',
    screen: 'Compartir su pantalla o dejar de compartirla',
    hand: 'Levantar o bajar la mano',
    react: 'Reacciones',
    chat: 'Chat',
    people: 'Personas',
    security: 'Seguridad',
    help: 'Esta ayuda',
    talk: 'Hablar mientras la mantiene pulsada, con el micrófono apagado',
    close: 'Cerrar un panel o esta ayuda',
    helpAlways: 'Esta ayuda, en cualquier momento',
  },
  names: { space: 'Espacio', escape: 'Esc', control: 'Ctrl' },
  singles: 'Atajos de una sola tecla',
  singlesHint:
    'Con el micrófono apagado, mantenga pulsada la barra espaciadora para hablar. Desactívelos si da órdenes con la voz o si pulsa teclas sin querer.',
  said: {
    microphoneOn: 'Micrófono encendido.',
    microphoneOff: 'Micrófono apagado.',
    cameraOn: 'Cámara encendida.',
    cameraOff: 'Cámara apagada.',
    handUp: 'Su mano está levantada.',
    handDown: 'Su mano está bajada.',
  },
};
