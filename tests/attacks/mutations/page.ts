/** What the page and the relay do against servers that lie: who is a person, what is sealed, who may stay. */

import type { Mutation } from '../mutations.ts';

const GUARD = 'app/media/frameGuard.ts';

export const pageMutations: readonly Mutation[] = [
  {
    attack: 1,
    what: 'whoever the SFU speaks of is shown as a person',
    file: 'app/people/tiles.ts',
    find: 'const others = facts.members.filter(({ index }) => index !== facts.own.index);',
    replace: `const others = [
      ...facts.members,
      ...Array.from(facts.present, (participantId) => ({ ...facts.members[0]!, index: 99 as MemberIndex, participantId })),
    ].filter(({ index, participantId }) => index !== facts.own.index && (index !== 99 || !facts.members.some((member) => member.participantId === participantId)));`,
  },
  {
    attack: 1,
    what: 'a member’s tile shows whoever’s picture there is',
    file: 'app/people/tiles.ts',
    find: 'facts.tracks.filter(({ participantId }) => participantId === member.participantId)',
    replace: 'facts.tracks',
  },
  {
    attack: 1,
    what: 'the relay lets strangers stay',
    file: 'relay/inside.ts',
    find: 'if (!admitted.has(participant)) {',
    replace: "if (participant === '') {",
  },
  {
    attack: 1,
    what: 'whoever waits may have the relay admit somebody',
    file: 'relay/rooms.ts',
    find: "if (role.is !== 'new') return 'notAllowed';",
    replace:
      "if (role.is === 'waiting' && message.type === 'admit') { this.#insides.issue(role.room, client.connection, message.participant, false); return undefined; } if (role.is !== 'new') return 'notAllowed';",
  },
  {
    attack: 2,
    what: 'receivers get their transform when they are somebody’s, not when they are made',
    file: GUARD,
    find: 'this.#guardReceiver(transceiver.receiver);',
    replace: '',
  },
  {
    attack: 2,
    what: 'a receiver that livekit-client found by itself gets no transform',
    file: GUARD,
    find: 'this.#guardReceiver(receiver); this.#handlers.announced(receiver, stream.id, track.id);',
    replace: 'this.#handlers.announced(receiver, stream.id, track.id);',
  },
  {
    attack: 3,
    what: 'livekit-client reads data tracks',
    file: GUARD,
    find: 'engine.removeAllListeners(EngineEvent.DataTrackPacketReceived);',
    replace: '',
  },
  {
    attack: 3,
    what: 'livekit-client reads data packets, also clear ones',
    file: GUARD,
    find: 'engine.removeAllListeners(EngineEvent.DataPacketReceived);',
    replace: '',
  },
  {
    attack: 3,
    what: 'packets that LiveKit has meanings for go to the vault',
    file: GUARD,
    find: "if (value.case === 'user') this.#handlers.packet",
    replace: 'this.#handlers.packet',
  },
  {
    attack: 3,
    what: 'where there are no encoded transforms, everything goes on without',
    file: 'app/media/encodedTransform.ts',
    find: 'end.transform = new RTCRtpScriptTransform(worker, options);',
    replace:
      "if (typeof RTCRtpScriptTransform !== 'undefined') end.transform = new RTCRtpScriptTransform(worker, options);",
  },
  {
    attack: 4,
    what: 'a sender gets its seal one turn after it is made',
    file: GUARD,
    find: "attachTransform(this.#worker, transceiver.sender, { role: 'seal', id: this.#nextId(), slot });",
    replace:
      "queueMicrotask(() => attachTransform(this.#worker, transceiver.sender, { role: 'seal', id: this.#nextId(), slot }));",
    alsoFails: [3],
  },
  {
    attack: 4,
    what: 'a sender that no seal could be put on stays',
    file: GUARD,
    find: 'transceiver.stop();',
    replace: '',
    alsoFails: [3],
  },
  {
    attack: 4,
    what: 'a track that nobody meant to send gets a sender',
    file: GUARD,
    find: "if (slot === undefined) throw new Error('a track that nobody meant to send');",
    replace: 'if (slot === undefined) return addTransceiver(track, init);',
  },
  {
    attack: 3,
    what: 'how loud it is stands in clear beside each frame',
    file: 'app/media/telltales.ts',
    find: "sdp.replace(LOUDNESS, '')",
    replace: 'sdp',
  },
  {
    attack: 3,
    what: 'the server chooses the bit rate of sound',
    file: GUARD,
    find: "sdp: withoutTelltales(description.sdp ?? '')",
    replace: "sdp: description.sdp ?? ''",
  },
  {
    attack: 41,
    what: 'a microphone goes on after its camera, though it was switched off meanwhile',
    file: 'app/connection/sending.ts',
    find: 'if (!this.#wanted || this.#sent.get(slot) !== track) return;',
    replace: '',
    test: 'tests/app/connection/facts.test.ts',
  },
  {
    attack: 4,
    what: 'the room of livekit-client has no guard',
    file: 'app/media/sfu.ts',
    find: 'encryption: { e2eeManager: guard },',
    replace: '',
    test: 'tests/app/media/sfu.test.ts',
  },
  {
    attack: 4,
    what: 'a sender can be made by addTrack, without a seal',
    file: GUARD,
    find: "throw new Error('tracks are sent by addTransceiver');",
    replace: 'return undefined as never;',
  },
  {
    attack: 4,
    what: 'transceivers made for receiving may send',
    file: GUARD,
    find: "{ ...init, direction: 'recvonly' }",
    replace: 'init',
  },
  {
    attack: 26,
    what: 'a message that is no JSON ends in an exception',
    file: 'relay/wire.ts',
    find: 'value = JSON.parse(text); } catch { return undefined; }',
    replace: 'value = JSON.parse(text); } finally { /* as it comes */ }',
  },
  {
    attack: 26,
    what: 'a message of any length is parsed',
    file: 'relay/wire.ts',
    find: 'if (text.length > MESSAGE_BYTES) return undefined;',
    replace: '',
  },
  {
    attack: 41,
    what: 'livekit-client obeys the server’s mute and unmute',
    file: GUARD,
    find: 'engine.removeAllListeners(EngineEvent.RemoteMute);',
    replace: '',
  },
  {
    attack: 41,
    what: 'livekit-client obeys the server’s unpublish',
    file: GUARD,
    find: 'engine.removeAllListeners(EngineEvent.LocalTrackUnpublished);',
    replace: '',
  },
  // On the real SFU, in real browsers.
  {
    attack: 1,
    what: 'nobody is thrown out of the SFU room, whoever asks for it',
    file: 'relay/tokens.ts',
    find: 'unlessGone(client.removeParticipant(sfuRoom, participant))',
    replace: 'Promise.resolve(void participant)',
    test: 'tests/attacks/attack-01-stranger.test.ts',
    named: 'is thrown out and reported',
  },
  {
    attack: 2,
    what: 'a frame that did not open is decoded, sealed or not',
    file: 'crypto/workers/frame.worker.ts',
    find: "if (typeof opened === 'string') return false;",
    replace: "if (typeof opened === 'string') return true;",
    test: 'tests/attacks/attack-02-07-13-impostor.test.ts',
    named: 'clear sound and picture',
  },
  {
    attack: 4,
    what: 'the first frame of every sender goes out as it is',
    file: 'crypto/workers/frame.worker.ts',
    find: 'const sealed: Bytes | undefined =',
    replace:
      'if (transform.sealed.sealed + transform.sealed.heldBack === 0) { transform.sealed.sealed++; return true; } const sealed: Bytes | undefined =',
    test: 'tests/attacks/attack-03-04-14-recorded.test.ts',
    named: 'are all sealed',
  },
  {
    attack: 41,
    what: 'the server’s unmute counts as the user’s switch',
    file: GUARD,
    find: 'engine.removeAllListeners(EngineEvent.RemoteMute);',
    replace: `engine.on(EngineEvent.RemoteMute, (_sid, muted) => {
      if (!muted) for (const slot of [0, 1, 2, 3]) this.#worker.postMessage({ type: 'switch', slot, on: true });
    });`,
    test: 'tests/attacks/attack-41-remote-unmute.test.ts',
    named: 'no frame leaves',
  },
];
