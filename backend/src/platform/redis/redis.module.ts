import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { type Config, CONFIG } from '../../config/config';
import { LOGGER } from '../observability/logger';
import type { Logger } from 'pino';
import { HubInstance } from './hub-instance';
import { openRedis, REDIS } from './redis-client';
import { RedisQuestions } from './redis-questions';

@Global()
@Module({
  providers: [
    {
      provide: REDIS,
      inject: [CONFIG, LOGGER],
      useFactory: (config: Config, logger: Logger) => openRedis(config.REDIS_URL, logger),
    },
    HubInstance,
    RedisQuestions,
  ],
  exports: [REDIS, HubInstance, RedisQuestions],
})
export class RedisModule implements OnApplicationShutdown {
  constructor(@Inject(REDIS) private readonly redis: Redis) {}

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}
