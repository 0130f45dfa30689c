/** A short tone on the speaker that is chosen: two notes, so that nobody takes it for a fault. */

const NOTES_HERTZ = [660, 880];
const NOTE_S = 0.28;
const LOUD = 0.25;
/** A note that begins or ends at once clicks. */
const RAMP_S = 0.03;

/** Resolves when the tone is over; rejects where it cannot be played. `speaker`: id of a device, or the usual one. */
export async function testSpeaker(speaker: string | undefined): Promise<void> {
  const context = new AudioContext();
  const player = new Audio();
  try {
    const out = new MediaStreamAudioDestinationNode(context);
    player.srcObject = out.stream;
    if ('setSinkId' in player) await player.setSinkId(speaker ?? '');
    await context.resume();
    await player.play();
    await tone(context, out);
  } finally {
    player.srcObject = null;
    await context.close();
  }
}

function tone(context: AudioContext, out: AudioNode): Promise<void> {
  const gain = new GainNode(context, { gain: 0 });
  const sound = new OscillatorNode(context, { type: 'sine' });
  sound.connect(gain).connect(out);
  // A moment for the speaker to wake up.
  const begin = context.currentTime + 0.1;
  for (const [place, hertz] of NOTES_HERTZ.entries()) {
    const at = begin + place * NOTE_S;
    sound.frequency.setValueAtTime(hertz, at);
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(LOUD, at + RAMP_S);
    gain.gain.setValueAtTime(LOUD, at + NOTE_S - RAMP_S);
    gain.gain.linearRampToValueAtTime(0, at + NOTE_S);
  }
  return new Promise((resolve) => {
    sound.onended = () => resolve();
    sound.start(begin);
    sound.stop(begin + NOTES_HERTZ.length * NOTE_S);
  });
}
