import type { ExhaustionReason, FailureVerdict } from '@cch/contracts/decision-codes';
import { backoffMs, CROWDED, HICCUP } from './backoff';

export interface FailoverLimits {
  /** Changes to another provider within one request. */
  readonly maxSwitches: number;
  /** Milliseconds after the beginning in which an attempt may still start. */
  readonly deadlineMs: number;
}

/** What to do after a failed attempt, or when nobody can be chosen. */
export type Step =
  | { readonly kind: 'return' }
  | { readonly kind: 'again'; readonly providerId: number; readonly waitMs: number }
  | { readonly kind: 'select' }
  | { readonly kind: 'give_up'; readonly reason: ExhaustionReason };

/** A provider that may be asked again from a moment on. */
export interface Rest {
  readonly providerId: number;
  readonly until: number;
}

/** Longer rests are the client's to wait out: it is told to come back. */
const LONGEST_WAIT_MS = 10_000;

interface Trace {
  attempts: number;
  /** From when on it may be asked again, should there be nobody else; undefined when never. */
  readyAt: number | undefined;
}

/**
 * The course of one request over its providers: which were tried, how often, and what comes next. It does nothing itself
 * and knows no clock: moments are milliseconds that the caller passes in.
 */
export class Failover {
  private readonly traces = new Map<number, Trace>();

  constructor(
    private readonly limits: FailoverLimits,
    private readonly startedAt: number,
  ) {}

  /** Whether the provider has failed in this request and is not to be chosen for it. */
  hasFailed(providerId: number): boolean {
    return this.traces.has(providerId);
  }

  /** The provider that an attempt failed at comes with the number of attempts it may have, first one included. */
  afterFailure(
    failed: { readonly providerId: number; readonly maxAttempts: number },
    verdict: FailureVerdict,
    now: number,
    random: () => number,
  ): Step {
    if (verdict.next === 'return') return { kind: 'return' };
    const { providerId } = failed;
    const attempts = (this.traces.get(providerId)?.attempts ?? 0) + 1;
    const mayRepeat = attempts < failed.maxAttempts;
    const readyAt =
      mayRepeat && verdict.next === 'other_first'
        ? now + (verdict.retryAfterMs ?? backoffMs(CROWDED, attempts, random))
        : undefined;
    this.traces.set(providerId, { attempts, readyAt });
    if (!mayRepeat || verdict.next !== 'same') return this.next(now);
    const waitMs = backoffMs(HICCUP, attempts, random);
    return this.isLate(now + waitMs) ? LATE : { kind: 'again', providerId, waitMs };
  }

  /**
   * There is nobody left to choose.
   *
   * @param resting providers that could serve the request and only rest at the moment
   */
  whenNobodyIsLeft(resting: readonly Rest[], now: number): Step {
    return this.waitFor(this.hasSwitchesLeft() ? resting : [], 'candidates', now);
  }

  private next(now: number): Step {
    if (this.isLate(now)) return LATE;
    return this.hasSwitchesLeft() ? { kind: 'select' } : this.waitFor([], 'switches', now);
  }

  private waitFor(resting: readonly Rest[], otherwise: ExhaustionReason, now: number): Step {
    const failed = [...this.traces].flatMap(([providerId, { readyAt }]) =>
      readyAt === undefined ? [] : [{ providerId, until: readyAt }],
    );
    const [soonest] = [...failed, ...resting].toSorted((a, b) => a.until - b.until);
    const waitMs = Math.max(0, (soonest?.until ?? 0) - now);
    if (!soonest || waitMs > LONGEST_WAIT_MS) return { kind: 'give_up', reason: otherwise };
    if (this.isLate(now + waitMs)) return LATE;
    return { kind: 'again', providerId: soonest.providerId, waitMs };
  }

  // The first provider is no switch; every other one that was tried is.
  private hasSwitchesLeft(): boolean {
    return this.traces.size <= this.limits.maxSwitches;
  }

  private isLate(at: number): boolean {
    return at - this.startedAt > this.limits.deadlineMs;
  }
}

const LATE: Step = { kind: 'give_up', reason: 'deadline' };
