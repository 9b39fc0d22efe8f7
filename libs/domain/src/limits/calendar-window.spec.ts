import { describe, expect, it } from 'vitest';
import { parseClockTime } from '../schedule/active-hours';
import { calendarWindow } from './calendar-window';
import type { CalendarRule } from './spend-window';

/** `weekly`, `monthly`, `total` or the time at which days begin. */
function ruleOf(name: string): CalendarRule {
  if (name === 'weekly' || name === 'monthly' || name === 'total') return { window: name };
  return { window: 'daily', mode: 'fixed', resetMinute: parseClockTime(name) ?? Number.NaN };
}

describe('a moment is in the window', () => {
  // prettier-ignore
  it.each<[zone: string, window: string, moment: string, start: string, end: string]>([
    // Without daylight saving time: one millisecond before, at and behind the boundary.
    ['UTC',                 '00:00',   '2026-11-24T23:59:59.999Z', '2026-11-24T00:00Z', '2026-11-25T00:00Z'],
    ['UTC',                 '00:00',   '2026-11-25T00:00:00.000Z', '2026-11-25T00:00Z', '2026-11-26T00:00Z'],
    ['UTC',                 '00:00',   '2026-11-25T00:00:00.001Z', '2026-11-25T00:00Z', '2026-11-26T00:00Z'],
    ['UTC',                 '23:59',   '2026-11-25T23:58:59.999Z', '2026-11-24T23:59Z', '2026-11-25T23:59Z'],
    ['UTC',                 '23:59',   '2026-11-25T23:59:00.000Z', '2026-11-25T23:59Z', '2026-11-26T23:59Z'],
    ['UTC',                 'weekly',  '2026-11-22T23:59:59.999Z', '2026-11-16T00:00Z', '2026-11-23T00:00Z'],
    ['UTC',                 'weekly',  '2026-11-23T00:00:00.000Z', '2026-11-23T00:00Z', '2026-11-30T00:00Z'],
    ['UTC',                 'weekly',  '2027-01-01T12:00:00.000Z', '2026-12-28T00:00Z', '2027-01-04T00:00Z'],
    ['UTC',                 'monthly', '2026-11-30T23:59:59.999Z', '2026-11-01T00:00Z', '2026-12-01T00:00Z'],
    ['UTC',                 'monthly', '2026-12-31T23:59:59.999Z', '2026-12-01T00:00Z', '2027-01-01T00:00Z'],
    ['UTC',                 'monthly', '2027-01-01T00:00:00.000Z', '2027-01-01T00:00Z', '2027-02-01T00:00Z'],
    ['UTC',                 'monthly', '2028-02-29T12:00:00.000Z', '2028-02-01T00:00Z', '2028-03-01T00:00Z'],
    ['Asia/Shanghai',       '00:00',   '2026-11-25T15:59:59.999Z', '2026-11-24T16:00Z', '2026-11-25T16:00Z'],
    ['Asia/Shanghai',       '00:00',   '2026-11-25T16:00:00.000Z', '2026-11-25T16:00Z', '2026-11-26T16:00Z'],
    ['Asia/Shanghai',       '08:30',   '2026-11-25T00:29:59.999Z', '2026-11-24T00:30Z', '2026-11-25T00:30Z'],
    ['Asia/Shanghai',       '08:30',   '2026-11-25T00:30:00.000Z', '2026-11-25T00:30Z', '2026-11-26T00:30Z'],
    ['Asia/Shanghai',       'weekly',  '2026-11-22T15:59:59.999Z', '2026-11-15T16:00Z', '2026-11-22T16:00Z'],
    ['Asia/Shanghai',       'weekly',  '2026-11-22T16:00:00.000Z', '2026-11-22T16:00Z', '2026-11-29T16:00Z'],
    ['Asia/Shanghai',       'monthly', '2026-11-30T15:59:59.999Z', '2026-10-31T16:00Z', '2026-11-30T16:00Z'],
    ['Asia/Shanghai',       'monthly', '2026-11-30T16:00:00.000Z', '2026-11-30T16:00Z', '2026-12-31T16:00Z'],
    ['Asia/Kathmandu',      '00:00',   '2026-11-25T18:14:59.999Z', '2026-11-24T18:15Z', '2026-11-25T18:15Z'],
    ['Asia/Kathmandu',      '00:00',   '2026-11-25T18:15:00.000Z', '2026-11-25T18:15Z', '2026-11-26T18:15Z'],

    // Berlin: 02:00 becomes 03:00 on 29 March, 03:00 becomes 02:00 on 25 October 2026, both at 01:00 UTC.
    ['Europe/Berlin',       '00:00',   '2026-03-28T23:00:00.000Z', '2026-03-28T23:00Z', '2026-03-29T22:00Z'],
    ['Europe/Berlin',       '00:00',   '2026-03-29T22:00:00.000Z', '2026-03-29T22:00Z', '2026-03-30T22:00Z'],
    ['Europe/Berlin',       '00:00',   '2026-10-25T12:00:00.000Z', '2026-10-24T22:00Z', '2026-10-25T23:00Z'],
    ['Europe/Berlin',       '02:30',   '2026-03-29T00:59:59.999Z', '2026-03-28T01:30Z', '2026-03-29T01:00Z'],
    ['Europe/Berlin',       '02:30',   '2026-03-29T01:00:00.000Z', '2026-03-29T01:00Z', '2026-03-30T00:30Z'],
    ['Europe/Berlin',       '02:30',   '2026-03-30T00:30:00.000Z', '2026-03-30T00:30Z', '2026-03-31T00:30Z'],
    ['Europe/Berlin',       '02:30',   '2026-10-25T00:29:59.999Z', '2026-10-24T00:30Z', '2026-10-25T00:30Z'],
    ['Europe/Berlin',       '02:30',   '2026-10-25T00:30:00.000Z', '2026-10-25T00:30Z', '2026-10-26T01:30Z'],
    ['Europe/Berlin',       '02:30',   '2026-10-25T01:30:00.000Z', '2026-10-25T00:30Z', '2026-10-26T01:30Z'],
    ['Europe/Berlin',       'weekly',  '2026-03-29T21:59:59.999Z', '2026-03-22T23:00Z', '2026-03-29T22:00Z'],
    ['Europe/Berlin',       'weekly',  '2026-03-29T22:00:00.000Z', '2026-03-29T22:00Z', '2026-04-05T22:00Z'],
    ['Europe/Berlin',       'weekly',  '2026-10-25T22:59:59.999Z', '2026-10-18T22:00Z', '2026-10-25T23:00Z'],
    ['Europe/Berlin',       'monthly', '2026-03-31T21:59:59.999Z', '2026-02-28T23:00Z', '2026-03-31T22:00Z'],
    ['Europe/Berlin',       'monthly', '2026-10-31T22:59:59.999Z', '2026-09-30T22:00Z', '2026-10-31T23:00Z'],

    // New York: 02:00 becomes 03:00 on 8 March, 02:00 becomes 01:00 on 1 November 2026.
    ['America/New_York',    '02:00',   '2026-03-08T06:59:59.999Z', '2026-03-07T07:00Z', '2026-03-08T07:00Z'],
    ['America/New_York',    '02:00',   '2026-03-08T07:00:00.000Z', '2026-03-08T07:00Z', '2026-03-09T06:00Z'],
    ['America/New_York',    '01:30',   '2026-11-01T05:30:00.000Z', '2026-11-01T05:30Z', '2026-11-02T06:30Z'],
    ['America/New_York',    '01:30',   '2026-11-01T06:30:00.000Z', '2026-11-01T05:30Z', '2026-11-02T06:30Z'],
    ['America/New_York',    'monthly', '2026-11-01T03:59:59.999Z', '2026-10-01T04:00Z', '2026-11-01T04:00Z'],
    ['America/New_York',    'monthly', '2026-11-01T04:00:00.000Z', '2026-11-01T04:00Z', '2026-12-01T05:00Z'],

    // São Paulo until 2019: midnight of 4 November 2018 was skipped, 18 February 2018 began after a second 23:00.
    ['America/Sao_Paulo',   '00:00',   '2018-11-04T02:59:59.999Z', '2018-11-03T03:00Z', '2018-11-04T03:00Z'],
    ['America/Sao_Paulo',   '00:00',   '2018-11-04T03:00:00.000Z', '2018-11-04T03:00Z', '2018-11-05T02:00Z'],
    ['America/Sao_Paulo',   '00:00',   '2018-02-18T02:30:00.000Z', '2018-02-17T02:00Z', '2018-02-18T03:00Z'],
    ['America/Sao_Paulo',   '23:30',   '2018-02-18T01:30:00.000Z', '2018-02-18T01:30Z', '2018-02-19T02:30Z'],
    ['America/Sao_Paulo',   '23:30',   '2018-02-18T02:30:00.000Z', '2018-02-18T01:30Z', '2018-02-19T02:30Z'],

    // Lord Howe moves by half an hour: 02:00 becomes 02:30 on 4 October 2026, 02:00 becomes 01:30 on 5 April.
    ['Australia/Lord_Howe', '02:15',   '2026-10-03T15:29:59.999Z', '2026-10-02T15:45Z', '2026-10-03T15:30Z'],
    ['Australia/Lord_Howe', '02:15',   '2026-10-03T15:30:00.000Z', '2026-10-03T15:30Z', '2026-10-04T15:15Z'],
    ['Australia/Lord_Howe', '01:45',   '2026-04-04T14:45:00.000Z', '2026-04-04T14:45Z', '2026-04-05T15:15Z'],
    ['Australia/Lord_Howe', '01:45',   '2026-04-04T15:15:00.000Z', '2026-04-04T14:45Z', '2026-04-05T15:15Z'],

    // St. John's until 2011: at 00:01 of 7 November 2010 clocks went back to 23:01 of the day before.
    ['America/St_Johns',    '00:00',   '2010-11-07T02:29:59.999Z', '2010-11-06T02:30Z', '2010-11-07T02:30Z'],
    ['America/St_Johns',    '00:00',   '2010-11-07T02:30:00.000Z', '2010-11-07T02:30Z', '2010-11-08T03:30Z'],
    ['America/St_Johns',    '00:00',   '2010-11-07T03:00:00.000Z', '2010-11-07T02:30Z', '2010-11-08T03:30Z'],

    // Apia skipped 30 December 2011, a Friday, between the 29th and the 31st.
    ['Pacific/Apia',        '00:00',   '2011-12-30T09:59:59.999Z', '2011-12-29T10:00Z', '2011-12-30T10:00Z'],
    ['Pacific/Apia',        '00:00',   '2011-12-30T10:00:00.000Z', '2011-12-30T10:00Z', '2011-12-31T10:00Z'],
    // The day that does not exist begins behind the gap, and ends when the 31st gets to noon.
    ['Pacific/Apia',        '12:00',   '2011-12-30T09:59:59.999Z', '2011-12-29T22:00Z', '2011-12-30T10:00Z'],
    ['Pacific/Apia',        '12:00',   '2011-12-30T10:00:00.000Z', '2011-12-30T10:00Z', '2011-12-30T22:00Z'],
    ['Pacific/Apia',        'weekly',  '2011-12-31T09:59:59.999Z', '2011-12-26T10:00Z', '2012-01-01T10:00Z'],
    ['Pacific/Apia',        'monthly', '2011-12-31T09:59:59.999Z', '2011-12-01T10:00Z', '2011-12-31T10:00Z'],

    // Casablanca sets its clocks back for Ramadan: 18 February to 22 March 2026.
    ['Africa/Casablanca',   '02:30',   '2026-02-15T01:30:00.000Z', '2026-02-15T01:30Z', '2026-02-16T02:30Z'],
    ['Africa/Casablanca',   '02:30',   '2026-02-15T02:30:00.000Z', '2026-02-15T01:30Z', '2026-02-16T02:30Z'],
    ['Africa/Casablanca',   '02:30',   '2026-03-22T01:59:59.999Z', '2026-03-21T02:30Z', '2026-03-22T02:00Z'],
    ['Africa/Casablanca',   '02:30',   '2026-03-22T02:00:00.000Z', '2026-03-22T02:00Z', '2026-03-23T01:30Z'],
  ])('%s, %s: %s is in %s to %s', (zone, window, moment, start, end) => {
    expect(calendarWindow(ruleOf(window), Date.parse(moment), zone)).toEqual({
      start: Date.parse(start),
      end: Date.parse(end),
    });
  });

  it('of the total, which has no end', () => {
    expect(calendarWindow({ window: 'total' }, Date.now(), 'Europe/Berlin')).toEqual({
      start: 0,
      end: undefined,
    });
  });
});

it.each(['Mars/Olympus', '', 'GMT+25'])('refuses %j as a time zone', (zone) => {
  expect(() => calendarWindow({ window: 'weekly' }, 0, zone)).toThrow(RangeError);
});
