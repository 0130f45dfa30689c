/**
 * Seals and opens the frames of every track. It has WebCrypto only; its base keys come from the vault over a
 * port that the page cannot read. No path leads a frame through unchanged: what is not sealed is not sent,
 * what is not opened is not decoded.
 */

import type { Bytes } from '../brands.ts';
import { codecOfMime } from '../frame/clearBytes.ts';
import { KeyRing } from './keyRing.ts';
import {
  type CodecName,
  type FromFrame,
  NO_FRAMES,
  type OpenCounts,
  type OpenRefusal,
  type SealCounts,
  type ToFrame,
  type ToFrameKeys,
  type TransformOptions,
  type TransformRole,
} from './frameProtocol.ts';
import { pump } from './pump.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Milliseconds between reports of the counters that changed. */
const REPORT_MS = 250;
/**
 * Milliseconds that the first frames of a receiver wait to hear whose they are. They often come before the page has
 * looked, and the first is a key frame: without it there is no picture until another was asked for and made.
 */
const UNASSIGNED_MS = 800;

type EncodedFrame = RTCEncodedVideoFrame | RTCEncodedAudioFrame;
type Counts<T> = { -readonly [Name in keyof T]: T[Name] };

type Assigned = Exclude<TransformRole, { readonly role: 'unassigned' }>;

interface Transform {
  role: TransformRole;
  /** While frames of an unassigned receiver wait: ends that. */
  assigned: (() => void) | undefined;
  opened: Counts<OpenCounts>;
  sealed: Counts<SealCounts>;
  changed: boolean;
}

const transforms = new Map<string, Transform>();
let ring: KeyRing | undefined;

const post = (message: FromFrame): void => self.postMessage(message);

/** The codec an encoded frame says it is of; undefined where it says nothing we know. */
function codecOf(frame: EncodedFrame): CodecName | undefined {
  const { mimeType } = frame.getMetadata();
  return mimeType === undefined ? undefined : codecOfMime(mimeType);
}

async function seal(
  transform: Transform,
  role: TransformRole & { role: 'seal' },
  frame: EncodedFrame,
): Promise<boolean> {
  const codec = codecOf(frame);
  const sealed: Bytes | undefined =
    codec && ring ? await ring.seal(role.slot, codec, new Uint8Array(frame.data)) : undefined;
  transform.changed = true;
  transform.sealed[sealed ? 'sealed' : 'heldBack']++;
  if (sealed) frame.data = sealed.buffer;
  return sealed !== undefined;
}

async function open(
  transform: Transform,
  role: TransformRole & { role: 'open' },
  frame: EncodedFrame,
): Promise<boolean> {
  const codec = codecOf(frame);
  const wire = new Uint8Array(frame.data);
  const opened: Bytes | OpenRefusal =
    codec && ring ? await ring.open(role.index, role.slot, codec, wire) : codec ? 'noKey' : 'notSFrame';
  // The receiver went to another track while the frame waited.
  if (transform.role !== role) return false;
  transform.changed = true;
  transform.opened[typeof opened === 'string' ? opened : 'opened']++;
  if (typeof opened === 'string') return false;
  frame.data = opened.buffer;
  // A tile shows nothing before it hears that something opens: the first is told at once.
  if (transform.opened.opened === 1) report([transform]);
  return true;
}

const isFrame = (chunk: unknown): chunk is EncodedFrame =>
  chunk instanceof RTCEncodedVideoFrame || chunk instanceof RTCEncodedAudioFrame;

/** Waits until a receiver is assigned; one that is not for too long is nobody's until it is. */
async function assignment(transform: Transform): Promise<Assigned> {
  await new Promise<void>((resolve) => {
    transform.assigned = resolve;
    setTimeout(resolve, UNASSIGNED_MS);
  });
  const { role } = transform;
  return role.role === 'unassigned' ? (transform.role = { role: 'idle', id: role.id }) : role;
}

async function handle(transform: Transform, frame: unknown): Promise<EncodedFrame | undefined> {
  const role = transform.role.role === 'unassigned' ? await assignment(transform) : transform.role;
  if (role.role === 'idle' || !isFrame(frame)) return undefined;
  const done = role.role === 'seal' ? await seal(transform, role, frame) : await open(transform, role, frame);
  return done ? frame : undefined;
}

function attach(
  options: TransformOptions,
  readable: ReadableStream<unknown>,
  writable: WritableStream<unknown>,
): void {
  const transform: Transform = {
    role: options,
    assigned: undefined,
    opened: { ...NO_FRAMES },
    sealed: { sealed: 0, heldBack: 0 },
    changed: false,
  };
  transforms.set(options.id, transform);
  void pump(
    readable,
    writable,
    (frame) => handle(transform, frame),
    () => {
      transform.changed = true;
      if (transform.role.role === 'seal') transform.sealed.heldBack++;
      else transform.opened.noKey++;
    },
  );
}

function retarget(id: string, to: TransformRole): void {
  const transform = transforms.get(id);
  // An own track's transform stays one: what it carries is in clear.
  if (!transform || transform.role.role === 'seal' || to.role === 'seal') return;
  transforms.delete(id);
  transforms.set(to.id, transform);
  transform.role = to;
  transform.opened = { ...NO_FRAMES };
  transform.changed = false;
  transform.assigned?.();
}

function report(changed: readonly Transform[]): void {
  const openedBy = new Map<string, OpenCounts>();
  const sealedBy = new Map<string, SealCounts>();
  for (const transform of changed) {
    transform.changed = false;
    const { role, opened, sealed } = transform;
    if (role.role === 'seal') sealedBy.set(role.id, sealed);
    else openedBy.set(role.id, opened);
  }
  post({ type: 'counts', opened: openedBy, sealed: sealedBy });
}

setInterval(() => {
  const changed = [...transforms.values()].filter((transform) => transform.changed);
  if (changed.length > 0) report(changed);
}, REPORT_MS);

self.onmessage = ({ data: message }: MessageEvent<ToFrame>): void => {
  switch (message.type) {
    case 'keys': {
      if (ring) break;
      const { port, startedBefore } = message;
      const keys = new KeyRing(startedBefore, (need) => port.postMessage(need), {
        now: () => performance.now(),
        sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      });
      port.onmessage = ({ data }: MessageEvent<ToFrameKeys>) => keys.take(data);
      ring = keys;
      break;
    }
    case 'streams':
      attach(message.options, message.readable, message.writable);
      break;
    case 'retarget':
      retarget(message.id, message.to);
      break;
    case 'switch':
      ring?.switchSlot(message.slot, message.on);
      break;
    case 'forget':
      transforms.delete(message.id);
      break;
    default:
      message satisfies never;
  }
};

self.onrtctransform = ({ transformer }: RTCTransformEvent): void => {
  attach(transformer.options as TransformOptions, transformer.readable, transformer.writable);
};

post({ type: 'ready' });
