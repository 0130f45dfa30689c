import type { Theme } from './preferences.ts';

/** Shows the page in a theme, and the window around it; `system` leaves it to the browser. */
export function showIn(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const of = (meta.dataset['theme'] ??= meta.media.includes('dark') ? 'dark' : 'light');
    if (theme === 'system') meta.media = `(prefers-color-scheme: ${of})`;
    else meta.media = of === theme ? 'all' : 'not all';
  }
}
