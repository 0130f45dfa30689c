/** What authorities ask of the leader, sealed and signed: changes of the state, and what to do at the door. */

import { branded, type Bytes, type MemberIndex } from '../brands.ts';
import { concat } from '../bytes.ts';
import { decodeGrant, encodeGrant, GRANT_BYTES, type Grant } from '../claim.ts';
import { lv, type Reader, u16, u8, utf8 } from '../codec.ts';
import { giveUp } from '../refusal.ts';
import { decodePolicy, encodePolicy, type Policy } from './policy.ts';

/** A change of the next state. */
export type Order =
  | { readonly do: 'lock'; readonly on: boolean }
  | { readonly do: 'history'; readonly on: boolean }
  | { readonly do: 'policy'; readonly policy: Policy }
  | { readonly do: 'remove'; readonly index: MemberIndex }
  | { readonly do: 'dismiss'; readonly index: MemberIndex }
  /** Makes a co-host, or gives one a newer grant. */
  | { readonly do: 'appoint'; readonly index: MemberIndex; readonly grant: Grant };

const ORDER = { lock: 1, history: 2, policy: 3, remove: 4, dismiss: 5, appoint: 6 } as const;

export function encodeOrder(order: Order): Bytes {
  const type = u8(ORDER[order.do]);
  switch (order.do) {
    case 'lock':
    case 'history':
      return concat(type, u8(order.on ? 1 : 0));
    case 'policy':
      return concat(type, u16(encodePolicy(order.policy)));
    case 'remove':
    case 'dismiss':
      return concat(type, u16(order.index));
    case 'appoint':
      return concat(type, u16(order.index), encodeGrant(order.grant));
  }
}

/** Gives up `unknownType`, `malformed`. */
export function readOrder(reader: Reader): Order {
  switch (reader.u8()) {
    case ORDER.lock:
      return { do: 'lock', on: reader.flag() };
    case ORDER.history:
      return { do: 'history', on: reader.flag() };
    case ORDER.policy:
      return { do: 'policy', policy: decodePolicy(reader.u16()) };
    case ORDER.remove:
      return { do: 'remove', index: branded<MemberIndex>(reader.u16()) };
    case ORDER.dismiss:
      return { do: 'dismiss', index: branded<MemberIndex>(reader.u16()) };
    case ORDER.appoint: {
      const index = branded<MemberIndex>(reader.u16());
      const grant = decodeGrant(reader.bytes(GRANT_BYTES));
      return 'refused' in grant ? giveUp(grant.refused) : { do: 'appoint', index, grant };
    }
    default:
      return giveUp('unknownType');
  }
}

/** Something to do at the door, which only the leader keeps. */
export type DoorAsk =
  | { readonly ask: 'admit' | 'deny'; readonly waiter: number }
  | { readonly ask: 'admitAll' | 'openDoor' }
  | { readonly ask: 'note'; readonly waiter: number; readonly text: string }
  /** A new passphrase, made by who asks; with `linkSecret` (16 bytes) a new link. */
  | { readonly ask: 'words'; readonly passphrase: string; readonly linkSecret?: Bytes };

const ASK = { admit: 1, deny: 2, admitAll: 3, openDoor: 4, note: 5, words: 6 } as const;
export const NOTE_BYTES_MAX = 1000;
export const PASSPHRASE_BYTES_MAX = 1024;

/** A waiter's number may pass 2^32: eight bytes. */
export function waiterBytes(waiter: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(waiter));
  return bytes;
}

export function encodeAsk(ask: DoorAsk): Bytes {
  const type = u8(ASK[ask.ask]);
  switch (ask.ask) {
    case 'admit':
    case 'deny':
      return concat(type, waiterBytes(ask.waiter));
    case 'admitAll':
    case 'openDoor':
      return type;
    case 'note':
      return concat(type, waiterBytes(ask.waiter), lv(utf8(ask.text)));
    case 'words':
      return concat(type, lv(utf8(ask.passphrase)), lv(ask.linkSecret ?? new Uint8Array()));
  }
}

/** Gives up `unknownType`, `malformed`, `badText`. */
export function readAsk(reader: Reader): DoorAsk {
  switch (reader.u8()) {
    case ASK.admit:
      return { ask: 'admit', waiter: reader.safeU64() };
    case ASK.deny:
      return { ask: 'deny', waiter: reader.safeU64() };
    case ASK.admitAll:
      return { ask: 'admitAll' };
    case ASK.openDoor:
      return { ask: 'openDoor' };
    case ASK.note:
      return { ask: 'note', waiter: reader.safeU64(), text: reader.text(1, NOTE_BYTES_MAX, true) };
    case ASK.words: {
      const passphrase = reader.text(1, PASSPHRASE_BYTES_MAX);
      const linkSecret = reader.part(0, 16);
      if (linkSecret.length === 0) return { ask: 'words', passphrase };
      return linkSecret.length === 16 ? { ask: 'words', passphrase, linkSecret } : giveUp('malformed');
    }
    default:
      return giveUp('unknownType');
  }
}
