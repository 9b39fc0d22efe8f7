import { amountText, limitHeaders, retryAfterMs } from '@cch/domain/limits/limit-headers';
import { isSpent, type LimitState, tightestLimit } from '@cch/domain/limits/limit-state';
import { Inject, Injectable } from '@nestjs/common';
import { type Config, CONFIG } from '../../config/config';
import type { LimitedSubject } from '../../limits/limited-subject';
import { LimitGate } from '../../rate-limit/limit-gate';
import { sessionRef } from '../../sessions/session-ref';
import { GatewayError } from '../errors/gateway-error';
import type { RequestContext } from '../request-context';
import type { AdmissionStep } from './admission-step';

const LOOK_AGAIN_MS = 5000;

/** Checks the limits of the key and its user and takes part in them, in one trip to Redis. */
@Injectable()
export class EnforceLimitsStep implements AdmissionStep {
  private readonly isOn: boolean;
  private readonly sessionTtlMs: number;

  constructor(
    private readonly gate: LimitGate,
    @Inject(CONFIG) config: Config,
  ) {
    this.isOn = config.ENABLE_RATE_LIMIT;
    this.sessionTtlMs = config.SESSION_TTL * 1000;
  }

  run(ctx: RequestContext): void | Promise<void> {
    const { limited } = ctx.caller.get();
    // Counting tokens costs nothing and is no part of a conversation.
    if (!this.isOn || limited.length === 0 || ctx.received.operation === 'count') return;
    return this.enforce(ctx, limited);
  }

  private async enforce(ctx: RequestContext, subjects: readonly LimitedSubject[]): Promise<void> {
    const { id, at } = ctx.received;
    const { sessionId } = ctx.asked.get();
    const session =
      sessionId === undefined ? undefined : sessionRef(ctx.caller.get().keyId, sessionId).redisKey;
    // Whatever happens from here on, the end of the request gives it back.
    ctx.taken.reserve(id, subjects, ctx.estimateMicros);
    const demand = {
      subjects,
      id,
      at,
      estimateMicros: ctx.estimateMicros,
      session,
      sessionTtlMs: this.sessionTtlMs,
    };
    const { states, reached, isUnknown } = await this.gate.admit(demand);
    const shown = reached ?? tightestLimit(states);
    if (shown) Object.assign(ctx.answerHeaders, limitHeaders(shown));
    if (reached) {
      ctx.taken.drop(id, subjects);
      throw refusal(reached, at);
    }
    if (isUnknown) throw unknown();
    if (session !== undefined) ctx.taken.join(subjects, session);
  }
}

function refusal(state: LimitState, now: number): GatewayError {
  const { subject, kind, limit, used, held } = state;
  const code = isSpent(state) ? 'spend_limit_reached' : 'rate_limited';
  const numbers = `${amountText(kind, used + held)} of ${amountText(kind, limit)}`;
  const message = `The ${subject}'s limit ${kind} is reached: ${numbers}.`;
  return new GatewayError(code, message, { retryAfterMs: retryAfterMs(state, now), limit: state });
}

function unknown(): GatewayError {
  return new GatewayError('limits_unavailable', 'The limits of this key cannot be checked at the moment.', {
    retryAfterMs: LOOK_AGAIN_MS,
  });
}
