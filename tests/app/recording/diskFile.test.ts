import { describe, expect, it } from 'vitest';
import { DiskFile, type Failure, type FileWriter } from '../../../app/recording/diskFile.ts';

/** A disk on which what was written is in place once its stream was closed. */
class Disk {
  inPlace = 0;
  opened = 0;
  room = Infinity;
  error = 'QuotaExceededError';
  order: number[] = [];

  readonly createWritable = async (options?: { readonly keepExistingData: boolean }): Promise<FileWriter> => {
    this.opened += 1;
    let size = options?.keepExistingData ? this.inPlace : 0;
    let at = 0;
    return {
      write: async (data) => {
        await Promise.resolve();
        if (at + data.size > this.room) throw new DOMException('no', this.error);
        this.order.push(data.size);
        at += data.size;
        size = Math.max(size, at);
      },
      seek: async (position) => {
        at = position;
      },
      close: async () => {
        this.inPlace = size;
      },
      abort: async () => undefined,
    };
  };
}

const blob = (size: number): Blob => new Blob([new Uint8Array(size)]);
const made = (disk: Disk) => {
  const failures: Failure[] = [];
  const file = new DiskFile(disk, (failure) => failures.push(failure));
  return { file, failures };
};

describe('a file on the disk', () => {
  it('has everything in its order once it is closed', async () => {
    const disk = new Disk();
    const { file, failures } = made(disk);
    for (const size of [3, 1, 2]) file.write(blob(size));
    await file.close();
    expect(disk.order).toEqual([3, 1, 2]);
    expect([disk.inPlace, file.inPlace, failures]).toEqual([6, 6, []]);
  });

  it('puts in place what it has now and then, and goes on after it', async () => {
    const disk = new Disk();
    const { file } = made(disk);
    for (let times = 0; times < 12; times += 1) file.write(blob(4_000_000));
    await file.close();
    expect(disk.opened).toBeGreaterThan(1);
    expect(disk.opened).toBeLessThan(6);
    expect(disk.inPlace).toBe(48_000_000);
  });

  it.each<[string, Failure]>([
    ['QuotaExceededError', 'full'],
    ['NotAllowedError', 'lost'],
  ])('that takes no more (%s) says so once, and keeps what was in place', async (error, failure) => {
    const disk = new Disk();
    disk.room = 40_000_000;
    disk.error = error;
    const { file, failures } = made(disk);
    for (let times = 0; times < 15; times += 1) file.write(blob(4_000_000));
    await file.close();
    expect(failures).toEqual([failure]);
    expect(file.inPlace).toBeGreaterThanOrEqual(20_000_000);
    expect(disk.inPlace).toBe(file.inPlace);
  });

  it('that the disk does not keep up with ends before it fills the memory', () => {
    const disk = new Disk();
    const { file, failures } = made(disk);
    for (let times = 0; times < 20; times += 1) file.write(blob(4_000_000));
    expect(failures).toEqual(['lost']);
  });
});
