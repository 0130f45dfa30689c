import { describe, expect, test } from 'vitest';
import { tilesOf, type TileFacts, type TrackFacts } from '../../../app/people/tiles.ts';
import { shown } from '../../../app/stage/showing.ts';
import { NO_RANK } from '../../../app/people/rank.ts';
import { branded, type MemberIndex, type ParticipantId } from '../../../crypto/brands.ts';
import { NO_FRAMES } from '../../../crypto/workers/frameProtocol.ts';
import type { RosterEntry } from '../../../crypto/workers/protocol.ts';

const entry = (n: number, name: string): RosterEntry => ({
  index: branded<MemberIndex>(n),
  participantId: branded<ParticipantId>(`participant of ${name}`),
  name,
  label: name,
  rank: NO_RANK,
});
const [ada, bo, cy] = [entry(0, 'Ada'), entry(1, 'Bo'), entry(2, 'Cy')];
const NOW = 100_000;
const track = (of: RosterEntry, change: Partial<TrackFacts> = {}): TrackFacts => ({
  participantId: of.participantId,
  slot: 'camera',
  track: new EventTarget() as MediaStreamTrack,
  counts: { ...NO_FRAMES, opened: 9 },
  openedAt: NOW,
  failedAt: undefined,
  speaking: true,
  ...change,
});
const facts = (change: Partial<TileFacts>): TileFacts => ({
  members: [ada, bo],
  leaving: [],
  own: {
    index: ada.index,
    camera: undefined,
    microphone: false,
    speaking: false,
    screen: undefined,
    silent: false,
  },
  ownLabel: (label) => `${label} (you)`,
  tracks: [],
  said: new Map([[bo.index, 0b0011]]),
  present: new Set([bo.participantId, cy.participantId]),
  wasPresent: new Set([bo.participantId, cy.participantId]),
  quality: new Map(),
  now: NOW,
  ...change,
});
const stateOf = (label: string, change: Partial<TileFacts>) =>
  tilesOf(facts(change)).find((tile) => tile.label === label)?.state;

describe('a tile', () => {
  test('of who was removed says that they are leaving, and shows and says nothing of theirs', () => {
    const gone = track(cy);
    const tile = tilesOf(facts({ leaving: [cy], tracks: [gone, track(cy, { slot: 'screen' })] })).at(-1);
    expect(tile).toMatchObject({
      label: 'Cy',
      state: 'leaving',
      video: undefined,
      speaking: false,
      camera: false,
      microphone: false,
    });
    expect(tilesOf(facts({ leaving: [cy] })).map(({ label }) => label)).toEqual(['Ada (you)', 'Bo', 'Cy']);
  });

  test('of who is still in the roster is not there twice', () => {
    expect(tilesOf(facts({ leaving: [bo] })).map(({ label, state }) => [label, state])).toEqual([
      ['Ada (you)', 'muted'],
      ['Bo', 'keys'],
    ]);
  });

  test('of who was in the SFU room and is not says so, also when frames opened a moment ago', () => {
    const tracks = [track(bo)];
    expect(stateOf('Bo', { tracks })).toBe('live');
    expect(stateOf('Bo', { tracks, present: new Set() })).toBe('reconnecting');
  });

  test('with frames that do not open says blocked, and keys again when none come', () => {
    const failing = { openedAt: undefined, failedAt: NOW, counts: { ...NO_FRAMES, authFailed: 3 } };
    expect(stateOf('Bo', { tracks: [track(bo, failing)] })).toBe('blocked');
    expect(stateOf('Bo', { tracks: [track(bo, { ...failing, failedAt: NOW - 2_001 })] })).toBe('keys');
  });

  test('of whom one thing alone does not open says which, shows no such picture, and goes on with the rest', () => {
    const failing = { openedAt: NOW - 2_001, failedAt: NOW };
    const of = (...tracks: TrackFacts[]) => {
      const tile = tilesOf(facts({ tracks })).at(-1);
      return [tile?.state, tile?.blocked, tile && shown(tile) === tracks[0]?.track];
    };
    const sound = { slot: 'microphone' } as const;
    expect(of(track(bo), track(bo, sound))).toEqual(['live', undefined, true]);
    expect(of(track(bo, failing), track(bo, sound))).toEqual(['live', 'picture', false]);
    expect(of(track(bo), track(bo, { ...sound, ...failing }))).toEqual(['live', 'sound', true]);
    expect(of(track(bo, failing), track(bo, { ...sound, ...failing }))).toEqual([
      'blocked',
      undefined,
      false,
    ]);
    // What is off may fail as it likes: nobody is to hear it.
    expect(of(track(bo), track(bo, { slot: 'screenAudio', ...failing }))).toEqual(['live', undefined, true]);
  });

  test('of a screen whose sound does not open goes on showing it', () => {
    const still = track(bo, { slot: 'screen', openedAt: NOW - 9_000 });
    const sound = track(bo, { slot: 'screenAudio', openedAt: undefined, failedAt: NOW });
    const on = new Map([[bo.index, 0b1100]]);
    const screen = tilesOf(facts({ tracks: [still, sound], said: on })).at(-1);
    expect(screen).toMatchObject({ kind: 'screen', state: 'live', blocked: 'sound' });
    expect(screen && shown(screen)).toBe(still.track);
  });

  test('says what the SFU says of a line, unless its person is away, and nothing follows from it', () => {
    const quality = new Map([
      [bo.participantId, 'lost'],
      [ada.participantId, 'good'],
    ] as const);
    const qualities = (change: Partial<TileFacts>) =>
      tilesOf(facts({ quality, ...change })).map(({ quality: said }) => said);
    expect(qualities({})).toEqual(['good', 'lost']);
    expect(qualities({ present: new Set() })).toEqual(['good', undefined]);
    expect(qualities({ quality: new Map() })).toEqual([undefined, undefined]);
    const tracks = [track(bo)];
    const without = (one: object): object => ({ ...one, quality: undefined });
    expect(tilesOf(facts({ tracks, quality })).map(without)).toEqual(tilesOf(facts({ tracks })).map(without));
  });

  test('of who has everything off is muted', () => {
    expect(stateOf('Bo', { said: new Map([[bo.index, 0]]) })).toBe('muted');
  });
});
