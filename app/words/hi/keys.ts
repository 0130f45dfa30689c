/** The words of the keyboard shortcuts. */

import type { Words } from '../words.ts';

export const keys: Words['keys'] = {
  heading: 'कीबोर्ड शॉर्टकट',
  lead: 'कॉल में, जब आप कुछ टाइप न कर रहे हों।',
  does: {
    microphone: 'माइक चालू या बंद करें',
    camera: 'कैमरा चालू या बंद करें',
    screen: 'अपनी स्क्रीन दिखाएँ या रोकें',
    hand: 'हाथ उठाएँ या नीचे करें',
    react: 'प्रतिक्रियाएँ',
    chat: 'चैट',
    people: 'लोग',
    security: 'सुरक्षा',
    help: 'यह सूची',
    talk: 'माइक बंद हो तो इसे दबाए रखकर बोलें',
    close: 'कोई पैनल या यह सूची बंद करें',
    helpAlways: 'यह सूची, किसी भी समय',
  },
  names: { space: 'स्पेस', escape: 'Esc', control: 'Ctrl' },
  singles: 'एक कुंजी वाले शॉर्टकट',
  singlesHint:
    'माइक बंद हो तो बोलने के लिए स्पेस बार दबाए रखें। अगर आप बोलकर आदेश देते हैं या कुंजियाँ ग़लती से दब जाती हैं, तो इन्हें बंद कर दें।',
  said: {
    microphoneOn: 'माइक चालू है।',
    microphoneOff: 'माइक बंद है।',
    cameraOn: 'कैमरा चालू है।',
    cameraOff: 'कैमरा बंद है।',
    handUp: 'आपका हाथ उठा है।',
    handDown: 'आपका हाथ नीचे है।',
  },
};
