import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { glide } from '../../../app/stage/glide.ts';

const animate = vi.fn();
const WHOLE = { x: 0, y: 0, width: 800, height: 400 };
const RIGHT = { x: 400, y: 100, width: 400, height: 200 };

/** A tile that is here and then there, on such a machine. */
async function moved(
  machine: { readonly cores?: number; readonly reduced?: boolean },
  from = WHOLE,
  to = RIGHT,
  held = false,
): Promise<void> {
  vi.stubGlobal('navigator', { hardwareConcurrency: machine.cores ?? 8 });
  vi.stubGlobal('matchMedia', () => ({ matches: machine.reduced ?? false }));
  // What the person asked for is looked up once.
  vi.resetModules();
  const module: { readonly glide: typeof glide } = await import('../../../app/stage/glide.ts');
  let rect = from;
  const attachment = module.glide(
    () => rect,
    () => held,
  );
  const element = { animate } as unknown as HTMLElement;
  attachment(element);
  expect(animate).not.toHaveBeenCalled();
  rect = to;
  attachment(element);
}

describe('a tile', () => {
  beforeEach(() => animate.mockClear());
  afterEach(() => vi.unstubAllGlobals());

  it('glides from where it was, as large as it was', async () => {
    await moved({});
    expect(animate.mock.calls).toEqual([
      [
        [{ transform: 'translate(-400px, -100px) scale(2, 2)' }, { transform: 'none' }],
        expect.objectContaining({ duration: 220 }),
      ],
    ]);
  });

  it('stays where it is', async () => {
    await moved({}, RIGHT, { ...RIGHT });
    expect(animate).not.toHaveBeenCalled();
  });

  it.each([
    ['for whoever wants no motion', { reduced: true }, false],
    ['on a machine that has no core left for it', { cores: 2 }, false],
    ['while a finger holds it', {}, true],
  ])('is there at once %s', async (_, machine, held) => {
    await moved(machine, WHOLE, RIGHT, held);
    expect(animate).not.toHaveBeenCalled();
  });
});
