/**
 * Every label of the protocol (§2). A label names one purpose; none serves two purposes or two message
 * types, so nothing made for one place means anything in another.
 */
export const LABELS = {
  roomId: 'conclave/v1/room/id',
  roomKey: 'conclave/v1/room/key',
  roomSalt: 'conclave/v1/room/salt',
  roomPrs: 'conclave/v1/room/prs',
  words: 'conclave/v1/passphrase/words',
  linkCheck: 'conclave/v1/link/check',
  hostRecord: 'conclave/v1/host/record',
  participantId: 'conclave/v1/participant/id',
  grant: 'conclave/v1/grant/sign',
  relayHello: 'conclave/v1/relay/hello',
  relayRejoin: 'conclave/v1/relay/rejoin',

  doorEnvelopeKey: 'conclave/v1/door/envelope-key',
  doorEnvelope: 'conclave/v1/door/envelope',
  doorCpace: 'conclave/v1/door/cpace',
  doorTranscript: 'conclave/v1/door/transcript',
  doorSession: 'conclave/v1/door/session',
  doorTb: 'conclave/v1/door/tb',
  doorTa: 'conclave/v1/door/ta',
  doorJoinerKey: 'conclave/v1/door/joiner',
  doorLeaderKey: 'conclave/v1/door/leader',
  doorChallenge: 'conclave/v1/door/challenge',
  doorProof: 'conclave/v1/door/proof',
  doorProofBox: 'conclave/v1/door/proof-box',
  doorAdmit: 'conclave/v1/door/admit',
  doorDeny: 'conclave/v1/door/deny',
  doorNote: 'conclave/v1/door/note',
  doorPing: 'conclave/v1/door/ping',
  doorMoved: 'conclave/v1/door/moved',

  stateSign: 'conclave/v1/state/sign',
  stateHash: 'conclave/v1/state/hash',
  rosterHash: 'conclave/v1/state/roster',
  entriesHash: 'conclave/v1/state/entries',
  removedHash: 'conclave/v1/state/removed',
  epochSecret: 'conclave/v1/epoch/secret',
  epochAdvance: 'conclave/v1/epoch/advance',
  epochKey: 'conclave/v1/epoch/key',
  epochWrap: 'conclave/v1/epoch/wrap',
  pairRoot: 'conclave/v1/pair/root',
  pairToLeader: 'conclave/v1/pair/to-leader',
  pairFromLeader: 'conclave/v1/pair/from-leader',
  pairNext: 'conclave/v1/pair/next',
  pairMade: 'conclave/v1/pair/made',
  pairHello: 'conclave/v1/pair/hello',
  pairWelcome: 'conclave/v1/pair/welcome',
  code: 'conclave/v1/code/members',

  msgKey: 'conclave/v1/msg/key',
  msgBox: 'conclave/v1/msg/box',
  pairBox: 'conclave/v1/pair/box',

  commonKey: 'conclave/v1/common/key',
  commonBox: 'conclave/v1/common/box',

  ratingKey: 'conclave/v1/rating/key',
  ratingPlace: 'conclave/v1/rating/place',
  ratingBox: 'conclave/v1/rating/box',

  mediaBase: 'conclave/v1/media/base',
} as const;

export type Label = (typeof LABELS)[keyof typeof LABELS] | `conclave/v1/msg/type/${number}`;

/** The label under which a message of this type is signed (§6). */
export function messageLabel(type: number): Label {
  return `conclave/v1/msg/type/${type}`;
}
