import { beforeEach, describe, expect, it } from 'vitest';
import { OpenPanel } from '../../app/views/openPanel.svelte.ts';
import type { Closable, PanelName } from '../../app/views/panels.ts';

describe('the panel beside a call', () => {
  let panel: OpenPanel;
  let loading: Map<PanelName, PromiseWithResolvers<Closable>>;

  /** What was pressed has come, or could not. */
  const comes = async (name: PanelName, failed = false): Promise<void> => {
    const { resolve, reject } = loading.get(name) ?? Promise.withResolvers();
    if (failed) reject(new Error('offline'));
    else resolve((() => undefined) as unknown as Closable);
    await Promise.resolve();
  };

  beforeEach(() => {
    loading = new Map();
    panel = new OpenPanel((name) => {
      const one = Promise.withResolvers<Closable>();
      loading.set(name, one);
      return one.promise;
    });
  });

  it('opens when it is loaded, and is to be closed when pressed again', async () => {
    expect(panel.wants('chat')).toBe(false);
    const opened = panel.open('chat');
    expect(panel.name).toBeUndefined();
    expect(panel.wants('chat')).toBe(true);
    await comes('chat');
    await opened;
    expect(panel.name).toBe('chat');
    expect(panel.wants('chat')).toBe(true);
    panel.close();
    expect(panel.shown).toBeUndefined();
    expect(panel.wants('chat')).toBe(false);
  });

  it('is the one pressed last, whichever is loaded first', async () => {
    const pressed = [panel.open('chat'), panel.open('people')];
    await comes('people');
    await comes('chat');
    await Promise.all(pressed);
    expect(panel.name).toBe('people');
  });

  it('does not open when it was closed while it was loaded', async () => {
    const pressed = panel.open('chat');
    panel.close();
    await comes('chat');
    await pressed;
    expect(panel.name).toBeUndefined();
  });

  it('stays when another cannot be loaded, which can be pressed anew', async () => {
    const chat = panel.open('chat');
    await comes('chat');
    await chat;
    const people = panel.open('people');
    await comes('people', true);
    await expect(people).rejects.toThrow('offline');
    expect(panel.name).toBe('chat');
    expect(panel.wants('people')).toBe(false);
    const anew = panel.open('people');
    await comes('people');
    await anew;
    expect(panel.name).toBe('people');
  });
});
