/** Which browser is at hand: only for saying where its permission settings are. */

export type Browser =
  | ('chrome' | 'edge' | 'firefox' | 'safari')
  | ('chromePhone' | 'firefoxPhone' | 'safariPhone')
  /** Any browser but Safari on an iPhone or iPad: the system itself gives it camera and microphone. */
  | 'iphoneOther'
  | 'other';

/**
 * The kind of browser behind this user agent text. `touchPoints`: how many fingers its screen tells apart, since
 * Safari on an iPad says that it is on a Mac.
 */
export function browserOf(userAgent: string, touchPoints = 0): Browser {
  const has = (pattern: RegExp): boolean => pattern.test(userAgent);
  if (has(/iPhone|iPad/)) return has(/CriOS|FxiOS|EdgiOS|OPT\//) ? 'iphoneOther' : 'safariPhone';
  if (has(/Android/)) return has(/Firefox\//) ? 'firefoxPhone' : 'chromePhone';
  if (has(/Firefox\//)) return 'firefox';
  if (has(/Edg\//)) return 'edge';
  if (has(/Chrome\//)) return 'chrome';
  if (has(/Safari\//)) return touchPoints > 1 ? 'safariPhone' : 'safari';
  return 'other';
}
