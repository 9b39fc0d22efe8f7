import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { LOGGER } from '../observability/logger';
import { REDIS } from './redis-client';

/** Longer than any answer of a Redis that is well. */
const PATIENCE_MS = 500;
const COMPLAIN_EVERY_MS = 10_000;

/** What requests wait for from Redis: a Redis that hangs is given up soon and not asked again before it has answered. */
@Injectable()
export class RedisQuestions {
  private isHanging = false;
  private nextComplaint = 0;

  constructor(
    @Inject(REDIS) readonly redis: Redis,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  get isReachable(): boolean {
    return this.redis.status === 'ready' && !this.isHanging;
  }

  /** The answer; undefined when Redis is away, hangs, or fails to give one. */
  async ask(question: () => Promise<unknown>): Promise<unknown> {
    if (!this.isReachable) return undefined;
    const answer = question().catch((error: unknown) => this.complain(error));
    const inTime = await withinPatience(answer);
    if (inTime) return inTime.value;
    this.isHanging = true;
    void answer.then(() => {
      this.isHanging = false;
    });
    return undefined;
  }

  /** Nobody waits for these, and what gets lost does no harm. */
  send(write: () => Promise<unknown>): void {
    if (!this.isReachable) return;
    write().catch((error: unknown) => this.complain(error));
  }

  /** Lost connections are told elsewhere. A refusal (no memory, read-only, a fault in a script) must not pass for one. */
  private complain(error: unknown): void {
    const isRefusal = error instanceof Error && error.name === 'ReplyError';
    const now = performance.now();
    if (!isRefusal || now < this.nextComplaint)
      return this.logger.debug({ err: error }, 'redis did not answer');
    this.nextComplaint = now + COMPLAIN_EVERY_MS;
    this.logger.error({ err: error }, 'redis refuses what limits and sessions need');
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
