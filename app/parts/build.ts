/** Which build a tab runs, by the page's import map: it has the hash of every script that the browser may run here. */

/** Of a fingerprint that is shown: hexadecimal digits, and how many stand together. */
const DIGITS = 32;
const TOGETHER = 4;

/** The fingerprint of an import map: the first 16 bytes of its SHA-256, in groups of four digits. `npm run build` prints the same. */
export async function fingerprintOf(importMap: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(importMap)));
  const digits = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return (digits.slice(0, DIGITS).match(new RegExp(`.{${TOGETHER}}`, 'g')) ?? []).join(' ');
}

/** Of this page; undefined where it was not built (`npm run dev`). */
export async function ownFingerprint(): Promise<string | undefined> {
  const map = document.querySelector('script[type="importmap"]')?.textContent;
  return map ? fingerprintOf(map) : undefined;
}
