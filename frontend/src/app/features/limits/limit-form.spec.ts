import { expect, it } from 'vitest';
import { changedFields } from '../../core/changed-fields';
import { NO_CALLER_LIMITS, toCallerLimitForm, toCallerLimits, type CallerLimitForm } from './limit-form';

const STORED = {
  rpmLimit: 60,
  limit5hUsd: '5',
  limit5hResetMode: 'fixed',
  limitDailyUsd: null,
  dailyResetMode: 'fixed',
  dailyResetTime: '08:30',
  limitWeeklyUsd: '0',
  limitMonthlyUsd: '99.999999',
  limitTotalUsd: null,
  limitConcurrentSessions: 0,
} as const;

it('shows stored limits, and 0 as none', () => {
  expect(toCallerLimitForm(STORED)).toEqual({
    rpmLimit: 60,
    limit5hUsd: '5',
    limit5hResetMode: 'fixed',
    limitDailyUsd: '',
    dailyResetMode: 'fixed',
    dailyResetTime: '08:30',
    limitWeeklyUsd: '',
    limitMonthlyUsd: '99.999999',
    limitTotalUsd: '',
    limitConcurrentSessions: null,
  });
});

it.each<[string, Partial<CallerLimitForm>, object]>([
  ['nothing', {}, {}],
  ['an amount', { limitDailyUsd: ' 2.5 ' }, { limitDailyUsd: '2.5' }],
  ['an emptied amount', { limit5hUsd: '' }, { limit5hUsd: null }],
  ['0 for none', { rpmLimit: 0, limit5hUsd: '0.00' }, { rpmLimit: null, limit5hUsd: null }],
  ['another time', { dailyResetTime: ' 09:00 ' }, { dailyResetTime: '09:00' }],
  [
    'a rolling day, whatever its hidden time',
    { dailyResetMode: 'rolling', dailyResetTime: '8' },
    { dailyResetMode: 'rolling', dailyResetTime: '00:00' },
  ],
])('sends what was changed: %s', (_name, part, expected) => {
  const form = toCallerLimitForm(STORED);
  expect(changedFields(toCallerLimits(form), toCallerLimits({ ...form, ...part }))).toEqual(expected);
});

it('has the defaults of the API for new subjects', () => {
  expect(toCallerLimits(NO_CALLER_LIMITS)).toEqual({
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
  });
});
