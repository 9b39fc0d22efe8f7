import type { WireFormat } from '@cch/contracts/wire-formats';
import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type Config, CONFIG } from '../config/config';
import { type Clock, CLOCK } from '../platform/clock';
import { LOGGER } from '../platform/observability/logger';
import { KEYS } from '../platform/redis/keyspace';
import { REDIS } from '../platform/redis/redis-client';
import { Script } from '../platform/redis/script-runner';
import bindSession from '../platform/redis/scripts/bind-session-1.lua';
import touchSession from '../platform/redis/scripts/touch-session-1.lua';
import { bindingField, digest, type SessionRef } from './session-ref';

const BIND_SESSION = new Script(bindSession);
const TOUCH_SESSION = new Script(touchSession);

/** Longer than any answer of a Redis that is well. */
const PATIENCE_MS = 100;

/** A client may come back to a stored response much later than to an open conversation. */
const LEAST_RESPONSE_TTL_MS = 3_600_000;

/** A longer id is not worth its memory in every response: whoever continues one begins a session anew. */
const LONGEST_REMEMBERED = 16_384;

/** Keeps sessions at their providers, in Redis. Without Redis nobody waits: sessions are merely not kept together. */
@Injectable()
export class SessionBinder {
  private readonly ttlMs: number;
  private isHanging = false;

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CONFIG) config: Pick<Config, 'SESSION_TTL'>,
  ) {
    this.ttlMs = config.SESSION_TTL * 1000;
  }

  /** The provider that the session is bound to for this kind of request. From now on it counts as active. */
  async find(session: SessionRef, format: WireFormat, model: string): Promise<number | undefined> {
    const field = bindingField(format, model);
    const bound = await this.ask(() =>
      TOUCH_SESSION.run(this.redis, [session.redisKey], [this.ttlMs, field, this.clock.now()]),
    );
    return typeof bound === 'string' ? Number(bound) : undefined;
  }

  /** From now on the session goes to this provider. */
  bind(session: SessionRef, format: WireFormat, model: string, providerId: number): void {
    const field = bindingField(format, model);
    this.send(() => BIND_SESSION.run(this.redis, [session.redisKey], [this.ttlMs, field, providerId]));
  }

  /** Lets sessions live for a whole further time. */
  refresh(sessions: Iterable<SessionRef>): void {
    this.send(() => {
      const commands = this.redis.pipeline();
      for (const { redisKey } of sessions) commands.pexpire(redisKey, this.ttlMs);
      return commands.exec();
    });
  }

  /** A request that continues this response belongs to the session. */
  rememberResponse(keyId: number, responseId: string, sessionId: string): void {
    if (sessionId.length > LONGEST_REMEMBERED) return;
    const ttlMs = Math.max(this.ttlMs, LEAST_RESPONSE_TTL_MS);
    this.send(() =>
      this.redis.set(KEYS.sessionOfResponse(keyId, digest(responseId)), sessionId, 'PX', ttlMs),
    );
  }

  async sessionOfResponse(keyId: number, responseId: string): Promise<string | undefined> {
    const known = await this.ask(() => this.redis.get(KEYS.sessionOfResponse(keyId, digest(responseId))));
    return typeof known === 'string' ? known : undefined;
  }

  /** A request waits for this, so a Redis that hangs is given up soon and not asked again before it has answered. */
  private async ask(question: () => Promise<unknown>): Promise<unknown> {
    if (!this.isReachable) return undefined;
    const answer = question().catch((error: unknown) => {
      this.logger.debug({ err: error }, 'redis did not tell a session');
    });
    const inTime = await withinPatience(answer);
    if (inTime) return inTime.value;
    this.isHanging = true;
    void answer.then(() => {
      this.isHanging = false;
    });
    return undefined;
  }

  private get isReachable(): boolean {
    return this.redis.status === 'ready' && !this.isHanging;
  }

  /** Nobody waits for these: what gets lost is a preference. */
  private send(write: () => Promise<unknown>): void {
    if (!this.isReachable) return;
    write().catch((error: unknown) => this.logger.debug({ err: error }, 'redis did not take a session'));
  }
}

function withinPatience<T>(answer: Promise<T>): Promise<{ readonly value: T } | undefined> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    // The question leaves at the end of this turn of the event loop, however long that takes.
    const asked = setImmediate(() => {
      // Where this process itself was busy for so long, the answer may lie there unread: reading comes first.
      timer = setTimeout(() => setImmediate(() => resolve(undefined)), PATIENCE_MS);
    });
    void answer.then((value) => {
      clearImmediate(asked);
      clearTimeout(timer);
      resolve({ value });
    });
  });
}
