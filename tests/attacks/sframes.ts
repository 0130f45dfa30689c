/** Frames that a recorder got, looked at from outside: without any key. */

import { clearLength } from '../../crypto/frame/clearBytes.ts';
import { decodeHeader, TAG_BYTES } from '../../crypto/frame/sframe.ts';
import type { Stack } from '../calls/stack.ts';
import type { Frame } from './stock.ts';

export interface Place {
  readonly index: number;
  readonly slot: number;
}

/** Whose and which slot's a frame says it is; undefined if it is not SFrame. */
export function placeOf({ data, kind }: Frame): Place | undefined {
  const clear = clearLength(kind === 'audio' ? 'opus' : 'vp8', data);
  const header = clear === undefined ? undefined : decodeHeader(data, clear);
  if (clear === undefined || typeof header?.kid !== 'number') return undefined;
  if (data.length < clear + header.length + TAG_BYTES) return undefined;
  return { index: Math.floor(header.kid / 64), slot: (header.kid >> 4) & 3 };
}

const participantOf = (stream: string): string => stream.split('|')[0] ?? '';

/** The SFU's id of a frame's sender. */
export const senderOf = ({ stream }: Frame): string => participantOf(stream);

/** The same of all who may have sent it: while a receiver changes hands, whoever had it, has it, or is about to. */
export const sendersOf = ({ stream, near }: Frame): string[] => [stream, ...near].map(participantOf);

/** Identities by the SFU's ids, as its API says now. Who connects anew gets another id. */
export async function identities(stack: Stack): Promise<Map<string, string>> {
  return new Map((await stack.sfu.participants()).map(({ sid, identity }) => [sid, identity]));
}

/**
 * The same of every connection there ever was, as the SFU's webhooks told of them. For a stack that keeps those.
 */
export async function everyIdentity(stack: Stack): Promise<Map<string, string>> {
  const told = stack.webhooks.flatMap((body) => {
    const participant = body.startsWith('{') ? (JSON.parse(body) as Webhook).participant : undefined;
    return participant ? [[participant.sid, participant.identity] as const] : [];
  });
  return new Map([...told, ...(await identities(stack))]);
}

interface Webhook {
  readonly participant?: { readonly sid: string; readonly identity: string };
}

/** What the SFU puts in by itself when a track begins or ends is no sender's: it bears the SFU's own trailer. */
export const isOfSfu = (trailer: Buffer, { data }: Frame): boolean =>
  trailer.length > 0 && data.subarray(-trailer.length).equals(trailer);

export const describeFrame = ({ kind, stream, data, type }: Frame): string =>
  `${kind} ${type} of ${stream}, ${data.length} bytes: ${data.subarray(0, 24).toString('hex')}`;

/** Those of these frames that are not SFrame, or whose KID is not of a sender's place, or of a slot of another kind. */
export const strays = (frames: readonly Frame[], index: (sender: string) => number | undefined): string[] =>
  frames
    .filter((frame) => {
      const place = placeOf(frame);
      if (!place) return true;
      const places = sendersOf(frame).map(index);
      const sound = place.slot === 0 || place.slot === 3;
      return !places.includes(place.index) || sound !== (frame.kind === 'audio');
    })
    .map(describeFrame);
