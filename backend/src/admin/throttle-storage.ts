import { Inject, Injectable } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import type { Redis } from 'ioredis';
import { REDIS } from '../platform/redis/redis-client';
import { KEYS } from '../platform/redis/keyspace';
import { Script } from '../platform/redis/script-runner';
import countHitSource from '../platform/redis/scripts/count-hit-1.lua';

type Record = Awaited<ReturnType<ThrottlerStorage['increment']>>;

const countHit = new Script(countHitSource);

const ALLOWED: Record = { totalHits: 0, timeToExpire: 0, isBlocked: false, timeToBlockExpire: 0 };

/** Counts hits in fixed windows that all processes share. Without Redis nobody is throttled. */
@Injectable()
export class ThrottleStorage implements ThrottlerStorage {
  constructor(@Inject(REDIS) private readonly redis: Redis) {}

  async increment(
    subject: string,
    ttlMs: number,
    limit: number,
    _blockMs: number,
    name: string,
  ): Promise<Record> {
    const answer = await this.count(KEYS.throttle(name, subject), ttlMs);
    if (!answer) return ALLOWED;
    const secondsLeft = Math.max(1, Math.ceil(answer.msLeft / 1000));
    return {
      totalHits: answer.hits,
      timeToExpire: secondsLeft,
      isBlocked: answer.hits > limit,
      timeToBlockExpire: secondsLeft,
    };
  }

  private async count(key: string, ttlMs: number): Promise<{ hits: number; msLeft: number } | undefined> {
    if (this.redis.status !== 'ready') return undefined;
    try {
      const answer = await countHit.run(this.redis, [key], [ttlMs]);
      const [hits, msLeft] = Array.isArray(answer) ? answer : [];
      return { hits: Number(hits), msLeft: Number(msLeft) };
    } catch {
      // Redis went away in this moment; its connection reports that itself.
      return undefined;
    }
  }
}
