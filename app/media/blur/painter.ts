/** Paints a frame with what is behind the person blurred. The network says for each pixel how likely it is person. */

import type { Network } from './network.ts';

/** The background is painted so many times smaller, and larger again in two steps: that blurs it, in any browser. */
const COARSE = 28;
const FINE = 7;
/** Below the first nothing is person, above the second all is; between them it fades. */
const EDGE = [0.25, 0.7] as const;
/** How much of the mask before stays: the edge would flicker else. */
const STAYS = 0.35;
/** A person does not move far from one frame to the next: each mask is good for so many. */
const FRAMES_PER_MASK = 2;

type Canvas = OffscreenCanvasRenderingContext2D;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function canvas(width: number, height: number, options: CanvasRenderingContext2DSettings = {}): Canvas {
  const context = new OffscreenCanvas(width, height).getContext('2d', options);
  if (!context) throw new Error('no canvas');
  context.imageSmoothingQuality = 'high';
  return context;
}

export class Painter {
  readonly #network: Network;
  readonly #seen: Canvas;
  readonly #mask: Canvas;
  readonly #alpha: ImageData;
  #sized: ReturnType<typeof canvasesFor> | undefined;
  #frames = 0;

  /** Throws where there is no canvas beside a page. */
  constructor(network: Network) {
    this.#network = network;
    const [height, width] = network.input.shape;
    this.#seen = canvas(width, height, { willReadFrequently: true });
    this.#mask = canvas(width, height);
    this.#alpha = new ImageData(width, height);
  }

  /** The frame, blurred; both are the caller's to close. */
  paint(frame: VideoFrame): VideoFrame {
    const { displayWidth: width, displayHeight: height } = frame;
    if (this.#sized?.width !== width || this.#sized.height !== height) {
      this.#sized = canvasesFor(width, height);
      this.#frames = 0;
    }
    const place = this.#fit(width, height);
    if (this.#frames++ % FRAMES_PER_MASK === 0) this.#look(frame, place);
    const { coarse, fine, person, out } = this.#sized;
    // Of a person's edge first, then of the frame within it.
    person.globalCompositeOperation = 'copy';
    person.drawImage(this.#mask.canvas, place.x, place.y, place.width, place.height, 0, 0, width, height);
    person.globalCompositeOperation = 'source-in';
    person.drawImage(frame, 0, 0, width, height);
    coarse.drawImage(frame, 0, 0, coarse.canvas.width, coarse.canvas.height);
    fine.drawImage(coarse.canvas, 0, 0, fine.canvas.width, fine.canvas.height);
    out.drawImage(fine.canvas, 0, 0, width, height);
    out.drawImage(person.canvas, 0, 0);
    return new VideoFrame(out.canvas, { timestamp: frame.timestamp, alpha: 'discard' });
  }

  /** Where a frame stands whole in the picture that the network sees, whatever its proportions. */
  #fit(width: number, height: number): Place {
    const [rows, columns] = this.#network.input.shape;
    const scale = Math.min(columns / width, rows / height);
    const fitted = { width: width * scale, height: height * scale };
    return { x: (columns - fitted.width) / 2, y: (rows - fitted.height) / 2, ...fitted };
  }

  #look(frame: VideoFrame, { x, y, width, height }: Place): void {
    const { input, output } = this.#network;
    const [rows, columns] = input.shape;
    this.#seen.clearRect(0, 0, columns, rows);
    this.#seen.drawImage(frame, x, y, width, height);
    const { data } = this.#seen.getImageData(0, 0, columns, rows);
    let at = 0;
    for (let place = 0; place < input.data.length; at += 4) {
      for (let colour = 0; colour < 3; colour++) input.data[place++] = (data[at + colour] ?? 0) / 255;
    }
    this.#network.run();
    const stays = this.#frames === 1 ? 0 : STAYS;
    const alpha = this.#alpha.data;
    for (let place = 0; place < output.data.length; place++) {
      const likely = ((output.data[place] ?? 0) - EDGE[0]) / (EDGE[1] - EDGE[0]);
      const now = Math.min(1, Math.max(0, likely)) * 255;
      alpha[4 * place + 3] = stays * (alpha[4 * place + 3] ?? 0) + (1 - stays) * now;
    }
    this.#mask.putImageData(this.#alpha, 0, 0);
  }
}

function canvasesFor(width: number, height: number) {
  const part = (size: number, by: number): number => Math.max(1, Math.round(size / by));
  return {
    width,
    height,
    coarse: canvas(part(width, COARSE), part(height, COARSE)),
    fine: canvas(part(width, FINE), part(height, FINE)),
    person: canvas(width, height),
    out: canvas(width, height, { alpha: false }),
  };
}
