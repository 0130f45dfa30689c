/** What hangs on nothing is not sent: `npm run weigh` says so by the sum. Here: that it hangs on nothing. */

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { slimLivekit } from '../../config/slimLivekit.ts';

const code = await readFile(fileURLToPath(import.meta.resolve('livekit-client')), 'utf8');
const times = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

test('nothing starts webrtc-adapter', () => {
  expect(times(code, /\badapterFactory\b/g)).toBe(2);
  expect(times(slimLivekit(code), /\badapterFactory\b/g)).toBe(1);
  expect(slimLivekit(code)).toMatch(/^function adapterFactory\(/m);
});

test('nothing makes livekit-client’s own encryption', () => {
  expect(code).toContain('new E2EEManager(');
  expect(slimLivekit(code)).not.toContain('new E2EEManager(');
});

test('no connection makes an AudioContext', () => {
  expect(times(code, /\bacquireAudioContext\(true\)/g)).toBe(1);
  expect(slimLivekit(code)).not.toContain('acquireAudioContext(true)');
  expect(slimLivekit(code)).toMatch(/^ *this\.connOptions = .*\n/m);
});

test('nothing takes data tracks, data streams or remote calls', () => {
  const made = /\bnew (Incoming|Outgoing)Data(Track|Stream)Manager\(|\bnew Rpc(Client|Server)Manager\(/g;
  const elsewhere = times(code, /\bmanager = new OutgoingDataTrackManager\(/g);
  expect(times(code, made) - elsewhere).toBe(6);
  expect(times(slimLivekit(code), made)).toBe(elsewhere);
});

test('all else is as it was', () => {
  const slim = new Set(slimLivekit(code).split('\n'));
  expect(code.split('\n').filter((line) => !slim.has(line)).length).toBeLessThan(25);
});

test('a livekit-client that is written in another way is refused', () => {
  expect(() => slimLivekit(slimLivekit(code))).toThrow('in another way');
  expect(() => slimLivekit('')).toThrow('in another way');
});
