/** What hosts do in a call, by role and name, as a person would. */

import { lookFor } from './finding.ts';
import type { Invitation, Person } from './person.ts';

/** Opens the row of actions for somebody and presses one. */
export async function actOn(host: Person, name: string, action: string): Promise<void> {
  await host.open('People');
  await host.until(`"${action}" among the actions for ${name}`, async () => {
    if (await host.has('button', action)) return true;
    const more = `Actions for ${name}`;
    if (await host.has('button', more)) await host.press('button', more);
    return host.has('button', action);
  });
  await host.press('button', action);
}

/** Removes somebody, and confirms it. */
export async function remove(host: Person, name: string): Promise<void> {
  await actOn(host, name, `Remove ${name}`);
  await host.press('button', 'Remove');
}

/** Somebody follows the link, knocks, is let in by `host`, and is in the call. */
export async function letIn(host: Person, guest: Person, { link, passphrase }: Invitation): Promise<void> {
  await guest.knock(link, passphrase);
  await host.admit(guest.name);
  await guest.enter();
}

/** A meeting of this host's, with these let in one after the other; gives the invitation. */
export async function meet(origin: string, host: Person, ...guests: readonly Person[]): Promise<Invitation> {
  const invitation = await host.newMeeting(origin);
  await host.startMeeting();
  for (const guest of guests) await letIn(host, guest, invitation);
  return invitation;
}

/** Waits until everybody has a live tile of everybody else. */
export async function allTogether(...people: readonly Person[]): Promise<void> {
  await Promise.all(
    people.map((person) => {
      const others = people.filter((other) => other !== person).map(({ name }) => name);
      return person.until(`live tiles of ${others.join(', ')}`, async () => {
        const tiles = await person.tiles();
        return others.every((name) => tiles[name] === 'live');
      });
    }),
  );
}

const GONE_MS = 100_000;

/** Waits until somebody's tile is gone everywhere. */
export async function gone(name: string, ...people: readonly Person[]): Promise<void> {
  await Promise.all(
    people.map((person) =>
      // A last word can be lost; then it takes the minute after which whoever is silent is dropped.
      person.until(`${name} to be gone`, async () => (await person.tile(name)) === undefined, GONE_MS),
    ),
  );
}

/** Says something in the chat. */
export async function say(person: Person, text: string): Promise<void> {
  await person.open('Chat');
  await person.fill('Message', text);
  await person.press('button', 'Send');
}

/** Waits until the chat shows this text. */
export async function readsInChat(person: Person, text: string): Promise<void> {
  await person.open('Chat');
  await person.until(`"${text}" in the chat`, async () => (await chatOf(person)).includes(text));
}

/** All that the open chat shows. */
export async function chatOf(person: Person): Promise<string> {
  const log = await person.find('log', 'Messages');
  return log.evaluate((element) => element.textContent ?? '');
}

/** All that the meeting's log says. */
export async function logOf(person: Person): Promise<string> {
  await person.open('Security');
  const log = await person.find('log', 'Meeting log');
  return log.evaluate((element) => element.textContent ?? '');
}

export async function isDisabled(person: Person, role: string, name: string): Promise<boolean> {
  const element = await person.find(role, name);
  return element.evaluate((node) => node.matches(':disabled, [aria-disabled="true"]'));
}

/** Their browser is killed: no goodbye, no last word. */
export function die(person: Person): void {
  person.page.browser().process()?.kill('SIGKILL');
}

/** The security code of who is in now. */
export async function freshCode(person: Person): Promise<string> {
  await person.open('Security');
  // It goes by itself when somebody else's click, or a newer state, was quicker.
  const renew = await lookFor(person.page, 'button', 'Show the new code');
  await renew?.click().catch(() => undefined);
  return person.securityCode();
}
