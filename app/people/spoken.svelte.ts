/** What members say beside their voices: chat with its pictures, raised hands, reactions. */

import type { MemberIndex } from '../../crypto/brands.ts';
import type { FromVault, Heard } from '../../crypto/workers/protocol.ts';
import { Album } from '../chat/album.ts';
import type { ChatView, ReactionView } from '../phase.ts';

/** How long a reaction floats over the call. */
const REACTION_MS = 5_000;
/** A storm of reactions is shown in part: the newest. */
const REACTIONS_SHOWN = 30;
/** Older lines of the chat go first. */
const CHAT_LENGTH = 5_000;

interface RaisedHand {
  readonly index: MemberIndex;
  /** When it went up, in milliseconds of `performance`: a clock that is put back changes no order. */
  readonly at: number;
}

export class Spoken {
  readonly #album = new Album();
  #chat = $state.raw<readonly ChatView[]>([]);
  #hands = $state.raw<readonly RaisedHand[]>([]);
  readonly #order = $derived(this.#hands.map(({ index }) => index));
  #reactions = $state.raw<readonly ReactionView[]>([]);

  /** What was said before this member came goes before all else. */
  get chat(): readonly ChatView[] {
    return this.#chat;
  }

  /** In the order in which they were raised. */
  get hands(): readonly MemberIndex[] {
    return this.#order;
  }

  get reactions(): readonly ReactionView[] {
    return this.#reactions;
  }

  fromVault(message: FromVault): void {
    if (message.type === 'heard') this.#hear(message.heard);
    if (message.type !== 'roster') return;
    const inside = new Set(message.members.map(({ index }) => index));
    // Who goes takes their hand along.
    if (this.#hands.some(({ index }) => !inside.has(index)))
      this.#hands = this.#hands.filter(({ index }) => inside.has(index));
  }

  /** The call is over: its pictures are let go. */
  end(): void {
    this.#album.end();
    this.#chat = this.#chat.map(withoutPicture);
  }

  #hear(heard: Heard): void {
    switch (heard.say) {
      case 'chat':
        return this.#write(heard);
      case 'image':
        return this.#picture(heard);
      case 'hand':
        return heard.up ? this.#raise(heard.index, heard.upFor) : this.#lower(heard.index);
      case 'reaction':
        if (!heard.before) this.#react(heard);
    }
  }

  #write(line: ChatView): void {
    if (this.#chat.some(({ id }) => id === line.id)) return;
    const lines = this.#chat.length < CHAT_LENGTH ? this.#chat : this.#chat.slice(1);
    const at = line.before ? lines.filter(({ before }) => before).length : lines.length;
    this.#chat = lines.toSpliced(at, 0, line);
  }

  #picture(heard: Extract<Heard, { say: 'image' }>): void {
    if (this.#chat.some(({ id }) => id === heard.id)) return;
    const { id, index, label, own, at, width, height } = heard;
    const { url, gone } = this.#album.add(heard);
    if (gone.size > 0)
      this.#chat = this.#chat.map((line) => (gone.has(line.id) ? withoutPicture(line) : line));
    this.#write({ say: 'chat', text: '', id, index, label, own, at, image: { url, width, height } });
  }

  #raise(index: MemberIndex, upFor: number): void {
    if (this.#order.includes(index)) return;
    const at = performance.now() - upFor;
    this.#hands = [...this.#hands, { index, at }].sort((a, b) => a.at - b.at);
  }

  #lower(index: MemberIndex): void {
    if (this.#order.includes(index)) this.#hands = this.#hands.filter((other) => other.index !== index);
  }

  #react({ id, label, emoji }: Extract<Heard, { say: 'reaction' }>): void {
    const reaction = { id, label, emoji };
    this.#reactions = [...this.#reactions.filter((other) => other.id !== id), reaction].slice(
      -REACTIONS_SHOWN,
    );
    setTimeout(() => {
      this.#reactions = this.#reactions.filter((other) => other !== reaction);
    }, REACTION_MS);
  }
}

const withoutPicture = (line: ChatView): ChatView =>
  line.image ? { ...line, image: { ...line.image, url: undefined } } : line;
