/** Who records, and what pictures become, as pages are told by real vaults (§6). */

import { describe, expect, it } from 'vitest';
import { concat } from '../../crypto/bytes.ts';
import { u16, u8, utf8 } from '../../crypto/codec.ts';
import { OPEN_POLICY } from '../../crypto/group/policy.ts';
import { type Person, three } from './meeting.ts';

const recorders = (person: Person) => person.last('recorders')?.ids ?? [];
const consents = (person: Person) => person.last('consents')?.ids ?? [];
const logged = (person: Person) =>
  person.all('log').flatMap(({ entry }) => (entry.what.startsWith('recording') ? [entry] : []));

describe('who records', () => {
  it('is told to every page, and noted in its log', async () => {
    const { meeting, bob, carol, ada } = await three();
    await bob.say({ say: 'recording', on: true });
    meeting.pass(500);
    for (const person of [ada, bob, carol]) expect(recorders(person)).toEqual([bob.id]);
    await bob.say({ say: 'recording', on: false });
    for (const person of [ada, bob, carol]) {
      expect(recorders(person)).toEqual([]);
      expect(logged(person)).toMatchObject([
        { what: 'recordingOn', who: 'Bob' },
        { what: 'recordingOff', who: 'Bob' },
      ]);
    }
    expect(ada.heard).toEqual([]);
    expect(meeting.alarms).toEqual([]);
  });

  it('leaves for the SFU before the page hears that it may begin', async () => {
    const { bob } = await three();
    const from = bob.said.length;
    await bob.say({ say: 'recording', on: true });
    const types = bob.said.slice(from).map(({ type }) => type);
    expect(types.indexOf('packet')).toBeGreaterThanOrEqual(0);
    expect(types.indexOf('packet')).toBeLessThan(types.indexOf('recorders'));
  });

  it('is known to newcomers, once, and over when the recorder goes', async () => {
    const { meeting, bob } = await three();
    await bob.say({ say: 'recording', on: true });
    const dave = await meeting.enter('Dave');
    meeting.pass(130_000);
    expect(recorders(dave)).toEqual([bob.id]);
    expect(logged(dave)).toHaveLength(1);
    bob.leave();
    meeting.pass(3_000);
    expect(recorders(dave)).toEqual([]);
    expect(logged(dave).at(-1)).toMatchObject({ what: 'recordingOff', who: 'Bob' });
  });

  it('is nobody whom the rules forbid it', async () => {
    const { meeting, bob, ada } = await three();
    await ada.act({ do: 'policy', policy: { ...OPEN_POLICY, recording: 'nobody' } });
    meeting.pass(1_500);
    await bob.say({ say: 'recording', on: true });
    await ada.say({ say: 'recording', on: true });
    expect([bob.refusals, ada.refusals]).toEqual([['say: notAllowed'], ['say: notAllowed']]);
    expect(ada.last('recorders')).toBeUndefined();
  });
});

describe('who agreed to be recorded', () => {
  async function recorded() {
    const { meeting, ada, bob, carol } = await three();
    await bob.say({ say: 'recording', on: true });
    meeting.pass(500);
    const index = bob.last('seated')?.index;
    if (index === undefined) throw new Error('nowhere');
    const agree = async (person: Person): Promise<void> => {
      await person.say({ say: 'consent', index });
      meeting.pass(500);
    };
    return { meeting, ada, bob, carol, agree };
  }

  it('is told to who records, each by their own word, and to nobody else', async () => {
    const { meeting, ada, bob, carol, agree } = await recorded();
    expect(bob.last('consents')).toBeUndefined();
    await agree(carol);
    expect(consents(bob)).toEqual([carol.id]);
    await agree(ada);
    expect(new Set(consents(bob))).toEqual(new Set([carol.id, ada.id]));
    for (const person of [ada, carol]) {
      expect(person.last('consents')).toBeUndefined();
      expect(person.heard).toEqual([]);
    }
    expect(meeting.alarms).toEqual([]);
  });

  it('agreed to this recording alone', async () => {
    const { meeting, bob, carol, agree } = await recorded();
    await agree(carol);
    await bob.say({ say: 'recording', on: false });
    expect(consents(bob)).toEqual([]);
    await bob.say({ say: 'recording', on: true });
    meeting.pass(500);
    expect(consents(bob)).toEqual([]);
    await agree(carol);
    expect(consents(bob)).toEqual([carol.id]);
  });

  it('agreed to nothing where nothing is recorded', async () => {
    const { meeting, bob, carol, agree } = await recorded();
    await bob.say({ say: 'recording', on: false });
    await agree(carol);
    await bob.say({ say: 'recording', on: true });
    meeting.pass(500);
    expect(bob.last('consents')).toBeUndefined();
  });

  it('is no longer in it when gone', async () => {
    const { meeting, bob, carol, agree } = await recorded();
    await agree(carol);
    carol.leave();
    meeting.pass(3_000);
    expect(consents(bob)).toEqual([]);
  });
});

describe('a picture', () => {
  const frame = concat(u8(8), u16(60), u16(80), u8(1), new Uint8Array(3));
  const start = new Uint8Array([0xff, 0xd8]);
  const rest = concat(
    new Uint8Array([0xff, 0xc0]),
    u16(frame.length + 2),
    frame,
    new Uint8Array([0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]),
  );
  const place = utf8('Exif\0\0here');
  const withPlace = concat(start, new Uint8Array([0xff, 0xe1]), u16(place.length + 2), place, rest);

  it('leaves the vault without the place it was taken at, and arrives with its sides', async () => {
    const { bob, ada, meeting } = await three();
    await bob.say({ say: 'image', picture: withPlace });
    expect(ada.heard).toMatchObject([
      { say: 'image', label: 'Bob', width: 80, height: 60, picture: concat(start, rest) },
    ]);
    expect(meeting.alarms).toEqual([]);
  });

  it('that is none does not leave it', async () => {
    const { bob, ada } = await three();
    await bob.say({ say: 'image', picture: utf8('<svg/>') });
    expect(bob.refusals).toEqual(['say: malformed']);
    expect(ada.heard).toEqual([]);
  });

  it('is not kept for those who come later', async () => {
    const { meeting, bob, ada } = await three();
    await ada.act({ do: 'history', on: true });
    await bob.say({ say: 'image', picture: withPlace });
    await bob.chat('after the picture');
    meeting.pass(1_500);
    const dave = await meeting.enter('Dave');
    meeting.pass(2_000);
    expect(dave.heard.map(({ say }) => say)).toEqual(['chat']);
  });
});
