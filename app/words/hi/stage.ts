/** The words of the stage: what is large, what is left out, and how good the lines are. */

import type { Corner } from '../../stage/corners.ts';
import type { Words } from '../words.ts';
import { counted, people, plural } from './count.ts';

export const stage: Words['stage'] = {
  view: 'दृश्य',
  layout: 'लेआउट',
  grid: 'ग्रिड दृश्य',
  gridHint: 'सब एक ही आकार में',
  speaker: 'वक्ता दृश्य',
  speakerHint: 'जो बोलते हैं, वे बड़े दिखते हैं',
  floating: 'मेरी अपनी तस्वीर एक कोने में',
  hideOwn: 'मेरी अपनी तस्वीर छिपाएँ',
  hideOwnHint: 'केवल आपके लिए: दूसरे आपको देखते रहेंगे।',
  hideWithoutVideo: 'बिना वीडियो वाले लोगों को छिपाएँ',
  fullScreen: 'पूरी स्क्रीन',
  leaveFullScreen: 'पूरी स्क्रीन से बाहर आएँ',
  inPicture: 'छोटी विंडो',
  inPictureFailed: 'ब्राउज़र ने छोटी विंडो नहीं खोली।',
  pin: (name: string): string => `${name} को पिन करें`,
  unpin: (name: string): string => `${name} को पिन से हटाएँ`,
  pinned: 'पिन किया हुआ',
  enlarge: (what: string): string => `${what} को पूरी स्क्रीन पर दिखाएँ`,
  move: 'मेरी तस्वीर खिसकाएँ',
  moveHint: (corner: Corner): string =>
    `यह ${CORNERS[corner]} है। तीर वाली कुंजियों से या खींचकर इसे दूसरे कोने में ले जा सकते हैं।`,
  previousPage: 'पिछला पेज',
  nextPage: 'अगला पेज',
  page: (page: number, pages: number): string => `पेज ${page}, कुल ${pages}`,
  hidden: (count: number): string =>
    plural(count, {
      one: `बिना वीडियो वाला ${people(count)} छिपा है।`,
      other: `बिना वीडियो वाले ${people(count)} छिपे हैं।`,
    }),
  hiddenShort: (count: number): string => counted(count, { one: 'छिपा है', other: 'छिपे हैं' }),
  showHidden: 'सबको दिखाएँ',
  empty: 'आपकी अपनी तस्वीर छिपी है।',
  /** What the media server says; nobody here can check it. */
  quality: {
    good: 'अच्छा कनेक्शन',
    fair: 'ठीक-ठाक कनेक्शन',
    weak: 'कमज़ोर कनेक्शन',
    lost: 'कनेक्शन नहीं है',
  },
  qualitySaid: (quality: string): string => `मीडिया सर्वर के अनुसार: ${quality}`,
};

const CORNERS: Readonly<Record<Corner, string>> = {
  topLeft: 'ऊपर बाईं ओर',
  topRight: 'ऊपर दाईं ओर',
  bottomLeft: 'नीचे बाईं ओर',
  bottomRight: 'नीचे दाईं ओर',
};
