import { startTestServices } from '../../../tools/runtime/test-services.mjs';

/**
 * Vitest global setup: brings PostgreSQL and Redis when the tests were not started by `npm test`, which brings them
 * itself. Vitest starts its workers afterwards, so they inherit the two variables.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['TEST_DSN'] && process.env['TEST_REDIS_URL']) return undefined;
  const services = await startTestServices();
  process.env['TEST_DSN'] ??= services.dsn;
  process.env['TEST_REDIS_URL'] ??= services.redisUrl;
  return services.stop;
}
