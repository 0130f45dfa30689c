/** Which devices there are and which are in use; what a person chose by hand is gone back to when it is plugged in again. */

import type { DeviceKind, DevicesView, DeviceView } from '../phase.ts';

const KINDS: Readonly<Record<MediaDeviceKind, DeviceKind>> = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
};

export class Plugged {
  #lists = $state.raw<DevicesView['lists']>({ microphone: [], camera: [], speaker: [] });
  #chosen = $state.raw<DevicesView['chosen']>({
    microphone: undefined,
    camera: undefined,
    speaker: undefined,
  });
  readonly #byHand = new Map<DeviceKind, DeviceView>();

  get lists(): DevicesView['lists'] {
    return this.#lists;
  }

  /** The device in use, or the one to use; undefined: the usual one. */
  get chosen(): DevicesView['chosen'] {
    return this.#chosen;
  }

  /** The person's own choice; an empty id is the usual one. */
  choose(kind: DeviceKind, id: string): void {
    const device = this.#lists[kind].find((one) => one.id === id);
    if (device) this.#byHand.set(kind, device);
    else this.#byHand.delete(kind);
    this.use(kind, id === '' ? undefined : id);
  }

  use(kind: DeviceKind, id: string | undefined): void {
    this.#chosen = { ...this.#chosen, [kind]: id };
  }

  /** Asks the browser what there is. */
  async list(): Promise<void> {
    const lists: Record<DeviceKind, DeviceView[]> = { microphone: [], camera: [], speaker: [] };
    for (const { kind, deviceId, label } of await navigator.mediaDevices.enumerateDevices()) {
      // Without permission a browser lists devices that have neither id nor name.
      if (deviceId !== '') lists[KINDS[kind]].push({ id: deviceId, label });
    }
    this.#lists = lists;
  }

  /** Whether the device to use is not there any more; not known while the browser names none. */
  isGone(kind: DeviceKind): boolean {
    const id = this.#chosen[kind];
    return id !== undefined && !this.#lists[kind].some((device) => device.id === id);
  }

  /** The device chosen by hand, if it is not the one in use. */
  left(kind: DeviceKind): DeviceView | undefined {
    const device = this.#byHand.get(kind);
    return device?.id === this.#chosen[kind] ? undefined : device;
  }

  /** … and is there again. */
  returned(kind: DeviceKind): DeviceView | undefined {
    const device = this.left(kind);
    return device && this.#lists[kind].find(({ id }) => id === device.id);
  }
}
