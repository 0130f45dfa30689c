import { describe, expect, it } from 'vitest';
import { isTalkKey, type Pressed, SHORTCUTS, shortcutOf } from '../../../app/keys/table.ts';
import { takesLetters, takesSpace } from '../../../app/keys/where.ts';
import { words } from '../../../app/words/words.ts';

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

describe('the table of keys', () => {
  it('has each key once, and a sentence for it', () => {
    expect(new Set(SHORTCUTS.map(({ key }) => key)).size).toBe(SHORTCUTS.length);
    expect(new Set(SHORTCUTS.map(({ id }) => id)).size).toBe(SHORTCUTS.length);
    for (const { id, key } of SHORTCUTS) {
      expect(key).toBe(key.toLowerCase());
      expect(words.keys.does[id].length).toBeGreaterThan(3);
    }
  });

  it('leads from each key to what it does, in capitals too', () => {
    for (const { id, key } of SHORTCUTS) {
      expect(shortcutOf(press(key), true)).toBe(id);
      expect(shortcutOf(press(key.toUpperCase()), true)).toBe(id);
    }
    expect(shortcutOf(press('q'), true)).toBeUndefined();
  });

  it('leaves to browser and system what is pressed with another key', () => {
    for (const { key } of SHORTCUTS)
      for (const held of ['ctrlKey', 'metaKey', 'altKey'] as const)
        expect(shortcutOf(press(key, { [held]: true }), true)).toBeUndefined();
    expect(shortcutOf(press('M', { shiftKey: true }), true)).toBeUndefined();
    expect(shortcutOf(press('?', { shiftKey: true }), true)).toBe('help');
  });

  it('goes by the letter on the key, and by its place where it bears no Latin one', () => {
    expect(shortcutOf(press('m', { code: 'Semicolon' }), true)).toBe('microphone');
    expect(shortcutOf(press(',', { code: 'KeyM' }), true)).toBeUndefined();
    expect(shortcutOf(press('ь', { code: 'KeyM' }), true)).toBe('microphone');
    expect(shortcutOf(press('Dead', { code: 'KeyQ' }), true)).toBeUndefined();
  });

  it('is out of force where single keys are off, but for the way to the sheet', () => {
    for (const { key } of SHORTCUTS) expect(shortcutOf(press(key), false)).toBeUndefined();
    expect(shortcutOf(press('/', { ctrlKey: true }), false)).toBe('help');
    expect(shortcutOf(press('/', { metaKey: true, shiftKey: true }), false)).toBe('help');
    expect(shortcutOf(press('/', { ctrlKey: true, altKey: true }), false)).toBeUndefined();
    expect(shortcutOf(press('/'), true)).toBeUndefined();
  });

  it('has the space bar alone to talk by', () => {
    expect(isTalkKey(press(' '))).toBe(true);
    for (const held of ['ctrlKey', 'metaKey', 'altKey', 'shiftKey'] as const)
      expect(isTalkKey(press(' ', { [held]: true }))).toBe(false);
  });
});

/** An element that is all of these. */
const element = (...selectors: readonly string[]): { closest: (selector: string) => unknown } => ({
  closest: (asked) => (asked.split(',').some((one) => selectors.includes(one)) ? {} : null),
});

describe('what has the focus', () => {
  it('keeps letters to itself where one types or chooses', () => {
    for (const one of ['input', 'textarea', 'select', '[role="combobox"]', '[role="dialog"]'])
      expect(takesLetters(element(one)), one).toBe(true);
    expect(takesLetters(element('button'))).toBe(false);
    expect(takesLetters(null)).toBe(false);
    expect(takesLetters(new EventTarget())).toBe(false);
  });

  it('keeps the space bar where it presses, types or scrolls', () => {
    for (const one of ['button', 'input', 'a[href]', 'summary', '[tabindex]:not([tabindex^="-"])'])
      expect(takesSpace(element(one), false), one).toBe(true);
    expect(takesSpace(element('h1'), false)).toBe(false);
  });

  it('leaves the space bar to the call where it would press again what was clicked', () => {
    for (const one of ['button', 'summary']) expect(takesSpace(element(one), true), one).toBe(false);
    for (const one of ['input', 'textarea']) expect(takesSpace(element(one), true), one).toBe(true);
  });
});
