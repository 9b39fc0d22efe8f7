import { optionalTimeText, decimalText } from '../admin/view-values';
import type { CallerLimitedEntity, LimitedEntity } from './limited.entity';
import type { CallerLimitsView, SpendLimitsView } from './limits.dto';

export function spendLimitsView(limited: LimitedEntity): SpendLimitsView {
  return {
    limit5hUsd: optionalDecimal(limited.limit5hUsd),
    limit5hResetMode: limited.limit5hResetMode,
    limitDailyUsd: optionalDecimal(limited.limitDailyUsd),
    dailyResetMode: limited.dailyResetMode,
    dailyResetTime: limited.dailyResetTime,
    limitWeeklyUsd: optionalDecimal(limited.limitWeeklyUsd),
    limitMonthlyUsd: optionalDecimal(limited.limitMonthlyUsd),
    limitTotalUsd: optionalDecimal(limited.limitTotalUsd),
    limitConcurrentSessions: limited.limitConcurrentSessions,
    limitsResetAt: optionalTimeText(limited.limitsResetAt),
  };
}

export function callerLimitsView(limited: CallerLimitedEntity): CallerLimitsView {
  return { ...spendLimitsView(limited), rpmLimit: limited.rpmLimit };
}

function optionalDecimal(text: string | null): string | null {
  return text === null ? null : decimalText(text);
}
