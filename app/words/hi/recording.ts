/** The words around recording. */

import type { Words } from '../words.ts';
import { list } from './count.ts';

const record = (names: readonly string[]): string => `${list(names)} रिकॉर्ड कर रहे हैं`;

export const recording: Words['recording'] = {
  heading: 'रिकॉर्डिंग',
  record: 'इस डिवाइस पर रिकॉर्ड करें',
  hint: 'जो लोग सहमत हों, उनकी तस्वीरें और आवाज़ आपकी डिस्क पर एक फ़ाइल में जाती हैं, और कहीं नहीं। सबसे पूछा जाता है।',
  asking: 'चुनें कि कहाँ सहेजना है…',
  running: 'सबको दिखता है कि आप रिकॉर्ड कर रहे हैं। इसे बंद करने या बाहर जाने पर फ़ाइल पूरी होती है।',
  awaited: (names: readonly string[]): string => `अभी इसमें नहीं हैं, क्योंकि जवाब नहीं मिला: ${list(names)}।`,
  saving: 'सहेजा जा रहा है…',
  atEnd: 'रिकॉर्डिंग सहेजी जा रही है। तब तक यह टैब खुला रखें।',
  forbiddenToAll: 'इस मीटिंग को कोई रिकॉर्ड नहीं कर सकता।',
  forbiddenToYou: 'इस मीटिंग को केवल होस्ट रिकॉर्ड कर सकते हैं।',
  fileName: (day: string): string => `मीटिंग ${day}`,
  /** `own`: this person records; `others`: who else does. */
  mark: (own: boolean, others: readonly string[]): string => {
    if (!own) return record(others);
    return others.length === 0 ? 'आप रिकॉर्ड कर रहे हैं' : `आप रिकॉर्ड कर रहे हैं। ${record(others)}`;
  },
  begins: (name: string): string => `${name} मीटिंग रिकॉर्ड कर रहे हैं।`,
  ends: (name: string): string => `${name} ने रिकॉर्ड करना बंद किया।`,
  consentHeading: (names: readonly string[]): string => `${list(names)} यह मीटिंग रिकॉर्ड कर रहे हैं`,
  consent:
    'यहाँ जो दिखता और सुनाई देता है, वह रिकॉर्ड करने वाले के डिवाइस पर एक फ़ाइल में जाता है। अगर आप रुकते हैं, तो आप इसमें शामिल होने के लिए सहमत हैं। तब तक आप इसमें नहीं हैं।',
  stay: 'रुकें',
  leave: 'बाहर जाएँ',
  news: {
    saved: 'रिकॉर्डिंग सहेज ली गई।',
    full: 'रिकॉर्डिंग रुक गई: डिस्क भर गई है। तब तक जो सहेजा गया, वह सुरक्षित है।',
    lost: 'रिकॉर्डिंग रुक गई: फ़ाइल में अब लिखा नहीं जा सकता। तब तक जो सहेजा गया, वह सुरक्षित है।',
    forbidden: 'रिकॉर्डिंग रुक गई: होस्ट अब आपको रिकॉर्ड नहीं करने देते। जो रिकॉर्ड हुआ, वह सहेज लिया गया।',
    unable: 'यह ब्राउज़र रिकॉर्ड नहीं कर सकता। कुछ रिकॉर्ड नहीं हुआ।',
    untold: 'दूसरों को बताया नहीं जा सका, इसलिए कुछ रिकॉर्ड नहीं हुआ। थोड़ी देर में फिर कोशिश करें।',
  },
};
