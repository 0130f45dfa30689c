/** A gentle sound, made here and not fetched: somebody knocks, or one was let in. */

const A5 = 880;
const E5 = 659.26;
/** In seconds from the beginning. */
const FIRST = { at: 0, lasts: 0.5 };
const SECOND = { at: 0.16, lasts: 0.8 };
/** Two notes each: a fourth that falls at a knock, and rises when the door opens. */
const MELODIES = {
  knock: [
    { hertz: A5, ...FIRST },
    { hertz: E5, ...SECOND },
  ],
  letIn: [
    { hertz: E5, ...FIRST },
    { hertz: A5, ...SECOND },
  ],
} as const;
export type Melody = keyof typeof MELODIES;
/** Of full scale. */
const LOUDNESS = 0.12;
/** How fast a note is there: at once would be a click. */
const ATTACK_S = 0.012;
/** An exponential fall never reaches nothing. */
const SILENCE = 0.0001;
/** Many knocks in a short time are one chime. */
const REST_MS = 4_000;
/** Where the browser holds sound back: what it lets through later is about something long past. */
const LATE_MS = 1_000;

export class Chime {
  readonly #speaker: () => string | undefined;
  #context: AudioContext | undefined;
  #rangAt = -Infinity;

  /** `speaker` is the id of the speaker to play on; undefined is the usual one. */
  constructor(speaker: () => string | undefined = () => undefined) {
    this.#speaker = speaker;
  }

  /** Rings, unless it just did. Where the browser allows no sound nothing happens. */
  ring = async (melody: Melody): Promise<void> => {
    const now = performance.now();
    if (now - this.#rangAt < REST_MS) return;
    this.#rangAt = now;
    try {
      const context = (this.#context ??= new AudioContext());
      await playOn(context, this.#speaker());
      await context.resume();
      if (this.#context === context && performance.now() - now < LATE_MS) play(context, melody);
    } catch {
      // No sound here: title and badge tell of it as well.
    }
  };

  /** Silence, and the browser's means for sound are free again. */
  end(): void {
    void this.#context?.close().catch(() => undefined);
    this.#context = undefined;
  }
}

function play(context: AudioContext, melody: Melody): void {
  const began = context.currentTime;
  const notes = MELODIES[melody];
  let sounding: number = notes.length;
  for (const { hertz, at, lasts } of notes) {
    const from = began + at;
    const loudness = new GainNode(context, { gain: 0 });
    loudness.gain.setValueAtTime(SILENCE, from);
    loudness.gain.exponentialRampToValueAtTime(LOUDNESS, from + ATTACK_S);
    loudness.gain.exponentialRampToValueAtTime(SILENCE, from + lasts);
    const note = new OscillatorNode(context, { type: 'sine', frequency: hertz });
    note.connect(loudness).connect(context.destination);
    note.onended = () => {
      sounding -= 1;
      // A context that runs keeps the sound hardware awake.
      if (sounding === 0 && context.state === 'running') void context.suspend().catch(() => undefined);
    };
    note.start(from);
    note.stop(from + lasts);
  }
}

/** Not everywhere can a speaker be chosen. */
type ChoosesSpeaker = AudioContext & { setSinkId(id: string): Promise<void> };
const choosesSpeaker = (context: AudioContext): context is ChoosesSpeaker => 'setSinkId' in context;

async function playOn(context: AudioContext, id: string | undefined): Promise<void> {
  // A speaker may be gone: then it is the usual one.
  if (choosesSpeaker(context)) await context.setSinkId(id ?? '').catch(() => undefined);
}
