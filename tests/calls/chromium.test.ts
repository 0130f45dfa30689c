/** Two people, each with a Chromium: the whole way from an empty tab to a call and out of it. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fingerprintOf } from '../../app/parts/build.ts';
import { axeFindings } from './axe.ts';
import type { Invitation, Person } from './person.ts';
import { Stack } from './stack.ts';

/** Of the site that the relay serves. */
async function builtFingerprint(): Promise<string> {
  const html = await readFile(join(import.meta.dirname, '../../.build/site/index.html'), 'utf8');
  return fingerprintOf(/<script type="importmap">(.*?)<\/script>/.exec(html)?.[1] ?? '');
}

declare global {
  interface Window {
    /** Every peer connection that this document made. */
    connections: RTCPeerConnection[];
  }
}

/** Has the documents of this person from now on keep their peer connections. */
const keepConnections = ({ page }: Person): Promise<unknown> =>
  page.evaluateOnNewDocument(() => {
    window.connections = [];
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        window.connections.push(this);
      }
    };
  });

/** What became of those that are not closed, and how many media sections they have. */
const openConnections = ({ page }: Person): Promise<string[]> =>
  page.evaluate(() =>
    window.connections
      .filter(({ connectionState }) => connectionState !== 'closed')
      .map((one) => `${one.connectionState}, ${one.getTransceivers().length > 0 ? 'laid out' : 'empty'}`),
  );

describe('Chromium with Chromium', () => {
  let stack: Stack;
  let ada: Person;
  let bo: Person;
  let invitation: Invitation;

  beforeAll(async () => {
    stack = await Stack.start();
    [ada, bo] = await stack.people('Ada', 'Bo');
  });
  afterAll(() => stack?.stop());

  test('Ada makes a meeting and starts it', async () => {
    await ada.page.goto(stack.origin);
    await ada.find('button', 'New meeting');
    expect(await axeFindings(ada.page), 'start').toEqual([]);
    invitation = await ada.newMeeting(stack.origin);
    expect(invitation.link).toMatch(new RegExp(`^${stack.origin}/#[A-Za-z0-9_-]{40,}$`));
    expect(invitation.passphrase.split(' ')).toHaveLength(4);
    expect(await axeFindings(ada.page), 'room is ready').toEqual([]);
    await ada.press('button', 'Continue');
    await ada.find('button', 'Start meeting');
    expect(await axeFindings(ada.page), 'prejoin of a host').toEqual([]);
    await ada.fill('Your name', ada.name);
    await ada.press('button', 'Start meeting');
    await ada.enter();
    expect(await axeFindings(ada.page), 'call, alone').toEqual([]);
  });

  test('a wrong passphrase is said at the door, and the right one rings', async () => {
    await keepConnections(bo);
    await bo.knock(invitation.link, 'correct horse battery staple');
    await bo.reads('alert', 'passphrase');
    expect(await axeFindings(bo.page), 'wrong passphrase').toEqual([]);
    await bo.tryAgain(invitation.passphrase.toUpperCase().replaceAll(' ', '-'));
    await bo.reads('status', 'waiting for the host');
    await ada.open('People');
    await ada.find('button', 'Admit Bo');
    expect(await axeFindings(ada.page), 'people, one knocks').toEqual([]);
  });

  test('denied, he asks again', async () => {
    await ada.deny('Bo');
    await bo.reads('alert', 'declined');
    expect(await axeFindings(bo.page), 'denied').toEqual([]);
    await bo.press('button', 'Ask again');
    await bo.reads('status', 'waiting for the host');
  });

  test('what his way in needs is ready while he waits, and is what he goes in by', async () => {
    expect(await openConnections(bo)).toEqual(['new, laid out']);
    const made = await bo.page.evaluate(() => window.connections.length);
    await ada.admit('Bo');
    await bo.enter();
    expect(await openConnections(bo)).toEqual(['connected, laid out']);
    expect(await bo.page.evaluate(() => window.connections.length)).toBe(made);
  });

  test('both see and hear what the other sends', async () => {
    await Promise.all([
      ada.tileBecomes('Bo', { state: 'live', camera: 'on', microphone: 'on' }),
      bo.tileBecomes('Ada', { state: 'live', camera: 'on', microphone: 'on' }),
    ]);
    await Promise.all([ada.sees(bo), bo.sees(ada)]);
    await ada.hears(bo);
    await bo.hears(ada);
    // And nobody hears what nobody sends: the ear is not deaf to differences.
    expect(await ada.hearsNow(ada)).toBe(false);
    expect(await axeFindings(ada.page), 'call').toEqual([]);
  });

  test('what is switched off is not sent, and comes back', async () => {
    await bo.turn('Camera', false);
    await ada.tileBecomes('Bo', { camera: 'off' });
    await bo.turn('Microphone', false);
    await ada.tileBecomes('Bo', { state: 'muted', microphone: 'off' });
    await ada.until('silence', async () => !(await ada.hearsNow(bo)));
    await bo.turn('Camera', true);
    await bo.turn('Microphone', true);
    await ada.tileBecomes('Bo', { state: 'live', camera: 'on', microphone: 'on' });
    await ada.sees(bo);
    await ada.hears(bo);
  });

  test('both read the same security code', async () => {
    const codes = await Promise.all([ada.securityCode(), bo.securityCode()]);
    expect(codes[0]).toBe(codes[1]);
    expect(await axeFindings(bo.page), 'security').toEqual([]);
    await bo.readsWords(await builtFingerprint());
  });

  test('Bo shares his screen', async () => {
    await bo.turn('Share screen', true);
    await ada.seesScreenOf(bo);
    expect(await axeFindings(ada.page), 'a shared screen').toEqual([]);
    await bo.turn('Share screen', false);
    await ada.until('the screen to go', async () => !(await ada.has('group', ada.screenTile(bo))));
  });

  test('Bo leaves, and the code of who stays changes', async () => {
    const before = await ada.securityCode();
    await bo.leave();
    await bo.reads('heading', 'left');
    expect(await axeFindings(bo.page), 'end').toEqual([]);
    await ada.until('Bo to be gone', async () => (await ada.tile('Bo')) === undefined);
    // A code that is being read aloud does not change under the reader: the new one is offered.
    await ada.press('button', 'Show the new code');
    await ada.until('another code', async () => (await ada.securityCode()) !== before);
  });

  test('no policy was violated and nothing complained', () => {
    for (const person of [ada, bo]) expect(person.complaints.all(), person.name).toEqual([]);
  });
});
