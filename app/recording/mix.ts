/** The sound of everybody as one track. Nothing of it is played. */

/** How often it is asked whose sound there is. */
const LOOK_MS = 500;

export class Mix {
  readonly #context = new AudioContext({ latencyHint: 'playback' });
  readonly #out = this.#context.createMediaStreamDestination();
  readonly #sources = new Map<MediaStreamTrack, MediaStreamAudioSourceNode>();
  readonly #looking: ReturnType<typeof setInterval>;

  /** `tracks`: all that is to be heard now; asked again and again, for people come and go. */
  constructor(tracks: () => readonly MediaStreamTrack[]) {
    // Several voices at once must not be cut at the top.
    const soft = new DynamicsCompressorNode(this.#context, { threshold: -12, knee: 12, ratio: 8 });
    soft.connect(this.#out);
    const look = (): void => {
      const wanted = new Set(tracks().filter(({ readyState }) => readyState === 'live'));
      for (const [track, source] of this.#sources) {
        if (wanted.has(track)) continue;
        source.disconnect();
        this.#sources.delete(track);
      }
      for (const track of wanted) {
        if (this.#sources.has(track)) continue;
        const source = this.#context.createMediaStreamSource(new MediaStream([track]));
        source.connect(soft);
        this.#sources.set(track, source);
      }
    };
    look();
    this.#looking = setInterval(look, LOOK_MS);
    void this.#context.resume();
  }

  get track(): MediaStreamTrack | undefined {
    return this.#out.stream.getAudioTracks()[0];
  }

  end(): void {
    clearInterval(this.#looking);
    for (const source of this.#sources.values()) source.disconnect();
    this.#sources.clear();
    void this.#context.close();
  }
}
