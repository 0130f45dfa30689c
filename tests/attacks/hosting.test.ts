/** The hostile host of other attacks: its SFU says yes and does nothing. */

import { RoomServiceClient } from 'livekit-server-sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stack } from '../calls/stack.ts';
import { nobodyRemoved } from './hosting.ts';

describe('a stack between whose relay and SFU somebody sits', () => {
  let stack: Stack;
  let asRelay: RoomServiceClient;

  beforeAll(async () => {
    stack = await Stack.start();
    const { apiKey, apiSecret } = stack.sfu.access;
    asRelay = new RoomServiceClient(stack.apiProxy.url, apiKey, apiSecret);
  });
  afterAll(() => stack?.stop());

  test('is honest at first: a room that is deleted is gone', async () => {
    await asRelay.createRoom({ name: 'first' });
    expect(await stack.sfu.rooms()).toEqual(['first']);
    await asRelay.deleteRoom('first');
    expect(await stack.sfu.rooms()).toEqual([]);
  });

  test('and then keeps what should go, while the relay is told that it went', async () => {
    nobodyRemoved(stack);
    await asRelay.createRoom({ name: 'second' });
    await asRelay.removeParticipant('second', 'nobody of that name, which an honest SFU would say');
    await asRelay.deleteRoom('second');
    expect(await stack.sfu.rooms()).toEqual(['second']);
  });
});
