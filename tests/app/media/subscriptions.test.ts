/** Whose the frames of a receiver are opened as, from the first word about it. */

import type { RemoteParticipant } from 'livekit-client';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type RemoteMedia, Subscriptions } from '../../../app/media/subscriptions.ts';
import { branded, type MemberIndex, type ParticipantId } from '../../../crypto/brands.ts';
import { SLOTS } from '../../../crypto/workers/frameProtocol.ts';

const ada = branded<ParticipantId>('ada');
const three = branded<MemberIndex>(3);
const seated = new Map([[ada, three]]);
const camera = { role: 'open', slot: SLOTS.camera, index: three };

const receiver = {} as RTCRtpReceiver;
const assign = vi.fn<(receiver: unknown, opening: unknown) => string>();
const media = vi.fn<(tracks: readonly RemoteMedia[]) => void>();
let participants: RemoteParticipant[];
let others: Subscriptions;

/** Ada as livekit-client knows her: with a camera, which comes or is only known of. */
function present({ source = 'camera', comes = false } = {}): void {
  const track = comes ? { receiver, mediaStreamTrack: {} } : undefined;
  participants = [
    {
      sid: 'PA_1',
      identity: 'ada',
      on: () => undefined,
      trackPublications: new Map([['TR_1', { track, source, trackSid: 'TR_1' }]]),
    } as unknown as RemoteParticipant,
  ];
}

beforeEach(() => {
  let made = 0;
  assign.mockReset().mockImplementation(() => `transform ${++made}`);
  media.mockReset();
  present();
  others = new Subscriptions(() => participants, { assign }, { media, present: () => undefined });
  others.seat(seated);
});

const transformNow = (): string | undefined => media.mock.lastCall?.[0][0]?.transform;

describe('a receiver that the SFU announces', () => {
  test.each([
    ['with the stream’s id alone', 'PA_1|camera', 'TR_1'],
    ['in the stream’s id, as Firefox has it', 'PA_1|TR_1', 'its own'],
  ])('is opened at once, the track named %s, and stays so when the track comes', (_how, stream, track) => {
    others.announced(receiver, stream, track);
    expect(assign.mock.calls).toEqual([[receiver, camera]]);
    present({ comes: true });
    others.look();
    expect(assign).toHaveBeenCalledTimes(1);
    expect(transformNow()).toBe('transform 1');
  });

  test.each([
    ['of nobody who is there', 'PA_2|TR_1', 'TR_1'],
    ['of a track that nobody told of', 'PA_1|TR_2', 'TR_2'],
    ['of no participant', '', ''],
  ])('%s waits', (_what, stream, track) => {
    others.announced(receiver, stream, track);
    expect(assign).not.toHaveBeenCalled();
  });

  test('of somebody who has no seat, or for what is no slot of ours, waits', () => {
    others.seat(new Map());
    others.announced(receiver, 'PA_1|TR_1', 'TR_1');
    others.seat(seated);
    present({ source: 'unknown' });
    others.announced(receiver, 'PA_1|TR_1', 'TR_1');
    expect(assign).not.toHaveBeenCalled();
  });

  test('is opened anew when the track that comes is another, or its sender sits elsewhere by then', () => {
    others.announced(receiver, 'PA_1|TR_1', 'TR_1');
    others.seat(new Map([[ada, branded<MemberIndex>(4)]]));
    present({ comes: true, source: 'microphone' });
    others.look();
    expect(assign.mock.lastCall).toEqual([receiver, { role: 'open', slot: SLOTS.microphone, index: 4 }]);
    expect(transformNow()).toBe('transform 2');
  });

  test('is nobody’s any more when its track is gone, whatever was announced for it meanwhile', () => {
    present({ comes: true });
    others.look();
    others.announced(receiver, 'PA_1|TR_1', 'TR_1');
    participants = [];
    others.look();
    expect(assign.mock.lastCall).toEqual([receiver, undefined]);
    present({ comes: true });
    others.look();
    expect(assign.mock.lastCall).toEqual([receiver, camera]);
    expect(transformNow()).toBe(`transform ${assign.mock.calls.length}`);
  });
});
