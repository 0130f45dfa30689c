/** What holds in a real call, between real servers that help the attacker: these rows need browsers, or an SFU. */

import type { Mutation } from '../mutations.ts';

const REMOVAL = 'tests/attacks/attack-09-removal-bites.test.ts';
const FLOOD = 'tests/attacks/attack-16-forged-flood.test.ts';
const CO_HOST = 'tests/attacks/attack-20-former-co-host.test.ts';
const GUESSING = 'tests/attacks/attack-21-online-guessing.test.ts';
const WAITING_ROOM = 'tests/attacks/attack-23-waiting-room.test.ts';
const TOKENS = 'tests/attacks/attack-24-old-tokens.test.ts';

export const liveMutations: readonly Mutation[] = [
  {
    attack: 9,
    what: 'in a call the others go on for a while with keys that whoever was removed had',
    file: 'crypto/workers/inGroup.ts',
    find: "return toFrames({ type: 'sendUnder', n: effect.n, index: member.seat.index });",
    replace:
      "return void setTimeout(() => toFrames({ type: 'sendUnder', n: effect.n, index: member.seat.index }), 5_000);",
    test: REMOVAL,
    named: 'opens nothing that is sent two seconds after the click',
  },
  {
    attack: 9,
    what: 'in a call who cannot be sure of the list goes on sending',
    file: 'crypto/workers/inGroup.ts',
    find: "return toFrames({ type: 'silence' });",
    replace: 'return;',
    test: REMOVAL,
    named: 'falls silent where nobody confirms',
  },
  {
    attack: 16,
    what: 'in a call frames of another’s place are opened, and shown as the sender’s',
    file: 'crypto/workers/keyRing.ts',
    find: "if (Math.floor(kid / 64) !== index || ((kid >> 4) & 3) !== slot) return 'wrongTrack';",
    replace: '',
    test: FLOOD,
    named: 'costs the others nothing',
  },
  {
    attack: 20,
    what: 'in a call whoever was a co-host once may give orders',
    file: 'crypto/group/leading.ts',
    find: "const refusal = own && isAuthority(own) ? orderRefusal(order, by, roster) : 'notAllowed';",
    replace: "const refusal = own && isAuthority(own) ? undefined : 'notAllowed';",
    test: CO_HOST,
    named: 'locks, removes and changes the rules in vain',
  },
  {
    attack: 21,
    what: 'a failed guess gives its place away at once',
    file: 'crypto/door/knocks.ts',
    find: 'held: [...state.held, ...failed],',
    replace: 'held: state.held,',
    test: GUESSING,
    named: 'go in at 6.4 a second',
  },
  {
    attack: 23,
    what: 'the relay lets back in whoever has a key',
    file: 'relay/rejoins.ts',
    find: 'if (room.call && room.inside.admitted.has(role.participant)) {',
    replace: 'if (room.call) {',
    test: WAITING_ROOM,
    named: 'nor to who asks for a way back',
  },
  {
    attack: 23,
    what: 'a page goes where any token leads',
    file: 'app/connection/connections.svelte.ts',
    find: 'if (!way || this.#self === undefined || this.#wayTaken) return;',
    replace: 'if (!way || this.#wayTaken) return; this.#wayTaken = true; this.#handlers.way(way); return;',
    test: WAITING_ROOM,
    named: 'an honest page that is given one stays in the waiting room',
  },
  {
    attack: 24,
    what: 'who was removed may come back again and again',
    file: 'relay/inside.ts',
    find: 'if (returns + 1 >= RETURNS) this.#moves.start(room, now);',
    replace: '',
    test: TOKENS,
    named: 'the second time the meeting goes on in a new SFU room',
  },
];
