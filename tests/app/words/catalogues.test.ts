import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../../../crypto/workers/protocol.ts';
import { CORNERS } from '../../../app/stage/corners.ts';
import * as de from '../../../app/words/de.ts';
import * as en from '../../../app/words/en.ts';
import * as es from '../../../app/words/es.ts';
import * as fr from '../../../app/words/fr.ts';
import * as hi from '../../../app/words/hi.ts';
import { LANGUAGES, type Language } from '../../../app/words/languages.ts';
import type { Words } from '../../../app/words/words.ts';

const CATALOGUES: Readonly<Record<Language, Words>> = { en, de, fr, es, hi };
const OTHERS = (['de', 'fr', 'es', 'hi'] as const).map((code) => [code, CATALOGUES[code]] as const);
const ALL = Object.entries(CATALOGUES);

/** Words that are the same in another language as in English, and right there. */
const SAME: Readonly<Record<Exclude<Language, 'en'>, readonly string[]>> = {
  de: ['Conclave', 'Chat', 'Host', 'Offline', 'Esc'],
  fr: ['Conclave', 'Chat', 'Messages', 'Message', 'Participants', 'Ctrl'],
  es: ['Conclave', 'Chat', 'Esc', 'Ctrl'],
  hi: ['Conclave', 'Esc', 'Ctrl'],
};

type Leaf = readonly [path: string, value: unknown];

/** Every word and sentence with where it stands, in order. */
function leaves(part: object, path = ''): readonly Leaf[] {
  return Object.entries(part).flatMap(([key, value]: [string, unknown]): readonly Leaf[] => {
    const here = path === '' ? key : `${path}.${key}`;
    return typeof value === 'object' && value !== null ? leaves(value, here) : [[here, value]];
  });
}

const inEnglish = new Map(leaves(en));

/** Sentences whose arguments are neither texts nor numbers. */
const OWN_TESTS = [
  'notices.stopped',
  'logged',
  'stage.moveHint',
  'recording.mark',
  'recording.consentHeading',
  'recording.awaited',
  'devices.gone',
  'devices.back',
  'hints.waiting',
];

const spoken = (words: Words): readonly (readonly [path: string, say: (...parts: number[]) => string])[] =>
  leaves(words).flatMap(([path, value]) =>
    typeof value === 'function' && !OWN_TESTS.includes(path)
      ? [[path, value as (...parts: number[]) => string] as const]
      : [],
  );

const DEVICES = ['microphone', 'camera', 'speaker'] as const;

const at = 0;
const policy = {
  screen: 'authorities',
  microphone: 'everyone',
  camera: 'everyone',
  chat: 'nobody',
  recording: 'nobody',
} as const;
/** One entry of each kind, and what its sentence must have in it. */
const ENTRIES: { readonly [W in LogEntry['what']]: readonly [LogEntry & { what: W }, ...string[]] } = {
  entered: [{ what: 'entered', who: 'Bo', by: 'Ada', at }, 'Bo', 'Ada'],
  returned: [{ what: 'returned', who: 'Bo', by: 'Ada', at }, 'Bo', 'Ada'],
  left: [{ what: 'left', who: 'Bo', at }, 'Bo'],
  dropped: [{ what: 'dropped', who: 'Bo', at }, 'Bo'],
  removed: [{ what: 'removed', who: 'Bo', by: 'Ada', at }, 'Bo', 'Ada'],
  appointed: [{ what: 'appointed', who: 'Bo', by: 'Ada', at }, 'Bo', 'Ada'],
  dismissed: [{ what: 'dismissed', who: 'Bo', by: 'Ada', at }, 'Bo', 'Ada'],
  handedOver: [{ what: 'handedOver', who: 'Bo', at }, 'Bo'],
  leads: [{ what: 'leads', who: 'Bo', host: true, at }, 'Bo'],
  renewed: [{ what: 'renewed', n: 7, at }, '7'],
  policy: [{ what: 'policy', policy, by: 'Ada', at }, 'Ada'],
  locked: [{ what: 'locked', by: 'Ada', at }, 'Ada'],
  unlocked: [{ what: 'unlocked', by: 'Ada', at }, 'Ada'],
  historyShown: [{ what: 'historyShown', by: 'Ada', at }, 'Ada'],
  historyHidden: [{ what: 'historyHidden', by: 'Ada', at }, 'Ada'],
  newPassphrase: [{ what: 'newPassphrase', generation: 7, at }, '7'],
  split: [{ what: 'split', seconds: 7, at }, '7'],
  recordingOn: [{ what: 'recordingOn', who: 'Bo', at }, 'Bo'],
  recordingOff: [{ what: 'recordingOff', who: 'Bo', at }, 'Bo'],
  ended: [{ what: 'ended', by: 'Ada', at }, 'Ada'],
};

describe('every catalogue', () => {
  it('is there for each language, with the same words in the same order', () => {
    expect(Object.keys(CATALOGUES)).toEqual(Object.keys(LANGUAGES));
    for (const [code, words] of OTHERS)
      expect(
        leaves(words).map(([path]) => path),
        code,
      ).toEqual([...inEnglish.keys()]);
  });

  it('leaves no sentence empty', () => {
    for (const [code, words] of ALL)
      for (const [path, value] of leaves(words))
        if (typeof value === 'string')
          expect(value.trim() === '', `${code} ${path}`).toBe(inEnglish.get(path) === '');
  });

  it('leaves nothing in English, but what is the same word', () => {
    for (const [code, words] of OTHERS) {
      const same = leaves(words).flatMap(([path, value]) =>
        typeof value === 'string' && value !== '' && value === inEnglish.get(path) ? [value] : [],
      );
      expect(
        [...new Set(same)].filter((word) => !SAME[code].includes(word)),
        code,
      ).toEqual([]);
    }
  });

  it('writes Hindi in its own letters, and nothing else', () => {
    for (const [path, value] of leaves(hi))
      if (typeof value === 'string' && value !== '' && !SAME.hi.includes(value))
        expect(value, path).toMatch(/\p{Script=Devanagari}/u);
    for (const [code, words] of ALL.filter(([code]) => code !== 'hi'))
      for (const [path, value] of leaves(words))
        expect(String(value), `${code} ${path}`).not.toMatch(/\p{Script=Devanagari}/u);
  });

  it('says in each sentence what it is given', () => {
    expect(spoken(en).length).toBeGreaterThan(30);
    for (const [code, words] of ALL)
      for (const [path, say] of spoken(words)) {
        const parts = [7, 9].slice(0, say.length);
        for (const part of parts) expect(say(...parts), `${code} ${path}`).toContain(String(part));
      }
  });

  it('tells every entry of the log, with everybody in it', () => {
    for (const [code, words] of ALL) {
      const told = Object.values(ENTRIES).map(([entry, ...parts]) => {
        const sentence = words.logged(entry);
        for (const part of parts) expect(sentence, `${code} ${entry.what}`).toContain(part);
        return sentence;
      });
      expect(new Set(told).size, code).toBe(told.length);
      expect(words.logged({ ...ENTRIES.leads[0], host: false }), code).not.toBe(
        words.logged(ENTRIES.leads[0]),
      );
    }
  });

  it('tells only those rules that are not for everyone', () => {
    const open = { ...policy, screen: 'everyone', chat: 'everyone', recording: 'everyone' } as const;
    for (const [code, words] of ALL) {
      const told = (one: typeof policy | typeof open): string =>
        words.logged({ what: 'policy', policy: one, by: 'Ada', at });
      expect(told(policy).split(':'), code).toHaveLength(3);
      expect(told(open).split(':'), code).toHaveLength(1);
    }
  });
});

describe('counts', () => {
  const unread = (code: Language): readonly string[] => [0, 1, 2, 5].map(CATALOGUES[code].call.unread);
  const waiting = (code: Language): readonly string[] => [1, 2, 5].map(CATALOGUES[code].call.waitingCount);

  it('have the form that the language has for none, one, two and five', () => {
    expect(unread('en')).toEqual(['0 new messages', '1 new message', '2 new messages', '5 new messages']);
    expect(unread('de')).toEqual([
      '0 neue Nachrichten',
      '1 neue Nachricht',
      '2 neue Nachrichten',
      '5 neue Nachrichten',
    ]);
    expect(unread('fr')).toEqual([
      '0 nouveau message',
      '1 nouveau message',
      '2 nouveaux messages',
      '5 nouveaux messages',
    ]);
    expect(unread('es')).toEqual([
      '0 mensajes nuevos',
      '1 mensaje nuevo',
      '2 mensajes nuevos',
      '5 mensajes nuevos',
    ]);
    expect(unread('hi')).toEqual(['0 नया संदेश', '1 नया संदेश', '2 नए संदेश', '5 नए संदेश']);
  });

  it('agree with the verb', () => {
    expect(waiting('de')).toEqual([
      '1 Person wartet auf Einlass',
      '2 Personen warten auf Einlass',
      '5 Personen warten auf Einlass',
    ]);
    expect(waiting('fr').slice(0, 2)).toEqual([
      '1 personne attend pour entrer',
      '2 personnes attendent pour entrer',
    ]);
    expect(waiting('es').slice(0, 2)).toEqual([
      '1 persona espera para entrar',
      '2 personas esperan para entrar',
    ]);
    expect(waiting('hi')[0]).toContain('1 व्यक्ति');
    expect(waiting('hi')[1]).toContain('2 लोग');
  });

  it('are written as the language groups digits', () => {
    expect(en.call.more(123_456)).toContain('123,456');
    expect(de.call.more(123_456)).toContain('123.456');
    expect(fr.call.more(123_456)).toContain('123\u202f456');
    expect(es.call.more(123_456)).toContain('123.456');
    expect(hi.call.more(123_456)).toContain('1,23,456');
  });
});

describe('lists', () => {
  const stopped = (code: Language): string =>
    CATALOGUES[code].notices.stopped('Ada', ['microphone', 'camera', 'screen']);

  it('are joined as the language joins them', () => {
    expect(stopped('en')).toBe('Ada stopped your microphone, camera and screen share.');
    expect(stopped('de')).toBe(
      'Ada hat Ihr Mikrofon, Ihre Kamera und Ihre Bildschirmfreigabe ausgeschaltet.',
    );
    expect(stopped('fr')).toBe('Ada a arrêté votre micro, votre caméra et votre partage d’écran.');
    expect(stopped('es')).toBe('Ada le ha apagado el micrófono, la cámara y la pantalla compartida.');
    expect(stopped('hi')).toBe('Ada ने आपका माइक, आपका कैमरा, और आपका स्क्रीन दिखाना बंद कर दिया।');
  });

  it('of one thing are that thing', () => {
    for (const [code, { notices }] of ALL) {
      expect(notices.stopped('Ada', ['camera']), code).not.toBe(notices.stopped('Ada', ['screen']));
      expect(notices.stopped('Ada', ['microphone']), code).toContain('Ada');
    }
  });
});

describe('sentences about what is one of several kinds', () => {
  it('tell the corners apart', () => {
    for (const [code, { stage }] of ALL) {
      const told = CORNERS.map(stage.moveHint);
      expect(new Set(told).size, code).toBe(CORNERS.length);
      expect(told.join(' '), code).not.toContain('undefined');
    }
  });

  it('name those who record, and the person at the device', () => {
    for (const [code, { recording }] of ALL) {
      const [own, other] = [recording.mark(true, []), recording.mark(false, ['Ada'])];
      expect(own.length, code).toBeGreaterThan(5);
      expect(other, code).toContain('Ada');
      expect(recording.mark(true, ['Ada']), code).toContain(own);
      expect(recording.mark(true, ['Ada']), code).toContain(other);
      for (const say of [
        recording.consentHeading,
        recording.awaited,
        (names: string[]) => recording.mark(false, names),
      ])
        for (const name of ['Ada', 'Bo', 'Cy']) expect(say(['Ada', 'Bo', 'Cy']), code).toContain(name);
    }
  });

  it('name a device, or its kind where it has no name', () => {
    for (const [code, { devices }] of ALL) {
      expect(devices.gone('camera', 'EyeOne', 'EyeTwo'), code).toMatch(/EyeOne.*EyeTwo/);
      expect(devices.back('camera', 'EyeOne'), code).toContain('EyeOne');
      const kinds = DEVICES.flatMap((kind) => [devices.gone(kind, '', ''), devices.back(kind, '')]);
      expect(new Set(kinds).size, code).toBe(2 * DEVICES.length);
      expect(kinds.join(' '), code).not.toContain('undefined');
    }
  });

  it('say who is waiting, if that is to be said', () => {
    for (const [code, { hints }] of ALL) {
      expect(hints.waiting(1, 'Ada'), code).toContain('Ada');
      expect(hints.waiting(1, undefined), code).not.toContain('undefined');
      expect(hints.waiting(5, 'Ada'), code).toContain('5');
      expect(hints.waiting(5, 'Ada'), code).not.toContain('Ada');
    }
  });
});
