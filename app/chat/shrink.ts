/**
 * An image somebody picked, as a picture to send: drawn anew, so that nothing of the file but what is seen goes along, and
 * made small enough for one message. The vault looks at it once more before it is sealed.
 */

import { PICTURE_BYTES_MAX } from '../../crypto/picture.ts';

/** The longer side, in pixels, and how well it is kept; the first that fits is taken. */
export const TRIES = [
  { side: 1600, quality: 0.85 },
  { side: 1600, quality: 0.7 },
  { side: 1280, quality: 0.6 },
  { side: 960, quality: 0.5 },
  { side: 640, quality: 0.5 },
] as const;
/** Bytes of a file that is looked at at all. */
const FILE_BYTES_MAX = 50_000_000;
const TYPE = 'image/jpeg';

export type NotSent = 'notAnImage' | 'imageTooLarge';

/** Sides that keep their proportion, the longer one at most `side`, none below 1; never larger than before. */
export function fitted(width: number, height: number, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** A JPEG of at most `PICTURE_BYTES_MAX` bytes, or why there is none. Transparent parts become white. */
export async function shrink(file: Blob): Promise<Blob | NotSent> {
  if (file.size > FILE_BYTES_MAX) return 'imageTooLarge';
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return 'notAnImage';
  }
  try {
    for (const { side, quality } of TRIES) {
      const blob = await drawn(bitmap, side, quality);
      if (blob?.type !== TYPE) return 'notAnImage';
      if (blob.size <= PICTURE_BYTES_MAX) return blob;
    }
    return 'imageTooLarge';
  } finally {
    bitmap.close();
  }
}

function drawn(bitmap: ImageBitmap, side: number, quality: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, fitted(bitmap.width, bitmap.height, side));
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) return Promise.resolve(null);
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => {
    canvas.toBlob(resolve, TYPE, quality);
  });
}
