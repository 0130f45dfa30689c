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
  since: 'आपके आने के बाद',
  own: 'आप',
  tooLong: (over: number): string =>
    `यह संदेश लगभग ${counted(over, { one: 'अक्षर', other: 'अक्षर' })} ज़्यादा लंबा है। इसे छोटा करें या टुकड़ों में भेजें।`,
  forbiddenToAll: 'अभी कोई नहीं लिख सकता: होस्ट ने चैट बंद कर दी है।',
  forbiddenToYou: 'अभी केवल होस्ट लिख सकते हैं।',
};
