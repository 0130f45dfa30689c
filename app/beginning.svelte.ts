/**
 * How one comes to a meeting: a new room, a link, or a room that this device remembers, until it is known which
 * room it is and as what one is there. One for each vault; what comes up from another vault is not for it.
 */

import type { FromVault, RememberedRoom } from '../crypto/workers/protocol.ts';
import { type Hosting, mayRemember } from './connection/remembered.ts';
import type { WayBack } from './connection/wayBack.ts';
import { loadWordList } from './parts/wordList.ts';
import type { RoomView, Trouble } from './phase.ts';
import type { Shown } from './shown.svelte.ts';
import type { VaultLife } from './vaultLife.ts';

export interface BeginningOptions {
  readonly vault: VaultLife;
  readonly shown: Shown;
  readonly wayBack: WayBack;
  readonly handlers: {
    /** This is the room. */
    isIn(roomId: string, role: 'host' | 'joiner'): void;
    /** The prejoin can be shown; after a reload in the call, in place of it: straight in, as who one was. */
    ready(back: Hosting | undefined): void;
    /** It cannot go on; all is to begin anew. */
    failed(trouble: Trouble): void;
  };
}

export class Beginning {
  readonly #options: BeginningOptions;
  #room = $state.raw<RoomView | undefined>(undefined);
  /** What the vault was asked for. */
  #asked: 'newMeeting' | 'link' | 'goOn' | undefined;
  /** Rooms this device hosted, the newest first. */
  #remembered: readonly RememberedRoom[] = [];
  /** This tab was in a call as a host, and is to be there again. */
  #back: Hosting | undefined;
  /** Who asked for a passphrase of their own, and hears what became of it. */
  #passphraseAsked: ((trouble: Trouble | undefined) => void) | undefined;

  constructor(options: BeginningOptions) {
    this.#options = options;
  }

  /** Link and passphrase, where this device made the room or was told of them, as they are now. */
  get room(): RoomView | undefined {
    return this.#room;
  }

  newMeeting = async (): Promise<void> => {
    const { vault, wayBack, handlers } = this.#options;
    const words = await loadWordList();
    const workers = await vault.start();
    if (vault.ended) return;
    if (!words || !workers) return handlers.failed('notLoaded');
    this.#asked = 'newMeeting';
    wayBack.forget();
    workers.toVault({ type: 'makeRoom', origin: location.origin, words });
  };

  openLink = async (text: string): Promise<void> => {
    const { vault, wayBack, handlers } = this.#options;
    const workers = await vault.start();
    if (vault.ended) return;
    if (!workers) return handlers.failed('notLoaded');
    this.#asked = 'link';
    wayBack.keep({ by: 'knock', link: text });
    workers.toVault({ type: 'openLink', text, origin: location.origin });
  };

  /** Resolves to why this passphrase will not do, if it will not. */
  ownPassphrase = async (passphrase: string): Promise<Trouble | undefined> => {
    const workers = await this.#options.vault.workers;
    if (!workers) return 'outOfTurn';
    return new Promise((resolve) => {
      this.#passphraseAsked = resolve;
      workers.toVault({ type: 'ownPassphrase', passphrase });
    });
  };

  /**
   * Asks the vault for rooms of this device, if there can be any: a start page without them loads no vault. Where
   * there is a way `back` into one of them, it is gone at once.
   */
  recall = async (back?: Hosting): Promise<void> => {
    const { vault, shown } = this.#options;
    this.#back = back;
    if (back) shown.show({ at: 'waiting', state: { at: 'returning' } });
    const workers = (await mayRemember()) ? await vault.start() : undefined;
    if (vault.ended) return;
    if (workers) workers.toVault({ type: 'recall' });
    else this.#offer([]);
  };

  goOn = (): void => {
    const [newest] = this.#remembered;
    if (this.#options.shown.phase.at === 'start' && newest) this.#goOn(newest.roomId);
  };

  forgetRemembered = (): void => {
    const { vault, shown } = this.#options;
    const [newest, ...others] = this.#remembered;
    if (shown.phase.at !== 'start' || !newest) return;
    vault.tell({ type: 'forgetRoom', roomId: newest.roomId });
    this.#offer(others);
  };

  fromVault(message: FromVault): void {
    switch (message.type) {
      case 'room':
        return this.#hasRoom(message);
      case 'link':
        return this.#hasLink(message);
      case 'remembered':
        return this.#offer(message.rooms);
      case 'refused':
        return this.#refused(message);
      default:
        return;
    }
  }

  /** Who still waits for an answer gets none. */
  end(): void {
    this.#answerPassphrase('outOfTurn');
  }

  #goOn(roomId: string): void {
    this.#asked = 'goOn';
    this.#options.vault.tell({ type: 'goOn', roomId });
  }

  /** Offers the newest of these rooms at the start; goes straight on where a call was interrupted. */
  #offer(rooms: readonly RememberedRoom[]): void {
    const { shown } = this.#options;
    const [remembered] = (this.#remembered = [...rooms].sort((a, b) => b.at - a.at));
    const back = this.#back;
    if (back && rooms.some(({ roomId }) => roomId === back.roomId)) return this.#goOn(back.roomId);
    this.#back = undefined;
    const { phase } = shown;
    if (phase.at !== 'start' && !(phase.at === 'waiting' && back)) return;
    const trouble = phase.at === 'start' ? phase.trouble : undefined;
    shown.show({ at: 'start', ...(trouble && { trouble }), ...(remembered && { remembered }) });
  }

  #hasRoom({ roomId, inviteLink, passphrase, hostLink }: Extract<FromVault, { type: 'room' }>): void {
    const { shown, handlers } = this.#options;
    const room = (this.#room = { inviteLink, passphrase, hostLink });
    const { at } = shown.phase;
    // With a host link, or a remembered room, comes a `link` of its own.
    const made = at === 'start' && this.#asked === 'newMeeting';
    if (made) handlers.isIn(roomId, 'host');
    if (made || at === 'roomReady') shown.show({ at: 'roomReady', room });
    this.#answerPassphrase(undefined);
  }

  #hasLink({ role, roomId }: Extract<FromVault, { type: 'link' }>): void {
    const { shown, wayBack, handlers } = this.#options;
    handlers.isIn(roomId, role);
    const back = this.#back;
    this.#back = undefined;
    // A host link makes a host: it is not kept.
    if (role === 'host') wayBack.forget();
    if (role === 'host' && this.#asked !== 'goOn') return shown.show({ at: 'hostLink' });
    if (!back) shown.show({ at: 'prejoin', role });
    handlers.ready(back);
  }

  #refused({ of, reason }: Extract<FromVault, { type: 'refused' }>): void {
    switch (of) {
      case 'makeRoom':
      case 'openLink':
      case 'goOn':
        return this.#options.handlers.failed(reason);
      case 'recall':
        return this.#offer([]);
      case 'ownPassphrase':
        return this.#answerPassphrase(reason);
      default:
        return;
    }
  }

  #answerPassphrase(trouble: Trouble | undefined): void {
    this.#passphraseAsked?.(trouble);
    this.#passphraseAsked = undefined;
  }
}
