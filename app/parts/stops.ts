/** What one person can ask another to switch off, as bits. */

import { SLOTS } from '../../crypto/workers/frameProtocol.ts';
import { HAND_BIT } from '../../crypto/workers/protocol.ts';

export type StoppedDevice = 'microphone' | 'camera' | 'screen';

const bit = (slot: number): number => 1 << slot;

/** The slots of each, bit s for slot s, and the raised hand: a screen goes with its sound. */
export const STOPS: Readonly<Record<StoppedDevice | 'hand', number>> = {
  microphone: bit(SLOTS.microphone),
  camera: bit(SLOTS.camera),
  screen: bit(SLOTS.screen) | bit(SLOTS.screenAudio),
  hand: HAND_BIT,
};

/** What these slots are to a person. */
export const devicesOf = (slots: number): readonly StoppedDevice[] =>
  (['microphone', 'camera', 'screen'] as const).filter((device) => (slots & STOPS[device]) !== 0);
