/** Who gets through the door, and what its messages say (§4). */

import type { Mutation } from '../mutations.ts';

const VAULT_DOOR = 'tests/crypto/vaultDoor.test.ts';

export const doorMutations: readonly Mutation[] = [
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
    file: 'crypto/group/whole.ts',
    find: "return same(secretHashOf(header, secret), header.secretHash) ? signed : refuse('notNext');",
    replace: 'return signed;',
    alsoFails: [42],
  },
  {
    attack: 10,
    what: 'an admit is as good as the joiner’s last ping, whichever it answers',
    file: 'crypto/door/joiner.ts',
    find: 'pings.find(({ token }) => same(token, text.token))?.sentAt',
    replace: 'pings.at(-1)?.sentAt',
    test: VAULT_DOOR,
  },
  {
    attack: 10,
    what: 'an admit makes its member sure of itself, however old it is',
    file: 'crypto/group/epochs.ts',
    find: 'if (people && askedAt !== undefined && now - askedAt < UNSURE_MS) {',
    replace: 'if (people && askedAt !== undefined) {',
    test: VAULT_DOOR,
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
];
