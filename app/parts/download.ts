/** A file made in this page, for the person's device. Nothing goes over the network. */

/** Long enough for the browser to begin with the download. */
const KEPT_MS = 60_000;

/** Offers `file` as a download called `name`; lets go of it after `keptFor`, in milliseconds. */
export function download(name: string, file: Blob, keptFor = KEPT_MS): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, keptFor);
}

/** Offers a text (UTF-8) of this media type so. */
export function downloadText(name: string, text: string, type = 'text/plain'): void {
  download(name, new Blob([text], { type: `${type};charset=utf-8` }));
}
