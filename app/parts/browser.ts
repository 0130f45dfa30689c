/** Which browser is at hand: only for saying where its permission settings are. */

export type Browser = 'chromium' | 'firefox' | 'safari' | 'iphone' | 'android' | 'other';

/** The kind of browser behind this user agent text. */
export function browserOf(userAgent: string): Browser {
  if (/iPhone|iPad/.test(userAgent)) return 'iphone';
  if (/Android/.test(userAgent)) return 'android';
  if (/Firefox\//.test(userAgent)) return 'firefox';
  if (/Chrome\//.test(userAgent)) return 'chromium';
  if (/Safari\//.test(userAgent)) return 'safari';
  return 'other';
}
