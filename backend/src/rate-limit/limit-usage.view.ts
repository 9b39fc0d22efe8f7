import type { LimitKind, LimitSubject } from '@cch/contracts/limit-kinds';
import { formatDecimal, parseDecimal } from '@cch/domain/money/decimal';
import { microsText } from '@cch/domain/money/micro-usd';
import { COST_DECIMALS } from '@cch/domain/pricing/cost';
import { decimalText } from '../admin/view-values';
import type { LimitCounts } from './limit-counters';
import type { LimitStandingView, LimitUsageView } from './limit-usage.dto';
import type { LimitedRow } from './limited-rows';
import type { SpendStanding } from './spend-standings';

/** All that is known of a subject's limits. */
export interface LimitFacts {
  readonly subject: LimitSubject;
  readonly row: LimitedRow;
  readonly spend: readonly SpendStanding[];
  /** Undefined while nobody counts: Redis is away, or limits are switched off. */
  readonly counts: LimitCounts | undefined;
  readonly isEnforced: boolean;
  readonly onlyLimited: boolean;
}

/** Requests and sessions first, then money from the shortest window to the longest. */
export function limitUsageView(facts: LimitFacts): LimitUsageView {
  const { subject, row, spend, counts, isEnforced, onlyLimited } = facts;
  const { rpmLimit, limitConcurrentSessions } = row.fields;
  const sessions = countView('concurrent_sessions', limitConcurrentSessions, counts?.sessions);
  const counted =
    subject === 'provider' ? [sessions] : [countView('rpm', rpmLimit, counts?.requests), sessions];
  return {
    subject,
    id: row.id,
    isEnforced,
    limitsResetAt: momentText(row.resetAt || undefined),
    limits: [
      ...counted.filter(({ limit }) => !onlyLimited || limit !== null),
      ...spend.map((one) => spendView(one, counts?.held)),
    ],
  };
}

function countView(
  kind: LimitKind,
  limit: number | null | undefined,
  counted: number | undefined,
): LimitStandingView {
  const isKnown = Boolean(limit) && counted !== undefined;
  return {
    kind,
    limit: limit ? String(limit) : null, // 0 means none
    used: isKnown ? String(counted) : null,
    reserved: null,
    remaining: isKnown ? String(Math.max(0, (limit ?? 0) - counted)) : null,
    mode: kind === 'rpm' ? 'rolling' : null,
    windowStart: null,
    resetAt: null,
    resetsGradually: true,
  };
}

function spendView(spend: SpendStanding, held: number | undefined): LimitStandingView {
  const { kind, mode, limit, used, start, resetAt } = spend;
  return {
    kind,
    limit: limit === null ? null : decimalText(limit),
    used,
    reserved: held === undefined ? null : microsText(held),
    remaining: limit === null ? null : remainingUsd(limit, used, held ?? 0),
    mode,
    windowStart: momentText(start),
    resetAt: momentText(resetAt),
    resetsGradually: mode === 'rolling',
  };
}

/** @param held millionths of a dollar */
function remainingUsd(limit: string, used: string, held: number): string {
  const left = units(limit) - units(used) - units(microsText(held));
  return formatDecimal(left > 0n ? left : 0n, COST_DECIMALS);
}

function units(usd: string): bigint {
  return parseDecimal(usd, COST_DECIMALS) ?? 0n;
}

function momentText(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}
