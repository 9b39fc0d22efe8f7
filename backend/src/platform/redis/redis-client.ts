import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';

/** Injection token of the connection that everything but blocking reads and subscriptions shares. */
export const REDIS = Symbol('REDIS');

const RECONNECT_CAP_MS = 1000;

const CONNECTION: RedisOptions = {
  // A command that cannot be sent now fails now: the caller knows what to do without Redis, waiting is never right.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 3000,
  commandTimeout: 2000,
  retryStrategy: (times) => Math.min(50 * times, RECONNECT_CAP_MS),
};

/** Opens a connection that reconnects for ever and reports its losses and returns, not every failed try. */
export function openRedis(url: string, logger: Logger, options: RedisOptions = {}): Redis {
  const redis = new Redis(url, { ...CONNECTION, ...options });
  let isReported = false;
  redis.on('error', (error: Error) => {
    if (isReported) return;
    isReported = true;
    logger.warn({ reason: error.message }, 'redis is not reachable');
  });
  redis.on('ready', () => {
    if (isReported) logger.info('redis is reachable again');
    isReported = false;
  });
  return redis;
}

/** For connections that block or subscribe: commands wait for the connection instead of failing. */
export const PATIENT: RedisOptions = {
  enableOfflineQueue: true,
  maxRetriesPerRequest: null,
  commandTimeout: undefined,
};
