/** A sentence for everything the log of a meeting can hold. */

import type { Policy, Use } from '../../../crypto/workers/protocol.ts';
import { leftTo, type Sentences, tellBy } from '../logging.ts';
import { counted, list } from './count.ts';

const USES: Readonly<Record<Use, string>> = {
  screen: 'स्क्रीन दिखाना',
  microphone: 'माइक',
  camera: 'कैमरा',
  chat: 'चैट',
  recording: 'रिकॉर्डिंग',
};

const sentences: Sentences = {
  entered: ({ who, by }) => `${by} ने ${who} को अंदर आने दिया।`,
  returned: ({ who, by }) => `${by} ने ${who} को वापस अंदर आने दिया।`,
  left: ({ who }) => `${who} ने मीटिंग छोड़ दी।`,
  dropped: ({ who }) => `${who} की ओर से कुछ नहीं आ रहा था; अब वे मीटिंग में नहीं हैं।`,
  removed: ({ who, by }) => `${by} ने ${who} को निकाल दिया।`,
  appointed: ({ who, by }) => `${by} ने ${who} को को-होस्ट बनाया।`,
  dismissed: ({ who, by }) => `${by} ने ${who} को फिर से प्रतिभागी बनाया।`,
  handedOver: ({ who }) => `${who} अब होस्ट की भूमिका सँभालेंगे।`,
  leads: ({ who, host }) =>
    host ? `अब से दरवाज़े पर जवाब ${who} देंगे।` : `यहाँ कोई होस्ट नहीं है। लोगों की सूची ${who} के पास है।`,
  renewed: ({ n }) => `सभी चाबियाँ नई बनाई गईं (क्रम ${n})।`,
  policy: ({ policy, by }) => `${by} ने नियम बदले। ${rules(policy)}`,
  locked: ({ by }) => `${by} ने मीटिंग में ताला लगाया।`,
  unlocked: ({ by }) => `${by} ने मीटिंग का ताला खोला।`,
  historyShown: ({ by }) => `${by} ने नए लोगों को पहले की चैट देखने दी।`,
  historyHidden: ({ by }) => `${by} ने नए लोगों से पहले की चैट छिपाई।`,
  newPassphrase: ({ generation }) => `नया पासवर्ड बनाया गया (क्रम ${generation})।`,
  split: ({ seconds }) =>
    `मीटिंग ${counted(seconds, { one: 'सेकंड', other: 'सेकंड' })} तक दो हिस्सों में बँटी रही और अब फिर एक है।`,
  recordingOn: ({ who }) => `${who} ने रिकॉर्ड करना शुरू किया।`,
  recordingOff: ({ who }) => `${who} ने रिकॉर्ड करना बंद किया।`,
  ended: ({ by }) => `${by} ने सबके लिए मीटिंग ख़त्म की।`,
};

function rules(policy: Policy): string {
  const [hosts, nobody] = [leftTo('authorities', policy, USES), leftTo('nobody', policy, USES)];
  if (hosts.length === 0 && nobody.length === 0) return 'सबको सब कुछ करने की अनुमति है।';
  const parts = [
    ...(hosts.length === 0 ? [] : [`केवल होस्ट: ${list(hosts)}।`]),
    ...(nobody.length === 0 ? [] : [`कोई नहीं: ${list(nobody)}।`]),
  ];
  return parts.join(' ');
}

export const logged = tellBy(sentences);
