import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branded, type HostSeed, type Key, type LinkSecret, type RoomId } from '../../crypto/brands.ts';
import { concat, fromBase64url, toBase64url } from '../../crypto/bytes.ts';
import { lv, u8, utf8 } from '../../crypto/codec.ts';
import {
  decodeLink,
  encodeLink,
  type HostLink,
  type Invitation,
  PASSPHRASE_BYTES_MAX,
} from '../../crypto/invitation.ts';
import { LABELS } from '../../crypto/labels.ts';
import { isRefusal, refuse } from '../../crypto/refusal.ts';
import { H, randomBytes } from '../../crypto/sodium.ts';

const ORIGIN = 'https://conclave.test';
const bytes16 = () => randomBytes(16);
const invite: Invitation = {
  kind: 'invite',
  roomId: branded<RoomId>(bytes16()),
  linkSecret: branded<LinkSecret>(bytes16()),
};
const host: HostLink = {
  kind: 'host',
  seed: branded<HostSeed>(randomBytes(32)),
  linkSecret: branded<LinkSecret>(bytes16()),
  roomKey: branded<Key>(randomBytes(32)),
  own: false,
  passphrase: 'four right words here',
};
/** A fragment with a check that holds, whatever it says. */
const checked = (content: Uint8Array): string =>
  toBase64url(concat(content, H(LABELS.linkCheck, content).slice(0, 2)));

describe.each([invite, host])('a link ($kind)', (link) => {
  const token = encodeLink(link);

  it.each([
    ['the whole address', `${ORIGIN}/#${token}`],
    ['the fragment', `#${token}`],
    ['the bare token', token],
    ['blanks around it', `  ${ORIGIN}/#${token}\n`],
    ['without https://', `conclave.test/#${token}`],
    ['capitals in the host', `HTTPS://Conclave.TEST/#${token}`],
  ])('comes back from %s', (_name, text) => {
    expect(decodeLink(text, ORIGIN)).toEqual(link);
  });

  it('that is cut anywhere is recognised', () => {
    for (let length = 1; length < token.length; length++) {
      expect(decodeLink(token.slice(0, length), ORIGIN)).toBe(refuse('cutLink'));
    }
    expect(decodeLink(`${token}A`, ORIGIN)).toBe(refuse('cutLink'));
  });

  it('with one letter changed is recognised, but for one in 65 536', () => {
    const changed = Array.from(
      token,
      (letter, at) => token.slice(0, at) + (letter === 'A' ? 'B' : 'A') + token.slice(at + 1),
    );
    const passed = changed.filter((text) => !isRefusal(decodeLink(text, ORIGIN)));
    expect(passed.length).toBeLessThanOrEqual(1);
  });

  it.each([
    `https://conclave.test.evil.test/#${token}`,
    `https://conclave.test@evil.test/#${token}`,
    `https://evil.test/conclave.test/#${token}`,
    `https://conclave.test:8443/#${token}`,
    `javascript:alert(1)//conclave.test#${token}`,
  ])('of another site is refused: %s', (text) => {
    expect(decodeLink(text, ORIGIN)).toBe(refuse('otherSite'));
  });
});

describe('what is not a link', () => {
  it.each(['', '   ', '#', 'hello there', 'https://conclave.test/', 'mailto:ada@example.org', 'Ünïcode'])(
    '%j',
    (text) => {
      expect(decodeLink(text, ORIGIN)).toBe(refuse('notALink'));
    },
  );

  it('of a kind not known here', () => {
    for (const kind of [0, 3, 255]) {
      expect(decodeLink(checked(concat(u8(kind), bytes16(), bytes16())), ORIGIN)).toBe(refuse('linkVersion'));
    }
  });

  it.each([
    ['nothing at all', new Uint8Array()],
    ['an invite too short', concat(u8(1), bytes16(), randomBytes(15))],
    ['an invite too long', concat(u8(1), bytes16(), randomBytes(17))],
    ['a host link without a passphrase', concat(u8(2), randomBytes(80), u8(0), lv(new Uint8Array()))],
    [
      'a passphrase too long',
      concat(u8(2), randomBytes(80), u8(0), lv(new Uint8Array(PASSPHRASE_BYTES_MAX + 1).fill(97))),
    ],
    ['a passphrase that is not clean', concat(u8(2), randomBytes(80), u8(0), lv(utf8('right\u202ewords')))],
    ['a length that lies', concat(u8(2), randomBytes(80), u8(0), Uint8Array.of(255, 255, 255, 255))],
  ])('with a check that holds over %s', (_name, content) => {
    expect(decodeLink(checked(content), ORIGIN)).toBe(refuse('cutLink'));
  });

  it('never throws, and gives nothing that would be written otherwise', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 400 }).map(checked)),
        (text) => {
          const link = decodeLink(text, ORIGIN);
          if (!isRefusal(link))
            expect(encodeLink(link)).toBe(text.trim().slice(text.trim().indexOf('#') + 1));
        },
      ),
      { numRuns: 500 },
    );
    expect(isRefusal(decodeLink('A'.repeat(1_000_000), ORIGIN))).toBe(true);
    expect(isRefusal(decodeLink('#'.repeat(100_000), ORIGIN))).toBe(true);
  });
});

it('an invite link holds 35 bytes, and nothing of the passphrase', () => {
  expect(fromBase64url(encodeLink(invite))).toHaveLength(35);
});
