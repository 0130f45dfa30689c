/** A text as a file on the person's device. */

/** How long the browser has to begin with the download. */
const KEPT_MS = 60_000;

/** Offers `text` (UTF-8) as a download called `name`, of this media type. Nothing goes over the network. */
export function saveText(name: string, text: string, type = 'text/plain'): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, KEPT_MS);
}
