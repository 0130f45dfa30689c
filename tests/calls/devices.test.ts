/**
 * Cameras and microphones: refused, not there, blurred, sparing, pulled out in the midst of a call and plugged in
 * again. Whoever has none still sees and hears, and is told why nobody sees them.
 */

import { afterAll, beforeAll, describe, expect } from 'vitest';
import { looksGood } from './axe.ts';
import type { Invitation, Person } from './person.ts';
import type { Detail } from './seeing.ts';
import { Stack } from './stack.ts';
import { story } from './story.ts';

/**
 * The browser's own test picture has hard edges; blurred, none of them is left. A picture of less pixels than it is
 * shown with proves nothing.
 */
const isWhole = ({ height }: Detail): boolean => height === 360;
const isSharp = (detail: Detail): boolean => isWhole(detail) && detail.sharpness > 100;
const isBlurred = (detail: Detail): boolean => isWhole(detail) && detail.sharpness < 50;

describe('devices', () => {
  const step = story();
  let stack: Stack;
  let ada: Person;
  let bo: Person;
  let cem: Person;
  let invitation: Invitation;

  beforeAll(async () => {
    stack = await Stack.start();
    [ada, bo, cem] = await stack.people(
      { name: 'Ada', cameras: 1 },
      // Shows pictures as large as they are looked at here.
      { name: 'Bo', devices: 'refused', small: false },
      { name: 'Cem', browser: 'firefox', devices: 'none' },
    );
  });
  afterAll(() => stack?.stop());

  step('whoever refused them is told how to allow them, and may ask to join', async () => {
    invitation = await ada.newMeeting(stack.origin);
    await ada.startMeeting();
    await bo.comeTo(invitation.link);
    await bo.readsWords('does not let this page use the camera');
    await bo.readsWords('left end of the address bar');
    await looksGood(bo, 'devices refused');
    await bo.ask(invitation.passphrase);
  });

  step('whoever has none is told so, and may ask to join', async () => {
    await cem.comeTo(invitation.link);
    await cem.readsWords('None found. Plug one in, or go on without.');
    await looksGood(cem, 'no devices');
    await cem.ask(invitation.passphrase);
  });

  step('each is told so in the other browser too', async () => {
    const [dea, eve] = await stack.people(
      { name: 'Dea', browser: 'firefox', devices: 'refused' },
      { name: 'Eve', devices: 'none' },
    );
    for (const guest of [dea, eve]) await guest.comeTo(invitation.link);
    await dea.readsWords('does not let this page use the camera');
    await dea.readsWords('crossed-out sign');
    await eve.readsWords('None found. Plug one in, or go on without.');
    for (const guest of [dea, eve]) {
      await looksGood(guest, 'the prejoin without devices');
      expect(guest.complaints.all(), guest.name).toEqual([]);
      await guest.goHome();
    }
  });

  step('both see and hear, and are not seen', async () => {
    for (const guest of [bo, cem]) await ada.admit(guest.name);
    for (const guest of [bo, cem]) await guest.enter();
    for (const guest of [bo, cem]) {
      await guest.seesMoving(ada);
      await guest.hears(ada);
      await ada.tileBecomes(guest.name, { state: 'muted', camera: 'off', microphone: 'off' });
      await looksGood(guest, 'a call without devices');
    }
  });

  step('a switch for what cannot be had says why, and stays off', async () => {
    for (const [guest, why] of [
      [bo, 'does not let this page use the camera'],
      [cem, 'None found.'],
    ] as const) {
      await guest.press('switch', 'Camera');
      await guest.readsWords(why);
      expect(await guest.isOn('Camera'), guest.name).toBe(false);
    }
  });

  step('Ada blurs her picture: nobody gets it sharp', async () => {
    await bo.seesDetail('Ada', 'sharp', isSharp);
    await ada.open('Settings');
    await ada.turn('Blur my background', true);
    for (let times = 0; times < 5; times++) {
      for (const guest of [bo, cem]) await guest.seesDetail('Ada', 'blurred', isBlurred);
      await bo.seesMoving(ada);
    }
    await ada.turn('Blur my background', false);
    await bo.seesDetail('Ada', 'sharp', isSharp);
  });

  step('Ada saves data: her camera gives less, and more again', async () => {
    await ada.seesDetail(ada.ownTile, 'large', ({ height }) => height > 360);
    await ada.turn('Data saver', true);
    await ada.seesDetail(ada.ownTile, 'small', ({ height }) => height <= 360);
    await bo.seesMoving(ada);
    await ada.turn('Data saver', false);
    await ada.seesDetail(ada.ownTile, 'large', ({ height }) => height > 360);
  });

  step('Bo saves data: less comes to him, and not to the others', async () => {
    await bo.seesDetail('Ada', 'whole', isWhole);
    await bo.open('Settings');
    await bo.turn('Data saver', true);
    await bo.seesDetail('Ada', 'small', ({ height }) => height < 360);
    await cem.seesDetail('Ada', 'whole', isWhole);
  });

  step('the camera is pulled out and plugged in again', async () => {
    await ada.unplugCamera();
    await bo.tileBecomes('Ada', { camera: 'off', microphone: 'on' });
    await ada.readsWords('None found. Plug one in, or go on without.');
    await looksGood(ada, 'no camera any more');
    await ada.plugInCameras();
    await bo.tileBecomes('Ada', { camera: 'on' });
    await bo.seesMoving(ada);
    for (const person of [ada, bo, cem]) expect(person.complaints.all(), person.name).toEqual([]);
  });
});
