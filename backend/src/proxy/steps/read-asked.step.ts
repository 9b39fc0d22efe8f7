import { sessionKey } from '@cch/domain/sessions/session-key';
import { Injectable } from '@nestjs/common';
import { readBodyFacts } from '../body/read-asked';
import { GatewayError } from '../errors/gateway-error';
import type { RequestContext } from '../request-context';
import type { AdmissionStep } from './admission-step';

/** Learns which model is asked for, whether to stream, and which session the request claims. */
@Injectable()
export class ReadAskedStep implements AdmissionStep {
  run(ctx: RequestContext): void {
    const { format, fromPath } = ctx.received;
    const facts = readBodyFacts(ctx.body.get());
    const model = fromPath?.model ?? facts.model;
    if (typeof model !== 'string' || model.trim() === '') {
      throw new GatewayError('missing_model', 'The request names no model.');
    }
    ctx.asked.set({
      model,
      isStreaming: fromPath?.isStreaming ?? facts.stream === true,
      sessionId: sessionKey({
        format,
        header: (name) => ctx.header(name),
        metadata: facts.metadata,
        promptCacheKey: facts.promptCacheKey,
        previousResponseId: facts.previousResponseId,
      }),
    });
  }
}
