/** Attack 14: no key is ever counted under twice: one vault, one frame worker. */

import { expect, it, vi } from 'vitest';
import { branded, type EpochNumber, type MemberIndex } from '../../../crypto/brands.ts';
import { SLOTS, type FromFrameKeys, type ToFrameKeys } from '../../../crypto/workers/frameProtocol.ts';
import type { ToVault } from '../../../crypto/workers/protocol.ts';

interface Scope {
  postMessage: (message: unknown) => void;
  onmessage?: (event: { data: ToVault }) => void;
}

it('attack 14: the vault answers the first frame worker, and no other', async () => {
  const scope: Scope = { postMessage: () => undefined };
  vi.stubGlobal('self', scope);
  await import('../../../crypto/workers/vault.worker.ts');
  const answered: number[] = [];
  const need: FromFrameKeys = {
    type: 'need',
    n: branded<EpochNumber>(0),
    index: branded<MemberIndex>(0),
    slot: SLOTS.camera,
  };
  const ports = [1, 2].map((worker) => {
    const { port1, port2 } = new MessageChannel();
    port2.onmessage = ({ data }: MessageEvent<ToFrameKeys>) =>
      answered.push(data.type === 'noBase' ? worker : 0);
    scope.onmessage?.({ data: { type: 'frames', port: port1 } });
    return port2;
  });
  for (const port of ports) port.postMessage(need);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(answered).toEqual([1]);
});
