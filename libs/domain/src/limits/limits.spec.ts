import { describe, expect, it } from 'vitest';
import { compileLimits, isUnlimited, type LimitFields, windowsOf } from './limits';

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
const ALL: LimitFields = {
  rpmLimit: 60,
  limit5hUsd: '5',
  limit5hResetMode: 'fixed',
  limitDailyUsd: '10.5',
  dailyResetMode: 'rolling',
  dailyResetTime: '06:30',
  limitWeeklyUsd: '20',
  limitMonthlyUsd: '50.000001',
  limitTotalUsd: '10000000',
  limitConcurrentSessions: 3,
};

describe('compileLimits', () => {
  it('has them all, the shortest window first', () => {
    expect(compileLimits(ALL)).toEqual({
      rpm: 60,
      concurrentSessions: 3,
      spend: [
        { rule: { window: '5h', mode: 'fixed' }, micros: 5_000_000 },
        { rule: { window: 'daily', mode: 'rolling', resetMinute: 390 }, micros: 10_500_000 },
        { rule: { window: 'weekly' }, micros: 20_000_000 },
        { rule: { window: 'monthly' }, micros: 50_000_001 },
        { rule: { window: 'total' }, micros: 10_000_000_000_000 },
      ],
    });
  });

  it.each<[string, Partial<LimitFields>]>([
    ['null', {}],
    ['a field that a provider does not have', { rpmLimit: undefined }],
    [
      '0',
      {
        rpmLimit: 0,
        limitConcurrentSessions: 0,
        limit5hUsd: '0',
        limitDailyUsd: '0.00',
        limitWeeklyUsd: '0',
        limitMonthlyUsd: '0',
        limitTotalUsd: '0.000000',
      },
    ],
    // Nothing writes these, but a limit that makes no sense must not refuse everybody.
    ['a negative amount', { limitTotalUsd: '-1' }],
    ['no number', { limitTotalUsd: 'NaN' }],
  ])('%s means none', (_, fields) => {
    const limits = compileLimits({ ...NONE, ...fields });
    expect(limits).toEqual({ rpm: undefined, concurrentSessions: undefined, spend: [] });
    expect(isUnlimited(limits)).toBe(true);
  });

  it.each<[string, Partial<LimitFields>]>([
    ['requests', { rpmLimit: 1 }],
    ['sessions', { limitConcurrentSessions: 1 }],
    ['money', { limitMonthlyUsd: '0.000001' }],
  ])('is not unlimited with %s', (_, fields) => {
    expect(isUnlimited(compileLimits({ ...NONE, ...fields }))).toBe(false);
  });
});

describe('windowsOf', () => {
  it('names every window, limited or not', () => {
    expect(windowsOf({ ...NONE, limitWeeklyUsd: '7' })).toEqual([
      [{ window: '5h', mode: 'rolling' }, null],
      [{ window: 'daily', mode: 'fixed', resetMinute: 0 }, null],
      [{ window: 'weekly' }, '7'],
      [{ window: 'monthly' }, null],
      [{ window: 'total' }, null],
    ]);
  });

  it.each([
    ['00:00', 0],
    ['23:59', 1439],
    ['24:00', 0],
    ['noon', 0],
  ])('a day that begins at %s begins at minute %i', (dailyResetTime, resetMinute) => {
    const daily = windowsOf({ ...NONE, dailyResetTime })[1];
    expect(daily).toMatchObject([{ window: 'daily', resetMinute }, null]);
  });
});
