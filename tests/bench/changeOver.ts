/**
 * What a change of keys costs in a call: how long it is from the click on "Admit" or "Remove" until the last member
 * has the new state, and how many frames are lost meanwhile because they came under a key that was not there.
 */

import type { Page } from 'puppeteer-core';
import { NO_FRAMES, type OpenCounts } from '../../crypto/workers/frameProtocol.ts';
import { growth, type Counts } from '../calls/counting.ts';
import { allTogether, gone, meet, remove } from '../calls/hosting.ts';
import type { Invitation, Person } from '../calls/person.ts';
import { Stack } from '../calls/stack.ts';
import { pause } from './pause.ts';
import { median, printTable } from './table.ts';

declare global {
  interface Window {
    readonly changes: Changes;
  }
}

/** What one page saw. Times are milliseconds since 1970. */
interface Changes {
  /** Every list of people that its vault gave out, by their number. */
  readonly rosters: readonly { readonly at: number; readonly people: number }[];
  /** The last click on "Admit …", and on "Remove" that confirms. */
  readonly clicked: number | undefined;
}

/** Long enough for old keys to be gone (4 s), and for what was lost to have been counted (every 250 ms). */
const SETTLED_MS = 5_000;

/** Has every document of this page from now on note its changes. */
async function note(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const rosters: { at: number; people: number }[] = [];
    let clicked: number | undefined;
    const now = (): number => performance.timeOrigin + performance.now();
    Object.defineProperty(window, 'changes', {
      value: {
        rosters,
        get clicked() {
          return clicked;
        },
      },
    });
    addEventListener(
      'click',
      ({ target }) => {
        const button = target instanceof Element ? target.closest('button') : null;
        const name = (button?.getAttribute('aria-label') ?? button?.textContent ?? '').trim();
        if (/^Admit\b|^Remove$/.test(name)) clicked = now();
      },
      true,
    );
    globalThis.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener('message', ({ data }: MessageEvent<Record<string, unknown>>) => {
          const members = data['type'] === 'roster' ? data['members'] : undefined;
          if (Array.isArray(members)) rosters.push({ at: now(), people: members.length });
        });
      }
    };
  });
}

const changesOf = ({ page }: Person): Promise<Changes> =>
  page.evaluate(() => ({ rosters: window.changes.rosters, clicked: window.changes.clicked }));

/** When this page first heard, after the click, that so many are in. */
async function heardAt(person: Person, people: number, clicked: number): Promise<number> {
  return person.until(`a list of ${people} people`, async () => {
    const { rosters } = await changesOf(person);
    return rosters.find(({ at, people: many }) => at > clicked && many === people)?.at;
  });
}

/** One change of who is in. */
interface Change {
  /** Milliseconds from the click until the last of those who stay had the new state. */
  readonly took: number;
  /** What became of the frames of those who stay, from before the click until all had settled. */
  readonly frames: OpenCounts;
}

/** Has `act` done at the host, after which so many are in; watches those who were there and stay. */
async function change(
  host: Person,
  staying: readonly Person[],
  people: number,
  act: () => Promise<void>,
): Promise<Change> {
  const before = await Promise.all(staying.map((person) => person.counts()));
  const known: readonly string[][] = before.map((counts) => Object.keys(counts));
  await act();
  const { clicked } = await changesOf(host);
  if (clicked === undefined) throw new Error('nobody clicked');
  const heard = await Promise.all(staying.map((person) => heardAt(person, people, clicked)));
  await pause(SETTLED_MS);
  const after = await Promise.all(staying.map((person) => person.counts()));
  const frames = sum(
    after.map((counts, at) => growth(before[at] ?? {}, counts, sharedIds(known[at], counts))),
  );
  return { took: Math.max(...heard) - clicked, frames };
}

/** Of transforms that were there before: what a newcomer sends waits for a key of its own, and is no change-over. */
const sharedIds = (known: readonly string[] | undefined, counts: Counts): string[] =>
  (known ?? []).filter((id) => id in counts);

function sum(all: readonly OpenCounts[]): OpenCounts {
  const total = { ...NO_FRAMES };
  for (const counts of all)
    for (const kind of Object.keys(total) as (keyof OpenCounts)[]) total[kind] += counts[kind];
  return total;
}

/** Lets somebody in and removes them again, so many times, in a call of three; prints what it cost. */
export async function benchChangeOver(runs: number): Promise<void> {
  const stack = await Stack.start();
  try {
    // As in a call, not as in a crowd.
    const small = false;
    const [ada, bo, cem, dea] = await stack.people(
      { name: 'Ada', small },
      { name: 'Bo', small },
      { name: 'Cem', small },
      { name: 'Dea', small },
    );
    const three = [ada, bo, cem] as const;
    await Promise.all([...three, dea].map(({ page }) => note(page)));
    const invitation = await meet(stack.origin, ...three);
    await allTogether(...three);
    const admitted: Change[] = [];
    const removed: Change[] = [];
    for (let run = 0; run < runs; run++) {
      admitted.push(await oneEntry(three, dea, invitation));
      removed.push(await change(ada, three, 3, () => remove(ada, dea.name)));
      await gone(dea.name, ...three);
    }
    print(admitted, removed);
  } finally {
    await stack.stop();
  }
}

async function oneEntry(
  three: readonly Person[],
  dea: Person,
  { link, passphrase }: Invitation,
): Promise<Change> {
  const [ada] = three;
  if (!ada) throw new Error('nobody hosts');
  // The fragment alone would not load the page anew.
  await dea.page.goto('about:blank');
  await dea.knock(link, passphrase);
  await ada.open('People');
  await ada.find('button', `Admit ${dea.name}`);
  const entry = await change(ada, three, 4, () => ada.admit(dea.name));
  await dea.enter();
  await allTogether(...three, dea);
  return entry;
}

function print(admitted: readonly Change[], removed: readonly Change[]): void {
  const row = (said: string, changes: readonly Change[]): string[] => {
    const took = changes.map((one) => one.took);
    const { opened, noKey, authFailed } = sum(changes.map(({ frames }) => frames));
    const each = (frames: number): string => (frames / changes.length).toFixed(1);
    return [
      said,
      median(took).toFixed(0),
      Math.max(...took).toFixed(0),
      each(opened),
      each(noKey),
      each(authFailed),
    ];
  };
  printTable(
    `Changes of keys in a call of three, ${admitted.length} of each kind: milliseconds from the click until the last of the three\n` +
      `has the new state; frames at all three until ${SETTLED_MS / 1000} s later, for each change: opened, without a key, not authentic.`,
    ['click on', 'median', 'longest', 'opened', 'no key', 'not authentic'],
    [row('“Admit”', admitted), row('“Remove”', removed)],
  );
}
