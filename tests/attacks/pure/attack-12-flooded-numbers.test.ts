/** Attack 12: whoever has no more than the room key floods the list of numbers that were heard. */

import { expect, it } from 'vitest';
import { sealCommon, commonKeyOf } from '../../../crypto/group/common.ts';
import { present } from '../../../crypto/group/member.ts';
import { sealToEveryone } from '../../../crypto/group/turn.ts';
import { step } from '../../../crypto/group/epochs.ts';
import { signingPair } from '../../../crypto/sodium.ts';
import { granted } from '../../crypto/making.ts';
import { memberOf, sit } from '../../crypto/group/seats.ts';

it('attack 12: strangers’ numbers do not push out a member’s: what was heard is not heard again', () => {
  const { world, named } = sit(['Bob', 'Carol']);
  const [bob, carol] = [named('Bob'), named('Carol')];
  const speaker = memberOf(carol);
  const saying = { type: 'say', say: 'chat', text: 'once' } as const;
  const packets = sealToEveryone(speaker, saying, present(speaker), 900_000);
  const hear = () => {
    for (const data of packets) world.do(bob, { type: 'packet', data });
    return bob.all('heard').length;
  };
  expect(hear()).toBe(1);
  const { roomId, roomKey } = world;
  const under = { key: commonKeyOf(roomKey, roomId), roomId };
  let member = memberOf(bob);
  for (let stranger = 0; stranger < 4_200; stranger++) {
    const [data] = sealCommon(under, signingPair(), 1, { type: 'gone', to: speaker.leaderSignKey });
    member = step(member, { type: 'packet', data: granted(data) }, world.now).member;
  }
  bob.member = member;
  expect(hear()).toBe(1);
}, 120_000);
