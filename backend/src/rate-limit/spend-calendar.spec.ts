import type { LimitFields } from '@cch/domain/limits/limits';
import type { WindowRule } from '@cch/domain/limits/spend-window';
import { describe, expect, it } from 'vitest';
import { limitedSubject, type LimitedSubject } from '../limits/limited-subject';
import { SETTINGS } from '../settings/setting-definitions';
import type { SettingsStore } from '../settings/settings-store';
import { SpendCalendar } from './spend-calendar';

const NONE: LimitFields = {
  rpmLimit: null,
  limit5hUsd: null,
  limit5hResetMode: 'rolling',
  limitDailyUsd: null,
  dailyResetMode: 'fixed',
  dailyResetTime: '00:00',
  limitWeeklyUsd: null,
  limitMonthlyUsd: null,
  limitTotalUsd: null,
  limitConcurrentSessions: null,
};
const DAILY = { ...NONE, limitDailyUsd: '1' };
const time = (text: string) => Date.parse(text);
const NOW = time('2026-11-25T12:00:30Z'); // a Wednesday

function limited(fields: LimitFields, resetAt?: string): LimitedSubject {
  const subject = limitedSubject('key', 1, fields, resetAt === undefined ? undefined : new Date(resetAt));
  if (!subject) throw new Error('it has no limits');
  return subject;
}

/** The hub's settings as far as calendars look at them. */
class Zone {
  constructor(public timeZone: string) {}

  current() {
    const environment = { TZ: 'UTC' };
    return {
      timeZone: this.timeZone,
      billedModel: SETTINGS.billedModel.fallback(environment),
      unpricedModels: SETTINGS.unpricedModels.fallback(environment),
      estimatedOutputTokens: SETTINGS.estimatedOutputTokens.fallback(environment),
      limitOutage: SETTINGS.limitOutage.fallback(environment),
    };
  }
}

function calendarIn(timeZone: string): { readonly calendar: SpendCalendar; readonly zone: Zone } {
  const zone = new Zone(timeZone);
  // The store reads a database; a calendar only ever asks it for what is in force.
  return { calendar: new SpendCalendar(zone as unknown as SettingsStore), zone };
}

describe('windowsAt', () => {
  const ALL: LimitFields = {
    ...NONE,
    limit5hUsd: '1',
    limitDailyUsd: '2',
    limitWeeklyUsd: '3',
    limitMonthlyUsd: '4',
    limitTotalUsd: '5',
  };

  it('tells the scripts where each window begins, or how it moves', () => {
    const { calendar } = calendarIn('UTC');
    expect(calendar.windowsAt(limited(ALL), NOW)).toEqual([
      ['5h', 'r', 300],
      ['daily', 'c', time('2026-11-25T00:00Z')],
      ['weekly', 'c', time('2026-11-23T00:00Z')],
      ['monthly', 'c', time('2026-11-01T00:00Z')],
      ['total', 'c', 0],
    ]);
  });

  it('of the other modes', () => {
    const { calendar } = calendarIn('UTC');
    const fields: LimitFields = { ...ALL, limit5hResetMode: 'fixed', dailyResetMode: 'rolling' };
    expect(calendar.windowsAt(limited(fields), NOW).slice(0, 2)).toEqual([
      ['5h', 'f', 18_000_000],
      ['daily', 'r', 1440],
    ]);
  });

  it('lets none reach back behind a reset', () => {
    const { calendar } = calendarIn('UTC');
    const resetAt = '2026-11-24T15:00:00Z';
    expect(
      calendar
        .windowsAt(limited(ALL, resetAt), NOW)
        .slice(1)
        .map(([, , start]) => start),
    ).toEqual([
      time('2026-11-25T00:00Z'), // began later anyway
      time(resetAt),
      time(resetAt),
      time(resetAt),
    ]);
  });
});

describe('a day', () => {
  const startOf = (calendar: SpendCalendar, subject: LimitedSubject, at: string) =>
    new Date(calendar.windowsAt(subject, time(at))[0]?.[2] ?? 0).toISOString();

  it('ends at its last millisecond and not before, also when it is remembered', () => {
    const { calendar } = calendarIn('Asia/Shanghai');
    const subject = limited({ ...DAILY, dailyResetTime: '06:30' });
    expect(startOf(calendar, subject, '2026-11-24T22:30:00Z')).toBe('2026-11-24T22:30:00.000Z');
    expect(startOf(calendar, subject, '2026-11-25T22:29:59.999Z')).toBe('2026-11-24T22:30:00.000Z');
    expect(startOf(calendar, subject, '2026-11-25T22:30:00Z')).toBe('2026-11-25T22:30:00.000Z');
  });

  it('is found again when the clock moves backwards', () => {
    const { calendar } = calendarIn('UTC');
    const subject = limited(DAILY);
    expect(startOf(calendar, subject, '2026-11-25T00:00:00Z')).toBe('2026-11-25T00:00:00.000Z');
    expect(startOf(calendar, subject, '2026-11-24T23:59:59.999Z')).toBe('2026-11-24T00:00:00.000Z');
    expect(startOf(calendar, subject, '2026-11-25T00:00:00Z')).toBe('2026-11-25T00:00:00.000Z');
  });

  it('of one subject does not begin when that of another one does', () => {
    const { calendar } = calendarIn('UTC');
    const at = '2026-11-25T12:00:00Z';
    const starts = ['00:00', '06:30', '18:00', '00:00'].map((dailyResetTime) =>
      startOf(calendar, limited({ ...DAILY, dailyResetTime }), at),
    );
    expect(starts).toEqual([
      '2026-11-25T00:00:00.000Z',
      '2026-11-25T06:30:00.000Z',
      '2026-11-24T18:00:00.000Z',
      '2026-11-25T00:00:00.000Z',
    ]);
  });

  it('begins elsewhere as soon as the hub has another time zone', () => {
    const { calendar, zone } = calendarIn('UTC');
    const subject = limited(DAILY);
    expect(startOf(calendar, subject, '2026-11-25T12:00:00Z')).toBe('2026-11-25T00:00:00.000Z');
    zone.timeZone = 'America/New_York';
    expect(startOf(calendar, subject, '2026-11-25T12:00:00Z')).toBe('2026-11-25T05:00:00.000Z');
    zone.timeZone = 'UTC';
    expect(startOf(calendar, subject, '2026-11-25T12:00:00Z')).toBe('2026-11-25T00:00:00.000Z');
  });

  it('of 23 hours ends an hour sooner', () => {
    const { calendar } = calendarIn('Europe/Berlin');
    const subject = limited(DAILY);
    expect(startOf(calendar, subject, '2026-03-29T21:59:59.999Z')).toBe('2026-03-28T23:00:00.000Z');
    expect(startOf(calendar, subject, '2026-03-29T22:00:00Z')).toBe('2026-03-29T22:00:00.000Z');
  });
});

describe('resetOf', () => {
  const { calendar } = calendarIn('UTC');
  const minute = Math.floor(NOW / 60_000);

  it.each<[string, WindowRule, number, number | undefined]>([
    [
      'a day: the next one',
      { window: 'daily', mode: 'fixed', resetMinute: 750 },
      0,
      time('2026-11-25T12:30Z'),
    ],
    ['a week: Monday', { window: 'weekly' }, 0, time('2026-11-30T00:00Z')],
    ['a month: the first', { window: 'monthly' }, 0, time('2026-12-01T00:00Z')],
    ['a total: never', { window: 'total' }, 0, undefined],
    [
      'rolling hours: when the oldest minute leaves',
      { window: '5h', mode: 'rolling' },
      minute - 200,
      (minute + 100) * 60_000,
    ],
    ['a rolling day', { window: 'daily', mode: 'rolling', resetMinute: 0 }, minute, (minute + 1440) * 60_000],
    ['fixed hours: from the first use on', { window: '5h', mode: 'fixed' }, NOW - 1000, NOW + 17_999_000],
    ['fixed hours that nobody has begun', { window: '5h', mode: 'fixed' }, 0, NOW + 18_000_000],
    ['rolling hours of which nothing is known', { window: '5h', mode: 'rolling' }, 0, NOW + 18_000_000],
  ])('%s', (_, rule, since, expected) => {
    expect(calendar.resetOf(rule, since, NOW)).toBe(expected);
  });
});

describe('signatureOf', () => {
  it('is empty where no money is limited', () => {
    expect(calendarIn('UTC').calendar.signatureOf(limited({ ...NONE, rpmLimit: 5 }))).toBe('');
  });

  const signature = (
    fields: LimitFields,
    { timeZone = 'UTC', resetAt = undefined as string | undefined } = {},
  ) => calendarIn(timeZone).calendar.signatureOf(limited(fields, resetAt));

  it.each<[string, string]>([
    ['the time zone', signature(DAILY, { timeZone: 'Asia/Tokyo' })],
    ['a reset', signature(DAILY, { resetAt: '2026-11-25T00:00Z' })],
    ['another reset', signature(DAILY, { resetAt: '2026-11-25T00:00:00.001Z' })],
    ['the mode', signature({ ...DAILY, dailyResetMode: 'rolling' })],
    ['the time of day', signature({ ...DAILY, dailyResetTime: '00:01' })],
    ['another window', signature({ ...DAILY, limitTotalUsd: '1' })],
    ['another window instead', signature({ ...NONE, limitTotalUsd: '1' })],
  ])('changes with %s', (_, changed) => {
    expect(changed).not.toBe(signature(DAILY));
  });

  it.each<[string, LimitFields]>([
    ['the amount', { ...DAILY, limitDailyUsd: '2' }],
    ['limits that are no money', { ...DAILY, rpmLimit: 3, limitConcurrentSessions: 3 }],
    ['the mode of a window without a limit', { ...DAILY, limit5hResetMode: 'fixed' }],
  ])('does not change with %s', (_, fields) => {
    expect(signature(fields)).toBe(signature(DAILY));
  });
});
