import { createTestDatabase, takeRedisDatabase } from './services';

/** The database and the Redis of one hub, or of several that belong together. */
export interface HubStores {
  readonly dsn: string;
  readonly redisUrl: string;
  release(): Promise<void>;
}

/** Empty ones on the servers of the run. */
export async function openStores(): Promise<HubStores> {
  const [database, redis] = await Promise.all([createTestDatabase(), takeRedisDatabase()]);
  return {
    dsn: database.dsn,
    redisUrl: redis.url,
    release: async () => {
      await Promise.all([database.drop(), redis.release()]);
    },
  };
}
