/** The words of the chat panel. */

import type { Words } from '../words.ts';
import { counted } from './count.ts';

export const chat: Words['chat'] = {
  heading: 'चैट',
  messages: 'संदेश सूची',
  message: 'संदेश',
  placeholder: 'सबको लिखें',
  send: 'भेजें',
  keys: 'Enter से संदेश जाता है, Shift और Enter से नई पंक्ति शुरू होती है।',
  empty: 'अभी तक कुछ नहीं लिखा गया। संदेश कॉल की तरह ही एन्क्रिप्ट किए जाते हैं और मीटिंग ख़त्म होते ही मिट जाते हैं।',
  before: 'आपके आने से पहले – होस्ट से मिला',
  beforeImages: 'आपके आने से पहले की तस्वीरें नहीं दी जातीं।',
  since: 'आपके आने के बाद',
  own: 'आप',
  addImage: 'तस्वीर जोड़ें',
  attached: 'भेजी जाने वाली तस्वीरें',
  attachedImage: (place: number): string => `भेजी जाने वाली तस्वीर ${place}`,
  removeImage: (place: number): string => `तस्वीर ${place} हटाएँ`,
  preparing: 'तस्वीर तैयार की जा रही है…',
  notAnImage: 'यह ब्राउज़र इस तस्वीर को नहीं पढ़ सकता।',
  imageTooLarge: 'यह तस्वीर इतनी बड़ी है कि भेजी नहीं जा सकती।',
  tooManyImages: (most: number): string =>
    `आप एक बार में ${counted(most, { one: 'तस्वीर', other: 'तस्वीरें' })} भेज सकते हैं।`,
  imageFrom: (name: string): string => `${name} की भेजी तस्वीर`,
  ownImage: 'आपकी भेजी तस्वीर',
  imageGone: 'एक तस्वीर जो अब उपलब्ध नहीं है।',
  imageBroken: 'एक तस्वीर जो दिखाई नहीं जा सकती।',
  saveImage: 'तस्वीर सहेजें',
  imageFile: (day: string): string => `तस्वीर ${day}.jpg`,
  /** `over`: bytes, which are letters where they are Latin. */
  tooLong: (over: number): string =>
    `यह संदेश लगभग ${counted(over, { one: 'अक्षर', other: 'अक्षर' })} ज़्यादा लंबा है। इसे छोटा करें या टुकड़ों में भेजें।`,
  forbiddenToAll: 'अभी कोई नहीं लिख सकता: होस्ट ने चैट बंद कर दी है।',
  forbiddenToYou: 'अभी केवल होस्ट लिख सकते हैं।',
  notNow: 'अभी कुछ नहीं भेजा जा सकता। आपका लिखा यहीं रहेगा: थोड़ी देर में फिर कोशिश करें।',
};
