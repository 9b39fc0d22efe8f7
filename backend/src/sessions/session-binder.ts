import type { WireFormat } from '@cch/contracts/wire-formats';
import { Inject, Injectable } from '@nestjs/common';
import { type Config, CONFIG } from '../config/config';
import { type Clock, CLOCK } from '../platform/clock';
import { KEYS } from '../platform/redis/keyspace';
import { RedisQuestions } from '../platform/redis/redis-questions';
import { Script } from '../platform/redis/script-runner';
import bindSession from '../platform/redis/scripts/bind-session-1.lua';
import touchSession from '../platform/redis/scripts/touch-session-1.lua';
import { bindingField, digest, type SessionRef } from './session-ref';

const BIND_SESSION = new Script(bindSession);
const TOUCH_SESSION = new Script(touchSession);

/** A client may come back to a stored response much later than to an open conversation. */
const LEAST_RESPONSE_TTL_MS = 3_600_000;

/** A longer id is not worth its memory in every response: whoever continues one begins a session anew. */
const LONGEST_REMEMBERED = 16_384;

/** Keeps sessions at their providers, in Redis. Without Redis nobody waits: sessions are merely not kept together. */
@Injectable()
export class SessionBinder {
  private readonly ttlMs: number;

  constructor(
    private readonly questions: RedisQuestions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) config: Pick<Config, 'SESSION_TTL'>,
  ) {
    this.ttlMs = config.SESSION_TTL * 1000;
  }

  /** The provider that the session is bound to for this kind of request. From now on it counts as active. */
  async find(session: SessionRef, format: WireFormat, model: string): Promise<number | undefined> {
    const field = bindingField(format, model);
    const bound = await this.questions.ask(() =>
      TOUCH_SESSION.run(this.questions.redis, [session.redisKey], [this.ttlMs, field, this.clock.now()]),
    );
    return typeof bound === 'string' ? Number(bound) : undefined;
  }

  /** From now on the session goes to this provider. */
  bind(session: SessionRef, format: WireFormat, model: string, providerId: number): void {
    const field = bindingField(format, model);
    this.questions.send(() =>
      BIND_SESSION.run(this.questions.redis, [session.redisKey], [this.ttlMs, field, providerId]),
    );
  }

  /** Lets sessions live for a whole further time. */
  refresh(sessions: Iterable<SessionRef>): void {
    this.questions.send(() => {
      const commands = this.questions.redis.pipeline();
      for (const { redisKey } of sessions) commands.pexpire(redisKey, this.ttlMs);
      return commands.exec();
    });
  }

  /** A request that continues this response belongs to the session. */
  rememberResponse(keyId: number, responseId: string, sessionId: string): void {
    if (sessionId.length > LONGEST_REMEMBERED) return;
    const ttlMs = Math.max(this.ttlMs, LEAST_RESPONSE_TTL_MS);
    this.questions.send(() =>
      this.questions.redis.set(KEYS.sessionOfResponse(keyId, digest(responseId)), sessionId, 'PX', ttlMs),
    );
  }

  async sessionOfResponse(keyId: number, responseId: string): Promise<string | undefined> {
    const known = await this.questions.ask(() =>
      this.questions.redis.get(KEYS.sessionOfResponse(keyId, digest(responseId))),
    );
    return typeof known === 'string' ? known : undefined;
  }
}
