/** When the call is over: asks how it was, and shows a host what the others thought. */

import type { Bytes } from '../../crypto/brands.ts';
import type { FromVault, Rating, ToVault } from '../../crypto/workers/protocol.ts';
import type { AfterView, Stars } from '../phase.ts';
import { RATING_POSTS, type RatingPosts } from './post.ts';

/** The vault of the meeting that was. */
export interface PartedVault {
  tell(message: ToVault): void;
  end(): void;
}

/** How often a host looks for new ratings. */
const LOOK_MS = 10_000;
/** How long the vault may take to seal. */
const SEAL_MS = 5_000;

export class Afterwards implements AfterView {
  readonly host: boolean;
  readonly #vault: PartedVault;
  readonly #posts: RatingPosts;
  #state = $state.raw<AfterView['state']>('asked');
  #ratings = $state.raw<readonly Rating[]>([]);
  #place: Bytes | undefined;
  #sealed: ((sealed: Bytes | undefined) => void) | undefined;
  #looking: ReturnType<typeof setInterval> | undefined;

  /** Has the vault forget all keys but the one for ratings. */
  constructor(vault: PartedVault, host: boolean, posts: RatingPosts = RATING_POSTS) {
    this.#vault = vault;
    this.host = host;
    this.#posts = posts;
    vault.tell({ type: 'part' });
  }

  get state(): AfterView['state'] {
    return this.#state;
  }

  get ratings(): readonly Rating[] {
    return this.#ratings;
  }

  fromVault(message: FromVault): void {
    switch (message.type) {
      case 'parted':
        this.#place = message.place;
        if (this.host) this.#look();
        return;
      case 'rating':
        return this.#sealed?.(message.sealed);
      case 'refused':
        if (message.of === 'rate') this.#sealed?.(undefined);
        return;
      case 'ratings':
        this.#ratings = [...this.#ratings, ...message.ratings];
        return;
      default:
        return;
    }
  }

  rate = async (stars: Stars, comment: string): Promise<void> => {
    if (this.#state !== 'asked' && this.#state !== 'failed') return;
    this.#state = 'sending';
    if (!(await this.#posts.count(stars))) return void (this.#state = 'failed');
    this.#state = this.host || (await this.#toHost(stars, comment)) ? 'sent' : 'counted';
  };

  end(): void {
    clearInterval(this.#looking);
    this.#sealed?.(undefined);
    this.#vault.end();
  }

  async #toHost(stars: Stars, comment: string): Promise<boolean> {
    const place = this.#place;
    if (!place) return false;
    const sealing = new Promise<Bytes | undefined>((resolve) => {
      this.#sealed = resolve;
      setTimeout(resolve, SEAL_MS);
    });
    this.#vault.tell({ type: 'rate', stars, comment });
    const sealed = await sealing;
    return sealed !== undefined && this.#posts.keep(place, sealed);
  }

  #look(): void {
    const look = async (): Promise<void> => {
      const sealed = this.#place ? await this.#posts.taken(this.#place) : [];
      if (sealed.length > 0) this.#vault.tell({ type: 'openRatings', sealed });
    };
    void look();
    this.#looking = setInterval(() => void look(), LOOK_MS);
  }
}
