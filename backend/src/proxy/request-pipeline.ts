import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOGGER } from '../platform/observability/logger';
import { RedisQuestions } from '../platform/redis/redis-questions';
import { Dispatcher } from './dispatch/dispatcher';
import { answerError, errorDocument } from './errors/answer-error';
import { type GatewayError, toGatewayError } from './errors/gateway-error';
import { RefusalCounter } from './errors/refusal-counter';
import type { RequestContext } from './request-context';
import { Settlement } from './settle/settlement';
import type { AdmissionStep } from './steps/admission-step';

/** Injection token of the admission list; its order is written in proxy.module.ts. */
export const ADMISSION = Symbol('ADMISSION');

/** Takes one request from arrival to its end: admission step by step, then dispatch. Never rejects. */
@Injectable()
export class RequestPipeline {
  constructor(
    @Inject(ADMISSION) private readonly admission: readonly AdmissionStep[],
    private readonly dispatcher: Dispatcher,
    private readonly settlement: Settlement,
    private readonly refusals: RefusalCounter,
    private readonly questions: RedisQuestions,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async run(ctx: RequestContext): Promise<void> {
    try {
      for (const step of this.admission) {
        const pending = step.run(ctx);
        if (pending) await pending; // most steps are synchronous, and an await costs a turn
      }
      this.tellDegraded(ctx);
      await this.dispatcher.dispatch(ctx);
    } catch (error) {
      this.refuse(ctx, toGatewayError(error));
    }
  }

  /** Without Redis limits, sessions and breakers are not what they promise to be, and the client may know. */
  private tellDegraded({ answerHeaders }: RequestContext): void {
    if (!this.questions.isReachable) answerHeaders['x-hub-degraded'] = 'redis';
  }

  private refuse(ctx: RequestContext, error: GatewayError): void {
    const { id, format, res, clientIp } = ctx.received;
    this.tellDegraded(ctx);
    if (error.code === 'internal_error')
      this.logger.error({ err: error.cause, requestId: id }, 'request failed');
    // The entry first: a client that has seen its error finds it in the log.
    if (ctx.caller.peek())
      this.settlement.refuse(ctx, error, errorDocument({ format, requestId: id, error }).status);
    else this.refusals.count(error.code, clientIp);
    answerError({ format, requestId: id, res, error, answerHeaders: ctx.answerHeaders });
  }
}
