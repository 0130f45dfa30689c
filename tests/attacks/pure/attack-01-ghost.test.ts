/** Attack 1: the SFU or the relay adds a participant. It is no tile, gets no token, and is thrown out if it came in. */

import { describe, expect, it } from 'vitest';
import { tilesOf, type TileFacts, type TrackFacts } from '../../../app/people/tiles.ts';
import { branded, type MemberIndex, type ParticipantId } from '../../../crypto/brands.ts';
import { NO_RANK } from '../../../crypto/group/roster.ts';
import { randomBytes } from '../../../crypto/sodium.ts';
import type { RosterEntry } from '../../../crypto/workers/protocol.ts';
import { LIMITS, Places, type Place } from '../../../relay/limits.ts';
import type { Connection, Delivery, RoomEvent } from '../../../relay/room.ts';
import { Rooms } from '../../../relay/rooms.ts';
import { sfuRoomOf } from '../../../relay/tokens.ts';
import { ALL_SOURCES, type ToRelay } from '../../../relay/wire.ts';
import { listsOf, makeAuthority, somebody } from '../../relay/authority.ts';
import { toBase64url } from '../../../crypto/bytes.ts';
import { NOW } from '../../crypto/making.ts';

const GHOST = branded<ParticipantId>('ghost');

describe('attack 1: the list of people', () => {
  const entry = (index: number, name: string): RosterEntry => ({
    index: branded<MemberIndex>(index),
    participantId: branded<ParticipantId>(`participant of ${name}`),
    name,
    label: name,
    rank: NO_RANK,
  });
  const members = [entry(0, 'Ada'), entry(1, 'Bo')];
  const present = new Set([...members.map(({ participantId }) => participantId), GHOST]);
  // Even a ghost whose frames would open, and who is said to have everything on.
  const track: TrackFacts = {
    participantId: GHOST,
    slot: 'camera',
    track: new EventTarget() as MediaStreamTrack,
    counts: { opened: 100, noKey: 0, authFailed: 0, replayed: 0, wrongTrack: 0, notSFrame: 0, tooBig: 0 },
    openedAt: NOW,
    failedAt: undefined,
    speaking: true,
  };
  const facts: TileFacts = {
    members,
    leaving: [],
    own: {
      index: branded<MemberIndex>(0),
      camera: undefined,
      microphone: false,
      speaking: false,
      screen: undefined,
      silent: false,
    },
    ownLabel: (label) => `${label} (you)`,
    tracks: [track, { ...track, slot: 'screen' }],
    said: new Map([[branded<MemberIndex>(2), 15]]),
    present,
    wasPresent: present,
    quality: new Map(),
    now: NOW,
  };

  it('is the signed roster, whoever else the SFU speaks of, and whatever they send', () => {
    expect(tilesOf(facts).map(({ label }) => label)).toEqual(['Ada (you)', 'Bo']);
  });

  it('shows nobody else’s picture in a member’s tile', () => {
    expect(tilesOf(facts).map(({ video }) => video)).toEqual([undefined, undefined]);
  });
});

describe('attack 1: the relay', () => {
  const ORIGIN = 'https://meet.example';

  /** A relay with a room that its host has opened. */
  function opened() {
    const host = makeAuthority();
    const rooms = new Rooms({
      limits: LIMITS,
      places: new Places(LIMITS, () => new Uint8Array(32), NOW),
      maxParticipants: 50,
      sfuRoomOf: (room, move) => sfuRoomOf('secret', room, move),
      random: () => 0,
    });
    let connections = 0;
    const happen = (event: RoomEvent): readonly Delivery[] => rooms.step(event, NOW);
    const say = (from: Connection, message: ToRelay) => happen({ type: 'said', from, message });
    const connect = () => {
      const from = branded<Connection>(++connections);
      const nonce = randomBytes(32);
      happen({
        type: 'connected',
        from,
        origin: ORIGIN,
        sfu: 'wss://sfu.example',
        nonce,
        place: `place ${from}` as Place,
      });
      return { from, nonce: toBase64url(nonce) };
    };
    const { from: leader, nonce } = connect();
    say(leader, host.claim(nonce, ORIGIN, { notAfter: NOW + 3_600_000 }));
    const [made] = say(leader, { type: 'open', move: 0, lists: listsOf() });
    if (made?.do !== 'openSfuRoom') throw new Error('the room was not opened');
    const { sfuRoom } = made;
    happen({ type: 'sfuRoomOpened', sfuRoom });
    return { host, leader, sfuRoom, happen, say, connect };
  }

  it('throws out whom nobody admitted, and tells the host', () => {
    const { leader, sfuRoom, happen } = opened();
    const who = { participant: GHOST, sources: ALL_SOURCES };
    const thrownOut = [
      { do: 'removeFromSfu', sfuRoom, participant: GHOST },
      { do: 'send', to: leader, message: { type: 'stranger', participant: GHOST } },
    ];
    expect(happen({ type: 'joined', sfuRoom, who })).toEqual(thrownOut);
    expect(happen({ type: 'present', sfuRoom, participants: [who] })).toEqual(thrownOut);
  });

  it('leaves alone whom the host admitted', () => {
    const { leader, sfuRoom, say, happen } = opened();
    const participant = somebody();
    say(leader, { type: 'admit', participant });
    const who = { participant, sources: ALL_SOURCES };
    expect(happen({ type: 'joined', sfuRoom, who })).toEqual([]);
    expect(happen({ type: 'present', sfuRoom, participants: [who] })).toEqual([]);
  });

  it('gives a token on the word of the host alone', () => {
    const { host, say, connect } = opened();
    const { from } = connect();
    say(from, { type: 'wait', room: host.room });
    const deliveries = say(from, { type: 'admit', participant: somebody() });
    expect(deliveries.filter((delivery) => delivery.do === 'issueToken')).toEqual([]);
    expect(deliveries).toContainEqual({
      do: 'send',
      to: from,
      message: { type: 'refused', reason: 'notAllowed' },
    });
  });
});
