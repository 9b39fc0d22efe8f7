import type { CallerLimitsView, SpendLimitsView } from '../../src/limits/limits.dto';

/** What the API shows of a provider without limits. */
export const NO_SPEND_LIMITS: SpendLimitsView = {
  limit5hUsd: null,
  limit5hResetMode: 'rolling',
  limitDailyUsd: null,
  dailyResetMode: 'fixed',
  dailyResetTime: '00:00',
  limitWeeklyUsd: null,
  limitMonthlyUsd: null,
  limitTotalUsd: null,
  limitConcurrentSessions: null,
  limitsResetAt: null,
};

/** What the API shows of a user or a key without limits. */
export const NO_CALLER_LIMITS: CallerLimitsView = { ...NO_SPEND_LIMITS, rpmLimit: null };
