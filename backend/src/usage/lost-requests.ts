import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { LOGGER } from '../platform/observability/logger';
import { KEYS } from '../platform/redis/keyspace';
import { REDIS } from '../platform/redis/redis-client';
import { Script } from '../platform/redis/script-runner';
import source from '../platform/redis/scripts/reap-requests-5.lua';
import functions from '../platform/redis/scripts/spend-functions.lua';

const LOOK_EVERY_MS = 2000;

const reapRequests = new Script(functions + source);

/**
 * Finds gateway processes that died with open requests and writes these down as lost. A plain timer and no queue: the
 * look costs one command, any number of workers may take it, and it must not wait behind other jobs.
 */
@Injectable()
export class LostRequests implements OnApplicationBootstrap {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** How many requests were lost. */
  async reap(): Promise<number> {
    let lost = 0;
    for (const instance of await this.redis.smembers(KEYS.openInstances)) {
      const keys = [
        KEYS.heartbeat(instance),
        KEYS.openRequests(instance),
        KEYS.ledgerStream,
        KEYS.openInstances,
        KEYS.reservations(instance),
      ];
      const count = Number(await reapRequests.run(this.redis, keys, [instance]));
      if (count > 0) this.logger.warn({ instance, requests: count }, 'a gateway died with open requests');
      lost += count;
    }
    return lost;
  }

  private async look(): Promise<void> {
    if (this.redis.status !== 'ready') return;
    try {
      await this.reap();
    } catch (error) {
      // Redis went away between the two lines above. The next look is in two seconds.
      this.logger.debug({ err: error }, 'could not look for lost requests');
    }
  }
}
