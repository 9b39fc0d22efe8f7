import type { LimitKind } from '@cch/contracts/limit-kinds';
import { microsText } from '../money/micro-usd';
import { isSpent, type LimitState } from './limit-state';

// Both spellings are in use: `x-ratelimit-*` by most gateways, `x-rate-limit-*` by the product's own FAQ.
const SPELLINGS = ['x-ratelimit', 'x-rate-limit'] as const;

/** A limit that never comes back by itself is worth another look tomorrow. */
const DAY_MS = 86_400_000;
/** Requests under way end at any time. */
const SOON_MS = 1000;

/** Money is in USD, `reset` in Unix seconds, `type` names the limit and `scope` whose it is. */
export function limitHeaders(state: LimitState): Readonly<Record<string, string>> {
  const { subject, kind, limit, used, held, resetAt } = state;
  const remaining = Math.max(0, limit - used - held);
  const values = [
    ['limit', amountText(kind, limit)],
    ['remaining', amountText(kind, remaining)],
    ...(resetAt === undefined ? [] : [['reset', String(Math.ceil(resetAt / 1000))]]),
    ['type', kind],
    ['scope', subject],
  ] as const;
  return Object.fromEntries(
    SPELLINGS.flatMap((prefix) => values.map(([name, value]) => [`${prefix}-${name}`, value])),
  );
}

/** Milliseconds after which another try makes sense. */
export function retryAfterMs(state: LimitState, now: number): number {
  if (isMoney(state.kind) && !isSpent(state)) return SOON_MS;
  return state.resetAt === undefined ? DAY_MS : Math.max(SOON_MS, state.resetAt - now);
}

export function isMoney(kind: LimitKind): boolean {
  return kind !== 'rpm' && kind !== 'concurrent_sessions';
}

/** A limit's numbers as people read them: USD, or a plain count. */
export function amountText(kind: LimitKind, amount: number): string {
  return isMoney(kind) ? microsText(amount) : String(amount);
}
