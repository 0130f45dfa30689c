/**
 * Whoever runs the servers, and lies: to the pages about the relay, to the relay about the pages, and to both about
 * the SFU. The relay itself is the real one; all lies are told on its lines.
 */

import type { Stack } from '../calls/stack.ts';
import { decodeFromRelay, decodeToRelay, encode, type FromRelay, type ToRelay } from '../../relay/wire.ts';
import type { Direction, Line, Message, Proxy } from './proxy.ts';

/** A message that goes on, now or later. */
export type Told<Said> = Said | { readonly message: Said; readonly afterMs: number };

/** What goes on in place of a message: nothing, one or several. `line` says which connection it came by. */
export type Lie<Said> = (said: Said, line: Line) => readonly Told<Said>[];

export interface Lies {
  /** For what pages say to the relay; without it the truth. */
  readonly fromPage?: Lie<ToRelay>;
  /** For what the relay says to pages; without it the truth. */
  readonly fromRelay?: Lie<FromRelay>;
}

/** A message as its sender sent it. */
export type Heard =
  | { readonly from: 'page'; readonly line: Line; readonly message: ToRelay }
  | { readonly from: 'relay'; readonly line: Line; readonly message: FromRelay };

export interface Liar {
  /** All messages since the first lie, in order. */
  readonly heard: readonly Heard[];
  /** Says something in the relay's name to the page on this line. */
  toPage(line: Line, message: FromRelay): void;
  /** Says something in the name of the page on this line to the relay. */
  toRelay(line: Line, message: ToRelay): void;
  /** Says once more what was heard, on its own line or another, which may be a later one of the same page. */
  replay(heard: Heard, line?: Line): void;
  /** Lies otherwise from now on; with `{}` tells the truth. */
  lie(lies: Lies): void;
}

/**
 * Begins to lie on all lines to the relay behind this proxy, also on those that are open. What is no message of
 * relay/wire.ts passes as it is.
 */
export function lieToRelay(proxy: Proxy, lies: Lies): Liar {
  const heard: Heard[] = [];
  let present = lies;
  proxy.edit((bytes, direction, line) => {
    if (typeof bytes !== 'string') return [bytes];
    if (direction === 'up') {
      const message = decodeToRelay(bytes);
      if (message === undefined) return [bytes];
      heard.push({ from: 'page', line, message });
      return present.fromPage ? now(present.fromPage(message, line), direction, line) : [bytes];
    }
    const message = decodeFromRelay(bytes);
    if (message === undefined) return [bytes];
    heard.push({ from: 'relay', line, message });
    return present.fromRelay ? now(present.fromRelay(message, line), direction, line) : [bytes];
  });
  return {
    heard,
    toPage: (line, message) => line.add('down', encode(message)),
    toRelay: (line, message) => line.add('up', encode(message)),
    replay: ({ from, line, message }, on = line) => on.add(from === 'page' ? 'up' : 'down', encode(message)),
    lie: (next) => (present = next),
  };
}

/** What of this goes on at once; the rest follows by itself. */
function now(told: readonly Told<ToRelay | FromRelay>[], direction: Direction, line: Line): Message[] {
  return told.flatMap((one) => {
    if (!('afterMs' in one)) return [encode(one)];
    setTimeout(() => line.add(direction, encode(one.message)), one.afterMs).unref();
    return [];
  });
}

type Lists = Omit<Extract<ToRelay, { readonly type: 'lists' }>, 'type'>;

/**
 * A lie, fresh for every meeting: the relay never hears that somebody was removed or dismissed, and keeps giving
 * them whatever it gave before.
 */
export function removalsUnheard(): Lie<ToRelay> {
  const admitted = new Set<string>();
  const authorities = new Set<string>();
  const longer = <All extends Lists>(lists: All): All => ({
    ...lists,
    admitted: [...merge(admitted, lists.admitted)],
    authorities: [...merge(authorities, lists.authorities)],
  });
  return (said) => {
    if (said.type === 'remove') return [];
    if (said.type === 'lists') return [longer(said)];
    if (said.type === 'open' && said.lists) return [{ ...said, lists: longer(said.lists) }];
    return [said];
  };
}

function merge(into: Set<string>, more: readonly string[]): ReadonlySet<string> {
  for (const one of more) into.add(one);
  return into;
}

const RELAY_HEARS = '/livekit/webhook';
const SFU_API = '/twirp/livekit.RoomService/';

/** The SFU tells the relay nothing: who comes in, who goes, which rooms are over. */
export function noWebhooks(stack: Stack): void {
  stack.relayProxy.swallow((_, path) => path === RELAY_HEARS);
}

/** The SFU says that it throws people out and deletes rooms, and does nothing of the kind. */
export function nobodyRemoved(stack: Stack): void {
  const ignored = ['RemoveParticipant', 'DeleteRoom'].map((call) => SFU_API + call);
  stack.apiProxy.swallow((_, path) => ignored.includes(path));
}
