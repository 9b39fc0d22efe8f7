import type { ProviderView, UserView } from '@cch/api-client/models';
import type { ResetMode } from '@cch/contracts/limit-kinds';

/** Limits of money and sessions as a form has them. Amounts are USD as typed; an empty one is no limit. */
export interface SpendLimitForm {
  readonly limit5hUsd: string;
  readonly limit5hResetMode: ResetMode;
  readonly limitDailyUsd: string;
  readonly dailyResetMode: ResetMode;
  /** `HH:mm` */
  readonly dailyResetTime: string;
  readonly limitWeeklyUsd: string;
  readonly limitMonthlyUsd: string;
  readonly limitTotalUsd: string;
  readonly limitConcurrentSessions: number | null;
}

export interface CallerLimitForm extends SpendLimitForm {
  readonly rpmLimit: number | null;
}

type SpendLimits = Pick<ProviderView, keyof SpendLimitForm>;
type CallerLimits = Pick<UserView, keyof CallerLimitForm>;

export const NO_SPEND_LIMITS: SpendLimitForm = {
  limit5hUsd: '',
  limit5hResetMode: 'rolling',
  limitDailyUsd: '',
  dailyResetMode: 'fixed',
  dailyResetTime: '00:00',
  limitWeeklyUsd: '',
  limitMonthlyUsd: '',
  limitTotalUsd: '',
  limitConcurrentSessions: null,
};

export const NO_CALLER_LIMITS: CallerLimitForm = { ...NO_SPEND_LIMITS, rpmLimit: null };

export function toSpendLimitForm(stored: SpendLimits): SpendLimitForm {
  return {
    limit5hUsd: textOf(stored.limit5hUsd),
    limit5hResetMode: stored.limit5hResetMode,
    limitDailyUsd: textOf(stored.limitDailyUsd),
    dailyResetMode: stored.dailyResetMode,
    dailyResetTime: stored.dailyResetTime,
    limitWeeklyUsd: textOf(stored.limitWeeklyUsd),
    limitMonthlyUsd: textOf(stored.limitMonthlyUsd),
    limitTotalUsd: textOf(stored.limitTotalUsd),
    limitConcurrentSessions: stored.limitConcurrentSessions || null,
  };
}

export function toCallerLimitForm(stored: CallerLimits): CallerLimitForm {
  return { ...toSpendLimitForm(stored), rpmLimit: stored.rpmLimit || null };
}

export function toSpendLimits(form: SpendLimitForm): SpendLimits {
  return {
    limit5hUsd: amountOf(form.limit5hUsd),
    limit5hResetMode: form.limit5hResetMode,
    limitDailyUsd: amountOf(form.limitDailyUsd),
    dailyResetMode: form.dailyResetMode,
    // A rolling day has no time; what is left in the hidden field must not stop the save.
    dailyResetTime: form.dailyResetMode === 'fixed' ? form.dailyResetTime.trim() : '00:00',
    limitWeeklyUsd: amountOf(form.limitWeeklyUsd),
    limitMonthlyUsd: amountOf(form.limitMonthlyUsd),
    limitTotalUsd: amountOf(form.limitTotalUsd),
    limitConcurrentSessions: form.limitConcurrentSessions || null,
  };
}

export function toCallerLimits(form: CallerLimitForm): CallerLimits {
  return { ...toSpendLimits(form), rpmLimit: form.rpmLimit || null };
}

// Stored as 0, a limit is none.
function textOf(stored: string | null): string {
  return stored === null || Number(stored) === 0 ? '' : stored;
}

function amountOf(typed: string): string | null {
  const text = typed.trim();
  return Number(text) === 0 ? null : text;
}
