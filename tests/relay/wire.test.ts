import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeFromRelay,
  decodeToRelay,
  encode,
  ENVELOPE_BYTES,
  LIST_LENGTH,
  MESSAGE_BYTES,
  REFUSED,
  type FromRelay,
  type ToRelay,
} from '../../relay/wire.ts';
import { toBase64url } from '../../crypto/bytes.ts';
import { listsOf } from './authority.ts';

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => toBase64url(array));
const waiter = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const envelope = bytes(ENVELOPE_BYTES);
const move = fc.integer({ min: 0, max: 0xffff });
/** What an SFU may call somebody. */
const identity = fc.string({ minLength: 1, maxLength: 256 });
const sources = fc.integer({ min: 0, max: 15 });
const lists = {
  admitted: fc.array(bytes(16), { maxLength: 40 }),
  authorities: fc.array(bytes(16), { maxLength: 4 }),
  everyone: sources,
  authoritiesMay: sources,
  locked: fc.boolean(),
};

const toRelay: fc.Arbitrary<ToRelay> = fc.oneof(
  fc.record({ type: fc.constant('wait' as const), room: bytes(16) }),
  fc.record({ type: fc.constant('envelope' as const), data: envelope }),
  fc.record({
    type: fc.constant('claim' as const),
    room: bytes(16),
    grant: bytes(153),
    signature: bytes(64),
  }),
  fc.record({
    type: fc.constant('rejoin' as const),
    room: bytes(16),
    signKey: bytes(32),
    signature: bytes(64),
  }),
  fc.record({ type: fc.constant('open' as const), move }),
  fc.record({ type: fc.constant('open' as const), move, lists: fc.record(lists) }),
  fc.record({ type: fc.constant('lists' as const), ...lists }),
  fc.record({ type: fc.constant('admit' as const), participant: bytes(16), waiter }),
  fc.record({ type: fc.constant('admit' as const), participant: bytes(16) }),
  fc.record({ type: fc.constant('deny' as const), waiter }),
  fc.record({ type: fc.constant('envelopeTo' as const), waiter, data: envelope }),
  fc.record({ type: fc.constant('remove' as const), participant: identity }),
  fc.record({ type: fc.constant('end' as const) }),
);

const fromRelay: fc.Arbitrary<FromRelay> = fc.oneof(
  fc.record({ type: fc.constant('nonce' as const), nonce: bytes(32), sfu: fc.constant('wss://sfu.example') }),
  fc.record({ type: fc.constant('refused' as const), reason: fc.constantFrom(...REFUSED) }),
  fc.record({
    type: fc.constant('host' as const),
    present: fc.boolean(),
    full: fc.boolean(),
    locked: fc.boolean(),
  }),
  fc.record({ type: fc.constant('envelope' as const), data: envelope }),
  fc.record({
    type: fc.constant('token' as const),
    url: fc.constant('wss://sfu.example'),
    token: fc.string(),
    move,
  }),
  fc.record({ type: fc.constantFrom('ended' as const, 'full' as const) }),
  fc.record({
    type: fc.constant('opened' as const),
    move,
    max: fc.integer({ min: 1, max: LIST_LENGTH }),
    leading: fc.boolean(),
  }),
  fc.record({ type: fc.constant('leading' as const), is: fc.boolean() }),
  fc.record({ type: fc.constant('stranger' as const), participant: identity }),
  fc.record({ type: fc.constant('moved' as const), move }),
  fc.record({ type: fc.constantFrom('waiting' as const, 'gone' as const), waiter }),
  fc.record({ type: fc.constant('envelopeFrom' as const), waiter, data: envelope }),
);

const DECODERS = [
  ['to the relay', decodeToRelay, toRelay],
  ['from the relay', decodeFromRelay, fromRelay],
] as const;

describe.each(DECODERS)(
  'attack 26: messages %s',
  (_, decode, messages: fc.Arbitrary<ToRelay | FromRelay>) => {
    test('come back as they were written', () => {
      fc.assert(
        fc.property(messages, (message) => {
          expect(decode(encode(message))).toEqual(message);
        }),
      );
    });

    test('fit the longest message', () => {
      fc.assert(
        fc.property(messages, (message) => {
          expect(encode(message).length).toBeLessThanOrEqual(MESSAGE_BYTES);
        }),
      );
    });

    test('of any text or any JSON never throw', () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), (text) => {
          expect(decode(text)).toBeUndefined();
        }),
      );
      fc.assert(
        fc.property(fc.json(), (text) => {
          expect(decode(text)).toBeUndefined();
        }),
      );
    });

    test('with any field more, fewer or changed are refused or are messages themselves', () => {
      fc.assert(
        fc.property(messages, fc.string(), fc.jsonValue(), (message, field, value) => {
          const read = decode(JSON.stringify({ ...message, [field]: value }));
          if (read !== undefined) expect(JSON.parse(encode(read))).toEqual({ ...message, [field]: value });
        }),
      );
      fc.assert(
        fc.property(messages, fc.nat(), (message, at) => {
          const fields = Object.entries(message);
          fields.splice(at % fields.length, 1);
          const read = decode(JSON.stringify(Object.fromEntries(fields)));
          // `waiter` may be left out of admit, `lists` out of open: what is left is another message, whole.
          if (read !== undefined) expect(['admit', 'open']).toContain(read.type);
        }),
      );
    });

    test('with __proto__ are refused, and change no prototype', () => {
      fc.assert(
        fc.property(messages, (message) => {
          const text = encode(message).replace('{', '{"__proto__":{"polluted":true},');
          expect(decode(text)).toBeUndefined();
        }),
      );
      expect('polluted' in {}).toBe(false);
    });

    test('nested deeply are refused', () => {
      const depth = 5_000;
      expect(decode(`{"type":"wait","room":${'['.repeat(depth)}${']'.repeat(depth)}}`)).toBeUndefined();
      expect(decode('['.repeat(MESSAGE_BYTES))).toBeUndefined();
    });

    test('longer than the longest are refused before they are parsed', () => {
      expect(decode(`{"type":"end"${' '.repeat(MESSAGE_BYTES)}}`)).toBeUndefined();
    });
  },
);

const ROOM = 'A'.repeat(22);
const people = (count: number): string[] => Array<string>(count).fill(ROOM);

test('lists of as many as may be in fit a message', () => {
  const all = { ...listsOf({ admitted: people(LIST_LENGTH), authorities: people(LIST_LENGTH) }) };
  const message: ToRelay = { type: 'open', move: 0xffff, lists: all };
  expect(decodeToRelay(encode(message))).toEqual(message);
  expect(Buffer.byteLength(encode(message))).toBeLessThanOrEqual(MESSAGE_BYTES);
});

test.each<[string, unknown]>([
  ['a lone surrogate', { type: 'wait', room: `${'A'.repeat(21)}\ud800` }],
  ['padding', { type: 'wait', room: `${'A'.repeat(22)}==` }],
  ['plain base64', { type: 'wait', room: `${'A'.repeat(21)}+` }],
  ['a line feed after the last letter', { type: 'wait', room: `${'A'.repeat(21)}\n` }],
  ['a room that is too short', { type: 'wait', room: 'A'.repeat(21) }],
  ['a room that is a list', { type: 'wait', room: ['A'.repeat(22)] }],
  ['an unknown type', { type: 'shutdown' }],
  ['a type of the prototype', { type: 'constructor' }],
  ['a negative waiter', { type: 'deny', waiter: -1 }],
  ['half a waiter', { type: 'deny', waiter: 1.5 }],
  ['a waiter as text', { type: 'deny', waiter: '1' }],
  ['a waiter beyond safe integers', { type: 'deny', waiter: 2 ** 53 }],
  ['a move beyond u16', { type: 'open', move: 65536 }],
  ['too many admitted', { type: 'lists', ...listsOf({ admitted: people(401) }) }],
  ['too many authorities', { type: 'open', move: 0, lists: listsOf({ authorities: people(401) }) }],
  ['a source that there is not', { type: 'lists', ...listsOf({ everyone: 16 }) }],
  ['less than no source', { type: 'lists', ...listsOf({ authoritiesMay: -1 }) }],
  ['a lock that is a number', { type: 'lists', ...listsOf(), locked: 1 }],
  ['lists that are not whole', { type: 'open', move: 0, lists: { admitted: [], authorities: [] } }],
  ['lists with a field too many', { type: 'open', move: 0, lists: { ...listsOf(), removed: [] } }],
  ['a key that is too short', { type: 'rejoin', room: ROOM, signKey: ROOM, signature: 'A'.repeat(86) }],
  ['nobody to remove', { type: 'remove', participant: '' }],
  ['a name that no SFU gives', { type: 'remove', participant: 'x'.repeat(257) }],
])('%s is refused', (_, value) => {
  expect(decodeToRelay(JSON.stringify(value))).toBeUndefined();
});

test('an opened room holds at least one and at most as many as lists name', () => {
  for (const max of [0, LIST_LENGTH + 1, 1.5]) {
    const message = { type: 'opened', move: 0, max, leading: true };
    expect(decodeFromRelay(JSON.stringify(message))).toBeUndefined();
  }
});

test('a token for anything but a WebSocket is refused', () => {
  for (const url of ['javascript:alert(1)', 'https://sfu.example', ' wss://sfu.example']) {
    expect(decodeFromRelay(JSON.stringify({ type: 'token', url, token: 'x', move: 0 }))).toBeUndefined();
  }
});
