/** Devices as a person has them: chosen, plugged in, pulled out, and treated as is preferred. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Devices } from '../../../app/media/devices.svelte.ts';
import { defaultsFor, type Preferences } from '../../../app/settings/preferences.ts';
import { device, FakeMediaDevices, type FakeTrack } from './fakeDevices.ts';

const heard = vi.hoisted(() => ({ tracks: [] as unknown[], level: 0 }));
vi.mock('../../../app/media/loudness.ts', () => ({
  LOOK_MS: 100,
  Loudness: class {
    readonly #track: unknown;
    constructor(track: unknown) {
      this.#track = track;
      heard.tracks.push(track);
    }
    level = () => heard.level;
    speaks = () => heard.level > 0;
    end = () => (heard.tracks = heard.tracks.filter((track) => track !== this.#track));
  },
}));

const blurred = vi.hoisted(() => ({
  made: [] as { of: unknown; track: object; ended: boolean; fails: (why: 'unable' | 'slow') => void }[],
  works: true,
}));
vi.mock('../../../app/media/blur/blur.ts', () => ({
  blur: (of: unknown, fails: () => void) => {
    if (!blurred.works) return Promise.reject(new Error('no'));
    const made = { of, track: {}, ended: false, fails };
    blurred.made.push(made);
    return Promise.resolve({ track: made.track, end: () => (made.ended = true) });
  },
}));

const [mic, headset] = [device('audioinput', 'mic'), device('audioinput', 'headset')];
const [lens, webcam] = [device('videoinput', 'lens'), device('videoinput', 'webcam')];
const [box, phones] = [device('audiooutput', 'box'), device('audiooutput', 'phones')];
const ALL = [mic, headset, lens, webcam, box, phones];

describe('devices', () => {
  let browser: FakeMediaDevices;
  let devices: Devices;
  let now = $state.raw<Preferences>(defaultsFor(''));
  let forNow = $state.raw<Partial<Preferences>>({});
  const settings = {
    get now() {
      return { ...now, ...forNow };
    },
    change: (change: Partial<Preferences>) => void (now = { ...now, ...change }),
    forNow: (instead: Partial<Preferences>) => void (forNow = instead),
  };
  const settle = () => vi.advanceTimersByTimeAsync(1);
  /** The newest track given out that is of this kind of device. */
  const newest = (kind: 'mic' | 'lens'): FakeTrack =>
    browser.given.findLast(({ asked }) => 'width' in asked === (kind === 'lens'))!;

  beforeEach(async () => {
    vi.useFakeTimers();
    now = defaultsFor('');
    heard.level = 0;
    blurred.made = [];
    blurred.works = true;
    browser = new FakeMediaDevices(ALL);
    devices = new Devices(settings);
    await devices.begin();
    await settle();
  });

  afterEach(() => {
    devices.end();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  describe('plugging', () => {
    it('takes the usual one for one that was pulled out, and says so', async () => {
      await devices.choose('camera', 'webcam');
      expect(devices.chosen.camera).toBe('webcam');
      browser.pull('webcam');
      await settle();
      expect(devices.tracks.camera).toBe(newest('lens'));
      expect(devices.chosen.camera).toBe('lens');
      expect(devices.news).toEqual({ is: 'gone', kind: 'camera', label: 'The webcam', now: 'The lens' });
    });

    it('goes back to what was chosen by hand, and to nothing else', async () => {
      await devices.choose('microphone', 'headset');
      browser.pull('headset');
      await settle();
      expect(devices.chosen.microphone).toBe('mic');
      browser.change(ALL);
      await settle();
      expect(devices.chosen.microphone).toBe('headset');
      expect(devices.tracks.microphone).toBe(newest('mic'));
      expect(devices.news).toEqual({ is: 'back', kind: 'microphone', label: 'The headset' });
      devices.dismissNews();
      browser.change([...ALL, device('audioinput', 'third')]);
      await settle();
      expect(devices.news).toBeUndefined();
    });

    it('plays on the usual speaker while the chosen one is away', async () => {
      await devices.choose('speaker', 'phones');
      browser.change(ALL.filter((one) => one !== phones));
      await settle();
      expect(devices.chosen.speaker).toBeUndefined();
      expect(devices.news).toEqual({ is: 'gone', kind: 'speaker', label: 'The phones', now: '' });
      browser.change(ALL);
      await settle();
      expect(devices.chosen.speaker).toBe('phones');
      expect(devices.news).toEqual({ is: 'back', kind: 'speaker', label: 'The phones' });
    });

    it('has a muted microphone stay muted, whatever is plugged', async () => {
      await devices.choose('microphone', 'headset');
      await devices.switchMicrophone(false);
      browser.pull('headset');
      await settle();
      browser.change(ALL);
      await settle();
      expect(devices.microphoneOn).toBe(false);
      await devices.switchMicrophone(true);
      expect(devices.chosen.microphone).toBe('headset');
      expect(devices.tracks.microphone?.enabled).toBe(true);
    });

    it('is said to be missing when there is none left, and taken when there is one again', async () => {
      await devices.choose('camera', 'webcam');
      browser.list = [mic, webcam];
      browser.pull('webcam');
      await settle();
      expect(devices.troubles.camera).toBe('deviceMissing');
      browser.change([mic, lens]);
      await settle();
      expect(devices.cameraOn).toBe(true);
      expect(devices.troubles.camera).toBeUndefined();
    });

    it('is told of again when it is tried again, and not by what another device does', async () => {
      browser.list = [mic, headset];
      browser.pull('lens');
      await settle();
      const told = devices.troubles;
      expect(told).toEqual({ camera: 'deviceMissing' });
      await devices.switchMicrophone(false);
      await devices.switchMicrophone(true);
      expect(devices.troubles).toBe(told);
      await devices.switchCamera(true);
      expect(devices.troubles).toEqual(told);
      expect(devices.troubles).not.toBe(told);
      await devices.switchCamera(false);
      expect(devices.troubles).toEqual({});
    });

    it('is told of when the device or the system silences it, and not for a moment', async () => {
      const track = newest('mic');
      track.hush(true);
      await vi.advanceTimersByTimeAsync(1_900);
      track.hush(false);
      await vi.advanceTimersByTimeAsync(5_000);
      expect(devices.troubles).toEqual({});
      track.hush(true);
      await vi.advanceTimersByTimeAsync(2_001);
      expect([devices.troubles, devices.microphoneOn]).toEqual([{ microphone: 'deviceHushed' }, true]);
      await devices.switchMicrophone(false);
      expect(devices.troubles).toEqual({});
      await devices.switchMicrophone(true);
      await vi.advanceTimersByTimeAsync(2_001);
      expect(devices.troubles).toEqual({ microphone: 'deviceHushed' });
      track.hush(false);
      expect([devices.troubles, devices.microphoneOn]).toEqual([{}, true]);
    });

    it('a device that went while it was off does not stand in the way', async () => {
      await devices.choose('camera', 'webcam');
      await devices.switchCamera(false);
      browser.change([mic, lens]);
      await settle();
      await devices.switchCamera(true);
      expect(devices.cameraOn).toBe(true);
    });
  });

  describe('preferences', () => {
    it('have the microphone opened anew, muted or not, and nothing else', async () => {
      expect(newest('mic').asked).toMatchObject({ noiseSuppression: true, echoCancellation: true });
      const [before, camera] = [newest('mic'), newest('lens')];
      settings.change({ noiseSuppression: false });
      await settle();
      expect(before.readyState).toBe('ended');
      expect(newest('mic').asked).toMatchObject({ noiseSuppression: false, echoCancellation: true });
      expect(camera.readyState).toBe('live');
      await devices.switchMicrophone(false);
      settings.change({ echoCancellation: false });
      await settle();
      expect(devices.microphoneOn).toBe(false);
      await devices.switchMicrophone(true);
      expect(newest('mic').asked).toMatchObject({ noiseSuppression: false, echoCancellation: false });
    });

    it('make the picture smaller without opening the camera anew', async () => {
      const camera = newest('lens');
      settings.change({ dataSaver: true });
      await settle();
      expect(camera.applied).toMatchObject([{ width: { ideal: 640 }, height: { ideal: 360 } }]);
      expect(devices.tracks.camera).toBe(camera);
      await devices.choose('camera', 'webcam');
      expect(newest('lens').asked).toMatchObject({ width: { ideal: 640 } });
    });
  });

  describe('who speaks while muted', () => {
    it('is told so, by a copy that is let go of with the microphone', async () => {
      settings.change({ mutedHint: true });
      await devices.switchMicrophone(false);
      const microphone = newest('mic');
      expect(microphone.enabled).toBe(false);
      const [copy] = microphone.copies;
      expect(copy?.enabled).toBe(true);
      expect(devices.tracks.microphone).toBeUndefined();
      heard.level = 0.6;
      await vi.advanceTimersByTimeAsync(1_000);
      expect(devices.unheard).toBe(true);
      expect(devices.level).toBe(0);
      await devices.switchMicrophone(true);
      expect(devices.unheard).toBe(false);
      expect(copy?.readyState).toBe('ended');
    });

    it('is not listened to unless that is preferred', async () => {
      await devices.switchMicrophone(false);
      expect(newest('mic').copies).toEqual([]);
      expect(heard.tracks).toEqual([]);
      settings.change({ mutedHint: true });
      await settle();
      expect(heard.tracks).toEqual(newest('mic').copies);
      settings.change({ mutedHint: false });
      await settle();
      expect(heard.tracks).toEqual([]);
      expect(newest('mic').copies[0]?.readyState).toBe('ended');
    });
  });

  describe('blur', () => {
    it('never gives the picture as it is, not even until the blurred one is made', async () => {
      const seen: unknown[] = [];
      const stop = $effect.root(() => {
        $effect(() => void seen.push(devices.tracks.camera));
      });
      await settle();
      settings.change({ blur: true });
      expect([devices.tracks.camera, devices.preview, devices.blur]).toEqual([
        undefined,
        undefined,
        'starting',
      ]);
      expect(devices.cameraOn).toBe(true);
      await vi.waitFor(() => expect(devices.blur).toBe('on'));
      await settle();
      const [first] = blurred.made;
      expect(first?.of).toBe(newest('lens'));
      await devices.choose('camera', 'webcam');
      await vi.waitFor(() => expect(blurred.made).toHaveLength(2));
      await settle();
      expect(first?.ended).toBe(true);
      expect(seen).toEqual([browser.given[1], undefined, first?.track, undefined, blurred.made[1]?.track]);
      stop();
    });

    it('ends with the camera, and with the preference', async () => {
      settings.change({ blur: true });
      await vi.waitFor(() => expect(devices.blur).toBe('on'));
      await devices.switchCamera(false);
      await settle();
      expect(blurred.made[0]?.ended).toBe(true);
      await devices.switchCamera(true);
      await vi.waitFor(() => expect(devices.tracks.camera).toBe(blurred.made[1]?.track));
      settings.change({ blur: false });
      await settle();
      expect(blurred.made[1]?.ended).toBe(true);
      expect(devices.tracks.camera).toBe(newest('lens'));
    });

    it.each([['unable'], ['slow']] as const)(
      'switches the camera off where it cannot be: %s',
      async (why) => {
        blurred.works = why === 'slow';
        const seen: unknown[] = [];
        settings.change({ blur: true });
        const stop = $effect.root(() => {
          $effect(() => void seen.push(devices.tracks.camera));
        });
        if (why === 'slow') {
          await vi.waitFor(() => expect(devices.blur).toBe('on'));
          blurred.made[0]?.fails('slow');
        }
        await vi.waitFor(() => expect(devices.news).toEqual({ is: 'noBlur', why }));
        await settle();
        expect([devices.cameraOn, settings.now.blur]).toEqual([false, false]);
        expect(seen).not.toContain(newest('lens'));
        stop();
        // Another meeting is another attempt.
        devices.end();
        expect(settings.now.blur).toBe(true);
      },
    );
  });
});
