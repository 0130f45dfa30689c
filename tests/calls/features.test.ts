/** What makes a call convenient, between two real browsers: pictures in the chat, views, settings, a recording, a rating. */

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { axeFindings } from './axe.ts';
import { filmOf, isIn, keepFilms, moves } from './film.ts';
import { allTogether, meet, readsInChat, say } from './hosting.ts';
import { LOOKS } from './looks.ts';
import type { Invitation, Person } from './person.ts';
import { Stack } from './stack.ts';
import { story } from './story.ts';

const IMAGE = join(import.meta.dirname, '../../app/public/icon-192.png');
const RECORDED_MS = 3_000;
const FILM = 'meeting.webm';
const pass = (ms: number) => new Promise((done) => setTimeout(done, ms));

describe('two people', () => {
  const step = story();
  let stack: Stack;
  let ada: Person;
  let bo: Person;
  let invitation: Invitation;

  beforeAll(async () => {
    stack = await Stack.start();
    [ada, bo] = await stack.people('Ada', 'Bo');
    // A file is chosen in a dialog of the system, which nobody here could answer.
    await keepFilms(ada.page, FILM);
    await Promise.all([ada, bo].map((person) => noteHints(person, stack.origin)));
    invitation = await meet(stack.origin, ada, bo);
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

  step('speak while the space bar is held, right after a click that mutes', async () => {
    const microphone = async (is: 'on' | 'off') => {
      await ada.tileBecomes('Ada (you)', { microphone: is });
      await bo.tileBecomes('Ada', { microphone: is });
    };
    await ada.press('switch', 'Microphone');
    await microphone('off');
    await ada.page.keyboard.down('Space');
    await microphone('on');
    await ada.page.keyboard.up('Space');
    await microphone('off');
    await ada.press('switch', 'Microphone');
    await microphone('on');
  });

  step('raise a hand, which the host lowers, alone or with all others', async () => {
    const lowered = async () => {
      await bo.until('the hand to go down', async () => !(await bo.isOn('Raise hand')));
      await bo.readsWords('Ada lowered your hand.');
      await bo.press('button', 'Dismiss');
      await ada.until('no hand', async () => !(await ada.has('button', 'Lower all hands')));
    };
    await bo.turn('Raise hand', true);
    await ada.open('People');
    await ada.press('button', 'Actions for Bo');
    await ada.find('button', 'Lower hand');
    expect(await axeFindings(ada.page), 'people, with a hand').toEqual([]);
    await ada.press('button', 'Lower hand');
    await lowered();
    await bo.turn('Raise hand', true);
    await ada.press('button', 'Lower all hands');
    await lowered();
    await ada.press('button', 'People');
  });

  step('change the view', async () => {
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

  step(
    'are asked about a recording when it begins: nothing but an answer has the question away',
    async () => {
      await ada.open('People');
      await ada.turn('Record on this device', true);
      await bo.find('button', 'Stay');
      expect(await axeFindings(bo.page), 'consent').toEqual([]);
      await bo.page.keyboard.press('Enter');
      await bo.page.keyboard.press('Escape');
      await bo.page.mouse.click(5, 5);
      await pass(RECORDED_MS);
      expect(await bo.has('button', 'Stay')).toBe(true);
      await ada.readsWords('Not in it yet, for want of an answer: Bo.');

      await bo.press('button', 'Stay');
      await bo.readsWords('Ada is recording');
      await ada.until('Bo in it', async () => !(await ada.words()).includes('Not in it yet'));
    },
  );

  step('and in front of another tab, too, the call is recorded', async () => {
    const back = await lookElsewhere(ada);
    await pass(3 * RECORDED_MS);
    await back();
    await ada.turn('Record on this device', false);
    await bo.until('the mark to go', async () => !(await bo.words()).includes('Ada is recording'));
    await ada.readsWords('The recording is saved.');
  });

  step('have a film of it, in which nobody is before having agreed', async () => {
    const { bo: look, ada: own } = LOOKS;
    const { seconds, pictures, tones } = await filmOf(ada.page, FILM, [own.hertz, look.hertz]);
    expect(seconds).toBeGreaterThan(4 * (RECORDED_MS / 1000));
    const first = pictures.findIndex((picture) => isIn(picture, look));
    const from = pictures[first]?.at ?? 0;
    expect(from, 'alone at first').toBeGreaterThan(RECORDED_MS / 1000);
    expect(from).toBeLessThan(seconds / 2);
    expect(pictures.filter((picture) => isIn(picture, own)).length).toBeGreaterThan(pictures.length * 0.9);
    const since = pictures.slice(first);
    expect(since.filter((picture) => !isIn(picture, look)).length).toBeLessThan(3);
    // Whose page is hidden for a while is sent no pictures for its tiles.
    const behind = pictures.filter(({ at }) => at > seconds - 7 && at < seconds - 2);
    expect(moves(behind, look), 'behind the other tab').toBeGreaterThan(2);
    const heard = (tone: number, since: number, until: number): number =>
      Math.max(...(tones.get(tone) ?? []).slice(since * 4, until * 4));
    const loud = heard(look.hertz, from + 1, seconds);
    expect(heard(own.hertz, 0, seconds)).toBeGreaterThan(0.001);
    expect(loud).toBeGreaterThan(0.001);
    expect(heard(look.hertz, 0, from - 0.75)).toBeLessThan(loud / 20);
  });

  step('rate it: the host reads what was written, sealed', async () => {
    await bo.leave();
    await bo.reads('heading', 'left');
    expect(await axeFindings(bo.page), 'the end').toEqual([]);
    await bo.press('radio', 'Good');
    await bo.fill('Comment (optional)', 'short and clear');
    await bo.press('button', 'Send rating');
    await ada.turn('Record on this device', true);
    await ada.readsWords('You are recording');
  });

  step(
    'are told of a knock while they look elsewhere, by title, icon, sound and a notification',
    async () => {
      const { page } = ada;
      const icon = () => page.$eval('link[rel="icon"]', (link) => link.getAttribute('href'));
      const usual = { title: await page.title(), icon: await icon() };
      const back = await lookElsewhere(ada);
      await bo.knock(invitation.link, invitation.passphrase);
      await ada.until('a number in the title', async () => (await page.title()) === `(1) ${usual.title}`);
      expect(await icon()).toMatch(/^data:image/);
      await ada.until('a second chime, of two notes', () => page.evaluate(() => window.hints?.notes === 4));
      expect(await page.evaluate(() => window.hints?.notices)).toEqual(['Somebody is waiting']);
      await back();
      await ada.deny('Bo');
      await ada.until('the usual title', async () => (await page.title()) === usual.title);
      expect(await icon()).toBe(usual.icon);
    },
  );

  step(
    'are told by the same of the host’s words, and that they were let in, while they looked elsewhere',
    async () => {
      const { page } = bo;
      await bo.press('button', 'Ask again');
      const back = await lookElsewhere(bo);
      await ada.open('People');
      await ada.press('button', 'Message Bo');
      await ada.fill('Your message to Bo', 'Which Bo?');
      await ada.press('button', 'Send');
      await bo.until('a notification', () => page.evaluate(() => window.hints?.notices.length === 1));
      await ada.admit('Bo');
      await bo.until(
        'a number in the title',
        async () => (await page.title()) === '(1) In a meeting · Conclave',
      );
      await bo.until('two chimes, of two notes', () => page.evaluate(() => window.hints?.notes === 4));
      expect(await page.evaluate(() => window.hints?.notices)).toEqual([
        'The host wrote to you',
        'You were let in',
      ]);
      await back();
      await bo.until('the usual title', async () => (await page.title()) === 'In a meeting · Conclave');
    },
  );

  step('read the ratings at the end', async () => {
    await ada.press('button', 'Leave');
    await ada.press('button', 'End for everyone');
    await ada.reads('heading', 'ended');
    await ada.readsWords('short and clear');
    await ada.readsWords('The recording is saved.');
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

  step('keep the link, to open it elsewhere, where a browser cannot encrypt', async () => {
    await bo.page.evaluateOnNewDocument(() => {
      Reflect.deleteProperty(window, 'RTCRtpScriptTransform');
      Reflect.deleteProperty(RTCRtpSender.prototype, 'createEncodedStreams');
    });
    await bo.page.goto('about:blank');
    await bo.page.goto(invitation.link);
    await bo.reads('heading', 'This will not work here');
    expect(await axeFindings(bo.page), 'unsupported').toEqual([]);
    expect(bo.page.url()).toBe(invitation.link);
  });
});

/** Puts another tab before somebody's; gives what closes it again. Chromium only. */
async function lookElsewhere(person: Person): Promise<() => Promise<void>> {
  const { page } = person;
  const other = await page.browser().newPage();
  await person.until('its page to be hidden', () => page.evaluate(() => document.hidden));
  return async () => {
    await other.close();
    await page.bringToFront();
  };
}

/** Lets a page show notifications, and notes them and the notes of its chimes. Before the page's own code. */
async function noteHints({ page }: Person, origin: string): Promise<void> {
  await page.browserContext().overridePermissions(origin, ['notifications']);
  await page.evaluateOnNewDocument(() => {
    const hints = (window.hints = { notices: [] as string[], notes: 0 });
    window.Notification = new Proxy(Notification, {
      construct(kind, [text, options]: [string, NotificationOptions]) {
        hints.notices.push(text);
        return new kind(text, options);
      },
    });
    window.OscillatorNode = new Proxy(OscillatorNode, {
      construct(kind, given: ConstructorParameters<typeof OscillatorNode>) {
        hints.notes++;
        return new kind(...given);
      },
    });
  });
}

declare global {
  interface Window {
    hints?: { readonly notices: readonly string[]; readonly notes: number };
    documentPictureInPicture?: { readonly window: Window | null };
  }
}
