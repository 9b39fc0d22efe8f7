import type { ResetMode } from '@cch/contracts/limit-kinds';
import { limitMicros } from '../money/micro-usd';
import { parseClockTime } from '../schedule/active-hours';
import type { WindowRule } from './spend-window';

/** Limits as an administrator writes them; null and 0 mean none. Money is USD as decimal strings. */
export interface LimitFields {
  /** Requests in 60 seconds. */
  readonly rpmLimit?: number | null;
  readonly limit5hUsd: string | null;
  readonly limit5hResetMode: ResetMode;
  readonly limitDailyUsd: string | null;
  readonly dailyResetMode: ResetMode;
  /** HH:mm in the hub's time zone. */
  readonly dailyResetTime: string;
  readonly limitWeeklyUsd: string | null;
  readonly limitMonthlyUsd: string | null;
  readonly limitTotalUsd: string | null;
  readonly limitConcurrentSessions: number | null;
}

export interface SpendLimit {
  readonly rule: WindowRule;
  /** Millionths of a dollar. */
  readonly micros: number;
}

/** The limits that there are. */
export interface Limits {
  readonly rpm: number | undefined;
  readonly concurrentSessions: number | undefined;
  readonly spend: readonly SpendLimit[];
}

export function compileLimits(fields: LimitFields): Limits {
  const spend = windowsOf(fields).flatMap(([rule, usd]) => {
    const micros = limitMicros(usd);
    return micros === undefined ? [] : [{ rule, micros }];
  });
  return {
    rpm: fields.rpmLimit || undefined, // 0 means none
    concurrentSessions: fields.limitConcurrentSessions || undefined,
    spend,
  };
}

/** Whether nothing of a request has to be counted. */
export function isUnlimited({ rpm, concurrentSessions, spend }: Limits): boolean {
  return rpm === undefined && concurrentSessions === undefined && spend.length === 0;
}

/** The windows of a subject, limited or not. */
export function windowsOf(fields: LimitFields): readonly (readonly [WindowRule, string | null])[] {
  const resetMinute = parseClockTime(fields.dailyResetTime) ?? 0;
  return [
    [{ window: '5h', mode: fields.limit5hResetMode }, fields.limit5hUsd],
    [{ window: 'daily', mode: fields.dailyResetMode, resetMinute }, fields.limitDailyUsd],
    [{ window: 'weekly' }, fields.limitWeeklyUsd],
    [{ window: 'monthly' }, fields.limitMonthlyUsd],
    [{ window: 'total' }, fields.limitTotalUsd],
  ];
}
