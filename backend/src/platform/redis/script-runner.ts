import { hash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** A Lua script with its digest, made once at import. */
export class Script {
  private readonly sha: string;

  constructor(private readonly source: string) {
    this.sha = hash('sha1', source, 'hex');
  }

  /** Runs by digest; sends the source only to a server that does not have it. */
  async run(
    redis: Redis,
    keys: readonly string[],
    args: readonly (string | number | Buffer)[],
  ): Promise<unknown> {
    try {
      return await redis.evalsha(this.sha, keys.length, ...keys, ...args);
    } catch (error) {
      // NOSCRIPT: the server was restarted or flushed since it last saw the script.
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return await redis.eval(this.source, keys.length, ...keys, ...args);
    }
  }
}
