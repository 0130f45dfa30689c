/** Every key that does something in a call: handler and help sheet both come from here. */

export type ShortcutId =
  'microphone' | 'camera' | 'screen' | 'hand' | 'react' | 'chat' | 'people' | 'security' | 'help';

export interface Shortcut {
  readonly id: ShortcutId;
  /** The character it is typed by, small. Nothing of a browser hangs on a single one of these. */
  readonly key: string;
  /** For keyboards that do not write Latin letters: which key has it on one that does. */
  readonly code?: string;
}

/** Single keys; a person can switch them all off (WCAG 2.1.4). */
export const SHORTCUTS: readonly Shortcut[] = [
  { id: 'microphone', key: 'm', code: 'KeyM' },
  { id: 'camera', key: 'v', code: 'KeyV' },
  { id: 'screen', key: 's', code: 'KeyS' },
  { id: 'hand', key: 'h', code: 'KeyH' },
  { id: 'react', key: 'r', code: 'KeyR' },
  { id: 'chat', key: 'c', code: 'KeyC' },
  { id: 'people', key: 'p', code: 'KeyP' },
  { id: 'security', key: 'e', code: 'KeyE' },
  { id: 'help', key: '?' },
];

/** Held down while one talks. */
const TALK_KEY = ' ';
/** With Ctrl, or the command key: opens the help sheet also where single keys are off. */
export const HELP_KEY = '/';

/** What a press says of itself. */
export type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** What this press asks for; undefined where it is none of ours. `singles`: whether single keys count. */
export function shortcutOf(pressed: Pressed, singles: boolean): ShortcutId | undefined {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = pressed;
  if (key === HELP_KEY && ctrlKey !== metaKey && !altKey) return 'help';
  if (!singles || ctrlKey || metaKey || altKey) return undefined;
  const typed = key.toLowerCase();
  const latin = /^[\x20-\x7e]$/.test(typed);
  const found = SHORTCUTS.find((one) =>
    latin ? one.key === typed : one.code !== undefined && one.code === code,
  );
  // A letter is meant without Shift; the question mark needs it on most keyboards.
  return found?.code !== undefined && shiftKey ? undefined : found?.id;
}

/** Whether this press is the one to talk by. */
export const isTalkKey = ({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed): boolean =>
  key === TALK_KEY && !ctrlKey && !metaKey && !altKey && !shiftKey;
