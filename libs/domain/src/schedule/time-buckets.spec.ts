import { describe, expect, it } from 'vitest';
import { bucketStarts, type BucketSize } from './time-buckets';

const starts = (size: BucketSize, from: string, to: string, zone: string) =>
  bucketStarts(size, Date.parse(from), Date.parse(to), zone).map((start) => new Date(start).toISOString());

// prettier-ignore
it.each<[what: string, size: BucketSize, zone: string, from: string, to: string, expected: readonly string[]]>([
  ['whole hours', 'hour', 'UTC', '2026-03-01T10:00Z', '2026-03-01T12:00Z', ['2026-03-01T10:00Z', '2026-03-01T11:00Z']],
  ['parts of hours', 'hour', 'UTC', '2026-03-01T10:59:59.999Z', '2026-03-01T11:00:00.001Z', ['2026-03-01T10:00Z', '2026-03-01T11:00Z']],
  ['within one hour', 'hour', 'UTC', '2026-03-01T10:10Z', '2026-03-01T10:11Z', ['2026-03-01T10:00Z']],
  ['hours of half past', 'hour', 'Asia/Kolkata', '2026-03-01T10:00Z', '2026-03-01T11:00Z', ['2026-03-01T09:30Z', '2026-03-01T10:30Z']],
  ['hours of a quarter past', 'hour', 'Asia/Kathmandu', '2026-03-01T10:15Z', '2026-03-01T11:15Z', ['2026-03-01T10:15Z']],
  ['days', 'day', 'Asia/Shanghai', '2026-03-01T15:59Z', '2026-03-02T16:00Z', ['2026-02-28T16:00Z', '2026-03-01T16:00Z']],
  ['the hour that comes twice', 'hour', 'Europe/Berlin', '2026-10-25T00:00Z', '2026-10-25T03:00Z', ['2026-10-25T00:00Z', '2026-10-25T01:00Z', '2026-10-25T02:00Z']],
  ['the hour that is skipped', 'hour', 'Europe/Berlin', '2026-03-29T00:30Z', '2026-03-29T02:00Z', ['2026-03-29T00:00Z', '2026-03-29T01:00Z']],
  ['a day of 25 hours', 'day', 'Europe/Berlin', '2026-10-25T12:00Z', '2026-10-26T12:00Z', ['2026-10-24T22:00Z', '2026-10-25T23:00Z']],
  ['a day of 23 hours', 'day', 'Europe/Berlin', '2026-03-29T12:00Z', '2026-03-30T12:00Z', ['2026-03-28T23:00Z', '2026-03-29T22:00Z']],
  // Lord Howe sets its clocks by half an hour: an hour of an hour and a half on 5 April, one of half an hour on 4 October.
  ['an hour that is longer', 'hour', 'Australia/Lord_Howe', '2026-04-04T14:00Z', '2026-04-04T17:00Z', ['2026-04-04T14:00Z', '2026-04-04T15:30Z', '2026-04-04T16:30Z']],
  ['an hour that is shorter', 'hour', 'Australia/Lord_Howe', '2026-10-03T14:30Z', '2026-10-03T17:00Z', ['2026-10-03T14:30Z', '2026-10-03T15:30Z', '2026-10-03T16:00Z']],
])('%s', (_what, size, zone, from, to, expected) => {
  expect(starts(size, from, to, zone)).toEqual(expected.map((start) => new Date(start).toISOString()));
});

describe('over a year', () => {
  it.each([
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Africa/Cairo',
  ])('the days of %s are in order and as many as the year has', (zone) => {
    const found = bucketStarts('day', Date.parse('2026-01-01T12:00Z'), Date.parse('2027-01-01T12:00Z'), zone);
    const lengths = found.slice(1).map((start, at) => (start - (found[at] ?? 0)) / 3_600_000);
    expect(found.length).toBe(366);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(23);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(25);
  });

  it.each(['UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Casablanca'])(
    'the hours of %s follow each other by half an hour to an hour and a half',
    (zone) => {
      const found = bucketStarts('hour', Date.parse('2026-01-01Z'), Date.parse('2027-01-01Z'), zone);
      const lengths = found.slice(1).map((start, at) => (start - (found[at] ?? 0)) / 1_800_000);
      expect(found.length).toBeGreaterThanOrEqual(8759);
      expect(found.length).toBeLessThanOrEqual(8761);
      expect(lengths.every((length) => [1, 2, 3].includes(length))).toBe(true);
    },
  );
});
