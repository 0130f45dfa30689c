/** What a person prefers on this device. It says nothing about anybody, and nothing about any meeting. */

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Preferences {
  readonly theme: Theme;
  /** Smaller pictures, both ways. */
  readonly dataSaver: boolean;
  readonly noiseSuppression: boolean;
  readonly echoCancellation: boolean;
  /** What is behind the person is blurred before it is sent. */
  readonly blur: boolean;
  /** Single keys do things in a call; the space bar is held to talk. */
  readonly singleKeys: boolean;
  /** Who speaks while muted is told so. */
  readonly mutedHint: boolean;
  /** A chime when somebody knocks. */
  readonly chime: boolean;
  /** The system's own notifications, where the browser was allowed to show them; `names`: they say who it is. */
  readonly notify: boolean;
  readonly names: boolean;
}

/**
 * What holds before anybody chose. The hint for who speaks while muted listens on the device: it is on by itself
 * only in browsers of Chromium's kind, where the microphone stays open while muted anyway. Firefox lets go of it,
 * and the hint would light its sign.
 */
export const defaultsFor = (userAgent: string): Preferences => ({
  theme: 'system',
  dataSaver: false,
  noiseSuppression: true,
  echoCancellation: true,
  blur: false,
  singleKeys: true,
  mutedHint: /Chrome\//.test(userAgent),
  chime: true,
  notify: true,
  names: false,
});

const oneOf =
  <T extends string>(values: readonly T[]) =>
  (value: unknown): value is T =>
    values.some((known) => known === value);
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';

const CHECKS: { readonly [K in keyof Preferences]: (value: unknown) => value is Preferences[K] } = {
  theme: oneOf(THEMES),
  dataSaver: isBoolean,
  noiseSuppression: isBoolean,
  echoCancellation: isBoolean,
  blur: isBoolean,
  singleKeys: isBoolean,
  mutedHint: isBoolean,
  chime: isBoolean,
  notify: isBoolean,
  names: isBoolean,
};

/** The preferences in what was kept, whatever it is: each that makes sense, and nothing else. */
export function chosenIn(kept: unknown): Partial<Preferences> {
  if (typeof kept !== 'object' || kept === null) return {};
  const found = Object.entries(CHECKS).flatMap(([key, isRight]) => {
    const value: unknown = Object.hasOwn(kept, key) ? Reflect.get(kept, key) : undefined;
    return isRight(value) ? [[key, value] as const] : [];
  });
  return Object.fromEntries(found);
}
