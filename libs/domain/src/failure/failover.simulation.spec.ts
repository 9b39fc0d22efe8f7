import { expect, it } from 'vitest';
import { type BreakerState, circuitState, CLOSED, mayTry, transition } from '../breaker/breaker';
import type { Candidate, Wanted } from '../selection/candidate';
import { chooseFrom, rankCandidates } from '../selection/select';
import { type AttemptFailure, classifyFailure } from './classify-failure';
import { Failover } from './failover';
import { seededRandom } from '../selection/seeded-random';

const PROVIDERS = 20;
const REQUESTS = 100_000;
const POLICY = { failureThreshold: 5, openDurationMs: 60_000, halfOpenSuccessThreshold: 2 };
const LIMITS = { maxSwitches: 20, deadlineMs: 240_000 };
const WANTED: Wanted = {
  format: 'anthropic',
  groups: ['default'],
  model: 'm',
  client: { names: [], userAgent: '' },
  minuteOfDay: 0,
};

const status = (code: number, retryAfterMs?: number): AttemptFailure => ({
  kind: 'status',
  status: code,
  error: { type: '', message: '', retryAfterMs },
});

/** Everything that can happen before the first content and is not the caller's mistake. */
const FAILURES: readonly AttemptFailure[] = [
  ...[401, 402, 403, 404, 408, 409, 429, 500, 502, 503, 504, 524, 529].map((code) => status(code)),
  status(429, 2000),
  status(503, 1000),
  { kind: 'network', reason: 'unreachable' },
  { kind: 'network', reason: 'closed_early' },
  { kind: 'network', reason: 'proxy_failed' },
  { kind: 'timeout', reason: 'first_byte_timeout' },
  { kind: 'no_reply', reason: 'empty_reply' },
  { kind: 'no_reply', reason: 'not_an_answer' },
  { kind: 'reply_error', error: { type: 'overloaded_error', message: '', status: 529 } },
  { kind: 'login' },
];

/** Providers, their breakers and a clock, without a network. */
class World {
  now = 0;
  readonly breakers = new Map<number, BreakerState>();
  attempts = 0;
  opened = 0;
  private readonly providers: readonly Candidate[];

  constructor(
    private readonly random: () => number,
    private readonly healthy: number,
  ) {
    this.providers = Array.from({ length: PROVIDERS }, (_, at) => ({
      providerId: at + 1,
      isEnabled: true,
      formats: ['anthropic'],
      groups: [],
      priority: at % 3,
      groupPriorities: {},
      weight: 1 + (at % 5),
      servesModel: () => true,
      servesClient: () => true,
      activeHours: undefined,
    }));
  }

  /** Whether the client sees nothing but an answer. */
  request(): boolean {
    const failover = new Failover(LIMITS, this.now);
    for (let next: number | undefined = this.choose(failover); next !== undefined;) {
      this.attempts += 1;
      this.now += 1 + Math.floor(this.random() * 300);
      const failure = this.failureOf(next);
      if (!failure) {
        this.tell(next, 'success');
        return true;
      }
      const verdict = classifyFailure(failure, { networkErrorsTrip: true });
      const failed = { providerId: next, maxAttempts: 2 };
      let step = failover.afterFailure(failed, verdict, this.now, this.random);
      if (verdict.trips && !(step.kind === 'again' && step.providerId === next)) this.tell(next, 'failure');
      if (step.kind === 'select') {
        next = this.choose(failover);
        if (next !== undefined) continue;
        step = failover.whenNobodyIsLeft([], this.now);
      }
      if (step.kind !== 'again') return false;
      this.now += step.waitMs;
      next = step.providerId;
    }
    return false;
  }

  private choose(failover: Failover): number | undefined {
    const ranking = rankCandidates(this.providers, WANTED, ({ providerId }) => {
      if (failover.hasFailed(providerId)) return 'tried';
      return mayTry(this.stateOf(providerId), POLICY, this.now) ? undefined : 'circuit_open';
    });
    const chosen = chooseFrom(ranking, undefined, this.random)?.candidate.providerId;
    if (chosen !== undefined) this.enter(chosen);
    return chosen;
  }

  private enter(providerId: number): void {
    if (circuitState(this.stateOf(providerId), POLICY, this.now) !== 'half-open') return;
    const event = { kind: 'trial_requested', trialId: 'trial', leaseMs: 120_000 } as const;
    this.breakers.set(providerId, transition(this.stateOf(providerId), event, POLICY, this.now).state);
  }

  private tell(providerId: number, kind: 'success' | 'failure'): void {
    const event = { kind, trialId: 'trial' };
    const { state, change } = transition(this.stateOf(providerId), event, POLICY, this.now);
    if (change?.to === 'open') this.opened += 1;
    this.breakers.set(providerId, state);
  }

  private stateOf(providerId: number): BreakerState {
    return this.breakers.get(providerId) ?? CLOSED;
  }

  private failureOf(providerId: number): AttemptFailure | undefined {
    if (providerId === this.healthy || this.random() < 0.3) return undefined;
    return FAILURES[Math.floor(this.random() * FAILURES.length)];
  }
}

it('hides every failure before the first content while one of twenty providers is healthy', () => {
  const world = new World(seededRandom(20261125), 20);
  let seen = 0;
  for (let request = 0; request < REQUESTS; request += 1) {
    if (!world.request()) seen += 1;
    world.now += 20;
  }
  expect(seen).toBe(0);
  // The world was hostile enough to prove something.
  expect(world.attempts).toBeGreaterThan(1.5 * REQUESTS);
  expect(world.opened).toBeGreaterThan(100);
}, 60_000);
