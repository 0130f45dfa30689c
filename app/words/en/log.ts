/** A sentence for everything the log of a meeting can hold. */

import type { Policy, Use } from '../../../crypto/workers/protocol.ts';
import { leftTo, type Sentences, tellBy } from '../logging.ts';
import { counted, list } from './count.ts';

const USES: Readonly<Record<Use, string>> = {
  screen: 'sharing a screen',
  microphone: 'the microphone',
  camera: 'the camera',
  chat: 'the chat',
  recording: 'recording',
};

const sentences: Sentences = {
  entered: ({ who, by }) => `${who} came in, let in by ${by}.`,
  returned: ({ who, by }) => `${who} is back, let in by ${by}.`,
  left: ({ who }) => `${who} left.`,
  dropped: ({ who }) => `${who} was not heard from any more and is out of the meeting.`,
  removed: ({ who, by }) => `${by} removed ${who}.`,
  appointed: ({ who, by }) => `${by} made ${who} co-host.`,
  dismissed: ({ who, by }) => `${by} made ${who} a participant again.`,
  handedOver: ({ who }) => `${who} takes over as host.`,
  leads: ({ who, host }) =>
    host ? `${who} answers the door from now on.` : `No host is here. ${who} keeps the list of people.`,
  renewed: ({ n }) => `All keys were made new (number ${n}).`,
  policy: ({ policy, by }) => `${by} changed the rules. ${rules(policy)}`,
  locked: ({ by }) => `${by} locked the meeting.`,
  unlocked: ({ by }) => `${by} unlocked the meeting.`,
  historyShown: ({ by }) => `${by} lets newcomers see the chat from before they came.`,
  historyHidden: ({ by }) => `${by} keeps the chat from before from newcomers.`,
  newPassphrase: ({ generation }) => `A new passphrase was made (number ${generation}).`,
  split: ({ seconds }) =>
    `The meeting was in two parts for ${counted(seconds, { one: 'second', other: 'seconds' })} and is one again.`,
  recordingOn: ({ who }) => `${who} began to record.`,
  recordingOff: ({ who }) => `${who} stopped recording.`,
  ended: ({ by }) => `${by} ended the meeting for everyone.`,
};

function rules(policy: Policy): string {
  const [hosts, nobody] = [leftTo('authorities', policy, USES), leftTo('nobody', policy, USES)];
  if (hosts.length === 0 && nobody.length === 0) return 'Everyone may do everything.';
  const parts = [
    ...(hosts.length === 0 ? [] : [`Hosts only: ${list(hosts)}.`]),
    ...(nobody.length === 0 ? [] : [`Nobody: ${list(nobody)}.`]),
  ];
  return parts.join(' ');
}

export const logged = tellBy(sentences);
