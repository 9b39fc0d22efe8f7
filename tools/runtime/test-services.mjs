import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startPostgres } from './postgres.mjs';
import { startRedis } from './redis.mjs';

/**
 * Starts a PostgreSQL and a Redis for one run of tests, in a temporary folder that `stop` removes.
 * @returns {Promise<import('./test-services.mjs').TestServices>}
 */
export async function startTestServices() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cch-test-'));
  chmodSync(folder, 0o755); // root's PostgreSQL runs as nobody, who must get in
  const started = await Promise.allSettled([
    startPostgres({ dataDir: path.join(folder, 'postgres'), durable: false }),
    startRedis({ dataDir: path.join(folder, 'redis'), durable: false }),
  ]);
  const stopAll = async () => {
    await Promise.all(
      started.flatMap((service) => (service.status === 'fulfilled' ? [service.value.stop()] : [])),
    );
    rmSync(folder, { recursive: true, force: true });
  };
  /** @type {Promise<void> | undefined} */
  let stopping;
  const stop = () => (stopping ??= stopAll());
  const [postgres, redis] = started;
  if (postgres.status === 'fulfilled' && redis.status === 'fulfilled') {
    return { dsn: postgres.value.dsn, redisUrl: redis.value.url, stop };
  }
  await stop();
  throw postgres.status === 'rejected'
    ? postgres.reason
    : redis.status === 'rejected'
      ? redis.reason
      : undefined;
}
