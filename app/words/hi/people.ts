/** The words of the people panel. */

import type { Words } from '../words.ts';
import { counted, number as digits, people as count } from './count.ts';

export const people: Words['people'] = {
  heading: 'लोग',
  waiting: 'प्रतीक्षा कक्ष',
  nobodyWaiting: 'कोई इंतज़ार में नहीं है।',
  participants: 'प्रतिभागी',
  admit: 'अंदर आने दें',
  deny: 'मना करें',
  message: 'संदेश दें',
  admitAll: 'सबको अंदर आने दें',
  admitName: (name: string): string => `${name} को अंदर आने दें`,
  denyName: (name: string): string => `${name} को मना करें`,
  messageName: (name: string): string => `${name} को संदेश दें`,
  admitted: (name: string): string => `${name} को अंदर आने दिया गया।`,
  allAdmitted: (number: number): string => `${count(number)} अंदर बुलाए गए।`,
  denied: (name: string): string => `${name} को मना कर दिया गया।`,
  manyWaiting: (number: number): string => `${count(number)} इंतज़ार में`,
  firstOf: (shown: number): string => `सूची में पहले ${digits(shown)} दिखाए गए हैं।`,
  showAll: 'सब दिखाएँ',
  notes: (name: string): string => `आपके और ${name} के बीच संदेश`,
  fromHost: 'आपकी ओर से',
  noteLabel: (name: string): string => `${name} के लिए आपका संदेश`,
  send: 'भेजें',
  likeAnother: 'यह नाम यहाँ मौजूद किसी और के नाम जैसा है। पक्का कर लें कि ये कौन हैं।',
  wrongGuesses: (number: number): string =>
    counted(number, { one: 'ग़लत कोशिश दरवाज़े पर', other: 'ग़लत कोशिशें दरवाज़े पर' }),
  doorShut:
    'दरवाज़ा बंद है, क्योंकि बहुत सारे ग़लत पासवर्ड आज़माए गए। कोई दस्तक नहीं दे सकता। उसे फिर से खोलें, या “सुरक्षा” में नया पासवर्ड बनाएँ।',
  openDoor: 'दरवाज़ा फिर से खोलें',
  doorOpened: 'दरवाज़ा फिर से खुला है।',
  full: (max: number): string => `मीटिंग भर गई है (${digits(max)})`,
  you: '(आप)',
  host: 'होस्ट',
  coHost: 'को-होस्ट',
  compared: 'कोड मिलाया गया',
  hand: (place: number): string => `हाथ उठा है, क्रम में ${place}`,
  actionsFor: (name: string): string => `${name} के लिए विकल्प`,
  mute: (name: string): string => `${name} का माइक बंद करें`,
  stopCamera: (name: string): string => `${name} का कैमरा बंद करें`,
  stopScreen: (name: string): string => `${name} की स्क्रीन बंद करें`,
  lowerHand: 'हाथ नीचे करें',
  appoint: (name: string): string => `${name} को को-होस्ट बनाएँ`,
  dismiss: (name: string): string => `${name} को प्रतिभागी बनाएँ`,
  remove: (name: string): string => `${name} को निकालें`,
  muteAll: 'सबके माइक बंद करें',
  lowerAllHands: 'सबके हाथ नीचे करें',
  muted: (name: string): string => `${name} से चुप रहने को कहा गया।`,
  allMuted: 'सभी प्रतिभागियों के माइक बंद हैं। वे अपना माइक फिर से चालू कर सकते हैं।',
  handLowered: (name: string): string => `${name} का हाथ नीचे किया गया।`,
  allHandsLowered: 'सभी प्रतिभागियों के हाथ नीचे किए गए।',
};

export const removing: Words['removing'] = {
  heading: (name: string): string => `${name} को निकालें?`,
  text: (name: string): string =>
    `${name} को तुरंत निकाल दिया जाएगा और सभी चाबियाँ बदल दी जाएँगी: उसके बाद कही गई कोई बात वे नहीं सुन पाएँगे। वापस आने के लिए उन्हें फिर से दस्तक देनी होगी।`,
  textAuthority: (name: string): string =>
    `${name} को तुरंत निकाल दिया जाएगा, वे को-होस्ट नहीं रहेंगे और सभी चाबियाँ बदल दी जाएँगी: उसके बाद कही गई कोई बात वे नहीं सुन पाएँगे। वापस आने के लिए उन्हें फिर से दस्तक देनी होगी।`,
  remove: 'निकालें',
};

export const dismissing: Words['dismissing'] = {
  heading: (name: string): string => `${name} को प्रतिभागी बनाएँ?`,
  text: (name: string): string =>
    `${name} मीटिंग में रहेंगे, पर न किसी को अंदर आने दे सकेंगे, न किसी का माइक बंद कर सकेंगे, न किसी को निकाल सकेंगे, न नियम बदल सकेंगे।`,
  passphrase: 'नया पासवर्ड भी बनाएँ',
  passphraseHint: (name: string): string => `${name} को अभी का पासवर्ड मालूम है। आमंत्रण लिंक वही रहेगा।`,
  dismiss: 'प्रतिभागी बनाएँ',
};
