import type { FailureVerdict } from '@cch/contracts/decision-codes';
import { describe, expect, it } from 'vitest';
import { classifyFailure } from './classify-failure';
import { Failover, type FailoverLimits } from './failover';

const LIMITS: FailoverLimits = { maxSwitches: 3, deadlineMs: 60_000 };
const half = () => 0.5;
const SERVER_ERROR = ofStatus(500);
const RATE_LIMITED = ofStatus(429);

function ofStatus(status: number, retryAfterMs?: number): FailureVerdict {
  const error = { type: '', message: '', retryAfterMs };
  return classifyFailure({ kind: 'status', status, error }, { networkErrorsTrip: false });
}

const provider = (providerId: number, maxAttempts = 2) => ({ providerId, maxAttempts });

describe('a request whose provider failed', () => {
  it('goes back to the caller when the caller is to blame', () => {
    expect(new Failover(LIMITS, 0).afterFailure(provider(1), ofStatus(400), 5, half)).toEqual({
      kind: 'return',
    });
  });

  it('tries the same one again after a moment, then another', () => {
    const failover = new Failover(LIMITS, 0);
    expect(failover.afterFailure(provider(1), SERVER_ERROR, 0, half)).toEqual({
      kind: 'again',
      providerId: 1,
      waitMs: 38,
    });
    expect(failover.afterFailure(provider(1), SERVER_ERROR, 100, half)).toEqual({ kind: 'select' });
    expect(failover.hasFailed(1)).toBe(true);
    expect(failover.hasFailed(2)).toBe(false);
  });

  it('makes as many attempts as the provider may have, each after a longer pause', () => {
    const failover = new Failover(LIMITS, 0);
    const steps = [1, 2, 3, 4].map(() => failover.afterFailure(provider(1, 4), SERVER_ERROR, 0, () => 0));
    expect(steps.map((step) => ('waitMs' in step ? step.waitMs : step.kind))).toEqual([
      25,
      50,
      100,
      'select',
    ]);
  });

  it('leaves at once where trying again is no use', () => {
    expect(new Failover(LIMITS, 0).afterFailure(provider(1, 5), ofStatus(401), 0, half)).toEqual({
      kind: 'select',
    });
  });

  it('asks others first when it was sent away, and the same one again when there is nobody', () => {
    const failover = new Failover(LIMITS, 0);
    expect(failover.afterFailure(provider(1), ofStatus(429, 2000), 1000, half)).toEqual({ kind: 'select' });
    expect(failover.whenNobodyIsLeft([], 1500)).toEqual({ kind: 'again', providerId: 1, waitMs: 1500 });
    expect(failover.afterFailure(provider(1), RATE_LIMITED, 3000, half)).toEqual({ kind: 'select' });
    expect(failover.whenNobodyIsLeft([], 3000)).toEqual({ kind: 'give_up', reason: 'candidates' });
  });

  it('does not sit out a long rest itself', () => {
    const failover = new Failover(LIMITS, 0);
    failover.afterFailure(provider(1), ofStatus(429, 30_000), 0, half);
    expect(failover.whenNobodyIsLeft([], 0)).toEqual({ kind: 'give_up', reason: 'candidates' });
  });

  it('waits for whoever is ready first', () => {
    const failover = new Failover(LIMITS, 0);
    failover.afterFailure(provider(1), ofStatus(429, 5000), 0, half);
    const step = failover.whenNobodyIsLeft([{ providerId: 2, until: 3000 }], 1000);
    expect(step).toEqual({ kind: 'again', providerId: 2, waitMs: 2000 });
  });

  it('changes the provider only as often as it may', () => {
    const failover = new Failover({ ...LIMITS, maxSwitches: 2 }, 0);
    const steps = [1, 2, 3].map((id) => failover.afterFailure(provider(id), ofStatus(401), 0, half));
    expect(steps).toEqual([{ kind: 'select' }, { kind: 'select' }, { kind: 'give_up', reason: 'switches' }]);
  });

  it('still comes back to a provider that had sent it away when no switch is left', () => {
    const failover = new Failover({ ...LIMITS, maxSwitches: 0 }, 0);
    const step = failover.afterFailure(provider(1), ofStatus(529, 100), 0, half);
    expect(step).toEqual({ kind: 'again', providerId: 1, waitMs: 100 });
  });

  it('starts nothing after the deadline', () => {
    const late = { kind: 'give_up', reason: 'deadline' };
    const at = LIMITS.deadlineMs;
    expect(new Failover(LIMITS, 0).afterFailure(provider(1), SERVER_ERROR, at, half)).toEqual(late);
    expect(new Failover(LIMITS, 0).afterFailure(provider(1), ofStatus(401), at + 1, half)).toEqual(late);
    const failover = new Failover(LIMITS, 0);
    failover.afterFailure(provider(1), ofStatus(429, 5000), at - 1000, half);
    expect(failover.whenNobodyIsLeft([], at - 1000)).toEqual(late);
  });
});
