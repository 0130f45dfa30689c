/** A hostile SFU's signalling: LiveKit's own messages, decoded, changed, added. */

import {
  Encryption_Type,
  MuteTrackRequest,
  ParticipantInfo,
  ParticipantInfo_State,
  ParticipantUpdate,
  SignalRequest,
  SignalResponse,
} from '@livekit/protocol';
import type { Message, Proxy } from './proxy.ts';

/** The signal response in a message that travels down; undefined for LiveKit's JSON or anything else. */
export function responseIn(message: Message): SignalResponse | undefined {
  if (typeof message === 'string') return undefined;
  return SignalResponse.fromBinary(message);
}

/** All signal messages that went through so far, in order, as JSON: for searching and for reading. */
export function signals(proxy: Proxy): readonly string[] {
  return proxy.recorded.flatMap(({ direction, socket, message }) => {
    if (socket < 0 || typeof message === 'string') return [];
    const decoded =
      direction === 'down' ? SignalResponse.fromBinary(message) : SignalRequest.fromBinary(message);
    return [decoded.toJsonString()];
  });
}

/** From now on every signal response goes through `change`, which changes it in place or gives false to drop it. */
export function changeResponses(proxy: Proxy, change: (response: SignalResponse) => boolean | void): void {
  proxy.edit((message, direction) => {
    const response = direction === 'down' ? responseIn(message) : undefined;
    if (!response) return [message];
    return change(response) === false ? [] : [Buffer.from(response.toBinary())];
  });
}

/** A made-up signal response as it travels. */
export const encodeResponse = (message: SignalResponse['message']): Buffer =>
  Buffer.from(new SignalResponse({ message }).toBinary());

/** Sends a made-up signal response to every page behind the proxy. */
export function tell(proxy: Proxy, message: SignalResponse['message']): void {
  for (const line of proxy.lines) line.add('down', encodeResponse(message));
}

/** What the SFU puts behind every frame that it makes itself; it told everybody on joining. */
export function sifTrailer(proxy: Proxy): Buffer {
  for (const { direction, socket, message } of proxy.recorded) {
    if (direction === 'up' || socket < 0) continue;
    const response = responseIn(message);
    if (response?.message.case === 'join') return Buffer.from(response.message.value.sifTrailer);
  }
  return Buffer.alloc(0);
}

/** Who speaks and how loud, each time the SFU heard that and told a page: there is nothing that it should hear. */
export function speakersTold(proxy: Proxy): readonly string[] {
  return signals(proxy).filter((said) => said.includes('"speakersChanged"'));
}

/** "Your track is muted" or, worse, "is not muted any more" (attack 41). */
export function tellMuted(proxy: Proxy, trackSid: string, muted: boolean): void {
  tell(proxy, { case: 'mute', value: new MuteTrackRequest({ sid: trackSid, muted }) });
}

/** Says of all tracks that they are not encrypted (attack 3). */
export function withoutEncryption(response: SignalResponse): void {
  for (const participant of participantsIn(response)) {
    for (const track of participant.tracks) track.encryption = Encryption_Type.NONE;
  }
}

/** A participant that nobody admitted, as the SFU would announce it (attack 1). */
export function announceGhost(proxy: Proxy, ghost: { sid: string; identity: string; name: string }): void {
  const joinedAt = BigInt(Math.floor(Date.now() / 1000));
  const participants = [new ParticipantInfo({ ...ghost, joinedAt, state: ParticipantInfo_State.ACTIVE })];
  tell(proxy, { case: 'update', value: new ParticipantUpdate({ participants }) });
}

/** Everyone a signal response speaks of. */
function participantsIn({ message }: SignalResponse): readonly ParticipantInfo[] {
  switch (message.case) {
    case 'join':
      return [message.value.participant, ...message.value.otherParticipants].filter(
        (info) => info !== undefined,
      );
    case 'update':
      return message.value.participants;
    default:
      return [];
  }
}
