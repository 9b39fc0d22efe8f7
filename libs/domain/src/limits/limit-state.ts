import { LIMIT_KIND_OF, type LimitKind, type LimitSubject } from '@cch/contracts/limit-kinds';
import type { Limits } from './limits';

/** How much of one limit is used. Counts are requests or sessions, money is whole millionths of a dollar. */
export interface LimitState {
  readonly subject: LimitSubject;
  readonly kind: LimitKind;
  readonly limit: number;
  readonly used: number;
  /** Reserved for requests under way; 0 for counts, which have theirs in `used`. */
  readonly held: number;
  /** Milliseconds since 1970: when some, or with a fixed window all, of it is free again. */
  readonly resetAt: number | undefined;
}

/** What the counters of one subject say, in the order of its limits. */
export interface SubjectReading {
  /** Requests of the last 60 seconds, and when some of them, or all, no longer count. */
  readonly requests: number;
  readonly requestsResetAt: number;
  /** Sessions other than the one that asks, and when the one that is idle for longest no longer counts. */
  readonly otherSessions: number;
  readonly sessionsResetAt: number;
  readonly held: number;
  readonly spend: readonly { readonly used: number; readonly resetAt: number | undefined }[];
}

export function limitStates(
  subject: LimitSubject,
  limits: Limits,
  reading: SubjectReading,
): readonly LimitState[] {
  const states: LimitState[] = limits.spend.map(({ rule, micros }, index) => ({
    subject,
    kind: LIMIT_KIND_OF[rule.window],
    limit: micros,
    used: reading.spend[index]?.used ?? 0,
    held: reading.held,
    resetAt: reading.spend[index]?.resetAt,
  }));
  const count = (kind: LimitKind, limit: number | undefined, used: number, resetAt: number) => {
    if (limit !== undefined) {
      states.push({ subject, kind, limit, used, held: 0, resetAt: used > 0 ? resetAt : undefined });
    }
  };
  count('rpm', limits.rpm, reading.requests, reading.requestsResetAt);
  count('concurrent_sessions', limits.concurrentSessions, reading.otherSessions, reading.sessionsResetAt);
  return states;
}

/** Whether one more request, or session, is over the limit. The request's own estimate does not count against it. */
export function isReached({ limit, used, held }: LimitState): boolean {
  return used + held >= limit;
}

/** Whether the limit is reached by what was spent alone, so that waiting for requests under way will not help. */
export function isSpent({ kind, limit, used }: LimitState): boolean {
  return kind !== 'rpm' && kind !== 'concurrent_sessions' && used >= limit;
}

const ORDER: readonly LimitKind[] = [
  'spend_total',
  'concurrent_sessions',
  'rpm',
  'spend_5h',
  'spend_daily',
  'spend_weekly',
  'spend_monthly',
];

/**
 * The limit that the client is told of: what lasts longest first, and a key's before its user's. Those that are used up come
 * before those that only wait for requests under way.
 */
export function reachedLimit(states: readonly LimitState[]): LimitState | undefined {
  const reached = states.filter(isReached);
  const candidates = reached.some(isSpent) ? reached.filter(isSpent) : reached;
  return candidates.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))[0];
}

/** The limit of which the least is left, by share. */
export function tightestLimit(states: readonly LimitState[]): LimitState | undefined {
  let tightest: LimitState | undefined;
  for (const state of states) {
    if (!tightest || shareLeft(state) < shareLeft(tightest)) tightest = state;
  }
  return tightest;
}

function shareLeft({ limit, used, held }: LimitState): number {
  return (limit - used - held) / limit;
}
