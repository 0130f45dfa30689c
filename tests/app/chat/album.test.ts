import { describe, expect, it, vi } from 'vitest';
import type { MemberIndex } from '../../../crypto/brands.ts';
import type { Heard } from '../../../crypto/workers/protocol.ts';
import { Album, ALL_MAX, OF_ONE_MAX } from '../../../app/chat/album.ts';
import { Spoken } from '../../../app/people/spoken.svelte.ts';

const image = (at: number, from: number): Extract<Heard, { say: 'image' }> => ({
  say: 'image',
  picture: new Uint8Array([0xff, 0xd8, at]),
  width: 8,
  height: 6,
  id: `i${at}`,
  index: from as MemberIndex,
  label: `N${from}`,
  own: false,
  at,
});

describe('the pictures of the chat', () => {
  it('are JPEGs to the browser, and nothing else', async () => {
    const { url } = new Album().add(image(1, 1));
    const blob = await (await fetch(url)).blob();
    expect([blob.type, blob.size]).toEqual(['image/jpeg', 3]);
  });

  it('of one person take no room from the others', () => {
    const album = new Album();
    album.add(image(0, 2));
    const gone = Array.from({ length: OF_ONE_MAX + 3 }, (_, at) => [
      ...album.add(image(at + 1, 1)).gone,
    ]).flat();
    expect(gone).toEqual(['i1', 'i2', 'i3']);
  });

  it('are so many, the newest; the others are freed', () => {
    const album = new Album();
    const freed = vi.spyOn(URL, 'revokeObjectURL');
    const gone = Array.from({ length: ALL_MAX + 1 }, (_, at) => [
      ...album.add(image(at, at % 10)).gone,
    ]).flat();
    expect(gone).toEqual(['i0']);
    expect(freed).toHaveBeenCalledTimes(1);
    album.end();
    expect(freed).toHaveBeenCalledTimes(1 + ALL_MAX);
    freed.mockRestore();
  });

  it('are lines of the chat, which say so when their picture is gone', () => {
    const spoken = new Spoken();
    for (let at = 0; at <= OF_ONE_MAX; at += 1) spoken.fromVault({ type: 'heard', heard: image(at, 1) });
    spoken.fromVault({ type: 'heard', heard: image(OF_ONE_MAX, 1) });
    expect(spoken.chat).toHaveLength(OF_ONE_MAX + 1);
    expect(spoken.chat[0]?.image).toEqual({ url: undefined, width: 8, height: 6 });
    expect(spoken.chat[1]?.image?.url).toMatch(/^blob:/);
    spoken.end();
    expect(spoken.chat.every((line) => line.image?.url === undefined)).toBe(true);
  });
});
