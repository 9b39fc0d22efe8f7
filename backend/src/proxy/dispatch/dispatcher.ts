import type { FailureVerdict } from '@cch/contracts/decision-codes';
import type { FailureReason } from '@cch/contracts/failure-reasons';
import { Failover, type FailoverLimits, type Step } from '@cch/domain/failure/failover';
import { reasonCounts } from '@cch/domain/selection/no-provider';
import { Inject, Injectable } from '@nestjs/common';
import { type Config, CONFIG } from '../../config/config';
import { ProviderCatalog } from '../../providers/provider-catalog';
import { RoutingState } from '../../routing/routing-state';
import { GatewayError } from '../errors/gateway-error';
import type { RequestContext } from '../request-context';
import { ProviderLimits } from '../../rate-limit/provider-limits';
import { RequestCost } from '../settle/request-cost';
import { Settlement } from '../settle/settlement';
import type { AttemptOutcome } from './attempt-outcome';
import { AttemptObserver } from './attempt-observer';
import { AttemptRunner } from './attempt-runner';
import { ProviderChoice, type Turn } from './provider-choice';
import { waitForTurn } from './wait-for-turn';

/** What one request has come to so far. */
interface Course {
  readonly ctx: RequestContext;
  readonly failover: Failover;
  readonly choice: ProviderChoice;
  turn: Turn | undefined;
  /** Milliseconds waited for the turn. */
  waitedMs: number;
  last: AttemptOutcome | undefined;
  /** Providers whose failure the breaker has been told. */
  readonly counted: Set<number>;
}

/** Lets providers answer, one after the other, until one does. */
@Injectable()
export class Dispatcher {
  private readonly limits: FailoverLimits;

  constructor(
    private readonly catalog: ProviderCatalog,
    private readonly routing: RoutingState,
    private readonly runner: AttemptRunner,
    private readonly observer: AttemptObserver,
    private readonly settlement: Settlement,
    private readonly providerLimits: ProviderLimits,
    private readonly cost: RequestCost,
    @Inject(CONFIG) config: Config,
  ) {
    this.limits = { maxSwitches: config.MAX_PROVIDER_SWITCHES, deadlineMs: config.FAILOVER_DEADLINE_MS };
  }

  /** Resolves when the client has the whole answer; rejects when nothing was sent and the hub has to say why. */
  async dispatch(ctx: RequestContext): Promise<void> {
    const failover = new Failover(this.limits, ctx.received.startedAt);
    const choice = new ProviderChoice({
      ctx,
      all: this.catalog.all(),
      failover,
      routing: this.routing,
      limits: this.providerLimits,
      random: Math.random,
    });
    const course: Course = {
      ctx,
      failover,
      choice,
      turn: undefined,
      waitedMs: 0,
      last: undefined,
      counted: new Set(),
    };
    let step: Step = { kind: 'select' };
    for (let number = 1; ; number += 1) {
      const turn = await this.follow(course, step);
      if (!turn) return this.giveUp(course);
      const outcome = await this.runner.run(ctx, turn, number, course.waitedMs);
      if (outcome.kind !== 'failed' || !outcome.verdict) return this.settle(course, turn, outcome);
      course.last = outcome;
      this.cost.noteFailed(ctx, turn.provider, ctx.tried?.model ?? '', outcome);
      const { providerId, maxAttempts } = turn.provider;
      step = failover.afterFailure(
        { providerId, maxAttempts },
        outcome.verdict,
        performance.now(),
        Math.random,
      );
      const stays = step.kind === 'again' && step.providerId === providerId;
      course.turn = stays ? turn : undefined;
      if (!stays) this.leave(course, turn, outcome.verdict);
      if (step.kind === 'return') return this.giveBack(ctx, outcome);
    }
  }

  /** The turn that a step leads to, after the wait that it asks for; undefined when it leads nowhere. */
  private async follow(course: Course, step: Step): Promise<Turn | undefined> {
    const { ctx, choice, failover } = course;
    course.waitedMs = 0;
    let next = step;
    if (next.kind === 'select') {
      const turn = await choice.next();
      if (turn) return turn;
      next = failover.whenNobodyIsLeft(choice.resting(), performance.now());
    }
    if (next.kind === 'again') {
      await this.wait(course, next.waitMs);
      course.waitedMs = next.waitMs;
      const turn = course.turn ?? (await choice.afterWaiting(next.providerId));
      if (turn) return turn;
    }
    ctx.decisions.push({
      kind: 'exhausted',
      reason: next.kind === 'give_up' ? next.reason : 'candidates',
    });
    return undefined;
  }

  private async wait({ ctx, turn }: Course, ms: number): Promise<void> {
    try {
      await waitForTurn(ctx, ms);
    } catch (error) {
      if (turn) this.observer.abandoned(turn);
      throw error; // the client has left
    }
  }

  /** A provider that is asked a second time after others counts once all the same. */
  private leave({ ctx, counted }: Course, turn: Turn, verdict: FailureVerdict): void {
    const { providerId } = turn.provider;
    const trips = verdict.trips && !counted.has(providerId);
    if (trips) counted.add(providerId);
    this.observer.left(ctx, turn, { ...verdict, trips });
    if (turn.hold) {
      ctx.taken.leave(turn.hold.subject);
      this.providerLimits.leave(turn.hold);
    }
  }

  private settle({ ctx }: Course, turn: Turn, outcome: AttemptOutcome): void {
    this.observer.served(ctx, turn, outcome);
    this.settlement.settle(ctx, outcome);
  }

  /** No attempt is left: the client gets what the last provider said, or the hub's own error. */
  private giveUp({ ctx, choice, last }: Course): void {
    if (last?.held && last.verdict && !HUBS_OWN_TROUBLE.has(last.verdict.reason))
      return this.giveBack(ctx, last);
    if (last?.error) throw last.error;
    throw nobody(choice);
  }

  /** The client gets the provider's own words, unchanged. */
  private giveBack(ctx: RequestContext, outcome: AttemptOutcome): void {
    const { res } = ctx.received;
    outcome.held?.release(res);
    res.end();
    this.settlement.settle(ctx, { ...outcome, kind: 'answered', error: undefined });
  }
}

// What a provider says about the hub's account there would be misread as being about the client's own key.
const HUBS_OWN_TROUBLE: ReadonlySet<FailureReason> = new Set([
  'credentials',
  'billing',
  'forbidden',
  'unexpected_status',
]);

function nobody(choice: ProviderChoice): GatewayError {
  const counts = reasonCounts(choice.skipped);
  const why = counts === '' ? 'there are none' : counts;
  const [soonest] = choice.resting().toSorted((a, b) => a.until - b.until);
  if (!soonest) return new GatewayError('no_provider', `No provider is available for this request: ${why}.`);
  return new GatewayError('upstream_rate_limited', `All providers for this request are resting: ${why}.`, {
    retryAfterMs: soonest.until - performance.now(),
  });
}
