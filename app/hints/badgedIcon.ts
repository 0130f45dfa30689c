/** The favicon with a number on it. Pure. */

/** More digits cannot be read at this size. */
const MOST = 9;

/** Address of the icon with `count` on it, from 1 on; from ten on "9+". */
export function badgedIcon(count: number): string {
  const number = count > MOST ? `${MOST}+` : String(count);
  const drawn = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">`,
    `<path d="M5 30V14a11 11 0 0 1 22 0v16Z" fill="#0d6450"/>`,
    `<circle cx="21.5" cy="10.5" r="10.5" fill="#a3231f" stroke="#fff" stroke-width="1.5"/>`,
    `<text x="21.5" y="15.8" fill="#fff" font-family="sans-serif" font-weight="700" `,
    `font-size="${number.length > 1 ? 12 : 15}" text-anchor="middle">${number}</text></svg>`,
  ];
  return `data:image/svg+xml,${encodeURIComponent(drawn.join(''))}`;
}
