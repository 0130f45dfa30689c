/**
 * Attack 20: somebody who was a co-host and is none any more pretends not to know. Their grant is good for a quarter of
 * an hour yet, and the relay helps them: it never heard of the dismissal, and says that they lead.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FromVault } from '../../crypto/workers/protocol.ts';
import type { FromRelay } from '../../relay/wire.ts';
import { actOn, logOf } from '../calls/hosting.ts';
import { Stack } from '../calls/stack.ts';
import { lieToRelay, nobodyRemoved, removalsUnheard, type Liar } from './hosting.ts';
import { endAll, pause, twoAndCem, type TwoInACall } from './meetings.ts';
import type { HostileMember } from './member.ts';
import { servePages, type PageServer } from './pageServer.ts';

/** Places in the roster: Ada, the host, and Bo. */
const [ADA, BO] = [0, 1];
/** Of the first co-host. */
const CO_HOST_RANK = 2;
/** Time in which an order would have been carried out. */
const CARRIED_OUT_MS = 4_000;
const COMMON_KIND = 4;

/** Whether a packet is of this member, or of nobody in particular. */
function isOf(index: number, packet: Uint8Array): boolean {
  if (packet[0] === COMMON_KIND) return true;
  return new DataView(packet.buffer, packet.byteOffset, packet.byteLength).getUint16(5) === index;
}

describe('attack 20: a former co-host', () => {
  let pages: PageServer;
  let stack: Stack;
  let call: TwoInACall;
  let cem: HostileMember;
  let liar: Liar;

  beforeAll(async () => {
    pages = await servePages();
    stack = await Stack.start({ noWebhooks: true });
    nobodyRemoved(stack);
    liar = lieToRelay(stack.relayProxy, { fromPage: removalsUnheard() });
    ({ call, cem } = await twoAndCem(stack, pages));
  });
  afterAll(() => endAll([cem], stack, pages));

  const rankOfCem = (): number | undefined => cem.roster.find(({ name }) => name === 'Cem')?.rank;

  /** What the relay said on lines opened since. */
  const toldSince = (from: number, type: FromRelay['type']): readonly FromRelay[] =>
    liar.heard
      .slice(from)
      .flatMap((heard) => (heard.from === 'relay' && heard.message.type === type ? [heard.message] : []));

  test('is made co-host, and a participant again', async () => {
    const { ada } = call;
    await actOn(ada, 'Cem', 'Make Cem co-host');
    await ada.until('Cem to be co-host', async () => rankOfCem() === CO_HOST_RANK);
    await cem.heardThat('the words of the door', ({ type }) => type === 'room');
    cem.deafTo = (packet) => isOf(ADA, packet);
    await actOn(ada, 'Cem', 'Make Cem participant');
    await ada.press('button', 'Make participant');
    await ada.until('the dismissal in the log', async () =>
      (await logOf(ada)).includes('made Cem a participant again'),
    );
    await call.bo.until('the dismissal in Bo’s log', async () =>
      (await logOf(call.bo)).includes('made Cem a participant again'),
    );
    expect(rankOfCem(), 'as Cem has it').toBe(CO_HOST_RANK);
  });

  test('gets its claim through at a relay that never heard of it', async () => {
    const from = liar.heard.length;
    cem.connect(call.link);
    await call.ada.until('the room to be opened', async () => toldSince(from, 'opened').length > 0);
    const opened = liar.heard.slice(from).find(({ message }) => message.type === 'opened');
    if (opened) liar.toPage(opened.line, { type: 'leading', is: true });
  });

  /** Whom and what everybody sees of the meeting. */
  async function unchanged(): Promise<void> {
    const { ada, bo } = call;
    for (const person of [ada, bo]) {
      const tiles = await person.page.$$eval('[role="group"][data-state]', (all) =>
        all.map((tile) => tile.getAttribute('aria-label') ?? ''),
      );
      expect(tiles.filter((name) => !name.startsWith('Cem'))).toHaveLength(2);
      expect(await person.has('main', 'Meeting')).toBe(true);
      const log = await logOf(person);
      expect(log).not.toMatch(/locked the meeting|removed|let in by Cem|ended the meeting|changed the rules/);
    }
    await Promise.all([ada.tileBecomes('Bo', { state: 'live' }), bo.tileBecomes('Ada', { state: 'live' })]);
  }

  test('locks, removes and changes the rules in vain, and the leader is warned', async () => {
    await cem.act({ do: 'lock', on: true });
    await cem.act({ do: 'history', on: true });
    const bo = cem.roster.find(({ index }) => index === BO);
    if (bo) await cem.act({ do: 'remove', index: bo.index });
    await call.ada.reads('alert', 'Somebody may be tampering');
    await pause(CARRIED_OUT_MS);
    await unchanged();
  });

  test('tells the relay in vain to let in, and to end: it does not lead there', async () => {
    const from = liar.heard.length;
    const bo = cem.roster.find(({ index }) => index === BO)?.participantId ?? '';
    cem.tellRelay({ type: 'admit', participant: bo, waiter: 1 });
    cem.tellRelay({ type: 'end' });
    await call.ada.until('two times no', async () => toldSince(from, 'leading').length >= 2);
    expect(toldSince(from, 'token')).toEqual([]);
    await unchanged();
    expect((await stack.sfu.participants()).map(({ identity }) => identity)).toContain(bo);
  });

  /** The relay has Cem answer the door in Ada's place, and takes Cem's word for Ada's. */
  function doorToCem(): void {
    const claims = liar.heard.filter(({ from, message }) => from === 'page' && message.type === 'claim');
    const [adas, cems] = [claims[0]?.line, claims.at(-1)?.line];
    if (!adas || !cems || adas === cems) throw new Error('two authorities are on the line');
    const truth = removalsUnheard();
    liar.lie({
      fromPage(said, line) {
        if (said.type !== 'envelopeTo' && said.type !== 'admit') return truth(said, line);
        if (line === cems) liar.toRelay(adas, said);
        return [];
      },
      fromRelay(said, line) {
        if (line !== adas || (said.type !== 'envelopeFrom' && said.type !== 'waiting')) return [said];
        liar.toPage(cems, said);
        return [];
      },
    });
  }

  test('lets somebody in, with the relay’s help: who is shown to nobody, and hears nobody', async () => {
    const { ada, bo, link, passphrase } = call;
    const leads = (message: FromVault): boolean => message.type === 'lead' && message.is;
    await cem.heardThat('a word that it leads', leads, 60_000);
    doorToCem();
    const eve = await stack.person('Eve');
    await eve.knock(link, passphrase);
    await cem.admit('Eve');
    for (const person of [ada, bo]) await person.reads('alert', 'whom nobody let in');
    for (const person of [ada, bo]) expect(await person.tile('Eve')).toBeUndefined();
    for (const person of [ada, bo]) expect(await eve.hearsNow(person)).toBe(false);
    await unchanged();
  });
});
