/** Orders, what is done at the door, and what is told to one member alone: what no client writes is refused. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branded, type MemberIndex } from '../../../crypto/brands.ts';
import { concat } from '../../../crypto/bytes.ts';
import { lv, u16, u32, u64, u8, utf8 } from '../../../crypto/codec.ts';
import { CHAT_BYTES_MAX } from '../../../crypto/group/confidences.ts';
import {
  decodeContent,
  encodeContent,
  type MessageType,
  TYPE_NUMBERS,
} from '../../../crypto/group/messages.ts';
import { NOTE_BYTES_MAX, PASSPHRASE_BYTES_MAX, waiterBytes } from '../../../crypto/group/orders.ts';
import { NAME_BYTES_MAX } from '../../../crypto/group/roster.ts';
import { isRefusal, type Reason, refuse } from '../../../crypto/refusal.ts';
import { randomBytes } from '../../../crypto/sodium.ts';
import { anyBytes, bent, messages } from '../arbitraries.ts';

const TYPES = ['order', 'door', 'words', 'knocks', 'history'] as const;
const decodes = (type: MessageType, ...parts: Uint8Array[]) =>
  decodeContent(TYPE_NUMBERS[type], concat(...parts));
const none = new Uint8Array();
const bad = utf8('a\u202eb');
const words = (passphrase: Uint8Array, own = u8(0)) =>
  decodes('words', u32(1), randomBytes(16), lv(passphrase), own);
const knock = (waiter: Uint8Array, alike: Uint8Array, name: Uint8Array, notes: Uint8Array) =>
  decodes('knocks', lv(concat(waiter, alike, lv(name), notes)));
const line = (at: Uint8Array, name: Uint8Array, text: Uint8Array, more: Uint8Array = none) =>
  decodes('history', lv(concat(at, lv(name, text), more)));
const asks = (...parts: Uint8Array[]) => decodes('door', ...parts);
const orders = (...parts: Uint8Array[]) => decodes('order', ...parts);
const waiter = waiterBytes(3);

describe.each(TYPES)('%s', (type) => {
  it('comes back', () => {
    fc.assert(
      fc.property(messages[type], (message) => {
        expect(decodeContent(TYPE_NUMBERS[type], encodeContent(message))).toEqual(message);
      }),
    );
  });

  it('is refused, or is what its encoder writes, whatever was done to it', () => {
    const honest = messages[type].map(encodeContent);
    fc.assert(
      fc.property(fc.oneof(bent(honest), anyBytes(200)), (bytes) => {
        const back = decodeContent(TYPE_NUMBERS[type], bytes);
        if (!isRefusal(back)) expect(encodeContent(back)).toEqual(bytes);
      }),
    );
  });
});

it.each<[string, unknown, Reason]>([
  ['an order of no known kind', orders(u8(0)), 'unknownType'],
  ['an order to come', orders(u8(7), u16(1)), 'unknownType'],
  ['an order to lock half', orders(u8(1), u8(2)), 'malformed'],
  ['an order of a policy that nobody sets', orders(u8(3), u16(0b11)), 'malformed'],
  ['an order about half a member', orders(u8(4), u8(1)), 'malformed'],
  ['an order to appoint with half a grant', orders(u8(6), u16(1), randomBytes(152)), 'malformed'],
  ['a wish at the door of no known kind', asks(u8(0)), 'unknownType'],
  ['a wish to admit all that says more', asks(u8(3), waiter), 'malformed'],
  ['a waiter beyond what a number holds', asks(u8(1), u64(2n ** 53n)), 'malformed'],
  ['a note of nothing', asks(u8(5), waiter, lv(none)), 'malformed'],
  ['a note too long', asks(u8(5), waiter, lv(utf8('x'.repeat(NOTE_BYTES_MAX + 1)))), 'malformed'],
  ['a note that turns its writing', asks(u8(5), waiter, lv(bad)), 'badText'],
  ['a passphrase of nothing', asks(u8(6), lv(none, none)), 'malformed'],
  ['a link secret too short', asks(u8(6), lv(utf8('four words'), randomBytes(15))), 'malformed'],
  ['words of nothing', words(none), 'malformed'],
  ['words too long', words(utf8('x'.repeat(PASSPHRASE_BYTES_MAX + 1))), 'malformed'],
  ['words in two lines', words(utf8('a\nb')), 'badText'],
  ['words that are neither own nor made', words(utf8('four words'), u8(2)), 'malformed'],
  ['a knock that is neither alike nor not', knock(waiter, u8(2), utf8('Bob'), none), 'malformed'],
  ['a knock of nobody', knock(waiter, u8(0), none, none), 'malformed'],
  ['a knock of a long name', knock(waiter, u8(0), utf8('x'.repeat(NAME_BYTES_MAX + 1)), none), 'malformed'],
  [
    'a knock with a note of neither side',
    knock(waiter, u8(0), utf8('Bob'), lv(concat(u8(2), utf8('x')))),
    'malformed',
  ],
  ['a line of no time', line(u64(2n ** 53n), utf8('Bob'), utf8('x')), 'malformed'],
  ['a line of nobody', line(waiter, none, utf8('x')), 'malformed'],
  ['a line too long', line(waiter, utf8('Bob'), utf8('x'.repeat(CHAT_BYTES_MAX + 1))), 'malformed'],
  ['a line with more behind it', line(waiter, utf8('Bob'), utf8('x'), u8(0)), 'malformed'],
])('%s is refused', (_what, read, reason) => {
  expect(read).toBe(refuse(reason));
});

it('orders name anybody, and the door any waiter that a number holds', () => {
  const last = Number.MAX_SAFE_INTEGER;
  expect(asks(u8(2), waiterBytes(last))).toEqual({ type: 'door', ask: { ask: 'deny', waiter: last } });
  expect(orders(u8(4), u16(0xffff))).toEqual({
    type: 'order',
    order: { do: 'remove', index: branded<MemberIndex>(0xffff) },
  });
});
