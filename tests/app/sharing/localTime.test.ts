import { describe, expect, it } from 'vitest';
import { fieldTime, nextFullHour, timeOfField } from '../../../app/sharing/localTime.ts';

describe('the time in a field', () => {
  it('is that of this device, to the minute', () => {
    const at = new Date(2026, 4, 2, 9, 5, 40).getTime();
    expect(fieldTime(at)).toBe('2026-05-02T09:05');
    expect(timeOfField(fieldTime(at))).toBe(new Date(2026, 4, 2, 9, 5).getTime());
  });

  it('is none where nothing sensible stands', () => {
    for (const value of ['', 'tomorrow', '2026-05-02', '2026-13-02T09:05', '0']) {
      expect(timeOfField(value)).toBeUndefined();
    }
  });
});

describe('the next full hour', () => {
  it('is later than now, over the end of a day and a year', () => {
    const next = (...of: [number, number, number, number, number]): string =>
      fieldTime(nextFullHour(new Date(...of).getTime()));
    expect(next(2026, 4, 2, 9, 5)).toBe('2026-05-02T10:00');
    expect(next(2026, 4, 2, 9, 0)).toBe('2026-05-02T10:00');
    expect(next(2026, 11, 31, 23, 59)).toBe('2027-01-01T00:00');
  });
});
