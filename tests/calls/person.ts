/** Somebody in a story: does and sees what a person can in a meeting. The same for every browser. */

import { counts, type Counts } from './counting.ts';
import { plugInCameras, unplugCamera } from './devices.ts';
import { lookFor } from './finding.ts';
import { Hands, PATIENCE_MS, pause } from './hands.ts';
import { among, tones } from './hearing.ts';
import { LOOKS, type LookName } from './looks.ts';
import { takeSeat, takeSeatBeside, type Seat, type SeatOptions } from './seat.ts';
import { alike, detail, type Detail, moves, seen, type Seen, videoIn } from './seeing.ts';
import type { Wire } from './wire.ts';

/** Longer than one beep and one pause; whoever waits for a tone listens again. */
const EARSHOT_MS = 700;
/** A picture that shows nothing new for so long has frozen. Cameras take one every 67 ms. */
const FROZEN_MS = 2_000;

/** Who most stories tell of: each in Chromium, with the look of the same name. */
export type CastName = Capitalize<LookName>;

export interface PersonOptions extends SeatOptions {
  readonly name: string;
  /** By default that of the same name. */
  readonly look?: LookName;
  /** Before another window of this one's browser, as somebody else: what the camera shows is the same. */
  readonly beside?: Person;
  /** All their traffic runs through a wire of their own, which can be cut. */
  readonly wire?: boolean;
}

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

export class Person extends Hands {
  readonly look: LookName;
  readonly #seat: Seat;
  readonly #wire: Wire | undefined;

  private constructor(
    { name, browser = 'chromium', phone = false }: PersonOptions,
    look: LookName,
    seat: Seat,
    wire?: Wire,
  ) {
    super({ name, browser, page: seat.page, complaints: seat.complaints, touches: phone });
    this.look = look;
    this.#seat = seat;
    this.#wire = wire;
  }

  /** Opens a browser with an empty tab; with `wire` all its traffic runs through it, and it ends with the browser. */
  static async arrive(options: PersonOptions, wire?: Wire): Promise<Person> {
    const { name, beside } = options;
    const look = beside?.look ?? options.look ?? lookOf(name);
    const seat = await (beside ? takeSeatBeside(beside.page, options) : takeSeat(look, options, wire));
    return new Person(options, look, seat, wire);
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

  /** The camera in use is pulled out. */
  unplugCamera(): Promise<void> {
    return unplugCamera(this.page);
  }

  plugInCameras(): Promise<void> {
    return plugInCameras(this.page);
  }

  /** What the browser calls the device of the own picture; empty without one. */
  async ownCamera(): Promise<string> {
    const video = await videoIn(this.page, this.ownTile);
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
    const tile = await lookFor(this.page, 'group', name);
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

  /** Waits until the picture of a tile is as fine as this says. */
  async seesDetail(tile: string, what: string, is: (detail: Detail) => boolean): Promise<void> {
    await this.until(`the picture of ${tile} to be ${what}`, async () => {
      const now = await detail(this.page, tile);
      return now && is(now);
    });
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

  async goHome(): Promise<void> {
    await this.#seat.close();
    await this.#wire?.close();
  }
}
