/** The small window that stays on top of all others: one of the page's own where there is such a thing, else a video. */

/** As far as it is needed; not every browser has it, and TypeScript does not know it. */
interface WindowMaker {
  requestWindow(size: { readonly width: number; readonly height: number }): Promise<Window>;
}

const SIZE = { width: 400, height: 300 };

const maker = (): WindowMaker | undefined =>
  Reflect.get(window, 'documentPictureInPicture') as WindowMaker | undefined;

/** Fetches what fills a small window, with its styles: that then gives what empties it. */
export type LoadFill = () => Promise<(target: HTMLElement) => () => void>;

export class InPicture {
  #close = $state.raw<(() => void) | undefined>(undefined);

  get possible(): boolean {
    return maker() !== undefined || document.pictureInPictureEnabled;
  }

  get open(): boolean {
    return this.#close !== undefined;
  }

  close = (): void => {
    this.#close?.();
    this.#close = undefined;
  };

  /**
   * Opens it, after a click only: with what `load` gives, or where only videos can be shown so, with `video`.
   * Whether it opened.
   */
  show = async (load: LoadFill, video: HTMLVideoElement | null): Promise<boolean> => {
    this.close();
    try {
      const windows = maker();
      if (windows) await this.#openWindow(windows, load);
      else if (video) await this.#openVideo(video);
      else return false;
      return true;
    } catch {
      return false;
    }
  };

  async #openWindow(windows: WindowMaker, load: LoadFill): Promise<void> {
    const small = await windows.requestWindow(SIZE);
    const close = (): void => small.close();
    this.#close = close;
    let empty: (() => void) | undefined;
    let gone = false;
    small.addEventListener('pagehide', () => {
      gone = true;
      empty?.();
      // By then another one may be open.
      if (this.#close === close) this.#close = undefined;
    });
    try {
      const fill = await load();
      if (gone) return;
      dress(small.document);
      empty = fill(small.document.body);
    } catch (error) {
      small.close();
      throw error;
    }
  }

  async #openVideo(video: HTMLVideoElement): Promise<void> {
    await video.requestPictureInPicture();
    const over = (): void => {
      this.#close = undefined;
    };
    video.addEventListener('leavepictureinpicture', over, { once: true });
    this.#close = () => {
      if (document.pictureInPictureElement === video)
        void document.exitPictureInPicture().catch(() => undefined);
    };
  }
}

/** The other document looks like this one: its language, its theme, its styles. */
function dress(other: Document): void {
  for (const { name, value } of document.documentElement.attributes)
    other.documentElement.setAttribute(name, value);
  other.title = document.title;
  const made: CSSStyleSheet[] = [];
  for (const sheet of document.styleSheets) {
    if (sheet.ownerNode instanceof HTMLLinkElement) other.head.append(sheet.ownerNode.cloneNode());
    else made.push(copyOf(sheet, other));
  }
  other.adoptedStyleSheets = made;
}

/** A sheet belongs to the document of the window that made it. */
function copyOf(sheet: CSSStyleSheet, other: Document): CSSStyleSheet {
  const copy = new (other.defaultView ?? window).CSSStyleSheet();
  copy.replaceSync(Array.from(sheet.cssRules, ({ cssText }) => cssText).join('\n'));
  return copy;
}
