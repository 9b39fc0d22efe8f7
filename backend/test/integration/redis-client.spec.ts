import type { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRedis } from '../../src/platform/redis/redis-client';
import { eventually } from '../support/hub-eventually';
import { startOwnRedis } from '../support/hub-own-servers';

const LOGGER = pino({ level: 'silent' });
const TOGETHER = Array.from({ length: 100 }, (_, index) => index + 1);

let own: Awaited<ReturnType<typeof startOwnRedis>>;
let redis: Redis;
let watching: Redis;
beforeAll(async () => {
  own = await startOwnRedis();
  [redis, watching] = [openRedis(own.redis.server.url, LOGGER), openRedis(own.redis.server.url, LOGGER)];
  await connected();
});
afterAll(async () => {
  redis?.disconnect();
  watching?.disconnect();
  await own?.release();
});

const connected = () =>
  eventually(
    'both are connected',
    () => [redis, watching].every(({ status }) => status === 'ready') || undefined,
  );

/** How often the server has read from a socket. */
async function readsOfTheServer(): Promise<number> {
  return Number(/total_reads_processed:(\d+)/.exec(await watching.info('stats'))?.[1]);
}

it('what one turn of the event loop has to say goes out in one write, in order', async () => {
  const before = await readsOfTheServer();
  const counted = await Promise.all(TOGETHER.map(() => redis.incr('counter')));
  expect(counted).toEqual(TOGETHER);
  expect((await readsOfTheServer()) - before).toBeLessThan(5);
});

it('commands fail at once when the connection is lost, and work on the next one', async () => {
  const lost = TOGETHER.map(() => redis.incr('lost'));
  const all = Promise.allSettled(lost);
  await own.redis.kill();
  await eventually('the loss is noticed', () => redis.status !== 'ready' || undefined);
  expect((await all).length).toBe(TOGETHER.length);
  await expect(redis.incr('away')).rejects.toThrow();
  await own.redis.start();
  await connected();
  const again = await Promise.all(TOGETHER.map(() => redis.incr('again')));
  expect(again).toEqual(TOGETHER);
});
