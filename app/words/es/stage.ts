/** The words of the stage: what is large, what is left out, and how good the lines are. */

import type { Corner } from '../../stage/corners.ts';
import type { Words } from '../words.ts';
import { counted, people } from './count.ts';

export const stage: Words['stage'] = {
  view: 'Vista',
  layout: 'Disposición',
  grid: 'Vista de cuadrícula',
  gridHint: 'Todos del mismo tamaño',
  speaker: 'Vista de orador',
  speakerHint: 'Quien habla se ve en grande',
  floating: 'Mi propia imagen en una esquina',
  hideOwn: 'Ocultar mi propia imagen',
  hideOwnHint: 'Solo para usted: los demás le siguen viendo.',
  hideWithoutVideo: 'Ocultar a las personas sin vídeo',
  fullScreen: 'Pantalla completa',
  leaveFullScreen: 'Salir de la pantalla completa',
  inPicture: 'Imagen en imagen',
  inPictureFailed: 'El navegador no ha abierto una ventana pequeña.',
  pin: (name: string): string => `Fijar «${name}»`,
  unpin: (name: string): string => `Dejar de fijar «${name}»`,
  pinned: 'Imagen fijada',
  enlarge: (what: string): string => `Mostrar «${what}» en pantalla completa`,
  move: 'Mover mi imagen',
  moveHint: (corner: Corner): string =>
    `Está ${CORNERS[corner]}. Puede llevarla a otra esquina con las teclas de flecha o arrastrándola.`,
  previousPage: 'Página anterior',
  nextPage: 'Página siguiente',
  page: (page: number, pages: number): string => `Página ${page} de ${pages}`,
  hidden: (count: number): string => `Se oculta a ${people(count)} sin vídeo.`,
  hiddenShort: (count: number): string => counted(count, { one: 'oculta', other: 'ocultas' }),
  showHidden: 'Mostrar a todos',
  empty: 'Su propia imagen está oculta.',
  /** What the media server says; nobody here can check it. */
  quality: {
    good: 'Conexión buena',
    fair: 'Conexión regular',
    weak: 'Conexión débil',
    lost: 'Sin conexión',
  },
  qualitySaid: (quality: string): string => `${quality}, según el servidor de medios`,
};

const CORNERS: Readonly<Record<Corner, string>> = {
  topLeft: 'arriba a la izquierda',
  topRight: 'arriba a la derecha',
  bottomLeft: 'abajo a la izquierda',
  bottomRight: 'abajo a la derecha',
};
