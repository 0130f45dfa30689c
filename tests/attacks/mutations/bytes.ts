/** What is read from bytes, hashed and reckoned with (§2): one text for one meaning, no key that is none. */

import type { Mutation } from '../mutations.ts';

export const byteMutations: readonly Mutation[] = [
  {
    attack: 22,
    what: 'a KEM key that is not one is taken',
    file: 'crypto/sodium.ts',
    find: 'libsodium.crypto_kem_xwing_enc(publicKey);',
    replace:
      '((): { ciphertext: Uint8Array; sharedSecret: Uint8Array } => { try { return libsodium.crypto_kem_xwing_enc(publicKey); } catch { return { ciphertext: new Uint8Array(1120), sharedSecret: new Uint8Array(32) }; } })();',
  },
  {
    attack: 26,
    what: 'bytes left over are let pass',
    file: 'crypto/codec.ts',
    find: "if (this.left !== 0) giveUp('malformed');",
    replace: '',
  },
  {
    attack: 18,
    what: 'points that are none are reckoned with',
    file: 'crypto/sodium.ts',
    find: "return own(libsodium.crypto_scalarmult_ristretto255(scalar, point)); } catch { return refuse('badPoint'); }",
    replace:
      'return own(libsodium.crypto_scalarmult_ristretto255(scalar, point)); } catch { return new Uint8Array(32); }',
    alsoFails: [22],
  },
  {
    attack: 19,
    what: 'labels are left out of all that is hashed, signed and sealed',
    file: 'crypto/sodium.ts',
    find: 'lv(utf8(label), ...parts);',
    replace: 'lv(...parts);',
    alsoFails: [5, 15, 42],
  },
  {
    attack: 22,
    what: 'a point that is none, or not written in the one right way, is taken for zero',
    file: 'crypto/sodium.ts',
    find: "return own(libsodium.crypto_scalarmult_ristretto255(scalar, point)); } catch { return refuse('badPoint'); }",
    replace:
      'return own(libsodium.crypto_scalarmult_ristretto255(scalar, point)); } catch { return new Uint8Array(32); }',
    alsoFails: [18],
  },
  {
    attack: 26,
    what: 'padding may hold anything',
    file: 'crypto/codec.ts',
    find: "if (this.bytes(this.left).some((byte) => byte !== 0)) giveUp('malformed');",
    replace: 'this.bytes(this.left);',
  },
  {
    attack: 26,
    what: 'text may hold anything',
    file: 'crypto/codec.ts',
    find: "return isCleanText(text, lines) ? text : giveUp('badText');",
    replace: 'return text;',
  },
  {
    attack: 26,
    what: 'bytes that are missing are taken for nothing',
    file: 'crypto/codec.ts',
    find: "if (length > this.left) giveUp('malformed');",
    replace: '',
  },
  {
    attack: 26,
    what: 'the version of a header is not looked at',
    file: 'crypto/group/state.ts',
    find: "if (reader.u8() !== VERSION) return giveUp('unknownVersion');",
    replace: 'reader.u8();',
  },
  {
    attack: 26,
    what: 'members may stand in any order, or twice',
    file: 'crypto/group/roster.ts',
    find: "if (last && last.index >= member.index) return giveUp('malformed');",
    replace: '',
  },
  {
    attack: 26,
    what: 'several texts stand for the same bytes',
    file: 'crypto/bytes.ts',
    find: 'return (held & ((1 << bits) - 1)) === 0 ? bytes : undefined;',
    replace: 'return bytes;',
  },
];
