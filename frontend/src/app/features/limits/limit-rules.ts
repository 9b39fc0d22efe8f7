import { validate, type SchemaPath } from '@angular/forms/signals';
import { FIELD_RANGES } from '@cch/contracts/field-ranges';
import type { ResetMode } from '@cch/contracts/limit-kinds';
import { optionalDecimalRule, optionalNumberRule } from '../../core/form-rules';

const USD_DECIMALS = 6;
const CLOCK_TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** The fields of a form that `SpendLimitForm` describes. */
export interface SpendLimitPaths {
  readonly limit5hUsd: SchemaPath<string>;
  readonly limitDailyUsd: SchemaPath<string>;
  readonly dailyResetMode: SchemaPath<ResetMode>;
  readonly dailyResetTime: SchemaPath<string>;
  readonly limitWeeklyUsd: SchemaPath<string>;
  readonly limitMonthlyUsd: SchemaPath<string>;
  readonly limitTotalUsd: SchemaPath<string>;
  readonly limitConcurrentSessions: SchemaPath<number | null>;
}

export interface CallerLimitPaths extends SpendLimitPaths {
  readonly rpmLimit: SchemaPath<number | null>;
}

/** The checks of the API, as typed. */
export function spendLimitRules(path: SpendLimitPaths): void {
  optionalDecimalRule(path.limit5hUsd, FIELD_RANGES.limit5hUsd, USD_DECIMALS);
  optionalDecimalRule(path.limitDailyUsd, FIELD_RANGES.limitDailyUsd, USD_DECIMALS);
  optionalDecimalRule(path.limitWeeklyUsd, FIELD_RANGES.limitWeeklyUsd, USD_DECIMALS);
  optionalDecimalRule(path.limitMonthlyUsd, FIELD_RANGES.limitMonthlyUsd, USD_DECIMALS);
  optionalDecimalRule(path.limitTotalUsd, FIELD_RANGES.limitTotalUsd, USD_DECIMALS);
  optionalNumberRule(path.limitConcurrentSessions, FIELD_RANGES.limitConcurrentSessions);
  validate(path.dailyResetTime, ({ value, valueOf }) => {
    if (valueOf(path.dailyResetMode) === 'rolling') return undefined;
    return CLOCK_TIME.test(value().trim()) ? undefined : { kind: 'bad_time' };
  });
}

export function callerLimitRules(path: CallerLimitPaths): void {
  spendLimitRules(path);
  optionalNumberRule(path.rpmLimit, FIELD_RANGES.rpmLimit);
}
