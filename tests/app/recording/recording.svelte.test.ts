import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ParticipantId } from '../../../crypto/brands.ts';
import type { FromVault, RosterEntry } from '../../../crypto/workers/protocol.ts';
import { Consent } from '../../../app/recording/consent.svelte.ts';
import { Recording, type RecordingNews } from '../../../app/recording/recording.svelte.ts';
import type { Failure } from '../../../app/recording/diskFile.ts';
import type { Take } from '../../../app/recording/take.ts';
import { member } from '../gallery/fake.ts';

const me = 'p1' as ParticipantId;
const recorders = (...ids: string[]): FromVault => ({ type: 'recorders', ids: ids as ParticipantId[] });
const roster = { type: 'roster' } as FromVault;

/** A page that records, with what happened to it in its order. */
function page(vaultAnswers = true) {
  const happened: string[] = [];
  const news: RecordingNews[] = [];
  const facts = { may: true, chosen: true };
  let fail: (failure: Failure) => void = () => undefined;
  const take: Pick<Take, 'begin' | 'end'> = {
    begin: () => happened.push('begin'),
    end: async () => {
      happened.push('end');
      return true;
    },
  };
  const recording: Recording = new Recording({
    sources: { tiles: () => [], sounds: () => [], draw: () => () => undefined },
    me: () => me,
    may: () => facts.may,
    tell: (what) => news.push(what),
    fileName: () => 'Meeting',
    toVault: (message) => {
      if (message.type !== 'say' || message.saying.say !== 'recording') throw new Error(message.type);
      const { on } = message.saying;
      happened.push(on ? 'mark' : 'unmark');
      if (vaultAnswers) recording.fromVault(on ? recorders(me) : recorders());
    },
    load: async () => ({
      Take: {
        prepare: async (_name, failed) => {
          happened.push('choose');
          fail = failed;
          return facts.chosen ? (take as Take) : undefined;
        },
      },
    }),
  });
  return { recording, happened, news, facts, fail: (failure: Failure) => fail(failure) };
}

describe('a recording on this device', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('does not begin when the rules changed while the others were told', async () => {
    const { recording, happened, facts, news } = page(false);
    const starting = recording.start();
    await vi.advanceTimersByTimeAsync(0);
    facts.may = false;
    recording.fromVault(roster);
    recording.fromVault(recorders(me));
    await starting;
    expect(recording.state).toBe('off');
    expect(happened).toEqual(['choose', 'mark', 'unmark', 'end']);
    expect(news).toEqual(['untold']);
  });

  it('begins after the mark was sent, which goes after it has ended', async () => {
    const { recording, happened, news } = page();
    await recording.start();
    expect(recording.state).toBe('on');
    expect(recording.recorders).toEqual([me]);
    await recording.stop();
    expect(happened).toEqual(['choose', 'mark', 'begin', 'end', 'unmark']);
    expect([recording.state, news]).toEqual(['off', ['saved']]);
  });

  it('never begins where nobody could be told', async () => {
    const { recording, happened, news } = page(false);
    const started = recording.start();
    await vi.advanceTimersByTimeAsync(6_000);
    await started;
    expect(happened).toEqual(['choose', 'mark', 'unmark', 'end']);
    expect([recording.state, news]).toEqual(['off', ['untold']]);
  });

  it('is not marked by somebody else’s mark', async () => {
    const { recording, happened } = page(false);
    const started = recording.start();
    await vi.advanceTimersByTimeAsync(10);
    recording.fromVault(recorders('p2'));
    await vi.advanceTimersByTimeAsync(10);
    expect(happened).not.toContain('begin');
    await vi.advanceTimersByTimeAsync(6_000);
    await started;
    expect([recording.state, happened]).toEqual(['off', ['choose', 'mark', 'unmark', 'end']]);
  });

  it('marks nothing when no file is chosen, and asks for none where the rules forbid it', async () => {
    const { recording, happened, facts } = page();
    facts.chosen = false;
    await recording.start();
    expect([recording.state, happened]).toEqual(['off', ['choose']]);
    facts.may = false;
    await recording.start();
    expect(happened).toEqual(['choose']);
  });

  it('ends when the rules no longer allow it', async () => {
    const { recording, happened, news, facts } = page();
    await recording.start();
    recording.fromVault(roster);
    expect(recording.state).toBe('on');
    facts.may = false;
    recording.fromVault(roster);
    await vi.advanceTimersByTimeAsync(0);
    expect(happened.slice(-2)).toEqual(['end', 'unmark']);
    expect(news).toEqual(['forbidden']);
  });

  it('ends with a word on why when the disk is full', async () => {
    const { recording, news, fail } = page();
    await recording.start();
    fail('full');
    await vi.advanceTimersByTimeAsync(0);
    expect([recording.state, news]).toEqual(['off', ['full']]);
  });

  it('takes who agreed, and nobody else', async () => {
    const { recording } = page();
    await recording.start();
    const they = 'p2' as ParticipantId;
    expect(recording.takes(they)).toBe(false);
    recording.fromVault({ type: 'consents', ids: [they] });
    expect([recording.takes(they), recording.takes('p3' as ParticipantId)]).toEqual([true, false]);
    recording.fromVault({ type: 'consents', ids: [] });
    expect(recording.takes(they)).toBe(false);
  });

  it('ends with the call, and is kept', async () => {
    const { recording, happened } = page();
    await recording.start();
    recording.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(happened.at(-1)).toBe('end');
    expect([recording.state, recording.became]).toEqual(['off', 'saved']);
    await recording.start();
    expect(happened.filter((what) => what === 'choose')).toHaveLength(1);
  });
});

describe('consent', () => {
  it('is asked for once for each recording, and anew for the next', () => {
    const [bo, cem] = [member(2, 'Bo'), member(3, 'Cem')];
    let now: readonly RosterEntry[] = [bo];
    const consent = new Consent(() => now);
    const labels = (): string[] => consent.asked.map(({ label }) => label);
    expect(labels()).toEqual(['Bo']);
    consent.stay();
    expect(labels()).toEqual([]);
    now = [bo, cem];
    expect(labels()).toEqual(['Cem']);
    consent.stay();
    now = [cem];
    consent.forget();
    now = [bo, cem];
    expect(labels()).toEqual(['Bo']);
  });

  it('is told once to each who records, and again to who records again', () => {
    const [bo, cem] = [member(2, 'Bo'), member(3, 'Cem')];
    let now: readonly RosterEntry[] = [bo, cem];
    const told: number[] = [];
    const consent = new Consent(() => now);
    const tell = (): void => consent.tell((index) => told.push(index));
    tell();
    expect(told).toEqual([]);
    consent.stay();
    tell();
    tell();
    expect(told).toEqual([2, 3]);
    now = [cem];
    consent.forget();
    now = [bo, cem];
    tell();
    expect(told).toEqual([2, 3]);
    consent.stay();
    tell();
    expect(told).toEqual([2, 3, 2]);
  });
});
