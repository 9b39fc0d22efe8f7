import type { AttemptDecision, FailureVerdict } from '@cch/contracts/decision-codes';
import { Injectable } from '@nestjs/common';
import { BreakerRegistry } from '../../circuit-breaker/breaker-registry';
import { RoutingState } from '../../routing/routing-state';
import { ActiveSessions } from '../../rate-limit/active-sessions';
import { SessionBinder } from '../../sessions/session-binder';
import type { RequestContext } from '../request-context';
import type { AttemptOutcome } from './attempt-outcome';
import type { Turn } from './provider-choice';

interface Tried {
  readonly number: number;
  /** Monotonic milliseconds at its beginning. */
  readonly startedAt: number;
  readonly waitedMs: number;
  readonly model: string;
}

/** Tells everybody who has to know how attempts went: the decision chain, the breakers, the rests, the session. */
@Injectable()
export class AttemptObserver {
  constructor(
    private readonly breakers: BreakerRegistry,
    private readonly routing: RoutingState,
    private readonly sessions: SessionBinder,
    private readonly active: ActiveSessions,
  ) {}

  /** The provider's answer has begun: the session stays with it. */
  committed(ctx: RequestContext, { provider }: Turn): void {
    this.keepActive(ctx);
    const { ref, providerId: bound } = ctx.session.get();
    if (!ref || bound === provider.providerId) return;
    this.sessions.bind(ref, ctx.received.format, ctx.asked.get().model, provider.providerId);
  }

  attempted(ctx: RequestContext, { provider }: Turn, tried: Tried, outcome: AttemptOutcome): void {
    const { verdict } = outcome;
    ctx.decisions.push(decisionOf(ctx, provider.providerId, tried, outcome));
    if (verdict?.retryAfterMs !== undefined)
      this.routing.rest(provider, ctx.asked.get().model, verdict.retryAfterMs);
  }

  /** The request is done with the provider, which failed. Once per provider and request. */
  left(ctx: RequestContext, { provider, trial }: Turn, verdict: FailureVerdict): void {
    if (verdict.trips) {
      const { providerId, breaker, name: providerName } = provider;
      const details = { trial, errorCode: verdict.reason, requestId: ctx.received.id, providerName };
      this.breakers.observe(providerId, breaker, 'failure', details);
    } else if (trial) this.breakers.giveBack(trial);
  }

  /** Nothing was learned about the provider. */
  abandoned({ trial }: Turn): void {
    if (trial) this.breakers.giveBack(trial);
  }

  /** The request has ended with this provider, whose answer the client got, wholly or in part. */
  served(ctx: RequestContext, turn: Turn, outcome: AttemptOutcome): void {
    this.rememberResponse(ctx, outcome);
    if (outcome.verdict) return this.left(ctx, turn, outcome.verdict);
    const { provider, trial } = turn;
    if (outcome.kind === 'answered')
      this.breakers.observe(provider.providerId, provider.breaker, 'success', {
        trial,
        providerName: provider.name,
      });
    else this.abandoned(turn);
  }

  /** An answer may run for longer than an idle session counts. */
  private keepActive({ taken, received }: RequestContext): void {
    if (taken.sessions.length > 0) received.res.once('close', this.active.begin(taken.sessions));
  }

  private rememberResponse(ctx: RequestContext, { reading }: AttemptOutcome): void {
    const { sessionId, isStored } = ctx.asked.get();
    if (ctx.received.format !== 'openai-responses' || !isStored) return;
    if (sessionId === undefined || reading?.replyId === undefined) return;
    this.sessions.rememberResponse(ctx.caller.get().keyId, reading.replyId, sessionId);
  }
}

function decisionOf(
  ctx: RequestContext,
  providerId: number,
  { number, startedAt, waitedMs, model }: Tried,
  outcome: AttemptOutcome,
): AttemptDecision {
  const { kind, statusCode, error, verdict, route, ttfbMs, durationMs } = outcome;
  return {
    kind: 'attempt',
    number,
    providerId,
    outcome: kind,
    startedMs: Math.round(startedAt - ctx.received.startedAt),
    ...(waitedMs > 0 ? { waitedMs: Math.round(waitedMs) } : {}),
    ...(ttfbMs === undefined ? {} : { ttfbMs: Math.round(ttfbMs) }),
    durationMs: Math.round(durationMs),
    ...(statusCode === undefined ? {} : { statusCode }),
    ...(error ? { errorCode: error.code } : {}),
    ...(verdict ? { failure: verdict } : {}),
    ...(model === ctx.asked.get().model ? {} : { model }),
    ...(route === 'direct' ? {} : { route }),
  };
}
