/**
 * One protection taken out a row: `npm run bite` puts `replace` in the place of `find` in a copy of the tree, and
 * expects the tests of that attack to fail. `find` stands exactly once in `file`.
 */

import { frameMutations } from './mutations/frames.ts';
import { groupMutations } from './mutations/group.ts';
import { liveMutations } from './mutations/live.ts';
import { pageMutations } from './mutations/page.ts';

export interface Mutation {
  /** Number of the attack whose tests must notice. */
  readonly attack: number;
  /** What the tree does not do any more. */
  readonly what: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** The test file that must notice; without it any that needs no browser. */
  readonly test?: string;
  /** Part of the title of the test that must notice; without it any test of the attack. */
  readonly named?: string;
  /** Other attacks that the same protection stops. */
  readonly alsoFails?: readonly number[];
}

/** The doors of the meeting: who gets in, and what its messages say (§§4–6). */
const meetingMutations: readonly Mutation[] = [
  {
    attack: 5,
    what: 'the joiner does not check the grant: whoever has link and passphrase can play the host',
    file: 'crypto/door/joiner.ts',
    find: 'isRefusal(grant) || checkGrant(grant, caller.roomId, now)',
    replace: 'isRefusal(grant)',
  },
  {
    attack: 15,
    what: 'the secret of an admit need not be the one the header names',
    file: 'crypto/door/joiner.ts',
    find: "if (!same(header.secretHash, secretHashOf(header, text.secret))) return refuse('notNext');",
    replace: '',
  },
  {
    attack: 17,
    what: 'the keys of the door do not need the KEM secret',
    file: 'crypto/door/transcript.ts',
    find: 'H(LABELS.doorSession, isk, ss, T)',
    replace: 'H(LABELS.doorSession, isk, T)',
  },
  {
    attack: 17,
    what: 'the keys of the door do not need the passphrase',
    file: 'crypto/door/transcript.ts',
    find: 'H(LABELS.doorSession, isk, ss, T)',
    replace: 'H(LABELS.doorSession, ss, T)',
    alsoFails: [18],
  },
  {
    attack: 18,
    what: 'CPace leaves out who said what',
    file: 'crypto/door/cpace.ts',
    find: 'concat(lvCat(run.Ya, run.ADa), lvCat(run.Yb, run.ADb))',
    replace: 'concat(lvCat(run.Ya), lvCat(run.Yb))',
  },
  {
    attack: 18,
    what: 'an invalid point from the leader does not end the knock',
    file: 'crypto/door/joiner.ts',
    find: 'if (isRefusal(isk)) return stop(state, isk.refused);',
    replace: 'if (isRefusal(isk)) return { state };',
  },
  {
    attack: 19,
    what: 'challenge and proof are signed under one label',
    file: 'crypto/labels.ts',
    find: "doorProof: 'conclave/v1/door/proof',",
    replace: "doorProof: 'conclave/v1/door/challenge',",
  },
  {
    attack: 19,
    what: 'a message is not bound to whom it is for',
    file: 'crypto/group/sealedMessage.ts',
    find: '[under.meetingId, under.hash, u16(sender), u16(receiver), u32(seq), content] as const',
    replace: '[under.meetingId, under.hash, u16(sender), u32(seq), content] as const',
  },
  {
    attack: 19,
    what: 'a wrapped secret is not bound to its meeting',
    file: 'crypto/group/keySchedule.ts',
    find: 'const wrapParts = ({ meetingId, n, leader, member }: WrapFor): Bytes[] => [\n  meetingId,',
    replace: 'const wrapParts = ({ n, leader, member }: WrapFor): Bytes[] => [',
  },
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
    attack: 26,
    what: 'wraps may stand twice, or in any order',
    file: 'crypto/group/sealedMessage.ts',
    find: 'if (index <= last || wraps.size === WRAPS_PER_PACKET)',
    replace: 'if (wraps.size === WRAPS_PER_PACKET)',
  },
  {
    attack: 5,
    what: 'the joiner does not check who signed the challenge',
    file: 'crypto/door/joiner.ts',
    find: 'if (!verify(grant.signKey, challenge.signature, LABELS.doorChallenge, T, challenge.Tb)) {',
    replace: 'if (challenge.signature.length !== 64) {',
    alsoFails: [18],
  },
  {
    attack: 5,
    what: 'the host shows whoever knocks, without the word that proves the passphrase',
    file: 'crypto/door/leader.ts',
    find: 'sameSecret(keys.Ta, proof.Ta) ? openProof(keys.joinerKey, keys.T, proof) : undefined',
    replace: 'openProof(keys.joinerKey, keys.T, proof)',
  },
  {
    attack: 5,
    what: 'a knock is not bound to its KEM key',
    file: 'crypto/door/transcript.ts',
    find: 'concat(u8(DOOR_VERSION), knock.signKey, knock.kemKey)',
    replace: 'concat(u8(DOOR_VERSION), knock.signKey)',
  },
  {
    attack: 18,
    what: 'sid and signKey may come a second time',
    file: 'crypto/door/leader.ts',
    find: 'if (names.some((name) => wasSeen(state.seen, name))) return { state, effects: [] };',
    replace: '',
    alsoFails: [5],
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
    alsoFails: [5, 15],
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
  {
    attack: 15,
    what: 'all members have one media key',
    file: 'crypto/group/keySchedule.ts',
    find: 'K(epochKey, LABELS.mediaBase, u16(index), u8(slot))',
    replace: 'K(epochKey, LABELS.mediaBase, u8(slot))',
  },
  {
    attack: 15,
    what: 'all slots of a member have one media key',
    file: 'crypto/group/keySchedule.ts',
    find: 'K(epochKey, LABELS.mediaBase, u16(index), u8(slot))',
    replace: 'K(epochKey, LABELS.mediaBase, u16(index))',
  },
  {
    attack: 15,
    what: 'the epoch key does not depend on the state',
    file: 'crypto/group/keySchedule.ts',
    find: 'K(secret, LABELS.epochKey, stateHash, roomKey)',
    replace: 'K(secret, LABELS.epochKey, roomKey)',
    alsoFails: [42],
  },
];

export const mutations: readonly Mutation[] = [
  ...meetingMutations,
  ...groupMutations,
  ...frameMutations,
  ...pageMutations,
  ...liveMutations,
].sort((a, b) => a.attack - b.attack);
