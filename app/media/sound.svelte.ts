/** Plays the others' sound, and hears who speaks. */

import { LOOK_MS, Loudness, wakeMeasuring } from './loudness.ts';
import type { RemoteMedia } from './subscriptions.ts';

interface Voice {
  readonly track: MediaStreamTrack;
  /** Not in the document: views come and go, sound stays. */
  readonly player: HTMLAudioElement;
  readonly loudness: Loudness;
}

export class Sound {
  readonly #voices = new Map<string, Voice>();
  readonly #looking = setInterval(() => {
    this.#listen();
  }, LOOK_MS);
  readonly #speaker: () => string | undefined;
  readonly #stopFollowing: () => void;
  #blocked = $state.raw(false);
  #speaking = $state.raw<ReadonlySet<string>>(new Set());

  /** `speaker` is the id of the speaker to play on; undefined is the usual one. */
  constructor(speaker: () => string | undefined = () => undefined) {
    this.#speaker = speaker;
    this.#stopFollowing = $effect.root(() => {
      $effect(() => {
        const id = speaker();
        for (const { player } of this.#voices.values()) playOn(player, id);
      });
    });
  }

  /** The browser plays nothing until somebody clicks. */
  get blocked(): boolean {
    return this.#blocked;
  }

  /** Ids of the media in which somebody speaks. */
  get speaking(): ReadonlySet<string> {
    return this.#speaking;
  }

  /** Plays the sound among these, and nothing else. */
  play(media: readonly RemoteMedia[]): void {
    const wanted = new Map(
      media.filter(({ track }) => track.kind === 'audio').map(({ id, track }) => [id, track]),
    );
    for (const [id, { track }] of this.#voices) if (wanted.get(id) !== track) this.#end(id);
    for (const [id, track] of wanted) if (!this.#voices.has(id)) this.#begin(id, track);
  }

  /** After a click: plays what was held back. */
  unblock = async (): Promise<void> => {
    await wakeMeasuring().catch(() => undefined);
    this.#blocked = false;
    await Promise.all(Array.from(this.#voices.values(), ({ player }) => this.#start(player)));
  };

  end(): void {
    clearInterval(this.#looking);
    this.#stopFollowing();
    for (const id of [...this.#voices.keys()]) this.#end(id);
  }

  #begin(id: string, track: MediaStreamTrack): void {
    const player = new Audio();
    player.srcObject = new MediaStream([track]);
    playOn(player, this.#speaker());
    void this.#start(player);
    this.#voices.set(id, { track, player, loudness: new Loudness(track) });
  }

  #end(id: string): void {
    const voice = this.#voices.get(id);
    this.#voices.delete(id);
    voice?.loudness.end();
    if (voice) voice.player.srcObject = null;
  }

  async #start(player: HTMLAudioElement): Promise<void> {
    try {
      await player.play();
    } catch (error) {
      // Any other error says that the track ended meanwhile.
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.#blocked = true;
    }
  }

  #listen(): void {
    const speaking = new Set<string>();
    for (const [id, { loudness }] of this.#voices) if (loudness.speaks(loudness.level())) speaking.add(id);
    const same = speaking.size === this.#speaking.size && [...speaking].every((id) => this.#speaking.has(id));
    if (!same) this.#speaking = speaking;
  }
}

function playOn(player: HTMLAudioElement, id: string | undefined): void {
  // Not everywhere can a speaker be chosen; a speaker may be gone.
  if ('setSinkId' in player) player.setSinkId(id ?? '').catch(() => undefined);
}
