/** Cameras that can be pulled out and plugged in again: what no browser lets a script do, done around the page. */

import type { Page } from 'puppeteer-core';

/** Puts `unplugCamera` and `plugInCameras` in the page's way to its devices, before the page's own code. */
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
      const chooses = video !== undefined && video !== false && gone.size > 0;
      if (chooses && camera === undefined) throw new DOMException('', 'NotFoundError');
      const another =
        chooses && camera !== undefined
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
    Object.defineProperty(window, Symbol.for('test plug in'), {
      value: () => {
        gone.clear();
        navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
      },
    });
  });
}

/** The camera in use is pulled out: its tracks end, and it is in no list any more. */
export const unplugCamera = (page: Page): Promise<void> => play(page, 'test unplug');

/** All cameras that were pulled out are there again. */
export const plugInCameras = (page: Page): Promise<void> => play(page, 'test plug in');

const play = (page: Page, what: string): Promise<void> =>
  page.evaluate((name) => {
    const act: unknown = Reflect.get(window, Symbol.for(name));
    if (typeof act === 'function') Reflect.apply(act, undefined, []);
  }, what);
