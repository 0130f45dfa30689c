/** A sentence for everything the log of a meeting can hold. */

import type { LogEntry, Policy, Use } from '../../../crypto/workers/protocol.ts';
import { list } from './count.ts';

type What = LogEntry['what'];
type Sentences = { readonly [W in What]: (entry: LogEntry & { readonly what: W }) => string };

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
    `The meeting was in two parts for ${seconds === 1 ? '1 second' : `${seconds} seconds`} and is one again.`,
  recordingOn: ({ who }) => `${who} began to record.`,
  recordingOff: ({ who }) => `${who} stopped recording.`,
  ended: ({ by }) => `${by} ended the meeting for everyone.`,
};

function rules(policy: Policy): string {
  const uses = Object.keys(USES) as readonly Use[];
  const of = (who: Policy[Use]): string =>
    list(uses.filter((use) => policy[use] === who).map((use) => USES[use]));
  const [nobody, authorities] = [of('nobody'), of('authorities')];
  if (nobody === '' && authorities === '') return 'Everyone may do everything.';
  const parts = [
    ...(authorities === '' ? [] : [`Hosts only: ${authorities}.`]),
    ...(nobody === '' ? [] : [`Nobody: ${nobody}.`]),
  ];
  return parts.join(' ');
}

/** The entry as a sentence. */
export function logged<W extends What>(entry: LogEntry & { readonly what: W }): string {
  const { what }: { readonly what: W } = entry;
  return sentences[what](entry);
}
