// Runs before the first picture of the page: any later, and it would change colour before one's eyes.
// The key and what lies there are those of app/settings/kept.ts.
try {
  const theme = JSON.parse(localStorage.getItem('conclave/settings') ?? '{}')?.theme;
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // No storage, or something else was written there: the theme of the system holds.
}
