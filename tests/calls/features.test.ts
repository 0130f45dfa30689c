/** What makes a call convenient, between two real browsers: pictures in the chat, views, settings, a recording, a rating. */

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { axeFindings } from './axe.ts';
import { allTogether, meet, readsInChat, say } from './hosting.ts';
import type { Person } from './person.ts';
import { Stack } from './stack.ts';
import { story } from './story.ts';

const IMAGE = join(import.meta.dirname, '../../app/public/icon-192.png');
const RECORDED_MS = 3_000;

describe('two people', () => {
  const step = story();
  let stack: Stack;
  let ada: Person;
  let bo: Person;

  beforeAll(async () => {
    stack = await Stack.start();
    [ada, bo] = await stack.people('Ada', 'Bo');
    // Where a file is chosen in a dialog of the system, nobody here could answer it.
    await ada.page.evaluateOnNewDocument(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
    await meet(stack.origin, ada, bo);
    await allTogether(ada, bo);
  });
  afterAll(() => stack?.stop());

  step('write lines and links', async () => {
    await say(bo, 'see https://example.org/agenda');
    await readsInChat(ada, 'https://example.org/agenda');
    const link = await ada.find('link', 'https://example.org/agenda');
    expect(await link.evaluate((element) => element.getAttribute('rel'))).toContain('noopener');
  });

  step('send a picture, which the other can enlarge and save', async () => {
    const [chooser] = await Promise.all([bo.page.waitForFileChooser(), bo.press('button', 'Add image')]);
    await chooser.accept([IMAGE]);
    await bo.find('image', 'Image 1 to send');
    await bo.press('button', 'Send');
    await ada.press('button', 'Image from Bo');
    await ada.find('dialog', 'Image from Bo');
    await ada.find('link', 'Save image');
    expect(await axeFindings(ada.page), 'a picture, large').toEqual([]);
    await ada.press('button', 'Close');
  });

  step('pin, and change the view', async () => {
    await ada.press('button', 'View');
    await ada.press('radio', 'Speaker view');
    expect(await axeFindings(ada.page), 'the view').toEqual([]);
    await ada.press('radio', 'Grid view');
    await ada.press('button', 'View');
    await ada.tileBecomes('Bo', { state: 'live' });
  });

  step('keep it in a small window: one of the page’s own, and where there is none a video', async () => {
    const smallWindow = () =>
      ada.page.evaluate(() => {
        const own = window.documentPictureInPicture?.window?.document.body.textContent;
        return own ?? (document.pictureInPictureElement ? 'a video' : 'none');
      });
    const toggle = async () => {
      if (!(await ada.has('button', 'Picture in picture'))) await ada.press('button', 'View');
      await ada.press('button', 'Picture in picture');
    };
    await toggle();
    await ada.until('Bo in a small window', async () => (await smallWindow()).includes('Bo'));
    await toggle();
    await ada.until('no small window', async () => (await smallWindow()) === 'none');
    await ada.page.evaluate(() => Reflect.deleteProperty(window, 'documentPictureInPicture'));
    await toggle();
    await ada.until('a small video', async () => (await smallWindow()) === 'a video');
    await toggle();
    await ada.until('no small video', async () => (await smallWindow()) === 'none');
    await ada.page.keyboard.press('Escape');
  });

  step('set what they like: a language at once, the theme, the data saver', async () => {
    await bo.open('Settings');
    expect(await axeFindings(bo.page), 'settings').toEqual([]);
    await bo.turn('Data saver', true);
    await bo.choose('Language', 2);
    await bo.find('button', 'Einstellungen');
    await bo.tileBecomes('Ada', { state: 'live' });
    await bo.choose('Sprache', 1);
    await bo.find('button', 'Settings');
    await bo.choose('Theme', 2);
    expect(await axeFindings(bo.page), 'settings in the dark').toEqual([]);
    await ada.sees(bo);
  });

  step('are told of a recording before it begins, and stay', async () => {
    await ada.open('People');
    await ada.turn('Record on this device', true);
    await bo.find('button', 'Stay');
    expect(await axeFindings(bo.page), 'consent').toEqual([]);
    await bo.press('button', 'Stay');
    await bo.readsWords('Ada is recording');
    await new Promise((done) => setTimeout(done, RECORDED_MS));
    await ada.turn('Record on this device', false);
    await bo.until('the mark to go', async () => !(await bo.words()).includes('Ada is recording'));
  });

  step('rate it: the host reads what was written, sealed', async () => {
    await bo.leave();
    await bo.reads('heading', 'left');
    expect(await axeFindings(bo.page), 'the end').toEqual([]);
    await bo.press('radio', 'Good');
    await bo.fill('Comment (optional)', 'short and clear');
    await bo.press('button', 'Send rating');
    await ada.press('button', 'Leave');
    await ada.press('button', 'End for everyone');
    await ada.reads('heading', 'ended');
    await ada.readsWords('short and clear');
    for (const person of [ada, bo]) expect(person.complaints.all(), person.name).toEqual([]);
  });

  step('find their theme there before anything else of the page', async () => {
    await bo.page.evaluateOnNewDocument(() => {
      new MutationObserver((_changes, observer) => {
        if (!document.querySelector('body')) return;
        observer.disconnect();
        Reflect.set(globalThis, 'firstTheme', document.documentElement.dataset['theme']);
      }).observe(document, { childList: true, subtree: true });
    });
    await bo.page.reload();
    expect(await bo.page.evaluate(() => Reflect.get(globalThis, 'firstTheme'))).toBe('dark');
  });
});

declare global {
  interface Window {
    documentPictureInPicture?: { readonly window: Window | null };
  }
}
