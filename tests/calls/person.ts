/**
 * Somebody in a story, before a browser of their own. Does and sees what a person can: finds things by role and
 * accessible name and by nothing else. The same for every browser.
 */

import type { ElementHandle, Page } from 'puppeteer-core';
import { launchBrowser, type BrowserName } from './browser.ts';
import { countFrames, counts, type Counts } from './counting.ts';
import { holdDevices, unplugCamera } from './devices.ts';
import { keepEvidence } from './failures.ts';
import { among, listen, tones } from './hearing.ts';
import { LOOKS, type LookName } from './looks.ts';
import { alike, moves, seen, type Seen } from './seeing.ts';
import { watchForViolations, type Complaints } from './violations.ts';
import type { Wire } from './wire.ts';

/** How long a person waits for what should come by itself. Generous: a busy machine is no fault of the product. */
const PATIENCE_MS = 45_000;
const GLANCE_MS = 100;
/** Longer than one beep and one pause; whoever waits for a tone listens again. */
const EARSHOT_MS = 700;
/** A picture that shows nothing new for so long has frozen. Cameras take one every 67 ms. */
const FROZEN_MS = 2_000;

/** Who most stories tell of: each in Chromium, with the look of the same name. */
export type CastName = Capitalize<LookName>;

export interface PersonOptions {
  readonly name: string;
  /** By default that of the same name. */
  readonly look?: LookName;
  /** Chromium by default. */
  readonly browser?: BrowserName;
  /** Chromium only: this many cameras, all with the browser's own test picture; the one in use can be unplugged. */
  readonly cameras?: number;
  /** Chromium only: their camera's picture and their window are small, the picture slow. */
  readonly small?: boolean;
  /** Before another window of this one's browser, as somebody else: what the camera shows is the same. */
  readonly beside?: Person;
  /** All their traffic runs through a wire of their own, which can be cut. */
  readonly wire?: boolean;
  /** Chromium only: folder of a profile that outlives the browser. */
  readonly profile?: string;
  /** Chromium only: a phone held upright, which is touched and has no mouse. */
  readonly phone?: boolean;
}

const SMALL_WINDOW = { width: 920, height: 480 } as const;
const PHONE = { width: 360, height: 740, isMobile: true, hasTouch: true } as const;

export interface Invitation {
  readonly link: string;
  readonly passphrase: string;
}

export interface Tile {
  readonly state: string;
  readonly camera: string;
  readonly microphone: string;
}

const lookOf = (name: string): LookName => {
  const look = name.toLowerCase();
  if (!(look in LOOKS)) throw new Error(`${name} has no look of the same name`);
  return look as LookName;
};

/** Selects by role and accessible name, as a person finds things. */
export const named = (role: string, name: string): string =>
  `::-p-aria([name=${JSON.stringify(name)}][role="${role}"])`;

/** An empty tab that nobody else looks at. */
interface Seat {
  readonly page: Page;
  close(): Promise<void>;
}

async function takeSeat(options: PersonOptions & { readonly look: LookName }, wire?: Wire): Promise<Seat> {
  const { beside, look, browser = 'chromium', profile, cameras, small } = options;
  if (beside) {
    const context = await beside.page.browser().createBrowserContext();
    return { page: await context.newPage(), close: () => context.close() };
  }
  const launched = await launchBrowser(browser, {
    look: LOOKS[look],
    ...(profile !== undefined && { profile }),
    ...(cameras !== undefined && { cameras }),
    ...(small && { small }),
    ...(wire && { socksPort: wire.socksPort }),
  });
  return { page: await launched.browser.newPage(), close: () => launched.close() };
}

export class Person {
  readonly name: string;
  readonly look: LookName;
  readonly browser: BrowserName;
  readonly page: Page;
  /** What the browser objected to: CSP violations, errors on the console, exceptions. */
  readonly complaints: Complaints;
  readonly #seat: Seat;
  readonly #wire: Wire | undefined;
  readonly #phone: boolean;

  private constructor(
    options: PersonOptions & { readonly look: LookName },
    seat: Seat,
    complaints: Complaints,
    wire?: Wire,
  ) {
    this.name = options.name;
    this.look = options.look;
    this.browser = options.browser ?? 'chromium';
    this.page = seat.page;
    this.complaints = complaints;
    this.#seat = seat;
    this.#wire = wire;
    this.#phone = options.phone ?? false;
  }

  /** Opens a browser with an empty tab; with `wire` all its traffic runs through it, and it ends with the browser. */
  static async arrive(options: PersonOptions, wire?: Wire): Promise<Person> {
    const look = options.beside?.look ?? options.look ?? lookOf(options.name);
    const seat = await takeSeat({ ...options, look }, wire);
    const { page } = seat;
    if (options.small) await page.setViewport(SMALL_WINDOW);
    if (options.phone) await page.setViewport(PHONE);
    const complaints = await watchForViolations(page);
    await listen(page);
    await countFrames(page);
    if (options.cameras !== undefined) await holdDevices(page);
    return new Person({ ...options, look }, seat, complaints, wire);
  }

  /** Their network, if they came with a wire of their own. */
  get wire(): Wire {
    if (!this.#wire) throw new Error(`${this.name} has no wire of their own`);
    return this.#wire;
  }

  // ── the way in ──

  /** From the start page to "Your room is ready". */
  async newMeeting(origin: string): Promise<Invitation> {
    await this.page.goto(origin);
    await this.press('button', 'New meeting');
    return { link: await this.text('Invite link'), passphrase: await this.text('Passphrase') };
  }

  /** From "Your room is ready" into the call. */
  async startMeeting(): Promise<void> {
    await this.press('button', 'Continue');
    await this.fill('Your name', this.name);
    await this.press('button', 'Start meeting');
    await this.find('main', 'Meeting');
  }

  /** Follows an invite link as far as "Ask to join". */
  async knock(link: string, passphrase: string): Promise<void> {
    await this.comeTo(link);
    await this.ask(passphrase);
  }

  /** Follows an invite link to the prejoin. */
  async comeTo(link: string): Promise<void> {
    await this.page.goto(link);
    await this.find('textbox', 'Your name');
  }

  /** From the prejoin to the door. */
  async ask(passphrase: string): Promise<void> {
    await this.fill('Your name', this.name);
    await this.fill('Passphrase', passphrase);
    await this.press('button', 'Ask to join');
  }

  /** In the waiting room, after a wrong passphrase. */
  async tryAgain(passphrase: string): Promise<void> {
    await this.fill('Passphrase', passphrase);
    await this.press('button', 'Try again');
  }

  /** Waits until the call is on screen. */
  async enter(): Promise<void> {
    await this.find('main', 'Meeting');
  }

  // ── in the call ──

  async admit(name: string): Promise<void> {
    await this.open('People');
    await this.press('button', `Admit ${name}`);
  }

  async deny(name: string): Promise<void> {
    await this.open('People');
    await this.press('button', `Deny ${name}`);
  }

  /** Opens a panel, if it is not open. */
  async open(panel: 'Chat' | 'People' | 'Security' | 'Settings'): Promise<void> {
    const toggle = await this.find('button', panel);
    const isOpen = (element: Element) =>
      element.getAttribute('aria-pressed') === 'true' || element.getAttribute('aria-expanded') === 'true';
    if (!(await toggle.evaluate(isOpen))) await this.press('button', panel);
  }

  async isOn(name: string): Promise<boolean> {
    const toggle = await this.find('switch', name);
    return toggle.evaluate(
      (element) =>
        element.getAttribute('aria-checked') === 'true' ||
        (element instanceof HTMLInputElement && element.checked),
    );
  }

  /** Moves a switch to where it should be. */
  async turn(name: string, on: boolean): Promise<void> {
    if ((await this.isOn(name)) !== on) await this.press('switch', name);
    await this.until(`${name} to be ${on ? 'on' : 'off'}`, async () => (await this.isOn(name)) === on);
  }

  /** The camera in use is pulled out. */
  unplugCamera(): Promise<void> {
    return unplugCamera(this.page);
  }

  /** What the browser calls the device of the own picture; empty without one. */
  async ownCamera(): Promise<string> {
    const video = await this.page.$(`${named('group', this.ownTile)} >>> video`);
    const label = await video?.evaluate((element) =>
      element instanceof HTMLVideoElement && element.srcObject instanceof MediaStream
        ? element.srcObject.getVideoTracks()[0]?.label
        : undefined,
    );
    return label ?? '';
  }

  async leave(): Promise<void> {
    await this.press('button', 'Leave');
  }

  /** What a tile says of its person; undefined while there is no such tile. */
  async tile(name: string): Promise<Tile | undefined> {
    const tile = await this.page.$(named('group', name));
    return tile?.evaluate((element) => ({
      state: element.getAttribute('data-state') ?? '',
      camera: element.getAttribute('data-camera') ?? '',
      microphone: element.getAttribute('data-microphone') ?? '',
    }));
  }

  /** What all tiles say of their people now, by name: one look for all of them. */
  tiles(): Promise<Readonly<Record<string, string>>> {
    return this.page.evaluate(() =>
      Object.fromEntries(
        Array.from(document.querySelectorAll('[role="group"][data-state]'), (tile) => [
          tile.getAttribute('aria-label') ?? '',
          tile.getAttribute('data-state') ?? '',
        ]),
      ),
    );
  }

  /** The name of the own tile. */
  get ownTile(): string {
    return `${this.name} (you)`;
  }

  /** Waits until a tile says this of its person. */
  async tileBecomes(name: string, wanted: Partial<Tile>, patience = PATIENCE_MS): Promise<void> {
    const text = JSON.stringify(wanted);
    await this.until(
      `the tile of ${name} says ${text}`,
      async () => {
        const now = await this.tile(name);
        return now && Object.entries(wanted).every(([key, value]) => Reflect.get(now, key) === value);
      },
      patience,
    );
  }

  /** Six groups of five digits, from the open security panel. */
  async securityCode(): Promise<string> {
    await this.open('Security');
    return this.until('a security code', async () => {
      const body = await this.page.evaluate(() => document.body.innerText);
      return /(?:\b\d{5}\s+){5}\d{5}\b/.exec(body)?.[0].replace(/\s+/g, ' ');
    });
  }

  // ── senses ──

  /** What became of the frames that came here. */
  counts(): Promise<Counts> {
    return counts(this.page);
  }

  /** What a tile's picture shows now. */
  see(tile: string): Promise<Seen> {
    return seen(this.page, tile);
  }

  /**
   * Waits until the tile of `other` shows what their camera takes. A Chromium's film is known; a Firefox shows
   * one colour that changes all the time, so both ends are looked at together, three times.
   */
  async sees(other: Person): Promise<void> {
    for (let times = 0; times < 3; times++) {
      if (times > 0) await pause(300);
      await this.until(`the picture of ${other.name}`, async () => {
        if (other.browser === 'chromium')
          return alike(await this.see(other.name), LOOKS[other.look].quarters);
        const [here, there] = await Promise.all([this.see(other.name), other.see(other.ownTile)]);
        return alike(here, there);
      });
    }
  }

  /** Waits until the picture of `other` shows nothing new any more, or is gone. */
  async seesFrozen(other: Person, patience = PATIENCE_MS): Promise<void> {
    await this.until(
      `the picture of ${other.name} to freeze`,
      async () => !(await moves(this.page, other.name, FROZEN_MS)),
      patience,
    );
  }

  /** Waits until the picture of `other` shows something new again and again. */
  async seesMoving(other: Person): Promise<void> {
    await this.until(`the picture of ${other.name} to move`, () =>
      moves(this.page, other.name, FROZEN_MS / 4),
    );
  }

  /** The name of the tile with somebody's screen. */
  screenTile(other: Person): string {
    return `${other.name}’s screen`;
  }

  /** Waits until the screen that `other` shares is seen: the same as they see themselves. */
  async seesScreenOf(other: Person): Promise<void> {
    await this.until(`the screen of ${other.name}`, async () => {
      const [here, there] = await Promise.all([
        this.see(this.screenTile(other)),
        other.see('Your screen (you)'),
      ]);
      return alike(here, there);
    });
  }

  /** Waits until the tone of `other` is heard. */
  async hears(other: Person): Promise<void> {
    const { hertz } = LOOKS[other.look];
    await this.until(`the tone of ${other.name}, ${hertz} Hz`, async () =>
      among(await tones(this.page, EARSHOT_MS), hertz),
    );
  }

  /** Whether the tone of `other` is among what is heard now. */
  hearsNow(other: Person): Promise<boolean> {
    return this.hearsTone(LOOKS[other.look].hertz);
  }

  async hearsTone(hertz: number): Promise<boolean> {
    return among(await tones(this.page), hertz);
  }

  /** Waits for a status, alert or heading that contains these words, in any case of letters. */
  async reads(role: 'status' | 'alert' | 'heading', words: string): Promise<void> {
    await this.until(`${role} "${words}"`, async () => {
      for (const element of await this.page.$$(`::-p-aria([role="${role}"])`)) {
        const text = await element.evaluate((node) => node.textContent);
        if (text?.toLowerCase().includes(words.toLowerCase())) return true;
      }
      return false;
    });
  }

  /** All the words on the page, also those for screen readers alone. */
  words(): Promise<string> {
    return this.page.evaluate(() => document.body.textContent ?? '');
  }

  /** Waits until these words are on the page, or said to a screen reader. */
  async readsWords(words: string): Promise<void> {
    await this.until(`"${words}"`, async () => (await this.words()).includes(words));
  }

  // ── hands ──

  /** Waits for what has this role and name. */
  find(role: string, name: string, patience = PATIENCE_MS): Promise<ElementHandle> {
    return this.until(`${role} "${name}"`, () => this.page.$(named(role, name)), patience);
  }

  /** Whether something with this role and name is there now. */
  async has(role: string, name: string): Promise<boolean> {
    return (await this.page.$(named(role, name))) !== null;
  }

  /** Clicks, or taps, once it is there and enabled. A view may be replaced between finding and clicking: then again. */
  async press(role: string, name: string): Promise<void> {
    await this.until(`${role} "${name}" to press`, async () => {
      const element = await this.page.$(named(role, name));
      if (!element) return false;
      const disabled = await element.evaluate((node) => node.matches(':disabled, [aria-disabled="true"]'));
      if (disabled) return false;
      return (this.#phone ? element.tap() : element.click()).then(
        () => true,
        () => false,
      );
    });
  }

  /** Puts this text, and nothing else, into a text box. */
  async fill(name: string, text: string): Promise<void> {
    const field = await this.find('textbox', name);
    await field.evaluate((element) => {
      if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) element.select();
    });
    await field.type(text);
  }

  /** Picks an option of a combobox by its place, once there are so many. */
  async choose(name: string, place: number): Promise<void> {
    const box = await this.find('combobox', name);
    const value = await this.until(`option ${place} of "${name}"`, () =>
      box.evaluate(
        (element, at) => (element instanceof HTMLSelectElement ? element.options[at]?.value : undefined),
        place,
      ),
    );
    await box.select(value);
  }

  /** What a text box holds, once it holds something. */
  text(name: string): Promise<string> {
    return this.until(`text in "${name}"`, async () => {
      const field = await this.page.$(named('textbox', name));
      return field?.evaluate((element) =>
        element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
          ? element.value
          : (element.textContent ?? ''),
      );
    });
  }

  /** Asks again and again until the answer is not empty; after `patience` fails with a picture of the page. */
  async until<T>(
    what: string,
    ask: () => Promise<T | null | undefined | false | ''>,
    patience = PATIENCE_MS,
  ): Promise<T> {
    const deadline = Date.now() + patience;
    let problem = '';
    while (Date.now() < deadline) {
      try {
        const answer = await ask();
        if (answer) return answer;
      } catch (error) {
        // An element that is replaced while it is looked at, a page on its way: look again.
        problem = error instanceof Error ? error.message : String(error);
      }
      await pause(GLANCE_MS);
    }
    const where = await keepEvidence(this.page, this.name);
    const also = [problem, ...this.complaints.all()].filter((line) => line !== '').join('\n  ');
    throw new Error(
      `${this.name} (${this.browser}) waited ${patience} ms for ${what}. See ${where}\n  ${also}`,
    );
  }

  async goHome(): Promise<void> {
    await this.#seat.close();
    await this.#wire?.close();
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
