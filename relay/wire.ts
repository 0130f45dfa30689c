/**
 * Every message between a page and the relay, both ways (§8): JSON text over one WebSocket per participant.
 * Byte strings travel as unpadded base64url. A decoder gives undefined for whatever is not exactly one of
 * these messages: unknown types, unknown or missing fields, wrong lengths.
 *
 *   page → relay   anyone     first: wait, claim or rejoin
 *                  joiner     envelope
 *                  authority  open, admit (itself)
 *                  leader     lists, admit, deny, envelopeTo, remove, end
 *   relay → page   anyone     nonce, refused
 *                  joiner     host, envelope, token, ended
 *                  member     host, token, ended (after rejoin)
 *                  authority  opened, leading, token, ended
 *                  leader     waiting, envelopeFrom, gone, stranger, moved, full
 */

import * as v from 'valibot';

/** Bytes of every envelope (§4). */
export const ENVELOPE_BYTES = 2048;
/** The longest message either side takes, in bytes: twice 400 participants, 25 bytes each. */
export const MESSAGE_BYTES = 24 * 1024;
/** Bytes of every sealed rating. */
export const RATING_BYTES = 1064;
/** The most participants that a list names. */
export const LIST_LENGTH = 400;

/** What a participant may publish, as bits: the SFU's four kinds of source. */
export const SOURCE_BITS = { microphone: 1, camera: 2, screen: 4, screenAudio: 8 } as const;
/** All four. */
export const ALL_SOURCES = 15;

const base64url = (bytes: number) =>
  v.pipe(v.string(), v.length(Math.ceil((bytes * 4) / 3)), v.regex(/^[A-Za-z0-9_-]*$/));
const room = base64url(16);
const participant = base64url(16);
/** What the SFU calls somebody: strangers may have names that no member has. */
const identity = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
const participants = v.pipe(v.array(participant), v.maxLength(LIST_LENGTH), v.readonly());
const envelope = base64url(ENVELOPE_BYTES);
/** A relay's number for one waiting connection; it means nothing elsewhere and is never used twice. */
const waiter = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const move = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(0xffff));
const sources = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(ALL_SOURCES));
const url = v.pipe(v.string(), v.maxLength(512), v.regex(/^wss?:\/\//));
const token = v.pipe(v.string(), v.maxLength(4096));

/** Who is in and what they may, whole: what is not named in it does not hold any more. */
const lists = {
  admitted: participants,
  authorities: participants,
  /** What ordinary members may publish (`SOURCE_BITS`). */
  everyone: sources,
  /** What authorities may. */
  authoritiesMay: sources,
  /** Nobody new is announced to the leader. */
  locked: v.boolean(),
};

const toRelay = v.variant('type', [
  /** A joiner takes a place in the waiting room. */
  v.strictObject({ type: v.literal('wait'), room }),
  /** A joiner's envelope for whoever leads. */
  v.strictObject({ type: v.literal('envelope'), data: envelope }),
  /** A member whose place in the SFU room is lost asks for a new token; signed as `makeRejoin` does. */
  v.strictObject({ type: v.literal('rejoin'), room, signKey: base64url(32), signature: base64url(64) }),

  /** An authority proves itself: its grant (153 bytes) and the signed hello (64 bytes). */
  v.strictObject({ type: v.literal('claim'), room, grant: base64url(153), signature: base64url(64) }),
  /**
   * It opens the room: which move of the SFU room it believes current (`opened` says which one is), and the lists,
   * which count if it leads. Without lists: it does not know who is in; what the relay knows stays.
   */
  v.strictObject({ type: v.literal('open'), move, lists: v.optional(v.strictObject(lists)) }),
  /** New lists, whole, at every state. */
  v.strictObject({ type: v.literal('lists'), ...lists }),
  /** A join token for this participant, sent to the waiting connection; without one, to the authority itself. */
  v.strictObject({ type: v.literal('admit'), participant, waiter: v.optional(waiter) }),
  /** Ends this connection's knock. */
  v.strictObject({ type: v.literal('deny'), waiter }),
  v.strictObject({ type: v.literal('envelopeTo'), waiter, data: envelope }),
  /** Throws this participant out of the SFU room and forgets its admission. */
  v.strictObject({ type: v.literal('remove'), participant: identity }),
  /** Ends the meeting: the SFU room is deleted, everyone on a line is told. */
  v.strictObject({ type: v.literal('end') }),
]);

/** Why the relay does not do what was asked, and closes. */
export const REFUSED = [
  'malformed',
  'notAllowed',
  'tooMany',
  'tooSlow',
  'badClaim',
  'notIn',
  'sfuUnavailable',
  'shuttingDown',
] as const;

const fromRelay = v.variant('type', [
  /**
   * First on every connection: what an authority signs in its hello, a member in its rejoin; and where the SFU is, for
   * whoever waits to have the way there looked up.
   */
  v.strictObject({ type: v.literal('nonce'), nonce: base64url(32), sfu: url }),
  v.strictObject({ type: v.literal('refused'), reason: v.picklist(REFUSED) }),

  /**
   * To those waiting: whether an authority hears them, whether the meeting is full, whether the door is locked.
   * `present` turns false and true again when somebody else leads: then a knock begins anew.
   */
  v.strictObject({ type: v.literal('host'), present: v.boolean(), full: v.boolean(), locked: v.boolean() }),
  v.strictObject({ type: v.literal('envelope'), data: envelope }),
  /** The way into the SFU room of this move, good for 60 s. */
  v.strictObject({ type: v.literal('token'), url, token, move }),
  v.strictObject({ type: v.literal('ended') }),

  /** The claim held and the room is open: the current move, how many may be in, whether this line leads. */
  v.strictObject({
    type: v.literal('opened'),
    move,
    max: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(LIST_LENGTH)),
    leading: v.boolean(),
  }),
  /** Whether this line leads: when that changes, or was taken for granted in vain. */
  v.strictObject({ type: v.literal('leading'), is: v.boolean() }),
  /** Somebody took a place in the waiting room. */
  v.strictObject({ type: v.literal('waiting'), waiter }),
  v.strictObject({ type: v.literal('envelopeFrom'), waiter, data: envelope }),
  /** It left, or lost its place to another; a place it gets later has another number. */
  v.strictObject({ type: v.literal('gone'), waiter }),
  /** A participant that is not admitted came into the SFU room and was thrown out. */
  v.strictObject({ type: v.literal('stranger'), participant: identity }),
  /** The meeting has a new SFU room: tokens are for that one, the old one is deleted within seconds. */
  v.strictObject({ type: v.literal('moved'), move }),
  /** An admit was not carried out: as many are in as may be. */
  v.strictObject({ type: v.literal('full') }),
]);

/** What is posted to `/rating`, as JSON: a number that is counted; a sealed rating to keep; or the wish to have those kept. */
const ratingPost = v.union([
  v.strictObject({ stars: v.picklist([1, 2, 3, 4, 5]) }),
  v.strictObject({ place: base64url(16), sealed: base64url(RATING_BYTES) }),
  v.strictObject({ place: base64url(16) }),
]);

export type RatingPost = v.InferOutput<typeof ratingPost>;
export type ToRelay = v.InferOutput<typeof toRelay>;
export type FromRelay = v.InferOutput<typeof fromRelay>;
export type RelayRefusal = (typeof REFUSED)[number];
export type Lists = NonNullable<Extract<ToRelay, { type: 'open' }>['lists']>;

function decoder<Message>(schema: v.GenericSchema<unknown, Message>): (text: string) => Message | undefined {
  return (text) => {
    if (text.length > MESSAGE_BYTES) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return undefined;
    }
    const result = v.safeParse(schema, value, { abortEarly: true });
    return result.success ? result.output : undefined;
  };
}

export const decodeToRelay = decoder<ToRelay>(toRelay);
export const decodeRatingPost = decoder<RatingPost>(ratingPost);
export const decodeFromRelay = decoder<FromRelay>(fromRelay);

/** The text of a message; `Message` is checked where it is written. */
export function encode(message: ToRelay | FromRelay): string {
  return JSON.stringify(message);
}
