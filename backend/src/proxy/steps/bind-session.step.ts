import { Injectable } from '@nestjs/common';
import { LiveSessions } from '../../sessions/live-sessions';
import { SessionBinder } from '../../sessions/session-binder';
import { sessionRef } from '../../sessions/session-ref';
import type { RequestContext } from '../request-context';
import type { AdmissionStep } from './admission-step';

/** Finds the conversation that the request belongs to and the provider that it goes to. The last step: it asks Redis. */
@Injectable()
export class BindSessionStep implements AdmissionStep {
  constructor(
    private readonly sessions: SessionBinder,
    private readonly live: LiveSessions,
  ) {}

  run(ctx: RequestContext): void | Promise<void> {
    // Counting tokens is no part of a conversation.
    const id = ctx.received.operation === 'count' ? undefined : ctx.asked.get().sessionId;
    if (id === undefined) return ctx.session.set({ ref: undefined, providerId: undefined });
    return this.bind(ctx, id);
  }

  private async bind(ctx: RequestContext, sessionId: string): Promise<void> {
    const ref = sessionRef(ctx.caller.get().keyId, sessionId);
    ctx.received.res.once('close', this.live.begin(ref));
    const providerId = await this.sessions.find(ref, ctx.received.format, ctx.asked.get().model);
    ctx.session.set({ ref, providerId });
  }
}
