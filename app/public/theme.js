// Runs before the first picture of the page: any later, and it would change colour before one's eyes.
try {
  const { theme } = JSON.parse(localStorage.getItem('conclave/settings') ?? '{}');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Nothing is kept here: the system's theme it is.
}
