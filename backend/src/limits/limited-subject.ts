import type { LimitSubject } from '@cch/contracts/limit-kinds';
import { compileLimits, isUnlimited, type LimitFields, type Limits } from '@cch/domain/limits/limits';
import type { WindowRule } from '@cch/domain/limits/spend-window';

/** Whoever has limits, ready for the hot path. */
export interface LimitedSubject {
  readonly kind: LimitSubject;
  readonly id: number;
  /** How its counters are called in Redis. */
  readonly name: string;
  readonly limits: Limits;
  /** Milliseconds since 1970; spend of before counts no more. 0 when it was never reset. */
  readonly resetAt: number;
  /** Names the windows that are counted, apart from the time zone; empty when no money is limited. */
  readonly windows: string;
}

/**
 * Undefined for a subject without limits.
 *
 * @param resetAt the latest of the resets that hold for it
 */
export function limitedSubject(
  kind: LimitSubject,
  id: number,
  fields: LimitFields,
  resetAt: Date | null | undefined,
): LimitedSubject | undefined {
  const limits = compileLimits(fields);
  if (isUnlimited(limits)) return undefined;
  const since = resetAt?.getTime() ?? 0;
  const windows = limits.spend.map(({ rule }) => ruleText(rule));
  return {
    kind,
    id,
    name: subjectName(kind, id),
    limits,
    resetAt: since,
    windows: windows.length === 0 ? '' : [since, ...windows].join(' '),
  };
}

export function subjectName(kind: LimitSubject, id: number): string {
  return `${kind.charAt(0)}${id}`;
}

function ruleText(rule: WindowRule): string {
  const mode = 'mode' in rule ? `:${rule.mode}` : '';
  return `${rule.window}${mode}${'resetMinute' in rule ? `:${rule.resetMinute}` : ''}`;
}
