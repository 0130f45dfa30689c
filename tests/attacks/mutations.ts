/**
 * One protection taken out a row: `npm run bite` puts `replace` in the place of `find` in a copy of the tree, and
 * expects the tests of that attack to fail. `find` stands exactly once in `file`.
 */

import { frameMutations } from './mutations/frames.ts';
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
    attack: 10,
    what: 'an answer confirms membership although it names a state that is not here',
    file: 'crypto/group/following.ts',
    find: 'if (!known || !present(member).roster) {',
    replace: 'if (!present(member).roster) {',
    alsoFails: [15],
  },
  {
    attack: 10,
    what: 'membership is confirmed as of when the answer came, not of when the ping was sent',
    file: 'crypto/group/following.ts',
    find: 'Math.max(open.sentAt, ',
    replace: 'Math.max(turn.now, ',
  },
  {
    attack: 11,
    what: 'a state need not follow the one before it',
    file: 'crypto/group/following.ts',
    find: "if (!same(header.parent, parent.hash)) return 'notNext';",
    replace: '',
  },
  {
    attack: 12,
    what: 'anybody may end the meeting',
    file: 'crypto/group/epochs.ts',
    find: "if (!fromLeader) return turn.alarm('notAllowed');",
    replace: '',
  },
  {
    attack: 15,
    what: 'a renewed secret need not be the one the header names',
    file: 'crypto/group/following.ts',
    find: 'if (isRefusal(secret) || !same(secretHashOf(signed.header, secret), signed.header.secretHash))',
    replace: 'if (isRefusal(secret))',
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
];

export const mutations: readonly Mutation[] = [...meetingMutations, ...frameMutations, ...pageMutations].sort(
  (a, b) => a.attack - b.attack,
);
