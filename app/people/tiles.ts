/** From the roster, the tracks and the counters to what a tile may honestly say. Pure. */

import type { MemberIndex, ParticipantId } from '../../crypto/brands.ts';
import { NO_FRAMES, type OpenCounts, SLOTS, type SlotName } from '../../crypto/workers/frameProtocol.ts';
import type { RosterEntry } from '../../crypto/workers/protocol.ts';
import type { Quality, TileState, TileView } from '../phase.ts';

/** One track of somebody else, with what became of its frames. */
export interface TrackFacts {
  readonly participantId: ParticipantId;
  readonly slot: SlotName;
  readonly track: MediaStreamTrack;
  readonly counts: OpenCounts | undefined;
  /** When its frames last opened, and when one last did not; milliseconds of any one clock. */
  readonly openedAt: number | undefined;
  readonly failedAt: number | undefined;
  readonly speaking: boolean;
}

export interface OwnFacts {
  readonly index: MemberIndex;
  readonly camera: MediaStreamTrack | undefined;
  readonly microphone: boolean;
  readonly speaking: boolean;
  readonly screen: MediaStreamTrack | undefined;
  /** Nothing may be sent now. */
  readonly silent: boolean;
}

export interface TileFacts {
  readonly members: readonly RosterEntry[];
  /** Removed, and not everybody has changed keys yet. */
  readonly leaving: readonly RosterEntry[];
  readonly own: OwnFacts;
  /** The words after the own name. */
  readonly ownLabel: (label: string) => string;
  readonly tracks: readonly TrackFacts[];
  /** Slots each member says are on, bit s for slot s; none before it said so. */
  readonly said: ReadonlyMap<MemberIndex, number>;
  /** Who is in the SFU room. */
  readonly present: ReadonlySet<ParticipantId>;
  /** Who ever was in it. */
  readonly wasPresent: ReadonlySet<ParticipantId>;
  /** What the SFU says of each line. */
  readonly quality: ReadonlyMap<ParticipantId, Quality>;
  readonly now: number;
}

/** Frames that do not open count as "coming" for this long. */
const RECENT_MS = 2_000;

/** Own tile first, then the others by index, each screen right behind its person; at last who is leaving. */
export function tilesOf(facts: TileFacts): TileView[] {
  const own = facts.members.filter(({ index }) => index === facts.own.index);
  const others = facts.members.filter(({ index }) => index !== facts.own.index);
  return [
    ...own.flatMap((member) => ownTiles(member, facts)),
    ...others.flatMap((member) => tilesFor(member, facts)),
    ...facts.leaving
      .filter(({ participantId }) => facts.members.every((member) => member.participantId !== participantId))
      .map((member) => leavingTile(member, facts)),
  ];
}

/** Whoever leaves is shown as that and as nothing else: none of their frames is for anybody any more. */
const leavingTile = (member: RosterEntry, { tracks }: TileFacts): TileView => ({
  id: member.participantId,
  kind: 'person',
  own: false,
  label: member.label,
  member,
  state: 'leaving',
  blocked: undefined,
  camera: false,
  microphone: false,
  speaking: false,
  quality: undefined,
  video: undefined,
  counts: sumOf(tracks.filter(({ participantId }) => participantId === member.participantId)),
});

function ownTiles(member: RosterEntry, { own, ownLabel, quality }: TileFacts): TileView[] {
  const tile = {
    own: true,
    label: ownLabel(member.label),
    member,
    counts: undefined,
    blocked: undefined,
    camera: own.camera !== undefined,
    microphone: own.microphone,
    quality: quality.get(member.participantId),
  };
  const sends = own.camera !== undefined || own.microphone;
  const state: TileState = own.silent ? 'keys' : sends ? 'live' : 'muted';
  const person = {
    ...tile,
    id: `own`,
    kind: 'person',
    state,
    speaking: own.speaking,
    video: own.camera,
  } as const;
  if (!own.screen) return [person];
  const screen = {
    ...tile,
    id: 'own-screen',
    kind: 'screen',
    state: 'live',
    speaking: false,
    video: own.screen,
  } as const;
  return [person, screen];
}

function tilesFor(member: RosterEntry, facts: TileFacts): TileView[] {
  const { said, present, wasPresent, now } = facts;
  const tracks = facts.tracks.filter(({ participantId }) => participantId === member.participantId);
  const on = said.get(member.index);
  const bySlot = (slot: SlotName): TrackFacts | undefined => tracks.findLast((track) => track.slot === slot);
  const isOn = (slot: SlotName): boolean =>
    on === undefined ? (bySlot(slot)?.counts?.opened ?? 0) > 0 : (on & (1 << SLOTS[slot])) !== 0;

  const fails = ({ failedAt, openedAt }: TrackFacts): boolean =>
    isRecent(failedAt, now) && !isRecent(openedAt, now);
  const isBlocked = (slot: SlotName): boolean => {
    const track = bySlot(slot);
    return track !== undefined && isOn(slot) && fails(track);
  };

  const away = wasPresent.has(member.participantId) && !present.has(member.participantId);
  const stateOf = (slots: readonly SlotName[]): TileState => {
    if (away) return 'reconnecting';
    const own = slots.flatMap((slot) => bySlot(slot) ?? []);
    const opening = own.some((track) => isRecent(track.openedAt, now));
    if (own.some(fails) && !opening) return 'blocked';
    if (on !== undefined && !slots.some(isOn)) return 'muted';
    // A picture that nobody looks at is not sent: what opened once goes on being live until something fails.
    return own.some(({ slot, counts }) => isOn(slot) && (counts?.opened ?? 0) > 0) ? 'live' : 'keys';
  };

  const tile = {
    own: false,
    label: member.label,
    member,
    camera: isOn('camera'),
    microphone: isOn('microphone'),
    speaking: isOn('microphone') && (bySlot('microphone')?.speaking ?? false),
    // Of who is away the last word is an old one.
    quality: away ? undefined : facts.quality.get(member.participantId),
    counts: sumOf(tracks),
  };
  const blockedIn = (state: TileState, picture: SlotName, sound: SlotName): TileView['blocked'] => {
    if (state !== 'live') return undefined;
    return isBlocked(picture) ? 'picture' : isBlocked(sound) ? 'sound' : undefined;
  };
  const state = stateOf(['camera', 'microphone']);
  const person: TileView = {
    ...tile,
    id: member.participantId,
    kind: 'person',
    state,
    blocked: blockedIn(state, 'camera', 'microphone'),
    video: bySlot('camera')?.track,
  };
  const screenTrack = bySlot('screen');
  if (!isOn('screen') || !screenTrack) return [person];
  // A screen on which nothing moves is hardly sent: that its sound does not open must not hide it.
  const stateOfScreen = stateOf(['screen']);
  const screen: TileView = {
    ...tile,
    id: `${member.participantId}-screen`,
    kind: 'screen',
    state: stateOfScreen,
    blocked: blockedIn(stateOfScreen, 'screen', 'screenAudio'),
    speaking: false,
    video: screenTrack.track,
  };
  return [person, screen];
}

const isRecent = (at: number | undefined, now: number): boolean => at !== undefined && now - at < RECENT_MS;

function sumOf(tracks: readonly TrackFacts[]): OpenCounts {
  const sum = { ...NO_FRAMES };
  for (const { counts } of tracks) {
    if (counts) for (const kind of Object.keys(sum) as (keyof OpenCounts)[]) sum[kind] += counts[kind];
  }
  return sum;
}
