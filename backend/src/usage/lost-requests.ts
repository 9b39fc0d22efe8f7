import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { LOGGER } from '../platform/observability/logger';
import { KEYS } from '../platform/redis/keyspace';
import { REDIS } from '../platform/redis/redis-client';
import { Script } from '../platform/redis/script-runner';
import source from '../platform/redis/scripts/reap-requests-4.lua';

const reap = new Script(source);

/** Finds gateway processes that died with open requests and writes these down as lost. */
@Injectable()
export class LostRequests {
  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async reap(): Promise<number> {
    let lost = 0;
    for (const instance of await this.redis.smembers(KEYS.openInstances)) {
      const keys = [
        KEYS.heartbeat(instance),
        KEYS.openRequests(instance),
        KEYS.ledgerStream,
        KEYS.openInstances,
      ];
      const count = Number(await reap.run(this.redis, keys, [instance]));
      if (count > 0) this.logger.warn({ instance, requests: count }, 'a gateway died with open requests');
      lost += count;
    }
    return lost;
  }
}
