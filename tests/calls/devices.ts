/** Cameras that can be pulled out: what no browser lets a script do, done around the page. */

import type { Page } from 'puppeteer-core';

/** Puts `unplugCamera` in the page's way to its devices, before the page's own code. */
export async function holdDevices(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    if (typeof MediaDevices === 'undefined') return;
    const { prototype } = MediaDevices;
    const { getUserMedia, enumerateDevices } = Object.getOwnPropertyDescriptors(prototype);
    const taken = new Set<MediaStreamTrack>();
    const gone = new Set<string>();

    async function left(devices: MediaDevices): Promise<MediaDeviceInfo[]> {
      const all: unknown = await Reflect.apply(enumerateDevices.value ?? Object, devices, []);
      const list: unknown[] = Array.isArray(all) ? all : [];
      return list
        .filter((device) => device instanceof MediaDeviceInfo)
        .filter(({ deviceId }) => !gone.has(deviceId));
    }
    prototype.enumerateDevices = function () {
      return left(this);
    };
    prototype.getUserMedia = async function (constraints = {}) {
      const { video } = constraints;
      const camera = (await left(this)).find(({ kind }) => kind === 'videoinput')?.deviceId;
      const another =
        video && gone.size > 0 && camera !== undefined
          ? { ...constraints, video: { ...(video === true ? {} : video), deviceId: { exact: camera } } }
          : constraints;
      const stream: unknown = await Reflect.apply(getUserMedia.value ?? Object, this, [another]);
      if (!(stream instanceof MediaStream)) throw new Error('no stream');
      for (const track of stream.getVideoTracks()) taken.add(track);
      return stream;
    };
    Object.defineProperty(window, Symbol.for('test unplug'), {
      value: () => {
        for (const track of taken) {
          if (track.readyState !== 'live') continue;
          gone.add(track.getSettings().deviceId ?? '');
          track.stop();
          track.dispatchEvent(new Event('ended'));
        }
      },
    });
  });
}

/** The camera in use is pulled out: its tracks end, and it is in no list any more. */
export async function unplugCamera(page: Page): Promise<void> {
  await page.evaluate(() => {
    const unplug: unknown = Reflect.get(window, Symbol.for('test unplug'));
    if (typeof unplug === 'function') Reflect.apply(unplug, undefined, []);
  });
}
