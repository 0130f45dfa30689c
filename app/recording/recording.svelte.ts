/**
 * Recording on this device, and who else does. A take begins only once the vault has sealed and sent the mark that everybody
 * sees; the mark goes after the take has ended. Nobody else is in it who has not agreed to this one.
 */

import type { ParticipantId } from '../../crypto/brands.ts';
import type { FromVault, ToVault } from '../../crypto/workers/protocol.ts';
import type { Failure } from './diskFile.ts';
import type { Sources, Take } from './take.ts';

/** `asking`: where to, and then that the others are told. */
export type RecordingState = 'off' | 'asking' | 'on' | 'saving';
/** What became of a recording: `full`, `lost`: the disk; `unable`: this browser; `untold`: the others could not be told. */
export type RecordingNews = 'saved' | 'unable' | 'untold' | 'forbidden' | Failure;

export interface RecordingNeeds {
  readonly sources: Sources;
  readonly me: () => ParticipantId | undefined;
  readonly may: () => boolean;
  readonly toVault: (message: ToVault) => void;
  readonly tell: (news: RecordingNews) => void;
  /** A name for the file, without its ending. */
  readonly fileName: () => string;
  /** Where takes are made; fetched when one is asked for. */
  readonly load?: () => Promise<{ readonly Take: Pick<typeof Take, 'prepare'> }>;
}

/** How long the vault may take to seal and send the mark. */
const MARK_MS = 5_000;

export class Recording {
  readonly #needs: RecordingNeeds;
  #state = $state.raw<RecordingState>('off');
  #recorders = $state.raw<readonly ParticipantId[]>([]);
  #became = $state.raw<RecordingNews | undefined>(undefined);
  #agreed = $state.raw<ReadonlySet<ParticipantId>>(new Set());
  #take: Take | undefined;
  #marked: ((is: boolean) => void) | undefined;
  #ended = false;

  constructor(needs: RecordingNeeds) {
    this.#needs = needs;
  }

  get state(): RecordingState {
    return this.#state;
  }

  /** What became of the last one. */
  get became(): RecordingNews | undefined {
    return this.#became;
  }

  /** Everybody who records now, by their own signed word. */
  get recorders(): readonly ParticipantId[] {
    return this.#recorders;
  }

  /** Whether this person agreed, by their own signed word, to be in what is recorded here now. */
  takes(who: ParticipantId): boolean {
    return this.#agreed.has(who);
  }

  fromVault(message: FromVault): void {
    switch (message.type) {
      case 'consents':
        this.#agreed = new Set(message.ids);
        return;
      case 'recorders': {
        this.#recorders = message.ids;
        const me = this.#needs.me();
        if (me !== undefined && message.ids.includes(me)) this.#marked?.(true);
        return;
      }
      case 'roster':
        // What the rules take away while it runs, ends.
        if (this.#state === 'on' && !this.#needs.may()) void this.stop('forbidden');
        return;
      default:
        return;
    }
  }

  /** Asks where to record to, tells everybody, and begins. Right after a click. */
  start = async (): Promise<void> => {
    if (this.#state !== 'off' || this.#ended || !this.#needs.may()) return;
    this.#state = 'asking';
    const take = await this.#prepare();
    if (!take) return void (this.#state = 'off');
    if (!(await this.#mark())) {
      this.#unmark();
      await take.end().catch(() => false);
      this.#state = 'off';
      return this.#needs.tell('untold');
    }
    this.#take = take;
    this.#state = 'on';
    try {
      take.begin(this.#needs.sources);
    } catch {
      this.#needs.tell('unable');
      await this.stop();
    }
  };

  /** Ends the take, and then the mark; resolves when all of it is on the disk. */
  stop = async (because?: Failure | 'forbidden'): Promise<void> => {
    const take = this.#take;
    this.#take = undefined;
    if (!take) return;
    this.#state = 'saving';
    const saved = await take.end().catch(() => false);
    this.#unmark();
    this.#became = because ?? (saved ? 'saved' : undefined);
    this.#state = 'off';
    if (this.#became) this.#needs.tell(this.#became);
  };

  /** The call is over: what was recorded is kept. */
  end(): void {
    this.#ended = true;
    this.#marked?.(false);
    void this.stop();
  }

  async #prepare(): Promise<Take | undefined> {
    try {
      const { Take } = await (this.#needs.load?.() ?? import('./take.ts'));
      return await Take.prepare(this.#needs.fileName(), (failure) => void this.stop(failure));
    } catch {
      this.#needs.tell('unable');
      return undefined;
    }
  }

  /** Whether everybody was told. */
  async #mark(): Promise<boolean> {
    if (this.#ended || !this.#needs.may()) return false;
    const marked = new Promise<boolean>((resolve) => {
      this.#marked = resolve;
      setTimeout(resolve, MARK_MS, false);
    });
    this.#needs.toVault({ type: 'say', saying: { say: 'recording', on: true } });
    const is = await marked;
    this.#marked = undefined;
    // The rules may have changed meanwhile.
    return is && !this.#ended && this.#needs.may();
  }

  #unmark(): void {
    if (!this.#ended) this.#needs.toVault({ type: 'say', saying: { say: 'recording', on: false } });
  }
}
