import type { LimitFields } from '@cch/domain/limits/limits';

/** The limits of a user or a key as one JSON value of a query, for `LimitsJson`. */
export function limitsJson(alias: string): string {
  return `jsonb_build_object(
    'rpmLimit', ${alias}.rpm_limit,
    'limit5hUsd', ${alias}.limit_5h_usd::text,
    'limit5hResetMode', ${alias}.limit_5h_reset_mode,
    'limitDailyUsd', ${alias}.limit_daily_usd::text,
    'dailyResetMode', ${alias}.daily_reset_mode,
    'dailyResetTime', ${alias}.daily_reset_time,
    'limitWeeklyUsd', ${alias}.limit_weekly_usd::text,
    'limitMonthlyUsd', ${alias}.limit_monthly_usd::text,
    'limitTotalUsd', ${alias}.limit_total_usd::text,
    'limitConcurrentSessions', ${alias}.limit_concurrent_sessions
  )`;
}

export type LimitsJson = LimitFields;
