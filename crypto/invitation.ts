/** Links (§3): what a host sends, and what makes another device the host. All of it stands in the fragment. */

import { branded, type Bytes, type HostSeed, type Key, type LinkSecret, type RoomId } from './brands.ts';
import { concat, fromBase64url, same, toBase64url } from './bytes.ts';
import { decode, lv, u8, utf8 } from './codec.ts';
import { LABELS } from './labels.ts';
import { giveUp, isRefusal, refuse, type Refusal } from './refusal.ts';
import { H } from './sodium.ts';

const INVITE = 1;
const HOST = 2;
const CHECK_BYTES = 2;
/** Longest passphrase, in bytes of UTF-8. */
export const PASSPHRASE_BYTES_MAX = 256;

/** An invite link: the room, and half of its secret. */
export interface Invitation {
  readonly kind: 'invite';
  /** 16 bytes. */
  readonly roomId: RoomId;
  /** 16 bytes. */
  readonly linkSecret: LinkSecret;
}

/** A host link: everything the host has. */
export interface HostLink {
  readonly kind: 'host';
  /** 32 bytes. */
  readonly seed: HostSeed;
  /** 16 bytes. */
  readonly linkSecret: LinkSecret;
  /** 32 bytes: of the meeting's first link, which may have been another one. */
  readonly roomKey: Key;
  readonly passphrase: string;
  /** The passphrase is of the host's own making. */
  readonly own: boolean;
}

const check = (content: Uint8Array): Bytes => H(LABELS.linkCheck, content).slice(0, CHECK_BYTES);

/** The fragment of a link, without "#". */
export function encodeLink(link: Invitation | HostLink): string {
  const content =
    link.kind === 'invite'
      ? concat(u8(INVITE), link.roomId, link.linkSecret)
      : concat(
          u8(HOST),
          link.seed,
          link.linkSecret,
          link.roomKey,
          u8(link.own ? 1 : 0),
          lv(utf8(link.passphrase)),
        );
  return toBase64url(concat(content, check(content)));
}

/**
 * The link in what somebody pasted: a whole address or the fragment alone, blanks around it allowed. Refuses
 * `notALink` (nothing of that form in it), `otherSite` (an address that is not at `origin`), `cutLink` (the
 * check does not hold: letters are missing or changed), `linkVersion` (a kind this client does not know).
 */
export function decodeLink(text: string, origin: string): Invitation | HostLink | Refusal {
  const trimmed = text.trim();
  const hash = trimmed.indexOf('#');
  if (hash > 0 && !sameSite(trimmed.slice(0, hash), origin)) return refuse('otherSite');
  const token = trimmed.slice(hash + 1);
  if (token === '' || (hash < 0 && /[^A-Za-z0-9_-]/.test(token))) return refuse('notALink');

  const bytes = fromBase64url(token);
  if (!bytes || bytes.length < 1 + CHECK_BYTES) return refuse('cutLink');
  const content = bytes.subarray(0, -CHECK_BYTES);
  if (!same(check(content), bytes.subarray(-CHECK_BYTES))) return refuse('cutLink');

  const link = decode(content, (reader): Invitation | HostLink => {
    switch (reader.u8()) {
      case INVITE:
        return {
          kind: 'invite',
          roomId: branded<RoomId>(reader.bytes(16)),
          linkSecret: branded<LinkSecret>(reader.bytes(16)),
        };
      case HOST:
        return {
          kind: 'host',
          seed: branded<HostSeed>(reader.bytes(32)),
          linkSecret: branded<LinkSecret>(reader.bytes(16)),
          roomKey: branded<Key>(reader.bytes(32)),
          own: reader.flag(),
          passphrase: reader.text(1, PASSPHRASE_BYTES_MAX),
        };
      default:
        return giveUp('linkVersion');
    }
  });
  return isRefusal(link) && link.refused !== 'linkVersion' ? refuse('cutLink') : link;
}

// A link without its "https://" is common where programs shorten what they show.
function sameSite(address: string, origin: string): boolean {
  const bare = (text: string): string =>
    text
      .replace(/^https?:\/\//i, '')
      .replace(/\/.*$/, '')
      .toLowerCase();
  return bare(address) === bare(origin);
}
