/** The words over and under the pictures. */

import type { StoppedDevice } from '../../parts/stops.ts';
import type { Words } from '../words.ts';
import { counted, list, number, people, plural } from './count.ts';

export const call: Words['call'] = {
  meeting: 'मीटिंग',
  controls: 'नियंत्रण',
  microphone: 'माइक',
  camera: 'कैमरा',
  shareScreen: 'स्क्रीन दिखाएँ',
  raiseHand: 'हाथ उठाएँ',
  react: 'प्रतिक्रिया दें',
  reactions: 'प्रतिक्रियाएँ',
  leave: 'बाहर जाएँ',
  chat: 'चैट',
  people: 'लोग',
  security: 'सुरक्षा',
  settings: 'सेटिंग',
  turnOnSound: 'आवाज़ चालू करें',
  soundBlocked: 'जब तक आप क्लिक नहीं करते, ब्राउज़र आवाज़ रोके रखता है।',
  alone: 'अभी यहाँ और कोई नहीं है।',
  aloneHost: 'कोई दस्तक देगा तो आपको बताया जाएगा। आप उन्हें “लोग” में जाकर अंदर आने दे सकते हैं।',
  ownTile: (name: string): string => `${name} (आप)`,
  screenOf: (name: string): string => `${name} की स्क्रीन`,
  ownScreen: 'आपकी स्क्रीन (आप)',
  microphoneOff: 'माइक बंद है',
  speaking: 'बोल रहे हैं',
  handRaised: (name: string): string => `${name} ने हाथ उठाया।`,
  reacted: (name: string, reaction: string): string => `${name}: ${reaction}`,
  waitingCount: (count: number): string =>
    plural(count, {
      one: `${people(count)} अंदर आने के इंतज़ार में`,
      other: `${people(count)} अंदर आने के इंतज़ार में`,
    }),
  unread: (count: number): string => counted(count, { one: 'नया संदेश', other: 'नए संदेश' }),
  wrote: (name: string, message: string): string => `${name} का संदेश: ${message}`,
  sentImage: (name: string): string => `${name} ने एक तस्वीर भेजी।`,
  knocks: (name: string): string => `${name} की दस्तक।`,
  joined: (name: string): string => `${name} अब यहाँ हैं।`,
  gone: (name: string): string => `${name} अब यहाँ नहीं हैं।`,
  show: 'दिखाएँ',
  more: (count: number): string => `${number(count)} और`,
  fewer: 'केवल एक दिखाएँ',
  reconnecting: 'कनेक्शन टूट गया है। फिर से जोड़ा जा रहा है…',
  offline: 'यह डिवाइस ऑफ़लाइन है। नेटवर्क लौटते ही कॉल अपने आप आगे चलेगी।',
  relayLost: 'कॉल जारी है, पर सर्वर उपलब्ध नहीं है: उसके लौटने तक कोई दस्तक नहीं दे सकता।',
  unsure: 'अभी इसकी पुष्टि नहीं हुई है कि लोगों की सूची ताज़ा है। ऐसा ही रहा तो आपका माइक और कैमरा रोक दिया जाएगा।',
  silenced: 'आपकी ओर से कुछ नहीं भेजा जा रहा है: आधे मिनट से कोई पुष्टि नहीं कर सका कि इस मीटिंग में कौन-कौन है।',
  hostless: 'यहाँ कोई होस्ट नहीं है: आप बात जारी रख सकते हैं; कोई नया व्यक्ति अंदर नहीं आ सकता।',
  full: (max: number): string => `मीटिंग भर गई है (${number(max)})। किसी के जाने पर ही कोई और अंदर आ सकता है।`,
  doorShut: 'दरवाज़ा बंद है: बहुत सारे ग़लत पासवर्ड आज़माए गए। आप उसे “लोग” में जाकर फिर से खोल सकते हैं।',
  strangers: (count: number): string =>
    plural(count, {
      one: 'मीडिया सर्वर पर कोई ऐसा मिला जिसे किसी ने अंदर नहीं आने दिया था, और उसे निकाल दिया गया। उसके पास कोई चाबी नहीं थी: उसने न कुछ सुना, न कुछ देखा।',
      other: `मीडिया सर्वर पर ${number(count)} बार कोई ऐसा मिला जिसे किसी ने अंदर नहीं आने दिया था, और उसे निकाल दिया गया। उसके पास कोई चाबी नहीं थी: उसने न कुछ सुना, न कुछ देखा।`,
    }),
  alarm: (what: string): string => `हो सकता है कोई इस मीटिंग से छेड़छाड़ कर रहा हो। ${what}`,
};

/** Why a control is out of use, where the host’s rules say so. */
export const forbidden: Words['forbidden'] = {
  screen: 'होस्ट ने सबको स्क्रीन दिखाने की अनुमति नहीं दी है।',
  microphone: 'होस्ट ने सबको माइक इस्तेमाल करने की अनुमति नहीं दी है।',
  camera: 'होस्ट ने सबको कैमरा इस्तेमाल करने की अनुमति नहीं दी है।',
  chat: 'होस्ट ने सबको यहाँ लिखने की अनुमति नहीं दी है।',
  recording: 'होस्ट ने सबको रिकॉर्ड करने की अनुमति नहीं दी है।',
};

/** What happened to this person. */
export const notices: Words['notices'] = {
  stopped: (by: string, what: readonly StoppedDevice[]): string =>
    what.length === 1 && what[0] === 'microphone'
      ? `${by} ने आपका माइक बंद कर दिया।`
      : `${by} ने ${list(what.map((device) => STOPPED[device]))} बंद कर दिया।`,
  handLowered: (by: string): string => `${by} ने आपका हाथ नीचे कर दिया।`,
  forbidden: {
    screen: 'आपकी स्क्रीन अब नहीं दिखाई जा रही: होस्ट ने यह केवल होस्ट के लिए रखा है।',
    microphone: 'आपका माइक बंद है: होस्ट ने अब बोलना केवल होस्ट के लिए रखा है।',
    camera: 'आपका कैमरा बंद है: होस्ट ने अब कैमरा केवल होस्ट के लिए रखा है।',
    chat: 'होस्ट ने अब चैट में लिखना केवल होस्ट के लिए रखा है।',
    recording: 'होस्ट ने अब रिकॉर्ड करना केवल होस्ट के लिए रखा है।',
  },
  appointed: 'अब आप को-होस्ट हैं: आप लोगों को अंदर आने दे सकते हैं, उनका माइक बंद कर सकते हैं और नियम बदल सकते हैं।',
  dismissed: 'अब आप को-होस्ट नहीं हैं।',
  nowHost: 'अब आप होस्ट हैं: “लोग” में जाकर आप लोगों को अंदर आने दे सकते हैं।',
  notSent: 'आपका संदेश नहीं भेजा गया।',
};

const STOPPED: Readonly<Record<StoppedDevice, string>> = {
  microphone: 'आपका माइक',
  camera: 'आपका कैमरा',
  screen: 'आपका स्क्रीन दिखाना',
};

export const emojis: Words['emojis'] = {
  '👍': 'बढ़िया',
  '👏': 'तालियाँ',
  '❤️': 'दिल',
  '😂': 'हँसी',
  '😮': 'हैरानी',
  '🎉': 'जश्न',
};

/** What a tile says of itself; nothing while all is well. */
export const tiles: Words['tiles'] = {
  states: {
    keys: 'चाबी का इंतज़ार',
    live: '',
    blocked: 'खोला नहीं जा सकता',
    muted: '',
    reconnecting: 'फिर से जुड़ रहे हैं…',
    leaving: 'निकाल दिया गया। चाबियाँ बदली जा रही हैं…',
  },
  blocked: { picture: 'तस्वीर खोली नहीं जा सकती', sound: 'आवाज़ खोली नहीं जा सकती' },
  brief: {
    keys: 'चाबी नहीं',
    live: '',
    blocked: 'खुला नहीं',
    muted: '',
    reconnecting: 'जुड़ रहे हैं',
    leaving: 'निकाला गया',
    picture: 'तस्वीर नहीं',
    sound: 'आवाज़ नहीं',
  },
  why: {
    noKey: 'ऐसी चाबी से भेजा गया जो इस डिवाइस को नहीं मिली।',
    authFailed: 'रास्ते में बदला गया, या किसी और ने एन्क्रिप्ट किया।',
    replayed: 'पुरानी तस्वीरें या आवाज़, फिर से भेजी गईं।',
    wrongTrack: 'किसी और का है, इस जगह पर रख दिया गया।',
    notSFrame: 'बिना एन्क्रिप्शन के आया, इसलिए नहीं दिखाया जा रहा।',
    tooBig: 'इतना बड़ा कि असली नहीं हो सकता।',
  },
  screenStarting: 'स्क्रीन आ रही है…',
};
