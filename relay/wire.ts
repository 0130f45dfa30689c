/**
 * Every message between a page and the relay, both ways (§8): JSON text over one WebSocket per participant.
 * Byte strings travel as unpadded base64url. A decoder gives undefined for whatever is not exactly one of
 * these messages: unknown types, unknown or missing fields, wrong lengths.
 *
 *   page → relay   anyone     wait, envelope
 *                  authority  claim, open, admit, deny, envelopeTo, remove, end
 *   relay → page   anyone     nonce, refused
 *                  joiner     host, envelope, token, ended
 *                  authority  opened, waiting, envelopeFrom, gone, token, stranger
 */

import * as v from 'valibot';

/** Bytes of every envelope (§4). */
export const ENVELOPE_BYTES = 2048;
/** The longest message either side takes, in bytes. */
export const MESSAGE_BYTES = 16 * 1024;

const base64url = (bytes: number) =>
  v.pipe(v.string(), v.length(Math.ceil((bytes * 4) / 3)), v.regex(/^[A-Za-z0-9_-]*$/));
const room = base64url(16);
const participant = base64url(16);
const envelope = base64url(ENVELOPE_BYTES);
/** A relay's number for one waiting connection; it means nothing elsewhere and is never used twice. */
const waiter = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const url = v.pipe(v.string(), v.maxLength(512), v.regex(/^wss?:\/\//));
const token = v.pipe(v.string(), v.maxLength(4096));

const toRelay = v.variant('type', [
  /** A joiner takes a place in the waiting room. */
  v.strictObject({ type: v.literal('wait'), room }),
  /** A joiner's envelope for whoever leads. */
  v.strictObject({ type: v.literal('envelope'), data: envelope }),

  /** An authority proves itself: its grant (153 bytes) and the signed hello (64 bytes). */
  v.strictObject({ type: v.literal('claim'), room, grant: base64url(153), signature: base64url(64) }),
  /** It opens the room: which move of the SFU room is current, and everyone admitted so far. */
  v.strictObject({
    type: v.literal('open'),
    move: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(0xffff)),
    admitted: v.pipe(v.array(participant), v.maxLength(400)),
  }),
  /** A join token for this participant, sent to the waiting connection; without one, to the authority itself. */
  v.strictObject({ type: v.literal('admit'), participant, waiter: v.optional(waiter) }),
  /** Ends this connection's knock. */
  v.strictObject({ type: v.literal('deny'), waiter }),
  v.strictObject({ type: v.literal('envelopeTo'), waiter, data: envelope }),
  /** Throws this participant out of the SFU room and forgets its admission. */
  v.strictObject({ type: v.literal('remove'), participant }),
  /** Ends the meeting: the SFU room is deleted, everyone waiting is told. */
  v.strictObject({ type: v.literal('end') }),
]);

/** Why the relay does not do what was asked, or closes. */
export const REFUSED = [
  'malformed',
  'notAllowed',
  'tooMany',
  'tooSlow',
  'badClaim',
  'sfuUnavailable',
  'shuttingDown',
] as const;

const fromRelay = v.variant('type', [
  /** First on every connection: what an authority signs in its hello. */
  v.strictObject({ type: v.literal('nonce'), nonce: base64url(32) }),
  v.strictObject({ type: v.literal('refused'), reason: v.picklist(REFUSED) }),

  /** To those waiting: whether an authority is connected. */
  v.strictObject({ type: v.literal('host'), present: v.boolean() }),
  v.strictObject({ type: v.literal('envelope'), data: envelope }),
  /** The way into the SFU room, good for 60 s. */
  v.strictObject({ type: v.literal('token'), url, token }),
  v.strictObject({ type: v.literal('ended') }),

  /** The claim held and the room is open. */
  v.strictObject({ type: v.literal('opened') }),
  /** Somebody took a place in the waiting room. */
  v.strictObject({ type: v.literal('waiting'), waiter }),
  v.strictObject({ type: v.literal('envelopeFrom'), waiter, data: envelope }),
  v.strictObject({ type: v.literal('gone'), waiter }),
  /** A participant that nobody admitted came into the SFU room and was thrown out. */
  v.strictObject({ type: v.literal('stranger') }),
]);

export type ToRelay = v.InferOutput<typeof toRelay>;
export type FromRelay = v.InferOutput<typeof fromRelay>;
export type RelayRefusal = (typeof REFUSED)[number];

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
export const decodeFromRelay = decoder<FromRelay>(fromRelay);

/** The text of a message; `Message` is checked where it is written. */
export function encode(message: ToRelay | FromRelay): string {
  return JSON.stringify(message);
}
