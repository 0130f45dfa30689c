/** Who may change what of a state, and give orders for it (§5): `crypto/group/powers.ts`. */

import type { Mutation } from '../mutations.ts';

const POWERS = 'tests/crypto/group/powers.test.ts';
const CONVERSING = 'tests/crypto/group/conversing.test.ts';

/** What may be changed by whom: each line of `stateRefusal` and what it asks. */
const changes: readonly Omit<Mutation, 'attack' | 'file'>[] = [
  {
    what: 'a state of another room or meeting is taken',
    find: "if (!same(header.roomId, was.roomId) || !same(header.meetingId, was.meetingId)) return 'wrongRoom';",
    replace: '',
  },
  {
    what: 'a state need not follow the one before it',
    find: "if (!same(header.parent, before.hash)) return 'notNext';",
    replace: '',
  },
  {
    what: 'a state need not fix its roster',
    find: "if (!same(header.rosterHash, rosterHashOf(roster))) return 'malformed';",
    replace: '',
  },
  {
    what: 'a state need not fix who was removed',
    find: "if (!same(header.removedHash, removedHashOf(next.removed))) return 'malformed';",
    replace: '',
  },
  {
    what: 'a state may name another leader than its signer',
    find: "if (header.leader !== signer.index || !memberAt(roster, signer.index)) return 'notAllowed';",
    replace: "if (!memberAt(roster, signer.index)) return 'notAllowed';",
  },
  {
    what: 'a state may leave its signer out',
    find: "if (header.leader !== signer.index || !memberAt(roster, signer.index)) return 'notAllowed';",
    replace: "if (header.leader !== signer.index) return 'notAllowed';",
  },
  {
    what: 'somebody may be taken out while the secret goes on from theirs',
    find: "if (header.kind === 'advance' && change.left.length > 0) return 'notAllowed';",
    replace: '',
  },
  {
    what: 'indices that were given before may be given again',
    find: "if (header.nextIndex < was.nextIndex) return 'notAllowed';",
    replace: '',
  },
  {
    what: 'a newcomer may get any index that is free',
    find: "if (change.entered.some(({ member }) => outside(member))) return 'notAllowed';",
    replace: '',
  },
  {
    what: 'somebody removed may be let in again',
    find: "if (roster.some(({ signKey }) => before.barred.has(participantIdOf(signKey)))) return 'removedReturns';",
    replace: '',
  },
  {
    what: 'a leader without authority may change the rules',
    find: "if (!isAuthority(signer) && rulesDiffer(was, header)) return 'notAllowed';",
    replace: '',
  },
  {
    what: 'an earlier passphrase may hold again',
    find: "if (header.generation < was.generation) return 'notAllowed';",
    replace: '',
  },
  {
    what: 'a leader without authority may bar people',
    find: '(next.barred.length === 0 || isAuthority(signer))',
    replace: 'true',
  },
  {
    what: 'whoever leads may remove anybody, in anybody’s name',
    find: 'if (!target || !remover || !isAuthority(signer) || !isAuthority(remover)) return false;',
    replace: 'if (!target || !remover) return false;',
  },
  {
    what: 'a co-host may remove a co-host',
    find: 'return !isAuthority(target) || (remover.rank === HOST_RANK && signer.rank === HOST_RANK);',
    replace: 'return true;',
  },
  {
    what: 'a rank needs no word of the host',
    find: 'if (member.rank !== NO_RANK && !grantHolds(member.grant, member, meeting)) return false;',
    replace: '',
  },
  {
    what: 'a leader without authority may let anybody in',
    find: 'return isAuthority(signer) && host !== undefined && isAuthority(host);',
    replace: 'return host !== undefined && isAuthority(host);',
  },
  {
    what: 'people may be let in in the name of whoever has no authority',
    find: 'return isAuthority(signer) && host !== undefined && isAuthority(host);',
    replace: 'return isAuthority(signer);',
  },
  {
    what: 'a co-host may make and dismiss co-hosts',
    find: 'if (signer.rank !== HOST_RANK || !was || was.rank === HOST_RANK || member.rank === HOST_RANK) return false;',
    replace: 'if (!was || was.rank === HOST_RANK || member.rank === HOST_RANK) return false;',
  },
  {
    what: 'a host may dismiss a host',
    find: 'if (signer.rank !== HOST_RANK || !was || was.rank === HOST_RANK || member.rank === HOST_RANK) return false;',
    replace: 'if (signer.rank !== HOST_RANK || !was || member.rank === HOST_RANK) return false;',
  },
  {
    what: 'a new rank needs no word of the host',
    find: 'return member.rank === NO_RANK || grantHolds(member.grant, member, meeting);',
    replace: 'return true;',
  },
];

export const powerMutations: readonly Mutation[] = [
  ...changes.map((row) => ({ attack: 11, file: 'crypto/group/powers.ts', ...row, test: POWERS })),
  {
    attack: 12,
    what: 'orders are carried out whoever gives them',
    file: 'crypto/group/powers.ts',
    find: "if (!isAuthority(by)) return 'notAllowed';",
    replace: '',
    test: CONVERSING,
  },
];
