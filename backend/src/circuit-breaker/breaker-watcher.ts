import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type Config, CONFIG } from '../config/config';
import { background } from '../platform/background';
import { LOGGER } from '../platform/observability/logger';
import { CIRCUITS_CHANGED } from '../platform/redis/keyspace';
import { openRedis, PATIENT, REDIS } from '../platform/redis/redis-client';
import { BreakerCopy } from './breaker-copy';

const POLL_MS = 1000;
// Under a storm of changes one look tells of many of them.
const BETWEEN_LOOKS_MS = 50;

/**
 * Keeps the copy of the breakers in step with Redis: a look every second, one as soon as somebody tells of a change, and
 * one when Redis is back. A message says nothing but "look": other hubs on the same server may have sent it.
 */
@Injectable()
export class BreakerWatcher implements OnApplicationBootstrap, OnApplicationShutdown {
  private subscriber: Redis | undefined;
  private timer: NodeJS.Timeout | undefined;
  private soon: NodeJS.Timeout | undefined;
  private lastLook = 0;

  constructor(
    private readonly copy: BreakerCopy,
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.redis.on('ready', this.look);
    this.timer = setInterval(this.look, POLL_MS);
    this.subscriber = openRedis(this.config.REDIS_URL, this.logger, PATIENT);
    this.subscriber.on('message', () => this.lookSoon());
    background(this.subscriber.subscribe(CIRCUITS_CHANGED), 'subscribe to circuit breakers', this.logger);
    await this.copy.refresh();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    clearTimeout(this.soon);
    this.redis.off('ready', this.look);
    this.subscriber?.disconnect();
  }

  private readonly look = (): void => {
    this.lastLook = performance.now();
    background(this.copy.refresh(), 'look at circuit breakers', this.logger);
  };

  private lookSoon(): void {
    if (this.soon) return;
    const wait = Math.max(0, this.lastLook + BETWEEN_LOOKS_MS - performance.now());
    this.soon = setTimeout(() => {
      this.soon = undefined;
      this.look();
    }, wait);
  }
}
