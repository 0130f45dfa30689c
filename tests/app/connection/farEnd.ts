/** The relay's end of a page's lines, as far as a page sees it: what it was sent, and what comes back. */

import { afterEach, beforeEach, vi } from 'vitest';
import { decodeToRelay, encode, type FromRelay, type ToRelay } from '../../../relay/wire.ts';

/** One connection of a page. */
export class FarEnd {
  static readonly OPEN = 1;
  readyState = 0;
  closed = false;
  readonly heard: ToRelay[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor() {
    connections.push(this);
  }

  send(text: string): void {
    const message = decodeToRelay(text);
    if (!message) throw new Error(`the relay would not take ${text}`);
    this.heard.push(message);
  }

  close(): void {
    this.closed = true;
    this.readyState = 3;
  }

  /** The relay takes the connection. */
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  says(message: FromRelay): void {
    this.onmessage?.({ data: encode(message) });
  }

  breaks(): void {
    this.readyState = 3;
    this.onclose?.();
  }
}

/** All connections since the test began, the newest last. */
export const connections: FarEnd[] = [];

/** The newest connection, taken by the relay. */
export function answered(): FarEnd {
  const newest = connections.at(-1)!;
  newest.open();
  return newest;
}

/** From here on connections lead to `FarEnd`s, and time stands still. */
export function useFarEnd(): void {
  beforeEach(() => {
    connections.length = 0;
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', FarEnd);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
}
