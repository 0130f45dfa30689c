/** What is said in the waiting room, from what relay and vault say. Pure. */

import type { Note } from '../../crypto/workers/protocol.ts';
import type { WaitingState } from '../phase.ts';
import type { HostWord } from './joinerLine.ts';

export interface WaitingFacts {
  /** There is a connection to the relay. */
  readonly connected: boolean;
  /** The relay's last word on this connection. */
  readonly host: HostWord | undefined;
  /** The host has been told of the knock. */
  readonly shown: boolean;
  readonly notes: readonly Note[];
}

export const NOTHING_KNOWN: WaitingFacts = { connected: false, host: undefined, shown: false, notes: [] };

/** A conversation with the host goes before what the relay says of the door. */
export function waitingState({ connected, host, shown, notes }: WaitingFacts): WaitingState {
  if (!connected) return { at: 'connecting' };
  if (host && !host.present && !host.locked && !host.full) return { at: 'noHost' };
  if (shown && notes.length > 0) return { at: 'shown', notes };
  if (host?.full) return { at: 'full' };
  if (shown) return { at: 'shown', notes };
  if (host?.locked) return { at: 'locked' };
  return { at: host ? 'knocking' : 'connecting' };
}
