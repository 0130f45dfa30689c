import { describe, expect, it } from 'vitest';
import { ATTACHED_MAX, Attachments, imagesOf } from '../../../app/chat/attachments.svelte.ts';
import { fitted, TRIES } from '../../../app/chat/shrink.ts';

const file = (name: string, type = 'image/png'): File => new File([name], name, { type });
/** Shrinks everything to its own name in small. */
const shrunk = async (blob: Blob): Promise<Blob> => new Blob([(await blob.text()).toLowerCase()]);
const texts = (one: Attachments): string[] =>
  one.list.map(({ picture }) => new TextDecoder().decode(picture));

describe('images to send', () => {
  it('are those that were picked, made small, in their order', async () => {
    const images = new Attachments(shrunk);
    await images.add([file('A'), file('B')]);
    expect(texts(images)).toEqual(['a', 'b']);
    images.remove(images.list[0]?.id ?? -1);
    expect(texts(images)).toEqual(['b']);
    expect([images.busy, images.trouble]).toEqual([false, undefined]);
  });

  it('are so many at once, and it is said', async () => {
    const images = new Attachments(shrunk);
    await images.add(Array.from({ length: ATTACHED_MAX + 2 }, (_, at) => file(`${at}`)));
    expect([images.list.length, images.trouble, images.busy]).toEqual([ATTACHED_MAX, 'tooMany', false]);
    images.remove(images.list[0]?.id ?? -1);
    expect(images.trouble).toBeUndefined();
  });

  it('are none that cannot be read; the others stay', async () => {
    const images = new Attachments(async (blob) => ((await blob.text()) === 'X' ? 'notAnImage' : blob));
    await images.add([file('A'), file('X')]);
    expect([texts(images), images.trouble]).toEqual([['A'], 'notAnImage']);
  });

  it('that come after all was sent are not put with the next message', async () => {
    let give: (blob: Blob) => void = () => undefined;
    const images = new Attachments(() => new Promise((resolve) => (give = resolve)));
    const adding = images.add([file('A')]);
    images.clear();
    give(new Blob(['a']));
    await adding;
    expect([images.list, images.busy]).toEqual([[], false]);
  });

  it('are found among other files', () => {
    const found = imagesOf([file('A'), file('B', 'application/pdf'), file('C', 'image/webp')]);
    expect(found.map(({ name }) => name)).toEqual(['A', 'C']);
    expect(imagesOf(undefined)).toEqual([]);
  });
});

describe('an image made small', () => {
  it('keeps its proportion, and never grows', () => {
    expect(fitted(4000, 3000, 1600)).toEqual({ width: 1600, height: 1200 });
    expect(fitted(300, 900, 1600)).toEqual({ width: 300, height: 900 });
    expect(fitted(20_000, 3, 1600)).toEqual({ width: 1600, height: 1 });
  });

  it('is tried larger and better first', () => {
    const worth = TRIES.map(({ side, quality }) => side * quality);
    expect(worth).toEqual(worth.toSorted((a, b) => b - a));
  });
});
