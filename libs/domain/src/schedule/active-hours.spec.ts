import { describe, expect, it } from 'vitest';
import { dayClock, isWithin, parseClockTime } from './active-hours';

const hours = (start: string, end: string) => ({
  start: parseClockTime(start) ?? -1,
  end: parseClockTime(end) ?? -1,
});

it.each<[string, number | undefined]>([
  ['00:00', 0],
  ['08:30', 510],
  ['23:59', 1439],
  ['24:00', undefined],
  ['8:30', undefined],
  ['12:60', undefined],
  ['', undefined],
])('%s is minute %s', (text, minute) => expect(parseClockTime(text)).toBe(minute));

it.each<[string, string, string, boolean]>([
  ['09:00', '17:00', '09:00', true],
  ['09:00', '17:00', '16:59', true],
  ['09:00', '17:00', '17:00', false],
  ['09:00', '17:00', '08:59', false],
  ['22:00', '06:00', '23:30', true],
  ['22:00', '06:00', '00:00', true],
  ['22:00', '06:00', '05:59', true],
  ['22:00', '06:00', '06:00', false],
  ['22:00', '06:00', '12:00', false],
  ['00:00', '08:00', '00:00', true],
  ['00:00', '08:00', '00:59', true],
  ['18:00', '00:00', '23:59', true],
  ['18:00', '00:00', '00:00', false],
  ['05:00', '05:00', '05:00', true],
  ['05:00', '05:00', '04:59', true],
])('of %s to %s, %s is within: %s', (start, end, now, expected) => {
  expect(isWithin(hours(start, end), parseClockTime(now) ?? -1)).toBe(expected);
});

describe('dayClock', () => {
  const at = (zone: string, time: string) => dayClock(zone)(Date.parse(time));

  it('calls the first minute of the day 0, never 1440', () => {
    expect(at('UTC', '2026-11-25T00:00:30Z')).toBe(0);
    expect(at('Asia/Shanghai', '2026-11-24T16:00:00Z')).toBe(0);
  });

  it.each<[string, string, string]>([
    ['Asia/Shanghai', '2026-11-25T00:30:00Z', '08:30'],
    ['Asia/Kolkata', '2026-11-25T00:00:00Z', '05:30'],
    // Daylight saving time begins on 29 March 2026 in Berlin at 01:00 UTC and ends on 25 October.
    ['Europe/Berlin', '2026-03-29T00:59:00Z', '01:59'],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', '03:00'],
    ['Europe/Berlin', '2026-10-25T00:30:00Z', '02:30'],
    ['Europe/Berlin', '2026-10-25T01:30:00Z', '02:30'],
  ])('in %s, %s is %s', (zone, time, expected) => expect(at(zone, time)).toBe(parseClockTime(expected)));

  it('moves on with the minutes', () => {
    const clock = dayClock('UTC');
    expect([0, 59_999, 60_000, 3_600_000].map(clock)).toEqual([0, 0, 1, 60]);
  });
});
