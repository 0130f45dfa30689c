/** Whose word is believed, and how often (§6). */

import type { Mutation } from '../mutations.ts';

const CONVERSING = 'tests/crypto/group/conversing.test.ts';
const HANDS = 'tests/crypto/group/raisedHands.test.ts';

export const sayingMutations: readonly Mutation[] = [
  {
    attack: 12,
    what: 'anybody may end the meeting',
    file: 'crypto/group/hearing.ts',
    find: "if (by?.rank !== HOST_RANK) return turn.alarm('notAllowed');",
    replace: 'if (!by) return;',
  },
  {
    attack: 12,
    what: 'what was heard before is heard again',
    file: 'crypto/group/hearing.ts',
    find: 'if (seq <= (turn.member.heardSeq.get(line) ?? 0)) return false;',
    replace: '',
    alsoFails: [10, 11, 26, 42],
  },
  {
    attack: 12,
    what: 'the door obeys whoever is in',
    file: 'crypto/group/hearing.ts',
    find: "if (!by || !isAuthority(by)) return turn.alarm('notAllowed');",
    replace: 'if (!by) return;',
    test: CONVERSING,
  },
  {
    attack: 12,
    what: 'a passphrase is taken from a leader without authority, by whoever has none',
    file: 'crypto/group/hearing.ts',
    find: "if (!authorityLeads(turn.member) || (own && !isAuthority(own))) return turn.alarm('notAllowed');",
    replace: '',
    test: CONVERSING,
  },
  {
    attack: 12,
    what: 'the rules of the state are not asked what somebody may say',
    file: 'crypto/group/conversing.ts',
    find: "if (!mayI(epoch, speaker, saying)) return turn.alarm('notAllowed');",
    replace: '',
    test: CONVERSING,
  },
  {
    attack: 12,
    what: 'anybody may ask the others to stop',
    file: 'crypto/group/conversing.ts',
    find: "case 'stop': return isAuthority(by);",
    replace: "case 'stop': return true;",
    test: CONVERSING,
    alsoFails: [20],
  },
  {
    attack: 12,
    what: 'any authority may say that the meeting moved',
    file: 'crypto/group/conversing.ts',
    find: 'return isAuthority(by) && by.index === signed.header.leader;',
    replace: 'return isAuthority(by);',
    test: CONVERSING,
  },
  {
    attack: 12,
    what: 'what is said again need not have been missed',
    file: 'crypto/group/conversing.ts',
    find: 'if (key === undefined || !missing?.some(({ seq }) => seq === was)) return;',
    replace: 'if (key === undefined || !missing) return;',
    test: CONVERSING,
  },
  {
    attack: 12,
    what: 'who came later is believed that their hand was up before',
    file: 'crypto/group/conversing.ts',
    find: 'return from < member.seat.index && came ?',
    replace: 'return came ?',
    test: HANDS,
  },
  {
    attack: 12,
    what: 'a hand may go up earlier than others who were there heard it',
    file: 'crypto/group/conversing.ts',
    find: 'return from < member.seat.index && came ?',
    replace: 'return from < member.seat.index ?',
    test: HANDS,
  },
  {
    attack: 42,
    what: 'what is said across epochs need not be signed',
    file: 'crypto/group/common.ts',
    find: 'if (!verify(from, signature, messageLabel(type), roomId, from, u32(seq), content))',
    replace: 'if (signature.length !== 64)',
    test: 'tests/crypto/group/common.test.ts',
  },
  {
    attack: 19,
    what: 'a message is not bound to whom it is for',
    file: 'crypto/group/sealedMessage.ts',
    find: '[under.meetingId, under.hash, u16(sender), u16(receiver), u32(seq), content] as const',
    replace: '[under.meetingId, under.hash, u16(sender), u32(seq), content] as const',
  },
  {
    attack: 26,
    what: 'wraps may stand twice, or in any order',
    file: 'crypto/group/sealedMessage.ts',
    find: 'if (index <= last || wraps.size === WRAPS_PER_PACKET)',
    replace: 'if (wraps.size === WRAPS_PER_PACKET)',
  },
];
