import { sessionKey } from '@cch/domain/sessions/session-key';
import { Injectable } from '@nestjs/common';
import { SessionBinder } from '../../sessions/session-binder';
import { digest } from '../../sessions/session-ref';
import { type BodyFacts, readBodyFacts } from '../body/read-asked';
import { GatewayError } from '../errors/gateway-error';
import type { Asked, RequestContext } from '../request-context';
import type { AdmissionStep } from './admission-step';

/** Learns which model is asked for, whether to stream, and which session the request belongs to. */
@Injectable()
export class ReadAskedStep implements AdmissionStep {
  constructor(private readonly sessions: SessionBinder) {}

  run(ctx: RequestContext): void | Promise<void> {
    const { format, fromPath } = ctx.received;
    const facts = readBodyFacts(ctx.body.get());
    const model = fromPath?.model ?? facts.model;
    if (typeof model !== 'string' || model.trim() === '') {
      throw new GatewayError('missing_model', 'The request names no model.');
    }
    const asked = {
      model,
      isStreaming: fromPath?.isStreaming ?? facts.stream === true,
      isStored: facts.store !== false,
      maxOutputTokens: facts.maxOutputTokens,
    };
    const claimed = sessionKey({
      format,
      header: (name) => ctx.header(name),
      metadata: facts.metadata,
      promptCacheKey: facts.promptCacheKey,
    });
    const { previousResponseId } = facts;
    if (claimed === undefined && typeof previousResponseId === 'string' && previousResponseId !== '') {
      return this.continueResponse(ctx, asked, previousResponseId);
    }
    ctx.asked.set({ ...asked, sessionId: claimed ?? derivedSession(ctx, facts) });
  }

  /** What a response was an answer to belongs to the same conversation as what is asked about it. */
  private async continueResponse(
    ctx: RequestContext,
    asked: Omit<Asked, 'sessionId'>,
    responseId: string,
  ): Promise<void> {
    const known = await this.sessions.sessionOfResponse(ctx.caller.get().keyId, responseId);
    ctx.asked.set({ ...asked, sessionId: known ?? `previous:${responseId}` });
  }
}

/** A conversation that no client names is known by its beginning. */
function derivedSession(ctx: RequestContext, facts: BodyFacts): string | undefined {
  const start = facts.conversationStart(ctx.received.format);
  return start === undefined ? undefined : `start:${digest(start)}`;
}
