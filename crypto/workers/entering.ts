/** From a link to a seat (§3–§5): a room made, found or opened; a meeting begun, come back to, or knocked at. */

import { branded, type MeetingId } from '../brands.ts';
import { toBase64url } from '../bytes.ts';
import { isCleanText, utf8 } from '../codec.ts';
import type { Admission } from '../door/joiner.ts';
import { enterMeeting, type GroupStep, startMeeting } from '../group/epochs.ts';
import { NAME_BYTES_MAX } from '../group/roster.ts';
import { normalisePassphrase } from '../passphrase.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import { randomBytes, type SigningPair, signingPair } from '../sodium.ts';
import { Arriving } from './arriving.ts';
import type { Authority } from './authority.ts';
import type { InGroup } from './inGroup.ts';
import type { Knocking } from './knocking.ts';
import type { ToVault } from './protocol.ts';
import type { Remembering } from './remembering.ts';
import type { RoomKeeping } from './room.ts';
import type { Surroundings } from './surroundings.ts';

/** What the page says before there is a meeting. */
export type AtStart = Extract<
  ToVault,
  { type: 'makeRoom' | 'ownPassphrase' | 'openLink' | 'recall' | 'goOn' | 'forgetRoom' | 'start' | 'knock' }
>;

export interface EnteringNeeds {
  readonly around: Surroundings;
  readonly rooms: RoomKeeping;
  readonly remembering: Remembering;
  readonly group: InGroup;
  readonly authority: Authority;
  readonly knocking: () => Knocking;
}

export class Entering {
  readonly #needs: EnteringNeeds;
  #arriving: Arriving | undefined;
  /** The room was made in this tab: nobody can be in it yet. */
  #fresh = false;

  constructor(needs: EnteringNeeds) {
    this.#needs = needs;
  }

  /** A host that is on its way into a meeting that may be running. */
  get arriving(): Arriving | undefined {
    return this.#arriving;
  }

  /** Refuses `outOfTurn` once there is a meeting, and what each step refuses. */
  receive(message: AtStart): Refusal | undefined | Promise<Refusal | undefined> {
    const { remembering, group } = this.#needs;
    if (message.type === 'recall') return remembering.list();
    if (message.type === 'forgetRoom') return remembering.forget(message.roomId).then(() => undefined);
    if (group.member || this.#arriving) return refuse('outOfTurn');
    switch (message.type) {
      case 'makeRoom':
        return this.#makeRoom(message.origin, message.words);
      case 'ownPassphrase':
        return this.#ownPassphrase(message.passphrase);
      case 'openLink':
        return this.#openLink(message.text, message.origin);
      case 'goOn':
        this.#fresh = false;
        return remembering.goOn(message.roomId);
      case 'start':
        return this.#start(message.name);
      case 'knock':
        return this.#knock(message.name, message.passphrase);
    }
  }

  /** The newcomer was let in. */
  enter(admission: Admission): void {
    const { rooms, around } = this.#needs;
    rooms.forget();
    this.#seat(enterMeeting(admission, around.now()), false);
  }

  #makeRoom(origin: string, words: readonly string[]): Refusal | undefined {
    const { rooms, remembering } = this.#needs;
    const before = this.#fresh ? rooms.room : undefined;
    const refusal = rooms.make(origin, words);
    if (refusal) return refusal;
    this.#fresh = true;
    remembering.anew(before && toBase64url(before.roomId));
    return undefined;
  }

  #ownPassphrase(typed: string): Refusal | undefined {
    const refusal = this.#needs.rooms.own(typed);
    if (!refusal) this.#needs.remembering.changed();
    return refusal;
  }

  #openLink(text: string, origin: string): Refusal | undefined {
    const refusal = this.#needs.rooms.openLink(text, origin);
    if (refusal) return refusal;
    this.#fresh = false;
    this.#needs.remembering.anew(undefined);
    return undefined;
  }

  #start(typedName: string): Refusal | undefined {
    const { around, rooms, remembering, authority } = this.#needs;
    const { room } = rooms;
    if (!room?.seed) return refuse('outOfTurn');
    const name = cleanName(typedName);
    if (isRefusal(name)) return name;
    if (this.#fresh) {
      this.#begin(name, signingPair());
      return undefined;
    }
    this.#arriving = new Arriving({
      around,
      room,
      name,
      known: remembering.found?.known,
      grantFor: (speaker) => authority.grantFor(speaker),
      alone: (signing) => {
        this.#arriving = undefined;
        this.#begin(name, signing);
      },
      entered: (step) => {
        this.#arriving = undefined;
        this.#seat(step, true);
      },
    });
    return undefined;
  }

  /** State 0. */
  #begin(name: string, signing: SigningPair): void {
    const { around, rooms, authority } = this.#needs;
    rooms.begin();
    const { room } = rooms;
    const meetingId = branded<MeetingId>(randomBytes(16));
    const grant = authority.grantFor({ signing, meetingId });
    if (!room || !grant) return;
    const { roomId, roomKey } = room;
    const seat = { roomId, meetingId, signing, roomKey };
    this.#seat(startMeeting({ seat, grant, name }, around.now()), true);
  }

  async #knock(typedName: string, passphrase: string): Promise<Refusal | undefined> {
    const { rooms, group, knocking } = this.#needs;
    if (!rooms.room || rooms.room.seed) return refuse('outOfTurn');
    const name = cleanName(typedName);
    if (isRefusal(name)) return name;
    if (normalisePassphrase(passphrase) === '') return refuse('wrongPassphrase');
    knocking().stop();
    const prs = await rooms.stretched(passphrase);
    // It may have been let in meanwhile.
    if (!prs || group.member) return refuse('outOfTurn');
    knocking().knock(name, prs);
    return undefined;
  }

  #seat(step: GroupStep, host: boolean): void {
    this.#needs.group.begin(step, host);
    this.#needs.remembering.write(this.#needs.group.member);
  }
}

/** A typed name as it travels: NFC, blanks folded; refuses `badName`. */
function cleanName(typed: string): string | Refusal {
  const name = typed.normalize('NFC').replace(/\s+/gu, ' ').trim();
  const fits = name !== '' && utf8(name).length <= NAME_BYTES_MAX && isCleanText(name);
  return fits ? name : refuse('badName');
}
