import { Injectable } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { LiveSessions } from '../../sessions/live-sessions';
import { SessionBinder } from '../../sessions/session-binder';
import { type SessionRef, sessionRef } from '../../sessions/session-ref';
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
    this.keepAlive(ref, ctx.received.res);
    const providerId = await this.sessions.find(ref, ctx.received.format, ctx.asked.get().model);
    ctx.session.set({ ref, providerId });
  }

  private keepAlive(ref: SessionRef, res: ServerResponse): void {
    const end = this.live.begin(ref);
    // The client may have left while an earlier step asked Redis: then nobody would ever say that the request is over.
    if (res.closed) end();
    else res.once('close', end);
  }
}
