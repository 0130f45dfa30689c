/** Names for byte strings and numbers that could be swapped by mistake. A brand costs nothing at run time. */

/** Bytes that WebCrypto and postMessage accept: never a view on shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>;

declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** 16 bytes, H16("room/id", host public key) (§3). */
export type RoomId = Branded<Bytes, 'RoomId'>;
/** 16 random bytes, half of the room secret (§3). */
export type LinkSecret = Branded<Bytes, 'LinkSecret'>;
/** 32-byte seed of the host's Ed25519 key (§3). */
export type HostSeed = Branded<Bytes, 'HostSeed'>;
/** 32-byte Ed25519 public key. */
export type VerifyKey = Branded<Bytes, 'VerifyKey'>;
/** 64-byte Ed25519 secret key, as libsodium keeps it. */
export type SigningKey = Branded<Bytes, 'SigningKey'>;
/** 64-byte Ed25519 signature. */
export type Signature = Branded<Bytes, 'Signature'>;
/** 16 random bytes of whoever made state 0 (§5). */
export type MeetingId = Branded<Bytes, 'MeetingId'>;
/** 22 characters, base64url of H16("participant/id", signKey): also the LiveKit identity (§3). */
export type ParticipantId = Branded<string, 'ParticipantId'>;
/** 32-byte key for K or box. */
export type Key = Branded<Bytes, 'Key'>;
/** 32-byte hash. */
export type Hash = Branded<Bytes, 'Hash'>;
/** Place in the roster, 0 … 65534; 65535 stands for "everyone" (§6). */
export type MemberIndex = Branded<number, 'MemberIndex'>;
/** Number of a state and of its epoch, u32 (§5). */
export type EpochNumber = Branded<number, 'EpochNumber'>;
/** Milliseconds since 1970, as the caller's clock has it. */
export type Milliseconds = number;

/** Puts a brand on a value whose length or range the caller knows to be right. */
export function branded<T extends Bytes | string | number>(
  base: T extends string ? string : T extends number ? number : Bytes,
): T {
  return base as unknown as T;
}
