/** The words for who looks elsewhere. */

import type { Words } from '../words.ts';
import { people } from './count.ts';

export const hints: Words['hints'] = {
  /** The title of the tab with how many wait and how many lines were written meanwhile. */
  counted: (count: number, title: string): string => `(${count > 99 ? '99+' : count}) ${title}`,
  /** A notification of the system. Without a name where none is to be shown. */
  waiting: (count: number, name: string | undefined): string => {
    if (count > 1) return `${people(count)} अंदर आने के इंतज़ार में`;
    return name === undefined ? 'कोई इंतज़ार में है' : `${name} इंतज़ार में हैं`;
  },
  /** The same, to who waited. */
  letIn: 'आपको अंदर आने दिया गया है',
  hostWrites: 'होस्ट ने आपको लिखा है',
  notLetIn: 'आपको अंदर आने नहीं दिया गया',
  tellMe: 'पेज सामने न हो तब भी मुझे बताएँ',
  tellMeHint: 'पहले ब्राउज़र आपसे पूछेगा। सूचना में यह नहीं बताया जाता कि कौन इंतज़ार में है।',
  tellMeHintWaiting: 'पहले ब्राउज़र आपसे पूछेगा। सूचना में कोई नाम नहीं होता।',
  willTell: 'जब कोई दस्तक देगा और यह पेज सामने नहीं होगा, तब आपको सूचना मिलेगी।',
  willTellWaiting: 'जब आपको अंदर आने दिया जाएगा या होस्ट आपको लिखेगा और यह पेज सामने नहीं होगा, तब आपको सूचना मिलेगी।',
  willNotTell: 'ब्राउज़र इस पेज को सूचनाएँ दिखाने की अनुमति नहीं देता।',
  heading: 'जब कोई दस्तक दे',
  headingWaiting: 'जब तक आप इंतज़ार में हैं',
  chime: 'घंटी बजाएँ',
  notify: 'पेज सामने न हो तो सूचना दिखाएँ',
  notifyRefused: 'ब्राउज़र इस पेज को सूचनाएँ दिखाने की अनुमति नहीं देता। आप इसे ब्राउज़र की सेटिंग में बदल सकते हैं।',
  notifyUnable: 'इस ब्राउज़र में ऐसे पेजों के लिए सूचनाएँ नहीं हैं।',
  names: 'सूचना में बताएँ कि कौन इंतज़ार में है',
  namesHint: 'सूचना दूसरों को दिख सकती है, और सिस्टम उसे सहेज कर रख सकता है।',
};
