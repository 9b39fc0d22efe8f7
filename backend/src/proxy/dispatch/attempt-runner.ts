import {
  classifyFailure,
  type AttemptFailure,
  type FailureRules,
} from '@cch/domain/failure/classify-failure';
import { Inject, Injectable } from '@nestjs/common';
import { type Config, CONFIG } from '../../config/config';
import { type Clock, CLOCK } from '../../platform/clock';
import { UpstreamClient } from '../../platform/upstream/upstream-client';
import type { RoutableProvider } from '../../providers/provider-catalog';
import type { HeaderList } from '../../providers/upstream-auth';
import type { RequestContext } from '../request-context';
import { Settlement } from '../settle/settlement';
import { Attempt } from './attempt';
import type { AttemptOutcome } from './attempt-outcome';
import { AttemptObserver } from './attempt-observer';
import { outboundRequest } from './outbound-request';
import type { Turn } from './provider-choice';
import { failureError } from './upstream-failure';

/** Makes one try at one provider and tells the observer how it went. */
@Injectable()
export class AttemptRunner {
  private readonly rules: FailureRules;

  constructor(
    private readonly upstream: UpstreamClient,
    private readonly settlement: Settlement,
    private readonly observer: AttemptObserver,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.rules = { networkErrorsTrip: config.ENABLE_CIRCUIT_BREAKER_ON_NETWORK_ERRORS };
  }

  /**
   * @param number 1 for the first attempt of the request
   * @param waitedMs time spent waiting on purpose right before it
   */
  async run(ctx: RequestContext, turn: Turn, number: number, waitedMs: number): Promise<AttemptOutcome> {
    const { provider } = turn;
    const model = provider.redirectModel(ctx.asked.get().model);
    const startedAt = performance.now();
    const auth = await authenticate(provider);
    this.begin(ctx, provider, model);
    const outcome =
      auth instanceof Error ? this.loginFailed(auth, startedAt) : await this.send(ctx, turn, auth, model);
    this.observer.attempted(ctx, turn, { number, startedAt, waitedMs, model }, outcome);
    return outcome;
  }

  private begin(ctx: RequestContext, provider: RoutableProvider, model: string): void {
    ctx.hubMs ??= performance.now() - ctx.received.startedAt - ctx.bodyWaitMs;
    if (ctx.tried?.provider === provider) return;
    ctx.tried = { provider, model };
    this.settlement.open(ctx);
  }

  private send(ctx: RequestContext, turn: Turn, auth: HeaderList, model: string): Promise<AttemptOutcome> {
    const { provider } = turn;
    return new Promise((resolve) => {
      const plan = {
        ctx,
        provider,
        auth,
        now: () => this.clock.now(),
        judge: (failure: AttemptFailure) => classifyFailure(failure, this.rules),
        onCommit: () => this.observer.committed(ctx, turn),
      };
      const attempt = new Attempt(plan, resolve);
      this.upstream.dispatch(provider.target, outboundRequest(ctx, provider, auth, model), attempt);
    });
  }

  private loginFailed(cause: Error, startedAt: number): AttemptOutcome {
    const verdict = classifyFailure({ kind: 'login' }, this.rules);
    return {
      kind: 'failed',
      statusCode: undefined,
      error: failureError(verdict, { cause }),
      verdict,
      held: undefined,
      reading: undefined,
      upstreamMessage: undefined,
      route: 'direct',
      ttfbMs: undefined,
      durationMs: performance.now() - startedAt,
    };
  }
}

/** An error when the token endpoint refused, or could not be reached. */
async function authenticate(provider: RoutableProvider): Promise<HeaderList | Error> {
  try {
    return await provider.authHeaders();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
