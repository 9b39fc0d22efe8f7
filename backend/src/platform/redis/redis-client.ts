import { type Command, Redis, type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';

/** Injection token of the connection that everything but blocking reads and subscriptions shares. */
export const REDIS = Symbol('REDIS');

const RECONNECT_CAP_MS = 1000;

type Options = Omit<RedisOptions, 'replyMapping'>;

const CONNECTION: Options = {
  // A command that cannot be sent now fails now: the caller knows what to do without Redis, waiting is never right.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 3000,
  commandTimeout: 2000,
  retryStrategy: (times) => Math.min(50 * times, RECONNECT_CAP_MS),
};

/**
 * Writes what one turn of the event loop has to say in one go: requests that arrive together cost one system call, here and
 * at the server, instead of one each. ioredis' own auto-pipelining does the same with a pipeline and its promises per turn.
 */
class BatchingRedis extends Redis {
  private corked: Redis['stream'] | undefined;

  override sendCommand(command: Command, stream?: Parameters<Redis['sendCommand']>[1]): unknown {
    if (!this.corked && this.stream) this.cork(this.stream);
    return super.sendCommand(command, stream);
  }

  private cork(stream: Redis['stream']): void {
    this.corked = stream;
    stream.cork();
    setImmediate(() => {
      this.corked = undefined;
      stream.uncork();
    });
  }
}

/** Opens a connection that reconnects for ever and reports its losses and returns, not every failed try. */
export function openRedis(url: string, logger: Logger, options: Options = {}): Redis {
  const redis = new BatchingRedis(url, { ...CONNECTION, ...options });
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
export const PATIENT: Options = {
  enableOfflineQueue: true,
  maxRetriesPerRequest: null,
  commandTimeout: undefined,
};
