/** The words of the settings, and of what devices do by themselves. */

import type { DeviceKind } from '../../phase.ts';
import type { Words } from '../words.ts';

export const settings: Words['settings'] = {
  heading: 'सेटिंग',
  lead: 'ये इस डिवाइस पर हर मीटिंग में लागू रहती हैं।',
  done: 'हो गया',

  soundHeading: 'आवाज़',
  level: 'माइक का स्तर',
  muted: 'आपका माइक बंद है।',
  noiseSuppression: 'शोर कम करना',
  noiseSuppressionHint: 'पंखे और टाइपिंग का शोर हटाता है। संगीत के लिए इसे बंद रखना बेहतर है।',
  echoCancellation: 'गूँज हटाना',
  echoCancellationHint: 'इसे तभी बंद करें जब आपने हेडफ़ोन लगाए हों।',
  mutedHint: 'माइक बंद होने पर मैं बोलूँ तो मुझे बताएँ',
  mutedHintText:
    'इसके लिए यह डिवाइस सुनता है, और उसमें से कुछ भेजा नहीं जाता। तब कुछ ब्राउज़रों में यहाँ बंद होने पर भी माइक इस्तेमाल में रहता है।',
  testSpeaker: 'स्पीकर जाँचें',
  testing: 'अब आपको दो सुर सुनाई देने चाहिए…',
  tested: 'कुछ सुनाई नहीं दिया? आवाज़ बढ़ाएँ, या दूसरा स्पीकर चुनें।',
  notTested: 'ब्राउज़र वहाँ आवाज़ नहीं चला सका।',
  noSpeakerChoice:
    'यह ब्राउज़र उसी स्पीकर पर आवाज़ चलाता है जो सिस्टम इस्तेमाल करता है। दूसरा स्पीकर सिस्टम की सेटिंग में चुनें।',

  pictureHeading: 'तस्वीर',
  ownPicture: 'आपका कैमरा, जैसा दूसरों को दिखता है',
  cameraOff: 'आपका कैमरा बंद है',
  blur: 'मेरे पीछे का दृश्य धुँधला करें',
  blurHint: 'यह इसी डिवाइस पर होता है, कुछ भी भेजने से पहले। इससे डिवाइस पर काम का बोझ बढ़ता है।',
  noBlur: 'यह ब्राउज़र पीछे का दृश्य धुँधला नहीं कर सकता। Chrome और Edge कर सकते हैं।',
  blurStarting: 'धुँधला करने की तैयारी हो रही है। तब तक आपका कैमरा किसी को नहीं दिखता।',
  dataSaver: 'डेटा की बचत',
  dataSaverHint: 'छोटी तस्वीरें भेजी और ली जाती हैं। आवाज़ और दिखाई जा रही स्क्रीन वैसी ही रहती हैं।',

  pageHeading: 'यह पेज',
  theme: 'थीम',
  themes: { system: 'इस डिवाइस जैसी', light: 'हल्की', dark: 'गहरी' },
  language: 'भाषा',
  browserLanguage: 'ब्राउज़र जैसी',
};

export const devices: Words['devices'] = {
  /** `now` is what is used in its place, if it has a name. */
  gone: (kind: DeviceKind, label: string, now: string): string =>
    `${label || KINDS[kind]} अब जुड़ा हुआ नहीं है। ${now === '' ? USUAL[kind] : `अब ${now} इस्तेमाल हो रहा है।`}`,
  back: (kind: DeviceKind, label: string): string =>
    `${label || KINDS[kind]} फिर से जुड़ गया है और इस्तेमाल हो रहा है।`,
  noBlur: {
    unable: 'यह ब्राउज़र आपके पीछे का दृश्य धुँधला नहीं कर सकता, इसलिए आपका कैमरा बंद कर दिया गया।',
    slow: 'यह डिवाइस इतना धीमा है कि आपके पीछे का दृश्य धुँधला नहीं कर सकता, इसलिए आपका कैमरा बंद कर दिया गया।',
  },
  noBlurNext: 'बिना धुँधला किए दिखाने के लिए इसे फिर चालू करें।',
  unheard: 'आपका माइक बंद है, इसलिए आपको कोई नहीं सुन रहा।',
  unmute: 'माइक चालू करें',
};

const KINDS: Readonly<Record<DeviceKind, string>> = {
  microphone: 'माइक',
  camera: 'कैमरा',
  speaker: 'स्पीकर',
};

const USUAL: Readonly<Record<DeviceKind, string>> = {
  microphone: 'अब सामान्य माइक इस्तेमाल हो रहा है।',
  camera: 'अब सामान्य कैमरा इस्तेमाल हो रहा है।',
  speaker: 'अब सामान्य स्पीकर इस्तेमाल हो रहा है।',
};
